// SPDX-License-Identifier: MIT
#include "opened.h"

#include <string.h>

static bool add_item(struct mf_opening *opening, const char *path, struct mf_model *model,
                     const struct mf_error *problem)
{
    struct mf_opened_list *list = opening->list;
    struct mf_error *copy = NULL;
    struct mf_opened *items =
        mf_arena_grow(opening->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (problem)
        copy = mf_arena_take(opening->arena, sizeof *copy);
    if (!items || !path || (problem && !copy))
        return mf_fail_memory(opening->error);
    if (copy)
        *copy = *problem;
    list->items = items;
    list->items[list->count++] = (struct mf_opened){path, opening->request, model, copy};
    return true;
}

bool mf_opening_add(struct mf_opening *opening, const char *path, struct mf_model *model)
{
    return add_item(opening, path, model, NULL);
}

bool mf_opening_refuse(struct mf_opening *opening, const char *path, const struct mf_error *problem)
{
    return problem->reason == MF_NO_MEMORY ? mf_fail_memory(opening->error)
                                           : add_item(opening, path, NULL, problem);
}

static bool runs(const struct mf_opened *item, const char *const *chips, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(item->model->chip, chips[i]) == 0)
            return true;
    }
    return false;
}

/* Is there a build for the board among what this item was found with? */
static bool has_build(const struct mf_opened_list *list, const struct mf_opened *item,
                      const char *const *chips, size_t count)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_opened *other = &list->items[i];
        if (other->request == item->request && other->model && other->model->chip &&
            runs(other, chips, count))
            return true;
    }
    return false;
}

bool mf_opened_for_chips(struct mf_arena *arena, const struct mf_opened_list *opened,
                         const char *const *chips, size_t count, struct mf_opened_list *list,
                         struct mf_error *error)
{
    *list = (struct mf_opened_list){.count = 0};
    if (!mf_findings_copy(arena, &list->findings, &opened->findings, error))
        return false;
    list->items = mf_arena_take(arena, (opened->count + 1) * sizeof *list->items);
    if (!list->items)
        return mf_fail_memory(error);
    for (size_t i = 0; i < opened->count; i++) {
        const struct mf_opened *item = &opened->items[i];
        bool other = count > 0 && opened->count > 1 && item->model && item->model->chip &&
                     !runs(item, chips, count) && has_build(opened, item, chips, count);
        if (!other) {
            list->items[list->count++] = *item;
            continue;
        }
        if (!mf_findings_add(
                arena, &list->findings, MF_NOTE, "other-chip", item->path, error,
                _("is compiled for %s and left out: others beside it are for this board"),
                item->model->chip))
            return false;
        list->left_out++;
    }
    return true;
}
