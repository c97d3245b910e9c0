// SPDX-License-Identifier: MIT
#include "file.h"

#include <string.h>

#include "../device/probe.h"

const char *mf_boot_path(struct mf_arena *arena, const struct mf_root *sysroot)
{
    return mf_probe_path(arena, sysroot, MF_BOOT_FILE);
}

const char *mf_boot_value(struct mf_arena *arena, const struct mf_root *sysroot, const char *key)
{
    struct mf_error ignored;
    struct mf_probe_text probe;
    size_t key_length = strlen(key);
    const char *value = NULL;
    if (!mf_probe_read(arena, sysroot, MF_BOOT_FILE, &probe, &ignored) ||
        probe.state != MF_PROBE_READ)
        return NULL;
    for (const char *line = probe.text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, key_length) == 0 && line[key_length] == '=')
            value = line + key_length + 1;
    }
    return value ? mf_arena_copy(arena, value, strcspn(value, "\r\n")) : NULL;
}

const char *mf_boot_warning(struct mf_arena *arena, const struct mf_root *sysroot,
                            const struct mf_boot_board *board)
{
    struct mf_boot boot;
    struct mf_error error;
    struct mf_probe_text probe;
    if (sysroot && sysroot->is_text)
        return ""; /* it has not all lines */
    if (!mf_probe_read(arena, sysroot, MF_BOOT_FILE, &probe, &error))
        return NULL;
    if (probe.state != MF_PROBE_READ)
        return "";
    if (!mf_boot_check(arena, probe.path, probe.text, probe.length, board, &boot, &error))
        return error.reason == MF_NO_MEMORY ? NULL : "";
    if (!boot.obstacle.code)
        return "";
    return mf_arena_format(
        arena, _("%s, line %llu: %s; --apply writes the value where both readers find it"),
        probe.path, (unsigned long long)boot.obstacle.line, boot.obstacle.text);
}
