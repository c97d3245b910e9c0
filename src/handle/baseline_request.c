// SPDX-License-Identifier: MIT
/* Whether an earlier verdict was asked for the same: growth of one part must not hide behind
 * another part that the app does not take any more. */
#include <string.h>

#include "baseline.h"

/* What the app takes, and how its models are loaded. Of a part it counts that it is there at all;
 * of the others what somebody named, as what is assumed may follow from the models. */
static const struct {
    const char *name;
    bool is_part;
} watched[] = {
    {"camera", true},     {"display", true},        {"encode", true},   {"decode", true},
    {"audio", true},      {"display_image", false}, {"sensor", false},  {"runner", false},
    {"dual_buff", false}, {"ai_isp", false},        {"context", false}, {"dynamic_layers", false},
    {"inside", false},
};

/* "camera" of the second, camera_2, too. */
static bool is_watched(const char *setting, bool *is_part)
{
    for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++) {
        size_t length = strlen(watched[i].name);
        const char *rest = setting + length;
        if (strncmp(setting, watched[i].name, length) != 0)
            continue;
        if (*rest != '\0' && (*rest != '_' || strspn(rest + 1, "0123456789") != strlen(rest + 1)))
            continue;
        *is_part = watched[i].is_part;
        return true;
    }
    return false;
}

/* "640x480@RGB888x3 (sensor mode 2560x1440)": what stands in brackets follows from the rest, and so
 * does the format where it was left open. */
static bool same_value(const struct mf_setting *then, const struct mf_setting *now)
{
    bool open = then->assumed && now->assumed && strncmp(now->name, "camera", 6) == 0;
    size_t before = strcspn(then->value, open ? "@ " : " ");
    size_t after = strcspn(now->value, open ? "@ " : " ");
    return before == after && strncmp(then->value, now->value, before) == 0;
}

/* Of a setting called `name`; one of the two may be NULL. */
static bool differs(const char *name, const struct mf_setting *then, const struct mf_setting *now)
{
    bool is_part = false;
    if (!is_watched(name, &is_part))
        return false;
    bool named = (then && !then->assumed) || (now && !now->assumed);
    return (is_part || named) && (!then || !now || !same_value(then, now));
}

/* Another difference behind those of *text. */
static bool tell(struct mf_arena *arena, const char *name, const struct mf_setting *then,
                 const struct mf_setting *now, const char **text)
{
    if (!differs(name, then, now))
        return true;
    const char *line =
        mf_arena_format(arena, _("%s: %s, and was %s"), name, now ? now->value : _("none"),
                        then ? then->value : _("none"));
    *text = line && *text ? mf_arena_format(arena, "%s; %s", *text, line) : line;
    return *text != NULL;
}

bool mf_baseline_request(struct mf_arena *arena, const struct mf_baseline_item *item,
                         const struct mf_result *result, const char **text, struct mf_error *error)
{
    const struct mf_setting_list *then = &item->request;
    const struct mf_setting_list *now = &result->request;
    *text = NULL;
    for (size_t i = 0; i < then->count; i++) {
        const char *name = then->items[i].name;
        if (!tell(arena, name, &then->items[i], mf_settings_find(now, name), text))
            return mf_fail_memory(error);
    }
    for (size_t i = 0; i < now->count; i++) {
        const char *name = now->items[i].name;
        if (!mf_settings_find(then, name) && !tell(arena, name, NULL, &now->items[i], text))
            return mf_fail_memory(error);
    }
    return true;
}
