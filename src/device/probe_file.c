// SPDX-License-Identifier: MIT
/* Files and folders below a sysroot, wherever that is. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../core/kernel_file.h"
#include "probe.h"

static bool is_text(const struct mf_root *sysroot)
{
    return sysroot && sysroot->is_text;
}

const char *mf_probe_path(struct mf_arena *arena, const struct mf_root *sysroot, const char *path)
{
    if (is_text(sysroot) && sysroot->is_listing)
        return mf_arena_string(arena, sysroot->name);
    if (is_text(sysroot))
        return mf_arena_format(arena, "%s: %s", sysroot->name, path);
    return mf_arena_format(arena, "%s%s", sysroot ? sysroot->name : "", path);
}

/* Nothing is there: this machine is no board. */
static bool is_nowhere(const struct mf_root *sysroot)
{
    return !sysroot && !mf_sees_kernel();
}

static bool exists_in_text(const struct mf_root *sysroot, const char *path)
{
    if (mf_root_find(sysroot, path))
        return true;
    for (size_t i = 0; i < sysroot->file_count; i++) {
        size_t length;
        mf_root_name_in(&sysroot->files[i], path, &length);
        if (length > 0)
            return true;
    }
    return false;
}

bool mf_probe_exists(const struct mf_root *sysroot, const char *path)
{
    char whole[MF_PATH_MAX]; /* a longer path cannot be opened either */
    struct stat status;
    if (is_nowhere(sysroot))
        return false;
    if (is_text(sysroot))
        return exists_in_text(sysroot, path);
    int length = snprintf(whole, sizeof whole, "%s%s", sysroot ? sysroot->name : "", path);
    return length >= 0 && (size_t)length < sizeof whole && stat(whole, &status) == 0;
}

static bool is_denied(int number)
{
    return number == EACCES || number == EPERM;
}

static bool is_absent(int number)
{
    return number == ENOENT || number == ENOTDIR;
}

/* The text of an errno, and for a missing right how to get it. */
static const char *errno_text(struct mf_arena *arena, const struct mf_root *sysroot, int number)
{
    if (!is_denied(number))
        return mf_arena_string(arena, strerror(number));
    if (!sysroot)
        return _("permission denied; try again as root, for example with sudo");
    return mf_arena_format(
        arena,
        _("permission denied; make the captured files readable, for example with chmod -R a+rX %s"),
        sysroot->name);
}

static const char *why_not(struct mf_arena *arena, const struct mf_root *sysroot,
                           struct mf_reading reading)
{
    switch (reading.end) {
    case MF_READING_NO_FILE:
        return _("it is not a regular file");
    case MF_READING_TOO_LARGE:
        return mf_arena_format(arena, _("it is larger than %llu MiB, the limit"),
                               (unsigned long long)(MF_PROBE_FILE_MAX / MF_MIB));
    case MF_READING_NO_ANSWER:
        return mf_arena_format(arena, _("it gave no answer within %d seconds"),
                               MF_PROBE_TIMEOUT_MS / 1000);
    case MF_READING_WHOLE:
    case MF_READING_ERRNO:
        break;
    }
    return errno_text(arena, sysroot, reading.number);
}

static bool take_text(struct mf_arena *arena, const char *bytes, size_t length,
                      struct mf_probe_text *probe, struct mf_error *error)
{
    probe->text = mf_arena_copy(arena, bytes, length);
    probe->length = length;
    if (!probe->text)
        return mf_fail_memory(error);
    probe->state = MF_PROBE_READ;
    return true;
}

/* Why the board could not read it, as the capture has it. */
static const char *captured_why(struct mf_arena *arena, const struct mf_root_file *file)
{
    return mf_arena_format(arena, _("%s (when the text was captured)"), file->why);
}

static bool read_captured(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                          struct mf_probe_text *probe, struct mf_error *error)
{
    const struct mf_root_file *file = mf_root_find(sysroot, path);
    if (!file)
        return true;
    if (!file->why)
        return take_text(arena, file->bytes, file->length, probe, error);
    probe->state = MF_PROBE_UNREADABLE;
    probe->why = captured_why(arena, file);
    return probe->why ? true : mf_fail_memory(error);
}

