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

static int plain(char letter)
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

/* Of cameras beside the first, camera_2…, too. */
static bool is_of(const char *setting, const char *name)
{
    size_t length = strlen(name);
    return strncmp(setting, name, length) == 0 &&
           (setting[length] == '\0' ||
            (setting[length] == '_' && setting[length + 1] >= '2' && setting[length + 1] <= '9'));
}

const struct mf_nameable *mf_setting_nameable(const struct mf_setting *setting)
{
    static const struct {
        const char *name;
        struct mf_nameable nameable;
    } table[] = {
        {"device", {N_("the board"), "-d"}},
        {"sensor", {N_("the sensor"), "--sensor"}},
        {"camera", {N_("the camera's format"), "-c"}},
        {"runner", {N_("what loads the models"), "--runner"}},
        {"dual_buff", {N_("the second buffer"), "--dual-buff"}},
        {"ai_isp", {N_("AI-ISP"), "--ai-isp"}},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (is_of(setting->name, table[i].name))
            return &table[i].nameable;
    }
    return NULL;
}

void mf_setting_put_option(struct mf_text *out, const struct mf_setting *setting,
                           const struct mf_nameable *nameable)
{
    bool differs = strstr(setting->value, ": ") != NULL;
    mf_text_add(out, nameable->option);
    if (differs)
        return;
    mf_text_add(out, " ");
    mf_text_add_bytes(out, setting->value, strcspn(setting->value, " ")); /* the rest: of what */
}

const struct mf_setting *mf_settings_find(const struct mf_setting_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (mf_same_setting(list->items[i].name, name))
            return &list->items[i];
    }
    return NULL;
}
