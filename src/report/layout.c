// SPDX-License-Identifier: MIT
#include "layout.h"

#include <stdio.h>
#include <string.h>

#include "../core/clean.h"
#include "../core/i18n.h"
#include "../core/wrap.h"

#define NAME_COLUMNS_MAX  ((size_t)46)
#define SIZE_COLUMNS      ((size_t)11)
#define CERTAINTY_COLUMNS ((size_t)9)
#define SOURCE_MIN        ((size_t)16)
#define ROOM_MIN          ((size_t)8) /* columns in which a text is wrapped; with less it is not */
#define FACT_COLUMNS      ((size_t)13)

size_t mf_line_columns(const struct mf_text *out)
{
    return out->columns > 0 ? out->columns : MF_LINE_COLUMNS;
}

/* Of the table of blocks: what size and certainty leave, in halves; of a narrow line all of it. */
static size_t name_columns(const struct mf_text *out)
{
    size_t rest = mf_line_columns(out) - SIZE_COLUMNS - CERTAINTY_COLUMNS - 4;
    if (rest < 2 * SOURCE_MIN)
        return rest;
    return rest / 2 + 2 < NAME_COLUMNS_MAX ? rest / 2 + 2 : NAME_COLUMNS_MAX;
}

void mf_put_cell(struct mf_text *out, const char *string, size_t columns)
{
    size_t used = mf_put_clean(out, string, columns);
    mf_text_repeat(out, ' ', columns - used);
}

void mf_put_right(struct mf_text *out, const char *string, size_t columns)
{
    size_t used = mf_columns(string);
    mf_text_repeat(out, ' ', used < columns ? columns - used : 0);
    mf_put_clean(out, string, SIZE_MAX);
}

void mf_put_wrapped_at(struct mf_text *out, const char *string, size_t start)
{
    string = mf_shown(string);
    size_t columns = mf_line_columns(out);
    size_t room = columns > start + ROOM_MIN ? columns - start : SIZE_MAX;
    for (bool first = true; *string != '\0' || first; first = false) {
        size_t length = mf_line_end(string, room, out->ascii);
        if (!first)
            mf_text_repeat(out, ' ', start);
        mf_put_clean_bytes(out, string, length);
        mf_text_add(out, "\n");
        string += length;
        string += strspn(string, " ");
    }
}

void mf_put_wrapped(struct mf_text *out, const char *lead, const char *paragraph)
{
    mf_text_add(out, lead);
    mf_put_wrapped_at(out, paragraph, mf_columns(lead));
}

void mf_put_paragraph(struct mf_text *out, const char *lead, struct mf_text *paragraph)
{
    if (paragraph->length > 0)
        mf_put_wrapped(out, lead, paragraph->bytes);
    mf_text_end(paragraph, out);
}

void mf_put_title(struct mf_text *out, const char *color, const char *title)
{
    mf_text_add(out, color ? color : "");
    mf_put_wrapped(out, "", title);
    if (!color || out->failed)
        return;
    out->bytes[--out->length] = '\0';
    mf_text_add(out, "\033[0m\n");
}

void mf_put_verdict_title(struct mf_text *out, const char *color, const char *word,
                          const char *title)
{
    struct mf_text text = {.columns = out->columns, .ascii = out->ascii};
    size_t length = strlen(word);
    if (!color || strncmp(title, word, length) != 0) {
        mf_put_title(out, color ? "\033[1m" : NULL, title);
        return;
    }
    mf_put_title(&text, "\033[1m", title);
    mf_text_add(out, color);
    mf_text_add(out, word);
    mf_text_add(out, "\033[0;1m");
    if (text.bytes && !text.failed)
        mf_text_add(out, text.bytes + strlen("\033[1m") + length);
    mf_text_end(&text, out);
}

