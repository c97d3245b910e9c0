// SPDX-License-Identifier: MIT
#include "../core/checked.h"
#include "../core/holding.h"
#include "fit.h"

#define DEFAULT_MARGIN ((uint64_t)16 * MF_MIB)

/* cviruntime makes one shared block, sized for the largest model that came first; a later larger
 * one gets a block of its own, a later smaller one none. */
static bool is_covered(const struct mf_block *block, uint64_t *largest_shared)
{
    if (!block->shared)
        return false;
    if (block->bytes <= *largest_shared)
        return true;
    *largest_shared = block->bytes;
    return false;
}

static bool gather_models(struct mf_arena *arena, struct mf_result *result, struct mf_error *error)
{
    uint64_t largest_shared = 0;
    size_t shared_models = 0;
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_block_list *blocks = &result->models[i]->blocks;
        for (size_t k = 0; k < blocks->count; k++) {
            shared_models += blocks->items[k].shared;
            if (is_covered(&blocks->items[k], &largest_shared))
                continue;
            if (!mf_blocks_add(arena, &result->demand.blocks, blocks->items[k], error))
                return false;
        }
    }
    if (shared_models < 2)
        return true;
    return mf_findings_add(
        arena, &result->findings, MF_NOTE, "load-order", NULL, error,
        _("the models share one block of memory, so their order matters: they are taken to be "
          "loaded by one program, in the order given"));
}

static bool gather_pipelines(struct mf_arena *arena, struct mf_result *result,
                             struct mf_error *error)
{
    for (size_t i = 0; i < result->pipelines.count; i++) {
        const struct mf_block_list *blocks = &result->pipelines.items[i].blocks;
        for (size_t k = 0; k < blocks->count; k++) {
            if (!mf_blocks_add(arena, &result->demand.blocks, blocks->items[k], error))
                return false;
        }
    }
    return true;
}

/* Models are loaded one after the other: what is held while loading is held for one of them only.
 */
static bool user_peak(const struct mf_result *result, uint64_t *peak, struct mf_error *error)
{
    const struct mf_block_list *blocks = &result->demand.blocks;
    uint64_t held = 0;
    uint64_t largest_load = 0;
    uint64_t load = 0;
    const char *owner = NULL;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        if (block->pool != MF_POOL_USER)
            continue;
        if (block->owner != owner)
            load = 0;
        owner = block->owner;
        bool ok = mf_accumulate(block->phase == MF_PHASE_RUN ? &held : &load, block->bytes);
        if (!ok)
            return mf_fail_overflow(error, block->owner);
        if (load > largest_load)
            largest_load = load;
    }
    return mf_add(held, largest_load, peak) ? true : mf_fail_overflow(error, _("the models"));
}

/* percent of need, rounded up */
static bool share_of(uint64_t need, uint64_t percent, uint64_t *bytes)
{
    uint64_t product;
    if (!mf_mul(need, percent, &product))
        return false;
    *bytes = mf_ceil_div(product, 100);
    return true;
}

static bool set_margin(struct mf_demand *demand, const struct mf_margin *margin,
                       struct mf_error *error)
{
    demand->margin_bytes = margin->value;
    if (!margin->given)
        demand->margin_bytes = demand->has_estimate ? DEFAULT_MARGIN : 0;
    else if (margin->percent && !share_of(demand->npu_bytes, margin->value, &demand->margin_bytes))
        return mf_fail_overflow(error, _("the margin"));
    return true;
}

bool mf_demand_gather(struct mf_arena *arena, struct mf_result *result,
                      const struct mf_margin *margin, struct mf_error *error)
{
    struct mf_demand *demand = &result->demand;
    if (!gather_models(arena, result, error) || !gather_pipelines(arena, result, error) ||
        !mf_blocks_sum(&demand->blocks, MF_POOL_NPU, &demand->npu_bytes, error) ||
        !mf_holdings_make(arena, &demand->blocks, &demand->holdings, error) ||
        !user_peak(result, &demand->user_peak_bytes, error))
        return false;
    for (size_t i = 0; i < demand->blocks.count; i++) {
        uint64_t pages;
        const struct mf_block *block = &demand->blocks.items[i];
        if (block->certainty == MF_ESTIMATE)
            demand->has_estimate = true;
        if (block->pool == MF_POOL_NPU && !block->spread && mf_block_pages(block, &pages) &&
            pages > demand->npu_largest_block)
            demand->npu_largest_block = pages;
    }
    return set_margin(demand, margin, error);
}
