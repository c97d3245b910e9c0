// SPDX-License-Identifier: MIT
/* A unified diff. The file contains the WiFi password too, so no value is shown of the lines around
 * a change. */
#include <ctype.h>
#include <string.h>

#include "../core/text.h"
#include "boot.h"
#include "lines.h"

#define LINES_AROUND ((size_t)3)
#define LOOK_AHEAD   ((size_t)4)

struct table {
    struct mf_boot_line *items;
    size_t count;
};

static bool split(struct mf_arena *arena, const char *text, size_t length, struct table *table)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line;
    size_t count = 1;
    for (size_t i = 0; i < length; i++)
        count += text[i] == '\n';
    table->items = mf_arena_take(arena, (count + 1) * sizeof *table->items);
    if (!table->items)
        return false;
    while (mf_boot_next_line(&lines, &line))
        table->items[table->count++] = line;
    return true;
}

static bool same(const struct mf_boot_line *a, const struct mf_boot_line *b)
{
    return a->length == b->length && a->has_feed == b->has_feed &&
           memcmp(a->start, b->start, a->length) == 0;
}

static void put_bytes(struct mf_text *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool plain = (unsigned char)bytes[i] >= 0x20 && bytes[i] != 0x7F;
        char one[2] = {bytes[i], '\0'};
        if (!plain && bytes[i] != '\t')
            one[0] = '?';
        mf_text_add(out, bytes[i] == '\r' ? "\\r" : one);
    }
}

/* The length of `NAME=` with which the line begins, `export` included; 0: it does not. Digits first
 * are no name: a number is not shown. */
static size_t find_name(const struct mf_boot_line *line)
{
    size_t at = line->length > 7 && memcmp(line->start, "export ", 7) == 0 ? 7 : 0;
    size_t start = at;
    if (at < line->length && isdigit((unsigned char)line->start[at]))
        return 0;
    while (at < line->length && mf_boot_is_word_char(line->start[at]))
        at++;
    return at > start && at < line->length && line->start[at] == '=' ? at + 1 : 0;
}

/* Of a comment, whether it names the key, in either spelling; of a statement, only what it sets. */
static void put_masked(struct mf_text *out, const struct mf_boot_line *line)
{
    if (line->length == 0)
        return;
    if (line->start[0] != '#') {
        put_bytes(out, line->start, find_name(line));
        mf_text_add(out, "****");
        return;
    }
    bool names = mf_boot_find_key(line) != NULL;
    bool notes = memmem(line->start, line->length, MF_BOOT_NOTE_KEY, strlen(MF_BOOT_NOTE_KEY));
    mf_text_format(out, "# %s****", names ? MF_BOOT_KEY : notes ? MF_BOOT_NOTE_KEY : "");
}

/* The key's own assignment is shown, without the comment behind it. */
static void put_line(struct mf_text *out, char mark, const struct mf_boot_line *line)
{
    const char lead[2] = {mark, '\0'};
    struct mf_boot_own own = mf_boot_find_own(line);
    mf_text_add(out, lead);
    if (own.length == 0) {
        put_masked(out, line);
    } else {
        put_bytes(out, line->start, own.comment ? own.length : line->length);
        mf_text_add(out, own.comment ? " # ****" : "");
    }
    mf_text_add(out, line->has_feed ? "\n" : "\n\\ No newline at end of file\n");
}

static void put_range(struct mf_text *out, char mark, size_t first, size_t count)
{
    mf_text_format(out, "%c%zu,%zu", mark, count == 0 ? first : first + 1, count);
}

/* The index at which the line comes again in the next lines of `after`; SIZE_MAX: it is gone. An
 * edit adds at most a few lines in a row. */
static size_t look_ahead(const struct table *after, size_t from, size_t end,
                         const struct mf_boot_line *line)
{
    for (size_t i = from; i < end && i < from + LOOK_AHEAD; i++) {
        if (same(&after->items[i], line))
            return i;
    }
    return SIZE_MAX;
}

/* The lines from `start` up to where the texts are the same again. */
static void put_lines(struct mf_text *out, const struct table *before, size_t before_end,
                      const struct table *after, size_t after_end, size_t start)
{
    size_t k = start;
    for (size_t i = start; i < before_end; i++) {
        size_t found = look_ahead(after, k, after_end, &before->items[i]);
        if (found == SIZE_MAX) {
            put_line(out, '-', &before->items[i]);
            continue;
        }
        while (k < found)
            put_line(out, '+', &after->items[k++]);
        put_line(out, ' ', &before->items[i]);
        k++;
    }
    while (k < after_end)
        put_line(out, '+', &after->items[k++]);
}

/* One hunk from the first to the last difference. */
static void put_hunk(struct mf_text *out, const struct table *before, const struct table *after)
{
    size_t head = 0;
    size_t tail = 0;
    size_t most = before->count < after->count ? before->count : after->count;
    while (head < most && same(&before->items[head], &after->items[head]))
        head++;
    while (tail < most - head &&
           same(&before->items[before->count - 1 - tail], &after->items[after->count - 1 - tail]))
        tail++;
    size_t start = head > LINES_AROUND ? head - LINES_AROUND : 0;
    size_t unseen = tail > LINES_AROUND ? tail - LINES_AROUND : 0;
    mf_text_add(out, "@@ ");
    put_range(out, '-', start, before->count - unseen - start);
    mf_text_add(out, " ");
    put_range(out, '+', start, after->count - unseen - start);
    mf_text_add(out, " @@\n");
    put_lines(out, before, before->count - unseen, after, after->count - unseen, start);
}

const char *mf_boot_diff(struct mf_arena *arena, const char *path, const char *before,
                         size_t before_length, const char *after, size_t after_length)
{
    struct table old = {0};
    struct table new = {0};
    struct mf_text hunk = {0};
    if (before_length == after_length && memcmp(before, after, before_length) == 0)
        return "";
    if (!split(arena, before, before_length, &old) || !split(arena, after, after_length, &new))
        return NULL;
    put_hunk(&hunk, &old, &new);
    const char *diff =
        hunk.failed ? NULL : mf_arena_format(arena, "--- %s\n+++ %s\n%s", path, path, hunk.bytes);
    mf_text_free(&hunk);
    return diff;
}
