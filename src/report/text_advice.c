// SPDX-License-Identifier: MIT
/* What to do: the last lines of a verdict, and so many that all of it stays on one screen. */
#include <string.h>

#include "../core/i18n.h"
#include "layout.h"

#define SCREEN_ROWS        12 /* of a report on a line of MF_LINE_COLUMNS and more */
#define NARROW_SCREEN_ROWS 20

static size_t count_rows(const struct mf_text *out, size_t from)
{
    size_t rows = 0;
    for (size_t i = from; i < out->length; i++)
        rows += out->bytes[i] == '\n';
    return rows;
}

size_t mf_rows_of(const struct mf_text *text)
{
    return count_rows(text, 0);
}

struct mf_rows mf_rows_begin(const struct mf_text *out)
{
    bool wide = mf_line_columns(out) >= MF_LINE_COLUMNS;
    return (struct mf_rows){out->length, wide ? SCREEN_ROWS : NARROW_SCREEN_ROWS};
}

size_t mf_rows_left(const struct mf_rows *rows, const struct mf_text *out)
{
    size_t used = count_rows(out, rows->start);
    return used < rows->most ? rows->most - used : 0;
}

struct page {
    struct mf_text *out;
    const char *title;
    size_t rows;  /* that are left */
    size_t shown; /* pieces of advice */
};

static void put_title(struct page *page, size_t rows)
{
    if (page->rows >= rows + 2)
        mf_text_add(page->out, "\n");
    if (page->rows >= rows + 1)
        mf_put_wrapped(page->out, "", page->title);
}

static void write_step(struct mf_text *step, const struct page *page, const char *lead,
                       const char *text)
{
    *step = (struct mf_text){.columns = page->out->columns, .ascii = page->out->ascii};
    mf_put_wrapped(step, lead, text);
}

/* Where it does not fit any more it is left out, but for the first: that has the title's words in
 * its own row. */
static void put_step(struct page *page, const char *lead, const char *text)
{
    struct mf_text step;
    write_step(&step, page, lead, text);
    if (page->shown == 0 && page->rows < mf_rows_of(&step) + 1) {
        mf_text_end(&step, page->out);
        write_step(&step, page, _("What to do: "), text);
    }
    size_t rows = mf_rows_of(&step);
    size_t title = page->shown == 0 ? 2 : 0;
    if (page->shown > 0 && rows > page->rows) {
        page->rows = 0; /* the next ones are larger changes */
    } else {
        if (page->shown == 0)
            put_title(page, rows);
        mf_text_add(page->out, step.bytes ? step.bytes : "");
        page->rows -= rows + title < page->rows ? rows + title : page->rows;
        page->shown++;
    }
    mf_text_end(&step, page->out);
}

static bool has_enough(const struct mf_advice_list *advice)
{
    for (size_t i = 0; i < advice->count; i++) {
        if (advice->items[i].enough)
            return true;
    }
    return false;
}

static bool is_planned(const struct mf_advice_plan *plan, const struct mf_advice *advice)
{
    for (size_t i = 0; i < plan->action_count; i++) {
        if (strcmp(plan->actions[i], advice->action) == 0)
            return true;
    }
    return false;
}

/* Whether another file fits is not known before it is there. */
static bool is_other_file(const struct mf_advice *advice)
{
    return strcmp(advice->action, "compile") == 0;
}

/* What is enough alone; where nothing is, the steps that are together, and their options. */
void mf_put_advice(struct mf_text *out, const struct mf_result *result, size_t rows)
{
    const struct mf_advice_list *advice = &result->advice;
    const struct mf_advice_plan *plan = &result->plan;
    bool enough = has_enough(advice);
    struct page page = {out, enough ? _("What to do (* is enough alone):") : _("What to do:"), rows,
                        0};
    if (plan->text && !enough)
        put_step(&page, "  ", mf_shown(plan->text));
    for (size_t i = 0; i < advice->count; i++) {
        const struct mf_advice *step = &advice->items[i];
        bool counts = rows == SIZE_MAX || is_other_file(step) ||
                      (enough ? step->enough : !plan->known || is_planned(plan, step));
        if (counts && (page.rows > 0 || page.shown == 0))
            put_step(&page, step->enough ? "  * " : "  - ", mf_shown(step->text));
    }
}
