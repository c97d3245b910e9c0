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

/* Checks the board's present file. `read` is false where it cannot be read, or not whole: a text
 * has not all of its lines. False only for lack of memory. */
static bool check_present(struct mf_arena *arena, const struct mf_root *sysroot,
                          const struct mf_boot_board *board, struct mf_boot *boot, bool *read,
                          struct mf_error *error)
{
    struct mf_probe_text probe;
    *read = false;
    if (sysroot && sysroot->is_text)
        return true;
    if (!mf_probe_read(arena, sysroot, MF_BOOT_FILE, &probe, error))
        return false;
    if (probe.state != MF_PROBE_READ)
        return true;
    *read = mf_boot_check(arena, probe.path, probe.text, probe.length, board, boot, error);
    return *read || error->reason != MF_NO_MEMORY;
}

bool mf_boot_next_pool(struct mf_arena *arena, const struct mf_root *sysroot,
                       const struct mf_boot_board *board, struct mf_amount *pool,
                       struct mf_error *error)
{
    struct mf_boot boot;
    bool read;
    *pool = (struct mf_amount){0};
    if (!check_present(arena, sysroot, board, &boot, &read, error))
        return false;
    if (read && boot.known && boot.uboot.accepted && boot.overlap_mib == 0)
        *pool = (struct mf_amount){true, boot.pool_mib * MF_MIB};
    return true;
}

const char *mf_boot_warning(struct mf_arena *arena, const struct mf_root *sysroot,
                            const struct mf_boot_board *board)
{
    struct mf_boot boot;
    struct mf_error error;
    bool read;
    if (!check_present(arena, sysroot, board, &boot, &read, &error))
        return NULL;
    if (!read || !boot.obstacle.code)
        return "";
    return mf_arena_format(
        arena, _("%s, line %llu: %s; --apply writes the value where both readers find it"),
        boot.path, (unsigned long long)boot.obstacle.line, boot.obstacle.text);
}
