// SPDX-License-Identifier: MIT
/* Files that are loaded together, and the blocks that the program that loads them makes. */
#ifndef MAIXFIT_BUNDLE_BUNDLE_H
#define MAIXFIT_BUNDLE_BUNDLE_H

#include "plan.h"

/* A file of the bundle. */
struct mf_bundle_part {
    struct mf_model *file; /* as it was read: with every tensor of every group */
    enum mf_role role;
    const char *label;
};

struct mf_bundle {
    const char *kind; /* "mud", "ax-llm", "StackFlow", "names" */
    enum mf_runner runner;
    struct mf_bundle_part *parts;
    size_t part_count;
    uint64_t layer_count;      /* 0: no LLM */
    struct mf_block_list user; /* embedding, copies: beside the files */
    bool can_load_dynamically;
    bool dynamic_layers; /* one layer at a time is held */
    bool is_what_if;     /* --context or --dynamic-layers was asked for */
    uint64_t context;    /* tokens that are judged, 0: no LLM with a cache */
    uint64_t *contexts;  /* tokens that its groups can do, ascending */
    size_t context_count;
    uint64_t vendor_bytes; /* cmm_size, 0: not stated */
    const char *twin;      /* path, or NULL */
    uint64_t twin_bytes;   /* 0: it could not be read */
};

const char *mf_runner_word(enum mf_runner runner); /* "maixcdk", "axllm" */

/* Reads the plan's files and makes a model of format "bundle" of them. False with the reason where
 * a file is missing or cannot be judged. */
bool mf_bundle_make(struct mf_tree *tree, const struct mf_plan *plan,
                    const struct mf_bundle_options *options, struct mf_model *model,
                    struct mf_error *error);

/* Fills in the model's members and blocks for a context of `context` tokens (0: all groups). */
bool mf_bundle_fill(struct mf_arena *arena, const struct mf_bundle *bundle, uint64_t context,
                    struct mf_model *model, struct mf_error *error);

/* The blocks that a runner makes for one file. `context`: in tokens, only the shape groups that it
 * needs; 0: all. */
bool mf_runner_blocks(struct mf_arena *arena, const struct mf_model *file, enum mf_runner runner,
                      uint64_t context, struct mf_model *member, struct mf_error *error);

/* The tokens that the cache of each shape group holds; 0 where it has none. One a group, in the
 * arena. False without memory. */
bool mf_runner_histories(struct mf_arena *arena, const struct mf_model *file, uint64_t **tokens);

/* Bytes of the K and V caches of group 0. */
uint64_t mf_runner_cache_bytes(const struct mf_model *file);

/* What a path on the command line became. */
struct mf_opened {
    const char *path;
    struct mf_model *model;         /* or NULL… */
    const struct mf_error *problem; /* …and why */
};

struct mf_opened_list {
    struct mf_opened *items;
    size_t count;
    size_t capacity;
    struct mf_finding_list findings;
};

/* Opens a model, a manifest, a folder, an archive, a path inside one, or "-". Problems of single
 * files stand in the list; false is only for lack of memory. */
bool mf_open(struct mf_arena *arena, const char *path, const struct mf_bundle_options *options,
             const struct mf_progress *progress, struct mf_opened_list *list,
             struct mf_error *error);

#endif
