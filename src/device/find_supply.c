// SPDX-License-Identifier: MIT
/* Where the figures come from: options first, then a live or captured board, then a profile. */
#include "find_supply.h"

#include <string.h>

#include "../core/alike.h"
#include "../core/text.h"
#include "finder.h"
#include "probe.h"

#define AX_PATH "/proc/ax_proc"

static bool read_user_memory(const struct mf_finder *finder)
{
    struct mf_probe_text probe;
    struct mf_meminfo meminfo;
    if (!mf_probe_read(finder->arena, finder->request->sysroot, "/proc/meminfo", &probe,
                       finder->error))
        return false;
    if (probe.state == MF_PROBE_UNREADABLE)
        return mf_finder_report(
            finder, MF_NOTE, "meminfo-unreadable",
            mf_arena_format(finder->arena, _("Linux's memory is unknown: %s cannot be read: %s"),
                            probe.path, probe.why));
    if (probe.state != MF_PROBE_READ)
        return true;
    mf_meminfo_parse(probe.text, &meminfo);
    finder->supply->user_total = meminfo.total;
    finder->supply->user_available = meminfo.available;
    return true;
}

static bool no_probe(const struct mf_finder *finder, const char *text)
{
    finder->supply->problem = MF_NO_PROBE;
    finder->supply->problem_text = text;
    return text ? true : mf_fail_memory(finder->error);
}

/* Nothing that was read says anything of the board that was named. */
static bool refuse_foreign(const struct mf_finder *finder, const struct mf_device *named)
{
    struct mf_supply *supply = finder->supply;
    char size[MF_SIZE_TEXT_MAX];
    const char *text = mf_arena_format(
        finder->arena,
        _("the pool that was read (%s) cannot be that of %s, by its size or its end; leave out "
          "--device to judge the board that was read, or --sysroot to judge by the profile"),
        mf_size_text(supply->total.bytes, size), named->name);
    *supply =
        (struct mf_supply){.device = named, .kind = named->kind, .findings = supply->findings};
    return no_probe(finder, text);
}

/* Completes what was read of a board that is here. `named` is the board asked for, or NULL. */
static bool complete_live(const struct mf_finder *finder, const struct mf_device *named)
{
    struct mf_supply *supply = finder->supply;
    if (named && mf_pool_is_foreign(named, supply))
        return refuse_foreign(finder, named);
    supply->origin = finder->request->sysroot ? MF_ORIGIN_SYSROOT : MF_ORIGIN_LIVE;
    supply->panel = finder->signs.panel;
    supply->device = named;
    if (named ? !mf_check_named(finder, named) : !mf_recognize(finder))
        return false;
    if (supply->problem == MF_OK && supply->table_missing &&
        !mf_ion_rebuild(finder->arena, supply, mf_usual_start(finder, supply->device),
                        finder->error))
        return false;
    return mf_examine(finder, supply->device) && read_user_memory(finder);
}

/* What is in the pool even when no program runs. */
static bool add_idle_use(const struct mf_finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    uint64_t bytes = device->idle_use_kib * MF_KIB; /* less than the pool, as the profile says */
    const char *owner = device->idle_owner ? _(device->idle_owner) : _("drivers");
    if (bytes == 0)
        return true;
    return mf_supply_add_block(finder->arena, supply,
                               (struct mf_pool_block){device->pool_start, bytes, owner},
                               finder->error) &&
           mf_supply_group_owners(finder->arena, supply, finder->error);
}

static bool report_idle_use(const struct mf_finder *finder, const struct mf_device *device)
{
    if (finder->request->free.known)
        return true; /* what is free was given */
    const char *text = _("the profile assumes that the pool is empty");
    if (device->idle_use_kib > 0 && device->idle_owner)
        text = mf_arena_format(finder->arena,
                               _("the profile assumes that only %s uses the pool, with %llu KiB"),
                               _(device->idle_owner), (unsigned long long)device->idle_use_kib);
    else if (device->idle_use_kib > 0)
        text = mf_arena_format(
            finder->arena,
            _("the profile assumes that only the drivers use the pool, with %llu KiB"),
            (unsigned long long)device->idle_use_kib);
    return mf_finder_report(finder, MF_NOTE, "profile-idle", text);
}

static bool take_profile(const struct mf_finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    uint64_t total = device->pool_bytes; /* both bounded when the profile was read */
    uint64_t used = device->idle_use_kib * MF_KIB;
    struct mf_hole hole = {device->pool_start + used, total - used};
    *supply = (struct mf_supply){.device = device,
                                 .origin = MF_ORIGIN_PROFILE,
                                 .kind = device->kind,
                                 .findings = supply->findings};
    supply->total = (struct mf_amount){true, total};
    supply->used = (struct mf_amount){true, used};
    return add_idle_use(finder, device) && mf_finder_set_hole(finder, hole) &&
           report_idle_use(finder, device);
}

