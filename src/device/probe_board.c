// SPDX-License-Identifier: MIT
/* Which kind of pool is there? Found by the files that exist, in the order CMM, ION, CMA. */
#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "probe.h"

#define CMM_PATH     "/proc/ax_proc/mem_cmm_info"
#define ION_PATH     "/sys/kernel/debug/ion"
#define MEMINFO_PATH "/proc/meminfo"
/* Only looked for, never opened: reading below it can hang for good. Only CVITEK kernels have it.
 */
#define CVITEK_PATH "/proc/cvitek"

static bool probe_cmm(struct mf_arena *arena, const char *sysroot, struct mf_supply *supply,
                      struct mf_error *error)
{
    struct mf_probe_text probe;
    if (!mf_probe_read(arena, sysroot, CMM_PATH, &probe, error))
        return false;
    if (probe.state == MF_PROBE_ABSENT)
        return true;
    supply->kind = MF_KIND_CMM;
    supply->problem = MF_OK;
    supply->probe_path = probe.path;
    if (probe.state == MF_PROBE_UNREADABLE)
        return mf_probe_fail(arena, supply, error, _("cannot be read: %s"), probe.why);
    return mf_cmm_parse(arena, probe.text, probe.length, supply, error);
}

/* The heaps of ION, by the folders "cvi_<heap>_heap_dump" in debugfs. */
struct heaps {
    const char *chosen; /* the folder, without the sysroot; NULL: none, or it is unclear which */
    size_t count;
    int number; /* the errno, where the folder cannot be read; else 0 */
};

static bool is_heap(const char *name)
{
    static const char prefix[] = "cvi_";
    static const char suffix[] = "_heap_dump";
    size_t length = strlen(name);
    return length > (sizeof prefix - 1) + (sizeof suffix - 1) &&
           strncmp(name, prefix, sizeof prefix - 1) == 0 &&
           strcmp(name + length - (sizeof suffix - 1), suffix) == 0;
}

/* Models go into the carveout heap (SG2002) or the one of the NPU (CV186x); another is only taken
 * where it is the only one. */
static int rank_of(const char *name)
{
    if (strcmp(name, "cvi_carveout_heap_dump") == 0)
        return 3;
    return strcmp(name, "cvi_npu_heap_dump") == 0 ? 2 : 1;
}

/* False only for lack of memory. */
static bool choose_heap(struct mf_arena *arena, DIR *folder, struct heaps *heaps,
                        struct mf_error *error)
{
    int best = 0;
    errno = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (!is_heap(entry->d_name))
            continue;
        heaps->count++;
        if (rank_of(entry->d_name) <= best)
            continue;
        best = rank_of(entry->d_name);
        heaps->chosen = mf_arena_format(arena, "%s/%s", ION_PATH, entry->d_name);
        if (!heaps->chosen)
            return mf_fail_memory(error);
    }
    heaps->number = errno;
    if (heaps->count > 1 && best == 1)
        heaps->chosen = NULL;
    return true;
}

/* `path` is that of ION with the sysroot. False only for lack of memory. */
static bool find_heaps(struct mf_arena *arena, const char *path, struct heaps *heaps,
                       struct mf_error *error)
{
    DIR *folder = opendir(path);
    *heaps = (struct heaps){.number = folder ? 0 : errno};
    if (!folder)
        return true;
    bool ok = choose_heap(arena, folder, heaps, error);
    closedir(folder);
    return ok;
}

static bool read_amount(struct mf_arena *arena, const char *sysroot, const char *heap,
                        const char *file, struct mf_amount *amount, struct mf_error *error)
{
    struct mf_probe_text probe;
    const char *path = mf_arena_format(arena, "%s/%s", heap, file);
    if (!path || !mf_probe_read(arena, sysroot, path, &probe, error))
        return path ? false : mf_fail_memory(error);
    const char *at = probe.text;
    amount->known = probe.state == MF_PROBE_READ && mf_scan_number(&at, 10, &amount->bytes);
    return true;
}

/* Without the summary there are still the two sums; the holes are then unknown. */
static bool probe_ion_sums(struct mf_arena *arena, const char *sysroot, const char *heap,
                           struct mf_supply *supply, const char *why, struct mf_error *error)
{
    struct mf_amount total = {0};
    struct mf_amount used = {0};
    if (!read_amount(arena, sysroot, heap, "total_mem", &total, error) ||
        !read_amount(arena, sysroot, heap, "alloc_mem", &used, error))
        return false;
    if (!total.known || !used.known || total.bytes == 0 || used.bytes > total.bytes)
        return mf_probe_fail(arena, supply, error, _("cannot be read: %s"), why);
    supply->total = total;
    supply->used = used;
    supply->free = (struct mf_amount){true, total.bytes - used.bytes};
    return mf_supply_add_finding(
        arena, supply, MF_WARNING, "probe-cut",
        mf_arena_format(arena,
                        _("the heap's summary cannot be read (%s), so the holes are unknown"), why),
        error);
}

