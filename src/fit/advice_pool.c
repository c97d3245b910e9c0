// SPDX-License-Identifier: MIT
/* What can be done about the pool: a reboot, another size, or that neither helps. */
#include "../core/checked.h"
#include "../core/text.h"
#include "advice.h"

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

/* Is there room for the whole request beside the users that return after a reboot? */
static bool has_room_again(const struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    uint64_t room;
    return supply->used.known &&
           mf_sub(supply->total.bytes, mf_supply_used_after_reboot(supply), &room) &&
           advisor->need <= room && !mf_fit_lacks_pipelines(advisor->request);
}

static const char *one_hole_text(const struct mf_supply *supply)
{
    return supply->partition_count > 1
               ? _("Reboot, and load the model before other programs take from the pool: then each "
                   "of its partitions is one hole.")
               : _("Reboot, and load the model before other programs take from the pool: then it "
                   "is one hole.");
}

/* Who may hold what a reboot would free. */
static const char *doubtful_text(struct mf_arena *arena, const struct mf_supply *supply)
{
    char size[MF_SIZE_TEXT_MAX];
    for (size_t i = 0; i < supply->process_count; i++) {
        if (supply->processes[i].life == MF_LIFE_UNKNOWN)
            return mf_arena_format(arena,
                                   _("Reboot, or end process %llu if it still runs: it holds %s, "
                                     "and it is unknown whether it has ended."),
                                   (unsigned long long)supply->processes[i].number,
                                   mf_size_text(supply->processes[i].bytes, size));
    }
    return mf_arena_format(arena,
                           _("Reboot, if no program uses the NPU now: %s may be left over from "
                             "programs that have ended."),
                           mf_size_text(supply->doubtful_bytes, size));
}

static const char *leak_text(struct mf_arena *arena, const struct mf_supply *supply)
{
    char size[MF_SIZE_TEXT_MAX];
    return supply->leaked_bytes > 0
               ? mf_arena_format(arena, _("Reboot: programs that have ended hold at least %s."),
                                 mf_size_text(supply->leaked_bytes, size))
               : doubtful_text(arena, supply);
}

static const char *reboot_text(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    char size[MF_SIZE_TEXT_MAX];
    if (!mf_supply_may_leak(supply))
        return one_hole_text(supply);
    const char *why = leak_text(advisor->arena, supply);
    if (!why || !mf_supply_reboot_is_idle(supply))
        return why;
    return mf_arena_format(advisor->arena, _("%s Then %s of the pool are in use."), why,
                           mf_size_text(mf_supply_used_after_reboot(supply), size));
}

static void apply_reboot(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    mf_what_if_reboot(what_if, what_if->supply.total.bytes,
                      mf_supply_used_after_reboot(&what_if->supply));
}

/* A reboot frees what programs that have ended still hold, and makes each partition one hole. */
bool mf_advise_reboot(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    bool may_leak = mf_supply_may_leak(supply);
    bool fits;
    if (!supply->total.known || (!may_leak && !mf_is_about_holes(advisor->result->reason)))
        return true;
    if (!fits_empty_pool(advisor, &fits))
        return false;
    if (!fits && supply->leaked_bytes == 0)
        return true;
    struct mf_advice advice = {
        .action = "reboot",
        .gains = {supply->leaked_bytes > 0 || !may_leak, supply->leaked_bytes},
        .enough = fits && has_room_again(advisor),
        .text = reboot_text(advisor)};
    struct mf_step step = {.action = "reboot", .apply = apply_reboot, .option = _("a reboot")};
    return mf_advice_add(advisor, advice) &&
           (!supply->used.known || supply->partition_count > 1 || mf_advisor_keep(advisor, &step));
}

/* What Linux will keep, and what that means for loading. */
static const char *linux_text(struct mf_advisor *advisor, const struct mf_pool_line *line)
{
    const char *keeps = mf_linux_keeps_text(advisor->arena, advisor->result);
    if (!keeps ||
        advisor->result->demand.user_peak_bytes <= mf_linux_left(&advisor->result->supply, line))
        return keeps;
    return mf_arena_format(advisor->arena,
                           _("%s A model of that size must then be mapped, not read into memory."),
                           keeps);
}

/* The largest legal pool is not enough alone, but may be with other steps. */
static void apply_largest_pool(struct mf_what_if *what_if, const struct mf_step *step)
{
    mf_what_if_reboot(what_if, step->value.bytes * MF_MIB, mf_supply_used_again(&what_if->supply));
}

