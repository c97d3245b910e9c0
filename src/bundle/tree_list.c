// SPDX-License-Identifier: MIT
/* Folders on disk: all files below one, or the models of one. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../formats/format.h"
#include "../core/path.h"
#include "file_names.h"
#include "tree.h"

static bool list_folder(struct mf_tree *tree, const char *inside, unsigned depth,
                        struct mf_error *error);

static bool list_one(struct mf_tree *tree, const char *inside, const char *name, unsigned depth,
                     struct mf_error *error)
{
    struct stat status;
    struct stat link;
    char *path = inside[0] == '\0' ? mf_arena_string(tree->arena, name)
                                   : mf_tree_join(tree->arena, inside, name);
    char *whole = path ? mf_tree_join(tree->arena, tree->path, path) : NULL;
    if (!whole)
        return mf_fail_memory(error);
    if (lstat(whole, &link) != 0 || stat(whole, &status) != 0)
        return true; /* gone, or a link that leads nowhere: it would be missing where it is named */
    /* Folders behind links are not entered: they could lead in a circle. */
    if (S_ISDIR(status.st_mode))
        return S_ISLNK(link.st_mode) || strcmp(name, ".git") == 0 ||
               strcmp(name, "__MACOSX") == 0 || list_folder(tree, path, depth + 1, error);
    if (!S_ISREG(status.st_mode) || mf_is_leftover(path))
        return true;
    if (tree->count >= MF_ENTRIES_MAX)
        return mf_fail(error, MF_LIMIT,
                       _("holds more than %u files; name the folder of the models"),
                       MF_ENTRIES_MAX);
    return mf_tree_add(tree, path, (uint64_t)status.st_size, error) != NULL;
}

static bool list_folder(struct mf_tree *tree, const char *inside, unsigned depth,
                        struct mf_error *error)
{
    const char *path =
        inside[0] == '\0' ? tree->path : mf_tree_join(tree->arena, tree->path, inside);
    if (!path)
        return mf_fail_memory(error);
    if (depth > MF_FOLDER_DEPTH_MAX)
        return mf_fail(error, MF_LIMIT, _("has folders deeper than %u"), MF_FOLDER_DEPTH_MAX);
    DIR *folder = opendir(path);
    if (!folder)
        return mf_fail(error, MF_UNREADABLE, _("the folder %s cannot be read: %s"), path,
                       strerror(errno));
    bool ok = true;
    for (const struct dirent *item = readdir(folder); ok && item; item = readdir(folder)) {
        if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
            ok = list_one(tree, inside, item->d_name, depth, error);
    }
    closedir(folder);
    return ok;
}

bool mf_tree_list(struct mf_tree *tree, struct mf_error *error)
{
    size_t repeated;
    if (!list_folder(tree, "", 0, error))
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
    if (inside || !tree->in_archive)
        ok = tree->in_archive ? gather_known(&models) : read_names(&models);
    *entries = models.items;
    *count = models.count;
    if (ok && models.count > 1)
        qsort(models.items, models.count, sizeof(struct mf_entry *), by_base_name);
    return ok;
}
