// SPDX-License-Identifier: MIT
/* Where the figures come from: options first, then a live or captured board, then a profile. */
#include "find_supply.h"

#include <string.h>

#include "../core/alike.h"
#include "../core/checked.h"
#include "finder.h"
#include "probe.h"

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

/* Completes a probe that found a pool. `device` is the board asked for, or NULL. */
static bool complete_live(const struct mf_finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    const struct mf_device *detected;
    supply->origin = finder->request->sysroot ? MF_ORIGIN_SYSROOT : MF_ORIGIN_LIVE;
    detected = device;
    if (device ? !mf_check_named(finder, device) : !mf_recognize(finder, &detected))
        return false;
    supply->device = detected;
    if (supply->problem == MF_OK && supply->table_missing &&
        !mf_ion_rebuild(finder->arena, supply, mf_usual_start(finder, detected), finder->error))
        return false;
    return mf_examine(finder, detected) && read_user_memory(finder);
}

/* All free memory is one hole; none where nothing is free. */
static bool set_hole(const struct mf_finder *finder, struct mf_hole hole)
{
    struct mf_supply *supply = finder->supply;
    supply->hole_count = 0;
    supply->free = (struct mf_amount){true, hole.bytes};
    if (hole.bytes > 0 && !mf_supply_add_hole(finder->arena, supply, hole, finder->error))
        return false;
    mf_supply_finish_holes(supply);
    return true;
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
    struct mf_finding_list kept = supply->findings;
    uint64_t total = device->pool_bytes; /* both bounded when the profile was read */
    uint64_t used = device->idle_use_kib * MF_KIB;
    struct mf_hole hole = {device->pool_start + used, total - used};
    *supply =
        (struct mf_supply){.device = device, .origin = MF_ORIGIN_PROFILE, .kind = device->kind};
    supply->findings = kept;
    supply->total = (struct mf_amount){true, total};
    supply->used = (struct mf_amount){true, used};
    return add_idle_use(finder, device) && set_hole(finder, hole) &&
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

/* Is a board with this kind of pool here, whether its pool could be read or not? */
static bool is_here(const struct mf_supply *supply, enum mf_pool_kind kind)
{
    if (supply->problem == MF_PROBE_FAILED && supply->kind == MF_KIND_UNKNOWN)
        return true;
    bool is_found = supply->problem != MF_NO_PROBE || supply->total.known;
    return is_found && supply->kind == kind;
}

/* The board was named: what is read here where a board of its kind is, else its profile. */
static bool find_named(const struct mf_finder *finder, const struct mf_device *device)
{
    struct mf_supply *supply = finder->supply;
    const char *name = finder->request->device_name ? finder->request->device_name : device->name;
    if (is_here(supply, device->kind))
        return complete_live(finder, mf_resolve_named(finder, device, name));
    const char *why = NULL;
    if (supply->kind != MF_KIND_UNKNOWN)
        why = mf_arena_format(
            finder->arena,
            _("the profile of %s is used, because the pool found here is %s and that board has %s"),
            device->name, mf_kind_title(supply->kind), mf_kind_title(device->kind));
    else if (finder->request->sysroot)
        why = mf_arena_format(finder->arena,
                              _("the profile of %s is used, because no pool was found below %s"),
                              device->name, finder->request->sysroot->name);
    if (why && !mf_finder_report(finder, MF_WARNING, "profile-used", why))
        return false;
    return take_profile(finder, device) && report_assumed(finder, device, name);
}

static bool no_probe(const struct mf_finder *finder, const char *text)
{
    finder->supply->problem = MF_NO_PROBE;
    finder->supply->problem_text = text;
    return text ? true : mf_fail_memory(finder->error);
}

/* No known board loads models into CMA: `status` shows it, but no model is judged by it. */
static bool refuse_cma(const struct mf_finder *finder)
{
    return no_probe(finder, mf_arena_format(finder->arena,
                                            _("%s reports only CMA, but models are loaded into a "
                                              "CMM or ION pool; name a board with --device"),
                                            finder->supply->probe_path));
}

/* A board that some profile knows, but whose driver made no pool: the usual pool is not there. */
static bool refuse_without_pool(const struct mf_finder *finder, const char *board_file)
{
    return no_probe(
        finder,
        mf_arena_format(finder->arena,
                        _("%s exists, so this is a board, but it has no pool "
                          "(/proc/ax_proc/mem_cmm_info is missing); check that ax_cmm is loaded "
                          "and that maix_memory_cmm is a plain number, or name the board with "
                          "--device to judge by its profile"),
                        board_file));
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
    const struct mf_device *device = assumed_board(finder);
    if (finder->request->sysroot || !device)
        return read_user_memory(finder); /* the pool is unknown */
    const char *board_file = mf_find_board_file(finder);
    if (board_file)
        return refuse_without_pool(finder, board_file);
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

/* The size of an option counts as one hole. */
static bool set_free(const struct mf_finder *finder, uint64_t bytes)
{
    finder->supply->origin = MF_ORIGIN_OPTION;
    finder->supply->problem = MF_OK;
    finder->supply->problem_text = NULL;
    return set_hole(finder, (struct mf_hole){0, bytes});
}

/* Linux has more or less memory when the pool has another size than now. */
static void give_to_linux(struct mf_supply *supply, uint64_t pool)
{
    if (!supply->total.known)
        return;
    uint64_t before = mf_device_pool_cost(supply->device, supply->total.bytes);
    uint64_t after = mf_device_pool_cost(supply->device, pool);
    struct mf_amount *amounts[] = {&supply->user_total, &supply->user_available};
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        uint64_t sum;
        amounts[i]->known = amounts[i]->known && mf_add(amounts[i]->bytes, before, &sum);
        if (amounts[i]->known)
            amounts[i]->bytes = sum > after ? sum - after : 0;
    }
}

/* A pool of another size does not have the faults of the present one. */
static void drop_present_faults(struct mf_supply *supply)
{
    for (size_t i = 0; i < supply->findings.count; i++) {
        if (supply->findings.items[i].severity == MF_ERROR)
            supply->findings.items[i].severity = MF_WARNING;
    }
    supply->overlaps_linux = false;
    supply->leaked_bytes = 0;
    supply->doubtful_bytes = 0;
}

static bool report_too_small(const struct mf_finder *finder)
{
    return mf_finder_report(finder, MF_WARNING, "pool-too-small",
                            _("what uses the pool now would not fit into a pool of that size"));
}

/* After the reboot the present users are in the new pool again, and the rest of it is one hole. */
static bool set_pool(const struct mf_finder *finder, struct mf_amount pool)
{
    struct mf_supply *supply = finder->supply;
    if (!supply->used.known &&
        !mf_finder_report(
            finder, MF_WARNING, "pool-idle",
            _("how much of the pool is in use is unknown; it is judged as if it were empty")))
        return false;
    uint64_t used = supply->used.known ? mf_supply_used_again(supply) : 0;
    give_to_linux(supply, pool.bytes);
    drop_present_faults(supply);
    if (used > pool.bytes && !report_too_small(finder))
        return false;
    supply->total = pool;
    if (supply->used.known)
        supply->used.bytes = used;
    return set_free(finder, used < pool.bytes ? pool.bytes - used : 0);
}

/* A pool given by an option replaces CMA, into which no model is loaded. */
static void forget_cma(struct mf_supply *supply, const struct mf_supply_request *request)
{
    if (!request->pool.known && !request->free.known)
        return;
    supply->kind = MF_KIND_UNKNOWN;
    supply->total.known = false;
    supply->used.known = false;
    supply->free.known = false;
}

static bool apply_options(const struct mf_finder *finder)
{
    struct mf_supply *supply = finder->supply;
    const struct mf_supply_request *request = finder->request;
    if (supply->kind == MF_KIND_CMA && supply->problem == MF_NO_PROBE)
        forget_cma(supply, request);
    if (request->pool.known && !set_pool(finder, request->pool))
        return false;
    if (!request->free.known)
        return true;
    if (request->pool.known && request->pool.bytes < request->free.bytes &&
        !mf_finder_report(finder, MF_WARNING, "pool-too-small",
                          _("--pool is smaller than --free, so it is ignored")))
        return false;
    bool has_total = supply->total.known && supply->total.bytes >= request->free.bytes;
    supply->owner_count = 0; /* what uses the rest is unknown */
    supply->process_count = 0;
    supply->block_count = 0;
    supply->total.known = has_total;
    supply->used =
        (struct mf_amount){has_total, has_total ? supply->total.bytes - request->free.bytes : 0};
    return set_free(finder, request->free.bytes);
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
    struct mf_finder finder = {arena, devices, request, supply, error};
    memset(supply, 0, sizeof *supply);
    if (!mf_probe_board(arena, request->sysroot, probes_cma(request), supply, error))
        return false;
    bool ok = request->device ? find_named(&finder, request->device) : find_unnamed(&finder);
    return ok && apply_options(&finder);
}
