// SPDX-License-Identifier: MIT
/* Which supply counts: options, then a live or captured board, then a profile. */
#include "supply.h"

#include <stdio.h>
#include <string.h>

#include "../core/checked.h"
#include "holes.h"
#include "probe.h"

const char *mf_origin_word(enum mf_origin origin)
{
    static const char *const words[] = {NULL, "live", "sysroot", "profile", "option"};
    return words[origin];
}

struct finder {
    struct mf_arena *arena;
    const struct mf_device_list *devices;
    const struct mf_supply_request *request;
    struct mf_supply *supply;
    struct mf_error *error;
};

static bool tell(const struct finder *finder, enum mf_severity severity, const char *code,
                 const char *text)
{
    if (!text)
        return mf_fail_memory(finder->error);
    return mf_findings_add(finder->arena, &finder->supply->findings, severity, code, NULL,
                           finder->error, "%s", text);
}

/* 2: end of pool and a path agree; 1: the end, or the size of the heap; 0: not this board. */
static int match(const struct finder *finder, const struct mf_device *device)
{
    const struct mf_supply *supply = finder->supply;
    if (device->kind != supply->kind)
        return 0;
    bool end = device->detect_pool_end != 0 && device->detect_pool_end == supply->pool_end;
    bool size = device->detect_pool_bytes != 0 && supply->total.known &&
                device->detect_pool_bytes == supply->total.bytes;
    if (!end && !size)
        return 0;
    if (!device->detect_path)
        return 1;
    return mf_probe_exists(finder->arena, finder->request->sysroot, device->detect_path) ? 2 : 0;
}

/* The best match of all profiles; *twin is another that matches as well, or NULL. */
static const struct mf_device *best_match(const struct finder *finder,
                                          const struct mf_device **twin)
{
    int best = 0;
    const struct mf_device *found = NULL;
    *twin = NULL;
    for (size_t i = 0; i < finder->devices->count; i++) {
        int level = match(finder, &finder->devices->items[i]);
        if (level > best) {
            found = &finder->devices->items[i];
            best = level;
            *twin = NULL;
        } else if (level == best && level > 0 && !*twin) {
            *twin = &finder->devices->items[i];
        }
    }
    return found;
}

static bool detect(const struct finder *finder, const struct mf_device **found)
{
    const struct mf_device *twin;
    *found = best_match(finder, &twin);
    if (!*found)
        return tell(finder, MF_NOTE, "device-unknown",
                    _("which board this is, is not known, so the model's chip is not checked; name "
                      "it with --device"));
    if (!twin)
        return true;
    return tell(finder, MF_NOTE, "device-unsure",
                mf_arena_format(finder->arena, _("taken for %s; %s looks the same"), (*found)->id,
                                twin->id));
}

/* The board that was named counts, but a pool that looks like another board's is told. */
static bool compare_named(const struct finder *finder, const struct mf_device *device)
{
    const struct mf_device *twin;
    const struct mf_device *found = best_match(finder, &twin);
    if (!found || (found->ram_mib == device->ram_mib && strcmp(found->chip, device->chip) == 0))
        return true;
    return tell(finder, MF_WARNING, "device-differs",
                mf_arena_format(finder->arena,
                                _("the pool that was read looks like that of %s, not of %s"),
                                found->id, device->id));
}

/* A pool that starts below the end of Linux's memory is written to by both. */
static bool check_overlap(const struct finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    struct mf_probe_text probe;
    uint64_t linux_end;
    if (supply->kind != MF_KIND_CMM)
        return true;
    if (!mf_probe_read(finder->arena, finder->request->sysroot, "/proc/cmdline", &probe,
                       finder->error))
        return false;
    if (probe.state != MF_PROBE_READ)
        return true;
    supply->linux_mem = mf_cmdline_mem(probe.text);
    if (!supply->linux_mem.known || !device || device->dram_base == 0 || supply->pool_start == 0 ||
        !mf_add(device->dram_base, supply->linux_mem.bytes, &linux_end) ||
        supply->pool_start >= linux_end)
        return true;
    supply->overlaps_linux = true;
    return tell(
        finder, MF_ERROR, "pool-overlaps-linux",
        mf_arena_format(
            finder->arena,
            _("the pool starts at 0x%llX, but Linux owns the memory up to 0x%llX (mem=%lluM): both "
              "write to the same bytes; correct maix_memory_cmm in /boot/configs and reboot"),
            (unsigned long long)supply->pool_start, (unsigned long long)linux_end,
            (unsigned long long)(supply->linux_mem.bytes / MF_MIB)));
}

