// SPDX-License-Identifier: MIT
/* MAIXFIT_NO_ASSUME: what a verdict rests on has to be named, and known. */
#include <string.h>

#include "../core/text.h"
#include "../report/issues.h"
#include "handle.h"

struct refusal {
    struct maixfit *fit;
    struct mf_result *result;
    const char *options;  /* all of them, with commas */
    const char *unknowns; /* likewise */
};

/* What is not counted as it is unknown, by the code of the finding that says so. */
static const struct {
    const char *code;
    const char *title;
} unknowns[] = {
    {"ai-isp-unknown", N_("what AI-ISP takes for its own models")},
    {"decoder-unknown", N_("what the driver takes of its own for a decoder")},
    {"sample-pools", N_("which pools a program of your own makes")},
};

/* One more that was not named; the message lists all of them in one sentence. */
static bool add(struct refusal *refusal, const char *title, const char *value, const char *option)
{
    struct maixfit *fit = refusal->fit;
    if (!value || !option)
        return mf_fail_memory(&fit->error);
    refusal->options = mf_arena_format(&fit->results, "%s%s%s", refusal->options,
                                       *refusal->options ? _(", ") : "", option);
    if (!refusal->options)
        return mf_fail_memory(&fit->error);
    return mf_findings_add(
        &fit->results, &refusal->result->findings, MF_NOTE, mf_reason_word(MF_ASSUMED), NULL,
        &fit->error, _("%s was not named, %s is assumed; name it with `%s`"), title, value, option);
}

static bool add_setting(struct refusal *refusal, const struct mf_setting *setting,
                        const struct mf_nameable *nameable)
{
    struct mf_text text = {0};
    mf_setting_put_option(&text, setting, nameable);
    const char *option =
        text.bytes && !text.failed ? mf_arena_string(&refusal->fit->results, text.bytes) : NULL;
    mf_text_free(&text);
    return add(refusal, _(nameable->title), setting->value, option);
}

/* Does the verdict rest on an image of the board that was not named? */
static bool is_image_open(const struct mf_result *result, const char *board)
{
    return result->other_image_count > 0 && (!board || !strchr(board, '@'));
}

/* Its name has the board's in it. */
static bool add_image(struct refusal *refusal)
{
    struct mf_arena *arena = &refusal->fit->results;
    const struct mf_device *device = refusal->result->supply.device;
    const char *value = mf_arena_format(arena, "%s@%s", device->id, device->image);
    return add(refusal, _("the board's image"), value,
               value ? mf_arena_format(arena, "-d %s", value) : NULL);
}

/* Panel and image are one option. */
static bool add_display(struct refusal *refusal)
{
    struct mf_arena *arena = &refusal->fit->results;
    const struct mf_setting *panel = mf_settings_find(&refusal->result->request, "display");
    const struct mf_setting *image = mf_settings_find(&refusal->result->request, "display_image");
    if (!panel || !image || !(panel->assumed || image->assumed))
        return true;
    const char *value = mf_arena_format(arena, "%s:%s", panel->value, image->value);
    return add(refusal, _("the display's panel and image"), value,
               value ? mf_arena_format(arena, "--display=%s", value) : NULL);
}

/* Nothing states it: the verdict needs another request, or a profile that has it. */
static bool add_unknown(struct refusal *refusal, const char *title)
{
    struct maixfit *fit = refusal->fit;
    refusal->unknowns = mf_arena_format(&fit->results, "%s%s%s", refusal->unknowns,
                                        *refusal->unknowns ? _(", ") : "", title);
    if (!refusal->unknowns)
        return mf_fail_memory(&fit->error);
    return mf_findings_add(&fit->results, &refusal->result->findings, MF_NOTE,
                           mf_reason_word(MF_ASSUMED), NULL, &fit->error,
                           _("this is unknown, and nothing is counted for it: %s"), title);
}

/* Is it a note while nobody said whether AI-ISP is on? Then that is what is to be named. */
static bool is_ai_isp_open(const struct mf_finding *finding)
{
    return strcmp(finding->code, "ai-isp-unknown") == 0 && finding->severity == MF_NOTE;
}

static bool add_finding(struct refusal *refusal, const struct mf_finding *finding)
{
    if (is_ai_isp_open(finding))
        return mf_settings_find(&refusal->result->request, "ai_isp") ||
               add(refusal, _("AI-ISP"), "off", "--ai-isp off");
    for (size_t i = 0; i < sizeof unknowns / sizeof unknowns[0]; i++) {
        if (strcmp(finding->code, unknowns[i].code) == 0)
            return add_unknown(refusal, _(unknowns[i].title));
    }
    return true;
}

/* Where it was only assumed how much of the pool is in use. */
static bool add_idle_pool(struct refusal *refusal)
{
    struct mf_arena *arena = &refusal->fit->results;
    const char *value =
        mf_arena_format(arena, "%lluB", (unsigned long long)refusal->result->supply.free.bytes);
    return add(refusal, _("how much is free"), value,
               value ? mf_arena_format(arena, "--free %s", value) : NULL);
}

/* It only takes more: what does not fit without it does not fit. */
static bool gather_unknowns(struct refusal *refusal)
{
    const struct mf_result *result = refusal->result;
    const struct mf_finding_list *findings = &result->pipelines.findings;
    if (!mf_verdict_fits(result->verdict))
        return true;
    if (mf_finding_of(&result->supply.findings, "pool-idle") && !add_idle_pool(refusal))
        return false;
    for (size_t i = 0; i < findings->count; i++) {
        if (!add_finding(refusal, &findings->items[i]))
            return false;
    }
    return true;
}

static bool gather_settings(struct refusal *refusal, const char *board)
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
            !add_setting(refusal, setting, nameable))
            return false;
    }
    return refusal->result->reason == MF_WRONG_CHIP || add_display(refusal);
}

/* Need and supply stay; nothing is concluded from them. */
static bool conclude(struct refusal *refusal)
{
    struct mf_result *result = refusal->result;
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = MF_ASSUMED;
    result->status = MAIXFIT_STATUS_NO_FACTS;
    if (*refusal->options != '\0')
        result->message =
            mf_arena_format(&refusal->fit->results,
                            _("Unknown on %s: the verdict rests on what was not named; name it, or "
                              "leave out --no-assume: %s."),
                            mf_board_name(result), refusal->options);
    else
        result->message =
            mf_arena_format(&refusal->fit->results,
                            _("Unknown on %s: with --no-assume nothing is judged while this is "
                              "unknown: %s."),
                            mf_board_name(result), refusal->unknowns);
    result->plan = (struct mf_advice_plan){.known = false};
    mf_handle_withdraw(result, MF_ASSUMED);
    return result->message ? true : mf_fail_memory(&refusal->fit->error);
}

bool mf_handle_refuse_assumed(struct maixfit *fit, struct mf_result *result, const char *board)
{
    struct refusal refusal = {fit, result, "", ""};
    bool judged =
        result->verdict != MF_VERDICT_UNKNOWN && result->status != MAIXFIT_STATUS_BAD_MODEL;
    if (!fit->no_assume || !judged)
        return true;
    if (!gather_settings(&refusal, board) || !gather_unknowns(&refusal))
        return false;
    return (*refusal.options == '\0' && *refusal.unknowns == '\0') || conclude(&refusal);
}
