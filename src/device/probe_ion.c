// SPDX-License-Identifier: MIT
/* The `summary` of an ION heap in debugfs: a head, rows of used buffers, rows of free regions whose
 * end is exclusive (what it looks like: docs/memory.md; sipeed/LicheeRV-Nano-Build,
 * cvitek_ion_debugfs.c). */
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "probe.h"

#define TABLE_TITLE "free memory regions:"
#define HEAD        "heap size:"
#define DETAILS     "Details:"
#define REFUSAL     "ion allocated len=0x"

int mf_ion_heap_rank(const char *name, size_t length)
{
    if (length == 8 && memcmp(name, "carveout", length) == 0)
        return 3;
    return length == 3 && memcmp(name, "npu", length) == 0 ? 2 : 1;
}

static void skip_line(const char **at)
{
    *at += strcspn(*at, "\n");
    if (**at == '\n')
        (*at)++;
}

static void skip_blanks(const char **at)
{
    *at += strspn(*at, " \t");
}

/* heap_id, size, address (hexadecimal), map count, name. A row beyond all bounds is none. */
static bool read_buffer(struct mf_arena *arena, struct mf_supply *supply, const char *line,
                        bool *is_row, struct mf_error *error)
{
    uint64_t heap;
    uint64_t maps;
    struct mf_pool_block block = {0};
    *is_row = mf_scan_number(&line, 10, &heap) && mf_scan_number(&line, 10, &block.bytes) &&
              mf_scan_number(&line, 16, &block.start) && mf_scan_number(&line, 10, &maps);
    if (!*is_row || block.bytes > MF_POOL_BYTES_MAX || block.start > MF_ADDRESS_MAX)
        return true;
    skip_blanks(&line);
    size_t length = strcspn(line, "\r\n");
    while (length > 0 && strchr(" \t", line[length - 1]))
        length--;
    block.name = mf_arena_copy(arena, line, length);
    if (!block.name)
        return mf_fail_memory(error);
    return mf_supply_add_block(arena, supply, block, error);
}

static bool read_buffers(struct mf_arena *arena, struct mf_supply *supply, const char *text,
                         const char *end, struct mf_error *error)
{
    const char *at = strstr(text, DETAILS);
    bool is_row;
    for (; at && *at != '\0' && (!end || at < end); skip_line(&at)) {
        if (!read_buffer(arena, supply, at, &is_row, error))
            return false;
    }
    return true;
}

/* heap_id, start, end (both hexadecimal), length. */
static bool read_holes(struct mf_arena *arena, struct mf_supply *supply, const char *at,
                       uint64_t *sum, struct mf_error *error)
{
    *sum = 0;
    for (; *at != '\0'; skip_line(&at)) {
        const char *line = at;
        uint64_t heap;
        uint64_t start;
        uint64_t end;
        uint64_t length;
        if (!mf_scan_number(&line, 10, &heap) || !mf_scan_number(&line, 16, &start) ||
            !mf_scan_number(&line, 16, &end) || !mf_scan_number(&line, 10, &length) ||
            end < start || end > MF_ADDRESS_MAX || length != end - start ||
            !mf_accumulate(sum, length))
            continue;
        if (!mf_supply_add_hole(arena, supply, (struct mf_hole){start, length}, error))
            return false;
    }
    return true;
}

static bool report_cut(struct mf_arena *arena, struct mf_supply *supply, struct mf_error *error)
{
    supply->hole_count = 0;
    return mf_supply_add_finding(
        arena, supply, MF_WARNING, "probe-cut",
        _("the heap's summary has no complete table of free regions, so the holes are unknown"),
        error);
}

/* "[0] carveout heap size:" */
struct head {
    const char *line; /* NULL: none was found */
    const char *size; /* what stands behind the name */
    uint64_t heap;
    bool has_heap; /* false where the line is damaged */
    int rank;
};

static struct head read_head(const char *text, const char *at)
{
    struct head head = {.line = at, .size = at};
    while (head.line > text && head.line[-1] != '\n')
        head.line--;
    const char *name = head.line + (*head.line == '[');
    head.has_heap = name > head.line && mf_scan_number(&name, 10, &head.heap) && *name == ']';
    name += head.has_heap;
    name += strspn(name, " \t");
    size_t length = strcspn(name, " \t\n");
    head.rank = mf_ion_heap_rank(name, name + length <= at ? length : 0);
    return head;
}

/* A log may hold several tables of a heap: the last one counts. What other heaps have does not, as
 * long as it is clear which one models go into. */
static struct head find_head(const char *text, bool *is_clear)
{
    struct head chosen = {.line = NULL};
    *is_clear = true;
    for (const char *at = strstr(text, HEAD); at; at = strstr(at + 1, HEAD)) {
        struct head head = read_head(text, at);
        bool is_other = chosen.line && chosen.has_heap && head.has_heap && head.heap != chosen.heap;
        if (is_other && head.rank < chosen.rank)
            continue;
        *is_clear = head.rank > chosen.rank || (*is_clear && !is_other);
        chosen = head;
    }
    return chosen;
}

/* Behind the last head, does another table begin, the head of which is lost? */
static bool has_headless(const char *text)
{
    const char *last = NULL;
    for (const char *at = strstr(text, HEAD); at; at = strstr(at + 1, HEAD))
        last = at;
    const char *details = last ? strstr(last, DETAILS) : NULL;
    return last && (strstr(last, "Summary:") || (details && strstr(details + 1, DETAILS)));
}

