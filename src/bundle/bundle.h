// SPDX-License-Identifier: MIT
/* Files that are loaded together, as their manifest names them. What a program makes of them is
 * loading.h's. */
#ifndef MAIXFIT_BUNDLE_BUNDLE_H
#define MAIXFIT_BUNDLE_BUNDLE_H

#include "plan.h"

/* A file of the bundle. */
struct mf_bundle_part {
    const char *path; /* as the manifest names it */
    const char *label;
    enum mf_role role;
    enum mf_when when;
    struct mf_model *file; /* as it was read, with every tensor of every group; or NULL… */
    const struct mf_error *problem; /* …and why, which matters only where it is loaded */
};

struct mf_bundle {
    const char *kind;      /* MF_KIND_MUD… */
    enum mf_runner runner; /* that loads it by default; UNSET: the board's */
    struct mf_bundle_part *parts;
    size_t part_count;
    bool lacks_on; /* names no file for when AI-ISP is on */
    bool lacks_off;
    bool has_builds;        /* which files are loaded depends on AI-ISP */
    const char *model_type; /* or NULL */
    bool copies_files;
    struct mf_llm llm;
    struct mf_block_list user; /* embedding, copies: beside the files */
    uint64_t *contexts;        /* tokens that its shape groups can do, ascending */
    size_t context_count;      /* 0: no LLM with a cache */
    uint64_t vendor_bytes;     /* cmm_size, 0: not stated */
};

/* Reads the plan's files, of all choices, and makes a model of format "bundle" of them, without
 * blocks and members: these are made by mf_load. False with the reason where a file is missing or
 * cannot be judged that every choice loads. All memory is the tree's arena's. */
bool mf_bundle_make(struct mf_tree *tree, const struct mf_plan *plan, struct mf_model *model,
                    struct mf_error *error);

#endif
