// SPDX-License-Identifier: MIT
/* What is wrong with a pool that was read: it is empty, or it overlaps Linux's memory. Leaks are
 * found by leak.c. */
#include "../core/checked.h"
#include "finder.h"
#include "probe.h"

static bool report_empty(const struct mf_finder *finder)
{
    const char *text =
        finder->supply->kind == MF_KIND_CMM
            ? _("the pool has 0 bytes, so no camera or model can run; on a MaixCAM2 `maixfit "
                "config check` shows what in /boot/configs causes this")
            : _("the pool has 0 bytes, so no camera or model can run");
    return mf_finder_report(finder, MF_ERROR, "pool-empty", text);
}

/* Where Linux's memory ends on this board: `mem=` counts from the start of RAM, and Linux uses no
 * more than the device tree gives it (linux_max_mib). False: the start is unknown. */
static bool linux_end_of(const struct mf_device *device, uint64_t linux_mem, uint64_t *end)
{
    uint64_t most = device->linux_max_mib * MF_MIB; /* bounded where profiles are read */
    if (most > 0 && linux_mem > most)
        linux_mem = most;
    return device->dram_base != 0 && mf_add(device->dram_base, linux_mem, end);
}

/* Is the pool that was read inside the board's RAM? */
static bool contains_pool(const struct mf_device *device, const struct mf_supply *supply)
{
    uint64_t end;
    return device->kind == supply->kind && device->dram_base != 0 &&
           mf_add(device->dram_base, device->ram_mib * MF_MIB, &end) &&
           supply->pool_start >= device->dram_base && supply->pool_end <= end;
}

/* For an unknown board: the highest end on any board whose RAM contains the pool. */
static bool find_linux_end(const struct mf_finder *finder, const struct mf_device *device,
                           uint64_t *end)
{
    const struct mf_supply *supply = finder->supply;
    *end = 0;
    if (device)
        return linux_end_of(device, supply->linux_mem.bytes, end);
    for (size_t i = 0; i < finder->devices->count; i++) {
        uint64_t one;
        const struct mf_device *other = &finder->devices->items[i];
        if (contains_pool(other, supply) && linux_end_of(other, supply->linux_mem.bytes, &one) &&
            one > *end)
            *end = one;
    }
    return *end > 0;
}

static bool report_unchecked(const struct mf_finder *finder, const char *text)
{
    return mf_finder_report(finder, MF_NOTE, "overlap-unchecked", text);
}

static bool report_overlap(const struct mf_finder *finder, const struct mf_device *device,
                           uint64_t linux_end)
{
    const struct mf_supply *supply = finder->supply;
    return mf_finder_report(
        finder, MF_ERROR, "pool-overlaps-linux",
        mf_arena_format(
            finder->arena,
            _("the pool starts at 0x%llX, but Linux uses the memory up to 0x%llX (mem=%lluM): both "
              "write to the same bytes. %s"),
            (unsigned long long)supply->pool_start, (unsigned long long)linux_end,
            (unsigned long long)(supply->linux_mem.bytes / MF_MIB),
            device && device->adjust ? _(device->adjust)
                                     : _("Correct how memory is split (MaixCAM2: maix_memory_cmm "
                                         "in /boot/configs), and reboot.")));
}

/* A pool that starts below the end of Linux's memory is written by both. */
static bool check_overlap(const struct mf_finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    struct mf_probe_text probe;
    uint64_t linux_end;
    if (!mf_probe_read(finder->arena, finder->request->sysroot, "/proc/cmdline", &probe,
                       finder->error))
        return false;
    if (probe.state != MF_PROBE_READ)
        return report_unchecked(finder, _("/proc/cmdline cannot be read, so it is unknown whether "
                                          "the pool overlaps Linux's memory"));
    supply->linux_mem = mf_cmdline_mem(probe.text);
    if (!supply->linux_mem.known)
        return report_unchecked(finder, _("/proc/cmdline has no mem=, so it is unknown whether the "
                                          "pool overlaps Linux's memory"));
    if (supply->pool_start == 0)
        return report_unchecked(finder,
                                _("the listing does not report where the pool starts, so it is "
                                  "unknown whether the pool overlaps Linux's memory"));
    if (!find_linux_end(finder, device, &linux_end))
        return report_unchecked(finder,
                                _("the address at which the board's RAM starts is unknown, so it "
                                  "is unknown whether the pool overlaps Linux's memory"));
    supply->overlap_checked = true;
    if (supply->pool_start >= linux_end)
        return true;
    supply->overlaps_linux = true;
    return report_overlap(finder, device, linux_end);
}

bool mf_examine(const struct mf_finder *finder, const struct mf_device *device)
{
    const struct mf_supply *supply = finder->supply;
    if (supply->total.known && supply->total.bytes == 0)
        return report_empty(finder);
    if (supply->kind == MF_KIND_CMM && supply->problem == MF_OK && !check_overlap(finder, device))
        return false;
    return mf_find_processes(finder) && mf_find_leaks(finder);
}
