// SPDX-License-Identifier: MIT
/* The longest context with which an LLM fits: the same request, judged with fewer shape groups. */
#include "fit.h"

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

bool mf_find_context(const struct mf_margin *margin, struct mf_result *result,
                     struct mf_error *error)
{
    size_t index = 0;
    if (!find_llm(result, &index) || !result->supply.free.known || !result->supply.holes_known ||
        result->reason == MF_WRONG_CHIP || result->reason == MF_POOL_OVERLAPS_LINUX)
        return true;
    /* A longer context never takes less: the last one that fits is found by halving. */
    const struct mf_bundle *bundle = result->models[index]->bundle;
    size_t low = 0;
    size_t high = bundle->context_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct mf_trial_answer answer;
        struct mf_loading how = result->models[index]->loaded->how;
        how.context = middle + 1 < bundle->context_count ? bundle->contexts[middle] : 0;
        if (!mf_fit_try_loading(result, index, &how, margin, &answer, error))
            return false;
        if (answer.fits)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        result->largest_context = (struct mf_amount){true, bundle->contexts[low - 1]};
    return true;
}
