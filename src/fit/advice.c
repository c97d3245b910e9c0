// SPDX-License-Identifier: MIT
/* What to change, the smallest change first, each with the bytes that it frees. */
#include "advice.h"

#include "../core/checked.h"
#include "../core/text.h"

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
    return advisor->result->reason != MF_FRAGMENTED && gains >= advisor->missing &&
           !mf_fit_lacks_pipelines(advisor->request);
}

void mf_advice_weigh(const struct mf_advisor *advisor, const struct mf_trial_answer *answer,
                     uint64_t *gains, bool *enough)
{
    uint64_t present = advisor->result->demand.npu_bytes;
    *gains = answer->npu_bytes < present ? present - answer->npu_bytes : 0;
    *enough = answer->with_margin && !mf_fit_lacks_pipelines(advisor->request);
}

/* Does it fit into the pool as it is after a reboot, before anything else takes of it? */
static bool fits_empty_pool(struct mf_advisor *advisor, bool *fits)
{
    const struct mf_result *result = advisor->result;
    struct mf_supply empty = result->supply;
    struct mf_hole whole = {0, empty.total.bytes};
    struct mf_trial_answer answer;
    struct mf_trial trial = {result->models, result->model_count, &result->pipelines, &empty};
    empty.holes = empty.partition_count > 0 ? empty.partitions : &whole;
    empty.hole_count = empty.partition_count > 0 ? empty.partition_count : 1;
    empty.holes_known = true;
    empty.free = empty.total;
    if (!mf_fit_try(&trial, &advisor->request->margin, &answer, advisor->error))
        return false;
    *fits = answer.with_margin;
    return true;
}

/* Is there room for all that is asked for beside those who come back after a reboot? */
static bool has_room_again(const struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    uint64_t room;
    return supply->used.known && mf_sub(supply->total.bytes, mf_supply_used_again(supply), &room) &&
           advisor->need <= room && !mf_fit_lacks_pipelines(advisor->request);
}

static const char *reboot_text(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    char size[MF_SIZE_TEXT_MAX];
    if (supply->leaked_bytes > 0)
        return mf_arena_format(advisor->arena,
                               _("Reboot: at least %s are held by programs that are gone."),
                               mf_size_text(supply->leaked_bytes, size));
    return supply->partition_count > 1
               ? _("Reboot, and load the model before other programs take the pool: that makes one "
                   "hole of each of its partitions.")
               : _("Reboot, and load the model before other programs take the pool: that makes one "
                   "hole of it.");
}

/* A reboot gives back what nobody holds any more, and makes one hole of each partition again. */
static bool advise_reboot(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    bool fragmented = advisor->result->reason == MF_FRAGMENTED;
    bool fits;
    if (!supply->total.known || (supply->leaked_bytes == 0 && !fragmented))
        return true;
    if (!fits_empty_pool(advisor, &fits))
        return false;
    if (!fits && supply->leaked_bytes == 0)
        return true;
    struct mf_advice advice = {.action = "reboot",
                               .gains = {true, supply->leaked_bytes},
                               .enough = fits && has_room_again(advisor),
                               .text = reboot_text(advisor)};
    return mf_advice_add(advisor, advice);
}

/* What Linux will have, and a warning where that is little. */
static const char *tell_linux(struct mf_advisor *advisor, const struct mf_pool_line *line)
{
    uint64_t usable = mf_linux_left(&advisor->result->supply, line);
    char size[MF_SIZE_TEXT_MAX];
    const char *mapped = "";
    if (advisor->result->demand.user_peak_bytes > usable)
        mapped = _(" A model of that size must then be mapped, not read into memory.");
    if (usable >= MF_LINUX_COMFORT)
        return mf_arena_format(advisor->arena, _("Linux keeps %llu MiB.%s"),
                               (unsigned long long)line->linux_mib, mapped);
    return mf_arena_format(
        advisor->arena,
        _("Linux keeps %llu MiB, of which about %s are free: too little to be comfortable.%s"),
        (unsigned long long)line->linux_mib, mf_size_text(usable, size), mapped);
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

/* The pool could grow, but what it takes is missing to Linux. */
static bool advise_no_room(struct mf_advisor *advisor, const struct mf_pool_line *line)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_advice advice = {.action = "linux-too-small", .value = {true, line->value_mib}};
    advice.text = mf_arena_format(
        advisor->arena,
        _("With maix_memory_cmm=%llu, the least that holds it, Linux lacks %s to load the model: "
          "map it instead, or take a smaller one."),
        (unsigned long long)line->value_mib, mf_size_text(line->shortfall, size));
    return mf_advice_add(advisor, advice);
}

