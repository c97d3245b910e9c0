// SPDX-License-Identifier: MIT
/* From named files to models and bundles. */
#ifndef MAIXFIT_BUNDLE_COLLECT_H
#define MAIXFIT_BUNDLE_COLLECT_H

#include "bundle.h"

#define MF_PIPE_BLOCK ((size_t)64 * 1024)

struct mf_pipe {
    int descriptor;
    uint64_t done;
    uint8_t block[MF_PIPE_BLOCK];
};

/* A path that is being opened. */
struct mf_opening {
    struct mf_arena *arena;
    const char *path;
    const struct mf_bundle_options *options;
    const struct mf_progress *progress;
    struct mf_opened_list *list;
    struct mf_error *error;
};

bool mf_opening_add(struct mf_opening *opening, const char *path, struct mf_model *model);
bool mf_opening_refuse(struct mf_opening *opening, const char *path,
                       const struct mf_error *problem);

/* Every bundle of the tree; without a manifest what the names tell; without that every model. With
 * `inside`, only the file or folder of that name. */
bool mf_collect(struct mf_opening *opening, struct mf_tree *tree, const char *inside);

/* One .mud or JSON. */
bool mf_collect_manifest(struct mf_opening *opening, struct mf_tree *tree, struct mf_entry *entry);

#endif
