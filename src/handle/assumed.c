// SPDX-License-Identifier: MIT
/* MAIXFIT_NO_ASSUME: what a verdict rests on has to be named. */
#include <string.h>

#include "../core/text.h"
#include "../report/issues.h"
#include "handle.h"

struct refusal {
    struct maixfit *fit;
    struct mf_result *result;
    const char *options; /* all of them, with commas */
};

/* One more that nobody named; the message lists all of them in one sentence. */
static bool add(struct refusal *refusal, const struct mf_setting *setting,
                const struct mf_nameable *nameable)
{
    struct maixfit *fit = refusal->fit;
    struct mf_text named = {0};
    mf_setting_put_option(&named, setting, nameable);
    const char *text =
        named.failed
            ? NULL
            : mf_arena_format(&fit->results, _("nobody named %s, %s is assumed; name it with `%s`"),
                              _(nameable->title), setting->value, named.bytes);
    const char *options = text ? mf_arena_format(&fit->results, "%s%s%s", refusal->options,
                                                 *refusal->options ? ", " : "", named.bytes)
                               : NULL;
    mf_text_free(&named);
    if (!options)
        return mf_fail_memory(&fit->error);
    refusal->options = options;
    return mf_findings_add(&fit->results, &refusal->result->findings, MF_NOTE,
                           mf_reason_word(MF_ASSUMED), NULL, &fit->error, "%s", text);
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
    static const struct mf_nameable nameable = {N_("the board's image"), "-d"};
    const char *value = mf_arena_format(&refusal->fit->results, "%s@%s", device->id, device->image);
    const struct mf_setting setting = {"device", value, true};
    return value ? add(refusal, &setting, &nameable) : mf_fail_memory(&refusal->fit->error);
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
        const struct mf_nameable *nameable = mf_setting_nameable(setting);
        bool counts = refusal->result->reason != MF_WRONG_CHIP || is_board;
        if (setting->assumed && counts && !(is_board && image) && nameable &&
            !add(refusal, setting, nameable))
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
