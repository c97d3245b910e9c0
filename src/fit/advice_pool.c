// SPDX-License-Identifier: MIT
/* What can be done about the pool: a reboot, another size, or that neither helps. */
#include "../core/text.h"
#include "advice.h"

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
    return mf_arena_format(advisor->arena, _("%s After a reboot %s of the pool is in use."), why,
                           mf_size_text(mf_supply_used_after_reboot(supply), size));
}

/* Before anything else takes of it. */
static void apply_empty_pool(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    mf_what_if_reboot(what_if, 0);
}

static void apply_reboot(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    mf_what_if_reboot(what_if, mf_supply_used_after_reboot(&what_if->supply));
}

/* A reboot frees what programs that have ended still hold, and makes each partition one hole. */
bool mf_advise_reboot(struct mf_advisor *advisor)
{
    const struct mf_supply *supply = &advisor->result->supply;
    bool may_leak = mf_supply_may_leak(supply);
    struct mf_step first = {.apply = apply_empty_pool};
    struct mf_step step = {.action = "reboot", .apply = apply_reboot, .option = _("a reboot")};
    struct mf_trial_answer empty;
    if (!supply->total.known || (!may_leak && !mf_is_about_holes(advisor->result->reason)))
        return true;
    if (!mf_advisor_try(advisor, &first, &empty) || !mf_advisor_weigh(advisor, &step))
        return false;
    if (!empty.with_margin && supply->leaked_bytes == 0)
        return true;
    struct mf_advice advice = {
        .action = "reboot",
        .gains = {supply->leaked_bytes > 0 || !may_leak, supply->leaked_bytes},
        .enough = supply->used.known && step.enough,
        .text = reboot_text(advisor)};
    return mf_advice_add(advisor, advice) &&
           (!supply->used.known || mf_advisor_keep(advisor, step));
}

/* The largest legal pool is not enough alone, but may be with other steps. */
static void apply_largest_pool(struct mf_what_if *what_if, const struct mf_step *step)
{
    uint64_t largest = mf_device_largest_setting(what_if->supply.device);
    struct mf_amount linux_has = mf_linux_after(&what_if->supply, largest);
    (void)step;
    mf_what_if_pool(what_if, largest * MF_MIB, mf_supply_used_again(&what_if->supply));
    what_if->supply.user_available = linux_has;
}

static bool keep_largest_pool(struct mf_advisor *advisor, const struct mf_device *device)
{
    const struct mf_supply *supply = &advisor->result->supply;
    uint64_t largest = mf_device_largest_setting(device);
    if (!supply->total.known || !supply->used.known || largest * MF_MIB <= supply->total.bytes)
        return true;
    struct mf_step step = {.action = "set-cmm", .apply = apply_largest_pool};
    if (device->linux_setting)
        step.action = "set-linux";
    step.option = mf_device_setting_text(advisor->arena, device, largest);
    return mf_advisor_keep(advisor, step);
}

static bool advise_limit(struct mf_advisor *advisor, const struct mf_device *device)
{
    struct mf_advice advice = {
        .action = "no-legal-value",
        .value = {true, mf_device_setting_value(device, mf_device_largest_setting(device))}};
    advice.text = mf_no_legal_value_text(advisor->arena, advisor->result);
    return mf_advice_add(advisor, advice) && keep_largest_pool(advisor, device);
}

/* The pool could grow, but then Linux has too little. */
static bool advise_no_room(struct mf_advisor *advisor, const struct mf_device *device,
                           const struct mf_pool_line *line)
{
    char size[MF_SIZE_TEXT_MAX];
    const char *setting = mf_device_setting_text(advisor->arena, device, line->least_mib);
    struct mf_advice advice = {.action = "linux-too-small",
                               .value = {true, mf_device_setting_value(device, line->least_mib)}};
    if (!setting)
        return mf_fail_memory(advisor->error);
    advice.text = mf_arena_format(
        advisor->arena,
        _("With %s, the smallest pool that holds it, Linux lacks %s to load the model: map it "
          "instead, or take a smaller one."),
        setting, mf_size_text(line->shortfall, size));
    return mf_advice_add(advisor, advice);
}

