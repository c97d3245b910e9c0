// SPDX-License-Identifier: MIT
/* The files that a manifest names, with their roles, before any of them is read. */
#ifndef MAIXFIT_BUNDLE_PLAN_H
#define MAIXFIT_BUNDLE_PLAN_H

#include "tree.h"

/* The program that loads the bundle: it decides which shape groups get tensors of their own
 * (docs/bundles.md, "Runners"). */
enum mf_runner {
    MF_RUNNER_UNSET,
    MF_RUNNER_MAIXCDK, /* A: MaixCDK, older ax-llm: every group its own */
    MF_RUNNER_AXLLM    /* B: the newer ax-llm: groups share */
};

enum mf_npu { MF_NPU_UNSET, MF_NPU_FULL, MF_NPU_HALF };

/* What the user asked for. */
struct mf_bundle_options {
    enum mf_npu npu;
    enum mf_runner runner;
    uint64_t context; /* tokens, 0: all that the file can do */
    bool dynamic_layers;
};

enum mf_role { MF_ROLE_MODEL, MF_ROLE_LAYER, MF_ROLE_POST, MF_ROLE_ENCODER, MF_ROLE_CPU };

struct mf_plan_file {
    const char *path;  /* as the manifest writes it */
    const char *from;  /* the manifest that names it, for relative paths; NULL: the tree's top */
    const char *label; /* how the report calls it: "layer 3", "post", "det_model" */
    enum mf_role role;
};

struct mf_plan {
    const char *manifest; /* its path in the tree, or the folder's name where there is none */
    const char *kind;     /* "mud", "ax-llm", "StackFlow", "names" */
    enum mf_runner runner;
    struct mf_plan_file *files;
    size_t file_count;
    size_t file_capacity;
    const char *twin; /* the model for the other half of the NPU, or NULL */
    const char *twin_from;
    uint64_t layer_count;       /* 0: no LLM */
    const char *missing_layers; /* "7, 12–14", or NULL */
    bool can_load_dynamically;
    bool dynamic_layers;
    const char *embedding; /* or NULL */
    const char *embedding_from;
    uint64_t embedding_count;
    uint64_t embedding_width;
    bool embedding_mapped;
    uint64_t vendor_bytes; /* cmm_size; 0: not stated */
    struct mf_finding_list findings;
};

struct mf_planner {
    struct mf_tree *tree;
    const struct mf_bundle_options *options;
    struct mf_plan *plan;
    struct mf_error *error;
};

/* A .mud. Models that it names as .mud are followed. */
bool mf_plan_mud(struct mf_planner *planner, struct mf_entry *manifest);

/* config.json of ax-llm or mode_*.json of StackFlow. *is_plan is false where the JSON describes
 * something else, such as the config.json of a tokenizer. */
bool mf_plan_json(struct mf_planner *planner, struct mf_entry *manifest, bool *is_plan);

/* Layers found by their names only. *is_plan is false where the tree has none left. Each call takes
 * the next template; `*at`, which starts as 0, remembers where. */
bool mf_plan_names(struct mf_planner *planner, size_t *at, bool *is_plan);

bool mf_plan_add(struct mf_planner *planner, enum mf_role role, const char *label, const char *from,
                 const char *path);

/* Adds the layers 0 … count − 1: `template` holds one %d (or %0Nd), which is filled in by hand. */
bool mf_plan_add_layers(struct mf_planner *planner, const char *from, const char *template,
                        uint64_t count);

/* Sets missing_layers from those that the tree does not hold. */
bool mf_plan_check_layers(struct mf_planner *planner);

bool mf_plan_note(struct mf_planner *planner, enum mf_severity severity, const char *code,
                  const char *text);

/* "true" or "1", as MaixCDK reads its switches. */
bool mf_plan_is_on(const char *value);

#endif
