// SPDX-License-Identifier: MIT
/* The list of advice, and what each step frees. */
#include "advice.h"

bool mf_advice_add(struct mf_advisor *advisor, struct mf_advice advice)
{
    struct mf_advice_list *list = &advisor->result->advice;
    if (!advice.text)
        return mf_fail_memory(advisor->error);
    struct mf_advice *items =
        mf_arena_grow(advisor->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(advisor->error);
    list->items = items;
    list->items[list->count++] = advice;
    return true;
}

bool mf_advice_frees_enough(const struct mf_advisor *advisor, uint64_t gains)
{
    return !mf_is_about_holes(advisor->result->reason) && gains >= advisor->missing &&
           !mf_fit_lacks_pipelines(advisor->request);
}

void mf_advice_weigh(const struct mf_advisor *advisor, const struct mf_trial_answer *answer,
                     uint64_t *gains, bool *enough)
{
    uint64_t present = advisor->result->demand.npu_bytes;
    *gains = answer->npu_bytes < present ? present - answer->npu_bytes : 0;
    *enough = answer->with_margin && !mf_fit_lacks_pipelines(advisor->request);
}
