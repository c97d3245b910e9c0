// SPDX-License-Identifier: MIT
#include "supply.h"

#include <stdlib.h>
#include <string.h>

#include "../core/checked.h"

const char *mf_origin_word(enum mf_origin origin)
{
    static const char *const words[] = {NULL, "live", "sysroot", "profile", "option"};
    return words[origin];
}

const char *mf_life_word(enum mf_life life)
{
    static const char *const words[] = {NULL, "running", "ended"};
    return words[life];
}

/* No model goes into CMA, whose size says nothing. */
bool mf_supply_is_below(const struct mf_supply *supply, uint64_t bytes)
{
    return supply->kind != MF_KIND_CMA && supply->total.known && bytes > supply->total.bytes &&
           bytes - supply->total.bytes > supply->total_unsure;
}

struct mf_amount mf_supply_linux_beside(const struct mf_supply *supply, uint64_t pool_bytes)
{
    const struct mf_device *device = supply->device;
    if (!device || device->on_card || device->kind == MF_KIND_CMA)
        return (struct mf_amount){0};
    uint64_t ram = device->ram_mib * MF_MIB; /* bounded when the profile was read */
    uint64_t cost = mf_device_pool_cost(device, pool_bytes);
    return (struct mf_amount){true, ram > cost ? ram - cost : 0};
}

struct mf_amount mf_supply_linux_most(const struct mf_supply *supply)
{
    const struct mf_amount *pool = supply->total.known ? &supply->total : &supply->free;
    if (supply->user_available.known)
        return supply->user_available;
    return pool->known ? mf_supply_linux_beside(supply, pool->bytes) : (struct mf_amount){0};
}

bool mf_supply_add_finding(struct mf_arena *arena, struct mf_supply *supply,
                           enum mf_severity severity, const char *code, const char *text,
                           struct mf_error *error)
{
    if (!text)
        return mf_fail_memory(error);
    return mf_findings_add(arena, &supply->findings, severity, code, NULL, error, "%s", text);
}

/* Bytes that are held when no app runs, on that of the candidates where they are most; 0: unknown.
 */
static uint64_t idle_use(const struct mf_supply *supply)
{
    uint64_t most = supply->device ? supply->device->idle_use_kib : 0;
    for (size_t i = 0; i < supply->candidate_count; i++) {
        if (supply->candidates[i]->idle_use_kib > most)
            most = supply->candidates[i]->idle_use_kib;
    }
    return most * MF_KIB;
}

uint64_t mf_supply_used_again(const struct mf_supply *supply)
{
    if (!supply->used.known || (supply->total.known && supply->total.bytes == 0))
        return idle_use(supply);
    uint64_t leaked = supply->certainly_leaked > supply->reclaimed_bytes
                          ? supply->certainly_leaked - supply->reclaimed_bytes
                          : 0; /* what is reclaimed is no part of `used` any more */
    return supply->used.bytes > leaked ? supply->used.bytes - leaked : 0;
}

bool mf_supply_reboot_is_idle(const struct mf_supply *supply)
{
    return mf_supply_may_leak(supply) && idle_use(supply) > 0 && !supply->asked_inside;
}

uint64_t mf_supply_used_after_reboot(const struct mf_supply *supply)
{
    uint64_t used = idle_use(supply);
    if (!mf_supply_reboot_is_idle(supply))
        return mf_supply_used_again(supply);
    for (size_t i = 0; i < supply->process_count; i++) {
        if (supply->processes[i].life == MF_LIFE_RUNS)
            used += supply->processes[i].bytes; /* parts of one pool: addresses bound their sum */
    }
    return used;
}

struct mf_amount mf_supply_leaked(const struct mf_supply *supply)
{
    bool measured = supply->owner_count > 0 || supply->holes_known;
    bool live = mf_supply_is_read(supply);
    bool told = supply->leaked_bytes > 0 || supply->doubtful_bytes == 0;
    return (struct mf_amount){live && measured && told, supply->leaked_bytes};
}

struct mf_amount mf_supply_reclaimed(const struct mf_supply *supply)
{
    return (struct mf_amount){supply->used.known, supply->reclaimed_bytes};
}

