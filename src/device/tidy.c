// SPDX-License-Identifier: MIT
#include "tidy.h"

#include <string.h>

#include "../core/limits.h"

#define ESCAPE '\x1b'

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Behind an escape: "[31m" (ECMA-48: parameters, then one byte from @ to ~), "]0;title" up to BEL
 * or ESC \, or one byte. */
static size_t skip_sequence(const char *text, size_t at, size_t length)
{
    if (at >= length)
        return at;
    char kind = text[at++];
    if (kind == '[') {
        while (at < length && (text[at] < '@' || text[at] > '~') && text[at] != '\n')
            at++;
        return at < length && text[at] != '\n' ? at + 1 : at;
    }
    if (kind != ']')
        return kind == '\n' ? at - 1 : at;
    while (at < length && text[at] != '\a' && text[at] != ESCAPE && text[at] != '\n')
        at++;
    if (at < length && text[at] == ESCAPE && at + 1 < length && text[at + 1] == '\\')
        return at + 2;
    return at < length && text[at] == '\a' ? at + 1 : at;
}

/* A carriage return ends a line where no LF follows: consoles redraw lines with it. */
static bool ends_line(const char *text, size_t at, size_t length)
{
    for (; at < length && (text[at] == '\r' || text[at] == '\0'); at++)
        continue;
    return at < length && text[at] != '\n';
}

static bool is_kept(char c)
{
    return (unsigned char)c >= ' ' ? c != '\x7f' : c == '\n' || c == '\t';
}

/* UTF-8 and UTF-16 begin with these where a program writes a mark. */
static size_t skip_mark(const char *text, size_t length)
{
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        return 3;
    return length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)
               ? 2
               : 0;
}

size_t mf_tidy_text(char *text, size_t length)
{
    size_t put = 0;
    for (size_t at = skip_mark(text, length); at < length;) {
        char c = text[at++];
        if (c == ESCAPE)
            at = skip_sequence(text, at, length);
        else if (c == '\r' && ends_line(text, at, length))
            text[put++] = '\n';
        else if (is_kept(c))
            text[put++] = c;
    }
    text[put] = '\0';
    return put;
}

/* The length of "[  127.954562] ", "[Fri Nov 22 11:42:16 2024] ", "[    T0] " behind such a one, or
 * "<6>"; 0 where none stands here. "[0] carveout heap" is none. */
static size_t stamp_length(const char *line, bool is_first)
{
    if (line[0] == '<' && is_digit(line[1]))
        return line[2] == '>' ? 3 : (is_digit(line[2]) && line[3] == '>' ? 4 : 0);
    if (line[0] != '[')
        return 0;
    bool has_digit = false;
    bool has_point = false;
    size_t at = 1;
    for (; line[at] != ']'; at++) {
        if (at >= MF_STAMP_MAX || !(is_digit(line[at]) || is_letter(line[at]) ||
                                    (line[at] != '\0' && strchr(" .:,@+-", line[at]))))
            return 0;
        has_digit = has_digit || is_digit(line[at]);
        has_point = has_point || line[at] == '.' || line[at] == ':';
    }
    return has_digit && (has_point || !is_first) ? at + 1 : 0;
}

/* "Nov 28 12:00:00 board kernel: ": its length, or 0. */
static size_t syslog_length(const char *line)
{
    size_t length = strcspn(line, "\n");
    const char *kernel = strstr(line, "kernel: ");
    bool is_near =
        kernel && (size_t)(kernel - line) < length && (size_t)(kernel - line) < MF_STAMP_MAX;
    return is_near && memchr(line, ':', (size_t)(kernel - line)) ? (size_t)(kernel - line) + 8 : 0;
}

/* Moves *line behind what a log puts before it. */
static bool skip_stamps(const char **line)
{
    const char *start = *line;
    *line += syslog_length(*line);
    for (size_t length = 1; length > 0; *line += length)
        length = stamp_length(*line, *line == start);
    if (*line == start)
        return false;
    *line += **line == ' ';
    if (strncmp(*line, "Ion: ", 5) == 0) /* of the driver (pr_fmt) */
        *line += 5;
    return true;
}

/* "root@maixcam-1234:~# cat x", "[root@milkv-duo]~#", "/ # ls", "# ls", "$ ls". */
static bool is_prompt(const char *line)
{
    size_t length = strcspn(line, "\n");
    size_t at = strcspn(line, "#$\n");
    if (at == length || at > MF_PROMPT_MAX)
        return false;
    bool ends = line[at + 1] == ' ' || line[at + 1] == '\n' || line[at + 1] == '\0';
    bool has_host = memchr(line, '@', at) != NULL;
    bool has_place = at == 0 || (at <= 2 && (line[0] == '/' || line[0] == '~'));
    return (has_host && (ends || line[at - 1] == '~')) || (has_place && ends);
}

static const char *skip_quotes(const char *line)
{
    while (line[0] == '>' && (line[1] == ' ' || line[1] == '>'))
        line += 1 + (line[1] == ' ');
    return line;
}

size_t mf_tidy_lines(char *text)
{
    char *put = text;
    for (const char *at = text; *at != '\0';) {
        const char *line = skip_quotes(at);
        bool has_stamp = skip_stamps(&line);
        const char *end = line + strcspn(line, "\n");
        if (has_stamp)
            *put++ = MF_TIDY_STAMP; /* a stamp is longer */
        if (has_stamp || !is_prompt(line)) {
            memmove(put, line, (size_t)(end - line));
            put += end - line;
        }
        at = end + (*end == '\n');
        if (*end == '\n')
            *put++ = '\n';
    }
    *put = '\0';
    return (size_t)(put - text);
}

static bool continues(const char *line, bool (*begins)(const char *line))
{
    const char *at = line + strspn(line, " \t");
    return *line != MF_TIDY_STAMP && *at != '\n' && *at != '\0' && !begins(at);
}

void mf_tidy_join(char *text, bool (*begins)(const char *line), bool trims)
{
    char *put = text;
    bool joins = false; /* there is a line before that is not empty */
    for (const char *at = text; *at != '\0';) {
        bool is_part = joins && continues(at, begins);
        if (is_part)
            put--; /* the end of the line before */
        if (is_part && trims)
            at += strspn(at, " \t");
        at += *at == MF_TIDY_STAMP;
        size_t length = strcspn(at, "\n");
        joins = strspn(at, " \t") < length;
        memmove(put, at, length);
        put += length;
        at += length;
        if (*at == '\n')
            *put++ = *at++;
    }
    *put = '\0';
}
