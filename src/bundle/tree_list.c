// SPDX-License-Identifier: MIT
/* Folders on disk: all files below one, or the models of one. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../formats/format.h"
#include "../core/kernel_file.h"
#include "../core/path.h"
#include "file_names.h"
#include "tree.h"

/* One run over a folder and those below it. */
struct listing {
    struct mf_tree *tree;
    bool of_kernel; /* the folder that was named stands there itself */
    struct mf_error *error;
};

static bool list_folder(const struct listing *listing, const char *inside, unsigned depth);

static bool add_file(const struct listing *listing, const char *path, bool is_link, uint64_t size)
{
    struct mf_tree *tree = listing->tree;
    if (mf_is_leftover(path))
        return true;
    if (tree->count >= MF_ENTRIES_MAX)
        return mf_fail(listing->error, MF_LIMIT,
                       _("holds more than %u files; name the folder of the models"),
                       MF_ENTRIES_MAX);
    struct mf_entry *entry = mf_tree_add(tree, path, size, listing->error);
    if (entry)
        entry->is_listed = !is_link && !listing->of_kernel;
    return entry != NULL;
}

static bool enter(const struct listing *listing, const char *path, const char *name, unsigned depth)
{
    return strcmp(name, ".git") == 0 || strcmp(name, "__MACOSX") == 0 ||
           list_folder(listing, path, depth + 1);
}

/* A link, or a file system that does not say what it lists. Folders behind links are not entered:
 * they could lead in a circle. */
static bool list_unknown(const struct listing *listing, const char *path, const char *name,
                         unsigned depth)
{
    struct stat status;
    struct stat link;
    const char *whole = mf_tree_join(listing->tree->arena, listing->tree->path, path);
    if (!whole)
        return mf_fail_memory(listing->error);
    if (lstat(whole, &link) != 0 || stat(whole, &status) != 0)
        return true; /* gone, or a link that leads nowhere: it would be missing where it is named */
    bool is_link = S_ISLNK(link.st_mode);
    if (S_ISDIR(status.st_mode))
        return is_link || enter(listing, path, name, depth);
    return !S_ISREG(status.st_mode) || add_file(listing, path, is_link, (uint64_t)status.st_size);
}

static bool list_one(const struct listing *listing, const char *inside, const struct dirent *item,
                     unsigned depth)
{
    const char *name = item->d_name;
    struct mf_arena *arena = listing->tree->arena;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return true;
    const char *path =
        inside[0] == '\0' ? mf_arena_string(arena, name) : mf_tree_join(arena, inside, name);
    if (!path)
        return mf_fail_memory(listing->error);
    switch (item->d_type) {
    case DT_REG:
        return add_file(listing, path, false, MF_SIZE_UNKNOWN);
    case DT_DIR:
        return enter(listing, path, name, depth);
    case DT_LNK:
    case DT_UNKNOWN:
        return list_unknown(listing, path, name, depth);
    default:
        return true;
    }
}

static bool list_folder(const struct listing *listing, const char *inside, unsigned depth)
{
    struct mf_tree *tree = listing->tree;
    const char *path =
        inside[0] == '\0' ? tree->path : mf_tree_join(tree->arena, tree->path, inside);
    if (!path)
        return mf_fail_memory(listing->error);
    if (depth > MF_FOLDER_DEPTH_MAX)
        return mf_fail(listing->error, MF_LIMIT, _("has folders deeper than %u"),
                       MF_FOLDER_DEPTH_MAX);
    if (depth > 0 && !listing->of_kernel && mf_is_in_kernel_place(path))
        return true; /* mounted here: no model is there */
    DIR *folder = opendir(path);
    if (!folder)
        return mf_fail(listing->error, MF_UNREADABLE, _("the folder %s cannot be read: %s"), path,
                       strerror(errno));
    bool ok = true;
    for (const struct dirent *item = readdir(folder); ok && item; item = readdir(folder))
        ok = list_one(listing, inside, item, depth);
    closedir(folder);
    return ok;
}

/* As in an archive, no path leads out. */
static bool list_by_reader(const struct listing *listing)
{
    struct mf_tree *tree = listing->tree;
    const char *path;
    for (unsigned i = 0; (path = tree->reader->list(tree->reader->user, i)) != NULL; i++) {
        char *whole;
        bool inside;
        if (!mf_tree_resolve(tree, NULL, path, &whole, &inside))
            return mf_fail_memory(listing->error);
        if (!inside || *whole == '\0')
            return mf_fail(listing->error, MF_UNSAFE_PATH, _("lists `%s`, which is not below it"),
                           path);
        if (!add_file(listing, whole, true, MF_SIZE_UNKNOWN))
            return false;
    }
    return true;
}

