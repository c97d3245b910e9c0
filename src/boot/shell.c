// SPDX-License-Identifier: MIT
/* The subset of a shell that such files need: assignments, export, comments, quotes, and commands
 * that cannot change a variable (a password without quotes may look like one). Whatever is not
 * known for certain to be one of these is undecidable, and so is all that names the key beside
 * anything else. What is understood here, bash and dash take the same way. */
#include <string.h>

#include "boot.h"
#include "lines.h"
#include "words.h"

struct reader {
    struct mf_arena *arena;
    struct mf_shell_text text;
    struct mf_shell *shell;
    struct mf_error *error;
};

/* What a statement runs. */
enum role { ROLE_NONE, ROLE_EXPORT, ROLE_COLON, ROLE_BUILTIN, ROLE_PROGRAM };

struct statement {
    uint64_t line;
    const char *start;
    const char *end; /* of what is no comment */
    size_t words;
    size_t redirections;
    enum role role;
    bool is_linked;    /* depends on the statement before or behind it, or runs in a subshell */
    bool is_unclear;   /* its effect is not known for certain */
    const char *value; /* of the key, as the last assignment has it; NULL: not assigned */
};

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

/* Reserved words and the shells' own commands, but for `export`, `:` and those of is_harmless. The
 * lists of bash 5.2 (`compgen -b -k`), and what dash has beside them. */
static bool may_change_shell(const char *word)
{
    static const char *const words[] = {
        "!",        ".",       "[",        "[[",     "]]",       "alias",   "bg",        "bind",
        "break",    "builtin", "caller",   "case",   "cd",       "chdir",   "command",   "compgen",
        "complete", "compopt", "continue", "coproc", "declare",  "dirs",    "disown",    "do",
        "done",     "elif",    "else",     "enable", "esac",     "eval",    "exec",      "exit",
        "fc",       "fg",      "fi",       "for",    "function", "getopts", "hash",      "help",
        "history",  "if",      "in",       "jobs",   "kill",     "let",     "local",     "logout",
        "mapfile",  "popd",    "printf",   "pushd",  "pwd",      "read",    "readarray", "readonly",
        "return",   "select",  "set",      "shift",  "shopt",    "source",  "suspend",   "test",
        "then",     "time",    "times",    "trap",   "type",     "typeset", "ulimit",    "umask",
        "unalias",  "unset",   "until",    "wait",   "while",    "{",       "}"};
    return is_one_of(word, words, sizeof words / sizeof words[0]);
}

static bool is_harmless(const char *word)
{
    static const char *const words[] = {"echo", "false", "true"};
    return is_one_of(word, words, sizeof words / sizeof words[0]);
}

/* Names in capitals are those that shells use themselves: some are read-only, so that setting them
 * ends the script, others evaluate what they are given, or change how the rest is read. */
static bool is_of_shell(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (name[i] >= 'a' && name[i] <= 'z')
            return false;
    }
    return true;
}

/* NAME=value, as an assignment or as a word of `export`. False only for lack of memory. */
static bool take_assignment(struct reader *reader, struct statement *statement,
                            const struct mf_shell_word *word)
{
    const char *name = word->value.bytes;
    if (is_of_shell(name, word->name_length))
        statement->is_unclear = true;
    if (word->name_length != strlen(MF_BOOT_KEY) ||
        strncmp(name, MF_BOOT_KEY, word->name_length) != 0)
        return true;
    statement->is_unclear = statement->is_unclear || word->is_replaced;
    statement->value = mf_arena_string(reader->arena, name + word->name_length + 1);
    return statement->value || mf_fail_memory(reader->error);
}

/* `export NAME` or `export NAME=value`; options, and names that are none, are unclear. */
static bool take_exported(struct reader *reader, struct statement *statement,
                          const struct mf_shell_word *word)
{
    size_t length = mf_shell_name_length(word->value.bytes);
    bool is_name = length > 0 && word->value.bytes[length] == '\0';
    if (word->is_replaced || (!is_name && word->name_length == 0))
        statement->is_unclear = true;
    if (is_name && is_of_shell(word->value.bytes, length))
        statement->is_unclear = true;
    return word->name_length == 0 || take_assignment(reader, statement, word);
}