static bool advise_value(struct mf_advisor *advisor, const struct mf_device *device,
                         const struct mf_pool_line *line)
{
    const struct mf_supply *supply = &advisor->result->supply;
    bool for_linux = advisor->result->reason == MF_USER_MEMORY;
    uint64_t pool = line->advised_mib * MF_MIB;
    if (for_linux ? pool >= supply->total.bytes : pool <= supply->total.bytes)
        return true;
    struct mf_advice advice = {.action = "set-cmm", .value = {true, line->advised_mib}};
    advice.gains =
        (struct mf_amount){true, for_linux ? mf_device_pool_cost(device, supply->total.bytes) - pool
                                           : pool - supply->total.bytes};
    advice.enough = !for_linux || advice.gains.bytes >= advisor->missing;
    const char *after = tell_linux(advisor, line);
    if (!after)
        return mf_fail_memory(advisor->error);
    advice.text = mf_arena_format(
        advisor->arena,
        line->is_split ? _("Set maix_memory_cmm=%llu in /boot/configs and reboot: enough though "
                           "the pool be split so again. %s")
                       : _("Set maix_memory_cmm=%llu in /boot/configs and reboot. %s"),
        (unsigned long long)line->advised_mib, after);
    return mf_advice_add(advisor, advice);
}

static bool advise_pool(struct mf_advisor *advisor)
{
    const struct mf_pool_line *line = &advisor->result->pool_line;
    const struct mf_device *device = advisor->result->supply.device;
    if (!device || device->legal_max_mib == 0)
        return true;
    if (line->reason == MF_NO_LEGAL_VALUE && advisor->result->reason != MF_FRAGMENTED)
        return advise_limit(advisor, device);
    if (line->reason == MF_USER_MEMORY)
        return advise_no_room(advisor, line);
    return !line->possible || !advisor->result->supply.total.known ||
           advise_value(advisor, device, line);
}

/* Without a board there is no pool whose line could be told. */
static bool advise_name(struct mf_advisor *advisor)
{
    if (advisor->result->supply.device)
        return true;
    return mf_advice_add(
        advisor,
        (struct mf_advice){.action = "name-device",
                           .text = _("Name the board with --device: what its pool can be "
                                     "set to, and which others there are, is told then.")});
}