bool mf_tree_list(struct mf_tree *tree, struct mf_error *error)
{
    size_t repeated;
    if (tree->reader) {
        bool ok = list_by_reader(&(struct listing){tree, false, error});
        mf_tree_sort(tree, &repeated);
        return ok;
    }
    struct listing listing = {tree, mf_is_in_kernel_place(tree->path), error};
    if (!list_folder(&listing, "", 0))
        return false;
    mf_tree_sort(tree, &repeated);
    return true;
}

struct models {
    struct mf_tree *tree;
    const char *folder;
    struct mf_entry **items;
    size_t count;
    size_t capacity;
    struct mf_error *error;
};

static bool add_model(struct models *models, struct mf_entry *entry)
{
    if (models->count >= MF_MODELS_MAX)
        return mf_fail(models->error, MF_LIMIT, _("%s holds more than %u models"), models->folder,
                       MF_MODELS_MAX);
    struct mf_entry **items = mf_arena_grow(models->tree->arena, models->items, models->count,
                                            &models->capacity, sizeof(struct mf_entry *));
    if (!items)
        return mf_fail_memory(models->error);
    models->items = items;
    models->items[models->count++] = entry;
    return true;
}

static bool add_by_name(struct models *models, const char *name)
{
    struct mf_entry *entry;
    if (!mf_model_suffix(name) || mf_is_leftover(name))
        return true;
    const char *path =
        models->folder[0] == '\0' ? name : mf_tree_join(models->tree->arena, models->folder, name);
    if (!path)
        return mf_fail_memory(models->error);
    return mf_tree_find(models->tree, NULL, path, &entry, models->error) &&
           (!entry || add_model(models, entry));
}

/* A folder that is not there, or may not be read, holds no models; nor does one of the kernel. */
static bool read_names(struct models *models)
{
    struct mf_entry place = {.path = models->folder};
    const char *name =
        models->folder[0] == '\0' ? models->tree->path : mf_tree_name(models->tree, &place);
    if (!name)
        return mf_fail_memory(models->error);
    if (mf_tree_leads_to_kernel(models->tree, name))
        return true;
    DIR *folder = opendir(name[0] == '\0' ? "." : name);
    if (!folder)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES ||
               mf_fail(models->error, MF_UNREADABLE, _("the folder %s cannot be read: %s"), name,
                       strerror(errno));
    bool ok = true;
    for (const struct dirent *item = readdir(folder); ok && item; item = readdir(folder))
        ok = add_by_name(models, item->d_name);
    closedir(folder);
    return ok;
}

static bool gather_known(struct models *models)
{
    size_t length = strlen(models->folder);
    for (size_t i = 0; i < models->tree->count; i++) {
        struct mf_entry *entry = models->tree->entries[i];
        size_t base = (size_t)(mf_base_name(entry->path) - entry->path);
        bool is_here = base == (length == 0 ? 0 : length + 1) &&
                       strncmp(entry->path, models->folder, length) == 0;
        if (is_here && mf_model_suffix(entry->path) && !add_model(models, entry))
            return false;
    }
    return true;
}

static int by_base_name(const void *a, const void *b)
{
    const struct mf_entry *const *left = a;
    const struct mf_entry *const *right = b;
    return strcmp(mf_base_name((*left)->path), mf_base_name((*right)->path));
}

bool mf_tree_models_of(struct mf_tree *tree, const char *from, const char *folder,
                       struct mf_entry ***entries, size_t *count, struct mf_error *error)
{
    char *whole;
    bool inside;
    if (!mf_tree_resolve(tree, from, folder, &whole, &inside))
        return mf_fail_memory(error);
    size_t length = strlen(whole);
    if (length > 1 && whole[length - 1] == '/')
        whole[length - 1] = '\0';
    struct models models = {.tree = tree, .folder = whole, .error = error};
    bool ok = true;
    if (inside || !mf_tree_is_closed(tree))
        ok = mf_tree_is_closed(tree) ? gather_known(&models) : read_names(&models);
    *entries = models.items;
    *count = models.count;
    if (ok && models.count > 1)
        qsort(models.items, models.count, sizeof(struct mf_entry *), by_base_name);
    return ok;
}
