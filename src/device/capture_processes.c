// SPDX-License-Identifier: MIT
/* The processes that own the pool: those that the names of its blocks end with, those that hold its
 * devices, MaixPy's launcher; and behind them the first one, with which the list is there and
 * whole: a text that is cut loses it first. */
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "../core/limits.h"
#include "capture_gather.h"
#include "finder.h"

#define PROCESS_DIGITS 10
#define FIRST_PROCESS  1
#define TARGET_MAX     256
#define COUNT(a)       (sizeof(a) / sizeof(a)[0])

/* A process that has one of these open uses the pool or makes blocks in it. */
static const char *const pool_devices[] = {"/dev/ion", "/dev/cvi-", "/dev/ax_"};

struct processes {
    uint64_t items[MF_CAPTURE_PROCESSES_MAX];
    size_t count;
};

static void note_process(struct processes *processes, uint64_t number)
{
    for (size_t i = 0; i < processes->count; i++) {
        if (processes->items[i] == number)
            return;
    }
    if (number > 0 && number != FIRST_PROCESS && processes->count < MF_CAPTURE_PROCESSES_MAX)
        processes->items[processes->count++] = number;
}

/* The numbers at the ends of the blocks' names. */
static void note_named(struct processes *processes, const struct mf_captured *item)
{
    const char *at = item->text ? item->text : "";
    while ((at = strstr(at, MF_PROCESS_MARK)) != NULL) {
        uint64_t number = 0;
        at += strlen(MF_PROCESS_MARK);
        for (int i = 0; i < PROCESS_DIGITS && *at >= '0' && *at <= '9'; i++, at++)
            number = number * 10 + (uint64_t)(*at - '0');
        note_process(processes, number);
    }
}

static bool holds_device(const char *target)
{
    for (size_t i = 0; i < COUNT(pool_devices); i++) {
        if (strncmp(target, pool_devices[i], strlen(pool_devices[i])) == 0)
            return true;
    }
    return false;
}

/* Only root may see what the processes of others hold. False only for lack of memory. */
static bool has_device_open(const struct mf_gathering *gathering, const char *process, bool *found)
{
    struct mf_gathered_names names;
    char target[TARGET_MAX];
    const char *path = mf_arena_format(gathering->arena, "/proc/%s/fd", process);
    *found = false;
    if (!path)
        return mf_fail_memory(gathering->error);
    if (!mf_gather_list(gathering, path, &names))
        return false;
    for (size_t i = 0; i < names.count && !*found; i++) {
        const char *name = mf_arena_format(gathering->arena, "%s/%s", path, names.items[i]);
        const char *link = name ? mf_gather_place(gathering, name) : NULL;
        if (!link)
            return mf_fail_memory(gathering->error);
        ssize_t length = readlink(link, target, sizeof target - 1);
        target[length > 0 ? length : 0] = '\0';
        *found = holds_device(target);
    }
    return true;
}

/* MaixPy's launcher holds pools, and looks like any app else. */
static bool is_launcher(const struct mf_gathering *gathering, const char *process)
{
    static const char comm[] = MF_LAUNCHER "\n";
    const char *path = mf_arena_format(gathering->arena, "/proc/%s/comm", process);
    struct mf_reading reading =
        path ? mf_gather_read(gathering, path) : (struct mf_reading){.end = MF_READING_ERRNO};
    return reading.end == MF_READING_WHOLE && reading.length == strlen(comm) &&
           memcmp(gathering->bytes, comm, reading.length) == 0;
}

static bool note_holders(const struct mf_gathering *gathering, struct processes *processes)
{
    struct mf_gathered_names names;
    if (!mf_gather_list(gathering, "/proc", &names))
        return false;
    for (size_t i = 0; i < names.count; i++) {
        bool found;
        const char *name = names.items[i];
        size_t digits = strspn(name, "0123456789");
        if (name[digits] != '\0' || digits > PROCESS_DIGITS)
            continue;
        if (!has_device_open(gathering, name, &found))
            return false;
        if (found || is_launcher(gathering, name))
            note_process(processes, strtoull(name, NULL, 10));
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return *left < *right ? -1 : *left > *right;
}

bool mf_gather_processes(const struct mf_gathering *gathering, size_t first)
{
    struct processes processes = {.count = 0};
    for (size_t i = first; i < gathering->capture->count; i++)
        note_named(&processes, &gathering->capture->items[i]);
    if (!note_holders(gathering, &processes))
        return false;
    qsort(processes.items, processes.count, sizeof processes.items[0], by_number);
    if (processes.count < MF_CAPTURE_PROCESSES_MAX)
        processes.items[processes.count++] = FIRST_PROCESS;
    for (size_t i = 0; i < processes.count; i++) {
        const char *path = mf_arena_format(gathering->arena, "/proc/%llu/comm",
                                           (unsigned long long)processes.items[i]);
        if (!path)
            return mf_fail_memory(gathering->error);
        if (!mf_gather_file(gathering, path, MF_CAPTURE_PLAIN))
            return false;
    }
    return true;
}
