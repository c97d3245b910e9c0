// SPDX-License-Identifier: MIT
/* /proc/ax_proc/mem_cmm_info of ax_cmm.ko: partitions, their blocks, one line with the sums (what
 * it looks like: docs/memory.md). Hexadecimal ends are inclusive, KB are 1024 bytes. */
#include <string.h>

#include "../core/checked.h"
#include "probe.h"

struct partition {
    uint64_t start;
    uint64_t end; /* exclusive */
};

struct listing {
    struct partition partitions[MF_PARTITIONS_MAX];
    size_t partition_count;
    bool has_sums;
    bool too_large; /* the sums are more than any board has */
    bool damaged;
    uint64_t total;
    uint64_t used;
    uint64_t remain;
    uint64_t declared_partitions;
    uint64_t declared_blocks;
};

/* "(0xSTART, 0xEND)" behind `key`; the end becomes exclusive. */
static bool read_range(const char *line, const char *key, uint64_t *start, uint64_t *end)
{
    const char *at = strstr(line, key);
    if (!at)
        return false;
    at += strlen(key);
    if (!mf_scan_number(&at, 16, start))
        return false;
    at = strstr(at, "0x");
    if (!at)
        return false;
    at += 2;
    return mf_scan_number(&at, 16, end) && mf_add(*end, 1, end) && *end >= *start &&
           *end <= MF_ADDRESS_MAX;
}

/* The text in quotes behind NAME= or name=. In a copy from a web page it may be on the next line.
 */
static const char *read_name(struct mf_arena *arena, const char *line, const char *next)
{
    const char *key = strstr(line, "ame=");
    const char *at = key ? key + 4 : "";
    if (*at == '\0' && key && next)
        at = next + strspn(next, " \t");
    if (*at != '"')
        return "";
    at++;
    return mf_arena_copy(arena, at, strcspn(at, "\""));
}

static bool add_block(struct mf_arena *arena, struct mf_supply *supply, struct listing *listing,
                      const char *line, const char *next, struct mf_error *error)
{
    uint64_t start;
    uint64_t end;
    uint64_t kib;
    uint64_t bytes;
    if (!read_range(line, "phys(0x", &start, &end) || !mf_scan_after(line, "length=", 10, &kib) ||
        !mf_mul(kib, MF_KIB, &bytes) || bytes != end - start) {
        listing->damaged = true;
        return true;
    }
    const char *name = read_name(arena, line, next);
    if (!name)
        return mf_fail_memory(error);
    return mf_supply_add_block(arena, supply, (struct mf_pool_block){start, bytes, name}, error);
}

static void add_partition(struct listing *listing, const char *line)
{
    struct partition partition = {0};
    if (listing->partition_count >= MF_PARTITIONS_MAX ||
        !read_range(line, "Phys(0x", &partition.start, &partition.end)) {
        listing->damaged = true;
        return;
    }
    /* By address, as the blocks are. */
    size_t place = listing->partition_count++;
    for (; place > 0 && listing->partitions[place - 1].start > partition.start; place--)
        listing->partitions[place] = listing->partitions[place - 1];
    listing->partitions[place] = partition;
}

static void read_sums(struct listing *listing, const char *line)
{
    uint64_t total;
    uint64_t used;
    uint64_t remain;
    if (listing->has_sums || !mf_scan_after(line, "total size=", 10, &total) ||
        !mf_scan_after(line, "used=", 10, &used) || !mf_scan_after(line, "remain=", 10, &remain))
        return;
    listing->has_sums = mf_mul(total, MF_KIB, &listing->total) &&
                        mf_mul(used, MF_KIB, &listing->used) &&
                        mf_mul(remain, MF_KIB, &listing->remain);
    listing->too_large = !listing->has_sums || listing->total > MF_POOL_BYTES_MAX;
    /* The last figures of the line: without them it may be cut inside a number, which then is
     * smaller, so nothing adds up. */
    if (!mf_scan_after(line, "partition_number=", 10, &listing->declared_partitions) ||
        !mf_scan_after(line, "block_number=", 10, &listing->declared_blocks))
        listing->declared_blocks = UINT64_MAX;
}

/* Splits off the next line: trimmed, NUL-terminated. NULL at the end. */
static char *next_line(char **rest)
{
    char *line = *rest;
    if (!line)
        return NULL;
    char *end = strchr(line, '\n');
    *rest = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    line += strspn(line, " \t\r");
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r", line[length - 1]))
        line[--length] = '\0';
    return line;
}

/* What no line behind a listing's line of sums has, unless another listing begins there. */
static bool begins_listing(const char *text)
{
    static const char *const words[] = {MF_CMM_WORDS};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strstr(text, words[i]))
            return true;
    }
    return false;
}

/* A text may hold several listings, each ended by its line of sums: the last one counts, also where
 * it is cut. */
static char *find_last(char *text)
{
    char *last = text;
    for (char *at = strstr(text, "total size="); at; at = strstr(at, "total size=")) {
        at += strcspn(at, "\n");
        if (begins_listing(at))
            last = at;
    }
    return last;
}

