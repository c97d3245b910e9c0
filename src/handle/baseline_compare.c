// SPDX-License-Identifier: MIT
/* What differs since then, block by block. */
#include <stdlib.h>
#include <string.h>

#include "baseline.h"

static int by_name(const void *left, const void *right)
{
    const struct mf_block_change *a = left;
    const struct mf_block_change *b = right;
    int order = strcmp(a->owner, b->owner);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static uint64_t difference(const struct mf_block_change *change)
{
    return change->now > change->then ? change->now - change->then : change->then - change->now;
}

static int by_difference(const void *left, const void *right)
{
    uint64_t a = difference(left);
    uint64_t b = difference(right);
    return a != b ? (a < b ? 1 : -1) : by_name(left, right);
}

static void add_now(struct mf_block_change *list, size_t *count, const struct mf_block_list *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        if (block->pool == MF_POOL_NPU)
            list[(*count)++] = (struct mf_block_change){block->owner, block->name, 0, block->bytes};
    }
}

/* Sums up what has one name, and drops what is the same. No sum wraps: of the file's blocks by
 * MF_BASELINE_BLOCK_MAX, of those of today as the need could be summed up. */
static size_t fold(struct mf_block_change *list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        struct mf_block_change sum = list[i++];
        for (; i < count && by_name(&sum, &list[i]) == 0; i++) {
            sum.then += list[i].then;
            sum.now += list[i].now;
        }
        if (sum.then != sum.now)
            list[kept++] = sum;
    }
    return kept;
}

bool mf_baseline_compare(struct mf_arena *arena, const struct mf_baseline_item *item,
                         const struct mf_result *result, struct mf_block_change **changes,
                         size_t *count, struct mf_error *error)
{
    size_t most = item->block_count + 1;
    for (size_t i = 0; i < result->model_count; i++)
        most += result->models[i]->blocks.count;
    for (size_t i = 0; i < result->pipelines.count; i++)
        most += result->pipelines.items[i].blocks.count;
    struct mf_block_change *list = mf_arena_take(arena, most * sizeof *list);
    if (!list)
        return mf_fail_memory(error);
    size_t filled = 0;
    for (size_t i = 0; i < item->block_count; i++)
        list[filled++] = (struct mf_block_change){item->blocks[i].owner, item->blocks[i].name,
                                                  item->blocks[i].bytes, 0};
    for (size_t i = 0; i < result->model_count; i++)
        add_now(list, &filled, &result->models[i]->blocks);
    for (size_t i = 0; i < result->pipelines.count; i++)
        add_now(list, &filled, &result->pipelines.items[i].blocks);
    qsort(list, filled, sizeof *list, by_name);
    *count = fold(list, filled);
    qsort(list, *count, sizeof *list, by_difference);
    *changes = list;
    return true;
}
