// SPDX-License-Identifier: MIT
#include "layout.h"

#include <stdio.h>
#include <string.h>

#include "../core/clean.h"

#define NAME_COLUMNS      ((size_t)46)
#define KIB_COLUMNS       ((size_t)10)
#define CERTAINTY_COLUMNS ((size_t)9)
#define SOURCE_START      (NAME_COLUMNS + KIB_COLUMNS + CERTAINTY_COLUMNS + 4)
#define FACT_COLUMNS      ((size_t)13)

static size_t line_columns(const struct mf_text *out)
{
    return out->columns > 0 ? out->columns : MF_LINE_COLUMNS;
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

/* The first word, whole: paths are not broken, so that they can be copied. */
static size_t whole_path(const char *string)
{
    size_t length = strcspn(string, " ");
    return memchr(string, '/', length) ? length : 0;
}

/* The bytes of `string` that fit into `columns`, ending before a blank where there is one. */
static size_t piece(const char *string, size_t columns)
{
    size_t used = 0;
    size_t end = 0;
    size_t last_blank = 0;
    while (string[end] != '\0') {
        size_t length;
        used += mf_character_columns(string + end, &length);
        if (used > columns && last_blank == 0 && whole_path(string) > 0)
            return whole_path(string);
        if (used > columns)
            return last_blank > 0 ? last_blank : end > 0 ? end : length;
        if (string[end] == ' ')
            last_blank = end;
        end += length;
    }
    return end;
}

/* Wraps what is written from column `start` on; the cursor is there already. */
static void put_wrapped_at(struct mf_text *out, const char *string, size_t start)
{
    for (bool first = true; *string != '\0' || first; first = false) {
        size_t length = piece(string, line_columns(out) - start);
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
    put_wrapped_at(out, paragraph, mf_columns(lead));
}

void mf_put_title(struct mf_text *out, const char *color, const char *title)
{
    mf_text_add(out, color ? color : "");
    mf_put_wrapped(out, "", title);
    if (!color)
        return;
    out->length -= out->length > 0 && !out->failed;
    mf_text_add(out, "\033[0m\n");
}

void mf_put_fact(struct mf_text *out, const char *label, const char *value)
{
    mf_text_add(out, "  ");
    mf_put_cell(out, label, FACT_COLUMNS);
    mf_text_add(out, " ");
    put_wrapped_at(out, value, FACT_COLUMNS + 3);
}

static void put_kib(struct mf_text *out, uint64_t bytes)
{
    char number[MF_SIZE_TEXT_MAX];
    snprintf(number, sizeof number, "%llu",
             (unsigned long long)(bytes / MF_KIB + (bytes % MF_KIB != 0)));
    mf_put_right(out, number, KIB_COLUMNS);
}

void mf_put_row(struct mf_text *out, size_t indent, const char *name, const uint64_t *bytes,
                const char *certainty, const char *source)
{
    mf_text_repeat(out, ' ', indent);
    if (!bytes && !certainty) {
        mf_put_clean(out, name, line_columns(out) - indent);
        mf_text_add(out, "\n");
        return;
    }
    mf_put_cell(out, name, NAME_COLUMNS - indent);
    if (bytes)
        put_kib(out, *bytes);
    if (!certainty) {
        mf_text_add(out, "\n");
        return;
    }
    mf_text_add(out, "  ");
    mf_put_cell(out, certainty, CERTAINTY_COLUMNS);
    mf_text_add(out, "  ");
    put_wrapped_at(out, source ? source : "", SOURCE_START);
}

void mf_put_room(struct mf_text *out, const char *name, uint64_t bytes)
{
    uint64_t whole = bytes / MF_KIB * MF_KIB;
    mf_put_row(out, 0, name, &whole, NULL, NULL);
}

void mf_put_row_title(struct mf_text *out, const char *name)
{
    mf_put_cell(out, name, NAME_COLUMNS);
    mf_put_right(out, "KiB", KIB_COLUMNS);
    mf_text_add(out, "  ");
    mf_put_cell(out, _("certainty"), CERTAINTY_COLUMNS);
    mf_text_add(out, "  ");
    mf_text_add(out, _("from"));
    mf_text_add(out, "\n");
}

static void put_finding(struct mf_text *out, const struct mf_finding *finding)
{
    struct mf_text text = {0};
    char lead[16];
    snprintf(lead, sizeof lead, "%s: ", _(mf_severity_word(finding->severity)));
    if (finding->path && finding->line > 0)
        mf_text_format(&text, _("%s, line %llu: "), finding->path,
                       (unsigned long long)finding->line);
    else if (finding->path)
        mf_text_format(&text, "%s: ", finding->path);
    mf_text_add(&text, finding->text);
    mf_put_wrapped(out, lead, text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
}

void mf_put_findings(struct mf_text *out, const struct mf_finding_list *const *lists, size_t count)
{
    for (int severity = MF_ERROR; severity <= MF_NOTE; severity++) {
        for (size_t i = 0; i < count; i++) {
            for (size_t k = 0; k < lists[i]->count; k++) {
                if ((int)lists[i]->items[k].severity == severity)
                    put_finding(out, &lists[i]->items[k]);
            }
        }
    }
}
