// SPDX-License-Identifier: MIT
/* What there is to say of `maix_memory_cmm`. */
#include "../core/text.h"
#include "fit.h"

const char *mf_no_legal_value_text(struct mf_arena *arena, const struct mf_result *result)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_device *device = result->supply.device;
    if (device->linux_setting)
        return mf_arena_format(
            arena,
            _("No value of %s is enough on %s: Linux needs %llu MiB at least, and %s would still "
              "be missing."),
            device->linux_setting, device->name, (unsigned long long)device->linux_least_mib,
            mf_size_text(result->pool_line.shortfall, size));
    return mf_arena_format(arena,
                           _("No legal maix_memory_cmm is enough on %s: the largest is %llu (MiB), "
                             "and %s would still be missing."),
                           device->name, (unsigned long long)device->legal_max_mib,
                           mf_size_text(result->pool_line.shortfall, size));
}

static const char *keeps_text(struct mf_arena *arena, const struct mf_result *result)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_pool_line *line = &result->pool_line;
    if (line->linux_mib >= mf_device_linux_comfort(result->supply.device))
        return mf_arena_format(arena, _("Linux keeps %llu MiB."),
                               (unsigned long long)line->linux_mib);
    return mf_arena_format(
        arena,
        _("Linux keeps only %llu MiB, of which about %s will be free; expect it to run short."),
        (unsigned long long)line->linux_mib,
        mf_size_text(mf_linux_left(&result->supply, line), size));
}

/* It has about what loading takes, or less. */
static bool must_map(const struct mf_result *result)
{
    return result->demand.user_peak_bytes > mf_linux_left(&result->supply, &result->pool_line);
}

const char *mf_linux_keeps_text(struct mf_arena *arena, const struct mf_result *result)
{
    const char *keeps = keeps_text(arena, result);
    if (!keeps || !must_map(result))
        return keeps;
    return mf_arena_format(
        arena, _("%s A model of that size must then be mapped, not read into memory."), keeps);
}

/* The pool is fragmented now: what that does to the value. */
static const char *fragmented_warning(struct mf_arena *arena, const struct mf_pool_line *line)
{
    if (!line->is_split)
        return "";
    if (line->split_mib == 0)
        return mf_arena_format(
            arena,
            _("The pool is fragmented. After a reboot %llu is enough; fragmented "
              "the same way again, no legal value is."),
            (unsigned long long)line->least_mib);
    return mf_arena_format(arena,
                           _("The pool is fragmented. After a reboot %llu is enough; fragmented "
                             "the same way again it takes %llu."),
                           (unsigned long long)line->least_mib,
                           (unsigned long long)line->split_mib);
}

/* The board has that pool already, and keeps it, or the value is its default and less would do. */
static const char *chosen_text(struct mf_arena *arena, const struct mf_result *result)
{
    const struct mf_pool_line *line = &result->pool_line;
    const struct mf_supply *supply = &result->supply;
    uint64_t pool = line->mib * MF_MIB;
    bool less_would_do = line->least_mib < line->mib;
    bool has_it = supply->total.known && supply->total.bytes == pool &&
                  (!supply->next_pool.known || supply->next_pool.bytes == pool);
    if (has_it && !less_would_do)
        return mf_arena_format(arena, _("Nothing to change: %llu MiB is the pool of %s already."),
                               (unsigned long long)line->mib, supply->device->name);
    if (has_it)
        return mf_arena_format(arena,
                               _("Nothing to change: %llu MiB is the pool of %s already; %llu "
                                 "would be enough."),
                               (unsigned long long)line->mib, supply->device->name,
                               (unsigned long long)line->least_mib);
    if (supply->device->pool_bytes == pool && less_would_do)
        return mf_arena_format(arena,
                               _("%llu MiB is the default pool of %s; %llu would be enough."),
                               (unsigned long long)line->mib, supply->device->name,
                               (unsigned long long)line->least_mib);
    return "";
}

/* Where Linux keeps little, too little to read a model into it, or a smaller pool gives it nothing
 * more. */
static const char *linux_warning(struct mf_arena *arena, const struct mf_result *result)
{
    const struct mf_pool_line *line = &result->pool_line;
    const struct mf_device *device = result->supply.device;
    uint64_t used = line->linux_mib + line->mib;
    if (line->linux_mib < mf_device_linux_comfort(device) || must_map(result))
        return mf_linux_keeps_text(arena, result);
    if (used >= device->ram_mib)
        return "";
    return mf_arena_format(arena,
                           _("Linux uses at most %llu MiB on %s: with so small a pool, %llu MiB "
                             "are used by neither."),
                           (unsigned long long)device->linux_max_mib, device->name,
                           (unsigned long long)(device->ram_mib - used));
}

/* What the value of the board's own program means. */
static const char *meaning_text(struct mf_arena *arena, const struct mf_result *result)
{
    const struct mf_device *device = result->supply.device;
    if (!device->linux_setting)
        return "";
    return mf_arena_format(
        arena, _("%s is what Linux gets, in MiB; the pool gets the rest, %llu MiB. %s"),
        device->linux_setting, (unsigned long long)result->pool_line.mib, _(device->adjust));
}

/* Two sentences, of which either may be "" (or NULL, without memory). */
static const char *join(struct mf_arena *arena, const char *first, const char *second)
{
    if (!first || !second)
        return NULL;
    if (first[0] == '\0')
        return second;
    return second[0] == '\0' ? first : mf_arena_format(arena, "%s %s", first, second);
}

const char *mf_pool_line_warning(struct mf_arena *arena, const struct mf_result *result,
                                 const char *boot_warning)
{
    const char *texts[] = {chosen_text(arena, result),
                           fragmented_warning(arena, &result->pool_line),
                           meaning_text(arena, result), linux_warning(arena, result), boot_warning};
    const char *all = "";
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        all = join(arena, all, texts[i]);
    return all;
}

const char *mf_pool_line_refusal(struct mf_arena *arena, const struct mf_result *result)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_pool_line *line = &result->pool_line;
    const struct mf_device *device = result->supply.device;
    if (line->reason == MF_WRONG_CHIP || line->reason == MF_CONTEXT_TOO_LONG ||
        line->reason == MF_NPU_MODE || line->reason == MF_ASSUMED)
        return result->message;
    if (!device)
        return _("The board is unknown; name it with --device.");
    if (line->reason == MF_CAMERA_UNKNOWN)
        return mf_arena_format(
            arena,
            _("What the app takes beside its models on %s is unknown, so no value of "
              "maix_memory_cmm can be given."),
            device->name);
    if (line->reason == MF_NO_POOL_LINE)
        return mf_arena_format(arena, _("%s has no maix_memory_cmm. %s"), device->name,
                               device->adjust ? _(device->adjust) : "");
    if (line->reason == MF_NO_LEGAL_VALUE)
        return mf_no_legal_value_text(arena, result);
    if (line->reason == MF_USER_MEMORY)
        return mf_arena_format(
            arena,
            _("The pool could be made large enough, but then Linux lacks %s to load the model."),
            mf_size_text(line->shortfall, size));
    return _("How much of the pool is in use is unknown, so no value of maix_memory_cmm can be "
             "given.");
}
