// SPDX-License-Identifier: MIT
/* What-ifs: the same request, changed in one point and judged again. */
#include "../core/checked.h"
#include "fit.h"
#include "place.h"

/* *placed: in every order and by every policy that is possible. */
static bool place(const struct mf_demand *demand, const struct mf_supply *supply, bool *placed,
                  struct mf_error *error)
{
    struct mf_placement placement;
    if (!mf_place(demand, supply, &placement, error))
        return false;
    *placed = placement.always;
    return true;
}

bool mf_fit_try(const struct mf_trial *trial, const struct mf_margin *margin,
                struct mf_trial_answer *answer, struct mf_error *error)
{
    struct mf_arena scratch = {0};
    struct mf_result result = {
        .models = trial->models, .model_count = trial->model_count, .pipelines = *trial->pipelines};
    const struct mf_supply *supply = trial->supply;
    const struct mf_demand *demand = &result.demand;
    uint64_t with_margin;
    bool placed = false;
    *answer = (struct mf_trial_answer){0};
    bool ok = mf_demand_gather(&scratch, &result, margin, error);
    answer->npu_bytes = demand->npu_bytes;
    answer->user_peak_bytes = demand->user_peak_bytes;
    if (!mf_add(demand->npu_bytes, demand->margin_bytes, &with_margin))
        with_margin = UINT64_MAX;
    answer->need_bytes = with_margin;
    if (supply->free.known && with_margin > supply->free.bytes)
        answer->missing_bytes = with_margin - supply->free.bytes;
    if (ok && supply->free.known && supply->holes_known && demand->npu_bytes <= supply->free.bytes)
        ok = place(demand, supply, &placed, error);
    struct mf_amount linux_most = mf_supply_linux_most(supply);
    answer->fits = placed && (!linux_most.known || demand->user_peak_bytes <= linux_most.bytes);
    answer->with_margin = answer->fits && answer->missing_bytes == 0;
    mf_arena_free(&scratch);
    return ok;
}

bool mf_fit_try_loading(const struct mf_result *result, size_t index, const struct mf_loading *how,
                        const struct mf_margin *margin, struct mf_trial_answer *answer,
                        struct mf_error *error)
{
    struct mf_arena scratch = {0};
    struct mf_model changed = {0};
    struct mf_model **models =
        mf_arena_take(&scratch, result->model_count * sizeof(struct mf_model *));
    struct mf_trial trial = {models, result->model_count, &result->pipelines, &result->supply};
    if (!models)
        return mf_fail_memory(error);
    for (size_t i = 0; i < result->model_count; i++)
        models[i] = i == index ? &changed : result->models[i];
    bool ok = mf_load(&scratch, result->models[index], how, &changed, error) &&
              mf_fit_try(&trial, margin, answer, error);
    mf_arena_free(&scratch);
    return ok;
}