/* The first word that is no assignment. `NAME+=` changes a variable too. */
static void take_command(struct statement *statement, const struct mf_shell_word *word)
{
    const char *text = word->value.bytes;
    size_t length = mf_shell_name_length(text);
    bool appends = length > 0 && strncmp(text + length, "+=", 2) == 0;
    if (word->is_replaced || appends || may_change_shell(text))
        statement->is_unclear = true;
    if (strcmp(text, ":") == 0) {
        statement->role = ROLE_COLON;
        return;
    }
    if (strcmp(text, "export") != 0) {
        statement->role = is_harmless(text) ? ROLE_BUILTIN : ROLE_PROGRAM;
        return;
    }
    statement->role = ROLE_EXPORT;
    if (statement->words > 1 || statement->redirections > 0)
        statement->is_unclear = true; /* shells differ */
}

static bool take_word(struct reader *reader, struct statement *statement)
{
    struct mf_shell_word word;
    bool ok = true;
    if (!mf_shell_take_word(&reader->text, &word))
        return mf_fail_memory(reader->error);
    statement->words++;
    statement->is_unclear = statement->is_unclear || word.is_unclear;
    if (statement->role == ROLE_EXPORT)
        ok = take_exported(reader, statement, &word);
    else if (statement->role == ROLE_NONE && word.is_assignment)
        ok = take_assignment(reader, statement, &word);
    else if (statement->role == ROLE_NONE)
        take_command(statement, &word);
    mf_text_free(&word.value);
    return ok;
}

/* The length of the number of a redirection, with which the text begins; 0: none stands there. */
static size_t descriptor_length(const struct mf_shell_text *text)
{
    size_t left = (size_t)(text->end - text->at);
    size_t length = 0;
    while (length < left && text->at[length] >= '0' && text->at[length] <= '9')
        length++;
    bool redirects = length < left && (text->at[length] == '<' || text->at[length] == '>');
    return redirects ? length : 0;
}

/* `> file`, `2>&1`, behind a number of `digits`, which dash takes for a word where it has two.
 * Where a here-document ends is unclear, and shells differ about `>&file`. */
static bool take_redirection(struct reader *reader, struct statement *statement, size_t digits)
{
    struct mf_shell_text *text = &reader->text;
    struct mf_shell_word file;
    text->at += digits;
    statement->is_unclear = statement->is_unclear || digits > 1;
    char kind = *text->at++;
    statement->redirections++;
    text->at += text->at < text->end && kind == '>' && *text->at == '>';
    bool is_copy = text->at < text->end && *text->at == '&';
    text->at += is_copy;
    while (text->at < text->end && mf_shell_is_blank(*text->at))
        text->at++;
    if (text->at == text->end || *text->at == '\n' || *text->at == '#' ||
        mf_shell_is_operator(*text->at)) {
        statement->is_unclear = true;
        text->at += text->at < text->end && *text->at != '\n';
        return true;
    }
    if (!mf_shell_take_word(text, &file))
        return mf_fail_memory(reader->error);
    bool is_standard = strcmp(file.value.bytes, "1") == 0 || strcmp(file.value.bytes, "2") == 0;
    statement->is_unclear =
        statement->is_unclear || file.is_unclear || file.is_replaced || (is_copy && !is_standard);
    mf_text_free(&file.value);
    return true;
}

static bool is_separator(char c)
{
    return c == '\n' || c == ';' || c == '&' || c == '|';
}

/* Takes the words up to the end of the statement, and a comment behind them. */
static bool take_words(struct reader *reader, struct statement *statement)
{
    struct mf_shell_text *text = &reader->text;
    while (text->at < text->end && !is_separator(*text->at)) {
        bool ok = true;
        char c = *text->at;
        size_t digits = descriptor_length(text);
        if (c == '#')
            break;
        if (c == '(' || c == ')') {
            statement->is_unclear = true;
            text->at++;
        } else if (c == '<' || c == '>' || digits > 0) {
            ok = take_redirection(reader, statement, digits);
        } else if (mf_shell_is_blank(c)) {
            text->at++;
        } else {
            ok = take_word(reader, statement);
        }
        if (!ok)
            return false;
    }
    statement->end = text->at;
    while (text->at < text->end && *statement->end == '#' && *text->at != '\n')
        text->at++;
    return true;
}

