// SPDX-License-Identifier: MIT
/* The verdict on one screen: its word and why, the pool as a bar, one line of sums, what was
 * assumed, what could change it, and last what to do. */

#include "../core/clean.h"
#include "../core/i18n.h"
#include "../core/print.h"
#include "../fit/fit.h"
#include "bar.h"
#include "issues.h"
#include "layout.h"

/* On a ground of its own: yellow letters cannot be read on white, nor blue ones on black. */
static const char *color_of(const struct mf_result *result)
{
    if (result->status == 0 && result->verdict == MF_VERDICT_FITS && !mf_app_is_refused(result))
        return "\033[30;42m";
    return result->verdict == MF_VERDICT_DOES_NOT_FIT ? "\033[97;41m" : "\033[30;43m";
}

static const char *verdict_word(const struct mf_result *result)
{
    static const char *const words[] = {N_("Unknown"), N_("Fits"), N_("Marginal"),
                                        N_("Does not fit")};
    return _(words[result->verdict]);
}

void mf_put_verdict(struct mf_text *out, const struct mf_result *result, bool color, size_t columns)
{
    const char *word = verdict_word(result);
    size_t used = mf_columns(word);
    mf_text_add(out, color ? color_of(result) : "");
    mf_text_add(out, word);
    mf_text_add(out, color ? "\033[0m" : "");
    mf_text_repeat(out, ' ', columns > used ? columns - used : 0);
}

static void add_headline(struct mf_text *text, const struct mf_result *result)
{
    if (!mf_result_why(result))
        mf_text_add(text, result->message ? mf_shown(result->message) : "");
    else if (result->verdict == MF_VERDICT_FITS)
        mf_text_format(text, _("Fits: %s"), result->why);
    else if (result->verdict == MF_VERDICT_MARGINAL)
        mf_text_format(text, _("Marginal: %s"), result->why);
    else if (result->verdict == MF_VERDICT_DOES_NOT_FIT)
        mf_text_format(text, _("Does not fit: %s"), result->why);
    else
        mf_text_format(text, _("Unknown: %s"), result->why);
}

