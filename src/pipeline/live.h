// SPDX-License-Identifier: MIT
/* What the app holds already, where it asks from inside. */
#ifndef MAIXFIT_PIPELINE_LIVE_H
#define MAIXFIT_PIPELINE_LIVE_H

#include "evaluation.h"

/* Takes out of the list each block that stands among request->live, each of which counts for one:
 * it is in the pool already. A note says how much that is. */
bool mf_live_take_out(struct mf_evaluation *run);

#endif
