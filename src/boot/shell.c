// SPDX-License-Identifier: MIT
/* The subset of a shell that such files need: assignments, comments, quotes, and commands that
 * cannot change a variable (a password without quotes may look like one). Anything else is reported
 * as undecidable. */
#include <ctype.h>
#include <string.h>

#include "../core/text.h"
#include "boot.h"

struct reader {
    struct mf_arena *arena;
    const char *start;
    const char *at;
    const char *end;
    uint64_t line;
    struct mf_shell *shell;
    struct mf_error *error;
};

/* One word as the shell splits the text. */
struct word {
    struct mf_text value; /* without quotes */
    size_t name_length;   /* of NAME in an unquoted NAME=…, 0: none */
    uint64_t line;
    bool is_expanded; /* contains something that a shell would replace */
    bool spans;       /* goes over more than one line */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What ends a word: separators, redirections, brackets. */
static bool is_operator(char c)
{
    return c != '\0' && strchr(";&|<>()", c) != NULL;
}

static void add_char(struct word *word, char c)
{
    char one[2] = {c, '\0'};
    mf_text_add(&word->value, one);
    word->is_expanded = word->is_expanded || c == '\0';
}

static void take_quoted(struct reader *reader, struct word *word, char quote)
{
    for (reader->at++; reader->at < reader->end && *reader->at != quote; reader->at++) {
        char c = *reader->at;
        if (quote == '"' && (c == '$' || c == '`' || c == '\\'))
            word->is_expanded = true;
        if (c == '\n') {
            reader->line++;
            word->spans = true;
        }
        add_char(word, c);
    }
    if (reader->at == reader->end)
        word->spans = true; /* the quote is never closed */
    else
        reader->at++;
}

static void take_escape(struct reader *reader, struct word *word)
{
    if (++reader->at == reader->end)
        return;
    if (*reader->at != '\n') {
        add_char(word, *reader->at);
    } else { /* the line continues */
        reader->line++;
        word->spans = true;
    }
    reader->at++;
}

static void take_word(struct reader *reader, struct word *word)
{
    bool name = true;
    *word = (struct word){.line = reader->line};
    while (reader->at < reader->end) {
        char c = *reader->at;
        if (is_blank(c) || c == '\n' || is_operator(c))
            return;
        if (name && c == '=' && word->name_length == 0 && word->value.length > 0)
            word->name_length = word->value.length;
        name = name && (isalnum((unsigned char)c) || c == '_') &&
               !(word->value.length == 0 && isdigit((unsigned char)c));
        if (c == '\'' || c == '"') {
            take_quoted(reader, word, c);
        } else if (c == '\\') {
            take_escape(reader, word);
        } else {
            bool replaced = c == '$' || c == '`' || c == '~';
            word->is_expanded = word->is_expanded || replaced;
            add_char(word, c);
            reader->at++;
        }
    }
}

static void set_undecidable(struct reader *reader, uint64_t line)
{
    if (reader->shell->undecidable == 0)
        reader->shell->undecidable = line;
}

static bool is_key(const struct word *word)
{
    return word->name_length == strlen(MF_BOOT_KEY) &&
           strncmp(word->value.bytes, MF_BOOT_KEY, word->name_length) == 0;
}

static bool add_set(struct reader *reader, const struct word *word, bool is_plain)
{
    struct mf_shell_sets *sets = &reader->shell->sets;
    struct mf_shell_set *items =
        mf_arena_grow(reader->arena, sets->items, sets->count, &sets->capacity, sizeof *items);
    if (items)
        sets->items = items;
    const char *value =
        items ? mf_arena_string(reader->arena, word->value.bytes + word->name_length + 1) : NULL;
    if (!value)
        return mf_fail_memory(reader->error);
    sets->items[sets->count++] = (struct mf_shell_set){value, word->line, is_plain};
    return true;
}

/* Commands that change how the rest is read, or that may set a variable. */
static bool may_change_shell(const char *word)
{
    static const char *const words[] = {
        "if",       "then",    "else",  "elif",     "fi",       "for",     "while",    "until",
        "do",       "done",    "case",  "esac",     "function", "select",  "{",        "}",
        "[[",       "!",       "time",  "exit",     "return",   "eval",    "exec",     "source",
        ".",        "set",     "unset", "shopt",    "alias",    "unalias", "declare",  "typeset",
        "readonly", "local",   "let",   "read",     "printf",   "mapfile", "getopts",  "trap",
        "builtin",  "command", "break", "continue", "shift",    "coproc",  "readarray"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

/* How a statement is connected with the one before it: not at all; by `|`, which runs it in a
 * subshell; by `&&` or `||`, which may skip it. */
enum linkage { LINK_NONE, LINK_PIPE, LINK_CONDITION };

/* `key+=…` and `key[0]=…` change the variable too. */
static bool appends_to_key(const char *text)
{
    size_t length = strlen(MF_BOOT_KEY);
    return strncmp(text, MF_BOOT_KEY, length) == 0 && (text[length] == '+' || text[length] == '[');
}

struct statement {
    uint64_t first_line;
    size_t words;
    size_t assignments; /* before the first other word */
    bool is_export;
    bool is_command;
    bool in_subshell;
    bool is_undecidable;
    struct word key; /* the last assignment of the key, if any */
    bool has_key;
};

static void drop_word(struct word *word)
{
    mf_text_free(&word->value);
}

static void take_assignment(struct statement *statement, struct word *word)
{
    statement->assignments++;
    if (!is_key(word)) {
        drop_word(word);
        return;
    }
    if (statement->has_key)
        drop_word(&statement->key);
    statement->is_undecidable = statement->is_undecidable || word->is_expanded;
    statement->key = *word;
    statement->has_key = true;
}

/* Takes over or frees the word. */
static void add_word(struct statement *statement, struct word *word)
{
    const char *text = word->value.bytes ? word->value.bytes : "";
    statement->words++;
    statement->is_undecidable = statement->is_undecidable || word->spans || appends_to_key(text);
    if (word->name_length > 0 && !statement->is_command) {
        take_assignment(statement, word);
        return;
    }
    if (statement->words == 1 && strcmp(text, "export") == 0)
        statement->is_export = true;
    else if (!statement->is_export || strncmp(text, "-", 1) == 0)
        statement->is_command = true;
    if (statement->is_command && statement->words - statement->assignments == 1)
        statement->is_undecidable =
            statement->is_undecidable || may_change_shell(text) || word->is_expanded;
    drop_word(word);
}

static void skip_comment(struct reader *reader)
{
    while (reader->at < reader->end && *reader->at != '\n')
        reader->at++;
}

/* Takes one more word of the statement or, behind a redirection, a file name, which is dropped. */
static bool take_next(struct reader *reader, struct statement *statement, bool is_file)
{
    struct word word;
    take_word(reader, &word);
    if (word.value.failed) {
        drop_word(&word);
        return mf_fail_memory(reader->error);
    }
    if (!is_file) {
        add_word(statement, &word);
        return true;
    }
    statement->is_undecidable = statement->is_undecidable || word.spans;
    drop_word(&word);
    return true;
}

/* `> file`, `2>&1`. Where a here-document ends is undecidable. */
static bool take_redirection(struct reader *reader, struct statement *statement)
{
    const char *start = reader->at;
    statement->words++;
    while (reader->at < reader->end && (*reader->at == '<' || *reader->at == '>'))
        reader->at++;
    if (reader->at - start > 1 && *start == '<')
        statement->is_undecidable = true;
    if (reader->at < reader->end && *reader->at == '&')
        reader->at++;
    while (reader->at < reader->end && is_blank(*reader->at))
        reader->at++;
    return take_next(reader, statement, true);
}

/* Takes the words up to the end of the statement. */
static bool take_words(struct reader *reader, struct statement *statement)
{
    while (reader->at < reader->end) {
        char c = *reader->at;
        bool ok = true;
        if (c == '\n' || c == ';' || c == '&' || c == '|')
            return true;
        if (is_blank(c)) {
            reader->at++;
        } else if (c == '#') {
            skip_comment(reader);
        } else if (c == '(' || c == ')') {
            statement->is_undecidable = true;
            skip_comment(reader);
        } else if (c == '<' || c == '>') {
            ok = take_redirection(reader, statement);
        } else {
            ok = take_next(reader, statement, false);
        }
        if (!ok)
            return false;
    }
    return true;
}

/* Takes what separates two statements. `&` and `|` run what is before them in a subshell, `|` also
 * what is behind it; what is behind `&&` or `||` may be skipped. */
static void take_separator(struct reader *reader, struct statement *statement, enum linkage *next)
{
    *next = LINK_NONE;
    if (reader->at == reader->end)
        return;
    char c = *reader->at++;
    bool twice = reader->at < reader->end && *reader->at == c && c != '\n';
    if (c == '\n') {
        reader->line++;
    } else if (twice) {
        reader->at++;
        statement->is_undecidable = statement->is_undecidable || c == ';';
        *next = LINK_CONDITION;
    } else if (c != ';') {
        statement->in_subshell = true;
        *next = c == '|' ? LINK_PIPE : LINK_NONE;
    }
}

static bool take_statement(struct reader *reader, enum linkage *linkage)
{
    struct statement statement = {.first_line = reader->line, .in_subshell = *linkage == LINK_PIPE};
    bool depends = *linkage == LINK_CONDITION;
    bool begins_line = reader->at == reader->start || reader->at[-1] == '\n';
    bool ok = take_words(reader, &statement);
    bool ends_line = reader->at == reader->end || *reader->at == '\n';
    take_separator(reader, &statement, linkage);
    /* An assignment before a command is only for that command. */
    bool lasts = statement.has_key && !statement.is_command && !statement.in_subshell;
    bool alone = statement.words == 1 && !statement.is_export && begins_line && ends_line;
    if (ok && (statement.is_undecidable || (depends && lasts)))
        set_undecidable(reader, statement.first_line);
    if (ok && lasts)
        ok = add_set(reader, &statement.key, alone);
    if (statement.has_key)
        drop_word(&statement.key);
    return ok;
}

bool mf_shell_read(struct mf_arena *arena, const char *text, size_t length, struct mf_shell *shell,
                   struct mf_error *error)
{
    struct reader reader = {arena, text, text, text + length, 1, shell, error};
    *shell = (struct mf_shell){0};
    enum linkage linkage = LINK_NONE;
    while (reader.at < reader.end) {
        if (!take_statement(&reader, &linkage))
            return false;
    }
    return true;
}
