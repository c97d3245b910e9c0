// SPDX-License-Identifier: MIT
#include "../core/checked.h"
#include "../core/holding.h"
#include "fit.h"

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

static bool add_model(struct mf_arena *arena, struct mf_demand *demand,
                      const struct mf_model *model, uint64_t *largest_shared,
                      struct mf_error *error)
{
    const struct mf_block_list *blocks = &model->blocks;
    uint64_t *bytes = &demand->model_bytes[demand->model_count];
    for (size_t k = 0; k < blocks->count; k++) {
        const struct mf_block *block = &blocks->items[k];
        uint64_t pages;
        if (is_covered(block, largest_shared))
            continue;
        if (!mf_blocks_add(arena, &demand->blocks, *block, error))
            return false;
        if (block->pool == MF_POOL_NPU && !block->transient &&
            (!mf_block_pages(block, &pages) || !mf_accumulate(bytes, pages)))
            return mf_fail_overflow(error, block->owner);
    }
    demand->model_ends[demand->model_count++] = demand->blocks.count;
    return true;
}

static bool gather_models(struct mf_arena *arena, struct mf_result *result, struct mf_error *error)
{
    struct mf_demand *demand = &result->demand;
    size_t places = result->model_count + 1;
    uint64_t largest_shared = 0;
    demand->model_ends = mf_arena_take(arena, places * sizeof *demand->model_ends);
    demand->model_bytes = mf_arena_take(arena, places * sizeof *demand->model_bytes);
    if (!demand->model_ends || !demand->model_bytes)
        return mf_fail_memory(error);
    demand->model_start = demand->blocks.count;
    for (size_t i = 0; i < result->model_count; i++) {
        if (!add_model(arena, demand, result->models[i], &largest_shared, error))
            return false;
    }
    demand->model_end = demand->blocks.count;
    return true;
}

static bool has_shared_block(const struct mf_model *model)
{
    for (size_t i = 0; i < model->blocks.count; i++) {
        if (model->blocks.items[i].shared)
            return true;
    }
    return false;
}

static bool note_load_order(struct mf_arena *arena, struct mf_result *result,
                            struct mf_error *error)
{
    size_t sharing = 0;
    for (size_t i = 0; i < result->model_count; i++)
        sharing += has_shared_block(result->models[i]);
    if (sharing < 2)
        return true;
    return mf_findings_add(
        arena, &result->findings, MF_NOTE, "load-order", NULL, error,
        _("the models share one block of memory, so their order matters: they are assumed to be "
          "loaded by one program, in the order given"));
}

/* The common pools of the app, or all the rest of it. */
static bool gather_pipelines(struct mf_arena *arena, struct mf_result *result, bool common,
                             struct mf_error *error)
{
    for (size_t i = 0; i < result->pipelines.count; i++) {
        const struct mf_pipeline *pipeline = &result->pipelines.items[i];
        if (pipeline->common == common &&
            !mf_blocks_copy(arena, &result->demand.blocks, &pipeline->blocks, error))
            return false;
    }
    return true;
}

/* The most that is held at any moment: a copy of a file is held while its owner is loaded, with all
 * that was loaded before. What the app opens may have been opened before, so all of it counts. */
static bool find_peak(struct mf_demand *demand, struct mf_error *error)
{
    const struct mf_block_list *blocks = &demand->blocks;
    uint64_t held = demand->npu_steady_bytes;
    uint64_t copy = 0;
    const char *owner = NULL;
    for (size_t i = 0; i < demand->model_count; i++)
        held -= demand->model_bytes[i]; /* parts of that sum */
    demand->npu_bytes = demand->npu_steady_bytes;
    for (size_t i = demand->model_start; i < demand->model_end; i++) {
        const struct mf_block *block = &blocks->items[i];
        uint64_t pages;
        uint64_t now;
        if (block->pool != MF_POOL_NPU)
            continue;
        if (block->owner != owner)
            copy = 0;
        owner = block->owner;
        if (!mf_block_pages(block, &pages) ||
            !mf_accumulate(block->transient ? &copy : &held, pages) || !mf_add(held, copy, &now))
            return mf_fail_overflow(error, block->owner);
        if (now > demand->npu_bytes)
            demand->npu_bytes = now;
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

/* axllm stops where less than its guard would stay free. */
static uint64_t default_margin(const struct mf_result *result)
{
    uint64_t margin = result->demand.has_estimate ? MF_DEFAULT_MARGIN : 0;
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_loaded *loaded = result->models[i]->loaded;
        if (loaded && loaded->guard_bytes > margin)
            margin = loaded->guard_bytes;
    }
    return margin;
}

static bool set_margin(struct mf_result *result, const struct mf_margin *margin,
                       struct mf_error *error)
{
    struct mf_demand *demand = &result->demand;
    demand->margin_bytes = margin->value;
    if (!margin->given)
        demand->margin_bytes = default_margin(result);
    else if (margin->percent && !share_of(demand->npu_bytes, margin->value, &demand->margin_bytes))
        return mf_fail_overflow(error, _("the margin"));
    return true;
}

static void look_at_blocks(struct mf_demand *demand)
{
    for (size_t i = 0; i < demand->blocks.count; i++) {
        uint64_t pages;
        const struct mf_block *block = &demand->blocks.items[i];
        if (block->certainty == MF_ESTIMATE)
            demand->has_estimate = true;
        if (block->pool == MF_POOL_NPU && !block->spread && mf_block_pages(block, &pages) &&
            pages > demand->npu_largest_block)
            demand->npu_largest_block = pages;
    }
}

bool mf_demand_gather(struct mf_arena *arena, struct mf_result *result,
                      const struct mf_margin *margin, struct mf_error *error)
{
    struct mf_demand *demand = &result->demand;
    if (!gather_pipelines(arena, result, true, error) || !gather_models(arena, result, error) ||
        !gather_pipelines(arena, result, false, error) || !note_load_order(arena, result, error) ||
        !mf_blocks_sum(&demand->blocks, MF_POOL_NPU, &demand->npu_steady_bytes, error) ||
        !find_peak(demand, error) ||
        !mf_holdings_make(arena, &demand->blocks, &demand->holdings, error) ||
        !user_peak(result, &demand->user_peak_bytes, error))
        return false;
    look_at_blocks(demand);
    return set_margin(result, margin, error);
}