/* A pool that no line in /boot/configs changes. */
static bool tell_adjust(struct mf_advisor *advisor)
{
    const struct mf_device *device = advisor->result->supply.device;
    if (!device || device->legal_max_mib > 0 || advisor->result->reason == MF_FRAGMENTED)
        return true;
    return mf_advice_add(advisor,
                         (struct mf_advice){.action = "pool-fixed", .text = _(device->adjust)});
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

/* About what Linux has on that board when the pool is just large enough. */
static struct mf_amount linux_beside(const struct mf_device *device, uint64_t need)
{
    uint64_t pool = device->legal_max_mib > 0 ? need : device->pool_mib * MF_MIB;
    uint64_t cost = mf_ceil_div(mf_device_pool_cost(device, pool), MF_MIB);
    uint64_t rest = device->ram_mib > cost ? device->ram_mib - cost : 0;
    return (struct mf_amount){true, mf_linux_usable(rest)};
}

/* The whole request on another board with the largest pool that it can have. */
static bool fits_on(struct mf_advisor *advisor, const struct mf_device *device, bool *fits)
{
    const struct mf_fit_request *request = advisor->request;
    struct mf_result *result = advisor->result;
    struct mf_arena scratch = {0};
    struct mf_pipeline_list pipelines = {0};
    struct mf_error error;
    struct mf_trial_answer answer = {0};
    uint64_t free = largest_pool(device) * MF_MIB - device->idle_use_kib * MF_KIB;
    struct mf_hole hole = {0, free};
    struct mf_supply supply = {
        .free = {true, free}, .holes = &hole, .hole_count = 1, .holes_known = true};
    struct mf_trial trial = {result->models, result->model_count, &pipelines, &supply};
    if (result->reason == MF_USER_MEMORY)
        supply.user_available = linux_beside(device, advisor->need);
    const struct mf_pipeline_data *data =
        request->all_pipeline_data ? mf_pipeline_find(request->all_pipeline_data, device->pipeline)
                                   : NULL;
    bool wanted = request->pipelines && mf_pipeline_wanted(request->pipelines);
    bool possible = !wanted || (data && mf_pipeline_evaluate(&scratch, data, request->pipelines,
                                                             &pipelines, &error));
    bool ok = true;
    if (possible)
        ok = mf_fit_try(&trial, &request->margin, &answer, advisor->error);
    else if (data && error.reason == MF_NO_MEMORY)
        ok = mf_fail_memory(advisor->error);
    mf_arena_free(&scratch);
    *fits = answer.with_margin;
    return ok;
}

/* Could the board be an answer at all? */
static bool is_candidate(const struct mf_advisor *advisor, const struct mf_device *device)
{
    const struct mf_device *present = advisor->result->supply.device;
    if (!present || device == present || device->assumed_alias ||
        mf_find_misfit(advisor->request->devices, device, device->kind, advisor->result))
        return false;
    if (advisor->result->reason == MF_USER_MEMORY)
        return device->ram_mib > present->ram_mib;
    return advisor->result->reason == MF_WRONG_CHIP ||
           (device->ram_mib >= present->ram_mib && largest_pool(device) > largest_pool(present));
}

/* The board with the least RAM that can take all that is asked for; NULL where there is none. */
static bool find_board(struct mf_advisor *advisor, const struct mf_device **best)
{
    const struct mf_device_list *devices = advisor->request->devices;
    *best = NULL;
    for (size_t i = 0; i < devices->count; i++) {
        const struct mf_device *device = &devices->items[i];
        bool fits;
        if (!is_candidate(advisor, device) || (*best && !is_better(device, *best)))
            continue;
        if (!fits_on(advisor, device, &fits))
            return false;
        if (fits)
            *best = device;
    }
    return true;
}

static bool advise_board(struct mf_advisor *advisor)
{
    char size[MF_SIZE_TEXT_MAX];
    if (!advisor->result->supply.device || !advisor->request->devices)
        return true;
    const struct mf_device *device;
    if (!find_board(advisor, &device))
        return false;
    if (!device)
        return true;
    uint64_t pool = largest_pool(device) * MF_MIB;
    struct mf_advice advice = {.action = "other-board", .enough = true};
    if (advisor->result->supply.total.known && pool > advisor->result->supply.total.bytes)
        advice.gains = (struct mf_amount){true, pool - advisor->result->supply.total.bytes};
    if (advisor->result->reason == MF_USER_MEMORY)
        advice.text =
            mf_arena_format(advisor->arena, _("Take another board: %s (%s) has %llu MiB of RAM."),
                            device->id, _(device->title), (unsigned long long)device->ram_mib);
    else
        advice.text = mf_arena_format(advisor->arena,
                                      _("Take another board: %s (%s) has a pool of up to %s."),
                                      device->id, _(device->title), mf_size_text(pool, size));
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
        return advise_pool(&advisor) && advise_board(&advisor);
    return advise_reboot(&advisor) && advise_pool(&advisor) && mf_advise_pipeline(&advisor) &&
           mf_advise_bundle(&advisor) && tell_adjust(&advisor) && advise_board(&advisor) &&
           advise_name(&advisor);
}
