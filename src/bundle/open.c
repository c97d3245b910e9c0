// SPDX-License-Identifier: MIT
/* From a path of the command line to what stands there: model, manifest, folder, archive, pipe. */
#include "open.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../formats/format.h"
#include "../core/magic.h"
#include "../core/path.h"
#include "collect.h"
#include "file_names.h"

/* Standard input. */
struct pipe {
    int descriptor;
    uint64_t done;
    uint8_t block[MF_PIPE_BLOCK];
};

static bool open_model(struct mf_opening *opening, struct mf_source *source)
{
    struct mf_error problem;
    struct mf_model *model = mf_arena_take(opening->arena, sizeof *model);
    if (!model)
        return mf_fail_memory(opening->error);
    if (mf_model_read(opening->arena, source, opening->path, model, &problem))
        return mf_opening_add(opening, model->path, model);
    return mf_opening_refuse(opening, opening->path, &problem);
}

static bool open_archive(struct mf_opening *opening, struct mf_source *source, const char *inside)
{
    struct mf_error problem;
    struct mf_tree *tree = mf_arena_take(opening->arena, sizeof *tree);
    if (!tree)
        return mf_fail_memory(opening->error);
    if (!mf_tree_archive(tree, opening->arena, opening->path, source, opening->progress, &problem))
        return mf_opening_refuse(opening, opening->path, &problem);
    return mf_collect(opening, tree, inside);
}

/* The path up to its last part. */
static const char *folder_of(const struct mf_opening *opening)
{
    size_t length = (size_t)(mf_base_name(opening->path) - opening->path);
    return mf_arena_copy(opening->arena, opening->path, length);
}

/* A name that ends with one of a reader's manifests is of it alone, seen from its folder. */
static bool find_named_manifest(const struct mf_opening *opening, struct mf_tree *tree,
                                struct mf_entry **manifest)
{
    const char *base = mf_base_name(opening->path);
    *manifest = NULL;
    if (!mf_is_manifest(base) && !mf_may_be_manifest(base) && !mf_is_script(base))
        return true;
    if (!mf_tree_find(tree, NULL, base, manifest, opening->error))
        return false;
    if (!*manifest)
        return true;
    tree->path = folder_of(opening);
    return tree->path || mf_fail_memory(opening->error);
}

/* Of a disk, or of a reader. */
static bool open_folder(struct mf_opening *opening, const struct mf_reader *reader)
{
    struct mf_error problem;
    struct mf_tree *tree = mf_arena_take(opening->arena, sizeof *tree);
    if (!tree)
        return mf_fail_memory(opening->error);
    if (reader)
        mf_tree_reader(tree, opening->arena, opening->path, reader);
    else
        mf_tree_folder(tree, opening->arena, opening->path);
    struct mf_entry *manifest = NULL;
    if (!mf_tree_list(tree, &problem))
        return mf_opening_refuse(opening, opening->path, &problem);
    if (reader && !find_named_manifest(opening, tree, &manifest))
        return false;
    return manifest ? mf_collect_manifest(opening, tree, manifest)
                    : mf_collect(opening, tree, NULL);
}

/* A manifest is seen from the folder in which it lies. */
static bool open_manifest(struct mf_opening *opening)
{
    struct mf_entry *entry;
    struct mf_error problem;
    if (opening->has_no_folder) {
        mf_fail(&problem, MF_NEEDS_FILE,
                _("names other files, and was given without them; give its folder with a `list`"));
        return mf_opening_refuse(opening, opening->path, &problem);
    }
    const char *base = mf_base_name(opening->path);
    struct mf_tree *tree = mf_arena_take(opening->arena, sizeof *tree);
    const char *folder = folder_of(opening);
    if (!tree || !folder)
        return mf_fail_memory(opening->error);
    mf_tree_folder(tree, opening->arena, folder);
    return mf_tree_find(tree, NULL, base, &entry, opening->error) && entry &&
           mf_collect_manifest(opening, tree, entry);
}

/* By its name, or by how such a text begins. */
static bool looks_like_manifest(const char *path, const uint8_t *head, size_t length)
{
    static const char basic[] = "[basic]";
    size_t blanks = 0;
    if (mf_is_manifest(path) || mf_may_be_manifest(path) || mf_is_script(path))
        return true;
    while (blanks < length && strchr(" \t\r\n", head[blanks]) && head[blanks] != '\0')
        blanks++;
    length -= blanks;
    return !mf_model_suffix(path) && length > 0 &&
           (head[blanks] == '{' ||
            (length >= sizeof basic - 1 && memcmp(head + blanks, basic, sizeof basic - 1) == 0));
}