static void put_headline(struct mf_text *out, const struct mf_report *report)
{
    struct mf_text text = {0};
    add_headline(&text, report->result);
    mf_put_verdict_title(out, report->color ? color_of(report->result) : NULL,
                         verdict_word(report->result), text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
}

static bool put_bar(struct mf_text *out, const struct mf_report *report)
{
    struct mf_arena scratch = {0};
    struct mf_bar bar;
    bool ok = mf_bar_of_verdict(&scratch, report->result, &bar);
    if (ok)
        mf_put_bar(out, &bar, report->color);
    mf_arena_free(&scratch);
    return ok;
}

static void put_sums(struct mf_text *out, const struct mf_result *result)
{
    char need[MF_SIZE_TEXT_MAX];
    char block[MF_SIZE_TEXT_MAX];
    char free[MF_SIZE_TEXT_MAX];
    char hole[MF_SIZE_TEXT_MAX];
    struct mf_text text = {0};
    const struct mf_supply *supply = &result->supply;
    mf_mib_number(result->demand.npu_bytes, need);
    mf_mib_number(result->demand.npu_largest_block, block);
    mf_mib_number(supply->free.bytes, free);
    mf_mib_number(supply->largest_hole.bytes, hole);
    if (!supply->free.known)
        mf_text_format(&text, _("Needs %s MiB (largest block %s); how much is free is unknown."),
                       need, block);
    else if (supply->free.bytes == 0)
        mf_text_format(&text, _("Needs %s MiB (largest block %s); nothing is free."), need, block);
    else if (!supply->largest_hole.known)
        mf_text_format(
            &text, _("Needs %s MiB (largest block %s); at most %s MiB is free (holes unknown)."),
            need, block, free);
    else if (supply->largest_hole.bytes == supply->free.bytes)
        mf_text_format(&text, _("Needs %s MiB (largest block %s); %s MiB is free in one piece."),
                       need, block, free);
    else
        mf_text_format(&text,
                       _("Needs %s MiB (largest block %s); %s MiB is free (largest hole %s)."),
                       need, block, free, hole);
    mf_put_paragraph(out, "", &text);
}

/* Each as the option that names it; a profile stands for a board on which nothing else runs. */
static void put_assumed(struct mf_text *out, const struct mf_result *result)
{
    struct mf_text list = {0};
    struct mf_text text = {0};
    if (result->reason == MF_WRONG_CHIP)
        return; /* whatever else it has */
    if (result->supply.origin == MF_ORIGIN_PROFILE)
        mf_text_add(&list, _("an idle board"));
    const struct mf_finding *ai_isp = mf_finding_of(&result->pipelines.findings, "ai-isp-unknown");
    if (ai_isp && ai_isp->severity == MF_NOTE) {
        mf_text_add(&list, list.length > 0 ? _(", ") : "");
        mf_text_add(&list, _("nothing for AI-ISP"));
    }
    for (size_t i = 0; i < result->request.count; i++) {
        const struct mf_setting *setting = &result->request.items[i];
        const struct mf_nameable *nameable = mf_setting_nameable(setting);
        if (!setting->assumed || !nameable)
            continue;
        mf_text_add(&list, list.length > 0 ? _(", ") : "");
        mf_setting_put_option(&list, setting, nameable);
    }
    if (list.length > 0)
        mf_text_format(&text, _("Assumed: %s."), list.bytes);
    mf_put_paragraph(out, "", &text);
    mf_text_end(&list, out);
}

static void put_context(struct mf_text *out, const struct mf_result *result)
{
    struct mf_text text = {0};
    if (!result->largest_context.known)
        return;
    mf_text_format(&text, _("The longest context that fits: %llu tokens."),
                   (unsigned long long)result->largest_context.bytes);
    mf_put_paragraph(out, "", &text);
}

static void put_user_memory(struct mf_text *out, const struct mf_result *result)
{
    char peak[MF_SIZE_TEXT_MAX];
    char available[MF_SIZE_TEXT_MAX];
    char text[192];
    const struct mf_amount *room = &result->supply.user_available;
    if (result->demand.user_peak_bytes == 0)
        return;
    mf_print(text, sizeof text, _("loading takes up to %s; available: %s"),
             mf_mib_text(result->demand.user_peak_bytes, peak),
             room->known ? mf_mib_text(room->bytes, available) : _("unknown"));
    mf_put_fact(out, _("Linux"), text);
    mf_put_user_blocks(out, &result->demand.blocks);
}

/* What stands in the bar, block by block, and where every figure is from. */
static void put_details(struct mf_text *out, const struct mf_report *report)
{
    const struct mf_result *result = report->result;
    const struct mf_demand *demand = &result->demand;
    mf_text_add(out, "\n");
    if (demand->blocks.count > 0)
        mf_put_blocks(out, &demand->blocks, &demand->holdings, report->verbose);
    mf_put_row(out, 0, _("Needed in all"), &demand->npu_bytes, NULL, NULL);
    if (demand->margin_bytes > 0)
        mf_put_row(out, 0, _("Margin that should stay free"), &demand->margin_bytes, NULL, NULL);
    if (result->left.known)
        mf_put_row(out, 0, _("Left"), &result->left.bytes, NULL, NULL);
    mf_text_add(out, "\n");
    mf_put_supply(out, &result->supply);
    put_user_memory(out, result);
    for (size_t i = 0; i < result->model_count; i++) {
        if (result->models[i]->bundle)
            mf_put_bundle(out, result->models[i]);
    }
}

/* Where the reason is explained. */
static void put_more(struct mf_text *out, const struct mf_result *result)
{
    struct mf_text text = {0};
    mf_text_format(&text, _("`maixfit explain %s` says what that is."),
                   mf_reason_word(result->reason));
    mf_text_add(out, "\n");
    mf_put_paragraph(out, "", &text);
}

/* A board that cannot run the model, or a pool that must not be used, has no room to show. */
static bool is_about_room(const struct mf_result *result)
{
    return mf_need_is_known(result) && result->reason != MF_WRONG_CHIP;
}

bool mf_verdict_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    struct mf_rows rows = mf_rows_begin(out);
    put_headline(out, report);
    if (is_about_room(result)) {
        mf_text_add(out, "\n");
        if (!put_bar(out, report))
            return false;
        put_sums(out, result);
        put_context(out, result);
    }
    if (mf_need_is_known(result) && report->verbose)
        put_details(out, report);
    put_assumed(out, result);
    if (report->verbose && !mf_put_all_findings(out, result))
        return false;
    if (!report->verbose)
        mf_put_result_warnings(out, result, &rows);
    mf_put_advice(out, result, report->verbose ? SIZE_MAX : mf_rows_left(&rows, out));
    if (report->verbose && result->reason != MF_FITS)
        put_more(out, result);
    return !out->failed;
}

/* A file that was refused is a problem, which the caller reports: its finding stands in the JSON
 * only. */
bool mf_inspect_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    return mf_put_models(out, result, report->verbose) && mf_put_last_findings(out, result, false);
}
