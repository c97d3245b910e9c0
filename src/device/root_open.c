// SPDX-License-Identifier: MIT
/* A captured text, taken apart into the files that it holds. */
#include "root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../core/limits.h"
#include "listing.h"
#include "tidy.h"

#define HEADING    "== /"
#define UNREADABLE "(cannot be read: "

static bool add_file(struct mf_arena *arena, struct mf_root *root, struct mf_root_file file,
                     struct mf_error *error)
{
    if (root->file_count >= MF_CAPTURE_FILES_MAX)
        return true; /* what is missing is unknown, as in a text that is cut */
    struct mf_root_file *files =
        mf_arena_grow(arena, root->files, root->file_count, &root->file_capacity, sizeof *files);
    if (!files)
        return mf_fail_memory(error);
    root->files = files;
    files[root->file_count++] = file;
    return true;
}

/* The next line that begins with a heading; the end of the text where there is none. */
static char *find_heading(char *text)
{
    char *at = text;
    while (at && *at != '\0' && strncmp(at, HEADING, sizeof HEADING - 1) != 0) {
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    return at ? at : text + strlen(text);
}

/* `at` is a heading. "(cannot be read: REASON)" under it is no text of the file. */
static bool add_headed(struct mf_arena *arena, struct mf_root *root, char *at, char *end,
                       struct mf_error *error)
{
    struct mf_root_file file = {0};
    size_t heading = strcspn(at, "\n");
    const char *path = at + sizeof HEADING - 2;
    size_t length = heading - (sizeof HEADING - 2);
    while (length > 1 && strchr(" \t", path[length - 1]))
        length--;
    char *body = at[heading] == '\n' ? at + heading + 1 : at + heading;
    file.path = mf_arena_copy(arena, path, length);
    file.bytes = mf_arena_copy(arena, body, (size_t)(end - body));
    file.length = (size_t)(end - body);
    if (!file.path || !file.bytes)
        return mf_fail_memory(error);
    if (strncmp(file.bytes, UNREADABLE, sizeof UNREADABLE - 1) == 0) {
        const char *why = file.bytes + sizeof UNREADABLE - 1;
        file.why = mf_arena_copy(arena, why, strcspn(why, ")\n"));
        if (!file.why)
            return mf_fail_memory(error);
    }
    return add_file(arena, root, file, error);
}

/* A text without headings stands for each file whose listing it holds. */
static bool add_listings(struct mf_arena *arena, struct mf_root *root, const char *text,
                         size_t length, struct mf_error *error)
{
    char *bytes = mf_arena_copy(arena, text, length);
    if (!bytes)
        return mf_fail_memory(error);
    const char *path = NULL;
    for (size_t i = 0; (path = mf_listing_path(bytes, i)) != NULL; i++) {
        struct mf_root_file file = {.path = path, .bytes = bytes, .length = length};
        if (*path != '\0' && !add_file(arena, root, file, error))
            return false;
    }
    return true;
}

bool mf_root_split(struct mf_arena *arena, struct mf_root *root, char *text, size_t length,
                   struct mf_error *error)
{
    length = mf_tidy_text(text, length);
    char *at = find_heading(text);
    root->is_text = true;
    root->is_listing = *at == '\0';
    if (root->is_listing)
        return add_listings(arena, root, text, length, error);
    while (*at != '\0') {
        char *next = find_heading(at + 1);
        if (!add_headed(arena, root, at, next, error))
            return false;
        at = next;
    }
    return true;
}

static bool fail_read(const struct mf_root *root, int number, struct mf_error *error)
{
    return mf_fail(error, MF_USAGE, _("`%s` cannot be read: %s"), root->name, strerror(number));
}

/* Into `bytes`, which has room for one byte more than MF_CAPTURE_MAX. */
static bool read_all(const struct mf_root *root, int file, char *bytes, size_t *length,
                     struct mf_error *error)
{
    for (*length = 0; *length <= MF_CAPTURE_MAX;) {
        ssize_t got = read(file, bytes + *length, MF_CAPTURE_MAX + 1 - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_read(root, errno, error);
        if (got == 0)
            return true;
        *length += (size_t)got;
    }
    return mf_fail(error, MF_USAGE,
                   _("`%s` is larger than %llu MiB, the limit for a captured text"), root->name,
                   (unsigned long long)(MF_CAPTURE_MAX / MF_MIB));
}

static bool read_text(struct mf_arena *arena, struct mf_root *root, int file,
                      struct mf_error *error)
{
    size_t length;
    char *bytes = malloc(MF_CAPTURE_MAX + 2);
    if (!bytes)
        return mf_fail_memory(error);
    bool ok = read_all(root, file, bytes, &length, error) &&
              mf_root_split(arena, root, bytes, length, error);
    free(bytes);
    return ok;
}

/* A pipe counts as a text: `--sysroot <(ssh board maixfit capture)`. */
static bool open_named(struct mf_arena *arena, struct mf_root *root, struct mf_error *error)
{
    struct stat status;
    if (stat(root->name, &status) != 0)
        return fail_read(root, errno, error);
    if (S_ISDIR(status.st_mode))
        return true;
    int file = open(root->name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0)
        return fail_read(root, errno, error);
    bool ok = read_text(arena, root, file, error);
    close(file);
    return ok;
}

bool mf_root_open(struct mf_arena *arena, struct mf_root *root, struct mf_error *error)
{
    if (root->is_opened)
        return true;
    bool is_input = strcmp(root->name, "-") == 0;
    bool ok =
        is_input ? read_text(arena, root, STDIN_FILENO, error) : open_named(arena, root, error);
    root->is_opened = ok;
    return ok;
}
