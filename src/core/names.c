// SPDX-License-Identifier: MIT
/* Models whose paths end alike are named by more of the path. */
#include <stdlib.h>
#include <string.h>

#include "model.h"

/* A model, and the bundle whose blocks name it too (or NULL). */
struct named {
    struct mf_model *model;
    struct mf_model *bundle;
    const char *tail; /* the end of its path by which it is named */
};

/* Lists models and members in `names`, or with NULL only counts them. */
static size_t gather(struct mf_model *const *models, size_t count, struct named *names)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct mf_model *model = models[i];
        if (names)
            names[found] = (struct named){model, NULL, model->owner};
        found++;
        for (size_t k = 0; k < model->member_count; k++, found++) {
            if (names)
                names[found] = (struct named){model->members[k], model, model->members[k]->owner};
        }
    }
    return found;
}

static int by_tail(const void *a, const void *b)
{
    const struct named *left = a;
    const struct named *right = b;
    return strcmp(left->tail, right->tail);
}

/* The end of the path with one folder more than `tail`, or the whole path. */
static const char *longer(const char *path, const char *tail)
{
    if (tail <= path + 1)
        return path;
    for (tail -= 2; tail > path && tail[-1] != '/'; tail--) {
    }
    return tail;
}

/* Adds a folder to each tail. False where all are whole paths already. */
static bool lengthen(struct named *names, size_t count)
{
    bool grown = false;
    for (size_t i = 0; i < count; i++) {
        const char *path = names[i].model->path;
        bool is_tail = names[i].tail >= path && names[i].tail <= path + strlen(path);
        const char *tail = is_tail ? longer(path, names[i].tail) : path;
        grown = grown || tail != names[i].tail;
        names[i].tail = tail;
    }
    return grown;
}

/* Lengthens all tails that are alike. True where that changed any. */
static bool lengthen_twins(struct named *names, size_t count)
{
    bool grown = false;
    qsort(names, count, sizeof *names, by_tail);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && strcmp(names[first].tail, names[end].tail) == 0;)
            end++;
        if (end - first > 1 && lengthen(names + first, end - first))
            grown = true;
    }
    return grown;
}

bool mf_models_set_apart(struct mf_model *const *models, size_t count)
{
    size_t found = gather(models, count, NULL);
    struct named *names = calloc(found + 1, sizeof *names);
    if (!names)
        return false;
    gather(models, count, names);
    while (lengthen_twins(names, found)) {
    }
    for (size_t i = 0; i < found; i++) {
        struct named *name = &names[i];
        if (name->tail == name->model->owner)
            continue;
        if (name->bundle)
            mf_blocks_rename(&name->bundle->blocks, name->model->owner, name->tail);
        mf_model_rename(name->model, name->tail);
    }
    free(names);
    return true;
}
