// SPDX-License-Identifier: MIT
/* What each owner holds of the NPU's pool, summed once, so that reports compute nothing. */
#ifndef MAIXFIT_CORE_HOLDING_H
#define MAIXFIT_CORE_HOLDING_H

#include "model.h"

/* Neighboring holdings of an LLM's layers, which a report folds into one row. */
struct mf_layer_run {
    size_t count; /* 0: this holding is not the first of a run */
    uint64_t bytes;
    uint64_t smallest; /* bytes of one layer */
    uint64_t largest;
    enum mf_certainty certainty; /* the weakest */
};

/* The neighboring blocks of one owner. Bytes are whole pages of the NPU's pool; blocks of user
 * memory are not counted. */
struct mf_holding {
    size_t first; /* of the list of blocks; its owner is the holding's */
    size_t end;
    enum mf_fold fold; /* of its first block */
    uint64_t bytes;
    enum mf_certainty certainty; /* the weakest of what is counted */
    size_t run_count;            /* blocks of the run phase: mostly tensors */
    uint64_t run_bytes;
    enum mf_certainty run_certainty;
    struct mf_layer_run layers;
};

/* Fills in the list. Its memory is the arena's. Fails without memory, and where sizes overflow. */
bool mf_holdings_make(struct mf_arena *arena, const struct mf_block_list *blocks,
                      struct mf_holding_list *holdings, struct mf_error *error);

/* Fills in `holdings`, `held_bytes` and `npu_bytes` of the model and of its members. */
bool mf_model_sum(struct mf_arena *arena, struct mf_model *model, struct mf_error *error);

#endif