void mf_put_fact(struct mf_text *out, const char *label, const char *value)
{
    mf_text_add(out, "  ");
    mf_put_cell(out, label, FACT_COLUMNS);
    mf_text_add(out, " ");
    mf_put_wrapped_at(out, value, FACT_COLUMNS + 3);
}

static void put_size(struct mf_text *out, uint64_t bytes)
{
    char size[MF_SIZE_TEXT_MAX];
    mf_put_right(out, mf_mib_text(bytes, size), SIZE_COLUMNS);
}

/* Where there is no column for it, the source stands in a line of its own. */
static void put_source(struct mf_text *out, size_t indent, const char *certainty,
                       const char *source)
{
    size_t start = name_columns(out) + SIZE_COLUMNS + CERTAINTY_COLUMNS + 4;
    bool fits = start + SOURCE_MIN <= mf_line_columns(out);
    if (fits) {
        mf_put_cell(out, certainty, CERTAINTY_COLUMNS + 2);
    } else {
        mf_put_clean(out, certainty, CERTAINTY_COLUMNS);
        mf_text_add(out, "\n");
        mf_text_repeat(out, ' ', indent + 2);
    }
    mf_put_wrapped_at(out, source, fits ? start : indent + 2);
}

void mf_put_row(struct mf_text *out, size_t indent, const char *name, const uint64_t *bytes,
                const char *certainty, const char *source)
{
    name = mf_shown(name);
    mf_text_repeat(out, ' ', indent);
    if (!bytes && !certainty) {
        mf_put_clean(out, name, mf_line_columns(out) - indent);
        mf_text_add(out, "\n");
        return;
    }
    mf_put_cell(out, name, name_columns(out) - indent);
    if (bytes)
        put_size(out, *bytes);
    if (!certainty) {
        mf_text_add(out, "\n");
        return;
    }
    mf_text_add(out, "  ");
    if (!source) {
        mf_put_clean(out, certainty, CERTAINTY_COLUMNS);
        mf_text_add(out, "\n");
        return;
    }
    put_source(out, indent, certainty, source);
}

void mf_put_row_title(struct mf_text *out, const char *name)
{
    size_t columns = name_columns(out);
    mf_put_cell(out, name, columns + SIZE_COLUMNS);
    mf_text_add(out, "  ");
    if (columns + SIZE_COLUMNS + CERTAINTY_COLUMNS + 4 + SOURCE_MIN > mf_line_columns(out)) {
        mf_put_clean(out, _("certainty"), CERTAINTY_COLUMNS);
    } else {
        mf_put_cell(out, _("certainty"), CERTAINTY_COLUMNS);
        mf_text_add(out, "  ");
        mf_text_add(out, _("from"));
    }
    mf_text_add(out, "\n");
}

void mf_put_finding(struct mf_text *out, const struct mf_finding *finding)
{
    mf_put_finding_of(out, "", finding);
}

void mf_put_finding_of(struct mf_text *out, const char *subject, const struct mf_finding *finding)
{
    struct mf_text text = {0};
    char lead[16];
    snprintf(lead, sizeof lead, _("%s: "), _(mf_severity_word(finding->severity)));
    if (*subject != '\0')
        mf_text_format(&text, _("%s: "), subject);
    if (finding->path && finding->line > 0)
        mf_text_format(&text, _("%s, line %llu: "), finding->path,
                       (unsigned long long)finding->line);
    else if (finding->path)
        mf_text_format(&text, _("%s: "), finding->path);
    mf_text_add(&text, mf_shown(finding->text));
    mf_put_paragraph(out, lead, &text);
}

void mf_put_findings(struct mf_text *out, const struct mf_finding_list *const *lists, size_t count)
{
    for (int severity = MF_ERROR; severity <= MF_NOTE; severity++) {
        for (size_t i = 0; i < count; i++) {
            for (size_t k = 0; k < lists[i]->count; k++) {
                if ((int)lists[i]->items[k].severity == severity)
                    mf_put_finding(out, &lists[i]->items[k]);
            }
        }
    }
}