bool mf_supply_add_block(struct mf_arena *arena, struct mf_supply *supply,
                         struct mf_pool_block block, struct mf_error *error)
{
    if (supply->block_count >= MF_POOL_BLOCKS_MAX)
        return true; /* then the blocks do not add up, and the holes stay unknown */
    struct mf_pool_block *blocks = mf_arena_grow(arena, supply->blocks, supply->block_count,
                                                 &supply->block_capacity, sizeof *blocks);
    if (!blocks)
        return mf_fail_memory(error);
    supply->blocks = blocks;
    supply->blocks[supply->block_count++] = block;
    return true;
}

bool mf_supply_add_hole(struct mf_arena *arena, struct mf_supply *supply, struct mf_hole hole,
                        struct mf_error *error)
{
    struct mf_hole *holes = mf_arena_grow(arena, supply->holes, supply->hole_count,
                                          &supply->hole_capacity, sizeof *holes);
    if (!holes)
        return mf_fail_memory(error);
    supply->holes = holes;
    supply->holes[supply->hole_count++] = hole;
    return true;
}

static int by_start(const void *a, const void *b)
{
    const struct mf_pool_block *left = a;
    const struct mf_pool_block *right = b;
    return left->start < right->start ? -1 : left->start > right->start;
}

void mf_supply_sort_blocks(struct mf_supply *supply)
{
    if (supply->block_count > 0)
        qsort(supply->blocks, supply->block_count, sizeof *supply->blocks, by_start);
}

/* Do the blocks that start in [start, end) follow each other without overlap, up to the end? */
static bool is_whole(const struct mf_supply *supply, uint64_t start, uint64_t end, size_t *inside)
{
    uint64_t at = start;
    *inside = 0;
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        if (block->start < start || block->start >= end)
            continue;
        if (block->start < at || !mf_inside(block->start - start, block->bytes, end - start))
            return false;
        at = block->start + block->bytes;
        (*inside)++;
    }
    return true;
}

bool mf_supply_add_gaps(struct mf_arena *arena, struct mf_supply *supply, uint64_t start,
                        uint64_t end, bool *whole, size_t *inside, struct mf_error *error)
{
    uint64_t at = start;
    *whole = is_whole(supply, start, end, inside);
    if (!*whole)
        return true;
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        if (block->start < start || block->start >= end)
            continue;
        if (block->start > at &&
            !mf_supply_add_hole(arena, supply, (struct mf_hole){at, block->start - at}, error))
            return false;
        at = block->start + block->bytes;
    }
    return at == end || mf_supply_add_hole(arena, supply, (struct mf_hole){at, end - at}, error);
}

static int by_name(const void *a, const void *b)
{
    const struct mf_pool_block *left = a;
    const struct mf_pool_block *right = b;
    return strcmp(left->name, right->name);
}

static int largest_first(const void *a, const void *b)
{
    const struct mf_owner *left = a;
    const struct mf_owner *right = b;
    if (left->bytes != right->bytes)
        return left->bytes < right->bytes ? 1 : -1;
    return strcmp(left->name, right->name);
}

bool mf_supply_group_owners(struct mf_arena *arena, struct mf_supply *supply,
                            struct mf_error *error)
{
    size_t count = supply->block_count;
    if (count == 0)
        return true;
    struct mf_pool_block *sorted = mf_arena_take(arena, count * sizeof *sorted);
    supply->owners = mf_arena_take(arena, count * sizeof *supply->owners);
    if (!sorted || !supply->owners)
        return mf_fail_memory(error);
    memcpy(sorted, supply->blocks, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_name);
    for (size_t i = 0; i < count; i++) {
        struct mf_owner *last = &supply->owners[supply->owner_count - (supply->owner_count > 0)];
        if (supply->owner_count == 0 || strcmp(last->name, sorted[i].name) != 0) {
            last = &supply->owners[supply->owner_count++];
            last->name = sorted[i].name;
        }
        last->bytes += sorted[i].bytes; /* blocks of one pool: addresses bound their sum */
        last->blocks++;
        if (sorted[i].bytes > last->largest)
            last->largest = sorted[i].bytes;
    }
    qsort(supply->owners, supply->owner_count, sizeof *supply->owners, largest_first);
    return true;
}

void mf_supply_finish_holes(struct mf_supply *supply)
{
    supply->holes_known = true;
    supply->largest_hole = (struct mf_amount){true, 0};
    for (size_t i = 0; i < supply->hole_count; i++) {
        if (supply->holes[i].bytes > supply->largest_hole.bytes)
            supply->largest_hole.bytes = supply->holes[i].bytes;
    }
}
