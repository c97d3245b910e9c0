// SPDX-License-Identifier: MIT
/* The longest context with which an LLM fits: the same request, judged with fewer shape groups. */
#include "../bundle/bundle.h"
#include "fit.h"

static bool fits(struct mf_arena *scratch, const struct mf_result *result,
                 const struct mf_margin *margin, bool *yes, struct mf_error *error)
{
    struct mf_result trial = {.models = result->models,
                              .model_count = result->model_count,
                              .pipelines = result->pipelines};
    const struct mf_block *unplaced = NULL;
    *yes = false;
    if (!mf_demand_gather(scratch, &trial, margin, error))
        return false;
    if (trial.demand.npu_bytes > result->supply.free.bytes)
        return true;
    if (!mf_place(&trial.demand.blocks, &result->supply, &unplaced, error))
        return false;
    *yes = unplaced == NULL;
    return true;
}

static bool try_context(const struct mf_result *result, size_t index, uint64_t context,
                        const struct mf_margin *margin, bool *yes, struct mf_error *error)
{
    struct mf_arena scratch = {0};
    struct mf_model *present = result->models[index];
    struct mf_model changed = *present;
    bool ok = mf_bundle_fill(&scratch, present->bundle, context, &changed, error);
    if (ok) {
        result->models[index] = &changed;
        ok = fits(&scratch, result, margin, yes, error);
        result->models[index] = present;
    }
    mf_arena_free(&scratch);
    return ok;
}

/* The one LLM that is judged. */
static bool find_llm(const struct mf_result *result, size_t *index)
{
    size_t found = 0;
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_bundle *bundle = result->models[i]->bundle;
        if (!bundle || bundle->context_count == 0)
            continue;
        *index = i;
        found++;
    }
    return found == 1;
}

bool mf_find_context(struct mf_arena *arena, const struct mf_margin *margin,
                     struct mf_result *result, struct mf_error *error)
{
    size_t index = 0;
    (void)arena;
    if (!find_llm(result, &index) || !result->supply.free.known || !result->supply.holes_known ||
        result->reason == MF_WRONG_CHIP || result->reason == MF_POOL_OVERLAPS_LINUX)
        return true;
    /* A longer context never takes less: the last one that fits is found by halving. */
    const struct mf_bundle *bundle = result->models[index]->bundle;
    size_t low = 0;
    size_t high = bundle->context_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool yes;
        if (!try_context(result, index, bundle->contexts[middle], margin, &yes, error))
            return false;
        if (yes)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        result->largest_context = (struct mf_amount){true, bundle->contexts[low - 1]};
    return true;
}
