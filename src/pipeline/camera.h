// SPDX-License-Identifier: MIT
/* The channels of the camera. */
#ifndef MAIXFIT_PIPELINE_CAMERA_H
#define MAIXFIT_PIPELINE_CAMERA_H

#include "evaluation.h"

/* Fills in run->channels and the subject's buffers, notes the settings, and warns of what MaixCDK
 * refuses. Expects the sensor to be chosen. */
bool mf_camera_resolve(struct mf_evaluation *run);

/* Adds one part for each channel. */
bool mf_camera_add(struct mf_evaluation *run);

/* The format in which the hardware of this board makes pictures of `format`. */
const struct mf_pixel_format *mf_camera_made_format(const struct mf_pipeline_data *data,
                                                    const struct mf_pixel_format *format);

/* The largest picture of all cameras; NULL where there is none. */
const struct mf_channel *mf_camera_largest(const struct mf_evaluation *run);

#endif
