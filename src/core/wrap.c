// SPDX-License-Identifier: MIT
#include "wrap.h"

#include <stdint.h>
#include <string.h>

#include "clean.h"

/* The first word, whole: paths are not broken, so that they can be copied. */
static size_t whole_path(const char *string)
{
    size_t length = strcspn(string, " ");
    return memchr(string, '/', length) ? length : 0;
}

/* Between two characters that take two columns each a line may end, but not before a full stop or a
 * closing mark, and not behind an opening one. */
static bool may_part(const char *before, size_t before_columns, const char *after,
                     size_t after_columns)
{
    static const char *const closing[] = {"、", "。", "，", "：", "；", "！",
                                          "？", "）", "」", "』", "】", "》"};
    static const char *const opening[] = {"（", "「", "『", "【", "《"};
    if (before[0] == ' ' || (before_columns != 2 && after_columns != 2))
        return false;
    for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++) {
        if (strncmp(after, closing[i], strlen(closing[i])) == 0)
            return false;
    }
    for (size_t i = 0; i < sizeof opening / sizeof opening[0]; i++) {
        if (strncmp(before, opening[i], strlen(opening[i])) == 0)
            return false;
    }
    return true;
}

/* "-c": its value stays in the same line. */
static bool is_option(const char *word)
{
    word += strspn(word, "(`");
    if (strncmp(word, "（", strlen("（")) == 0)
        word += strlen("（");
    size_t length = strcspn(word, " ");
    return length > 1 && word[0] == '-' && word[1] > ' ' && word[length - 1] != ',';
}

/* "600 MiB" stays in one line: does the word before the blank end with a digit, and a unit follow?
 */
static bool parts_unit(const char *string, size_t blank)
{
    const char *unit = string + blank + 1;
    return blank > 0 && string[blank - 1] >= '0' && string[blank - 1] <= '9' &&
           strchr("KMG", unit[0]) && unit[0] != '\0' && strncmp(unit + 1, "iB", 2) == 0;
}

/* "`maixfit config set 1024`" stays in one line, so that it can be copied, unless it is long.
 * `quote` is where it begins, and the blank stands in it. */
static bool parts_command(const char *string, size_t quote, size_t blank, size_t columns)
{
    const char *close = strchr(string + blank, '`');
    return close && (size_t)(close - string) - quote <= columns / 2;
}

/* As it will stand there: `…` becomes three dots in ASCII. */
static size_t columns_of(bool ascii, const char *character, size_t *length)
{
    size_t columns = mf_character_columns(character, length);
    return ascii && strncmp(character, "…", strlen("…")) == 0 ? 3 : columns;
}

size_t mf_line_end(const char *string, size_t columns, bool ascii)
{
    size_t used = 0;
    size_t last_end = 0;
    size_t word = 0;   /* where the word starts */
    size_t before = 0; /* the character before, and its columns */
    size_t before_columns = 0;
    size_t quote = SIZE_MAX; /* where the last one was opened; SIZE_MAX: it is closed */
    for (size_t end = 0, length; string[end] != '\0'; end += length) {
        size_t width = columns_of(ascii, string + end, &length);
        bool blank = string[end] == ' ';
        bool parts =
            !blank && end > 0 && may_part(string + before, before_columns, string + end, width);
        bool quoted = quote != SIZE_MAX && parts_command(string, quote, end, columns);
        if (!quoted && (parts || (blank && !is_option(string + word) && !parts_unit(string, end))))
            last_end = end;
        if (string[end] == '`')
            quote = quote == SIZE_MAX ? end : SIZE_MAX;
        word = blank ? end + 1 : parts ? end : word;
        used += width;
        if (used > columns && last_end == 0 && whole_path(string) > 0)
            return whole_path(string);
        if (used > columns)
            return last_end > 0 ? last_end : end > 0 ? end : length;
        before = end;
        before_columns = width;
    }
    return strlen(string);
}