static bool read_user_memory(const struct finder *finder)
{
    struct mf_probe_text probe;
    struct mf_meminfo meminfo;
    if (!mf_probe_read(finder->arena, finder->request->sysroot, "/proc/meminfo", &probe,
                       finder->error))
        return false;
    if (probe.state != MF_PROBE_READ)
        return true;
    mf_meminfo_parse(probe.text, &meminfo);
    finder->supply->user_total = meminfo.total;
    finder->supply->user_available = meminfo.available;
    return true;
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
static bool is_orphan(const struct finder *finder, const char *name)
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
    return !mf_probe_exists(finder->arena, finder->request->sysroot, path);
}

static uint64_t leaked_orphans(const struct finder *finder)
{
    uint64_t leaked = 0;
    /* A captured board seldom holds /proc/<number>; then nothing can be told. */
    if (!mf_probe_exists(finder->arena, finder->request->sysroot, "/proc/1"))
        return 0;
    for (size_t i = 0; i < finder->supply->owner_count; i++) {
        if (is_orphan(finder, finder->supply->owners[i].name))
            leaked += finder->supply->owners[i].bytes;
    }
    return leaked;
}

static bool hint_leaks(const struct finder *finder)
{
    struct mf_supply *supply = finder->supply;
    supply->leaked_bytes = leaked_generations(supply) + leaked_orphans(finder);
    if (supply->leaked_bytes == 0)
        return true;
    return tell(
        finder, MF_WARNING, "leak",
        mf_arena_format(
            finder->arena,
            _("at least %llu bytes are held by programs that are gone; a reboot frees them"),
            (unsigned long long)supply->leaked_bytes));
}

/* Completes a probe that answered. `device` is the board asked for, or NULL. */
static bool complete_live(const struct finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    const struct mf_device *detected;
    supply->origin = finder->request->sysroot ? MF_ORIGIN_SYSROOT : MF_ORIGIN_LIVE;
    detected = device;
    if (device ? !compare_named(finder, device) : !detect(finder, &detected))
        return false;
    supply->device = detected;
    if (supply->problem == MF_OK && supply->table_missing &&
        !mf_ion_rebuild(finder->arena, supply, detected ? detected->pool_start : 0, finder->error))
        return false;
    return check_overlap(finder, detected) && hint_leaks(finder) && read_user_memory(finder);
}

static bool take_profile(const struct finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    struct mf_finding_list kept = supply->findings;
    uint64_t bytes = device->pool_mib * MF_MIB; /* bounded when the profile was read */
    *supply =
        (struct mf_supply){.device = device, .origin = MF_ORIGIN_PROFILE, .kind = device->kind};
    supply->findings = kept;
    supply->total = supply->free = (struct mf_amount){true, bytes};
    supply->used = (struct mf_amount){true, 0};
    if (bytes > 0 &&
        !mf_supply_add_hole(finder->arena, supply, (struct mf_hole){device->pool_start, bytes},
                            finder->error))
        return false;
    mf_supply_holes_done(supply);
    return tell(finder, MF_NOTE, "profile-idle",
                device->in_use_note
                    ? mf_arena_format(finder->arena,
                                      _("the profile assumes that nothing else is in the pool; %s"),
                                      device->in_use_note)
                    : _("the profile assumes that nothing else is in the pool"));
}

static bool tell_assumed(const struct finder *finder, const struct mf_device *device,
                         const char *name)
{
    if (!device->assumed || !device->assumed_alias || strcmp(device->assumed_alias, name) != 0)
        return true;
    return tell(finder, MF_NOTE, "device-assumed",
                mf_arena_format(finder->arena, _("%s is taken as %s: %s"), name, device->id,
                                device->assumed));
}

