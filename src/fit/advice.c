// SPDX-License-Identifier: MIT
/* What to change, the smallest change first, each with the bytes that it frees. */
#include "advice.h"

#include "../core/checked.h"
#include "../core/text.h"

#define LINUX_COMFORT ((uint64_t)256 * MF_MIB) /* warned about when less is left for Linux */

bool mf_advice_add(struct mf_advisor *advisor, struct mf_advice advice)
{
    struct mf_advice_list *list = &advisor->result->advice;
    if (!advice.text)
        return mf_fail_memory(advisor->error);
    struct mf_advice *items =
        mf_arena_grow(advisor->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(advisor->error);
    list->items = items;
    list->items[list->count++] = advice;
    return true;
}

bool mf_advice_frees_enough(const struct mf_advisor *advisor, uint64_t gains)
{
    return advisor->result->reason != MF_FRAGMENTED && gains >= advisor->missing;
}

/* A reboot gives back what nobody holds any more, and makes one hole of the pool again. */
static bool advise_reboot(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    char size[MF_SIZE_TEXT_MAX];
    if (supply->leaked_bytes > 0) {
        struct mf_advice advice = {.action = "reboot", .gains = {true, supply->leaked_bytes}};
        mf_size_text(supply->leaked_bytes, size);
        advice.enough = mf_advice_frees_enough(advisor, supply->leaked_bytes);
        advice.text = mf_arena_format(
            advisor->arena, _("Reboot: at least %s are held by programs that are gone."), size);
        return mf_advice_add(advisor, advice);
    }
    if (advisor->result->reason != MF_FRAGMENTED)
        return true;
    struct mf_advice advice = {
        .action = "reboot",
        .gains = {true, 0},
        .enough = advisor->need <= supply->free.bytes,
        .text = _("Reboot, and load the model before other programs take the pool: that makes one "
                  "hole of it."),
    };
    return mf_advice_add(advisor, advice);
}

/* What Linux will have, and a warning where that is little. */
static const char *linux_after(struct mf_advisor *advisor, uint64_t value_mib, uint64_t linux_mib)
{
    const struct mf_supply *supply = &advisor->result->supply;
    uint64_t usable = mf_linux_usable(linux_mib);
    uint64_t pool = value_mib * MF_MIB;
    uint64_t together;
    if (supply->user_available.known && supply->total.known &&
        mf_add(supply->user_available.bytes, supply->total.bytes, &together))
        usable = together > pool ? together - pool : 0;
    char size[MF_SIZE_TEXT_MAX];
    const char *mapped = "";
    if (advisor->result->demand.user_peak_bytes > usable)
        mapped = _(" A model of that size must then be mapped, not read into memory.");
    if (usable >= LINUX_COMFORT)
        return mf_arena_format(advisor->arena, _("Linux keeps %llu MiB.%s"),
                               (unsigned long long)linux_mib, mapped);
    return mf_arena_format(
        advisor->arena,
        _("Linux keeps %llu MiB, of which about %s are free: too little to be comfortable.%s"),
        (unsigned long long)linux_mib, mf_size_text(usable, size), mapped);
}

static bool advise_limit(struct mf_advisor *advisor, const struct mf_device *device)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_advice advice = {.action = "no-legal-value", .value = {true, device->legal_max_mib}};
    mf_size_text(advisor->result->pool_line.shortfall, size);
    advice.text = mf_arena_format(advisor->arena,
                                  _("No legal maix_memory_cmm is enough on %s: the largest is %llu "
                                    "(MiB), and %s would still be missing."),
                                  device->id, (unsigned long long)device->legal_max_mib, size);
    return mf_advice_add(advisor, advice);
}

static bool advise_pool(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    const struct mf_pool_line *line = &advisor->result->pool_line;
    const struct mf_device *device = supply->device;
    bool fragmented = advisor->result->reason == MF_FRAGMENTED;
    if (!device || device->legal_max_mib == 0)
        return true;
    if (line->reason == MF_NO_LEGAL_VALUE && !fragmented)
        return advise_limit(advisor, device);
    if (!line->possible || !supply->total.known)
        return true;
    uint64_t pool = line->value_mib * MF_MIB;
    bool for_linux = advisor->result->reason == MF_USER_MEMORY;
    if (for_linux ? pool >= supply->total.bytes : pool <= supply->total.bytes)
        return true;
    struct mf_advice advice = {.action = "set-cmm", .value = {true, line->value_mib}};
    advice.gains = (struct mf_amount){true, for_linux ? supply->total.bytes - pool
                                                      : pool - supply->total.bytes};
    advice.enough = !for_linux || advice.gains.bytes >= advisor->missing;
    const char *after = linux_after(advisor, line->value_mib, line->linux_mib);
    if (!after)
        return mf_fail_memory(advisor->error);
    advice.text = mf_arena_format(advisor->arena,
                                  _("Set maix_memory_cmm=%llu in /boot/configs and reboot. %s"),
                                  (unsigned long long)line->value_mib, after);
    return mf_advice_add(advisor, advice);
}

