// SPDX-License-Identifier: MIT
/* `status`: the pool and who holds it. */
#include <stdio.h>

#include "layout.h"

static void put_message(struct mf_text *out, const struct mf_report *report)
{
    const char *message = report->result->message;
    mf_put_title(out, report->color ? "\033[1m" : NULL, message ? message : "");
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
    return mf_put_last_findings(out, result, true);
}
