// SPDX-License-Identifier: MIT
/* The keys that ax-llm and StackFlow share (docs/bundles.md), wherever they are written. */
#ifndef MAIXFIT_BUNDLE_PLAN_KEYS_H
#define MAIXFIT_BUNDLE_PLAN_KEYS_H

#include <cjson/cJSON.h>

#include "plan.h"

/* Does some key name a model, or a folder of models? */
bool mf_keys_name_models(const cJSON *keys);

/* Fills in the plan from them. `from` is the manifest whose folder the paths count from. */
bool mf_plan_read_keys(struct mf_planner *planner, const cJSON *keys, const char *from);

#endif
