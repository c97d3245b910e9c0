// SPDX-License-Identifier: MIT
/* What is wrong with a pool that was read: it is empty, it lies in Linux's memory, some of it is
 * held by programs that are gone. */
#include <stdio.h>
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "finder.h"
#include "probe.h"

static bool tell_empty(const struct mf_finder *finder)
{
    return mf_finder_report(
        finder, MF_ERROR, "pool-empty",
        finder->supply->kind == MF_KIND_CMM
            ? _("the pool was made with 0 bytes, so no camera or model can run; "
                "on a MaixCAM2 `maixfit config check` tells what in "
                "/boot/configs makes it so")
            : _("the pool was made with 0 bytes, so no camera or model can run"));
}

/* Where Linux's memory ends on this board: `mem=` counts from the start of RAM, and Linux uses no
 * more than the device tree gives it (linux_max_mib). False: the board tells no start. */
static bool linux_end_of(const struct mf_device *device, uint64_t linux_mem, uint64_t *end)
{
    uint64_t most = device->linux_max_mib * MF_MIB; /* bounded where profiles are read */
    if (most > 0 && linux_mem > most)
        linux_mem = most;
    return device->dram_base != 0 && mf_add(device->dram_base, linux_mem, end);
}

/* Does the board's RAM hold the pool that was read? */
static bool holds_pool(const struct mf_device *device, const struct mf_supply *supply)
{
    uint64_t end;
    return device->kind == supply->kind && device->dram_base != 0 &&
           mf_add(device->dram_base, device->ram_mib * MF_MIB, &end) &&
           supply->pool_start >= device->dram_base && supply->pool_end <= end;
}

/* For a board that is not known: the furthest end on any board whose RAM holds the pool. */
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
        if (holds_pool(other, supply) && linux_end_of(other, supply->linux_mem.bytes, &one) &&
            one > *end)
            *end = one;
    }
    return *end > 0;
}

static bool tell_unchecked(const struct mf_finder *finder, const char *why)
{
    return mf_finder_report(
        finder, MF_NOTE, "overlap-unchecked",
        mf_arena_format(finder->arena,
                        _("whether the pool lies in Linux's memory was not checked: %s"), why));
}

static bool tell_overlap(const struct mf_finder *finder, const struct mf_device *device,
                         uint64_t linux_end)
{
    const struct mf_supply *supply = finder->supply;
    return mf_finder_report(
        finder, MF_ERROR, "pool-overlaps-linux",
        mf_arena_format(
            finder->arena,
            _("the pool starts at 0x%llX, but Linux owns the memory up to 0x%llX (mem=%lluM): both "
              "write to the same bytes. %s"),
            (unsigned long long)supply->pool_start, (unsigned long long)linux_end,
            (unsigned long long)(supply->linux_mem.bytes / MF_MIB),
            device && device->adjust ? _(device->adjust)
                                     : _("Correct how memory is split (MaixCAM2: maix_memory_cmm "
                                         "in /boot/configs), and reboot.")));
}

/* A pool that starts below the end of Linux's memory is written to by both. */
static bool check_overlap(const struct mf_finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    struct mf_probe_text probe;
    uint64_t linux_end;
    if (!mf_probe_read(finder->arena, finder->request->sysroot, "/proc/cmdline", &probe,
                       finder->error))
        return false;
    if (probe.state != MF_PROBE_READ)
        return tell_unchecked(finder, _("/proc/cmdline cannot be read"));
    supply->linux_mem = mf_cmdline_mem(probe.text);
    if (!supply->linux_mem.known)
        return tell_unchecked(finder, _("/proc/cmdline has no mem="));
    if (supply->pool_start == 0)
        return tell_unchecked(finder, _("the listing does not tell where the pool starts"));
    if (!find_linux_end(finder, device, &linux_end))
        return tell_unchecked(finder, _("where the board's RAM starts is not known"));
    supply->overlap_checked = true;
    if (supply->pool_start >= linux_end)
        return true;
    supply->overlaps_linux = true;
    return tell_overlap(finder, device, linux_end);
}

/* Buffers of which only one generation can be alive: a killed process leaves its own behind. */
static uint64_t leaked_generations(const struct mf_supply *supply)
{
    static const char *const single[] = {"ISP_SHARED_BUFFER_0", "VI_DMA_BUF"};
    uint64_t leaked = 0;
    for (size_t i = 0; supply->kind == MF_KIND_ION && i < supply->owner_count; i++) {
        const struct mf_owner *owner = &supply->owners[i];
        for (size_t k = 0; k < sizeof single / sizeof single[0]; k++) {
            if (owner->blocks > 1 && strcmp(owner->name, single[k]) == 0)
                leaked += owner->bytes - owner->bytes / owner->blocks;
        }
    }
    return leaked;
}

/* The process that a block's name ends with (`_pid<N>`) is gone. */
static bool is_orphan(const struct mf_finder *finder, const char *name)
{
    char path[64];
    uint64_t process;
    const char *at = strstr(name, "_pid");
    if (!at)
        return false;
    at += 4;
    if (!mf_scan_number(&at, 10, &process) || *at != '\0')
        return false;
    snprintf(path, sizeof path, "/proc/%llu", (unsigned long long)process);
    return !mf_probe_exists(finder->request->sysroot, path);
}

static uint64_t leaked_orphans(const struct mf_finder *finder)
{
    uint64_t leaked = 0;
    /* A captured board seldom holds /proc/<number>; then nothing can be told. */
    if (!mf_probe_exists(finder->request->sysroot, "/proc/1"))
        return 0;
    for (size_t i = 0; i < finder->supply->owner_count; i++) {
        if (is_orphan(finder, finder->supply->owners[i].name))
            leaked += finder->supply->owners[i].bytes;
    }
    return leaked;
}

static bool hint_leaks(const struct mf_finder *finder)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_supply *supply = finder->supply;
    supply->leaked_bytes = leaked_generations(supply) + leaked_orphans(finder);
    if (supply->leaked_bytes == 0)
        return true;
    return mf_finder_report(
        finder, MF_WARNING, "leak",
        mf_arena_format(finder->arena,
                        _("at least %s are held by programs that are gone; a reboot frees them"),
                        mf_size_text(supply->leaked_bytes, size)));
}

bool mf_examine(const struct mf_finder *finder, const struct mf_device *device)
{
    const struct mf_supply *supply = finder->supply;
    if (supply->total.known && supply->total.bytes == 0)
        return tell_empty(finder);
    if (supply->kind == MF_KIND_CMM && supply->problem == MF_OK && !check_overlap(finder, device))
        return false;
    return hint_leaks(finder);
}
