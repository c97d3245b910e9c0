// SPDX-License-Identifier: MIT
/* Is there a hole for every block, as the program asks for them and the driver hands them out? */
#ifndef MAIXFIT_FIT_PLACE_H
#define MAIXFIT_FIT_PLACE_H

#include "result.h"

/* The supply's holes must be known. False without memory. */
bool mf_place(const struct mf_demand *demand, const struct mf_supply *supply,
              struct mf_placement *placement, struct mf_error *error);

/* Can the driver of this pool have that policy? */
bool mf_policy_applies(enum mf_pool_kind kind, enum mf_policy policy);

/* Has the program this order beside the first? Not where only models or no models are loaded. */
bool mf_order_applies(const struct mf_demand *demand, enum mf_order order);

/* Indices of the models, the largest first, of equals the first. NULL without memory. */
size_t *mf_place_largest_first(struct mf_arena *arena, const struct mf_demand *demand);

#endif
