// SPDX-License-Identifier: MIT
/* Blocks are placed one by one, as the program asks for them: no loader sorts them. */
#include "place.h"

#include <stdlib.h>

struct placer {
    const struct mf_demand *demand;
    const struct mf_supply *supply;
    const size_t *models; /* the order in which models are loaded */
    const struct mf_block *unplaced;
    struct mf_arena scratch;
};

/* What is being filled, and the copy of a file that is freed when its owner has been loaded. */
struct filling {
    struct mf_allocator allocator;
    struct mf_piece copy;
    const char *copy_owner; /* NULL: there is none */
};

/* ION has best fit; the code of AX_CMM is closed, so that it may have either. docs/memory.md,
 * "Which hole a block gets", has the sources. */
bool mf_policy_applies(enum mf_pool_kind kind, enum mf_policy policy)
{
    return policy == MF_BEST_FIT || kind != MF_KIND_ION;
}

bool mf_order_applies(const struct mf_demand *demand, enum mf_order order)
{
    bool both = demand->model_end > demand->model_start && demand->blocks.count > demand->model_end;
    return order == MF_MODELS_FIRST || both;
}

static void end_copy(struct filling *filling)
{
    if (filling->copy_owner)
        mf_allocator_free(&filling->allocator, &filling->copy);
    filling->copy_owner = NULL;
}

/* False where a block finds no hole, which `unplaced` then is. */
static bool fill(struct placer *placer, struct filling *filling, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const struct mf_block *block = &placer->demand->blocks.items[i];
        struct mf_piece taken;
        uint64_t pages;
        if (block->pool != MF_POOL_NPU || block->spread || !mf_block_pages(block, &pages) ||
            pages == 0)
            continue; /* the sums were taken before without overflow */
        if (block->owner != filling->copy_owner)
            end_copy(filling);
        if (!mf_allocator_take(&filling->allocator, pages, &taken)) {
            placer->unplaced = block;
            return false;
        }
        if (!block->transient)
            continue;
        filling->copy = taken;
        filling->copy_owner = block->owner;
    }
    return true;
}

static bool fill_models(struct placer *placer, struct filling *filling)
{
    const struct mf_demand *demand = placer->demand;
    for (size_t i = 0; i < demand->model_count; i++) {
        size_t model = placer->models[i];
        size_t first = model == 0 ? demand->model_start : demand->model_ends[model - 1];
        if (!fill(placer, filling, first, demand->model_ends[model]))
            return false;
        end_copy(filling);
    }
    return true;
}

static size_t count_copies(const struct mf_demand *demand)
{
    size_t copies = 0;
    for (size_t i = 0; i < demand->blocks.count; i++)
        copies += demand->blocks.items[i].transient;
    return copies;
}

/* *placed: every block found a hole. False without memory. */
static bool try_order(struct placer *placer, enum mf_order order, enum mf_policy policy,
                      bool *placed)
{
    const struct mf_demand *demand = placer->demand;
    struct filling filling = {.copy_owner = NULL};
    size_t all = demand->blocks.count;
    if (!mf_allocator_init(&filling.allocator, &placer->scratch, placer->supply, policy,
                           count_copies(demand)))
        return false;
    *placed = fill(placer, &filling, 0, demand->model_start);
    if (order == MF_MODELS_FIRST)
        *placed = *placed && fill_models(placer, &filling) &&
                  fill(placer, &filling, demand->model_end, all);
    else
        *placed = *placed && fill(placer, &filling, demand->model_end, all) &&
                  fill_models(placer, &filling);
    return true;
}

static bool try_all(struct placer *placer, struct mf_placement *placement)
{
    placement->always = true;
    for (int order = 0; order < MF_ORDER_COUNT; order++) {
        for (int policy = MF_FIRST_FIT; policy <= MF_BEST_FIT; policy++) {
            bool *placed = &placement->possible[order][policy];
            if (!mf_order_applies(placer->demand, (enum mf_order)order) ||
                !mf_policy_applies(placer->supply->kind, (enum mf_policy)policy))
                continue;
            if (!try_order(placer, (enum mf_order)order, (enum mf_policy)policy, placed))
                return false;
            placement->always = placement->always && *placed;
            placement->sometimes = placement->sometimes || *placed;
            if (*placed || placement->unplaced)
                continue;
            placement->unplaced = placer->unplaced;
            placement->failed_order = (enum mf_order)order;
            placement->failed_policy = (enum mf_policy)policy;
        }
    }
    return true;
}

struct sized_model {
    size_t index;
    uint64_t bytes;
};

static int larger_first(const void *a, const void *b)
{
    const struct sized_model *left = a;
    const struct sized_model *right = b;
    if (left->bytes != right->bytes)
        return left->bytes > right->bytes ? -1 : 1;
    return left->index < right->index ? -1 : left->index > right->index;
}

size_t *mf_place_largest_first(struct mf_arena *arena, const struct mf_demand *demand)
{
    size_t count = demand->model_count;
    struct sized_model *sized = mf_arena_take(arena, (count + 1) * sizeof *sized);
    size_t *sorted = mf_arena_take(arena, (count + 1) * sizeof *sorted);
    if (!sized || !sorted)
        return NULL;
    for (size_t i = 0; i < count; i++)
        sized[i] = (struct sized_model){i, demand->model_bytes[i]};
    qsort(sized, count, sizeof *sized, larger_first);
    for (size_t i = 0; i < count; i++)
        sorted[i] = sized[i].index;
    return sorted;
}

/* The largest model first, whatever the policy. */
static bool try_largest_first(struct placer *placer, struct mf_placement *placement)
{
    placer->models = mf_place_largest_first(&placer->scratch, placer->demand);
    if (!placer->models)
        return false;
    for (int order = 0; order < MF_ORDER_COUNT && !placement->largest_first; order++) {
        bool all = mf_order_applies(placer->demand, (enum mf_order)order);
        for (int policy = MF_FIRST_FIT; all && policy <= MF_BEST_FIT; policy++) {
            if (mf_policy_applies(placer->supply->kind, (enum mf_policy)policy) &&
                !try_order(placer, (enum mf_order)order, (enum mf_policy)policy, &all))
                return false;
        }
        placement->largest_first = all;
        placement->largest_order = (enum mf_order)order;
    }
    return true;
}

static size_t *given_order(struct placer *placer)
{
    size_t *models =
        mf_arena_take(&placer->scratch, (placer->demand->model_count + 1) * sizeof *models);
    for (size_t i = 0; models && i < placer->demand->model_count; i++)
        models[i] = i;
    return models;
}

bool mf_place(const struct mf_demand *demand, const struct mf_supply *supply,
              struct mf_placement *placement, struct mf_error *error)
{
    struct placer placer = {.demand = demand, .supply = supply};
    *placement = (struct mf_placement){0};
    placer.models = given_order(&placer);
    bool ok = placer.models && try_all(&placer, placement);
    if (ok && !placement->always && demand->model_count > 1)
        ok = try_largest_first(&placer, placement);
    mf_arena_free(&placer.scratch);
    return ok ? true : mf_fail_memory(error);
}
