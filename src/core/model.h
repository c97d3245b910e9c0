// SPDX-License-Identifier: MIT
/* What a model says of itself and what it takes: the words that every layer above shares. */
#ifndef MAIXFIT_CORE_MODEL_H
#define MAIXFIT_CORE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"

enum mf_pool { MF_POOL_NPU, MF_POOL_USER };

/* NPU blocks of both phases are held at once. User blocks of the load phase are held only while
 * their owner is being loaded. */
enum mf_phase { MF_PHASE_LOAD, MF_PHASE_RUN };

/* How far a figure can be trusted: read off open code or the file; computed by a formula found on
 * few pairs; read off a capture; guessed because the code is closed. */
enum mf_certainty { MF_EXACT, MF_DERIVED, MF_MEASURED, MF_ESTIMATE };

/* How a report shows blocks of one owner: each; as one row; or one row with those of the layers
 * before and behind it. */
enum mf_fold { MF_FOLD_NONE, MF_FOLD_FILE, MF_FOLD_LAYER };

enum mf_severity { MF_ERROR, MF_WARNING, MF_NOTE };

/* Stands for the bytes of the whole file while a format reads it: a stream tells them at its end.
 */
#define MF_FILE_BYTES UINT64_MAX

/* One contiguous piece of memory. Strings live in the arena of the context. */
struct mf_block {
    const char *owner;
    const char *name;
    const char *source; /* where the figure comes from, in words */
    uint64_t bytes;     /* as asked for; the driver rounds it up to a page */
    enum mf_pool pool;
    enum mf_phase phase;
    enum mf_certainty certainty;
    bool shared;    /* models in one process share it; it is counted once, for the largest */
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
    const char *dtype; /* "FP32", "INT8"…; "?" where the file does not say */
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

#define MF_PARTS_MAX 10U

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

/* A model file, or a bundle of them. Strings that the file does not hold are NULL. */
struct mf_model {
    const char *path;
    const char *owner; /* the last part of the path, how blocks name it */
    const char *format;
    const char *name;
    const char *chip;      /* the NPU family it is compiled for, such as "AX620E" or "cv181x" */
    const char *version;   /* of the file's format */
    const char *toolchain; /* the compiler and its version */
    const char *build_time;
    const char *npu_mode;
    uint64_t file_bytes;
    bool has_vendor_figure;
    struct mf_part vendor_figure; /* what the vendor's own tool would print */
    struct mf_part parts[MF_PARTS_MAX];
    size_t part_count;
    uint32_t group_count; /* programs or shape groups */
    uint32_t *batches;    /* of each; 0: not told */
    size_t batch_capacity;
    struct mf_tensor_list tensors;
    struct mf_block_list blocks;
    struct mf_finding_list findings;
    struct mf_model **members; /* of a bundle: one a file, with the blocks that its runner makes */
    size_t member_count;       /* 0: a file */
    const struct mf_bundle *bundle;  /* NULL: a file */
    const struct mf_error *problem;  /* why it cannot be loaded as it is, or NULL */
    struct mf_holding_list holdings; /* of `blocks`; this and the sums by mf_model_sum */
    uint64_t held_bytes;             /* Σ whole pages of the NPU blocks */
    uint64_t npu_bytes; /* the same; of a bundle the sum of its members, even where not all are held
                           at once (--dynamic-layers) */
};

const char *mf_pool_word(enum mf_pool pool);
const char *mf_phase_word(enum mf_phase phase);
const char *mf_certainty_word(enum mf_certainty certainty);
const char *mf_severity_word(enum mf_severity severity);

bool mf_blocks_add(struct mf_arena *arena, struct mf_block_list *list, struct mf_block block,
                   struct mf_error *error);

/* The bytes that the driver hands out for one block: whole pages. */
bool mf_block_pages(const struct mf_block *block, uint64_t *bytes);

/* Σ page-rounded blocks of one pool, as held once everything is loaded: without transient ones. */
bool mf_blocks_sum(const struct mf_block_list *list, enum mf_pool pool, uint64_t *bytes,
                   struct mf_error *error);

bool mf_tensors_add(struct mf_arena *arena, struct mf_tensor_list *list, struct mf_tensor tensor,
                    struct mf_error *error);

/* Owners are known by their pointers: files of one name are two owners. */
void mf_blocks_rename(struct mf_block_list *blocks, const char *from, const char *to);

/* How reports call the model, where that is not the last part of its path. */
void mf_model_rename(struct mf_model *model, const char *owner);

/* Models and members whose paths end alike ("a/yolo.axmodel", "b/yolo.axmodel") are called by as
 * much of the path as tells them apart. False only for lack of memory. */
bool mf_models_tell_apart(struct mf_model *const *models, size_t count);

/* One more program or shape group. */
bool mf_model_add_group(struct mf_arena *arena, struct mf_model *model, uint32_t batch,
                        struct mf_error *error);

/* A warning of the model. A NULL text is how lack of memory shows. */
bool mf_model_warn(struct mf_arena *arena, struct mf_model *model, const char *code,
                   const char *text, struct mf_error *error);

/* Adds a block of the model's own; one of 0 bytes is left out. A NULL name is how lack of memory
 * shows. */
bool mf_model_add_block(struct mf_arena *arena, struct mf_model *model, struct mf_block block,
                        struct mf_error *error);

/* The block that a program makes for a tensor when it runs the model. */
bool mf_model_add_tensor_block(struct mf_arena *arena, struct mf_model *model,
                               const struct mf_tensor *tensor, struct mf_error *error);

/* `path` may be NULL. The text is formatted into the arena. */
bool mf_findings_add(struct mf_arena *arena, struct mf_finding_list *list,
                     enum mf_severity severity, const char *code, const char *path,
                     struct mf_error *error, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* Appends all findings of `from`, each whole: with its path and its line. The texts are shared, so
 * the arena of `from` must live as long as the list. False only for lack of memory; what was
 * appended before stays. */
bool mf_findings_copy(struct mf_arena *arena, struct mf_finding_list *list,
                      const struct mf_finding_list *from, struct mf_error *error);

bool mf_model_add_part(struct mf_model *model, const char *name, uint64_t bytes);

#endif
