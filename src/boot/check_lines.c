// SPDX-License-Identifier: MIT
/* The lines of /boot/configs that have the key: what keeps a reader from taking them as they are
 * meant. */
#include <ctype.h>
#include <string.h>

#include "../core/text.h"
#include "checker.h"
#include "lines.h"

/* A line that contains the key, split up. */
struct key_line {
    const struct mf_boot_line *line;
    const char *key;
    const char *behind; /* the key */
    const char *end;    /* of the line, without a carriage return */
    bool in_comment;
    bool in_longer_word;
    bool has_carriage_return;
};

static struct key_line split_line(const struct mf_boot_line *line, const char *key)
{
    struct key_line item = {.line = line,
                            .key = key,
                            .behind = key + strlen(MF_BOOT_KEY),
                            .end = line->start + line->length};
    if (line->start[line->length - 1] == '\r') {
        item.has_carriage_return = true;
        item.end--;
    }
    item.in_comment = memchr(line->start, '#', (size_t)(key - line->start)) != NULL;
    item.in_longer_word = (key > line->start && mf_boot_is_word_char(key[-1])) ||
                          (item.behind < item.end && mf_boot_is_word_char(*item.behind));
    return item;
}

/* "=", digits without a leading zero, or -1: what both readers take the same way. */
static bool is_plain_value(const struct key_line *item)
{
    const char *at = item->behind;
    if (at == item->end || *at++ != '=')
        return false;
    if (item->end - at == 2 && at[0] == '-' && at[1] == '1')
        return true;
    if (at == item->end || *at == '0')
        return false;
    while (at < item->end && isdigit((unsigned char)*at))
        at++;
    return at == item->end;
}

static bool contains(const struct key_line *item, char c)
{
    return memchr(item->key, c, (size_t)(item->end - item->key)) != NULL;
}

/* Does anything but blanks and `export` stand before the key? */
static bool has_text_before(const struct key_line *item)
{
    const char *at = item->line->start;
    while (at < item->key && (*at == ' ' || *at == '\t'))
        at++;
    if (item->key - at > 6 && strncmp(at, "export", 6) == 0)
        at += 6;
    while (at < item->key && (*at == ' ' || *at == '\t'))
        at++;
    return at < item->key;
}

/* Why a line is not the plain one, the plainest reason first; NULL without memory. */
static const char *describe_form(const struct mf_checker *checker, const struct key_line *item,
                                 const char **code)
{
    unsigned long long value = mf_intended_value(checker->boot);
    bool blank = item->key > item->line->start || contains(item, ' ') || contains(item, '\t');
    if (contains(item, '"') || contains(item, '\'')) {
        *code = "quotes";
        return mf_arena_format(checker->arena,
                               _("is quoted: U-Boot reads that as 0 and gives all memory to Linux; "
                                 "write %s=%llu"),
                               MF_BOOT_KEY, value);
    }
    *code = "not-plain";
    if (has_text_before(item))
        return mf_arena_format(checker->arena,
                               _("has other text before the key; write %s=%llu on a line of its "
                                 "own"),
                               MF_BOOT_KEY, value);
    if (contains(item, '#'))
        return mf_arena_format(checker->arena,
                               _("has a comment behind the value, which works only by accident; "
                                 "write %s=%llu"),
                               MF_BOOT_KEY, value);
    if (blank && strncmp(item->line->start, "export ", 7) == 0)
        return mf_arena_format(checker->arena,
                               _("is exported, which works only by accident; write %s=%llu"),
                               MF_BOOT_KEY, value);
    if (blank) {
        *code = "blanks";
        return mf_arena_format(checker->arena,
                               _("has blanks: a shell takes `name = value` as a command; write "
                                 "%s=%llu"),
                               MF_BOOT_KEY, value);
    }
    *code = "odd-value";
    return mf_arena_format(checker->arena,
                           _("is not a plain number, so the two readers may differ; write "
                             "%s=%llu"),
                           MF_BOOT_KEY, value);
}

static bool check_form(const struct mf_checker *checker, const struct key_line *item)
{
    uint64_t number = item->line->number;
    const char *code;
    if (item->has_carriage_return &&
        !mf_check_add(
            checker, MF_WARNING, "carriage-return", number,
            mf_arena_format(checker->arena,
                            _("ends with a carriage return (a Windows line ending); end the line "
                              "%s=%llu with a line feed only"),
                            MF_BOOT_KEY, mf_intended_value(checker->boot))))
        return false;
    if (item->key == item->line->start && is_plain_value(item))
        return true;
    const char *text = describe_form(checker, item, &code);
    return mf_check_add(checker, MF_WARNING, code, number, text);
}

static bool check_last_line(const struct mf_checker *checker, const struct key_line *item)
{
    return item->line->has_feed ||
           mf_check_add(
               checker, MF_WARNING, "no-final-newline", item->line->number,
               _("has no line feed at its end, and U-Boot does not know where the file ends; add "
                 "one"));
}

/* A line above the intended one that decides in its place. */
static bool check_decider(const struct mf_checker *checker, const struct key_line *item)
{
    const struct mf_boot *boot = checker->boot;
    unsigned long long value = mf_intended_value(boot);
    if (item->line->number != boot->uboot.line || (!item->in_comment && !item->in_longer_word))
        return true;
    if (item->in_comment && !boot->script_value)
        return true; /* commented out: both take the default */
    if (item->in_comment)
        return mf_check_add_obstacle(
            checker, MF_WARNING, "key-in-comment", item->line->number,
            mf_arena_format(checker->arena,
                            _("is a comment that contains the key: U-Boot stops "
                              "searching here; move the line %s=%llu above it"),
                            MF_BOOT_KEY, value));
    return mf_check_add_obstacle(
        checker, MF_WARNING, "longer-key", item->line->number,
        mf_arena_format(checker->arena,
                        _("contains the key inside a longer name: U-Boot takes it "
                          "as the key; move the line %s=%llu above it"),
                        MF_BOOT_KEY, value));
}

bool mf_check_lines(const struct mf_checker *checker, const char *text, size_t length)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line;
    while (mf_boot_next_line(&lines, &line)) {
        const char *key = mf_boot_find_key(&line);
        if (!key)
            continue;
        struct key_line item = split_line(&line, key);
        if (!check_decider(checker, &item))
            return false;
        if (!item.in_comment && !item.in_longer_word &&
            (!check_form(checker, &item) || !check_last_line(checker, &item)))
            return false;
    }
    return true;
}
