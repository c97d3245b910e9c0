// SPDX-License-Identifier: MIT
/* What a model declares and what it takes: the terms that every layer above shares. */
#ifndef MAIXFIT_CORE_MODEL_H
#define MAIXFIT_CORE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"

enum mf_pool { MF_POOL_NPU, MF_POOL_USER };

/* What a pool for the NPU is called and managed by; see docs/memory.md. */
enum mf_pool_kind { MF_KIND_UNKNOWN, MF_KIND_CMM, MF_KIND_ION, MF_KIND_CMA };

/* NPU blocks of both phases are held at once. User blocks of the load phase are held only while
 * their owner is being loaded. */
enum mf_phase { MF_PHASE_LOAD, MF_PHASE_RUN };

/* How far a figure can be trusted, best first: read off open code or the file; computed by a
 * formula verified on few pairs; read off a capture; estimated because the code is closed. */
enum mf_certainty { MF_EXACT, MF_DERIVED, MF_MEASURED, MF_ESTIMATE };

/* How a report shows the blocks of one owner: each; as one row; or as one row together with those
 * of the layers before and after it. */
enum mf_fold { MF_FOLD_NONE, MF_FOLD_FILE, MF_FOLD_LAYER };

enum mf_severity { MF_ERROR, MF_WARNING, MF_NOTE };

/* What all models of one format have in common. Each format's descriptor (formats/format.h) states
 * it once; sentences are not translated yet. */
struct mf_traits {
    const char *format;          /* its name: "axmodel"; also the `type` of a .mud file */
    enum mf_pool_kind pool_kind; /* of the pool that its models are loaded into */
    /* The program that runs the model allocates each input and output itself, as a block of its
     * own: where those sizes come from. NULL: the runtime allocates them, by rules of its own. */
    const char *input_source;
    const char *output_source;
    /* The program holds the whole file in user memory while it loads it: how. NULL: it does not. */
    const char *file_source;
    bool has_npu_modes; /* compiled for a part of the NPU: a .mud file may name one file a mode */
};

/* One contiguous piece of memory. Strings live in the arena of the request. */
struct mf_block {
    const char *owner;
    const char *name;
    const char *source; /* where the figure comes from, in words */
    uint64_t bytes;     /* as requested; the driver rounds it up to whole pages */
    enum mf_pool pool;
    enum mf_phase phase;
    enum mf_certainty certainty;
    uint32_t program;   /* 1 + the program or shape group that it belongs to; 0: the whole file */
    bool shared;        /* models in one process share it; it is counted once, for the largest */
    bool is_frame_pool; /* the driver numbers it: its name does not tell what it is for */
    bool spread;    /* a sum of blocks of unknown sizes: counted, but it needs no hole of its own */
    bool transient; /* a copy of the file that is freed when its owner has been loaded: it counts
                       only in that moment */
    enum mf_fold fold;
};

struct mf_block_list {
    struct mf_block *items;
    size_t count;
    size_t capacity;
};

struct mf_finding {
    const char *code; /* a stable word */
    const char *text;
    const char *path; /* or NULL */
    uint64_t line;    /* 0: none */
    enum mf_severity severity;
};

struct mf_finding_list {
    struct mf_finding *items;
    size_t count;
    size_t capacity;
};

struct mf_tensor {
    const char *name;
    const char *dtype; /* "FP32", "INT8"…; "?" where it is unknown */
    bool is_output;
    uint32_t group; /* the program or shape group, from 0 */
    uint32_t rank;
    uint64_t *shape;
    uint64_t bytes;
};

struct mf_tensor_list {
    struct mf_tensor *items;
    size_t count;
    size_t capacity;
};

/* A named sum, such as {"workspace", 501760}. */
struct mf_part {
    const char *name;
    uint64_t bytes;
};

struct mf_holding; /* holding.h */

struct mf_holding_list {
    struct mf_holding *items;
    size_t count;
    size_t capacity;
};

struct mf_bundle; /* src/bundle/bundle.h */
struct mf_loaded; /* src/bundle/loading.h */

/* A model file, or a bundle of them. Strings that the file does not hold are NULL. */
struct mf_model {
    const char *path;
    const char *owner;              /* how blocks name it: the end of the path */
    const char *format;             /* "axmodel", "cvimodel" or "bundle" */
    const struct mf_traits *traits; /* of its format; NULL: a bundle */
    const char *name;
    const char *chip;      /* the NPU family it is compiled for, such as "AX620E" or "cv181x" */
    const char *version;   /* of the file's format */
    const char *toolchain; /* the compiler and its version */
    const char *build_time;
    const char *npu_mode;
    bool takes_whole_npu; /* it is compiled for all of it, which a camera's AI-ISP does not leave */
    const char *role;     /* in its bundle: "layer 3", "post"; else NULL */
    uint64_t file_bytes;
    bool has_vendor_figure;
    struct mf_part vendor_figure; /* what the vendor's own tool prints */
    struct mf_part *parts;
    size_t part_count;
    uint32_t group_count; /* programs or shape groups */
    uint32_t *batches;    /* of each; 0: unknown */
    size_t batch_capacity;
    struct mf_tensor_list tensors;
    struct mf_block_list blocks;
    struct mf_finding_list findings;
    struct mf_model **members; /* of a bundle: one a file, with the blocks that its runner makes */
    size_t member_count;       /* 0: a file */
    const struct mf_bundle *bundle;  /* NULL: a file */
    const struct mf_loaded *loaded;  /* NULL: as it was read */
    const struct mf_error *problem;  /* why it cannot be loaded as it is, or NULL */
    struct mf_holding_list holdings; /* of `blocks`; this and the sums by mf_model_sum */
    uint64_t held_bytes;             /* Σ whole pages of the NPU blocks */
    uint64_t npu_bytes; /* the same; of a bundle the sum of its members, even where not all are held
                           at once (--dynamic-layers) */
};

