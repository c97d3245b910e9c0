// SPDX-License-Identifier: MIT
/* A path of the command line while it is opened, and the list of what it became. */
#ifndef MAIXFIT_BUNDLE_OPENED_H
#define MAIXFIT_BUNDLE_OPENED_H

#include "bundle.h"

struct mf_opening {
    struct mf_arena *arena;
    const char *path;
    const struct mf_bundle_options *options;
    const struct mf_progress *progress; /* or NULL */
    struct mf_opened_list *list;
    struct mf_error *error;
};

/* Appends a model. False only for lack of memory. */
bool mf_opening_add(struct mf_opening *opening, const char *path, struct mf_model *model);

/* Appends the reason why there is no model at `path`. False only for lack of memory, which a
 * problem may be too. */
bool mf_opening_refuse(struct mf_opening *opening, const char *path,
                       const struct mf_error *problem);

#endif
