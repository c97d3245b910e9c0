// SPDX-License-Identifier: MIT
/* Which kind of pool is there? Found by the files that exist, in the order CMM, ION, CMA. */
#include <string.h>

#include "../core/kernel_file.h"
#include "listing.h"
#include "probe.h"

/* Only looked for, never opened: reading below it can hang for good. Only CVITEK kernels have it.
 */
#define CVITEK_PATH "/proc/cvitek"

static bool probe_cmm(struct mf_arena *arena, const struct mf_root *sysroot,
                      struct mf_supply *supply, struct mf_error *error)
{
    struct mf_probe_text probe;
    if (!mf_probe_read(arena, sysroot, MF_CMM_PATH, &probe, error))
        return false;
    if (probe.state == MF_PROBE_ABSENT)
        return true;
    supply->kind = MF_KIND_CMM;
    supply->problem = MF_OK;
    supply->probe_path = probe.path;
    if (probe.state == MF_PROBE_UNREADABLE)
        return mf_probe_fail(arena, supply, error, _("cannot be read: %s"), probe.why);
    return mf_listing_parse(arena, probe.text, probe.length, MF_LISTING_CMM, supply, error);
}

#define HEAP_PREFIX "cvi_"
#define HEAP_SUFFIX "_heap_dump"
#define PREFIX_SIZE (sizeof HEAP_PREFIX - 1)
#define SUFFIX_SIZE (sizeof HEAP_SUFFIX - 1)

static bool is_heap(const char *name)
{
    size_t length = strlen(name);
    return length > PREFIX_SIZE + SUFFIX_SIZE && strncmp(name, HEAP_PREFIX, PREFIX_SIZE) == 0 &&
           strcmp(name + length - SUFFIX_SIZE, HEAP_SUFFIX) == 0;
}

/* By the name of its folder. */
static int rank_of(const char *name)
{
    return mf_ion_heap_rank(name + PREFIX_SIZE, strlen(name) - PREFIX_SIZE - SUFFIX_SIZE);
}

/* The heaps of ION, by the folders "cvi_<heap>_heap_dump" in debugfs. */
struct heaps {
    const char *chosen; /* the name of the folder; NULL: none, or it is unclear which */
    size_t count;
};

static struct heaps choose_heap(const struct mf_probe_folder *folder)
{
    struct heaps heaps = {NULL, 0};
    for (size_t i = 0; i < folder->count; i++) {
        const char *name = folder->names[i];
        if (!is_heap(name))
            continue;
        heaps.count++;
        if (!heaps.chosen || rank_of(name) > rank_of(heaps.chosen))
            heaps.chosen = name;
    }
    if (heaps.count > 1 && rank_of(heaps.chosen) == 1)
        heaps.chosen = NULL;
    return heaps;
}

static bool read_amount(struct mf_arena *arena, const struct mf_root *sysroot, const char *heap,
                        const char *file, struct mf_amount *amount, struct mf_error *error)
{
    struct mf_probe_text probe;
    const char *path = mf_arena_format(arena, "%s/%s", heap, file);
    if (!path || !mf_probe_read(arena, sysroot, path, &probe, error))
        return path ? false : mf_fail_memory(error);
    const char *at = probe.text;
    /* One that is cut is smaller; a whole one ends with its line. */
    amount->known =
        probe.state == MF_PROBE_READ && mf_scan_number(&at, 10, &amount->bytes) && *at == '\n';
    return true;
}

