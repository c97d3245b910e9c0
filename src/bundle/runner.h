// SPDX-License-Identifier: MIT
/* Which blocks a program makes for one model file. The programs and what each allocates:
 * docs/bundles.md, "Runners" and "nn.NN". */
#ifndef MAIXFIT_BUNDLE_RUNNER_H
#define MAIXFIT_BUNDLE_RUNNER_H

#include "../core/model.h"

enum mf_runner {
    MF_RUNNER_UNSET,
    MF_RUNNER_PLAIN,   /* only the vendor's runtime: one set of tensors */
    MF_RUNNER_MAIXCDK, /* MaixCDK; of an LLM runner A: every shape group has tensors of its own */
    MF_RUNNER_AXLLM    /* axllm, runner B: shape groups share their tensors */
};

/* How a file is loaded. */
struct mf_run {
    enum mf_runner runner;
    bool second_buffer; /* MaixCDK's dual_buff */
    bool fixed_caches;  /* runner B without growing the caches of group 0: StackFlow */
    bool copies_file;   /* the whole file stands in the NPU's pool while it is loaded */
    uint64_t context;   /* in tokens: only the shape groups that it needs; 0: all */
};

/* "plain", "maixcdk", "axllm". */
const char *mf_runner_word(enum mf_runner runner);

/* The runner of that word; UNSET where there is none. */
enum mf_runner mf_runner_of(const char *word);

/* Makes `member` a copy of the file with the blocks that the program makes, in the order in which
 * it makes them. Strings are shared or the arena's. */
bool mf_runner_blocks(struct mf_arena *arena, const struct mf_model *file, const struct mf_run *run,
                      struct mf_model *member, struct mf_error *error);

/* The tokens that the cache of each shape group holds, 0 where it has none: one number a group, in
 * the arena. False only for lack of memory. */
bool mf_runner_histories(struct mf_arena *arena, const struct mf_model *file, uint64_t **tokens);

/* The blocks of the caches of group 0, which hold the tokens so far, as they are allocated. */
bool mf_runner_caches(struct mf_arena *arena, const struct mf_model *file, const struct mf_run *run,
                      struct mf_block_list *caches, struct mf_error *error);

/* Bytes of the K and V caches of group 0; UINT64_MAX where they overflow. */
uint64_t mf_runner_cache_bytes(const struct mf_model *file);

/* What the file takes if its shape groups share code and workspace: those of the largest group
 * alone, beside weights and tensors. `member` is as mf_runner_blocks made it. Whole pages. */
bool mf_runner_at_least(struct mf_arena *arena, const struct mf_model *member, uint64_t *bytes,
                        struct mf_error *error);

#endif
