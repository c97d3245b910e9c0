// SPDX-License-Identifier: MIT
/* Holes and owners of a pool, from the list of its used pieces. */
#ifndef MAIXFIT_DEVICE_HOLES_H
#define MAIXFIT_DEVICE_HOLES_H

#include "supply.h"

bool mf_supply_add_block(struct mf_arena *arena, struct mf_supply *supply,
                         struct mf_pool_block block, struct mf_error *error);
bool mf_supply_add_hole(struct mf_arena *arena, struct mf_supply *supply, struct mf_hole hole,
                        struct mf_error *error);

void mf_supply_sort_blocks(struct mf_supply *supply);

/* Adds the gaps between the sorted blocks that lie in [start, end). *whole is false, and nothing is
 * added, when blocks overlap or reach out of the range. *inside counts the blocks found there. */
bool mf_supply_add_gaps(struct mf_arena *arena, struct mf_supply *supply, uint64_t start,
                        uint64_t end, bool *whole, size_t *inside, struct mf_error *error);

/* Groups the blocks by name, largest first. */
bool mf_supply_group_owners(struct mf_arena *arena, struct mf_supply *supply,
                            struct mf_error *error);

/* Sets largest_hole; call it when the holes are complete. */
void mf_supply_holes_done(struct mf_supply *supply);

#endif
