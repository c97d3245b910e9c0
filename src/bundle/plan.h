// SPDX-License-Identifier: MIT
/* The files that a manifest names, with their roles, before any of them is read. */
#ifndef MAIXFIT_BUNDLE_PLAN_H
#define MAIXFIT_BUNDLE_PLAN_H

#include "runner.h"
#include "tree.h"

/* Whether the NPU is shared with the camera's AI-ISP decides which build of a model is loaded. */
enum mf_when { MF_WHEN_ALWAYS, MF_WHEN_AI_ISP_ON, MF_WHEN_AI_ISP_OFF };

enum mf_role {
    MF_ROLE_MODEL,
    MF_ROLE_LAYER,
    MF_ROLE_POST,
    MF_ROLE_ENCODER,
    MF_ROLE_CPU,   /* a model that runs on the CPU: memory of Linux */
    MF_ROLE_MAPPED /* data that is mapped, not held */
};

struct mf_plan_file {
    const char *path;  /* as the manifest writes it */
    const char *from;  /* the manifest that names it, for relative paths; NULL: the tree's top */
    const char *label; /* how the report calls it: "layer 3", "post", "det_model" */
    enum mf_role role;
    enum mf_when when;
    bool optional; /* it may be missing: only Linux would hold it */
};

/* How an LLM is loaded, as its manifest states it. */
struct mf_llm {
    uint64_t layer_count; /* 0: no LLM */
    bool can_load_dynamically;
    bool dynamic_layers; /* weights of `dynamic_pool` layers at a time */
    uint64_t dynamic_pool;
    bool fixed_caches; /* runner B does not grow the caches of group 0 */
    uint64_t slots;    /* sets of caches; 0 and 1: one */
    bool slots_on_host;
    uint64_t cards;       /* the layers are split over these; 0 and 1: one */
    uint64_t guard_bytes; /* axllm stops loading where less would stay free; 0: it does not */
};

/* axllm, unless its config.json states another: mem_guard_floor_mb. */
#define MF_GUARD_DEFAULT (128 * MF_MIB)

/* An embedding: it stands in memory of Linux. */
struct mf_embedding {
    const char *path; /* NULL: none */
    const char *from;
    uint64_t count; /* count × width × 2 bytes, where both are stated */
    uint64_t width;
    bool mapped;
};

/* What kind of manifest it is: the words of the report. */
#define MF_KIND_MUD       "mud"
#define MF_KIND_AXLLM     "ax-llm"
#define MF_KIND_STACKFLOW "StackFlow"
#define MF_KIND_SCRIPT    "script"
#define MF_KIND_NAMES     "names"

struct mf_plan {
    const char *manifest; /* its path in the tree, or the folder's name where there is none */
    const char *kind;
    enum mf_runner runner; /* that loads it by default; UNSET: the board's */
    struct mf_plan_file *files;
    size_t file_count;
    size_t file_capacity;
    bool lacks_on; /* no file for when AI-ISP is on */
    bool lacks_off;
    const char *model_type; /* of the class that loads it; NULL: none is named */
    bool copies_files;      /* each stands in the NPU's pool while it is loaded */
    struct mf_llm llm;
    const char *missing_layers; /* "7, 12–14", or NULL */
    struct mf_embedding embedding;
    uint64_t vendor_bytes; /* cmm_size; 0: not stated */
    struct mf_finding_list findings;
};

struct mf_planner {
    struct mf_tree *tree;
    struct mf_plan *plan;
    struct mf_error *error;
};

/* A .mud. Models that it names as .mud are followed. */
bool mf_plan_mud(struct mf_planner *planner, struct mf_entry *manifest);

/* A JSON: config.json of ax-llm or mode_*.json of StackFlow, distinguished by their keys. *is_plan
 * is false where the JSON describes something else, such as the config.json of a tokenizer. */
bool mf_plan_json(struct mf_planner *planner, struct mf_entry *manifest, bool *is_plan);

/* A script that starts the older ax-llm: its arguments are read as text. *is_plan is false where it
 * names no models. */
bool mf_plan_script(struct mf_planner *planner, struct mf_entry *manifest, bool *is_plan);

/* Layers found by their names only. *is_plan is false where the tree has none left. Each call takes
 * the next template; `*at`, which starts as 0, remembers where. */
bool mf_plan_names(struct mf_planner *planner, size_t *at, bool *is_plan);

/* Appends a file; its path and label are copied. */
bool mf_plan_add(struct mf_planner *planner, struct mf_plan_file file);

/* Adds the layers 0 … count − 1: `template` holds one %d (or %0Nd), which is filled in by hand. */
bool mf_plan_add_layers(struct mf_planner *planner, const char *from, const char *template,
                        uint64_t count);

/* Sets missing_layers from those that the tree does not hold. */
bool mf_plan_check_layers(struct mf_planner *planner);

/* The text of a manifest. Where it cannot be read, the planner's error says why. */
bool mf_plan_read_text(struct mf_planner *planner, struct mf_entry *manifest);

bool mf_plan_note(struct mf_planner *planner, enum mf_severity severity, const char *code,
                  const char *text);

/* "true" or "1", as MaixCDK reads its switches. */
bool mf_plan_is_on(const char *value);

#endif
