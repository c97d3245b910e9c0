// SPDX-License-Identifier: MIT
/* What the parts of finding a supply share: supply.c chooses it, recognize.c tells whose it is,
 * examine.c what is wrong with it. */
#ifndef MAIXFIT_DEVICE_FINDER_H
#define MAIXFIT_DEVICE_FINDER_H

#include "supply.h"

struct mf_finder {
    struct mf_arena *arena;
    const struct mf_device_list *devices;
    const struct mf_supply_request *request;
    struct mf_supply *supply;
    struct mf_error *error;
};

/* Adds a finding to the supply; a NULL text is how lack of memory shows. */
bool mf_finder_tell(const struct mf_finder *finder, enum mf_severity severity, const char *code,
                    const char *text);

/* Which board a pool that was read belongs to: *found is NULL where that is unknown. What is unsure
 * is told as a note. */
bool mf_recognize(const struct mf_finder *finder, const struct mf_device **found);

/* The board that a name means here: one that stands for a family ("maixcam2") is the member that is
 * recognized, else the one that is assumed. */
const struct mf_device *mf_named_here(const struct mf_finder *finder, const struct mf_device *named,
                                      const char *name);

/* Tells where the pool that was read looks like that of another board than the one named. */
bool mf_compare_named(const struct mf_finder *finder, const struct mf_device *named);

/* Where a pool of just the size that was read starts: in the profile of `device` (NULL: unknown),
 * else in that of any board. 0 where no profile has that size. */
uint64_t mf_usual_start(const struct mf_finder *finder, const struct mf_device *device);

/* A file that only stands on a board which some profile knows, such as /boot/configs; NULL where
 * none does. */
const char *mf_board_sign(const struct mf_finder *finder);

/* An empty pool, one that lies in Linux's memory, memory that was leaked. `device` is the board, or
 * NULL. */
bool mf_examine(const struct mf_finder *finder, const struct mf_device *device);

#endif
