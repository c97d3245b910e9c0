// SPDX-License-Identifier: MIT
/* Finds the supply: from options, from a live or captured board, or from a profile. */
#ifndef MAIXFIT_DEVICE_FIND_SUPPLY_H
#define MAIXFIT_DEVICE_FIND_SUPPLY_H

#include "supply.h"

/* What the user asked for. The strings must live as long as the arena of the supply. */
struct mf_supply_request {
    const struct mf_root *sysroot;  /* a captured board; NULL: the machine it runs on */
    const struct mf_device *device; /* asked for by name; NULL: find out */
    const char *device_name;        /* as the user wrote it (may be an alias), or NULL */
    const char *model_format;       /* picks the default board off a board; NULL for `status` */
    const char *model_chip;         /* NULL, or picks one that runs it instead */
    bool profile_only;              /* nothing is read: by the profile of the board that is named */
    struct mf_amount free;          /* --free */
    struct mf_amount pool;          /* --pool */
};

/* Fills in the supply, all of which lives in the arena or in `devices`. What cannot be found out is
 * reported inside it (problem, findings). False for lack of memory, and where `free` or `pool` is
 * more than the board can have. */
bool mf_supply_find(struct mf_arena *arena, const struct mf_device_list *devices,
                    const struct mf_supply_request *request, struct mf_supply *supply,
                    struct mf_error *error);

#endif
