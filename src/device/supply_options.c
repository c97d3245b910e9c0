// SPDX-License-Identifier: MIT
/* What was given as an option, --pool or --free, goes before what was found. */
#include "../core/checked.h"
#include "../core/text.h"
#include "finder.h"

bool mf_finder_set_hole(const struct mf_finder *finder, struct mf_hole hole)
{
    struct mf_supply *supply = finder->supply;
    supply->hole_count = 0;
    supply->free = (struct mf_amount){true, hole.bytes};
    if (hole.bytes > 0 && !mf_supply_add_hole(finder->arena, supply, hole, finder->error))
        return false;
    mf_supply_finish_holes(supply);
    return true;
}

/* The size of an option counts as one hole. */
static bool set_free(const struct mf_finder *finder, uint64_t bytes)
{
    finder->supply->origin = MF_ORIGIN_OPTION;
    finder->supply->problem = MF_OK;
    finder->supply->problem_text = NULL;
    return mf_finder_set_hole(finder, (struct mf_hole){0, bytes});
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
        uint64_t *bytes = &amounts[i]->bytes;
        amounts[i]->known = amounts[i]->known && mf_accumulate(bytes, before);
        if (amounts[i]->known)
            *bytes = *bytes > after ? *bytes - after : 0;
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
    supply->certainly_leaked = 0;
    supply->doubtful_bytes = 0;
}

static bool report_too_small(const struct mf_finder *finder)
{
    return mf_finder_report(finder, MF_WARNING, "pool-too-small",
                            _("what uses the pool now would not fit into a pool of that size"));
}

static bool report_unknown_use(const struct mf_finder *finder, uint64_t idle_use)
{
    const char *text =
        _("how much of the pool is in use is unknown; it is judged as if it were empty");
    if (idle_use > 0)
        text = mf_arena_format(finder->arena,
                               _("how much of the pool is in use is unknown; it is judged as if "
                                 "only the drivers used it, with %llu KiB"),
                               (unsigned long long)(idle_use / MF_KIB));
    return mf_finder_report(finder, MF_WARNING, "pool-idle", text);
}

/* After the reboot the present users are in the new pool again, and the rest of it is one hole. */
static bool set_pool(const struct mf_finder *finder, struct mf_amount pool)
{
    struct mf_supply *supply = finder->supply;
    uint64_t used = mf_supply_used_again(supply);
    bool is_assumed = !supply->used.known && !finder->request->free.known;
    if (is_assumed && !report_unknown_use(finder, used))
        return false;
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

/* The most that a pool of the board can have: by its setting, else its RAM. An image of one's own
 * may have another carveout than those that are known. */
static uint64_t most_of(const struct mf_device *device)
{
    uint64_t setting = mf_device_largest_setting(device);
    return (setting > 0 ? setting : device->ram_mib) * MF_MIB; /* bounded when it was read */
}

/* The board, or of several that it may be the one with the largest pool; NULL: unknown. */
static const struct mf_device *largest_board(const struct mf_supply *supply)
{
    const struct mf_device *largest = supply->device;
    for (size_t i = 0; i < supply->candidate_count; i++) {
        if (most_of(supply->candidates[i]) > most_of(largest))
            largest = supply->candidates[i];
    }
    return largest;
}

/* More than the board can have is refused, before anything "fits" into it. */
static bool check_amount(const struct mf_finder *finder, const char *option,
                         struct mf_amount amount)
{
    char asked[MF_SIZE_TEXT_MAX];
    char most[MF_SIZE_TEXT_MAX];
    const struct mf_device *device = largest_board(finder->supply);
    if (!amount.known || !device || amount.bytes <= most_of(device))
        return true;
    return mf_fail(finder->error, MF_USAGE,
                   mf_device_largest_setting(device) > 0
                       ? _("%s: %s is more than the largest pool of %s, %s; give less, or name "
                           "the right board with --device")
                       : _("%s: %s is more than the RAM of %s, %s; give less, or name the right "
                           "board with --device"),
                   option, mf_size_text(amount.bytes, asked), device->name,
                   mf_size_text(most_of(device), most));
}

bool mf_apply_options(const struct mf_finder *finder)
{
    struct mf_supply *supply = finder->supply;
    const struct mf_supply_request *request = finder->request;
    if (!check_amount(finder, "--pool", request->pool) ||
        !check_amount(finder, "--free", request->free))
        return false;
    if (supply->kind == MF_KIND_CMA && supply->problem == MF_NO_PROBE)
        forget_cma(supply, request);
    if (request->pool.known && !set_pool(finder, request->pool))
        return false;
    if (!request->free.known)
        return true;
    if (request->pool.known && request->pool.bytes < request->free.bytes)
        return mf_fail(finder->error, MF_USAGE,
                       _("--pool is smaller than --free: no more can be free than the pool has"));
    bool has_total = supply->total.known && supply->total.bytes >= request->free.bytes;
    supply->owner_count = 0; /* what uses the rest is unknown */
    supply->process_count = 0;
    supply->block_count = 0;
    supply->total.known = has_total;
    supply->used =
        (struct mf_amount){has_total, has_total ? supply->total.bytes - request->free.bytes : 0};
    return set_free(finder, request->free.bytes);
}