/* The stable words of JSON reports: "npu", "load", "exact", "warning"… */
const char *mf_pool_word(enum mf_pool pool);
const char *mf_phase_word(enum mf_phase phase);
const char *mf_certainty_word(enum mf_certainty certainty);
const char *mf_severity_word(enum mf_severity severity);

/* The functions below that take an error fail only for lack of memory or at a bound of limits.h
 * (MF_LIMIT); sums also on overflow (MF_DAMAGED). What they add lives in the arena, which is the
 * same for all additions to one list. */

/* The first finding with that code, or NULL. */
const struct mf_finding *mf_finding_of(const struct mf_finding_list *list, const char *code);

/* Does the list have one that is the same in all? */
bool mf_findings_have(const struct mf_finding_list *list, const struct mf_finding *finding);

/* Appends a block. */
MF_CHECK_RESULT bool mf_blocks_add(struct mf_arena *arena, struct mf_block_list *list,
                                   struct mf_block block, struct mf_error *error);

/* Appends all blocks of `from`. */
MF_CHECK_RESULT bool mf_blocks_copy(struct mf_arena *arena, struct mf_block_list *list,
                                    const struct mf_block_list *from, struct mf_error *error);

/* The bytes that the driver hands out for one block: whole pages. False on overflow. */
bool mf_block_pages(const struct mf_block *block, uint64_t *bytes);

/* Sets *bytes to the sum of the blocks of one pool, each in whole pages, as held once everything is
 * loaded: without transient ones. */
MF_CHECK_RESULT bool mf_blocks_sum(const struct mf_block_list *list, enum mf_pool pool,
                                   uint64_t *bytes, struct mf_error *error);

/* Appends a tensor. */
MF_CHECK_RESULT bool mf_tensors_add(struct mf_arena *arena, struct mf_tensor_list *list,
                                    struct mf_tensor tensor, struct mf_error *error);

/* Gives the blocks of one owner to another. Owners are compared by their pointers: two files may
 * have the same name. */
void mf_blocks_rename(struct mf_block_list *blocks, const char *from, const char *to);

/* Gives the model another name for reports, where the last part of its path will not do. */
void mf_model_rename(struct mf_model *model, const char *owner);

/* Sets why the model cannot be loaded as it is: `problem` becomes a copy, and a finding is added.
 */
MF_CHECK_RESULT bool mf_model_set_problem(struct mf_arena *arena, struct mf_model *model,
                                          const struct mf_error *problem, struct mf_error *error);

/* Names models and members whose paths end alike ("a/yolo.axmodel", "b/yolo.axmodel") by as much of
 * the path as sets them apart. False only for lack of memory. */
bool mf_models_set_apart(struct mf_model *const *models, size_t count);

/* Counts one more program or shape group, of this batch size (0: unknown). */
MF_CHECK_RESULT bool mf_model_add_group(struct mf_arena *arena, struct mf_model *model,
                                        uint32_t batch, struct mf_error *error);

/* Adds a warning about the model. A NULL text counts as lack of memory, so that the text may come
 * straight from mf_arena_format. */
MF_CHECK_RESULT bool mf_model_warn(struct mf_arena *arena, struct mf_model *model, const char *code,
                                   const char *text, struct mf_error *error);

/* Adds a block that the model owns; one of 0 bytes is left out. A NULL name counts as lack of
 * memory. */
MF_CHECK_RESULT bool mf_model_add_block(struct mf_arena *arena, struct mf_model *model,
                                        struct mf_block block, struct mf_error *error);

/* Adds the block that a program allocates for a tensor. Only for formats whose traits have an
 * input_source. */
MF_CHECK_RESULT bool mf_model_add_tensor_block(struct mf_arena *arena, struct mf_model *model,
                                               const struct mf_tensor *tensor,
                                               struct mf_error *error);

/* Sets the named sums of the model, all at once; the names are not copied. */
MF_CHECK_RESULT bool mf_model_set_parts(struct mf_arena *arena, struct mf_model *model,
                                        const struct mf_part *parts, size_t count,
                                        struct mf_error *error);

/* Appends a finding. `code` and `path` (or NULL) are not copied; the text is formatted into the
 * arena, at most MF_ERROR_TEXT_MAX bytes of it. */
MF_CHECK_RESULT bool mf_findings_add(struct mf_arena *arena, struct mf_finding_list *list,
                                     enum mf_severity severity, const char *code, const char *path,
                                     struct mf_error *error, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* Appends all findings of `from`, each whole: with its path and its line. The texts are shared, so
 * the arena of `from` must live as long as the list. */
MF_CHECK_RESULT bool mf_findings_copy(struct mf_arena *arena, struct mf_finding_list *list,
                                      const struct mf_finding_list *from, struct mf_error *error);

/* The same of those that the list does not have yet, with a copy of the texts, which need not
 * outlive the call. */
MF_CHECK_RESULT bool mf_findings_keep(struct mf_arena *arena, struct mf_finding_list *list,
                                      const struct mf_finding_list *from, struct mf_error *error);

#endif
