// SPDX-License-Identifier: MIT
#include "words.h"

#include <string.h>

#define NOT_QUOTED SIZE_MAX

/* A word while it is read. */
struct taker {
    struct mf_shell_text *text;
    struct mf_shell_word *word;
    size_t quoted_at; /* the length of the value where the first quote began */
};

bool mf_shell_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool mf_shell_is_operator(char c)
{
    return c != '\0' && strchr(";&|<>()", c) != NULL;
}

/* ASCII only, whatever the locale is. */
static bool is_name_char(char c, bool is_first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (!is_first && c >= '0' && c <= '9');
}

size_t mf_shell_name_length(const char *text)
{
    size_t length = 0;
    while (is_name_char(text[length], length == 0))
        length++;
    return length;
}

/* Bash uses some of the control characters itself. */
static bool is_control(char c)
{
    return (c >= '\0' && c < ' ' && c != '\t' && c != '\r') || c == 0x7F;
}

static void add_char(const struct taker *taker, char c)
{
    taker->word->is_unclear = taker->word->is_unclear || is_control(c);
    const char one[2] = {c, '\0'};
    mf_text_add(&taker->word->value, one);
}

static char next_char(const struct mf_shell_text *text)
{
    if (text->end - text->at <= 1)
        return '\0';
    return text->at[1];
}

/* A `$` or a backquote, in double quotes or in none. A variable's value is only inserted; all else
 * may do anything: run commands, set variables, end the shell. */
static void take_replacement(const struct taker *taker, bool in_quotes)
{
    char next = next_char(taker->text);
    bool opens = next != '\0' && strchr(in_quotes ? "({[" : "({['\"", next) != NULL;
    taker->word->is_replaced = true;
    if (*taker->text->at == '`' || opens)
        taker->word->is_unclear = true;
    add_char(taker, *taker->text->at++);
}

static void take_line_feed(const struct taker *taker)
{
    taker->word->is_unclear = true;
    taker->text->line++;
    taker->text->at++;
}

static void take_single_quoted(const struct taker *taker)
{
    struct mf_shell_text *text = taker->text;
    for (text->at++; text->at < text->end && *text->at != '\'';) {
        if (*text->at == '\n')
            take_line_feed(taker);
        else
            add_char(taker, *text->at++);
    }
    if (text->at == text->end)
        taker->word->is_unclear = true;
    else
        text->at++;
}

static void take_double_quoted(const struct taker *taker)
{
    struct mf_shell_text *text = taker->text;
    for (text->at++; text->at < text->end && *text->at != '"';) {
        char next = next_char(text);
        if (*text->at == '\n') {
            take_line_feed(taker);
        } else if (*text->at == '$' || *text->at == '`') {
            take_replacement(taker, true);
        } else if (*text->at == '\\' && next != '\0' && strchr("$`\"\\", next)) {
            add_char(taker, next);
            text->at += 2;
        } else {
            taker->word->is_unclear =
                taker->word->is_unclear || (*text->at == '\\' && next == '\n');
            add_char(taker, *text->at++);
        }
    }
    if (text->at == text->end)
        taker->word->is_unclear = true;
    else
        text->at++;
}

static void take_escaped(const struct taker *taker)
{
    struct mf_shell_text *text = taker->text;
    text->at++;
    if (text->at == text->end)
        taker->word->is_unclear = true;
    else if (*text->at == '\n') /* the line continues */
        take_line_feed(taker);
    else
        add_char(taker, *text->at++);
}

static void take_part(struct taker *taker)
{
    struct mf_shell_text *text = taker->text;
    char c = *text->at;
    if ((c == '\'' || c == '"' || c == '\\') && taker->quoted_at == NOT_QUOTED)
        taker->quoted_at = taker->word->value.length;
    if (c == '\'') {
        take_single_quoted(taker);
    } else if (c == '"') {
        take_double_quoted(taker);
    } else if (c == '\\') {
        take_escaped(taker);
    } else if (c == '$' || c == '`') {
        take_replacement(taker, false);
    } else {
        if (c == '\0' || strchr("~{}*?[]", c))
            taker->word->is_replaced = true;
        add_char(taker, c);
        text->at++;
    }
}

bool mf_shell_take_word(struct mf_shell_text *text, struct mf_shell_word *word)
{
    struct taker taker = {text, word, NOT_QUOTED};
    *word = (struct mf_shell_word){0};
    mf_text_add(&word->value, "");
    while (text->at < text->end && !mf_shell_is_blank(*text->at) && *text->at != '\n' &&
           !mf_shell_is_operator(*text->at))
        take_part(&taker);
    if (word->value.failed) {
        mf_text_free(&word->value);
        return false;
    }
    size_t length = mf_shell_name_length(word->value.bytes);
    word->name_length = word->value.bytes[length] == '=' ? length : 0;
    word->is_assignment = word->name_length > 0 && taker.quoted_at > word->name_length;
    return true;
}