/* Takes what ends the statement; whether that links it with the next. A list that goes on in the
 * next line, and what is no syntax, is unclear. */
static bool take_separator(struct reader *reader, struct statement *statement)
{
    struct mf_shell_text *text = &reader->text;
    bool is_empty = statement->words == 0 && statement->redirections == 0;
    if (text->at == text->end || *text->at == '\n') {
        statement->is_unclear = statement->is_unclear || (is_empty && statement->is_linked);
        text->line += text->at < text->end;
        text->at += text->at < text->end;
        return false;
    }
    char c = *text->at++;
    char next = '\0';
    if (text->at < text->end)
        next = *text->at;
    bool is_list = next == c && c != ';';
    text->at += is_list;
    if (is_empty || (!is_list && next != '\0' && strchr(";&|>", next)))
        statement->is_unclear = true;
    if (c != ';')
        statement->is_linked = true;
    return c == '|' || is_list;
}

/* Does the key stand there as a whole word, quoted or not? */
static bool names_key(const struct statement *statement)
{
    const size_t length = strlen(MF_BOOT_KEY);
    const char *at = statement->start;
    while ((at = memmem(at, (size_t)(statement->end - at), MF_BOOT_KEY, length)) != NULL) {
        bool begins = at == statement->start || !mf_boot_is_word_char(at[-1]);
        at += length;
        if (begins && (at == statement->end || !mf_boot_is_word_char(*at)))
            return true;
    }
    return false;
}

/* What is certain of other statements is not of one that names the key; and where its name is
 * spelt with quotes inside, U-Boot does not find it. Where a redirection fails at `export` or `:`,
 * dash ends the script (special built-ins of POSIX). */
static bool is_unclear(const struct statement *statement, bool names)
{
    bool is_plain = !statement->is_linked && statement->redirections == 0;
    if (statement->is_unclear || (statement->value && !names))
        return true;
    bool is_special = statement->role == ROLE_EXPORT || statement->role == ROLE_COLON;
    return (!is_plain && (names || is_special)) ||
           (names && (statement->role == ROLE_COLON || statement->role == ROLE_BUILTIN));
}

static bool add_use(struct reader *reader, const struct statement *statement)
{
    struct mf_shell *shell = reader->shell;
    bool sets = statement->role == ROLE_NONE || statement->role == ROLE_EXPORT;
    struct mf_shell_use *items =
        mf_arena_grow(reader->arena, shell->uses, shell->count, &shell->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(reader->error);
    shell->uses = items;
    shell->uses[shell->count++] =
        (struct mf_shell_use){sets ? statement->value : NULL, statement->line};
    return true;
}

static bool take_statement(struct reader *reader, bool *is_linked, bool *is_known)
{
    struct statement statement = {
        .line = reader->text.line, .start = reader->text.at, .is_linked = *is_linked};
    if (!take_words(reader, &statement))
        return false;
    *is_linked = take_separator(reader, &statement);
    bool names = names_key(&statement);
    *is_known = !is_unclear(&statement, names);
    if (!*is_known)
        reader->shell->undecidable = statement.line;
    return !*is_known || !names || add_use(reader, &statement);
}

static uint64_t count_feeds(const char *text, const char *end)
{
    uint64_t count = 0;
    for (; text < end; text++)
        count += *text == '\n';
    return count;
}

bool mf_shell_read(struct mf_arena *arena, const char *text, size_t length, struct mf_shell *shell,
                   struct mf_error *error)
{
    struct reader reader = {arena, {text, text + length, 1}, shell, error};
    bool is_linked = false;
    *shell = (struct mf_shell){0};
    const char *zero = memchr(text, '\0', length); /* bash drops it, wherever it is */
    if (zero)
        shell->undecidable = 1 + count_feeds(text, zero);
    bool is_known = !zero;
    /* What stands behind something undecidable means nothing. */
    while (is_known && reader.text.at < reader.text.end) {
        if (!take_statement(&reader, &is_linked, &is_known))
            return false;
    }
    return true;
}
