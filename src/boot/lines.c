// SPDX-License-Identifier: MIT
#include "lines.h"

#include <ctype.h>
#include <string.h>

#include "boot.h"

bool mf_boot_next_line(struct mf_boot_lines *lines, struct mf_boot_line *line)
{
    if (lines->at >= lines->end)
        return false;
    size_t left = (size_t)(lines->end - lines->at);
    const char *feed = memchr(lines->at, '\n', left);
    line->start = lines->at;
    line->length = feed ? (size_t)(feed - lines->at) : left;
    line->has_feed = feed != NULL;
    line->number = ++lines->number;
    lines->at += line->length + (feed != NULL);
    return true;
}

const char *mf_boot_find_key(const struct mf_boot_line *line)
{
    return line->length == 0 ? NULL
                             : memmem(line->start, line->length, MF_BOOT_KEY, strlen(MF_BOOT_KEY));
}

bool mf_boot_is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Behind the blanks and a carriage return. */
static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

static const char *skip_text(const char *at, const char *end, const char *text)
{
    size_t length = strlen(text);
    bool here = (size_t)(end - at) >= length && memcmp(at, text, length) == 0;
    return here ? at + length : NULL;
}

/* What a value may consist of, in quotes or not, where it is no other command. */
static const char *skip_value(const char *at, const char *end)
{
    while (at < end && *at != '\0' && (mf_boot_is_word_char(*at) || strchr("+-.,:/@%\"'", *at)))
        at++;
    return at;
}

/* Behind `export` and its blanks, where they stand there. */
static const char *skip_export(const char *at, const char *end)
{
    const char *behind = skip_text(at, end, "export");
    const char *next = behind ? skip_blanks(behind, end) : NULL;
    return next && next > behind ? next : at;
}

static bool begins_number(const char *at, const char *end)
{
    at += at < end && (*at == '"' || *at == '\'');
    at += at < end && (*at == '+' || *at == '-');
    return at < end && isdigit((unsigned char)*at);
}

/* `=`, blanks and the value at *at; moves *at behind them. False where the value may be a command
 * of its own: a shell takes `KEY= word` so. */
static bool take_value(const char **at, const char *end, struct mf_boot_own *own)
{
    const char *equals = skip_blanks(*at, end);
    if (equals == end || *equals != '=')
        return true;
    const char *value = skip_blanks(equals + 1, end);
    bool apart = equals > *at || value > equals + 1;
    *at = skip_value(value, end);
    own->value = value + (value < end && (*value == '"' || *value == '\''));
    return !apart || *at == value || begins_number(value, end);
}

struct mf_boot_own mf_boot_find_own(const struct mf_boot_line *line)
{
    static const struct mf_boot_own none = {0, NULL, NULL};
    struct mf_boot_own own = none;
    const char *end = line->start + line->length;
    const char *at = skip_export(skip_blanks(line->start, end), end);
    at += at < end && (*at == '"' || *at == '\'');
    at = skip_text(at, end, MF_BOOT_KEY);
    if (!at || !take_value(&at, end, &own))
        return none;
    own.length = (size_t)(at - line->start);
    const char *rest = skip_blanks(at, end);
    if (rest < end && *rest == '#' && rest > at)
        own.comment = rest;
    return rest == end || own.comment ? own : none;
}