static bool report_assumed(const struct mf_finder *finder, const struct mf_device *device,
                           const char *name)
{
    if (!device->assumed || !device->assumed_alias || !mf_alike(device->assumed_alias, name))
        return true;
    finder->supply->device_assumed = true;
    return mf_finder_report(finder, MF_NOTE, "device-assumed",
                            mf_arena_format(finder->arena, _("%s is assumed to be %s: %s"), name,
                                            device->name, _(device->assumed)));
}

/* No known board loads models into CMA: `status` shows it, but no model is judged by it. */
static bool refuse_cma(const struct mf_finder *finder)
{
    return no_probe(finder, mf_arena_format(finder->arena,
                                            _("%s reports only CMA, but models are loaded into a "
                                              "CMM or ION pool; name a board with --device"),
                                            finder->supply->probe_path));
}

/* What shows that a board is here although no pool was found; the path is NULL where nothing does:
 * a PC. */
struct trace {
    const char *path;
    enum mf_pool_kind kind; /* of that board's pool */
};

static struct trace trace_of_board(const struct mf_finder *finder)
{
    static const char *const paths[] = {"/boot/board", "/proc/device-tree", "/proc/device-tree"};
    const struct mf_root *sysroot = finder->request->sysroot;
    for (size_t i = 0; finder->signs.sign != MF_SIGN_NONE && i < finder->devices->count; i++) {
        const struct mf_device *device = &finder->devices->items[i];
        if (mf_signs_allow(&finder->signs, device))
            return (struct trace){paths[finder->signs.sign], device->kind};
    }
    if (mf_probe_exists(sysroot, AX_PATH))
        return (struct trace){AX_PATH, MF_KIND_CMM};
    const char *missing = ""; /* neighbors share theirs */
    for (size_t i = 0; i < finder->devices->count; i++) {
        const struct mf_device *device = &finder->devices->items[i];
        if (!device->detect_path || strcmp(device->detect_path, missing) == 0)
            continue;
        if (mf_probe_exists(sysroot, device->detect_path))
            return (struct trace){device->detect_path, device->kind};
        missing = device->detect_path;
    }
    return (struct trace){NULL, MF_KIND_UNKNOWN};
}

/* The usual pool is not there, so the usual figures are not those of this board. */
static bool complete_without_pool(const struct mf_finder *finder, const struct mf_device *named,
                                  struct trace trace)
{
    bool is_cmm = trace.kind == MF_KIND_CMM;
    const char *text = mf_arena_format(
        finder->arena,
        is_cmm ? _("%s shows that a board is here, but it has no pool (%s is missing); check that "
                   "ax_cmm is loaded and that maix_memory_cmm is a plain number, or judge by a "
                   "profile with --device ID@IMAGE")
               : _("%s shows that a board is here, but no pool was found (%s is missing); try "
                   "again as root, or judge by a profile with --device ID@IMAGE"),
        trace.path, is_cmm ? MF_CMM_PATH : MF_ION_PATH);
    bool ok = no_probe(finder, text) && complete_live(finder, named);
    finder->supply->origin = MF_ORIGIN_NONE;
    return ok;
}

/* ID@IMAGE asks for a profile where the board's pool cannot be read. */
static bool names_image(const struct mf_finder *finder)
{
    const char *name = finder->request->device_name;
    return name && strchr(name, '@');
}

static bool asks_for_image(const struct mf_finder *finder)
{
    return finder->supply->problem != MF_OK && names_image(finder);
}

/* Is a board with this kind of pool here, whether its pool could be read or not? */
static bool is_here(const struct mf_finder *finder, enum mf_pool_kind kind)
{
    const struct mf_supply *supply = finder->supply;
    if (supply->problem == MF_PROBE_FAILED && supply->kind == MF_KIND_UNKNOWN)
        return true;
    if (supply->kind == MF_KIND_UNKNOWN)
        return trace_of_board(finder).kind == kind;
    return supply->kind == kind && (supply->problem != MF_NO_PROBE || supply->total.known);
}

/* Why a profile stands in, where something was read; "" where nothing is here. */
static const char *why_profile(const struct mf_finder *finder, const struct mf_device *device)
{
    const struct mf_supply *supply = finder->supply;
    if (supply->problem == MF_PROBE_FAILED && is_here(finder, device->kind))
        return mf_arena_format(finder->arena,
                               _("the profile of %s is used, because the probe failed: %s"),
                               device->name, supply->problem_text);
    if (supply->kind != MF_KIND_UNKNOWN && supply->kind != device->kind)
        return mf_arena_format(
            finder->arena,
            _("the profile of %s is used, because the pool found here is %s and that board has %s"),
            device->name, mf_kind_title(supply->kind), mf_kind_title(device->kind));
    if (!finder->request->sysroot && !trace_of_board(finder).path)
        return "";
    return mf_arena_format(
        finder->arena, _("the profile of %s is used, because no pool was found below %s"),
        device->name, finder->request->sysroot ? finder->request->sysroot->name : "/");
}