static const struct mf_device *default_device(const struct finder *finder)
{
    const char *format = finder->request->model_format;
    for (size_t i = 0; format && i < finder->devices->count; i++) {
        const struct mf_device *device = &finder->devices->items[i];
        if (device->default_format && strcmp(device->default_format, format) == 0)
            return device;
    }
    return NULL;
}

/* The board was named: its live reading where there is one of its kind, else its profile. */
static bool find_named(const struct finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    const char *name = finder->request->device_name ? finder->request->device_name : device->id;
    bool is_live = supply->problem == MF_OK && supply->kind == device->kind;
    if (is_live)
        return complete_live(finder, device);
    const char *why = NULL;
    if (supply->problem == MF_PROBE_FAILED)
        why = mf_arena_format(finder->arena,
                              _("the profile of %s is used, because the probe failed: %s"),
                              device->id, supply->problem_text);
    else if (supply->problem == MF_OK)
        why = mf_arena_format(
            finder->arena, _("the profile of %s is used: the pool found here is %s, its own is %s"),
            device->id, mf_kind_title(supply->kind), mf_kind_title(device->kind));
    else if (finder->request->sysroot)
        why = mf_arena_format(finder->arena,
                              _("the profile of %s is used: no pool was found below %s"),
                              device->id, finder->request->sysroot);
    if (why && !tell(finder, MF_WARNING, "profile-used", why))
        return false;
    return take_profile(finder, device) && tell_assumed(finder, device, name);
}

static bool find_unnamed(const struct finder *finder)
{
    struct mf_supply *supply = finder->supply;
    if (supply->kind != MF_KIND_UNKNOWN)
        return complete_live(finder, NULL);
    const struct mf_device *device = default_device(finder);
    if (finder->request->sysroot || !device)
        return true; /* no probe: unknown */
    return take_profile(finder, device) &&
           tell(finder, MF_NOTE, "device-assumed",
                mf_arena_format(finder->arena,
                                _("no board is here and none was named; %s is assumed (%s); "
                                  "--device names another"),
                                device->id, device->assumed ? device->assumed : device->title));
}

/* One hole: what an option says is taken to be in one piece. */
static bool set_free(const struct finder *finder, uint64_t bytes)
{
    struct mf_supply *supply = finder->supply;
    supply->hole_count = 0;
    supply->free = (struct mf_amount){true, bytes};
    supply->origin = MF_ORIGIN_OPTION;
    supply->problem = MF_OK;
    supply->problem_text = NULL;
    if (bytes > 0 &&
        !mf_supply_add_hole(finder->arena, supply, (struct mf_hole){0, bytes}, finder->error))
        return false;
    mf_supply_holes_done(supply);
    return true;
}

static bool apply_options(const struct finder *finder)
{
    struct mf_supply *supply = finder->supply;
    const struct mf_supply_request *request = finder->request;
    if (request->pool.known) {
        if (!supply->used.known)
            supply->used = (struct mf_amount){true, 0};
        supply->total = request->pool;
        uint64_t used = supply->used.bytes;
        if (!set_free(finder, used < request->pool.bytes ? request->pool.bytes - used : 0))
            return false;
    }
    if (!request->free.known)
        return true;
    bool has_total = supply->total.known && supply->total.bytes >= request->free.bytes;
    supply->total.known = has_total;
    supply->used =
        (struct mf_amount){has_total, has_total ? supply->total.bytes - request->free.bytes : 0};
    return set_free(finder, request->free.bytes);
}

/* CMA is the pool of no board that is known; on a PC it is none of the NPU's business. */
static bool counts_cma(const struct mf_supply_request *request)
{
    return request->sysroot || !request->model_format ||
           (request->device && request->device->kind == MF_KIND_CMA);
}

bool mf_supply_find(struct mf_arena *arena, const struct mf_device_list *devices,
                    const struct mf_supply_request *request, struct mf_supply *supply,
                    struct mf_error *error)
{
    struct finder finder = {arena, devices, request, supply, error};
    memset(supply, 0, sizeof *supply);
    if (!mf_probe_board(arena, request->sysroot, counts_cma(request), supply, error))
        return false;
    bool ok = request->device ? find_named(&finder, request->device) : find_unnamed(&finder);
    return ok && apply_options(&finder);
}
