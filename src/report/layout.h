// SPDX-License-Identifier: MIT
/* How the text reports are laid out: no line over so many columns, no blanks at its end. */
#ifndef MAIXFIT_REPORT_LAYOUT_H
#define MAIXFIT_REPORT_LAYOUT_H

#include "../bundle/loading.h"
#include "../core/holding.h"
#include "report.h"

#define MF_LINE_COLUMNS ((size_t)80) /* where nothing else was set */

/* Columns of a line; at least MF_WIDTH_MIN. */
size_t mf_line_columns(const struct mf_text *out);

/* A row of the table of blocks: name, size, certainty, source. NULL: left out. The source is
 * wrapped. */
void mf_put_row(struct mf_text *out, size_t indent, const char *name, const uint64_t *bytes,
                const char *certainty, const char *source);
void mf_put_row_title(struct mf_text *out, const char *name);

/* "label     value": the value is wrapped, hanging. */
void mf_put_fact(struct mf_text *out, const char *label, const char *value);

/* A paragraph, its first line behind `lead`, the others indented by as much. */
void mf_put_wrapped(struct mf_text *out, const char *lead, const char *paragraph);

/* The same of a text that was made for it, and ends here; nothing where that is empty. */
void mf_put_paragraph(struct mf_text *out, const char *lead, struct mf_text *paragraph);

/* Wraps from column `start` on, where the cursor is already. */
void mf_put_wrapped_at(struct mf_text *out, const char *string, size_t start);

/* The first line of a report. `color` is NULL for none, and ends before the line does. */
void mf_put_title(struct mf_text *out, const char *color, const char *title);

/* The same, bold, but for its first word, which is shown in `color`, not bold. */
void mf_put_verdict_title(struct mf_text *out, const char *color, const char *word,
                          const char *title);

/* A finding; with what it is of before it. */
void mf_put_finding(struct mf_text *out, const struct mf_finding *finding);
void mf_put_finding_of(struct mf_text *out, const char *subject, const struct mf_finding *finding);

/* Errors first, then warnings, then notes. */
void mf_put_findings(struct mf_text *out, const struct mf_finding_list *const *lists, size_t count);

/* A cell of `columns`, padded on the right; longer text is cut. */
void mf_put_cell(struct mf_text *out, const char *string, size_t columns);

/* A number or text, padded on the left. */
void mf_put_right(struct mf_text *out, const char *string, size_t columns);

/* The table of blocks of one pool, owner by owner. Tensors of a model are folded where they are
 * many. */
void mf_put_blocks(struct mf_text *out, const struct mf_block_list *blocks,
                   const struct mf_holding_list *holdings, bool verbose);

/* What stays in Linux's memory: an embedding, copies of caches. */
void mf_put_user_blocks(struct mf_text *out, const struct mf_block_list *blocks);

void mf_put_process(struct mf_text *text, const struct mf_process *process);
/* With how much each holds: at most so many of them, in a row. */
void mf_put_processes(struct mf_text *text, const struct mf_supply *supply, size_t most);
/* The supply and Linux's memory, below a verdict or status. */
void mf_put_supply(struct mf_text *out, const struct mf_supply *supply);

/* What an LLM is loaded by, and with which context. */
void mf_put_bundle(struct mf_text *out, const struct mf_model *model);

/* Of one screen, from where a report begins. */
struct mf_rows {
    size_t start; /* of the text */
    size_t most;
};

struct mf_rows mf_rows_begin(const struct mf_text *out);
size_t mf_rows_of(const struct mf_text *text);
size_t mf_rows_left(const struct mf_rows *rows, const struct mf_text *out);

/* The advice, in so many rows; SIZE_MAX: all of it. One piece is always shown. */
void mf_put_advice(struct mf_text *out, const struct mf_result *result, size_t rows);

/* Those of the boards that could change a verdict, each once; one that is not of all of them names
 * its boards. */
void mf_put_board_warnings(struct mf_text *out, const struct mf_report_boards *boards);

/* The verdict's word in a cell, in its color. */
void mf_put_verdict(struct mf_text *out, const struct mf_result *result, bool color,
                    size_t columns);

/* What was found: all of it (false without memory), or what could change the verdict, as far as the
 * rows go. */
bool mf_put_all_findings(struct mf_text *out, const struct mf_result *result);
void mf_put_result_warnings(struct mf_text *out, const struct mf_result *result,
                            const struct mf_rows *rows);

/* All of it as the last part of a report, with an empty line before. `own` is false where the
 * result's own findings are not shown. */
bool mf_put_last_findings(struct mf_text *out, const struct mf_result *result, bool own);

bool mf_put_models(struct mf_text *out, const struct mf_result *result, bool verbose);

#endif
