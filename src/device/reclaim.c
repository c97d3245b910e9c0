// SPDX-License-Identifier: MIT
/* What MaixCDK takes back when a program of it starts: buffers of the camera that a program left
 * which has ended (docs/memory.md, "What a program leaves behind"). */
#include <string.h>

#include "supply.h"

static const char *const names[] = {"VI_DMA_BUF", "ISP_SHARED_BUFFER_0"};

#define NAME_COUNT (sizeof names / sizeof names[0])

/* Which of the names a block has; NAME_COUNT: none. */
static size_t name_of(const struct mf_pool_block *block)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (strcmp(block->name, names[i]) == 0)
            return i;
    }
    return NAME_COUNT;
}

/* How many blocks of each name there are; the largest of these numbers is returned: so many
 * programs may have left them. */
static size_t count_names(const struct mf_supply *supply, size_t counts[NAME_COUNT])
{
    size_t most = 0;
    memset(counts, 0, NAME_COUNT * sizeof *counts);
    for (size_t i = 0; i < supply->block_count; i++) {
        size_t name = name_of(&supply->blocks[i]);
        if (name < NAME_COUNT && ++counts[name] > most)
            most = counts[name];
    }
    return most;
}

/* All are freed but those of the generation `kept`, which may be alive. */
static void mark(const struct mf_supply *supply, const size_t counts[NAME_COUNT], size_t kept,
                 bool *freed)
{
    size_t seen[NAME_COUNT] = {0};
    for (size_t i = 0; i < supply->block_count; i++) {
        size_t name = name_of(&supply->blocks[i]);
        freed[i] = false;
        if (name == NAME_COUNT)
            continue;
        size_t spared = kept < counts[name] ? kept : counts[name] - 1;
        freed[i] = seen[name]++ != spared;
    }
}

/* What is free once all but the generation `kept` are freed. */
struct room {
    uint64_t free;
    uint64_t largest_hole;
};

static bool is_less(const struct room *one, const struct room *other)
{
    return one->free != other->free ? one->free < other->free
                                    : one->largest_hole < other->largest_hole;
}

static bool measure(const struct mf_supply *supply, size_t kept, struct room *room,
                    struct mf_error *error)
{
    struct mf_arena scratch = {0};
    struct mf_supply after = *supply;
    bool ok = mf_supply_reclaim_but(&scratch, supply, kept, &after, error);
    if (ok)
        *room = (struct room){after.free.bytes, after.largest_hole.bytes};
    mf_arena_free(&scratch);
    return ok;
}

size_t mf_supply_reclaim_choices(const struct mf_supply *supply)
{
    size_t counts[NAME_COUNT];
    size_t generations = count_names(supply, counts);
    bool read = mf_supply_is_read(supply);
    bool known = supply->kind == MF_KIND_ION && supply->total.known && supply->used.known;
    return read && known && generations >= 2 && generations <= MF_GENERATIONS_MAX ? generations : 0;
}

bool mf_supply_reclaim_but(struct mf_arena *arena, const struct mf_supply *supply, size_t kept,
                           struct mf_supply *after, struct mf_error *error)
{
    size_t counts[NAME_COUNT];
    bool *freed = mf_arena_take(arena, supply->block_count * sizeof *freed);
    if (!freed)
        return mf_fail_memory(error);
    count_names(supply, counts);
    mark(supply, counts, kept, freed);
    if (!mf_supply_release(arena, supply, freed, after, error))
        return false;
    after->reclaimed_bytes = supply->used.bytes - after->used.bytes;
    return true;
}

bool mf_supply_reclaim(struct mf_arena *arena, const struct mf_supply *supply,
                       struct mf_supply *after, struct mf_error *error)
{
    struct room least = {UINT64_MAX, UINT64_MAX};
    size_t choices = mf_supply_reclaim_choices(supply);
    size_t spared = 0;
    *after = *supply;
    for (size_t kept = 0; kept < choices; kept++) {
        struct room room = {0, 0};
        if (!measure(supply, kept, &room, error))
            return false;
        if (is_less(&room, &least)) {
            least = room;
            spared = kept;
        }
    }
    return choices == 0 || mf_supply_reclaim_but(arena, supply, spared, after, error);
}
