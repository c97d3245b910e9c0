// SPDX-License-Identifier: MIT
#include "tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../formats/format.h"
#include "../core/kernel_file.h"
#include "file_names.h"

void mf_tree_folder(struct mf_tree *tree, struct mf_arena *arena, const char *path)
{
    *tree = (struct mf_tree){.arena = arena, .path = path};
}

void mf_tree_reader(struct mf_tree *tree, struct mf_arena *arena, const char *path,
                    const struct mf_reader *reader)
{
    *tree = (struct mf_tree){.arena = arena, .path = path, .reader = reader};
}

struct mf_entry *mf_tree_add(struct mf_tree *tree, const char *path, uint64_t size,
                             struct mf_error *error)
{
    struct mf_entry *entry = mf_arena_take(tree->arena, sizeof *entry);
    struct mf_entry **entries = mf_arena_grow(tree->arena, tree->entries, tree->count,
                                              &tree->capacity, sizeof(struct mf_entry *));
    if (entries)
        tree->entries = entries;
    if (entry)
        entry->path = mf_arena_string(tree->arena, path);
    if (!entry || !entries || !entry->path) {
        mf_fail_memory(error);
        return NULL;
    }
    entry->size = size;
    entry->order = tree->count;
    tree->entries[tree->count++] = entry;
    return entry;
}

static int by_path(const void *a, const void *b)
{
    const struct mf_entry *const *left = a;
    const struct mf_entry *const *right = b;
    return strcmp((*left)->path, (*right)->path);
}

static int by_path_last_first(const void *a, const void *b)
{
    const struct mf_entry *const *left = a;
    const struct mf_entry *const *right = b;
    int order = by_path(a, b);
    if (order != 0)
        return order;
    return (*left)->order > (*right)->order ? -1 : (*left)->order < (*right)->order;
}

void mf_tree_sort(struct mf_tree *tree, size_t *repeated)
{
    size_t kept = 0;
    if (tree->count > 0)
        qsort(tree->entries, tree->count, sizeof(struct mf_entry *), by_path_last_first);
    for (size_t i = 0; i < tree->count; i++) {
        if (kept == 0 || strcmp(tree->entries[kept - 1]->path, tree->entries[i]->path) != 0)
            tree->entries[kept++] = tree->entries[i];
    }
    *repeated = tree->count - kept;
    tree->count = kept;
    tree->sorted = kept;
}

bool mf_entry_refuse(struct mf_tree *tree, struct mf_entry *entry, const struct mf_error *problem,
                     struct mf_error *error)
{
    struct mf_error *copy = mf_arena_take(tree->arena, sizeof *copy);
    entry->looked_at = true;
    if (!copy)
        return mf_fail_memory(error);
    *copy = *problem;
    entry->problem = copy;
    return false;
}

char *mf_tree_join(struct mf_arena *arena, const char *folder, const char *path)
{
    size_t length = strlen(folder);
    bool needs_slash = length > 0 && folder[length - 1] != '/';
    return mf_arena_format(arena, "%s%s%s", folder, needs_slash ? "/" : "", path);
}

const char *mf_tree_name(const struct mf_tree *tree, const struct mf_entry *entry)
{
    if (tree->in_archive)
        return mf_arena_format(tree->arena, "%s:%s", tree->path, entry->path);
    return entry->path[0] == '/' ? entry->path : mf_tree_join(tree->arena, tree->path, entry->path);
}

/* Takes "." and "x/.." out of a path. In an archive nothing leads out of it: *inside says so. */
static void normalize(char *path, bool *inside)
{
    char *out = path;
    const char *next;
    *inside = path[0] != '/';
    for (const char *at = path; *at != '\0'; at = next) {
        size_t length = strcspn(at, "/");
        bool is_last = at[length] == '\0'; /* looked at before the part is moved */
        bool up = length == 2 && at[0] == '.' && at[1] == '.';
        bool empty = length == 0 || (length == 1 && at[0] == '.');
        next = at + length + !is_last;
        if (up && out == path)
            *inside = false;
        if (up && out > path) {
            for (out--; out > path && out[-1] != '/'; out--)
                continue;
        } else if (!up && !empty) {
            memmove(out, at, length);
            out += length;
            if (!is_last)
                *out++ = '/';
        }
    }
    if (out > path && out[-1] == '/')
        out--;
    *out = '\0';
}

