// SPDX-License-Identifier: MIT
/* `status`: the pool as a bar, who holds it, and what Linux has beside it. */
#include "../core/clean.h"
#include "../core/i18n.h"
#include "../core/print.h"
#include "bar.h"
#include "layout.h"

#define NAME_COLUMNS    ((size_t)40)
#define SIZE_COLUMNS    ((size_t)12)
#define BLOCKS_COLUMNS  ((size_t)9)
#define PROCESSES_SHOWN ((size_t)4)

static const char *color_of(const struct mf_result *result)
{
    return result->supply.overlaps_linux ? "\033[1;31m" : "\033[1m";
}

static void put_headline(struct mf_text *out, const struct mf_report *report)
{
    const struct mf_result *result = report->result;
    mf_put_title(out, report->color ? color_of(result) : NULL,
                 result->message ? mf_shown(result->message) : "");
}

static bool put_bar(struct mf_text *out, const struct mf_report *report)
{
    struct mf_arena scratch = {0};
    struct mf_bar bar;
    bool ok = mf_bar_of_supply(&scratch, &report->result->supply, &bar);
    if (ok && bar.entry_count > 0)
        mf_text_add(out, "\n");
    if (ok)
        mf_put_bar(out, &bar, report->color);
    mf_arena_free(&scratch);
    return ok;
}

/* The largest only; -v has all. */
static void put_processes(struct mf_text *out, const struct mf_supply *supply)
{
    struct mf_text list = {0};
    struct mf_text text = {0};
    mf_put_processes(&list, supply, PROCESSES_SHOWN);
    if (list.length > 0)
        mf_text_format(&text, _("Held by: %s"), list.bytes);
    mf_put_paragraph(out, "", &text);
    mf_text_end(&list, out);
}

static void put_linux(struct mf_text *out, const struct mf_supply *supply)
{
    char total[MF_SIZE_TEXT_MAX];
    char available[MF_SIZE_TEXT_MAX];
    struct mf_text text = {0};
    mf_mib_number(supply->user_total.bytes, total);
    mf_mib_number(supply->user_available.bytes, available);
    if (supply->user_total.known && supply->user_available.known)
        mf_text_format(&text, _("Linux beside it: %s of %s MiB is available."), available, total);
    else if (supply->user_available.known)
        mf_text_format(&text, _("Linux beside it: %s MiB is available."), available);
    mf_put_paragraph(out, "", &text);
}

static void put_amount(struct mf_text *out, const char *label, const struct mf_amount *amount)
{
    char size[MF_SIZE_TEXT_MAX];
    mf_put_fact(out, label, amount->known ? mf_mib_text(amount->bytes, size) : _("unknown"));
}

static void put_holes(struct mf_text *out, const struct mf_supply *supply)
{
    for (size_t i = 0; i < supply->hole_count && supply->origin != MF_ORIGIN_OPTION; i++) {
        char size[MF_SIZE_TEXT_MAX];
        char text[96];
        mf_print(text, sizeof text, _("%s at 0x%llX"), mf_mib_text(supply->holes[i].bytes, size),
                 (unsigned long long)supply->holes[i].start);
        mf_put_fact(out, i == 0 ? _("holes") : "", text);
    }
}

/* Of a narrow line the sizes take what they need. */
static size_t name_columns(const struct mf_text *out)
{
    size_t rest = mf_line_columns(out) - SIZE_COLUMNS - BLOCKS_COLUMNS - 2;
    return rest < NAME_COLUMNS ? rest : NAME_COLUMNS;
}

static void put_table_title(struct mf_text *out, const char *title)
{
    mf_text_add(out, "\n  ");
    mf_put_cell(out, title, name_columns(out));
    mf_text_repeat(out, ' ', SIZE_COLUMNS);
    mf_put_right(out, _("blocks"), BLOCKS_COLUMNS);
    mf_text_add(out, "\n");
}

static void put_table_row(struct mf_text *out, const char *name, uint64_t bytes, uint64_t blocks)
{
    char text[MF_SIZE_TEXT_MAX];
    mf_text_add(out, "  ");
    mf_put_cell(out, name, name_columns(out));
    mf_put_right(out, mf_mib_text(bytes, text), SIZE_COLUMNS);
    mf_print(text, sizeof text, "%llu", (unsigned long long)blocks);
    mf_put_right(out, text, BLOCKS_COLUMNS);
    mf_text_add(out, "\n");
}

static void put_owner_table(struct mf_text *out, const struct mf_supply *supply)
{
    if (supply->owner_count == 0)
        return;
    put_table_title(out, _("In use by"));
    for (size_t i = 0; i < supply->owner_count; i++) {
        const struct mf_owner *owner = &supply->owners[i];
        put_table_row(out, owner->name[0] != '\0' ? mf_shown(owner->name) : "?", owner->bytes,
                      owner->blocks);
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

static bool put_details(struct mf_text *out, const struct mf_result *result)
{
    const struct mf_supply *supply = &result->supply;
    mf_text_add(out, "\n");
    mf_put_supply(out, supply);
    put_amount(out, _("free"), &supply->free);
    put_amount(out, _("largest hole"), &supply->largest_hole);
    put_holes(out, supply);
    put_amount(out, _("Linux total"), &supply->user_total);
    put_amount(out, _("available"), &supply->user_available);
    put_owner_table(out, supply);
    put_process_table(out, supply);
    return mf_put_last_findings(out, result, true);
}

bool mf_status_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    struct mf_rows rows = mf_rows_begin(out);
    put_headline(out, report);
    if (!put_bar(out, report))
        return false;
    if (report->verbose)
        return put_details(out, result);
    put_processes(out, &result->supply);
    put_linux(out, &result->supply);
    mf_put_result_warnings(out, result, &rows);
    return !out->failed;
}
