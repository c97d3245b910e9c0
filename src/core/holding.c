// SPDX-License-Identifier: MIT
#include "holding.h"

#include "checked.h"

static enum mf_certainty weaker(enum mf_certainty a, enum mf_certainty b)
{
    return a > b ? a : b;
}

static bool count_block(struct mf_holding *holding, const struct mf_block *block)
{
    uint64_t pages;
    if (block->pool != MF_POOL_NPU || block->transient)
        return true;
    if (!mf_block_pages(block, &pages) || !mf_accumulate(&holding->bytes, pages))
        return false;
    holding->certainty = weaker(holding->certainty, block->certainty);
    if (block->phase != MF_PHASE_RUN)
        return true;
    holding->run_bytes += pages; /* a part of `bytes` */
    holding->run_count++;
    holding->run_certainty = weaker(holding->run_certainty, block->certainty);
    return true;
}

/* The blocks of one owner from `first` on. Owners are known by their pointers: names may be alike.
 */
static bool gather(const struct mf_block_list *blocks, size_t first, struct mf_holding *holding)
{
    const struct mf_block *items = blocks->items;
    *holding = (struct mf_holding){.first = first, .end = first, .fold = items[first].fold};
    for (; holding->end < blocks->count && items[holding->end].owner == items[first].owner;
         holding->end++) {
        if (!count_block(holding, &items[holding->end]))
            return false;
    }
    return true;
}

static bool add_layer(struct mf_layer_run *run, const struct mf_holding *layer)
{
    if (run->count == 0 || layer->bytes < run->smallest)
        run->smallest = layer->bytes;
    if (layer->bytes > run->largest)
        run->largest = layer->bytes;
    run->certainty = weaker(run->certainty, layer->certainty);
    run->count++;
    return mf_accumulate(&run->bytes, layer->bytes);
}

static bool sum_layers(struct mf_holding_list *holdings)
{
    struct mf_holding *first = NULL;
    for (size_t i = 0; i < holdings->count; i++) {
        struct mf_holding *holding = &holdings->items[i];
        if (holding->fold != MF_FOLD_LAYER) {
            first = NULL;
            continue;
        }
        if (!first)
            first = holding;
        if (!add_layer(&first->layers, holding))
            return false;
    }
    return true;
}

bool mf_holdings_make(struct mf_arena *arena, const struct mf_block_list *blocks,
                      struct mf_holding_list *holdings, struct mf_error *error)
{
    *holdings = (struct mf_holding_list){0};
    for (size_t first = 0; first < blocks->count;) {
        struct mf_holding holding;
        struct mf_holding *items = mf_arena_grow(arena, holdings->items, holdings->count,
                                                 &holdings->capacity, sizeof *items);
        if (!items)
            return mf_fail_memory(error);
        if (!gather(blocks, first, &holding))
            return mf_fail_overflow(error, blocks->items[first].owner);
        holdings->items = items;
        holdings->items[holdings->count++] = holding;
        first = holding.end;
    }
    return sum_layers(holdings) ? true : mf_fail_overflow(error, _("the layers"));
}

bool mf_model_sum(struct mf_arena *arena, struct mf_model *model, struct mf_error *error)
{
    if (!mf_holdings_make(arena, &model->blocks, &model->holdings, error) ||
        !mf_blocks_sum(&model->blocks, MF_POOL_NPU, &model->held_bytes, error))
        return false;
    model->npu_bytes = model->member_count == 0 ? model->held_bytes : 0;
    for (size_t i = 0; i < model->member_count; i++) {
        struct mf_model *member = model->members[i];
        if (!mf_model_sum(arena, member, error))
            return false;
        if (!mf_accumulate(&model->npu_bytes, member->npu_bytes))
            return mf_fail_overflow(error, model->owner);
    }
    return true;
}
