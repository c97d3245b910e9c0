// SPDX-License-Identifier: MIT
/* Where no step is enough alone: the smallest set of steps that is enough together. */
#include <string.h>

#include "../core/text.h"
#include "advice.h"

static bool apply_set(struct mf_advisor *advisor, uint64_t set, struct mf_what_if *what_if)
{
    if (!mf_what_if_begin(advisor->arena, advisor->request, advisor->result, what_if))
        return mf_fail_memory(advisor->error);
    for (size_t i = 0; i < advisor->step_count; i++) {
        if ((set >> i & 1) != 0)
            advisor->steps[i].apply(what_if, &advisor->steps[i]);
    }
    return true;
}

/* Judges the request with those steps whose bits are set. */
static bool try_set(struct mf_advisor *advisor, uint64_t set, struct mf_trial_answer *answer)
{
    struct mf_what_if what_if;
    *answer = (struct mf_trial_answer){0};
    if (!apply_set(advisor, set, &what_if))
        return false;
    return mf_what_if_try(&what_if, advisor->request, advisor->result, answer, advisor->error);
}

static size_t count_bits(uint64_t set)
{
    return (size_t)__builtin_popcountll(set);
}

/* The next set of as many bits (Gosper); 0 where it does not fit into `all`. */
static uint64_t next_set(uint64_t set, uint64_t all)
{
    uint64_t low = set & (~set + 1);
    uint64_t ripple = set + low;
    if (ripple == 0)
        return 0;
    uint64_t next = ((set ^ ripple) >> 2) / low | ripple;
    return next <= all ? next : 0;
}

/* Tries all sets of two steps, then of three… as long as that takes few trials. */
static bool search(struct mf_advisor *advisor, uint64_t all, uint64_t *found)
{
    size_t tries = 0;
    for (size_t size = 2; size < count_bits(all); size++) {
        for (uint64_t set = (UINT64_C(1) << size) - 1; set != 0; set = next_set(set, all)) {
            struct mf_trial_answer answer;
            if (++tries > MF_PLAN_TRIES_MAX)
                return true;
            if (!try_set(advisor, set, &answer))
                return false;
            if (!answer.with_margin)
                continue;
            *found = set;
            return true;
        }
    }
    return true;
}

/* Leaves out what is not needed, the greatest change first. */
static bool shrink(struct mf_advisor *advisor, uint64_t *set)
{
    for (size_t i = advisor->step_count; i > 0; i--) {
        struct mf_trial_answer answer;
        uint64_t without = *set & ~(UINT64_C(1) << (i - 1));
        if (without == *set)
            continue;
        if (!try_set(advisor, without, &answer))
            return false;
        if (answer.with_margin)
            *set = without;
    }
    return true;
}

/* The option of a step that is done together with others; "" where another one's states it. */
static const char *option_of(struct mf_advisor *advisor, uint64_t set, size_t step,
                             const struct mf_what_if *together)
{
    mf_option_writer *write = advisor->steps[step].write_option;
    if (!write)
        return advisor->steps[step].option;
    for (size_t i = 0; i < step; i++) {
        if ((set >> i & 1) != 0 && advisor->steps[i].write_option == write)
            return "";
    }
    return write(advisor->arena, together);
}

static bool add_to_plan(struct mf_advisor *advisor, uint64_t set, size_t step,
                        const struct mf_what_if *together)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    const char *option = option_of(advisor, set, step, together);
    if (!option)
        return mf_fail_memory(advisor->error);
    plan->actions[plan->action_count++] = advisor->steps[step].action;
    if (option[0] != '\0')
        plan->options[plan->option_count++] = option;
    return true;
}

static bool describe_plan(struct mf_advisor *advisor)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    struct mf_text names = {0};
    for (size_t i = 0; i < plan->option_count; i++)
        mf_text_format(&names, "%s%s", i > 0 ? ", " : "", plan->options[i]);
    plan->text =
        mf_arena_format(advisor->arena, _("Enough together: %s."), names.bytes ? names.bytes : "");
    bool ok = plan->text && !names.failed;
    mf_text_free(&names);
    return ok ? true : mf_fail_memory(advisor->error);
}

static bool set_plan(struct mf_advisor *advisor, uint64_t set)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    struct mf_what_if together;
    if (!apply_set(advisor, set, &together))
        return false;
    plan->actions = mf_arena_take(advisor->arena, (count_bits(set) + 1) * sizeof(const char *));
    plan->options = mf_arena_take(advisor->arena, (count_bits(set) + 1) * sizeof(const char *));
    if (!plan->actions || !plan->options)
        return mf_fail_memory(advisor->error);
    for (size_t i = 0; i < advisor->step_count; i++) {
        if ((set >> i & 1) != 0 && !add_to_plan(advisor, set, i, &together))
            return false;
    }
    return !plan->enough || describe_plan(advisor);
}

static bool is_enough_alone(const struct mf_advisor *advisor)
{
    const struct mf_advice_list *list = &advisor->result->advice;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].enough)
            return true;
    }
    return false;
}

static bool plan_all(struct mf_advisor *advisor, uint64_t all)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_advice_plan *plan = &advisor->result->plan;
    struct mf_trial_answer answer;
    uint64_t found = 0;
    if (!try_set(advisor, all, &answer))
        return false;
    plan->enough = answer.with_margin;
    if (!plan->enough) {
        plan->missing_bytes = answer.missing_bytes;
        plan->text =
            plan->missing_bytes > 0
                ? mf_arena_format(advisor->arena,
                                  _("All changes of the app together are not enough: %s is still "
                                    "missing."),
                                  mf_size_text(plan->missing_bytes, size))
                : _("All changes of the app together are not enough: the holes are too small.");
        return plan->text ? set_plan(advisor, all) : mf_fail_memory(advisor->error);
    }
    if (!search(advisor, all, &found))
        return false;
    if (found == 0) {
        found = all;
        if (!shrink(advisor, &found))
            return false;
    }
    return set_plan(advisor, found);
}

bool mf_advise_plan(struct mf_advisor *advisor)
{
    size_t count = advisor->step_count;
    if (count < 2 || is_enough_alone(advisor) || mf_fit_lacks_pipelines(advisor->request))
        return true;
    advisor->result->plan.known = true;
    return plan_all(advisor, (UINT64_C(1) << count) - 1);
}
