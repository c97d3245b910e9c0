// SPDX-License-Identifier: MIT
/* Reads the sensors of a file of models/pipelines. */
#ifndef MAIXFIT_PIPELINE_DATA_SENSORS_H
#define MAIXFIT_PIPELINE_DATA_SENSORS_H

#include "../core/json_read.h"
#include "data.h"

/* Fills in the sensors, default_sensor and sensor_of_none. Rows that name no rules follow `rules`.
 */
bool mf_read_sensors(const struct mf_json *json, const cJSON *root, enum mf_picture_rules rules,
                     struct mf_pipeline_data *data);

#endif
