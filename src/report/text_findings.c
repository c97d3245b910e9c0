// SPDX-License-Identifier: MIT
/* Findings as a part of a report. */
#include <string.h>

#include "issues.h"
#include "layout.h"

#define ADVICE_ROWS ((size_t)3)

/* What the first line says already. */
static bool is_said(const struct mf_finding *finding)
{
    return strcmp(finding->code, "inside-margin") == 0;
}

static bool is_shown(const struct mf_finding *finding)
{
    return finding->severity != MF_NOTE && !is_said(finding);
}

/* The list of findings of a board by index from 0; NULL behind the last. */
static const struct mf_finding_list *board_findings(const struct mf_report_board *board,
                                                    size_t index)
{
    const struct mf_finding_list *const lists[] = {&board->supply.findings, &board->findings};
    return index < sizeof lists / sizeof lists[0] ? lists[index] : NULL;
}

static bool is_of_board(const struct mf_report_board *board, const struct mf_finding *finding)
{
    const struct mf_finding_list *findings;
    for (size_t i = 0; (findings = board_findings(board, i)) != NULL; i++) {
        if (mf_findings_have(findings, finding))
            return true;
    }
    return false;
}

/* Where an earlier board has it, it was put with that one. */
static void put_board_warning(struct mf_text *out, const struct mf_report_boards *boards,
                              size_t first, const struct mf_finding *finding)
{
    struct mf_text names = {0};
    size_t count = 0;
    for (size_t i = 0; i < boards->count; i++) {
        if (!is_of_board(&boards->items[i], finding))
            continue;
        if (i < first)
            break;
        mf_text_format(&names, "%s%s", count++ > 0 ? _(", ") : "",
                       mf_supply_title(&boards->items[i].supply));
    }
    if (count == boards->count)
        mf_put_finding(out, finding);
    else if (count > 0)
        mf_put_finding_of(out, names.bytes ? names.bytes : "", finding);
    mf_text_end(&names, out);
}

void mf_put_board_warnings(struct mf_text *out, const struct mf_report_boards *boards)
{
    const struct mf_finding_list *findings;
    for (size_t i = 0; i < boards->count; i++) {
        for (size_t k = 0; (findings = board_findings(&boards->items[i], k)) != NULL; k++) {
            for (size_t n = 0; n < findings->count; n++) {
                if (is_shown(&findings->items[n]))
                    put_board_warning(out, boards, i, &findings->items[n]);
            }
        }
    }
}

/* False, with nothing added, where the rows do not hold it. */
static bool put_within(struct mf_text *out, const struct mf_finding *finding, size_t rows)
{
    struct mf_text text = {.columns = out->columns, .ascii = out->ascii};
    mf_put_finding(&text, finding);
    bool fits = mf_rows_of(&text) <= rows;
    if (fits)
        mf_text_add(out, text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
    return fits;
}

void mf_put_result_warnings(struct mf_text *out, const struct mf_result *result,
                            const struct mf_rows *rows)
{
    size_t kept = result->advice.count > 0 ? ADVICE_ROWS + 1 : 1; /* one is for what is left out */
    size_t left_out = 0;
    const struct mf_finding_list *findings;
    for (size_t i = 0; (findings = mf_result_findings(result, i)) != NULL; i++) {
        for (size_t k = 0; k < findings->count; k++) {
            size_t left = mf_rows_left(rows, out);
            if (is_shown(&findings->items[k]) &&
                !put_within(out, &findings->items[k], left > kept ? left - kept : 0))
                left_out++;
        }
    }
    if (left_out == 0)
        return;
    struct mf_text text = {0};
    mf_text_format(&text, _("Warnings left out here: %zu; -v shows them."), left_out);
    mf_put_paragraph(out, "", &text);
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

bool mf_put_all_findings(struct mf_text *out, const struct mf_result *result)
{
    return put_findings(out, result, true);
}

bool mf_put_last_findings(struct mf_text *out, const struct mf_result *result, bool own)
{
    size_t before = out->length;
    mf_text_add(out, "\n");
    if (!put_findings(out, result, own))
        return false;
    if (out->length == before + 1 && !out->failed)
        out->bytes[out->length = before] = '\0';
    return true;
}

bool mf_findings_text(const struct mf_report *report, struct mf_text *out)
{
    mf_text_add(out, ""); /* where there are none, an empty report */
    return put_findings(out, report->result, true);
}