static bool read_lines(struct mf_arena *arena, char *text, struct mf_supply *supply,
                       struct listing *listing, struct mf_error *error)
{
    char *rest = text;
    char *line = next_line(&rest);
    while (line) {
        char *next = next_line(&rest);
        if (strstr(line, "-Block:")) {
            if (!add_block(arena, supply, listing, line, next, error))
                return false;
        } else if (strstr(line, "PARTITION:")) {
            add_partition(listing, line);
        } else if (strstr(line, "total size=")) {
            read_sums(listing, line);
        }
        line = next;
    }
    return true;
}

/* Do blocks and partitions add up to what the last line declares? If not, the text is cut, or the
 * pool changed meanwhile. */
static bool adds_up(const struct mf_supply *supply, const struct listing *listing)
{
    uint64_t used = 0;
    uint64_t total = 0;
    for (size_t i = 0; i < supply->block_count; i++) {
        if (!mf_accumulate(&used, supply->blocks[i].bytes))
            return false;
    }
    for (size_t i = 0; i < listing->partition_count; i++) {
        if (!mf_accumulate(&total, listing->partitions[i].end - listing->partitions[i].start))
            return false;
    }
    return !listing->damaged && used == listing->used && total == listing->total &&
           supply->block_count == listing->declared_blocks &&
           listing->partition_count == listing->declared_partitions;
}

/* A hole never crosses the border of a partition. */
static bool find_holes(struct mf_arena *arena, struct mf_supply *supply,
                       const struct listing *listing, bool *found, struct mf_error *error)
{
    size_t placed = 0;
    uint64_t free = 0;
    *found = true;
    for (size_t i = 0; i < listing->partition_count && *found; i++) {
        size_t inside;
        const struct partition *partition = &listing->partitions[i];
        if (!mf_supply_add_gaps(arena, supply, partition->start, partition->end, found, &inside,
                                error))
            return false;
        placed += inside;
    }
    for (size_t i = 0; i < supply->hole_count; i++)
        free += supply->holes[i].bytes;
    *found = *found && placed == supply->block_count && free == listing->remain;
    return true;
}

static bool keep_partitions(struct mf_arena *arena, struct mf_supply *supply,
                            const struct listing *listing, struct mf_error *error)
{
    size_t count = listing->partition_count;
    supply->partitions = mf_arena_take(arena, (count + 1) * sizeof *supply->partitions);
    if (!supply->partitions)
        return mf_fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        const struct partition *partition = &listing->partitions[i];
        supply->partitions[i] =
            (struct mf_hole){partition->start, partition->end - partition->start};
        if (i == 0 || partition->start < supply->pool_start)
            supply->pool_start = partition->start;
        if (partition->end > supply->pool_end)
            supply->pool_end = partition->end;
    }
    supply->partition_count = count;
    return true;
}

/* What the blocks of one listing hold; 0 where some of them overlap, which are of several listings:
 * then nothing is known of one. They are sorted. */
static uint64_t listed_bytes(const struct mf_supply *supply)
{
    uint64_t listed = 0;
    uint64_t end = 0;
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        if (block->start < end)
            return 0;
        end = block->start + block->bytes; /* bounded when read */
        listed += block->bytes;            /* no more than the last end */
    }
    return listed;
}

/* Of two figures for what is in use the larger counts: no more is free than both allow. */
static bool report_cut(struct mf_arena *arena, struct mf_supply *supply, struct mf_error *error)
{
    uint64_t listed = listed_bytes(supply);
    if (listed > supply->total.bytes)
        listed = supply->total.bytes;
    if (listed > supply->used.bytes)
        supply->used.bytes = listed;
    supply->free.bytes = supply->total.bytes - supply->used.bytes;
    supply->hole_count = 0;
    return mf_supply_add_finding(
        arena, supply, MF_WARNING, "probe-cut",
        _("the listing of the pool does not add up (it is cut, or changed while it was read): what "
          "is free is an upper bound, and the holes are unknown"),
        error);
}

bool mf_cmm_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error)
{
    struct listing listing = {0};
    bool found = false;
    char *copy = mf_arena_copy(arena, text, length);
    if (!copy)
        return mf_fail_memory(error);
    if (!read_lines(arena, find_last(copy), supply, &listing, error))
        return false;
    supply->kind = MF_KIND_CMM;
    if (listing.too_large)
        return mf_probe_fail(arena, supply, error,
                             _("the listing of the pool reports impossible sizes"));
    if (!listing.has_sums)
        return mf_probe_fail(arena, supply, error,
                             _("the listing of the pool has no line `total size=`; is it cut?"));
    if (listing.used > listing.total || listing.remain != listing.total - listing.used)
        return mf_probe_fail(arena, supply, error,
                             _("the listing of the pool contradicts itself: total %llu, used %llu, "
                               "remain %llu bytes"),
                             (unsigned long long)listing.total, (unsigned long long)listing.used,
                             (unsigned long long)listing.remain);
    supply->total = (struct mf_amount){true, listing.total};
    supply->used = (struct mf_amount){true, listing.used};
    supply->free = (struct mf_amount){true, listing.remain};
    mf_supply_sort_blocks(supply);
    if (!keep_partitions(arena, supply, &listing, error) ||
        !mf_supply_group_owners(arena, supply, error))
        return false;
    if (adds_up(supply, &listing) && !find_holes(arena, supply, &listing, &found, error))
        return false;
    if (!found)
        return report_cut(arena, supply, error);
    mf_supply_finish_holes(supply);
    return true;
}
