// SPDX-License-Identifier: MIT
/* What was named, in the words of who named it: a request has it whatever became of its models. */
#include <string.h>

#include "../core/text.h"
#include "handle.h"

/* Models have their own place in a report; the others change how it looks, or are data. */
static bool is_of_request(enum maixfit_option option)
{
    switch ((int)option) {
    case MAIXFIT_MODEL:
    case MAIXFIT_PROFILE:
    case MAIXFIT_ASCII:
    case MAIXFIT_COLOR:
    case MAIXFIT_VERBOSE:
    case MAIXFIT_WIDTH:
    case MAIXFIT_LANGUAGE:
        return false;
    default:
        return true;
    }
}

/* "maixcam, maixcam2-4g", as one setting. */
static bool is_joined(enum maixfit_option option)
{
    return option == MAIXFIT_DEVICE || option == MAIXFIT_AUDIO;
}

/* camera, camera_2… */
static bool is_numbered(enum maixfit_option option)
{
    return option == MAIXFIT_CAMERA || option == MAIXFIT_ENCODE || option == MAIXFIT_DECODE;
}

void mf_handle_forget_named(struct maixfit *fit, enum maixfit_option option)
{
    size_t kept = 0;
    for (size_t i = 0; i < fit->named.count; i++) {
        if (fit->named.items[i].option != option)
            fit->named.items[kept++] = fit->named.items[i];
    }
    fit->named.count = kept;
}

bool mf_handle_note_named(struct maixfit *fit, enum maixfit_option option, const char *value)
{
    struct mf_named_list *list = &fit->named;
    if (!is_of_request(option))
        return true;
    if (!is_joined(option) && !is_numbered(option))
        mf_handle_forget_named(fit, option);
    struct mf_named *items =
        mf_arena_grow(&fit->settings, list->items, list->count, &list->capacity, sizeof *items);
    const char *copy = mf_arena_string(&fit->settings, value);
    if (!items || !copy)
        return mf_fail_memory(&fit->refusal);
    list->items = items;
    list->items[list->count++] = (struct mf_named){option, copy};
    return true;
}

/* The index-th that was named is this one of its option, from 0. */
static size_t place_of(const struct mf_named_list *list, size_t index)
{
    size_t place = 0;
    for (size_t i = 0; i < index; i++)
        place += list->items[i].option == list->items[index].option;
    return place;
}

/* The option's name as the JSON has it: "dual_buff", "camera_2". */
static const char *name_of(struct mf_arena *arena, enum maixfit_option option, size_t place)
{
    const char *word = maixfit_option_name(option);
    char *name = place > 0 ? mf_arena_format(arena, "%s_%zu", word, place + 1)
                           : mf_arena_string(arena, word);
    for (char *at = name; at && *at != '\0'; at++) {
        if (*at == '-')
            *at = '_';
    }
    return name;
}

/* All values of the option, from the index-th on. */
static const char *joined(const struct mf_named_list *list, struct mf_arena *arena, size_t index)
{
    const char *value = list->items[index].value;
    for (size_t i = index + 1; value && i < list->count; i++) {
        if (list->items[i].option == list->items[index].option)
            value = mf_arena_format(arena, "%s, %s", value, list->items[i].value);
    }
    return value;
}

bool mf_handle_add_named(struct maixfit *fit, struct mf_arena *arena, struct mf_setting_list *list)
{
    for (size_t i = 0; i < fit->named.count; i++) {
        const struct mf_named *item = &fit->named.items[i];
        size_t place = place_of(&fit->named, i);
        bool joins = is_joined(item->option);
        if (joins && place > 0)
            continue;
        const char *name = name_of(arena, item->option, place);
        if (!name)
            return mf_fail_memory(&fit->error);
        if (mf_settings_find(list, name))
            continue;
        const char *value = joins ? joined(&fit->named, arena, i) : item->value;
        if (!mf_settings_add(arena, list, (struct mf_setting){name, value, false}, &fit->error))
            return false;
    }
    return true;
}

static void keep_common(struct mf_setting_list *list, const struct mf_setting_list *other)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_setting *same = mf_settings_find(other, list->items[i].name);
        if (same && strcmp(same->value, list->items[i].value) == 0)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

bool mf_handle_tally_request(struct maixfit *fit)
{
    struct mf_tally *tally = &fit->tally;
    struct mf_setting_list named = {0};
    tally->judged_before = tally->judged;
    tally->passed_before = tally->passed;
    if (tally->requests++ == 0)
        return mf_handle_add_named(fit, &fit->boards, &tally->request);
    if (!mf_handle_add_named(fit, &fit->results, &named))
        return false;
    keep_common(&tally->request, &named);
    return true;
}
