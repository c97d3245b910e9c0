// SPDX-License-Identifier: MIT
/* A bar of letters, or of blocks in color, and its legend. Of the 16 colors of a terminal only
 * those that no theme has as its background, which gray (90) may be: what is free is shaded
 * instead. */
#include "../core/clean.h"
#include "bar.h"
#include "layout.h"

#define NAME_COLUMNS ((size_t)28)
#define OFF          "\033[0m"

static const struct {
    char letter; /* of owners: the first */
    const char *color;
} looks[] = {
    [MF_BAR_OWNER] = {'a', NULL},
    [MF_BAR_OTHERS] = {'+', ""},
    [MF_BAR_POOLS] = {'P', "\033[32m"},
    [MF_BAR_CAMERA] = {'C', "\033[36m"},
    [MF_BAR_DISPLAY] = {'D', "\033[95m"},
    [MF_BAR_ENCODER] = {'E', "\033[93m"},
    [MF_BAR_DECODER] = {'V', "\033[96m"},
    [MF_BAR_AUDIO] = {'A', "\033[92m"},
    [MF_BAR_MODELS] = {'M', "\033[94m"},
    [MF_BAR_UNKNOWN] = {'?', ""},
    [MF_BAR_FREE] = {'.', ""},
    [MF_BAR_OVER] = {'!', "\033[31m"},
};

static const char *color_of(const struct mf_bar_entry *entry)
{
    static const char *const owners[] = {"\033[33m", "\033[35m", "\033[36m", "\033[94m",
                                         "\033[32m", "\033[95m", "\033[93m", "\033[96m"};
    return entry->kind == MF_BAR_OWNER ? owners[entry->rank % (sizeof owners / sizeof owners[0])]
                                       : looks[entry->kind].color;
}

/* Blocks only where they are told apart by color. */
static const char *cell_of(const struct mf_text *out, const struct mf_bar_entry *entry, bool color,
                           char letter[2])
{
    bool blocks = color && !out->ascii;
    letter[0] = (char)(looks[entry->kind].letter + (char)entry->rank);
    letter[1] = '\0';
    if (entry->kind == MF_BAR_FREE)
        return blocks ? "░" : out->ascii ? "." : "·";
    if (!blocks || entry->kind == MF_BAR_UNKNOWN)
        return letter;
    return entry->kind == MF_BAR_OTHERS ? "▒" : "█";
}

static void put_cells(struct mf_text *out, const struct mf_bar_entry *entry, size_t count,
                      bool color)
{
    char letter[2];
    const char *cell = cell_of(out, entry, color, letter);
    const char *on = color ? color_of(entry) : "";
    mf_text_add(out, on);
    for (size_t i = 0; i < count; i++)
        mf_text_add(out, cell);
    mf_text_add(out, on[0] != '\0' ? OFF : "");
}

/* The cell in which a byte of the bar stands. */
static size_t cell_at(uint64_t byte, uint64_t bytes, size_t cells)
{
    return (size_t)((double)byte / (double)bytes * (double)cells);
}

static size_t widest(const size_t *widths, size_t count)
{
    size_t most = 0;
    for (size_t i = 1; i < count; i++)
        most = widths[i] > widths[most] ? i : most;
    return most;
}

/* Each piece has its share of the cells, and one at least; the widest takes what that costs. */
static void share_cells(const struct mf_bar *bar, size_t cells, size_t *widths)
{
    size_t sum = 0;
    for (size_t i = 0; i < bar->piece_count; i++) {
        widths[i] = cell_at(bar->pieces[i].bytes, bar->inside + bar->over, cells);
        widths[i] += widths[i] == 0;
        sum += widths[i];
    }
    size_t most = widest(widths, bar->piece_count);
    for (; sum > cells && widths[most] > 1; sum--) {
        widths[most]--;
        most = widest(widths, bar->piece_count);
    }
    widths[most] += sum < cells ? cells - sum : 0;
}

static void put_by_sums(struct mf_text *out, const struct mf_bar *bar, size_t cells, bool color)
{
    size_t widths[MF_BAR_ENTRIES_MAX] = {0};
    bool open = true;
    share_cells(bar, cells, widths);
    mf_text_add(out, "[");
    for (size_t i = 0; i < bar->piece_count; i++) {
        const struct mf_bar_entry *entry = &bar->entries[bar->pieces[i].entry];
        if (entry->kind == MF_BAR_OVER) {
            mf_text_add(out, "]");
            open = false;
        }
        put_cells(out, entry, widths[i], color);
    }
    mf_text_add(out, open ? "]\n" : "\n");
}

/* The owner that most bytes of the cell belong to: where a hole ends is always seen. Free only
 * where nobody has any. */
static size_t entry_in(const struct mf_bar *bar, uint64_t from, uint64_t to)
{
    uint64_t bytes[MF_BAR_ENTRIES_MAX] = {0};
    uint64_t at = 0;
    size_t most = bar->entry_count;
    for (size_t i = 0; i < bar->piece_count && at < to; i++) {
        uint64_t end = at + bar->pieces[i].bytes;
        uint64_t first = at > from ? at : from;
        uint64_t last = end < to ? end : to;
        bytes[bar->pieces[i].entry] += last > first ? last - first : 0;
        at = end;
    }
    for (size_t i = 0; i < bar->entry_count; i++) {
        bool counts = bytes[i] > 0 && bar->entries[i].kind != MF_BAR_FREE;
        if (counts && (most == bar->entry_count || bytes[i] > bytes[most]))
            most = i;
    }
    return most < bar->entry_count ? most : mf_bar_free(bar);
}

