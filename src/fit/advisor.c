// SPDX-License-Identifier: MIT
/* The list of advice, and what each step frees. */
#include "../bundle/runner.h"
#include "../core/text.h"
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

bool mf_advisor_try(struct mf_advisor *advisor, const struct mf_step *step,
                    struct mf_trial_answer *answer)
{
    struct mf_what_if what_if;
    if (!mf_what_if_begin(advisor->request, advisor->result, &what_if))
        return mf_fail_memory(advisor->error);
    step->apply(&what_if, step);
    return mf_what_if_try(&what_if, advisor->request, advisor->result, answer, advisor->error);
}

bool mf_step_is_enough(const struct mf_advisor *advisor, const struct mf_step *step,
                       const struct mf_trial_answer *answer)
{
    return answer->with_margin && !step->is_unsure && !mf_fit_lacks_pipelines(advisor->request);
}

bool mf_advisor_weigh(struct mf_advisor *advisor, struct mf_step *step)
{
    struct mf_trial_answer answer = {0};
    uint64_t present = advisor->result->demand.npu_bytes;
    if (!mf_advisor_try(advisor, step, &answer))
        return false;
    step->gains = answer.npu_bytes < present ? present - answer.npu_bytes : 0;
    step->enough = mf_step_is_enough(advisor, step, &answer);
    return true;
}

static bool keep(struct mf_advisor *advisor, const struct mf_step *step)
{
    if (!step->option)
        return mf_fail_memory(advisor->error);
    if (advisor->step_count < MF_STEPS_MAX)
        advisor->steps[advisor->step_count++] = *step;
    return true;
}

bool mf_advisor_keep(struct mf_advisor *advisor, struct mf_step step)
{
    step.is_told = true;
    return keep(advisor, &step);
}

bool mf_advisor_take(struct mf_advisor *advisor, const struct mf_step *step)
{
    return step->text ? keep(advisor, step) : mf_fail_memory(advisor->error);
}

bool mf_advisor_offer(struct mf_advisor *advisor, struct mf_step step)
{
    if (!mf_advisor_weigh(advisor, &step))
        return false;
    return step.gains == 0 || mf_advisor_take(advisor, &step);
}

bool mf_advisor_knows_app(const struct mf_advisor *advisor)
{
    const struct mf_device *device = advisor->result->supply.device;
    return device && device->runner && mf_runner_of(device->runner) == MF_RUNNER_MAIXCDK;
}

bool mf_step_matters(const struct mf_advisor *advisor, const struct mf_step *step)
{
    return step->is_told || step->enough || step->gains >= advisor->weight / MF_STEP_SHARE;
}

static bool tell(struct mf_advisor *advisor, const struct mf_step *step)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_advice advice = {.action = step->action,
                               .change = step->change,
                               .option = step->option,
                               .value = step->value,
                               .gains = {true, step->gains},
                               .enough = step->enough};
    mf_size_text(step->gains, size);
    advice.text = step->change ? mf_arena_format(advisor->arena, _("%s, %s: frees %s (%s)."),
                                                 step->text, step->change, size, step->option)
                               : mf_arena_format(advisor->arena, _("%s: frees %s (%s)."),
                                                 step->text, size, step->option);
    return mf_advice_add(advisor, advice);
}

bool mf_advise_steps(struct mf_advisor *advisor)
{
    for (size_t i = 0; i < advisor->step_count; i++) {
        const struct mf_step *step = &advisor->steps[i];
        bool is_planned = (advisor->planned >> i & 1) != 0;
        if (!step->is_told && (is_planned || mf_step_matters(advisor, step)) &&
            !tell(advisor, step))
            return false;
    }
    return true;
}
