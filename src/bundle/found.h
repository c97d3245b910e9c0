// SPDX-License-Identifier: MIT
/* Bundles that were found in a tree, before their files are read. */
#ifndef MAIXFIT_BUNDLE_FOUND_H
#define MAIXFIT_BUNDLE_FOUND_H

#include "opened.h"
#include "plan.h"

struct mf_found {
    const char *path;
    struct mf_plan *plan;
    struct mf_entry **files; /* all that it loads, as far as they are there */
    size_t file_count;
    bool dropped; /* it loads nothing that another one does not load */
};

struct mf_found_list {
    struct mf_opening *opening;
    struct mf_tree *tree;
    struct mf_found *items;
    size_t count;
    size_t capacity;
    bool full; /* more were refused */
};

/* Appends a plan. More than MF_MANIFESTS_MAX are refused in the opening's list. */
bool mf_found_keep(struct mf_found_list *list, struct mf_plan *plan);

/* The refusal of what is too many; then the list is full. */
bool mf_found_refuse_more(struct mf_found_list *list, const char *manifest);

/* Marks as dropped what says nothing new: a manifest all of whose files another one loads too. Of
 * two equal ones the .mud is kept, then the JSON, then the first. A finding names each. */
bool mf_found_drop_repeated(struct mf_found_list *list);

/* Reports the models that no manifest names. Those beside the files of a config.json are a warning:
 * the program that runs such a bundle for speech or vision loads them too. Others are most likely
 * for another board. With `inside`, only those of that file or folder. */
bool mf_found_note_unnamed(struct mf_found_list *list, const char *inside);

/* Is the entry `inside`, or below it? NULL and "": always. */
bool mf_is_inside(const struct mf_entry *entry, const char *inside);

#endif