static bool probe_heap(struct mf_arena *arena, const char *sysroot, const char *heap,
                       struct mf_supply *supply, struct mf_error *error)
{
    struct mf_probe_text probe;
    const char *path = mf_arena_format(arena, "%s/summary", heap);
    if (!path || !mf_probe_read(arena, sysroot, path, &probe, error))
        return path ? false : mf_fail_memory(error);
    supply->problem = MF_OK;
    supply->probe_path = probe.path;
    if (probe.state == MF_PROBE_READ)
        return mf_ion_parse(arena, probe.text, probe.length, supply, error);
    return probe_ion_sums(arena, sysroot, heap, supply,
                          probe.why ? probe.why : _("it does not exist"), error);
}

/* Is ION absent, as far as can be known? On a PC it is, and /sys/kernel/debug is closed to users.
 */
static bool has_no_ion(const char *sysroot, int number, bool is_cvitek)
{
    bool is_absent = number == ENOENT || number == ENOTDIR;
    bool is_closed = !sysroot && (number == EACCES || number == EPERM);
    return !is_cvitek && (is_absent || is_closed);
}

/* There is ION, but no heap to read. */
static bool fail_ion(struct mf_arena *arena, const char *sysroot, const struct heaps *heaps,
                     struct mf_supply *supply, struct mf_error *error)
{
    if (heaps->count > 1)
        return mf_probe_fail(arena, supply, error,
                             _("has %zu heaps, and none is called carveout or npu: which one "
                               "models go into is unknown; give --free"),
                             heaps->count);
    if (heaps->number == 0)
        return mf_probe_fail(arena, supply, error,
                             _("has no folder cvi_*_heap_dump, so no heap is known; name the board "
                               "with --device"));
    if (heaps->number == ENOENT && sysroot)
        return mf_probe_fail(arena, supply, error,
                             _("is missing; capture the board again, as root and with debugfs "
                               "mounted"));
    if (heaps->number == ENOENT)
        return mf_probe_fail(
            arena, supply, error,
            _("is missing; run `mount -t debugfs none /sys/kernel/debug` as root"));
    const char *why = mf_probe_errno_text(arena, sysroot, heaps->number);
    return why ? mf_probe_fail(arena, supply, error, _("cannot be read: %s"), why)
               : mf_fail_memory(error);
}

static bool probe_ion(struct mf_arena *arena, const char *sysroot, struct mf_supply *supply,
                      struct mf_error *error)
{
    struct heaps heaps;
    const char *path = mf_probe_path(arena, sysroot, ION_PATH);
    if (!path || !find_heaps(arena, path, &heaps, error))
        return path ? false : mf_fail_memory(error);
    if (!heaps.chosen && heaps.count == 0 &&
        has_no_ion(sysroot, heaps.number, mf_probe_exists(sysroot, CVITEK_PATH)))
        return true;
    supply->kind = MF_KIND_ION;
    supply->probe_path = path;
    if (heaps.chosen)
        return probe_heap(arena, sysroot, heaps.chosen, supply, error);
    return fail_ion(arena, sysroot, &heaps, supply, error);
}

/* Free CMA need not be contiguous, and movable pages lie in it: the figure is an upper bound. */
static bool probe_cma(struct mf_arena *arena, const char *sysroot, struct mf_supply *supply,
                      struct mf_error *error)
{
    struct mf_probe_text probe;
    struct mf_meminfo meminfo;
    if (!mf_probe_read(arena, sysroot, MEMINFO_PATH, &probe, error))
        return false;
    if (probe.state != MF_PROBE_READ)
        return true;
    mf_meminfo_parse(probe.text, &meminfo);
    if (!meminfo.cma_total.known || meminfo.cma_total.bytes == 0)
        return true;
    supply->kind = MF_KIND_CMA;
    supply->probe_path = probe.path;
    supply->problem = MF_OK;
    if (!meminfo.cma_free.known || meminfo.cma_free.bytes > meminfo.cma_total.bytes)
        return mf_probe_fail(arena, supply, error,
                             _("has CmaTotal, but no CmaFree that matches it"));
    supply->total = meminfo.cma_total;
    supply->free = meminfo.cma_free;
    supply->used = (struct mf_amount){true, meminfo.cma_total.bytes - meminfo.cma_free.bytes};
    return mf_supply_add_finding(arena, supply, MF_NOTE, "cma-upper-bound",
                                 _("CmaFree is an upper bound: free CMA need not be contiguous"),
                                 error);
}

bool mf_probe_board(struct mf_arena *arena, const char *sysroot, bool with_cma,
                    struct mf_supply *supply, struct mf_error *error)
{
    supply->problem = MF_NO_PROBE;
    if (!probe_cmm(arena, sysroot, supply, error))
        return false;
    if (supply->kind == MF_KIND_UNKNOWN && !probe_ion(arena, sysroot, supply, error))
        return false;
    if (supply->kind == MF_KIND_UNKNOWN && with_cma && !probe_cma(arena, sysroot, supply, error))
        return false;
    if (supply->kind != MF_KIND_UNKNOWN)
        return true;
    supply->problem_text = mf_arena_format(arena,
                                           _("no pool was found below %s (looked for %s, "
                                             "%s/cvi_*_heap_dump); name a board with --device"),
                                           sysroot ? sysroot : "/", CMM_PATH, ION_PATH);
    return supply->problem_text ? true : mf_fail_memory(error);
}
