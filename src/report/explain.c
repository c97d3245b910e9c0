// SPDX-License-Identifier: MIT
/* What a term, a word of a report or an error means, and what to do. */
#include "../core/i18n.h"
#include "json_write.h"
#include "layout.h"

/* As the JSON calls them. */
static const char *const kinds[MF_WORD_KINDS] = {"term", "error", "reason", "finding", "advice"};

static void put_part(struct mf_text *out, const char *title, const char *text)
{
    mf_text_format(out, "\n%s\n", title);
    mf_put_wrapped(out, "  ", text);
}

static void add_title(struct mf_text *title, const char *word, enum mf_word_kind kind)
{
    if (kind == MF_TERM)
        mf_text_format(title, _("%s: a term"), word);
    else if (kind == MF_ERROR_TEXT)
        mf_text_format(title, _("%s: an error that programs print"), word);
    else if (kind == MF_REASON_WORD)
        mf_text_format(title, _("%s: a reason"), word);
    else if (kind == MF_CODE_WORD)
        mf_text_format(title, _("%s: a finding"), word);
    else
        mf_text_format(title, _("%s: advice"), word);
}

static void put_word(struct mf_text *out, const struct mf_word *word, enum mf_word_kind kind)
{
    struct mf_text title = {0};
    add_title(&title, word->word, kind);
    mf_put_paragraph(out, "", &title);
    mf_text_add(out, "\n");
    mf_put_wrapped(out, "  ", _(word->meaning));
    put_part(out, _("What to do:"), _(word->advice));
    if (word->example)
        put_part(out, _("Example:"), word->example);
}

/* Errors have blanks in them, so that each needs a line. */
static void put_list(struct mf_text *out, const struct mf_word_list *list, enum mf_word_kind kind)
{
    struct mf_text text = {0};
    for (size_t i = 0; i < list->count; i++) {
        if (kind == MF_ERROR_TEXT)
            mf_text_format(out, "  %s\n", list->items[i].word);
        else
            mf_text_format(&text, "%s%s", i > 0 ? ", " : "", list->items[i].word);
    }
    mf_put_paragraph(out, "  ", &text);
}

static void put_all(struct mf_text *out)
{
    static const char *const titles[MF_WORD_KINDS] = {
        N_("Terms:"), N_("Errors that programs print:"),
        N_("Why a verdict is as it is, or a model cannot be judged:"), N_("Findings:"),
        N_("Advice:")};
    for (int kind = 0; kind < MF_WORD_KINDS; kind++) {
        mf_text_format(out, "%s\n", _(titles[kind]));
        put_list(out, &mf_words[kind], (enum mf_word_kind)kind);
        mf_text_add(out, "\n");
    }
    mf_put_wrapped(out, "",
                   _("`maixfit explain WORD` explains one of them; an error may be pasted with all "
                     "that stands around it."));
}

bool mf_explain_text(const struct mf_report *report, struct mf_text *out)
{
    bool first = true;
    if (!report->meaning)
        put_all(out);
    for (int kind = 0; report->meaning && kind < MF_WORD_KINDS; kind++) {
        if (!report->meaning->of[kind])
            continue;
        mf_text_add(out, first ? "" : "\n");
        put_word(out, report->meaning->of[kind], (enum mf_word_kind)kind);
        first = false;
    }
    return !out->failed;
}

static void put_json(struct mf_json_writer *writer, cJSON *array, const struct mf_word *word,
                     int kind)
{
    cJSON *item = mf_json_item(writer, array);
    size_t count = 0;
    while (word->also && word->also[count])
        count++;
    mf_json_put_string(writer, item, "kind", kinds[kind]);
    mf_json_put_string(writer, item, "word", word->word);
    mf_json_put_strings(writer, item, "also", word->also, count);
    mf_json_put_string(writer, item, "means", word->meaning);
    mf_json_put_string(writer, item, "do", word->advice);
    mf_json_put_string(writer, item, "example", word->example);
}

bool mf_explain_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = mf_json_root(&writer, report);
    cJSON *array = mf_json_array(&writer, root, "explained");
    for (int kind = 0; kind < MF_WORD_KINDS; kind++) {
        for (size_t i = 0; !report->meaning && i < mf_words[kind].count; i++)
            put_json(&writer, array, &mf_words[kind].items[i], kind);
        if (report->meaning && report->meaning->of[kind])
            put_json(&writer, array, report->meaning->of[kind], kind);
    }
    return mf_json_finish(&writer, root, out);
}
