// SPDX-License-Identifier: MIT
#include "opened.h"

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
    list->items[list->count++] = (struct mf_opened){path, model, copy};
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