/* Do two partitions meet there, both free? No hole crosses their border. */
static bool has_border(const struct mf_bar *bar, uint64_t from, uint64_t to)
{
    uint64_t at = 0;
    for (size_t i = 0; i + 1 < bar->piece_count && at < to; i++) {
        at += bar->pieces[i].bytes;
        if (at >= from && at < to && bar->pieces[i].entry == bar->pieces[i + 1].entry)
            return true;
    }
    return false;
}

static uint64_t byte_at(const struct mf_bar *bar, size_t cell, size_t cells)
{
    return (uint64_t)((double)bar->inside / (double)cells * (double)cell);
}

/* The entry that a cell shows; none where a border stands. */
static size_t cell_entry(const struct mf_bar *bar, size_t cell, size_t cells)
{
    uint64_t from = byte_at(bar, cell, cells);
    uint64_t to = byte_at(bar, cell + 1, cells);
    size_t entry = entry_in(bar, from, to);
    bool is_border = bar->entries[entry].kind == MF_BAR_FREE && has_border(bar, from, to);
    return is_border ? MF_BAR_ENTRIES_MAX : entry;
}

/* Below the largest hole, as long as the block that it is too small for. */
static void put_marker(struct mf_text *out, const struct mf_bar *bar, size_t cells, bool color)
{
    const struct mf_bar_entry *entry = &bar->entries[bar->entry_count - 1];
    size_t start = cell_at(bar->marker_start, bar->inside, cells);
    size_t length = cell_at(bar->marker, bar->inside, cells) + 1;
    size_t first = cell_entry(bar, start, cells);
    if (first < MF_BAR_ENTRIES_MAX && bar->entries[first].kind != MF_BAR_FREE)
        start++; /* a block and the hole share this cell */
    if (length > cells)
        length = cells;
    if (start + length > cells)
        start = cells - length;
    mf_text_repeat(out, ' ', start + 1);
    put_cells(out, entry, length, color);
    mf_text_add(out, "\n");
}

static void put_by_address(struct mf_text *out, const struct mf_bar *bar, size_t cells, bool color)
{
    mf_text_add(out, "[");
    for (size_t i = 0, end; i < cells; i = end) {
        size_t entry = cell_entry(bar, i, cells);
        end = i + 1;
        while (end < cells && cell_entry(bar, end, cells) == entry)
            end++;
        if (entry == MF_BAR_ENTRIES_MAX)
            mf_text_repeat(out, '|', end - i);
        else
            put_cells(out, &bar->entries[entry], end - i, color);
    }
    mf_text_add(out, "]\n");
    if (bar->marker > 0)
        put_marker(out, bar, cells, color);
}

/* A long name is cut: to a third of a wide line. */
static size_t name_columns(const struct mf_text *out)
{
    size_t third = mf_line_columns(out) / 3;
    return third > NAME_COLUMNS ? third : NAME_COLUMNS;
}

/* "M yolo.axmodel 4.3", in MiB; the last one names the unit. */
static void put_entry(struct mf_text *out, const struct mf_bar_entry *entry, bool color, bool last)
{
    char size[MF_SIZE_TEXT_MAX];
    put_cells(out, entry, 1, color);
    mf_text_add(out, " ");
    mf_put_clean(out, mf_shown(entry->name), name_columns(out));
    mf_text_format(out, last ? " %s MiB" : " %s", mf_mib_number(entry->bytes, size));
}

static size_t entry_columns(struct mf_text *out, const struct mf_bar_entry *entry, bool last)
{
    struct mf_text text = {.columns = out->columns, .ascii = out->ascii};
    put_entry(&text, entry, false, last);
    size_t columns = mf_columns(text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
    return columns;
}

static void put_legend(struct mf_text *out, const struct mf_bar *bar, bool color)
{
    size_t used = 0;
    for (size_t i = 0; i < bar->entry_count; i++) {
        bool last = i + 1 == bar->entry_count;
        size_t columns = entry_columns(out, &bar->entries[i], last);
        if (used > 0 && used + 2 + columns > mf_line_columns(out)) {
            mf_text_add(out, "\n");
            used = 0;
        }
        mf_text_add(out, used > 0 ? "  " : "");
        put_entry(out, &bar->entries[i], color, last);
        used += (used > 0 ? 2 : 0) + columns;
    }
    mf_text_add(out, bar->entry_count > 0 ? "\n" : "");
}

void mf_put_bar(struct mf_text *out, const struct mf_bar *bar, bool color)
{
    size_t cells = mf_line_columns(out) - 2;
    if (bar->inside > 0 && bar->piece_count > 0 && bar->by_address)
        put_by_address(out, bar, cells, color);
    else if (bar->inside > 0 && bar->piece_count > 0)
        put_by_sums(out, bar, cells, color);
    put_legend(out, bar, color);
}