/* Looks among entries that are sorted. */
static struct mf_entry *look_among(struct mf_entry **entries, size_t count, const char *path)
{
    struct mf_entry key = {.path = path};
    struct mf_entry *pointer = &key;
    struct mf_entry **found =
        count == 0 ? NULL : bsearch(&pointer, entries, count, sizeof(struct mf_entry *), by_path);
    return found ? *found : NULL;
}

static struct mf_entry *look_up(const struct mf_tree *tree, const char *path)
{
    struct mf_entry *found = look_among(tree->entries, tree->sorted, path);
    return found || tree->count == tree->sorted
               ? found
               : look_among(tree->entries + tree->sorted, tree->count - tree->sorted, path);
}

/* Moves the last entry to where it belongs among those that came after the listing. */
static void sort_in(struct mf_tree *tree)
{
    struct mf_entry **others = tree->entries + tree->sorted;
    size_t last = tree->count - tree->sorted - 1;
    struct mf_entry *entry = others[last];
    size_t low = 0;
    for (size_t high = last; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(others[middle]->path, entry->path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    memmove(others + low + 1, others + low, (last - low) * sizeof(struct mf_entry *));
    others[low] = entry;
}

static bool find_on_disk(struct mf_tree *tree, const char *path, struct mf_entry **found,
                         struct mf_error *error)
{
    struct stat status;
    struct mf_entry key = {.path = path};
    const char *name = mf_tree_name(tree, &key);
    if (!name)
        return mf_fail_memory(error);
    if (stat(name, &status) != 0)
        return true;
    if (tree->count - tree->sorted >= MF_NAMED_FILES_MAX)
        return mf_fail(error, MF_LIMIT, _("names more than %zu files outside of the folder"),
                       MF_NAMED_FILES_MAX);
    *found = mf_tree_add(tree, path, (uint64_t)status.st_size, error);
    if (*found)
        sort_in(tree);
    return *found != NULL;
}

bool mf_tree_resolve(const struct mf_tree *tree, const char *from, const char *path, char **whole,
                     bool *inside)
{
    const char *slash = from ? strrchr(from, '/') : NULL;
    int folder = slash ? (int)(slash - from) + 1 : 0;
    char *given = path[0] == '/'
                      ? mf_arena_string(tree->arena, path)
                      : mf_arena_format(tree->arena, "%.*s%s", folder, from ? from : "", path);
    char *plain = given ? mf_arena_string(tree->arena, given) : NULL;
    if (!plain)
        return false;
    normalize(plain, inside);
    *whole = *inside ? plain : given;
    return true;
}

bool mf_tree_find(struct mf_tree *tree, const char *from, const char *path, struct mf_entry **found,
                  struct mf_error *error)
{
    char *whole;
    bool inside;
    *found = NULL;
    if (!mf_tree_resolve(tree, from, path, &whole, &inside))
        return mf_fail_memory(error);
    if (!inside && mf_tree_is_closed(tree))
        return true;
    *found = look_up(tree, whole);
    if (*found || mf_tree_is_closed(tree))
        return true;
    return find_on_disk(tree, whole, found, error);
}

bool mf_tree_leads_to_kernel(const struct mf_tree *tree, const char *name)
{
    return mf_is_in_kernel_place(name) && !mf_is_in_kernel_place(tree->path);
}

static bool size_by_reader(const struct mf_tree *tree, struct mf_entry *entry,
                           struct mf_error *error)
{
    struct mf_source source;
    if (!mf_source_open_by(&source, tree->reader, entry->path, error))
        return false;
    entry->size = source.size;
    mf_source_close(&source);
    return true;
}

bool mf_tree_size(struct mf_tree *tree, struct mf_entry *entry, uint64_t *size,
                  struct mf_error *error)
{
    struct stat status;
    if (entry->size == MF_SIZE_UNKNOWN && tree->reader) {
        if (!size_by_reader(tree, entry, error))
            return false;
    } else if (entry->size == MF_SIZE_UNKNOWN) {
        const char *name = mf_tree_name(tree, entry);
        if (!name)
            return mf_fail_memory(error);
        if (stat(name, &status) != 0)
            return mf_fail(error, MF_UNREADABLE, _("%s cannot be looked at: %s"), entry->path,
                           strerror(errno));
        entry->size = (uint64_t)status.st_size;
    }
    *size = entry->size;
    return true;
}

bool mf_tree_open(const struct mf_tree *tree, const struct mf_entry *entry, const char *name,
                  struct mf_source *source, struct mf_error *error)
{
    if (tree->reader)
        return mf_source_open_by(source, tree->reader, entry->path, error);
    if (entry->is_listed)
        return mf_source_open_known(source, name, error);
    if (mf_tree_leads_to_kernel(tree, name))
        return mf_fail(error, MF_UNSAFE_PATH,
                       _("leads below /dev, /proc or /sys, where no model is; it is not opened"));
    return mf_source_open(source, name, error);
}

/* An archive is passed once: what was not kept then cannot be read any more. */
static bool not_read(struct mf_tree *tree, struct mf_entry *entry, struct mf_error *error)
{
    struct mf_error problem;
    mf_fail(&problem, MF_UNKNOWN_FORMAT,
            _("is not a model: neither its first bytes nor its name are those of one"));
    return mf_entry_refuse(tree, entry, &problem, error);
}

bool mf_tree_read_model(struct mf_tree *tree, struct mf_entry *entry, struct mf_error *error)
{
    struct mf_source source;
    struct mf_error problem;
    if (entry->looked_at)
        return entry->model != NULL;
    if (tree->in_archive)
        return not_read(tree, entry, error);
    const char *name = mf_tree_name(tree, entry);
    struct mf_model *model = mf_arena_take(tree->arena, sizeof *model);
    if (!name || !model)
        return mf_fail_memory(error);
    bool ok = mf_tree_open(tree, entry, name, &source, &problem);
    if (ok) {
        ok = mf_model_read(tree->arena, &source, name, model, &problem);
        mf_source_close(&source);
    }
    entry->looked_at = true;
    if (!ok)
        return mf_entry_refuse(tree, entry, &problem, error);
    entry->model = model;
    return true;
}

bool mf_tree_read_text(struct mf_tree *tree, struct mf_entry *entry, struct mf_error *error)
{
    struct mf_source source;
    struct mf_error problem = {MF_OK, ""};
    if (entry->text || entry->problem)
        return entry->text != NULL;
    const char *name = mf_tree_name(tree, entry);
    if (!name)
        return mf_fail_memory(error);
    if (tree->in_archive)
        return not_read(tree, entry, error);
    if (!mf_tree_open(tree, entry, name, &source, &problem))
        return mf_entry_refuse(tree, entry, &problem, error);
    struct mf_view view = mf_view_all(&source);
    char *text = NULL;
    if (view.size > MF_MANIFEST_MAX)
        mf_fail(&problem, MF_LIMIT, _("is larger than 1 MiB; a manifest is not"));
    else if (!(text = mf_arena_take(tree->arena, (size_t)view.size + 1)))
        mf_fail_memory(&problem);
    else if (mf_view_read(&view, 0, text, (size_t)view.size, &problem))
        entry->text = text;
    entry->text_length = (size_t)view.size;
    mf_source_close(&source);
    return entry->text ? true : mf_entry_refuse(tree, entry, &problem, error);
}