/* Without the summary there are still the two sums; the holes are then unknown. */
static bool probe_ion_sums(struct mf_arena *arena, const struct mf_root *sysroot, const char *heap,
                           struct mf_supply *supply, const char *why, struct mf_error *error)
{
    struct mf_amount total = {0};
    struct mf_amount used = {0};
    if (!read_amount(arena, sysroot, heap, "total_mem", &total, error) ||
        !read_amount(arena, sysroot, heap, "alloc_mem", &used, error))
        return false;
    if (!total.known || !used.known || used.bytes > total.bytes || total.bytes > MF_POOL_BYTES_MAX)
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

static bool probe_heap(struct mf_arena *arena, const struct mf_root *sysroot, const char *name,
                       struct mf_supply *supply, struct mf_error *error)
{
    struct mf_probe_text probe;
    const char *heap = mf_arena_format(arena, MF_ION_PATH "/%s", name);
    const char *path = heap ? mf_arena_format(arena, "%s/summary", heap) : NULL;
    if (!path || !mf_probe_read(arena, sysroot, path, &probe, error))
        return path ? false : mf_fail_memory(error);
    supply->problem = MF_OK;
    supply->probe_path = probe.path;
    if (probe.state == MF_PROBE_READ)
        return mf_listing_parse(arena, probe.text, probe.length, MF_LISTING_ION, supply, error);
    return probe_ion_sums(arena, sysroot, heap, supply,
                          probe.why ? probe.why : _("it does not exist"), error);
}

/* Is ION absent, as far as can be known? On a PC it is, and /sys/kernel/debug is closed to users.
 */
static bool has_no_ion(const struct mf_root *sysroot, const struct mf_probe_folder *folder)
{
    bool is_closed = !sysroot && folder->is_closed;
    return (folder->state == MF_PROBE_ABSENT || is_closed) &&
           !mf_probe_exists(sysroot, CVITEK_PATH);
}

/* There is ION, but no heap to read. */
static bool fail_ion(struct mf_arena *arena, const struct mf_root *sysroot,
                     const struct mf_probe_folder *folder, size_t heaps, struct mf_supply *supply,
                     struct mf_error *error)
{
    if (heaps > 1)
        return mf_probe_fail(arena, supply, error,
                             _("has %zu heaps, and none is called carveout or npu: which one "
                               "models go into is unknown; give --free"),
                             heaps);
    if (folder->state == MF_PROBE_READ)
        return mf_probe_fail(arena, supply, error,
                             _("has no folder cvi_*_heap_dump, so no heap is known; name the board "
                               "with --device"));
    if (folder->state == MF_PROBE_ABSENT && sysroot)
        return mf_probe_fail(arena, supply, error,
                             _("is missing; capture the board again, as root and with debugfs "
                               "mounted"));
    if (folder->state == MF_PROBE_ABSENT)
        return mf_probe_fail(
            arena, supply, error,
            _("is missing; run `mount -t debugfs none /sys/kernel/debug` as root"));
    return mf_probe_fail(arena, supply, error, _("cannot be read: %s"), folder->why);
}

static bool probe_ion(struct mf_arena *arena, const struct mf_root *sysroot,
                      struct mf_supply *supply, struct mf_error *error)
{
    struct mf_probe_folder folder;
    if (!mf_probe_list(arena, sysroot, MF_ION_PATH, &folder, error))
        return false;
    struct heaps heaps = choose_heap(&folder);
    if (heaps.count == 0 && has_no_ion(sysroot, &folder))
        return true;
    supply->kind = MF_KIND_ION;
    supply->probe_path = mf_probe_path(arena, sysroot, MF_ION_PATH);
    if (!supply->probe_path)
        return mf_fail_memory(error);
    if (heaps.chosen)
        return probe_heap(arena, sysroot, heaps.chosen, supply, error);
    return fail_ion(arena, sysroot, &folder, heaps.count, supply, error);
}

/* Free CMA need not be contiguous, and movable pages lie in it: the figure is an upper bound. */
static bool probe_cma(struct mf_arena *arena, const struct mf_root *sysroot,
                      struct mf_supply *supply, struct mf_error *error)
{
    struct mf_probe_text probe;
    struct mf_meminfo meminfo;
    if (!mf_probe_read(arena, sysroot, MF_MEMINFO_PATH, &probe, error))
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

/* No pool was found. What somebody captured is of a board, so there its pool could not be read. */
static bool report_nothing(struct mf_arena *arena, const struct mf_root *sysroot,
                           struct mf_supply *supply, struct mf_error *error)
{
    if (sysroot && sysroot->is_text)
        return mf_probe_fail(arena, supply, error,
                             _("%s holds no listing of a pool (of ax_cmm, ION, axcl-smi, or a log "
                               "of the boot); is it cut?"),
                             sysroot->name);
    if (!sysroot && !mf_sees_kernel()) {
        supply->problem_text = _("the WebAssembly build reads no live board; name a board with "
                                 "--device, or a captured one with --sysroot");
        return true;
    }
    supply->problem_text = mf_arena_format(arena,
                                           _("no pool was found below %s (looked for %s, "
                                             "%s/cvi_*_heap_dump); name a board with --device"),
                                           sysroot ? sysroot->name : "/", MF_CMM_PATH, MF_ION_PATH);
    return supply->problem_text ? true : mf_fail_memory(error);
}

bool mf_probe_board(struct mf_arena *arena, const struct mf_root *sysroot, bool with_cma,
                    struct mf_supply *supply, struct mf_error *error)
{
    supply->problem = MF_NO_PROBE;
    if (!probe_cmm(arena, sysroot, supply, error))
        return false;
    if (supply->kind == MF_KIND_UNKNOWN && !probe_ion(arena, sysroot, supply, error))
        return false;
    bool has_size = supply->kind == MF_KIND_CMM || supply->total.known;
    if (!has_size && !mf_probe_reserved(arena, sysroot, supply, error))
        return false;
    if (supply->kind == MF_KIND_UNKNOWN && with_cma && !probe_cma(arena, sysroot, supply, error))
        return false;
    return supply->kind != MF_KIND_UNKNOWN || report_nothing(arena, sysroot, supply, error);
}
