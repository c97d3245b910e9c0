// SPDX-License-Identifier: MIT
/* MAIXFIT_NO_ASSUME: what a verdict rests on has to be named. */
#include <string.h>

#include "../core/text.h"
#include "../report/issues.h"
#include "handle.h"

/* What the verdict may rest on, and how it is named. Cameras beside the first are camera_2… */
static const struct {
    const char *setting;
    const char *title;
    const char *option;
} nameable[] = {
    {"device", N_("the board"), "-d"},
    {"sensor", N_("the sensor"), "--sensor"},
    {"camera", N_("the camera's format"), "-c"},
    {"runner", N_("what loads the models"), "--runner"},
    {"dual_buff", N_("the second buffer"), "--dual-buff"},
    {"ai_isp", N_("AI-ISP"), "--ai-isp"},
};

#define NAMEABLE_COUNT (sizeof nameable / sizeof nameable[0])

struct refusal {
    struct maixfit *fit;
    struct mf_result *result;
    const char *options; /* all of them, with commas */
};

static bool is_of(const char *setting, const char *name)
{
    size_t length = strlen(name);
    return strncmp(setting, name, length) == 0 &&
           (setting[length] == '\0' ||
            (setting[length] == '_' && setting[length + 1] >= '2' && setting[length + 1] <= '9'));
}

/* One more that nobody named; the message lists all of them in one sentence. A value that differs
 * by model ("a.mud: yes, b.mud: no") has no option for all of them. */
static bool add(struct refusal *refusal, const char *title, const char *option, const char *value)
{
    struct maixfit *fit = refusal->fit;
    bool differs = strstr(value, ": ") != NULL;
    int length = differs ? 0 : (int)strcspn(value, " "); /* what depends on it is behind a space */
    const char *named =
        mf_arena_format(&fit->results, differs ? "%s%.*s" : "%s %.*s", option, length, value);
    if (!named)
        return mf_fail_memory(&fit->error);
    const char *text = mf_arena_format(
        &fit->results, _("nobody named %s, %s is assumed; name it with `%s`"), title, value, named);
    refusal->options = mf_arena_format(&fit->results, "%s%s%s", refusal->options,
                                       *refusal->options ? ", " : "", named);
    if (!text || !refusal->options)
        return mf_fail_memory(&fit->error);
    return mf_findings_add(&fit->results, &refusal->result->findings, MF_NOTE,
                           mf_reason_word(MF_ASSUMED), NULL, &fit->error, "%s", text);
}

static bool add_setting(struct refusal *refusal, const struct mf_setting *setting)
{
    for (size_t i = 0; i < NAMEABLE_COUNT; i++) {
        if (is_of(setting->name, nameable[i].setting))
            return add(refusal, _(nameable[i].title), nameable[i].option, setting->value);
    }
    return true; /* a fact of the board, or a choice that needs more than the others */
}

/* Does the verdict rest on an image of the board that nobody named? */
static bool is_image_open(const struct mf_result *result, const char *board)
{
    return result->other_image_count > 0 && (!board || !strchr(board, '@'));
}

/* Its name has the board's in it. */
static bool add_image(struct refusal *refusal)
{
    const struct mf_device *device = refusal->result->supply.device;
    const char *value = mf_arena_format(&refusal->fit->results, "%s@%s", device->id, device->image);
    return value ? add(refusal, _("the board's image"), "-d", value)
                 : mf_fail_memory(&refusal->fit->error);
}

static bool gather(struct refusal *refusal, const char *board)
{
    const struct mf_setting_list *settings = &refusal->result->request;
    bool image = is_image_open(refusal->result, board);
    if (image && !add_image(refusal))
        return false;
    for (size_t i = 0; i < settings->count; i++) {
        const struct mf_setting *setting = &settings->items[i];
        bool is_board = strcmp(setting->name, "device") == 0;
        /* A model for another chip rests on the board alone. */
        bool counts = refusal->result->reason != MF_WRONG_CHIP || is_board;
        if (setting->assumed && counts && !(is_board && image) && !add_setting(refusal, setting))
            return false;
    }
    return true;
}

/* Need and supply stay; nothing is concluded from them. */
static bool conclude(struct refusal *refusal)
{
    struct mf_result *result = refusal->result;
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = MF_ASSUMED;
    result->status = MAIXFIT_STATUS_NO_FACTS;
    result->message =
        mf_arena_format(&refusal->fit->results,
                        _("Unknown on %s: the verdict rests on what nobody named; name it, or "
                          "leave out --no-assume: %s."),
                        mf_board_name(result), refusal->options);
    result->plan = (struct mf_advice_plan){.known = false};
    mf_handle_withdraw(result, MF_ASSUMED);
    return result->message ? true : mf_fail_memory(&refusal->fit->error);
}

bool mf_handle_refuse_assumed(struct maixfit *fit, struct mf_result *result, const char *board)
{
    struct refusal refusal = {fit, result, ""};
    bool judged =
        result->verdict != MF_VERDICT_UNKNOWN && result->status != MAIXFIT_STATUS_BAD_MODEL;
    if (!fit->no_assume || !judged)
        return true;
    return gather(&refusal, board) && (*refusal.options == '\0' || conclude(&refusal));
}
