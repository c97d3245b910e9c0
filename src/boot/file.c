// SPDX-License-Identifier: MIT
#include "file.h"

#include <string.h>

#include "../core/source.h"
#include "../device/probe.h"

const char *mf_boot_path(struct mf_arena *arena, const struct mf_root *sysroot)
{
    return mf_probe_path(arena, sysroot, MF_BOOT_FILE);
}

static bool read_source(struct mf_arena *arena, struct mf_source *source, char **text,
                        size_t *length, struct mf_error *error)
{
    struct mf_view view = mf_view_all(source);
    if (view.size > MF_BOOT_FILE_MAX)
        return mf_fail(error, MF_LIMIT,
                       _("is larger than %llu MiB, the limit; is it a /boot/configs?"),
                       (unsigned long long)(MF_BOOT_FILE_MAX / MF_MIB));
    *length = (size_t)view.size;
    *text = mf_arena_take(arena, *length + 1);
    return *text ? mf_view_read(&view, 0, *text, *length, error) : mf_fail_memory(error);
}

bool mf_boot_file_read(struct mf_arena *arena, const char *path, char **text, size_t *length,
                       struct mf_error *error)
{
    struct mf_source source;
    if (!mf_source_open(&source, path, error))
        return false;
    bool ok = read_source(arena, &source, text, length, error);
    mf_source_close(&source);
    return ok;
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
    char *text = NULL;
    size_t length = 0;
    const char *path = mf_boot_path(arena, sysroot);
    if (!path)
        return NULL;
    if (sysroot && sysroot->is_text)
        return ""; /* it has not all lines */
    if (!mf_boot_file_read(arena, path, &text, &length, &error) ||
        !mf_boot_check(arena, path, text, length, board, &boot, &error))
        return error.reason == MF_NO_MEMORY ? NULL : "";
    if (!boot.obstacle.code)
        return "";
    return mf_arena_format(
        arena, _("%s, line %llu: %s; --apply writes the value where both readers find it"), path,
        (unsigned long long)boot.obstacle.line, boot.obstacle.text);
}
