// SPDX-License-Identifier: MIT
#include "setting.h"

#include <string.h>

bool mf_settings_add(struct mf_arena *arena, struct mf_setting_list *list,
                     struct mf_setting setting, struct mf_error *error)
{
    if (!setting.name || !setting.value)
        return mf_fail_memory(error);
    struct mf_setting *items =
        mf_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(error);
    list->items = items;
    list->items[list->count++] = setting;
    return true;
}

static char plain(char letter)
{
    return letter == '_' ? '-' : letter;
}

bool mf_same_setting(const char *left, const char *right)
{
    while (*left != '\0' && plain(*left) == plain(*right)) {
        left++;
        right++;
    }
    return *left == *right;
}

const struct mf_setting *mf_settings_find(const struct mf_setting_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (mf_same_setting(list->items[i].name, name))
            return &list->items[i];
    }
    return NULL;
}
