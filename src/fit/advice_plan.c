// SPDX-License-Identifier: MIT
/* Where no step is enough alone: the smallest set of steps that is enough together. */
#include <string.h>

#include "../core/text.h"
#include "advice.h"

static bool apply_set(struct mf_advisor *advisor, uint64_t set, struct mf_what_if *what_if)
{
    if (!mf_what_if_begin(advisor->request, advisor->result, what_if))
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

/* The next number of as many bits (Gosper); 0 where it has more than `width`. */
static uint64_t next_choice(uint64_t choice, size_t width)
{
    uint64_t low = choice & (~choice + 1);
    uint64_t ripple = choice + low;
    if (ripple == 0)
        return 0;
    uint64_t next = ((choice ^ ripple) >> 2) / low | ripple;
    return next < UINT64_C(1) << width ? next : 0;
}

/* Of the steps in `all`, those whose place there has its bit in `choice`. */
static uint64_t choose(uint64_t all, uint64_t choice)
{
    uint64_t set = 0;
    for (; all != 0; all &= all - 1, choice >>= 1) {
        if ((choice & 1) != 0)
            set |= all & (~all + 1);
    }
    return set;
}

/* Tries all sets of two steps, then of three… as long as that takes few trials. */
static bool search(struct mf_advisor *advisor, uint64_t all, uint64_t *found)
{
    size_t tries = 0;
    size_t width = count_bits(all);
    for (size_t size = 2; size < width; size++) {
        uint64_t choice = (UINT64_C(1) << size) - 1;
        for (; choice != 0; choice = next_choice(choice, width)) {
            struct mf_trial_answer answer;
            uint64_t set = choose(all, choice);
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

/* What a step is when it is done together with others, as its writer says it, or as it stands; ""
 * where another one's states it. */
static const char *words_of(struct mf_advisor *advisor, uint64_t set, size_t step,
                            const struct mf_what_if *together, mf_step_writer *write,
                            const char *alone)
{
    mf_step_writer *writer = advisor->steps[step].write_option;
    if (!writer)
        return alone;
    for (size_t i = 0; i < step; i++) {
        if ((set >> i & 1) != 0 && advisor->steps[i].write_option == writer)
            return "";
    }
    return write(advisor->arena, together);
}

static bool add_to_plan(struct mf_advisor *advisor, uint64_t set, size_t index,
                        const struct mf_what_if *together)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    const struct mf_step *step = &advisor->steps[index];
    const char *option = words_of(advisor, set, index, together, step->write_option, step->option);
    const char *change =
        step->change ? words_of(advisor, set, index, together, step->write_change, step->change)
                     : option;
    if (!option || !change)
        return mf_fail_memory(advisor->error);
    plan->actions[plan->action_count++] = step->action;
    if (option[0] == '\0')
        return true;
    plan->changes[plan->option_count] = change;
    plan->options[plan->option_count++] = option;
    return true;
}

/* "a, b"; NULL without memory. */
static const char *join(struct mf_arena *arena, const char *const *words, size_t count)
{
    const char *all = "";
    for (size_t i = 0; all && i < count; i++)
        all = mf_arena_format(arena, "%s%s%s", all, i > 0 ? _(", ") : "", words[i]);
    return all;
}

static bool describe_plan(struct mf_advisor *advisor)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    const char *changes = join(advisor->arena, plan->changes, plan->option_count);
    const char *options = join(advisor->arena, plan->options, plan->option_count);
    if (!changes || !options)
        return mf_fail_memory(advisor->error);
    plan->text =
        strcmp(changes, options) == 0
            ? mf_arena_format(advisor->arena, _("Enough together: %s."), options)
            : mf_arena_format(advisor->arena, _("Enough together: %s (%s)."), changes, options);
    return plan->text ? true : mf_fail_memory(advisor->error);
}

static bool add_set(struct mf_advisor *advisor, uint64_t set, const struct mf_what_if *together)
{
    for (size_t i = 0; i < advisor->step_count; i++) {
        if ((set >> i & 1) != 0 && !add_to_plan(advisor, set, i, together))
            return false;
    }
    return true;
}

static bool set_plan(struct mf_advisor *advisor, uint64_t set)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    struct mf_what_if together;
    size_t room = (count_bits(set) + 1) * sizeof(const char *);
    plan->actions = mf_arena_take(advisor->arena, room);
    plan->options = mf_arena_take(advisor->arena, room);
    plan->changes = mf_arena_take(advisor->arena, room);
    if (!plan->actions || !plan->options || !plan->changes)
        return mf_fail_memory(advisor->error);
    if (!apply_set(advisor, set, &together))
        return false;
    bool ok = add_set(advisor, set, &together);
    mf_what_if_end(&together);
    advisor->planned = plan->enough ? set : 0;
    return ok && (!plan->enough || describe_plan(advisor));
}

static bool is_enough_alone(const struct mf_advisor *advisor)
{
    const struct mf_advice_list *list = &advisor->result->advice;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].enough)
            return true;
    }
    for (size_t i = 0; i < advisor->step_count; i++) {
        if (!advisor->steps[i].is_told && advisor->steps[i].enough)
            return true;
    }
    return false;
}

