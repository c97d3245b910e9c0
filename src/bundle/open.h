// SPDX-License-Identifier: MIT
/* From a path to models. */
#ifndef MAIXFIT_BUNDLE_OPEN_H
#define MAIXFIT_BUNDLE_OPEN_H

#include "opened.h"

/* Opens a model, a manifest, a folder, an archive, a path inside one, or "-" for standard input,
 * and appends what it holds to the list: each as it was read, with all files that any way of
 * loading needs (mf_load comes next). Problems of single files stand in the list; false is only for
 * lack of memory. All memory is the arena's, and `path` must live as long. */
bool mf_open(struct mf_arena *arena, const char *path, const struct mf_progress *progress,
             struct mf_opened_list *list, struct mf_error *error);

/* What is read without a path: memory, an open file, or what a reader reads. */
struct mf_given {
    const void *bytes; /* or NULL */
    size_t size;
    int descriptor; /* or -1 */
    struct mf_reader reader;
};

/* The same for such a file or folder; `name` stands in for its path. Both must live as long as the
 * arena. */
bool mf_open_given(struct mf_arena *arena, const char *name, const struct mf_given *given,
                   const struct mf_progress *progress, struct mf_opened_list *list,
                   struct mf_error *error);

#endif