static bool read_file(struct mf_arena *arena, const struct mf_root *sysroot,
                      struct mf_probe_text *probe, struct mf_error *error)
{
    char *bytes = malloc(MF_PROBE_FILE_MAX);
    bool ok = true;
    if (!bytes)
        return mf_fail_memory(error);
    struct mf_reading reading = mf_file_read_guarded(probe->path, bytes, MF_PROBE_FILE_MAX);
    bool absent = reading.end == MF_READING_ERRNO && is_absent(reading.number);
    if (reading.end == MF_READING_ERRNO && reading.number == ENOMEM) {
        ok = mf_fail_memory(error);
    } else if (reading.end == MF_READING_WHOLE) {
        ok = take_text(arena, bytes, reading.length, probe, error);
    } else if (!absent) {
        probe->state = MF_PROBE_UNREADABLE;
        probe->why = why_not(arena, sysroot, reading);
        ok = probe->why || mf_fail_memory(error);
    }
    free(bytes);
    return ok;
}

bool mf_probe_read(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                   struct mf_probe_text *probe, struct mf_error *error)
{
    *probe = (struct mf_probe_text){.path = mf_probe_path(arena, sysroot, path)};
    if (!probe->path)
        return mf_fail_memory(error);
    if (is_nowhere(sysroot))
        return true;
    return is_text(sysroot) ? read_captured(arena, sysroot, path, probe, error)
                            : read_file(arena, sysroot, probe, error);
}

static bool has_name(const struct mf_probe_folder *folder, const char *name, size_t length)
{
    for (size_t i = 0; i < folder->count; i++) {
        if (strlen(folder->names[i]) == length && memcmp(folder->names[i], name, length) == 0)
            return true;
    }
    return false;
}

static bool add_name(struct mf_arena *arena, struct mf_probe_folder *folder, const char *name,
                     size_t length, struct mf_error *error)
{
    if (folder->count >= MF_CAPTURE_FILES_MAX)
        return true;
    const char **names = mf_arena_grow(arena, folder->names, folder->count, &folder->capacity,
                                       sizeof *folder->names);
    const char *copy = mf_arena_copy(arena, name, length);
    if (!names || !copy)
        return mf_fail_memory(error);
    folder->names = names;
    folder->names[folder->count++] = copy;
    return true;
}

static bool list_captured(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                          struct mf_probe_folder *folder, struct mf_error *error)
{
    const struct mf_root_file *itself = mf_root_find(sysroot, path);
    for (size_t i = 0; i < sysroot->file_count; i++) {
        size_t length;
        const char *name = mf_root_name_in(&sysroot->files[i], path, &length);
        if (length > 0 && !has_name(folder, name, length) &&
            !add_name(arena, folder, name, length, error))
            return false;
    }
    if (folder->count > 0 || (itself && !itself->why)) {
        folder->state = MF_PROBE_READ;
        return true;
    }
    if (!itself)
        return true;
    folder->state = MF_PROBE_UNREADABLE;
    folder->why = captured_why(arena, itself);
    return folder->why ? true : mf_fail_memory(error);
}

static bool list_entries(struct mf_arena *arena, DIR *entries, struct mf_probe_folder *folder,
                         int *number, struct mf_error *error)
{
    errno = 0;
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        if (entry->d_name[0] != '.' &&
            !add_name(arena, folder, entry->d_name, strlen(entry->d_name), error))
            return false;
        errno = 0;
    }
    *number = errno;
    return true;
}

bool mf_probe_list(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                   struct mf_probe_folder *folder, struct mf_error *error)
{
    *folder = (struct mf_probe_folder){.state = MF_PROBE_ABSENT};
    if (is_nowhere(sysroot))
        return true;
    if (is_text(sysroot))
        return list_captured(arena, sysroot, path, folder, error);
    const char *whole = mf_probe_path(arena, sysroot, path);
    if (!whole)
        return mf_fail_memory(error);
    DIR *entries = opendir(whole);
    int number = entries ? 0 : errno;
    bool ok = !entries || list_entries(arena, entries, folder, &number, error);
    if (entries)
        closedir(entries);
    if (number == ENOMEM)
        return mf_fail_memory(error);
    if (!ok || is_absent(number))
        return ok;
    folder->state = number == 0 ? MF_PROBE_READ : MF_PROBE_UNREADABLE;
    folder->is_closed = is_denied(number);
    folder->why = number == 0 ? NULL : errno_text(arena, sysroot, number);
    return number == 0 || folder->why ? true : mf_fail_memory(error);
}
