// SPDX-License-Identifier: MIT
/* Programs that run and hold memory of the pool: what ending them would free. */
#include "../core/text.h"
#include "advice.h"

#define PROCESSES_NAMED 3

static bool runs(const struct mf_supply *supply, uint64_t number)
{
    for (size_t i = 0; i < supply->process_count; i++) {
        if (supply->processes[i].number == number)
            return supply->processes[i].life == MF_LIFE_RUNS;
    }
    return false;
}

/* The pool without the blocks of one process, or of all that run (NULL). */
static bool end_processes(struct mf_advisor *advisor, const struct mf_process *process,
                          struct mf_supply *after)
{
    const struct mf_supply *supply = &advisor->result->supply;
    bool *freed = mf_arena_take(advisor->arena, (supply->block_count + 1) * sizeof *freed);
    if (!freed)
        return mf_fail_memory(advisor->error);
    for (size_t i = 0; i < supply->block_count; i++) {
        uint64_t number;
        freed[i] = mf_block_process(supply->blocks[i].name, &number) &&
                   (process ? number == process->number : runs(supply, number));
    }
    return mf_supply_release(advisor->arena, supply, freed, after, advisor->error);
}

static void apply_end(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->supply = *step->supply;
}

static const char *end_text(struct mf_arena *arena, const struct mf_process *process)
{
    char size[MF_SIZE_TEXT_MAX];
    mf_size_text(process->bytes, size);
    return process->name ? mf_arena_format(arena, _("End %s (process %llu), which holds %s."),
                                           process->name, (unsigned long long)process->number, size)
                         : mf_arena_format(arena, _("End process %llu, which holds %s."),
                                           (unsigned long long)process->number, size);
}

static bool advise_end(struct mf_advisor *advisor, const struct mf_process *process)
{
    struct mf_supply after;
    struct mf_step step = {.apply = apply_end, .supply = &after};
    if (!end_processes(advisor, process, &after) || !mf_advisor_weigh(advisor, &step))
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
    struct mf_supply *after = mf_arena_take(advisor->arena, sizeof *after);
    if (!after)
        return mf_fail_memory(advisor->error);
    if (!end_processes(advisor, NULL, after))
        return false;
    struct mf_step step = {.action = "end-process", .apply = apply_end, .supply = after};
    step.option = count == 1 ? mf_arena_format(advisor->arena, _("the end of process %llu"),
                                               (unsigned long long)first->number)
                             : _("the end of all processes that hold memory of the pool");
    if (count == 1)
        return mf_advisor_keep(advisor, &step);
    if (!mf_advisor_weigh(advisor, &step))
        return false;
    struct mf_advice advice = {.action = "end-process", .enough = step.enough};
    advice.gains = (struct mf_amount){true, after->free.bytes - advisor->result->supply.free.bytes};
    advice.text = mf_arena_format(advisor->arena,
                                  _("End all %zu processes that are seen to hold memory of the "
                                    "pool, %s together."),
                                  count, mf_size_text(advice.gains.bytes, size));
    return mf_advice_add(advisor, advice) && mf_advisor_keep(advisor, &step);
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
