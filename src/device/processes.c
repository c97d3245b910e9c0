// SPDX-License-Identifier: MIT
/* Who holds the pool: newer runtimes of AX end the name of a block with `_pid<number>`, and /proc
 * has the processes that run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finder.h"
#include "probe.h"

/* The number at the end of a block's name. False: it has none. */
static bool process_of(const char *name, uint64_t *number)
{
    const char *at = NULL;
    for (const char *mark = strstr(name, MF_PROCESS_MARK); mark;
         mark = strstr(mark + 1, MF_PROCESS_MARK))
        at = mark + strlen(MF_PROCESS_MARK);
    return at && mf_scan_number(&at, 10, number) && *at == '\0';
}

bool mf_process_holds(const struct mf_process *process, const struct mf_pool_block *block)
{
    uint64_t number;
    if (process->is_launcher && mf_is_frame_pool(block->name))
        return true;
    return process_of(block->name, &number) && number == process->number;
}

static int by_number(const void *a, const void *b)
{
    const struct mf_process *left = a;
    const struct mf_process *right = b;
    return left->number < right->number ? -1 : left->number > right->number;
}

static int largest_first(const void *a, const void *b)
{
    const struct mf_process *left = a;
    const struct mf_process *right = b;
    if (left->bytes != right->bytes)
        return left->bytes < right->bytes ? 1 : -1;
    return by_number(a, b);
}

/* The owners of one process become one; *count is what is left of them. */
static void merge(struct mf_process *processes, size_t *count)
{
    size_t merged = 0;
    qsort(processes, *count, sizeof *processes, by_number);
    for (size_t i = 0; i < *count; i++) {
        struct mf_process *last = &processes[merged - (merged > 0)];
        if (merged == 0 || last->number != processes[i].number) {
            processes[merged++] = processes[i];
            continue;
        }
        last->bytes += processes[i].bytes; /* blocks of one pool: addresses bound their sum */
        last->blocks += processes[i].blocks;
        last->is_launcher = last->is_launcher || processes[i].is_launcher;
    }
    qsort(processes, merged, sizeof *processes, largest_first);
    *count = merged;
}

static bool has_process(const struct mf_finder *finder, uint64_t number)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%llu", (unsigned long long)number);
    return mf_probe_exists(finder->request->sysroot, path);
}

/* Without process 1 there is no list of processes: a capture left it out or was cut, or it is
 * hidden from this user. Then a process that is not there has not ended for that. In a text
 * `/proc/1` alone may be the start of a longer number. */
static bool has_list(const struct mf_finder *finder)
{
    const struct mf_root *sysroot = finder->request->sysroot;
    return mf_probe_exists(sysroot, sysroot && sysroot->is_text ? "/proc/1/comm" : "/proc/1");
}

static enum mf_life life_of(const struct mf_finder *finder, uint64_t number)
{
    if (has_process(finder, number))
        return MF_LIFE_RUNS;
    return has_list(finder) ? MF_LIFE_ENDED : MF_LIFE_UNKNOWN;
}

static bool describe(const struct mf_finder *finder, struct mf_process *processes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        processes[i].life = life_of(finder, processes[i].number);
        if (i < MF_PROCESS_NAMES_MAX && processes[i].life == MF_LIFE_RUNS &&
            !mf_read_process_name(finder, &processes[i]))
            return false;
    }
    return true;
}

bool mf_find_processes(const struct mf_finder *finder)
{
    struct mf_supply *supply = finder->supply;
    size_t count = 0;
    if (supply->owner_count == 0)
        return true;
    struct mf_process *processes =
        mf_arena_take(finder->arena, (supply->owner_count + 1) * sizeof *processes);
    if (!processes)
        return mf_fail_memory(finder->error);
    for (size_t i = 0; i < supply->owner_count; i++) {
        const struct mf_owner *owner = &supply->owners[i];
        uint64_t number;
        if (process_of(owner->name, &number))
            processes[count++] = (struct mf_process){
                .number = number, .bytes = owner->bytes, .blocks = owner->blocks};
    }
    if (!mf_find_launcher(finder, processes, &count))
        return false;
    merge(processes, &count);
    if (!describe(finder, processes, count))
        return false;
    supply->processes = processes;
    supply->process_count = count;
    return true;
}
