// SPDX-License-Identifier: MIT
/* Which kind of listing a text is, whatever file it was put into, and reading it as what it is. */
#ifndef MAIXFIT_DEVICE_LISTING_H
#define MAIXFIT_DEVICE_LISTING_H

#include "supply.h"

enum mf_listing_kind {
    MF_LISTING_CMM,
    MF_LISTING_ION,
    MF_LISTING_AXCL,
    MF_LISTING_BOOT_LOG,
    MF_LISTING_NONE
};

/* Reads a listing of a pool: cleans a copy of it, finds out its kind and fills in the supply as
 * the parser of that kind does (probe.h). `usual` is the kind that should stand there. False only
 * for lack of memory. */
bool mf_listing_parse(struct mf_arena *arena, const char *text, size_t length,
                      enum mf_listing_kind usual, struct mf_supply *supply, struct mf_error *error);

/* For a text of which only its words are known: the path of the file `index` whose listing may
 * stand in it, "" where it does not. NULL behind the last. */
const char *mf_listing_path(const char *text, size_t index);

#endif
