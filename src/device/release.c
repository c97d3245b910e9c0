// SPDX-License-Identifier: MIT
/* A pool after some of its blocks were freed. */
#include <stdlib.h>
#include <string.h>

#include "supply.h"

static int by_start(const void *a, const void *b)
{
    const struct mf_hole *left = a;
    const struct mf_hole *right = b;
    return left->start < right->start ? -1 : left->start > right->start;
}

static bool begins_partition(const struct mf_supply *supply, uint64_t start)
{
    for (size_t i = 0; i < supply->partition_count; i++) {
        if (supply->partitions[i].start == start)
            return true;
    }
    return false;
}

static void join(struct mf_hole *hole, const struct mf_hole *next)
{
    uint64_t end = next->start + next->bytes; /* addresses are bounded where they are read */
    if (end > hole->start + hole->bytes)
        hole->bytes = end - hole->start;
}

/* Holes that touch become one, but not across the border of a partition. */
static void merge(struct mf_supply *supply)
{
    size_t count = 0;
    qsort(supply->holes, supply->hole_count, sizeof *supply->holes, by_start);
    for (size_t i = 0; i < supply->hole_count; i++) {
        struct mf_hole *last = &supply->holes[count - (count > 0)];
        if (count > 0 && last->start + last->bytes >= supply->holes[i].start &&
            !begins_partition(supply, supply->holes[i].start))
            join(last, &supply->holes[i]);
        else
            supply->holes[count++] = supply->holes[i];
    }
    supply->hole_count = count;
    mf_supply_finish_holes(supply);
}

bool mf_supply_release(struct mf_arena *arena, const struct mf_supply *supply, const bool *freed,
                       struct mf_supply *after, struct mf_error *error)
{
    *after = *supply;
    size_t places = supply->hole_count + supply->block_count + 1;
    after->blocks = mf_arena_take(arena, (supply->block_count + 1) * sizeof *after->blocks);
    after->holes = mf_arena_take(arena, places * sizeof *after->holes);
    if (!after->blocks || !after->holes)
        return mf_fail_memory(error);
    if (supply->hole_count > 0)
        memcpy(after->holes, supply->holes, supply->hole_count * sizeof *after->holes);
    after->block_count = 0;
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        if (!freed[i]) {
            after->blocks[after->block_count++] = *block;
            continue;
        }
        after->holes[after->hole_count++] = (struct mf_hole){block->start, block->bytes};
        after->used.bytes -= block->bytes < after->used.bytes ? block->bytes : after->used.bytes;
    }
    after->free.bytes = after->total.bytes - after->used.bytes;
    if (after->holes_known)
        merge(after);
    return true;
}