/* The steps that free a part of what is missing that is worth it. */
static uint64_t steps_that_matter(const struct mf_advisor *advisor)
{
    uint64_t set = 0;
    for (size_t i = 0; i < advisor->step_count; i++)
        set |= (uint64_t)mf_step_matters(advisor, &advisor->steps[i]) << i;
    return set;
}

static uint64_t sure_steps(const struct mf_advisor *advisor)
{
    uint64_t set = 0;
    for (size_t i = 0; i < advisor->step_count; i++)
        set |= (uint64_t)!advisor->steps[i].is_unsure << i;
    return set;
}

static bool plan_set(struct mf_advisor *advisor, uint64_t all)
{
    uint64_t found = 0;
    if (!search(advisor, all, &found))
        return false;
    if (found == 0) {
        found = all;
        if (!shrink(advisor, &found))
            return false;
    }
    return set_plan(advisor, found);
}

/* The margin counts here as it does for `enough`, and not in what the verdict says is missing. */
static const char *not_enough_text(struct mf_advisor *advisor, uint64_t missing)
{
    char size[MF_SIZE_TEXT_MAX];
    char margin[MF_SIZE_TEXT_MAX];
    uint64_t margin_bytes = advisor->result->demand.margin_bytes;
    if (missing == 0)
        return _("All changes together are not enough: the holes are too small.");
    if (margin_bytes == 0)
        return mf_arena_format(advisor->arena,
                               _("All changes together are not enough: %s is still missing."),
                               mf_size_text(missing, size));
    return mf_arena_format(
        advisor->arena,
        _("All changes together are not enough: %s is still missing, with the margin of %s."),
        mf_size_text(missing, size), mf_size_text(margin_bytes, margin));
}

/* Leaves out those that add nothing to the others: a smaller image beside no display. */
static bool leave_out_idle(struct mf_advisor *advisor, uint64_t *set,
                           const struct mf_trial_answer *all)
{
    for (size_t i = 0; i < advisor->step_count; i++) {
        struct mf_trial_answer answer;
        uint64_t without = *set & ~(UINT64_C(1) << i);
        if (without == *set)
            continue;
        if (!try_set(advisor, without, &answer))
            return false;
        if (answer.npu_bytes <= all->npu_bytes && answer.missing_bytes <= all->missing_bytes)
            *set = without;
    }
    return true;
}

static bool give_up(struct mf_advisor *advisor, uint64_t set, const struct mf_trial_answer *all)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    plan->missing_bytes = all->missing_bytes;
    plan->text = not_enough_text(advisor, all->missing_bytes);
    if (!plan->text)
        return mf_fail_memory(advisor->error);
    return leave_out_idle(advisor, &set, all) && set_plan(advisor, set);
}

bool mf_advise_plan(struct mf_advisor *advisor)
{
    struct mf_advice_plan *plan = &advisor->result->plan;
    uint64_t sure = sure_steps(advisor);
    uint64_t sets[] = {steps_that_matter(advisor) & sure, sure};
    struct mf_trial_answer answers[2];
    if (is_enough_alone(advisor) || mf_fit_lacks_pipelines(advisor->request) ||
        advisor->step_count < 2)
        return true;
    for (size_t i = 0; i < (sets[0] == sets[1] ? 1 : 2); i++) {
        if (!try_set(advisor, sets[i], &answers[i]))
            return false;
        plan->enough = answers[i].with_margin;
        if (plan->enough) {
            plan->known = true;
            return plan_set(advisor, sets[i]);
        }
    }
    plan->known = count_bits(sets[0]) > 1;
    return !plan->known || give_up(advisor, sets[0], &answers[0]);
}
