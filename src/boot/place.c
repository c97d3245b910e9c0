// SPDX-License-Identifier: MIT
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../platform/disk.h"

#define LINKS_MAX 40 /* as in Linux */
#define DEPTH_MAX (MF_FOLDER_DEPTH_MAX + 1)

/* The folders from the root on. */
struct walk {
    struct mf_arena *arena;
    int folders[DEPTH_MAX];
    const char *names[DEPTH_MAX];
    int count;
    int links;
    const char *rest; /* of the path */
    struct mf_error *error;
};

static bool fail_find(struct mf_error *error, int number)
{
    if (number == ENOENT || number == ENOTDIR)
        return mf_fail(error, MF_NO_SUCH_FILE, _("no such file; check the path"));
    return mf_fail(error, MF_UNREADABLE, _("cannot be opened: %s"), strerror(number));
}

/* Back to the root, or to the folder above. */
static void leave(struct walk *walk, int count)
{
    while (walk->count > count)
        close(walk->folders[--walk->count]);
}

static bool enter(struct walk *walk, int folder, const char *name)
{
    if (folder < 0)
        return fail_find(walk->error, errno);
    if (walk->count == DEPTH_MAX) {
        close(folder);
        return mf_fail(walk->error, MF_LIMIT, _("stands deeper than %d folders, the limit"),
                       DEPTH_MAX - 1);
    }
    walk->names[walk->count] = name;
    walk->folders[walk->count++] = folder;
    return true;
}

/* What a link says is read on in its place. */
static bool follow(struct walk *walk, const char *target)
{
    if (++walk->links > LINKS_MAX)
        return fail_find(walk->error, ELOOP);
    if (target[0] == '/')
        leave(walk, 1);
    walk->rest = mf_arena_format(walk->arena, "%s/%s", target + strspn(target, "/"), walk->rest);
    return walk->rest || mf_fail_memory(walk->error);
}

/* Takes the next part of the path; *last is the file's name where it is the last one. */
static bool take_part(struct walk *walk, const char **last)
{
    char target[PATH_MAX];
    size_t length = strcspn(walk->rest, "/");
    const char *name = mf_arena_copy(walk->arena, walk->rest, length);
    if (!name)
        return mf_fail_memory(walk->error);
    walk->rest += length;
    walk->rest += strspn(walk->rest, "/");
    if (strcmp(name, "..") == 0)
        leave(walk, walk->count > 1 ? walk->count - 1 : 1);
    if (strcmp(name, "..") == 0 || strcmp(name, ".") == 0)
        return true;
    int folder = walk->folders[walk->count - 1];
    ssize_t size = readlinkat(folder, name, target, sizeof target - 1);
    if (size >= 0) {
        target[size] = '\0';
        return follow(walk, target);
    }
    if (walk->rest[0] != '\0')
        return enter(walk, mf_folder_open(folder, name), name);
    *last = name;
    return true;
}

static const char *path_of(const struct walk *walk, const char *root, const char *name)
{
    const char *path = root ? root : "";
    for (int i = 1; path && i < walk->count; i++)
        path = mf_arena_format(walk->arena, "%s/%s", path, walk->names[i]);
    return path ? mf_arena_format(walk->arena, "%s/%s", path, name) : NULL;
}

static bool find(struct walk *walk, const char *root, struct mf_place *place)
{
    const char *last = NULL;
    if (!enter(walk, mf_folder_open_root(root ? root : "/"), ""))
        return false;
    walk->rest += strspn(walk->rest, "/");
    while (!last && walk->rest[0] != '\0') {
        if (!take_part(walk, &last))
            return false;
    }
    if (!last)
        return mf_fail(walk->error, MF_DIRECTORY, _("is a folder; name the file in it"));
    place->name = last;
    place->path = path_of(walk, root, last);
    if (!place->path)
        return mf_fail_memory(walk->error);
    place->folder = walk->folders[--walk->count];
    return true;
}

bool mf_place_open(struct mf_arena *arena, const char *root, const char *path,
                   struct mf_place *place, struct mf_error *error)
{
    struct walk walk = {.arena = arena, .rest = path, .error = error};
    *place = (struct mf_place){.folder = -1};
    if (!root && path[0] != '/') {
        char *here = getcwd(NULL, 0);
        if (!here)
            return fail_find(error, errno);
        walk.rest = mf_arena_format(arena, "%s/%s", here, path);
        free(here);
        if (!walk.rest)
            return mf_fail_memory(error);
    }
    bool ok = find(&walk, root, place);
    leave(&walk, 0);
    return ok;
}

void mf_place_close(struct mf_place *place)
{
    if (place->folder >= 0)
        close(place->folder);
    place->folder = -1;
}

static bool refuse_kind(mode_t mode, struct mf_error *error)
{
    if (S_ISDIR(mode))
        return mf_fail(error, MF_DIRECTORY, _("is a folder; name the file in it"));
    if (S_ISFIFO(mode))
        return mf_fail(error, MF_NOT_A_FILE, _("is a pipe (FIFO), not a file of a disk"));
    if (S_ISLNK(mode))
        return mf_fail(error, MF_NOT_A_FILE, _("is a link, which is not followed here"));
    return mf_fail(error, MF_NOT_A_FILE, _("is a device or a socket, not a file of a disk"));
}

/* Reads up to the end or the limit; the file may grow or shrink meanwhile. */
static bool read_all(struct mf_arena *arena, int file, struct mf_place_text *text,
                     struct mf_error *error)
{
    size_t limit = (size_t)text->status.st_size + 1;
    text->length = 0;
    text->bytes = mf_arena_take(arena, limit);
    if (!text->bytes)
        return mf_fail_memory(error);
    while (text->length < limit) {
        ssize_t got = read(file, text->bytes + text->length, limit - text->length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return mf_fail(error, MF_UNREADABLE, _("cannot be read: %s"), strerror(errno));
        if (got == 0)
            break;
        text->length += (size_t)got;
    }
    if (text->length == limit)
        return mf_fail(error, MF_UNREADABLE, _("grew while it was read; try again"));
    text->bytes[text->length] = '\0';
    return true;
}

static bool read_file(struct mf_arena *arena, int file, struct mf_place_text *text,
                      struct mf_error *error)
{
    if (fstat(file, &text->status) != 0)
        return fail_find(error, errno);
    if (!S_ISREG(text->status.st_mode))
        return refuse_kind(text->status.st_mode, error);
    if ((uint64_t)text->status.st_size > MF_BOOT_FILE_MAX)
        return mf_fail(error, MF_LIMIT,
                       _("is larger than %llu MiB, the limit; is it a /boot/configs?"),
                       (unsigned long long)(MF_BOOT_FILE_MAX / MF_MIB));
    return read_all(arena, file, text, error);
}

bool mf_place_read(struct mf_arena *arena, const struct mf_place *place, const char *name,
                   struct mf_place_text *text, struct mf_error *error)
{
    /* Opening a device can have effects, so its kind is looked at first. */
    if (fstatat(place->folder, name, &text->status, AT_SYMLINK_NOFOLLOW) != 0)
        return fail_find(error, errno);
    if (!S_ISREG(text->status.st_mode))
        return refuse_kind(text->status.st_mode, error);
    int file =
        openat(place->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0)
        return fail_find(error, errno);
    bool ok = read_file(arena, file, text, error);
    close(file);
    return ok;
}
