// SPDX-License-Identifier: MIT
/* A block needs one contiguous hole; the drivers move nothing. Both hand out whole pages; ION by
 * best fit (genalloc), CMM's policy is closed. Largest first into the smallest hole that holds it
 * is the placement judged here (verdict.md). */
#include <stdlib.h>
#include <string.h>

#include "fit.h"

static int larger_block_first(const void *a, const void *b)
{
    const struct mf_block *const *left = a;
    const struct mf_block *const *right = b;
    if ((*left)->bytes != (*right)->bytes)
        return (*left)->bytes < (*right)->bytes ? 1 : -1;
    return *left < *right ? -1 : *left > *right; /* keeps the order given */
}

static int smaller_first(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* The first of the ascending sizes that is at least `bytes`; `count` where none is. */
static size_t smallest_that_holds(const uint64_t *sizes, size_t count, uint64_t bytes)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sizes[middle] < bytes)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Cuts `bytes` off the hole at `index` and keeps the sizes ascending. */
static void cut(uint64_t *sizes, size_t index, uint64_t bytes)
{
    uint64_t rest = sizes[index] - bytes;
    size_t place = smallest_that_holds(sizes, index, rest);
    memmove(sizes + place + 1, sizes + place, (index - place) * sizeof *sizes);
    sizes[place] = rest;
}

static const struct mf_block **sorted_blocks(struct mf_arena *arena,
                                             const struct mf_block_list *list, size_t *count)
{
    const struct mf_block **blocks =
        mf_arena_take(arena, (list->count + 1) * sizeof(struct mf_block *));
    *count = 0;
    if (!blocks)
        return NULL;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].pool == MF_POOL_NPU && !list->items[i].spread)
            blocks[(*count)++] = &list->items[i];
    }
    qsort(blocks, *count, sizeof(struct mf_block *), larger_block_first);
    return blocks;
}

static uint64_t *sorted_holes(struct mf_arena *arena, const struct mf_supply *supply)
{
    uint64_t *sizes = mf_arena_take(arena, (supply->hole_count + 1) * sizeof *sizes);
    if (!sizes)
        return NULL;
    for (size_t i = 0; i < supply->hole_count; i++)
        sizes[i] = supply->holes[i].bytes / MF_PAGE * MF_PAGE;
    qsort(sizes, supply->hole_count, sizeof *sizes, smaller_first);
    return sizes;
}

bool mf_place(const struct mf_block_list *blocks, const struct mf_supply *supply,
              const struct mf_block **unplaced, struct mf_error *error)
{
    struct mf_arena scratch = {0};
    size_t count;
    const struct mf_block **sorted = sorted_blocks(&scratch, blocks, &count);
    uint64_t *sizes = sorted_holes(&scratch, supply);
    bool ok = sorted && sizes;
    *unplaced = NULL;
    for (size_t i = 0; ok && !*unplaced && i < count; i++) {
        uint64_t pages;
        ok = mf_block_pages(sorted[i], &pages);
        size_t hole = ok ? smallest_that_holds(sizes, supply->hole_count, pages) : 0;
        if (ok && hole == supply->hole_count)
            *unplaced = sorted[i];
        else if (ok)
            cut(sizes, hole, pages);
    }
    mf_arena_free(&scratch);
    return ok ? true : mf_fail_memory(error);
}
