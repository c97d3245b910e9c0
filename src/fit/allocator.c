// SPDX-License-Identifier: MIT
#include "allocator.h"

#include <stdlib.h>
#include <string.h>

static int by_address(const void *a, const void *b)
{
    const struct mf_piece *left = a;
    const struct mf_piece *right = b;
    return left->start < right->start ? -1 : left->start > right->start;
}

static int by_size(const void *a, const void *b)
{
    const struct mf_piece *left = a;
    const struct mf_piece *right = b;
    if (left->bytes != right->bytes)
        return left->bytes < right->bytes ? -1 : 1;
    return by_address(a, b);
}

/* The tree is an array: node 1 is the root, node n has the children 2n and 2n + 1, and the leaves
 * are the holes by address. */
static void update_tree(struct mf_allocator *allocator, size_t hole)
{
    uint64_t *largest = allocator->largest;
    size_t node = allocator->leaves + hole;
    largest[node] = allocator->holes[hole].bytes;
    for (node /= 2; node > 0; node /= 2) {
        uint64_t left = largest[2 * node];
        uint64_t right = largest[2 * node + 1];
        largest[node] = left > right ? left : right;
    }
}

static void sort(struct mf_allocator *allocator)
{
    bool best = allocator->policy == MF_BEST_FIT;
    qsort(allocator->holes, allocator->count, sizeof *allocator->holes,
          best ? by_size : by_address);
    if (best)
        return;
    memset(allocator->largest, 0, 2 * allocator->leaves * sizeof *allocator->largest);
    for (size_t i = 0; i < allocator->count; i++)
        update_tree(allocator, i);
}

bool mf_allocator_init(struct mf_allocator *allocator, struct mf_arena *arena,
                       const struct mf_supply *supply, enum mf_policy policy, size_t frees)
{
    size_t capacity = supply->hole_count + frees + 1;
    *allocator = (struct mf_allocator){.policy = policy, .leaves = 1};
    while (allocator->leaves < capacity)
        allocator->leaves *= 2;
    allocator->holes = mf_arena_take(arena, capacity * sizeof *allocator->holes);
    allocator->largest = mf_arena_take(arena, 2 * allocator->leaves * sizeof *allocator->largest);
    if (!allocator->holes || !allocator->largest)
        return false;
    for (size_t i = 0; i < supply->hole_count; i++) {
        uint64_t pages = supply->holes[i].bytes / MF_PAGE * MF_PAGE;
        if (pages > 0)
            allocator->holes[allocator->count++] =
                (struct mf_piece){supply->holes[i].start, pages, i};
    }
    sort(allocator);
    return true;
}

/* The lowest hole of at least `bytes`, or `count`. */
static size_t find_first(const struct mf_allocator *allocator, uint64_t bytes)
{
    size_t node = 1;
    if (allocator->largest[1] < bytes)
        return allocator->count;
    while (node < allocator->leaves)
        node = allocator->largest[2 * node] >= bytes ? 2 * node : 2 * node + 1;
    return node - allocator->leaves;
}

/* The first of the first `count` holes by size that comes not before the piece. */
static size_t place_of(const struct mf_allocator *allocator, size_t count,
                       const struct mf_piece *piece)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_size(&allocator->holes[middle], piece) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The hole has become smaller: it moves down among those by size. */
static void move_down(struct mf_allocator *allocator, size_t hole)
{
    struct mf_piece rest = allocator->holes[hole];
    size_t place = place_of(allocator, hole, &rest);
    memmove(allocator->holes + place + 1, allocator->holes + place,
            (hole - place) * sizeof *allocator->holes);
    allocator->holes[place] = rest;
}

bool mf_allocator_take(struct mf_allocator *allocator, uint64_t bytes, struct mf_piece *taken)
{
    const struct mf_piece wanted = {0, bytes, 0};
    bool best = allocator->policy == MF_BEST_FIT;
    size_t hole =
        best ? place_of(allocator, allocator->count, &wanted) : find_first(allocator, bytes);
    if (hole >= allocator->count)
        return false;
    struct mf_piece *piece = &allocator->holes[hole];
    *taken = (struct mf_piece){piece->start, bytes, piece->origin};
    piece->start += bytes;
    piece->bytes -= bytes;
    if (best)
        move_down(allocator, hole);
    else
        update_tree(allocator, hole);
    return true;
}

/* Takes the hole that begins or ends where the piece ends or begins into the piece. */
static void join(struct mf_allocator *allocator, struct mf_piece *piece)
{
    for (size_t i = 0; i < allocator->count; i++) {
        struct mf_piece *hole = &allocator->holes[i];
        bool behind = hole->start == piece->start + piece->bytes;
        bool before = hole->start + hole->bytes == piece->start;
        if (hole->origin != piece->origin || hole->bytes == 0 || (!behind && !before))
            continue;
        piece->start = before ? hole->start : piece->start;
        piece->bytes += hole->bytes;
        hole->bytes = 0;
    }
}

void mf_allocator_free(struct mf_allocator *allocator, const struct mf_piece *piece)
{
    struct mf_piece whole = *piece;
    join(allocator, &whole);
    allocator->holes[allocator->count++] = whole;
    sort(allocator);
}