static bool open_source(struct mf_opening *opening, struct mf_source *source, const char *inside)
{
    uint8_t head[MF_HEAD_BYTES];
    size_t length;
    struct mf_error problem;
    struct mf_view view = mf_view_all(source);
    if (!mf_view_head(&view, head, sizeof head, &length, &problem))
        return mf_opening_refuse(opening, opening->path, &problem);
    if (!source->forward && looks_like_manifest(opening->path, head, length))
        return open_manifest(opening);
    const struct mf_magic *magic = mf_magic_find(head, length);
    if (source->forward && magic && magic->needs_end) {
        mf_fail(&problem, MF_NEEDS_FILE,
                _("is %s, which cannot be read from a pipe; save it to a file first"),
                _(magic->what));
        return mf_opening_refuse(opening, opening->path, &problem);
    }
    if (magic && magic->is_archive && !mf_foreign_is_split_part(opening->path))
        return open_archive(opening, source, inside);
    if (!inside)
        return open_model(opening, source);
    mf_fail(&problem, MF_FOREIGN, _("is not an archive, so it holds no %s"), inside);
    return mf_opening_refuse(opening, opening->path, &problem);
}

static bool pull_from_pipe(void *user, const uint8_t **bytes, size_t *length, uint64_t *offset,
                           struct mf_error *error)
{
    struct pipe *pipe = user;
    ssize_t got;
    do
        got = read(pipe->descriptor, pipe->block, sizeof pipe->block);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return mf_fail(error, MF_UNREADABLE, _("the pipe cannot be read: %s"), strerror(errno));
    *bytes = pipe->block;
    *length = (size_t)got;
    *offset = pipe->done;
    pipe->done += (size_t)got;
    return true;
}

/* A tar ends before its padding does: the program that writes into the pipe must not fail for that.
 */
static void read_padding(struct pipe *pipe)
{
    struct mf_error ignored;
    const uint8_t *bytes;
    size_t length = 1;
    uint64_t offset;
    uint64_t limit = pipe->done + MF_PIPE_PADDING_MAX;
    while (length > 0 && pipe->done < limit &&
           pull_from_pipe(pipe, &bytes, &length, &offset, &ignored))
        continue;
}

static bool open_pipe(struct mf_opening *opening, const char *inside)
{
    struct mf_source source;
    struct pipe *pipe = mf_arena_take(opening->arena, sizeof *pipe);
    if (!pipe)
        return mf_fail_memory(opening->error);
    pipe->descriptor = STDIN_FILENO;
    mf_source_stream(&source, (struct mf_stream){pull_from_pipe, pipe}, MF_SIZE_UNKNOWN);
    bool ok = open_source(opening, &source, inside);
    if (ok && !source.ended)
        read_padding(pipe);
    mf_source_close(&source);
    return ok;
}

/* "bundle.zip:sub/model.mud": the last colon before which a file stands. */
static bool split_path(struct mf_opening *opening, const char *path, const char **inside)
{
    struct stat status;
    *inside = NULL;
    opening->path = path;
    if (lstat(path, &status) == 0)
        return true;
    for (size_t length = strlen(path); length > 0; length--) {
        if (path[length] != ':')
            continue;
        char *archive = mf_arena_copy(opening->arena, path, length);
        if (!archive)
            return mf_fail_memory(opening->error);
        bool pipe = strcmp(archive, "-") == 0;
        if (!pipe && (stat(archive, &status) != 0 || !S_ISREG(status.st_mode)))
            continue;
        opening->path = archive;
        *inside = path + length + 1;
        return true;
    }
    return true;
}

bool mf_open(struct mf_arena *arena, const char *path, const struct mf_progress *progress,
             struct mf_opened_list *list, struct mf_error *error)
{
    struct mf_opening opening = {arena, path, NULL, progress, false, list, error};
    struct mf_source source;
    struct mf_error problem;
    struct stat status;
    const char *inside;
    if (!split_path(&opening, path, &inside))
        return false;
    if (strcmp(opening.path, "-") == 0)
        return open_pipe(&opening, inside);
    if (stat(opening.path, &status) == 0 && S_ISDIR(status.st_mode))
        return open_folder(&opening, NULL);
    if (!mf_source_open(&source, opening.path, &problem))
        return mf_opening_refuse(&opening, opening.path, &problem);
    bool ok = open_source(&opening, &source, inside);
    mf_source_close(&source);
    return ok;
}

bool mf_open_given(struct mf_arena *arena, const char *name, const struct mf_given *given,
                   const struct mf_progress *progress, struct mf_opened_list *list,
                   struct mf_error *error)
{
    struct mf_opening opening = {arena, name, name, progress, true, list, error};
    struct mf_source source;
    struct mf_error problem;
    bool ok = true;
    if (given->reader.list)
        return open_folder(&opening, &given->reader);
    if (given->bytes)
        mf_source_memory(&source, given->bytes, given->size);
    else
        ok = given->descriptor >= 0 ? mf_source_descriptor(&source, given->descriptor, &problem)
                                    : mf_source_open_by(&source, &given->reader, name, &problem);
    if (!ok)
        return mf_opening_refuse(&opening, name, &problem);
    ok = open_source(&opening, &source, NULL);
    mf_source_close(&source);
    return ok;
}
