// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include "issues.h"
#include "layout.h"
#include "../core/clean.h"

static const char *color_of(const struct mf_result *result)
{
    if (result->status == 0 && result->verdict == MF_VERDICT_FITS)
        return "\033[32m";
    return result->verdict == MF_VERDICT_DOES_NOT_FIT ? "\033[31m" : "\033[33m";
}

static void put_message(struct mf_text *out, const struct mf_report *report)
{
    const struct mf_result *result = report->result;
    mf_put_title(out, report->color ? color_of(result) : NULL,
                 result->message ? result->message : "");
}

static void put_sums(struct mf_text *out, const struct mf_result *result)
{
    const struct mf_demand *demand = &result->demand;
    const struct mf_supply *supply = &result->supply;
    mf_text_add(out, "\n");
    mf_put_row(out, 0, _("Needed in all"), &demand->npu_bytes, NULL, NULL);
    if (demand->margin_bytes > 0)
        mf_put_row(out, 0, _("Margin that should stay free"), &demand->margin_bytes, NULL, NULL);
    if (supply->free.known)
        mf_put_room(out, _("Free"), supply->free.bytes);
    else
        mf_put_row(out, 0, _("Free: unknown"), NULL, NULL, NULL);
    if (supply->largest_hole.known)
        mf_put_room(out, _("Largest hole"), supply->largest_hole.bytes);
    else
        mf_put_row(out, 0, _("Largest hole: unknown"), NULL, NULL, NULL);
    if (result->left.known)
        mf_put_room(out, _("Left"), result->left.bytes);
    mf_put_row(out, 0, _("Largest block"), &demand->npu_largest_block, NULL, NULL);
}

static void put_user_memory(struct mf_text *out, const struct mf_result *result)
{
    char peak[MF_SIZE_TEXT_MAX];
    char available[MF_SIZE_TEXT_MAX];
    char text[192];
    const struct mf_amount *room = &result->supply.user_available;
    if (result->demand.user_peak_bytes == 0)
        return;
    snprintf(text, sizeof text, _("loading takes up to %s; available: %s"),
             mf_size_text(result->demand.user_peak_bytes, peak),
             room->known ? mf_size_text(room->bytes, available) : _("unknown"));
    mf_put_fact(out, _("Linux"), text);
    mf_put_user_blocks(out, &result->demand.blocks);
}

/* Which program would load it, and how much an LLM can remember. */
static void put_bundles(struct mf_text *out, const struct mf_result *result)
{
    for (size_t i = 0; i < result->model_count; i++) {
        if (result->models[i]->bundle)
            mf_put_bundle(out, result->models[i]);
    }
    if (!result->largest_context.known)
        return;
    char text[96];
    snprintf(text, sizeof text, _("%llu tokens is the longest context that fits"),
             (unsigned long long)result->largest_context.bytes);
    mf_put_fact(out, _("fits"), text);
}

static void put_stars(struct mf_text *out, const struct mf_advice_list *advice)
{
    for (size_t i = 0; i < advice->count; i++) {
        if (advice->items[i].enough) {
            mf_put_wrapped(out, "  ", _("(* is enough by itself)"));
            return;
        }
    }
}

static void put_advice(struct mf_text *out, const struct mf_result *result)
{
    const struct mf_advice_list *advice = &result->advice;
    if (advice->count == 0)
        return;
    mf_text_add(out, "\n");
    mf_text_add(out, _("What to do"));
    mf_text_add(out, "\n");
    for (size_t i = 0; i < advice->count; i++)
        mf_put_wrapped(out, advice->items[i].enough ? "  * " : "  - ", advice->items[i].text);
    if (result->plan.text)
        mf_put_wrapped(out, "  ", result->plan.text);
    put_stars(out, advice);
}

/* `own` is false where the result's own findings are not shown. */
static bool put_findings(struct mf_text *out, const struct mf_result *result, bool own)
{
    struct mf_arena scratch = {0};
    const struct mf_finding_list *findings;
    size_t count = 0;
    size_t first = own ? 0 : 1;
    while (mf_result_findings(result, first + count))
        count++;
    const struct mf_finding_list **lists =
        mf_arena_take(&scratch, (count + 1) * sizeof(struct mf_finding_list *));
    if (!lists)
        return false;
    for (size_t i = 0; (findings = mf_result_findings(result, first + i)) != NULL; i++)
        lists[i] = findings;
    mf_put_findings(out, lists, count);
    mf_arena_free(&scratch);
    return true;
}

