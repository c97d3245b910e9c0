// SPDX-License-Identifier: MIT
/* The display. */
#ifndef MAIXFIT_PIPELINE_DISPLAY_H
#define MAIXFIT_PIPELINE_DISPLAY_H

#include "evaluation.h"

/* The image that is shown where a display is asked for. *assumed: it was not named. */
struct mf_picture mf_display_image(const struct mf_evaluation *run, bool *assumed);

/* Adds the part and its settings. Expects the channels to be resolved. */
bool mf_display_add(struct mf_evaluation *run);

#endif
