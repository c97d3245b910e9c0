// SPDX-License-Identifier: MIT
/* How the text reports are laid out: no line over so many columns, no blanks at its end. */
#ifndef MAIXFIT_REPORT_LAYOUT_H
#define MAIXFIT_REPORT_LAYOUT_H

#include "../bundle/loading.h"
#include "../core/holding.h"
#include "report.h"

#define MF_LINE_COLUMNS ((size_t)100) /* where nothing else was set */

/* A row of the table of blocks: name, KiB, certainty, source. NULL: left out. The source is
 * wrapped. */
void mf_put_row(struct mf_text *out, size_t indent, const char *name, const uint64_t *bytes,
                const char *certainty, const char *source);
/* What there is of room: its KiB are rounded down, as those of needs are rounded up. */
void mf_put_room(struct mf_text *out, const char *name, uint64_t bytes);
void mf_put_row_title(struct mf_text *out, const char *name);

/* "label     value": the value is wrapped, hanging. */
void mf_put_fact(struct mf_text *out, const char *label, const char *value);

/* A paragraph, its first line behind `lead`, the others indented by as much. */
void mf_put_wrapped(struct mf_text *out, const char *lead, const char *paragraph);

/* The first line of a report; `color` is NULL for none, and ends before the line does. */
void mf_put_title(struct mf_text *out, const char *color, const char *title);

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

/* The supply and Linux's memory, below a verdict or status. */
void mf_put_process(struct mf_text *text, const struct mf_process *process);
void mf_put_supply(struct mf_text *out, const struct mf_supply *supply);

/* What an LLM is loaded by, and with which context. */
void mf_put_bundle(struct mf_text *out, const struct mf_model *model);

bool mf_put_models(struct mf_text *out, const struct mf_result *result, bool verbose);

#endif
