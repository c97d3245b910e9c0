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

const char *mf_linux_keeps_text(struct mf_arena *arena, const struct mf_result *result)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_pool_line *line = &result->pool_line;
    if (line->linux_mib >= MF_LINUX_COMFORT_MIB)
        return mf_arena_format(arena, _("Linux keeps %llu MiB."),
                               (unsigned long long)line->linux_mib);
    return mf_arena_format(
        arena,
        _("Linux keeps only %llu MiB, of which about %s will be free; expect it to run short."),
        (unsigned long long)line->linux_mib,
        mf_size_text(mf_linux_left(&result->supply, line), size));
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
            (unsigned long long)line->value_mib);
    return mf_arena_format(arena,
                           _("The pool is fragmented. After a reboot %llu is enough; fragmented "
                             "the same way again it takes %llu."),
                           (unsigned long long)line->value_mib,
                           (unsigned long long)line->split_mib);
}

/* What the value of the board's own program means, and where a smaller one does no harm. */
static const char *linux_setting_text(struct mf_arena *arena, const struct mf_device *device,
                                      const struct mf_pool_line *line)
{
    const char *text = mf_arena_format(
        arena, _("%s is what Linux gets, in MiB; the pool gets the rest, %llu MiB. %s"),
        device->linux_setting, (unsigned long long)line->value_mib, _(device->adjust));
    if (!text || line->value_mib >= line->advised_mib)
        return text;
    return mf_arena_format(
        arena,
        _("%s Linux uses at most %llu MiB, so %s=%llu does no harm and gives the "
          "pool %llu MiB."),
        text, (unsigned long long)device->linux_max_mib, device->linux_setting,
        (unsigned long long)line->linux_mib, (unsigned long long)line->advised_mib);
}

/* Where Linux keeps little, or a smaller pool would give it nothing more. */
static const char *linux_warning(struct mf_arena *arena, const struct mf_result *result)
{
    const struct mf_pool_line *line = &result->pool_line;
    const struct mf_device *device = result->supply.device;
    if (line->linux_mib < MF_LINUX_COMFORT_MIB)
        return mf_linux_keeps_text(arena, result);
    if (device->linux_setting)
        return linux_setting_text(arena, device, line);
    if (line->is_split || line->value_mib >= line->advised_mib)
        return "";
    return mf_arena_format(arena,
                           _("Linux uses at most %llu MiB on %s: below %llu, memory would be used "
                             "by neither Linux nor the pool, so the larger value does no harm."),
                           (unsigned long long)device->linux_max_mib, device->name,
                           (unsigned long long)line->advised_mib);
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
    return join(arena, fragmented_warning(arena, &result->pool_line),
                join(arena, linux_warning(arena, result), boot_warning));
}

const char *mf_pool_line_refusal(struct mf_arena *arena, const struct mf_result *result)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_pool_line *line = &result->pool_line;
    const struct mf_device *device = result->supply.device;
    if (line->reason == MF_WRONG_CHIP || line->reason == MF_CONTEXT_TOO_LONG ||
        line->reason == MF_ASSUMED)
        return result->message;
    if (!device)
        return _("The board is unknown; name it with --device.");
    if (line->reason == MF_CAMERA_UNKNOWN)
        return mf_arena_format(arena,
                               _("What a camera or display takes on %s is unknown, so no value of "
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

enum mf_reason mf_pool_line_reason(const struct mf_result *result)
{
    const struct mf_pool_line *line = &result->pool_line;
    bool judged = line->possible || line->reason != MF_OK;
    return judged ? line->reason : result->reason;
}
