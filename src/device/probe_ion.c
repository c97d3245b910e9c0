// SPDX-License-Identifier: MIT
/* The `summary` of an ION heap in debugfs: a head, rows of used buffers, rows of free regions whose
 * end is exclusive (what it looks like: docs/memory.md; sipeed/LicheeRV-Nano-Build,
 * cvitek_ion_debugfs.c). */
#include <string.h>

#include "../core/checked.h"
#include "probe.h"

#define TABLE_TITLE "free memory regions:"

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

/* heap_id, size, address (hexadecimal), map count, name. */
static bool read_buffer(struct mf_arena *arena, struct mf_supply *supply, const char *line,
                        bool *is_row, struct mf_error *error)
{
    uint64_t heap;
    uint64_t maps;
    struct mf_pool_block block = {0};
    *is_row = mf_scan_number(&line, 10, &heap) && mf_scan_number(&line, 10, &block.bytes) &&
              mf_scan_number(&line, 16, &block.start) && mf_scan_number(&line, 10, &maps);
    if (!*is_row)
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
    const char *at = strstr(text, "Details:");
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
            end < start || length != end - start || !mf_accumulate(sum, length))
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

bool mf_ion_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error)
{
    uint64_t total;
    uint64_t used;
    uint64_t sum;
    supply->kind = MF_KIND_ION;
    if (strlen(text) != length || !mf_scan_after(text, "heap size:", 10, &total) ||
        !mf_scan_after(text, "used:", 10, &used))
        return mf_probe_fail(arena, supply, error,
                             _("the heap's summary does not report its size"));
    if (total == 0) /* as in MaixCDK, 0 means unknown here */
        return mf_probe_fail(arena, supply, error,
                             _("the heap's summary reports a size of 0 bytes"));
    if (used > total || !strstr(text, " bytes, used:"))
        return mf_probe_fail(arena, supply, error,
                             _("the heap's summary contradicts itself: size %llu, used %llu bytes"),
                             (unsigned long long)total, (unsigned long long)used);
    /* A text that is cut inside a number gives a smaller one: `bytes` must follow. */
    if (!strstr(strstr(text, "used:"), " bytes"))
        return mf_probe_fail(arena, supply, error,
                             _("the heap's summary is cut in its first line"));
    supply->total = (struct mf_amount){true, total};
    supply->used = (struct mf_amount){true, used};
    supply->free = (struct mf_amount){true, total - used};
    const char *table = strstr(text, TABLE_TITLE);
    if (!read_buffers(arena, supply, text, table, error))
        return false;
    mf_supply_sort_blocks(supply);
    if (!mf_supply_group_owners(arena, supply, error))
        return false;
    supply->table_missing = !table;
    if (!table)
        return true; /* perhaps rebuilt, once the board is known */
    if (!read_holes(arena, supply, table, &sum, error))
        return false;
    if (sum != total - used)
        return report_cut(arena, supply, error);
    mf_supply_finish_holes(supply);
    return true;
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
    return mf_supply_add_finding(
        arena, supply, MF_NOTE, "holes-rebuilt",
        _("the heap's summary has no table of free regions; the holes were computed from the used "
          "buffers"),
        error);
}
