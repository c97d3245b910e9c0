// SPDX-License-Identifier: MIT
/* Programs that run and hold memory of the pool: what ending them would free. */
#include "../core/text.h"
#include "advice.h"

#define PROCESSES_NAMED 3

/* The pool without the blocks of those of the processes that run. */
static bool end_processes(struct mf_arena *arena, const struct mf_supply *supply,
                          const struct mf_process *processes, size_t count, struct mf_supply *after,
                          struct mf_error *error)
{
    bool *freed = mf_arena_take(arena, (supply->block_count + 1) * sizeof *freed);
    if (!freed)
        return mf_fail_memory(error);
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; processes[k].life == MF_LIFE_RUNS && i < supply->block_count; i++)
            freed[i] = freed[i] || mf_process_holds(&processes[k], &supply->blocks[i]);
    }
    return mf_supply_release(arena, supply, freed, after, error);
}

static void apply_end(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->supply = *step->supply;
}

static const char *end_text(struct mf_arena *arena, const struct mf_process *process)
{
    char size[MF_SIZE_TEXT_MAX];
    mf_size_text(process->bytes, size);
    if (process->is_launcher)
        return mf_arena_format(arena,
                               _("End MaixPy's launcher (process %llu), which holds %s: start the "
                                 "program from it, or run `killall launcher_daemon launcher`."),
                               (unsigned long long)process->number, size);
    return process->name ? mf_arena_format(arena, _("End %s (process %llu), which holds %s."),
                                           process->name, (unsigned long long)process->number, size)
                         : mf_arena_format(arena, _("End process %llu, which holds %s."),
                                           (unsigned long long)process->number, size);
}

static bool advise_end(struct mf_advisor *advisor, const struct mf_process *process)
{
    struct mf_supply after;
    struct mf_step step = {.apply = apply_end, .supply = &after};
    if (!end_processes(advisor->arena, &advisor->result->supply, process, 1, &after,
                       advisor->error) ||
        !mf_advisor_weigh(advisor, &step))
        return false;
    return mf_advice_add(advisor, (struct mf_advice){.action = "end-process",
                                                     .gains = {true, process->bytes},
                                                     .enough = step.enough,
                                                     .text = end_text(advisor->arena, process)});
}

/* All that run have ended: for the plan, and where there are several an advice of its own. */
static bool advise_all(struct mf_advisor *advisor, const struct mf_process *first, size_t count)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_supply *supply = &advisor->result->supply;
    struct mf_supply *after = mf_arena_take(advisor->arena, sizeof *after);
    if (!after)
        return mf_fail_memory(advisor->error);
    if (!end_processes(advisor->arena, supply, supply->processes, supply->process_count, after,
                       advisor->error))
        return false;
    struct mf_step step = {.action = "end-process", .apply = apply_end, .supply = after};
    step.option = count == 1 ? mf_arena_format(advisor->arena, _("the end of process %llu"),
                                               (unsigned long long)first->number)
                             : _("the end of all processes that hold memory of the pool");
    if (count == 1)
        return mf_advisor_keep(advisor, step);
    if (!mf_advisor_weigh(advisor, &step))
        return false;
    struct mf_advice advice = {.action = "end-process", .enough = step.enough};
    advice.gains = (struct mf_amount){true, after->free.bytes - supply->free.bytes};
    advice.text = mf_arena_format(advisor->arena,
                                  _("End all %zu processes that are seen to hold memory of the "
                                    "pool, %s together."),
                                  count, mf_size_text(advice.gains.bytes, size));
    return mf_advice_add(advisor, advice) && mf_advisor_keep(advisor, step);
}

bool mf_advise_processes(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    const struct mf_process *first = NULL;
    size_t count = 0;
    if (!supply->total.known || !supply->used.known || !supply->free.known)
        return true;
    for (size_t i = 0; i < supply->process_count; i++) {
        const struct mf_process *process = &supply->processes[i];
        if (process->life != MF_LIFE_RUNS)
            continue;
        first = first ? first : process;
        if (++count <= PROCESSES_NAMED && !advise_end(advisor, process))
            return false;
    }
    return count == 0 || advise_all(advisor, first, count);
}

/* Does it fit with the launcher's memory free, margin and all? */
static bool fits_without(struct mf_arena *arena, const struct mf_fit_request *request,
                         const struct mf_result *result, const struct mf_process *launcher,
                         bool *fits, struct mf_error *error)
{
    struct mf_supply after;
    struct mf_trial_answer answer;
    if (!end_processes(arena, &result->supply, launcher, 1, &after, error))
        return false;
    struct mf_trial trial = {result->models, result->model_count, &result->pipelines, &after};
    if (!mf_fit_try(&trial, &request->margin, &answer, error))
        return false;
    *fits = answer.with_margin;
    return true;
}

/* Is it the pool that decides? */
static bool is_about_pool(const struct mf_result *result)
{
    return result->reason == MF_FITS || result->reason == MF_MARGIN ||
           result->reason == MF_TOO_BIG || mf_is_about_holes(result->reason);
}

bool mf_judge_without_launcher(struct mf_arena *arena, const struct mf_fit_request *request,
                               struct mf_result *result, struct mf_error *error)
{
    const struct mf_supply *supply = &result->supply;
    if (!is_about_pool(result) || !supply->holes_known || mf_fit_lacks_pipelines(request))
        return true;
    for (size_t i = 0; i < supply->process_count; i++) {
        bool fits;
        if (!supply->processes[i].is_launcher)
            continue;
        if (!fits_without(arena, request, result, &supply->processes[i], &fits, error) ||
            !mf_findings_add(arena, &result->findings, MF_NOTE, "launcher", NULL, error, "%s",
                             fits ? _("once MaixPy's launcher has ended, it fits")
                                  : _("once MaixPy's launcher has ended, it does not fit either")))
            return false;
    }
    return true;
}
