// SPDX-License-Identifier: MIT
#include "root.h"

#include <string.h>

const struct mf_root_file *mf_root_find(const struct mf_root *root, const char *path)
{
    for (size_t i = 0; i < root->file_count; i++) {
        if (strcmp(root->files[i].path, path) == 0)
            return &root->files[i];
    }
    return NULL;
}

const char *mf_root_name_in(const struct mf_root_file *file, const char *path, size_t *length)
{
    size_t folder = strlen(path);
    const char *name = file->path + folder + 1;
    bool is_below = strncmp(file->path, path, folder) == 0 && file->path[folder] == '/';
    *length = is_below ? strcspn(name, "/") : 0;
    return name;
}