/* The chosen table, up to the next one. NULL without memory. */
static const char *copy_table(struct mf_arena *arena, const char *text, const struct head *head)
{
    const char *next = strstr(head->size + 1, HEAD);
    if (!next)
        return head->line;
    return mf_arena_copy(arena, head->line, (size_t)(read_head(text, next).line - head->line));
}

/* cvi_ion_alloc_nofd and its callers print the table, then the length for which there was no room.
 */
static bool report_refusal(struct mf_arena *arena, struct mf_supply *supply, const char *text,
                           struct mf_error *error)
{
    char size[MF_SIZE_TEXT_MAX];
    const char *at = strstr(text, REFUSAL);
    uint64_t bytes;
    if (!mf_scan_after(text, REFUSAL, 16, &bytes) || !strstr(at, " failed"))
        return true;
    supply->refused = (struct mf_amount){true, bytes};
    return mf_supply_add_finding(
        arena, supply, MF_WARNING, "allocation-refused",
        mf_arena_format(arena,
                        _("when this was logged, the driver had no room for a block of %s (%llu "
                          "bytes)"),
                        mf_size_text(bytes, size), (unsigned long long)bytes),
        error);
}

static bool read_rows(struct mf_arena *arena, struct mf_supply *supply, const char *text,
                      struct mf_error *error)
{
    uint64_t sum;
    const char *table = strstr(text, TABLE_TITLE);
    if (!read_buffers(arena, supply, text, table, error))
        return false;
    mf_supply_sort_blocks(supply);
    if (!mf_supply_group_owners(arena, supply, error))
        return false;
    supply->table_missing = !table && supply->total.bytes > 0;
    if (supply->table_missing)
        return true; /* perhaps rebuilt, once the board is known */
    if (table && !read_holes(arena, supply, table, &sum, error))
        return false;
    if (table && sum != supply->free.bytes)
        return report_cut(arena, supply, error);
    mf_supply_finish_holes(supply);
    return true;
}

bool mf_ion_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error)
{
    uint64_t total;
    uint64_t used;
    supply->kind = MF_KIND_ION;
    bool is_clear;
    struct head head = find_head(text, &is_clear);
    if (!is_clear)
        return mf_probe_fail(arena, supply, error,
                             _("has several heaps, and none is called carveout or npu: which one "
                               "models go into is unknown; give --free"));
    if (has_headless(text))
        return mf_probe_fail(arena, supply, error,
                             _("the last of several summaries of the heap has no line with its "
                               "size; is it cut?"));
    const char *last = head.line ? copy_table(arena, text, &head) : text;
    if (!last)
        return mf_fail_memory(error);
    if (strlen(text) != length || !mf_scan_after(last, HEAD, 10, &total) ||
        !mf_scan_after(last, "used:", 10, &used))
        return mf_probe_fail(arena, supply, error,
                             _("the heap's summary does not report its size"));
    if (total > MF_POOL_BYTES_MAX)
        return mf_probe_fail(arena, supply, error,
                             _("the listing of the pool reports impossible sizes"));
    if (used > total || !strstr(last, " bytes, used:"))
        return mf_probe_fail(arena, supply, error,
                             _("the heap's summary contradicts itself: size %llu, used %llu bytes"),
                             (unsigned long long)total, (unsigned long long)used);
    /* A text that is cut inside a number gives a smaller one: `bytes` must follow. */
    if (!strstr(strstr(last, "used:"), " bytes"))
        return mf_probe_fail(arena, supply, error,
                             _("the heap's summary is cut in its first line"));
    supply->total = (struct mf_amount){true, total};
    supply->used = (struct mf_amount){true, used};
    supply->free = (struct mf_amount){true, total - used};
    return report_refusal(arena, supply, last, error) && read_rows(arena, supply, last, error);
}

/* The driver logs its table when it refuses a block: so no hole is as large as that block. A log
 * that does not say which block it was is cut. */
static bool fits_log(const struct mf_supply *supply)
{
    if (!supply->is_logged)
        return true;
    return supply->refused.known && supply->largest_hole.bytes < supply->refused.bytes;
}

static bool report_doubtful(struct mf_arena *arena, struct mf_supply *supply,
                            struct mf_error *error)
{
    supply->hole_count = 0;
    supply->holes_known = false;
    supply->largest_hole.known = false;
    return mf_supply_add_finding(
        arena, supply, MF_WARNING, "probe-cut",
        supply->refused.known
            ? _("the block that was refused is smaller than the largest hole that the log leaves, "
                "so the holes are unknown")
            : _("the kernel's log ends before the block that was refused, so the holes are "
                "unknown"),
        error);
}

bool mf_ion_rebuild(struct mf_arena *arena, struct mf_supply *supply, uint64_t pool_start,
                    struct mf_error *error)
{
    uint64_t used = 0;
    size_t inside = 0;
    bool whole = pool_start != 0;
    for (size_t i = 0; i < supply->block_count; i++)
        whole = whole && mf_accumulate(&used, supply->blocks[i].bytes);
    if (!whole || used != supply->used.bytes)
        return report_cut(arena, supply, error);
    if (!mf_supply_add_gaps(arena, supply, pool_start, pool_start + supply->total.bytes, &whole,
                            &inside, error))
        return false;
    if (!whole || inside != supply->block_count)
        return report_cut(arena, supply, error);
    mf_supply_finish_holes(supply);
    if (!fits_log(supply))
        return report_doubtful(arena, supply, error);
    return mf_supply_add_finding(
        arena, supply, MF_NOTE, "holes-rebuilt",
        _("the heap's summary has no table of free regions; the holes were computed from the used "
          "buffers"),
        error);
}