static bool keep_largest_pool(struct mf_advisor *advisor, const struct mf_device *device)
{
    const struct mf_supply *supply = &advisor->result->supply;
    uint64_t largest = device->legal_max_mib * MF_MIB;
    if (!supply->total.known || !supply->used.known || largest <= supply->total.bytes)
        return true;
    struct mf_step step = {
        .action = "set-cmm", .apply = apply_largest_pool, .value = {true, device->legal_max_mib}};
    step.option = mf_arena_format(advisor->arena, "maix_memory_cmm=%llu",
                                  (unsigned long long)device->legal_max_mib);
    return mf_advisor_keep(advisor, &step);
}

static bool advise_limit(struct mf_advisor *advisor, const struct mf_device *device)
{
    struct mf_advice advice = {.action = "no-legal-value", .value = {true, device->legal_max_mib}};
    advice.text = mf_no_legal_value_text(advisor->arena, advisor->result);
    return mf_advice_add(advisor, advice) && keep_largest_pool(advisor, device);
}

/* The pool could grow, but then Linux has too little. */
static bool advise_no_room(struct mf_advisor *advisor, const struct mf_pool_line *line)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_advice advice = {.action = "linux-too-small", .value = {true, line->value_mib}};
    advice.text = mf_arena_format(
        advisor->arena,
        _("With maix_memory_cmm=%llu, the smallest value that holds it, Linux lacks %s to load "
          "the model: map it instead, or take a smaller one."),
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
    const char *after = linux_text(advisor, line);
    if (!after)
        return mf_fail_memory(advisor->error);
    advice.text = mf_arena_format(
        advisor->arena,
        line->is_split
            ? _("Set maix_memory_cmm=%llu in /boot/configs and reboot: enough even if the "
                "pool fragments the same way again. %s")
            : _("Set maix_memory_cmm=%llu in /boot/configs and reboot. %s"),
        (unsigned long long)line->advised_mib, after);
    return mf_advice_add(advisor, advice);
}

/* The board's own program sets what Linux gets; the pool gets the rest. */
static bool advise_linux_setting(struct mf_advisor *advisor, const struct mf_device *device,
                                 const struct mf_pool_line *line)
{
    const struct mf_supply *supply = &advisor->result->supply;
    uint64_t pool = line->value_mib * MF_MIB;
    if (!line->possible || !supply->total.known || pool <= supply->total.bytes)
        return true;
    uint64_t linux_mib = device->ram_mib - line->value_mib;
    struct mf_advice advice = {.action = "set-linux",
                               .value = {true, linux_mib},
                               .gains = {true, pool - supply->total.bytes}};
    advice.enough = advice.gains.bytes >= advisor->missing;
    const char *after = linux_text(advisor, line);
    if (!after)
        return mf_fail_memory(advisor->error);
    advice.text = mf_arena_format(
        advisor->arena,
        _("Set %s=%llu, what Linux gets in MiB, and reboot: the pool then has %llu MiB. %s %s"),
        device->linux_setting, (unsigned long long)linux_mib, (unsigned long long)line->value_mib,
        _(device->adjust), after);
    return mf_advice_add(advisor, advice);
}

bool mf_advise_pool(struct mf_advisor *advisor)
{
    const struct mf_pool_line *line = &advisor->result->pool_line;
    const struct mf_device *device = advisor->result->supply.device;
    if (device && device->linux_setting)
        return advise_linux_setting(advisor, device, line);
    if (!device || device->legal_max_mib == 0)
        return true;
    if (line->reason == MF_NO_LEGAL_VALUE && !mf_is_about_holes(advisor->result->reason))
        return advise_limit(advisor, device);
    if (line->reason == MF_USER_MEMORY)
        return advise_no_room(advisor, line);
    return !line->possible || !advisor->result->supply.total.known ||
           advise_value(advisor, device, line);
}

/* A pool that no line in /boot/configs changes. */
bool mf_advise_fixed_pool(struct mf_advisor *advisor)
{
    const struct mf_device *device = advisor->result->supply.device;
    if (!device || device->legal_max_mib > 0 || mf_is_about_holes(advisor->result->reason) ||
        (device->linux_setting && advisor->result->pool_line.possible))
        return true;
    return mf_advice_add(advisor,
                         (struct mf_advice){.action = "pool-fixed", .text = _(device->adjust)});
}