/* A pool that no line in /boot/configs changes. */
static bool tell_adjust(struct mf_advisor *advisor)
{
    const struct mf_device *device = advisor->result->supply.device;
    if (!device || device->legal_max_mib > 0 || advisor->result->reason == MF_FRAGMENTED)
        return true;
    return mf_advice_add(advisor,
                         (struct mf_advice){.action = "pool-fixed", .text = device->adjust});
}

/* The most that a board's pool can be, in MiB. */
static uint64_t largest_pool(const struct mf_device *device)
{
    return device->legal_max_mib > 0 ? device->legal_max_mib : device->pool_mib;
}

/* Less RAM is cheaper; of two with as much, the one with the larger pool. */
static bool is_better(const struct mf_device *device, const struct mf_device *best)
{
    if (device->ram_mib != best->ram_mib)
        return device->ram_mib < best->ram_mib;
    if (largest_pool(device) != largest_pool(best))
        return largest_pool(device) > largest_pool(best);
    return device->pool_mib > best->pool_mib;
}

/* The board with the least RAM that runs the models and can hold them, other than the one judged.
 */
static const struct mf_device *better_board(const struct mf_advisor *advisor)
{
    const struct mf_device *best = NULL;
    const struct mf_device *present = advisor->result->supply.device;
    for (size_t i = 0; i < advisor->request->devices->count; i++) {
        const struct mf_device *device = &advisor->request->devices->items[i];
        bool same_family = present->pipeline && device->pipeline;
        if (device == present ||
            mf_find_misfit(advisor->request->devices, device, device->kind, advisor->result) ||
            largest_pool(device) * MF_MIB < advisor->need)
            continue;
        if (advisor->result->reason != MF_WRONG_CHIP &&
            (device->ram_mib < present->ram_mib || largest_pool(device) <= largest_pool(present)))
            continue;
        if (advisor->request->pipelines && advisor->request->pipelines->camera_count > 0 &&
            !same_family)
            continue;
        if (!best || is_better(device, best))
            best = device;
    }
    return best;
}

static bool advise_board(struct mf_advisor *advisor)
{
    char size[MF_SIZE_TEXT_MAX];
    if (!advisor->result->supply.device || !advisor->request->devices)
        return true;
    const struct mf_device *device = better_board(advisor);
    if (!device)
        return true;
    uint64_t pool = largest_pool(device) * MF_MIB;
    struct mf_advice advice = {.action = "other-board", .enough = true};
    if (advisor->result->supply.total.known && pool > advisor->result->supply.total.bytes)
        advice.gains = (struct mf_amount){true, pool - advisor->result->supply.total.bytes};
    advice.text =
        mf_arena_format(advisor->arena, _("Take another board: %s (%s) has a pool of up to %s."),
                        device->id, device->title, mf_size_text(pool, size));
    return mf_advice_add(advisor, advice);
}

static bool advise_compile(struct mf_advisor *advisor)
{
    struct mf_advice advice = {.action = "compile"};
    if (!advisor->result->supply.device)
        return true;
    advice.text =
        mf_arena_format(advisor->arena, _("Compile the model for %s, or take a file made for it."),
                        advisor->result->supply.device->npu[0]);
    return mf_advice_add(advisor, advice) && advise_board(advisor);
}

/* Bytes that a change must free so that it fits with its margin. */
static uint64_t count_missing(const struct mf_result *result, uint64_t need)
{
    if (result->reason == MF_USER_MEMORY)
        return result->demand.user_peak_bytes - result->supply.user_available.bytes;
    const struct mf_amount *room =
        result->supply.free.known ? &result->supply.free : &result->supply.total;
    return room->known && need > room->bytes ? need - room->bytes : 0;
}

bool mf_advise(struct mf_arena *arena, const struct mf_fit_request *request,
               struct mf_result *result, struct mf_error *error)
{
    struct mf_advisor advisor = {arena, request, result, error, 0, 0};
    if (!mf_add(result->demand.npu_bytes, result->demand.margin_bytes, &advisor.need))
        return mf_fail_overflow(error, _("need and margin"));
    advisor.missing = count_missing(result, advisor.need);
    if (result->verdict == MF_VERDICT_FITS || result->verdict == MF_VERDICT_UNKNOWN ||
        result->reason == MF_POOL_OVERLAPS_LINUX || result->reason == MF_CONTEXT_TOO_LONG)
        return true;
    if (result->reason == MF_WRONG_CHIP)
        return advise_compile(&advisor);
    if (result->reason == MF_USER_MEMORY)
        return advise_pool(&advisor);
    return advise_reboot(&advisor) && advise_pool(&advisor) && mf_advise_pipeline(&advisor) &&
           mf_advise_bundle(&advisor) && tell_adjust(&advisor) && advise_board(&advisor);
}