static const char *value_text(struct mf_advisor *advisor, const struct mf_device *device,
                              const struct mf_pool_line *line)
{
    const char *setting = mf_device_setting_text(advisor->arena, device, line->mib);
    const char *after = mf_linux_keeps_text(advisor->arena, advisor->result);
    bool splits_again = line->is_split && line->split_mib > 0 && line->mib >= line->split_mib;
    if (!setting || !after)
        return NULL;
    if (device->linux_setting)
        return mf_arena_format(advisor->arena,
                               _("Set %s, what Linux gets in MiB, and reboot: the pool then has "
                                 "%llu MiB. %s %s"),
                               setting, (unsigned long long)line->mib, _(device->adjust), after);
    return mf_arena_format(
        advisor->arena,
        splits_again ? _("Set %s in /boot/configs and reboot: enough even if the pool fragments "
                         "the same way again. %s")
                     : _("Set %s in /boot/configs and reboot. %s"),
        setting, after);
}

/* The file has a value that is enough: it works from the next start on. */
static bool is_set_already(const struct mf_result *result)
{
    const struct mf_amount *next = &result->supply.next_pool;
    uint64_t present = result->supply.total.bytes;
    bool for_linux = result->reason == MF_USER_MEMORY;
    return next->known && (for_linux ? next->bytes < present : next->bytes > present) &&
           mf_pool_line_is_met(result, next->bytes / MF_MIB);
}

static bool advise_value(struct mf_advisor *advisor, const struct mf_device *device,
                         const struct mf_pool_line *line)
{
    const struct mf_supply *supply = &advisor->result->supply;
    bool for_linux = advisor->result->reason == MF_USER_MEMORY;
    bool is_set = is_set_already(advisor->result);
    uint64_t pool = is_set ? supply->next_pool.bytes : line->mib * MF_MIB;
    if (for_linux ? pool >= supply->total.bytes : pool <= supply->total.bytes)
        return true;
    struct mf_advice advice = {.action = "set-cmm",
                               .value = {true, mf_device_setting_value(device, pool / MF_MIB)}};
    if (device->linux_setting)
        advice.action = "set-linux";
    advice.gains =
        (struct mf_amount){true, for_linux ? mf_device_pool_cost(device, supply->total.bytes) - pool
                                           : pool - supply->total.bytes};
    advice.enough = !for_linux || advice.gains.bytes >= advisor->missing;
    advice.text = is_set ? mf_arena_format(advisor->arena,
                                           _("Reboot: the pool then has %llu MiB, as /boot/configs "
                                             "says already."),
                                           (unsigned long long)(pool / MF_MIB))
                         : value_text(advisor, device, line);
    return mf_advice_add(advisor, advice);
}

bool mf_advise_pool(struct mf_advisor *advisor)
{
    const struct mf_pool_line *line = &advisor->result->pool_line;
    const struct mf_device *device = advisor->result->supply.device;
    if (!device || mf_device_largest_setting(device) == 0)
        return true;
    if (line->reason == MF_NO_LEGAL_VALUE && !mf_is_about_holes(advisor->result->reason))
        return advise_limit(advisor, device);
    if (line->reason == MF_USER_MEMORY)
        return advise_no_room(advisor, device, line);
    return !line->possible || !advisor->result->supply.total.known ||
           advise_value(advisor, device, line);
}

/* A pool that no setting changes. */
bool mf_advise_fixed_pool(struct mf_advisor *advisor)
{
    const struct mf_device *device = advisor->result->supply.device;
    if (!device || mf_device_largest_setting(device) > 0 ||
        mf_is_about_holes(advisor->result->reason))
        return true;
    return mf_advice_add(advisor,
                         (struct mf_advice){.action = "pool-fixed", .text = _(device->adjust)});
}