/* A captured board was named that has no pool of this kind: a wrong path must not become a verdict
 * by a profile. */
static bool refuse_sysroot(const struct mf_finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    const char *root = finder->request->sysroot->name;
    const char *text =
        supply->kind != MF_KIND_UNKNOWN && supply->kind != device->kind
            ? mf_arena_format(finder->arena,
                              _("the pool below %s is %s, and %s has %s; leave out --sysroot to "
                                "judge by the profile of %s"),
                              root, mf_kind_title(supply->kind), device->name,
                              mf_kind_title(device->kind), device->name)
            : mf_arena_format(finder->arena,
                              _("no pool was found below %s; leave out --sysroot to judge by the "
                                "profile of %s"),
                              root, device->name);
    *supply =
        (struct mf_supply){.device = device, .kind = device->kind, .findings = supply->findings};
    return no_probe(finder, text);
}

/* The board was named: what is read here where a board of its kind is, else its profile. */
static bool find_named(const struct mf_finder *finder, const struct mf_device *device)
{
    const struct mf_supply *supply = finder->supply;
    const char *name = finder->request->device_name ? finder->request->device_name : device->name;
    if (is_here(finder, device->kind) && !asks_for_image(finder)) {
        const struct mf_device *named = mf_resolve_named(finder, device, name);
        bool is_found = supply->kind != MF_KIND_UNKNOWN || supply->problem == MF_PROBE_FAILED;
        return is_found ? complete_live(finder, named)
                        : complete_without_pool(finder, named, trace_of_board(finder));
    }
    if (finder->request->sysroot && !names_image(finder))
        return refuse_sysroot(finder, device);
    const char *why = why_profile(finder, device);
    if (!why)
        return mf_fail_memory(finder->error);
    if (*why != '\0' && !mf_finder_report(finder, MF_WARNING, "profile-used", why))
        return false;
    return take_profile(finder, device) && report_assumed(finder, device, name);
}

/* The usual board for the model, or one for its chip; NULL without a model. */
static const struct mf_device *assumed_board(const struct mf_finder *finder)
{
    const char *chip = finder->request->model_chip;
    const struct mf_device *device = chip ? mf_device_for_chip(finder->devices, chip) : NULL;
    return device ? device : mf_device_for_format(finder->devices, finder->request->model_format);
}

static bool find_unnamed(const struct mf_finder *finder)
{
    struct mf_supply *supply = finder->supply;
    const char *format = finder->request->model_format;
    if (supply->kind != MF_KIND_UNKNOWN) {
        bool judged_by_cma = supply->kind == MF_KIND_CMA && format;
        return complete_live(finder, NULL) && (!judged_by_cma || refuse_cma(finder));
    }
    struct trace trace = trace_of_board(finder);
    if (trace.path && supply->problem != MF_PROBE_FAILED)
        return complete_without_pool(finder, NULL, trace);
    const struct mf_device *device = assumed_board(finder);
    if (finder->request->sysroot || !device)
        return read_user_memory(finder); /* the pool is unknown */
    if (!take_profile(finder, device))
        return false;
    supply->device_assumed = true;
    const char *title = _(device->assumed ? device->assumed : device->title);
    return mf_finder_report(
        finder, MF_NOTE, "device-assumed",
        mf_arena_format(finder->arena,
                        device->on_card
                            ? _("no board was found here and none was named, so %s is assumed "
                                "(%s); name it or another with --device: while a card loads a "
                                "file it holds a copy of it too, which is counted only for a "
                                "card that is named")
                            : _("no board was found here and none was named, so %s is assumed "
                                "(%s); name another with --device"),
                        device->name, title));
}

/* A PC has CMA too, which no NPU uses: there a model's usual board is assumed. */
static bool probes_cma(const struct mf_supply_request *request)
{
    return request->sysroot || !request->model_format ||
           (request->device && request->device->kind == MF_KIND_CMA);
}

bool mf_supply_find(struct mf_arena *arena, const struct mf_device_list *devices,
                    const struct mf_supply_request *request, struct mf_supply *supply,
                    struct mf_error *error)
{
    struct mf_finder finder = {arena, devices, request, supply, error, {.sign = MF_SIGN_NONE}};
    memset(supply, 0, sizeof *supply);
    if (request->profile_only && request->device)
        return take_profile(&finder, request->device) &&
               report_assumed(&finder, request->device, request->device_name) &&
               mf_apply_options(&finder);
    if (!mf_signs_read(arena, request->sysroot, devices, &finder.signs, error) ||
        !mf_probe_board(arena, request->sysroot, probes_cma(request), supply, error))
        return false;
    bool ok = request->device ? find_named(&finder, request->device) : find_unnamed(&finder);
    return ok && mf_apply_options(&finder);
}
