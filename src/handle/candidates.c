// SPDX-License-Identifier: MIT
/* A board that cannot be told from others is judged as each of them: the one on which the request
 * takes most counts. */
#include <string.h>

#include "../core/holding.h"
#include "../core/text.h"
#include "handle.h"

/* Is everything alike that a need, or what helps, depends on? */
static bool judged_alike(const struct mf_device *a, const struct mf_device *b)
{
    return mf_same_text(a->runner, b->runner) && mf_same_text(a->pipeline, b->pipeline) &&
           mf_same_text(mf_device_sensor(a), mf_device_sensor(b)) && a->old_stack == b->old_stack &&
           a->on_card == b->on_card && a->ram_mib == b->ram_mib &&
           a->legal_max_mib == b->legal_max_mib && mf_same_text(a->npu.items[0], b->npu.items[0]);
}

static bool is_repeated(const struct mf_supply *supply, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (judged_alike(supply->candidates[i], supply->candidates[index]))
            return true;
    }
    return false;
}

/* Is what the app takes beside its models counted? */
static bool is_counted(const struct mf_result *result)
{
    for (size_t i = 0; i < result->findings.count; i++) {
        if (strcmp(result->findings.items[i].code, "camera-unknown") == 0)
            return false;
    }
    return mf_need_is_known(result);
}

/* A request that a board refuses, or a need that is not known there, says nothing of the others. */
static int certainty_of(const struct mf_result *result)
{
    if (result->status == MAIXFIT_STATUS_USAGE)
        return 0;
    return is_counted(result) ? 2 : 1;
}

/* 3, 4, 1, 5, 0: what hides most comes first; a usage error hides all. */
int mf_handle_badness(int status)
{
    static const int order[] = {0, 3, 6, 5, 4, 1};
    return order[status];
}

static bool takes_more(const struct mf_result *result, const struct mf_result *most)
{
    int certainty = certainty_of(result);
    if (certainty != certainty_of(most))
        return certainty > certainty_of(most);
    if (result->status != most->status)
        return mf_handle_badness(result->status) > mf_handle_badness(most->status);
    return result->demand.npu_bytes > most->demand.npu_bytes;
}

/* Only the problems of the result that counts stay: those from `first` on, moved to `place`. */
static void keep_problems(struct maixfit *fit, size_t place, size_t first)
{
    size_t count = fit->problem_count - first;
    if (count > 0)
        memmove(fit->problems + place, fit->problems + first, count * sizeof *fit->problems);
    fit->problem_count = place + count;
}

/* Is the step enough there too? */
static bool agrees(const struct mf_result *result, const struct mf_advice *step)
{
    for (size_t i = 0; i < result->advice.count; i++) {
        const struct mf_advice *own = &result->advice.items[i];
        if (own->enough && strcmp(own->action, step->action) == 0 &&
            mf_same_text(own->option, step->option))
            return true;
    }
    return mf_verdict_fits(result->verdict);
}

/* Is it enough there to do what the plan says, or one step of it? */
static bool agrees_with_plan(const struct mf_result *result, const struct mf_advice_plan *plan)
{
    for (size_t i = 0; i < plan->action_count; i++) {
        for (size_t k = 0; k < result->advice.count; k++) {
            const struct mf_advice *own = &result->advice.items[k];
            if (own->enough && strcmp(own->action, plan->actions[i]) == 0)
                return true;
        }
    }
    return mf_verdict_fits(result->verdict) || result->plan.enough;
}

/* What is enough has to be so on each of the boards of which something is known. */
static void hold_advice(struct mf_result *result, const struct mf_result *other)
{
    if (certainty_of(other) < certainty_of(result))
        return;
    for (size_t i = 0; i < result->advice.count; i++) {
        struct mf_advice *step = &result->advice.items[i];
        step->enough = step->enough && agrees(other, step);
    }
    if (result->plan.enough && !agrees_with_plan(other, &result->plan))
        result->plan = (struct mf_advice_plan){.known = false};
}

bool mf_handle_judge_candidates(struct maixfit *fit, struct mf_result *result,
                                mf_handle_judge_board *judge, const struct mf_supply *supply,
                                const struct mf_opened *items, size_t count)
{
    struct mf_result *results =
        mf_arena_take(&fit->results, supply->candidate_count * sizeof *results);
    struct mf_result *most = NULL;
    size_t problems = fit->problem_count;
    for (size_t i = 0; results && i < supply->candidate_count; i++) {
        struct mf_supply board = *supply;
        size_t before = fit->problem_count;
        if (is_repeated(supply, i))
            continue;
        board.device = supply->candidates[i];
        results[i] = *result;
        if (!judge(fit, &results[i], &board, items, count))
            return false;
        bool is_most = !most || takes_more(&results[i], most);
        most = is_most ? &results[i] : most;
        if (is_most)
            keep_problems(fit, problems, before);
        else
            fit->problem_count = before;
    }
    if (!most)
        return mf_fail_memory(&fit->error);
    for (size_t i = 0; i < supply->candidate_count; i++) {
        if (!is_repeated(supply, i) && &results[i] != most)
            hold_advice(most, &results[i]);
    }
    *result = *most;
    return fit->each || /* the request names it, and many rows would repeat it */
           mf_findings_add(&fit->results, &result->findings, MF_NOTE, "device-candidates", NULL,
                           &fit->error,
                           _("what depends on the board is counted as on %s, where it takes most"),
                           result->supply.device->name);
}
