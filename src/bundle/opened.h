// SPDX-License-Identifier: MIT
/* What the paths of a request became: models, or why there is none. */
#ifndef MAIXFIT_BUNDLE_OPENED_H
#define MAIXFIT_BUNDLE_OPENED_H

#include "../core/model.h"
#include "tree.h"

/* One model, bundle or refused file. */
struct mf_opened {
    const char *path;
    const char *request;            /* the path that it was found by, which may hold many */
    struct mf_model *model;         /* or NULL… */
    const struct mf_error *problem; /* …and why */
};

struct mf_opened_list {
    struct mf_opened *items;
    size_t count;
    size_t capacity;
    struct mf_finding_list findings;
    size_t left_out; /* builds for other chips; each has a finding */
};

/* A path while it is opened. */
struct mf_opening {
    struct mf_arena *arena;
    const char *request;
    const char *path;                   /* the request, or the archive of it */
    const struct mf_progress *progress; /* or NULL */
    bool has_no_folder; /* the file was given alone, with a name that leads nowhere */
    struct mf_opened_list *list;
    struct mf_error *error;
};

/* Appends a model. False only for lack of memory. */
bool mf_opening_add(struct mf_opening *opening, const char *path, struct mf_model *model);

/* Appends the reason why there is no model at `path`. False only for lack of memory, which a
 * problem may be too. */
bool mf_opening_refuse(struct mf_opening *opening, const char *path,
                       const struct mf_error *problem);

/* A folder or an archive may hold builds for several chips. Makes the list for a board: where one
 * of the models is for a chip of it, those for others are left out, and a finding names them.
 * `chips` are the names of models that the board runs; none: all are kept. False only for lack of
 * memory. */
bool mf_opened_for_chips(struct mf_arena *arena, const struct mf_opened_list *opened,
                         const char *const *chips, size_t count, struct mf_opened_list *list,
                         struct mf_error *error);

#endif
