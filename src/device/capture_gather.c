// SPDX-License-Identifier: MIT
#include "capture_gather.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../core/i18n.h"
#include "../core/limits.h"

static bool add(const struct mf_gathering *gathering, struct mf_captured item)
{
    struct mf_capture *capture = gathering->capture;
    struct mf_captured *items = mf_arena_grow(gathering->arena, capture->items, capture->count,
                                              &capture->capacity, sizeof *items);
    if (!items || !item.path || (!item.text && !item.problem))
        return mf_fail_memory(gathering->error);
    capture->items = items;
    capture->items[capture->count++] = item;
    return true;
}

const char *mf_gather_place(const struct mf_gathering *gathering, const char *path)
{
    const char *sysroot = gathering->sysroot ? gathering->sysroot : "";
    return mf_arena_format(gathering->arena, "%s%s", sysroot, path);
}

static bool is_absent(int number)
{
    return number == ENOENT || number == ENOTDIR;
}

static const char *why_not(struct mf_arena *arena, struct mf_reading reading)
{
    switch (reading.end) {
    case MF_READING_NO_FILE:
        return _("it is not a regular file");
    case MF_READING_TOO_LARGE:
        return _("it is larger than 1 MiB");
    case MF_READING_NO_ANSWER:
        return _("it gave no answer");
    case MF_READING_WHOLE:
    case MF_READING_ERRNO:
        break;
    }
    return mf_arena_string(arena, strerror(reading.number));
}

struct mf_reading mf_gather_read(const struct mf_gathering *gathering, const char *path)
{
    const char *whole = mf_gather_place(gathering, path);
    if (!whole)
        return (struct mf_reading){.end = MF_READING_ERRNO, .number = ENOMEM};
    return mf_file_read_guarded(whole, gathering->bytes, MF_PROBE_FILE_MAX);
}

bool mf_gather_file(const struct mf_gathering *gathering, const char *path,
                    enum mf_capture_form form)
{
    struct mf_text text = {0};
    struct mf_captured item = {.path = path};
    struct mf_reading reading = mf_gather_read(gathering, path);
    if (reading.end == MF_READING_ERRNO && is_absent(reading.number))
        return true;
    if (reading.end == MF_READING_ERRNO && reading.number == ENOMEM)
        return mf_fail_memory(gathering->error);
    if (reading.end == MF_READING_WHOLE) {
        mf_capture_put(&text, form, gathering->bytes, reading.length);
        item.text =
            text.failed ? NULL : mf_arena_string(gathering->arena, text.bytes ? text.bytes : "");
        mf_text_free(&text);
    } else {
        item.problem = why_not(gathering->arena, reading);
    }
    return add(gathering, item);
}

bool mf_gather_files(const struct mf_gathering *gathering, const char *folder,
                     const struct mf_gathered_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *path = folder[0] == '\0'
                               ? files[i].path
                               : mf_arena_format(gathering->arena, "%s/%s", folder, files[i].path);
        if (!path)
            return mf_fail_memory(gathering->error);
        if (!mf_gather_file(gathering, path, files[i].form))
            return false;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    char *const *left = a;
    char *const *right = b;
    return strcmp(*left, *right);
}

/* Another name could forge a line of the capture. */
static bool is_plain(const char *name)
{
    while (*name >= ' ' && *name <= '~')
        name++;
    return *name == '\0';
}

bool mf_gather_list(const struct mf_gathering *gathering, const char *path,
                    struct mf_gathered_names *names)
{
    size_t capacity = 0;
    const char *whole = mf_gather_place(gathering, path);
    DIR *folder = whole ? opendir(whole) : NULL;
    *names = (struct mf_gathered_names){.number = folder ? 0 : errno};
    if (!whole || names->number == ENOMEM)
        return mf_fail_memory(gathering->error);
    if (!folder)
        return true;
    bool ok = true;
    const struct dirent *entry;
    while (ok && names->count < MF_CAPTURE_NAMES_MAX && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || !is_plain(entry->d_name))
            continue;
        char **items =
            mf_arena_grow(gathering->arena, names->items, names->count, &capacity, sizeof *items);
        char *name = mf_arena_string(gathering->arena, entry->d_name);
        ok = items && name;
        if (!ok)
            break;
        names->items = items;
        names->items[names->count++] = name;
    }
    closedir(folder);
    if (names->count > 0)
        qsort(names->items, names->count, sizeof *names->items, by_name);
    return ok || mf_fail_memory(gathering->error);
}

bool mf_gather_folders(const struct mf_gathering *gathering, const char *path,
                       const struct mf_gathered_file *files, size_t count)
{
    struct mf_gathered_names names;
    if (!mf_gather_list(gathering, path, &names))
        return false;
    if (names.number != 0 && !is_absent(names.number)) {
        const char *why = mf_arena_string(gathering->arena, strerror(names.number));
        return add(gathering, (struct mf_captured){.path = path, .problem = why});
    }
    for (size_t i = 0; i < names.count; i++) {
        const char *folder = mf_arena_format(gathering->arena, "%s/%s", path, names.items[i]);
        if (!folder)
            return mf_fail_memory(gathering->error);
        if (!mf_gather_files(gathering, folder, files, count))
            return false;
    }
    return true;
}

bool mf_gather_sign(const struct mf_gathering *gathering, const char *path)
{
    struct stat status;
    const char *whole = mf_gather_place(gathering, path);
    if (!whole)
        return mf_fail_memory(gathering->error);
    return stat(whole, &status) != 0 ||
           add(gathering, (struct mf_captured){.path = path, .text = "(a folder)\n"});
}