/* Findings as the last part of a report, with an empty line before them. */
static bool put_last_findings(struct mf_text *out, const struct mf_result *result, bool own)
{
    size_t before = out->length;
    mf_text_add(out, "\n");
    if (!put_findings(out, result, own))
        return false;
    if (out->length == before + 1 && !out->failed)
        out->bytes[out->length = before] = '\0';
    return true;
}

/* A file that was refused is a problem, which the caller reports: its finding stands in the JSON
 * only. */
bool mf_inspect_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    return mf_put_models(out, result, report->verbose) && put_last_findings(out, result, false);
}

bool mf_verdict_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    put_message(out, report);
    if (mf_need_is_known(result)) {
        if (result->demand.blocks.count > 0)
            mf_text_add(out, "\n");
        if (result->demand.blocks.count > 0)
            mf_put_blocks(out, &result->demand.blocks, &result->demand.holdings, report->verbose);
        put_sums(out, result);
        mf_text_add(out, "\n");
        mf_put_supply(out, &result->supply);
        put_user_memory(out, result);
        put_bundles(out, result);
    }
    put_advice(out, result);
    return put_last_findings(out, result, true);
}

static void put_status_row(struct mf_text *out, const char *label, const struct mf_amount *amount)
{
    char size[MF_SIZE_TEXT_MAX];
    char text[96];
    if (amount->known && amount->bytes < MF_MIB)
        snprintf(text, sizeof text, "%s", mf_size_text(amount->bytes, size));
    else if (amount->known)
        snprintf(text, sizeof text, "%llu KiB (%s)", (unsigned long long)(amount->bytes / MF_KIB),
                 mf_size_text(amount->bytes, size));
    else
        snprintf(text, sizeof text, "%s", _("unknown"));
    mf_put_fact(out, label, text);
}

static void put_table_title(struct mf_text *out, const char *title)
{
    mf_text_add(out, "\n  ");
    mf_put_cell(out, title, 40);
    mf_put_right(out, "KiB", 12);
    mf_put_right(out, _("blocks"), 9);
    mf_text_add(out, "\n");
}

static void put_table_row(struct mf_text *out, const char *name, uint64_t bytes, uint64_t blocks)
{
    char number[32];
    mf_text_add(out, "  ");
    mf_put_cell(out, name, 40);
    snprintf(number, sizeof number, "%llu", (unsigned long long)(bytes / MF_KIB));
    mf_put_right(out, number, 12);
    snprintf(number, sizeof number, "%llu", (unsigned long long)blocks);
    mf_put_right(out, number, 9);
    mf_text_add(out, "\n");
}

static void put_owner_table(struct mf_text *out, const struct mf_supply *supply)
{
    if (supply->owner_count == 0)
        return;
    put_table_title(out, _("In use by"));
    for (size_t i = 0; i < supply->owner_count; i++) {
        const struct mf_owner *owner = &supply->owners[i];
        put_table_row(out, owner->name[0] != '\0' ? owner->name : "?", owner->bytes, owner->blocks);
    }
}

static void put_process_table(struct mf_text *out, const struct mf_supply *supply)
{
    if (supply->process_count == 0)
        return;
    put_table_title(out, _("Held by"));
    for (size_t i = 0; i < supply->process_count; i++) {
        struct mf_text name = {0};
        const struct mf_process *process = &supply->processes[i];
        mf_put_process(&name, process);
        put_table_row(out, name.bytes ? name.bytes : "", process->bytes, process->blocks);
        mf_text_end(&name, out);
    }
}

bool mf_status_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    const struct mf_supply *supply = &result->supply;
    put_message(out, report);
    mf_text_add(out, "\n");
    mf_put_supply(out, supply);
    put_status_row(out, _("total"), &supply->total);
    put_status_row(out, _("used"), &supply->used);
    put_status_row(out, _("free"), &supply->free);
    put_status_row(out, _("largest hole"), &supply->largest_hole);
    for (size_t i = 0; i < supply->hole_count && supply->origin != MF_ORIGIN_OPTION; i++) {
        char text[96];
        snprintf(text, sizeof text, _("%llu KiB at 0x%llX"),
                 (unsigned long long)(supply->holes[i].bytes / MF_KIB),
                 (unsigned long long)supply->holes[i].start);
        mf_put_fact(out, i == 0 ? _("holes") : "", text);
    }
    put_status_row(out, _("Linux total"), &supply->user_total);
    put_status_row(out, _("available"), &supply->user_available);
    put_owner_table(out, supply);
    put_process_table(out, supply);
    return put_last_findings(out, result, true);
}

bool mf_findings_text(const struct mf_report *report, struct mf_text *out)
{
    mf_text_add(out, ""); /* where there are none, an empty report */
    return put_findings(out, report->result, true);
}
