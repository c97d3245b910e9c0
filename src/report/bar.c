// SPDX-License-Identifier: MIT
#include "bar.h"

#include <string.h>

#include "../core/checked.h"
#include "../fit/fit.h"

#define OWNERS_OF_VERDICT ((size_t)2)
#define OWNERS_OF_SUPPLY  ((size_t)8)

struct drawing {
    struct mf_arena *arena;
    struct mf_bar *bar;
};

static size_t add_entry(struct mf_bar *bar, enum mf_bar_kind kind, const char *name, uint64_t bytes)
{
    bar->entries[bar->entry_count] = (struct mf_bar_entry){kind, 0, name, bytes};
    return bar->entry_count++;
}

/* Neighboring blocks of one owner are one piece; holes never touch but where partitions do. */
static bool add_piece(const struct drawing *drawing, size_t entry, uint64_t bytes)
{
    struct mf_bar *bar = drawing->bar;
    bool is_free = bar->entries[entry].kind == MF_BAR_FREE;
    if (bytes == 0)
        return true;
    if (!is_free && bar->piece_count > 0 && bar->pieces[bar->piece_count - 1].entry == entry) {
        bar->pieces[bar->piece_count - 1].bytes += bytes; /* parts of a pool */
        return true;
    }
    struct mf_bar_piece *pieces = mf_arena_grow(drawing->arena, bar->pieces, bar->piece_count,
                                                &bar->piece_capacity, sizeof *pieces);
    if (!pieces)
        return false;
    bar->pieces = pieces;
    bar->pieces[bar->piece_count++] = (struct mf_bar_piece){entry, bytes};
    return true;
}

static bool add_part(const struct drawing *drawing, enum mf_bar_kind kind, const char *name,
                     uint64_t bytes)
{
    return bytes == 0 || add_piece(drawing, add_entry(drawing->bar, kind, name, bytes), bytes);
}

static uint64_t in_use(const struct mf_supply *supply)
{
    bool known = supply->total.known && supply->free.known;
    return known && supply->total.bytes > supply->free.bytes
               ? supply->total.bytes - supply->free.bytes
               : 0;
}

/* Entries of the largest owners, and one for all others. False where they do not add up. */
static bool add_owners(struct mf_bar *bar, const struct mf_supply *supply, size_t most)
{
    uint64_t sum = 0;
    uint64_t others = 0;
    for (size_t i = 0; i < supply->owner_count; i++) {
        if (!mf_accumulate(&sum, supply->owners[i].bytes))
            return false;
    }
    if (sum == 0 || sum != in_use(supply))
        return false;
    if (supply->owner_count == most + 1)
        most++;
    for (size_t i = 0; i < supply->owner_count; i++) {
        const struct mf_owner *owner = &supply->owners[i];
        if (i >= most) {
            others += owner->bytes; /* part of the sum */
            continue;
        }
        size_t entry =
            add_entry(bar, MF_BAR_OWNER, owner->name[0] != '\0' ? owner->name : "?", owner->bytes);
        bar->entries[entry].rank = i;
    }
    if (others > 0)
        add_entry(bar, MF_BAR_OTHERS, _("others"), others);
    return true;
}

static bool add_use(const struct drawing *drawing, const struct mf_supply *supply, size_t most)
{
    struct mf_bar *bar = drawing->bar;
    if (!add_owners(bar, supply, most))
        return add_part(drawing, MF_BAR_OTHERS,
                        supply->origin == MF_ORIGIN_OPTION ? _("not free") : _("in use"),
                        in_use(supply));
    for (size_t i = 0; i < bar->entry_count; i++) {
        if (!add_piece(drawing, i, bar->entries[i].bytes))
            return false;
    }
    return true;
}

static uint64_t pool_pages(const struct mf_block_list *blocks)
{
    uint64_t sum = 0;
    uint64_t pages;
    for (size_t i = 0; i < blocks->count; i++) {
        if (blocks->items[i].pool == MF_POOL_NPU && mf_block_pages(&blocks->items[i], &pages))
            mf_accumulate(&sum, pages);
    }
    return sum;
}

static uint64_t part_bytes(const struct mf_result *result, const char *name)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < result->pipelines.count; i++) {
        const struct mf_pipeline *part = &result->pipelines.items[i];
        if (strcmp(part->name, name) == 0)
            sum += pool_pages(&part->blocks); /* parts of the need, which was summed */
    }
    return sum;
}

static const char *models_name(const struct mf_result *result)
{
    return result->model_count == 1 ? result->models[0]->owner : _("models");
}

/* What the app will take, its models last. */
static bool add_need(const struct drawing *drawing, const struct mf_result *result)
{
    static const struct {
        enum mf_bar_kind kind;
        const char *part;
        const char *other;
        const char *title;
    } parts[] = {
        {MF_BAR_POOLS, "program", "", N_("app pools")},
        {MF_BAR_CAMERA, "sensor", "camera", N_("camera")},
        {MF_BAR_DISPLAY, "display", "", N_("display")},
        {MF_BAR_ENCODER, "encoder", "", N_("encoder")},
        {MF_BAR_DECODER, "decoder", "", N_("decoder")},
        {MF_BAR_AUDIO, "audio", "", N_("audio")},
    };
    uint64_t models = result->demand.npu_bytes;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        uint64_t bytes = part_bytes(result, parts[i].part) + part_bytes(result, parts[i].other);
        if (!add_part(drawing, parts[i].kind, _(parts[i].title), bytes))
            return false;
        models -= bytes < models ? bytes : models;
    }
    return add_part(drawing, MF_BAR_MODELS, models_name(result), models);
}

static uint64_t sum_pieces(const struct mf_bar *bar)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < bar->piece_count; i++)
        sum += bar->pieces[i].bytes;
    return sum;
}

/* Cuts off what stands behind the pool's end. */
static bool cut(const struct drawing *drawing, uint64_t over)
{
    struct mf_bar *bar = drawing->bar;
    bar->over = over;
    while (over > 0 && bar->piece_count > 0) {
        struct mf_bar_piece *last = &bar->pieces[bar->piece_count - 1];
        uint64_t gone = last->bytes < over ? last->bytes : over;
        last->bytes -= gone;
        over -= gone;
        bar->piece_count -= last->bytes == 0;
    }
    return add_part(drawing, MF_BAR_OVER, _("too much"), bar->over);
}

/* Where the holes are unknown, what is not in use is a bound. */
static const char *free_title(const struct mf_supply *supply)
{
    return supply->holes_known ? _("free") : _("free at most");
}

static bool by_sums(const struct drawing *drawing, const struct mf_result *result)
{
    const struct mf_supply *supply = &result->supply;
    struct mf_bar *bar = drawing->bar;
    if (supply->total.known)
        bar->inside = supply->total.bytes;
    else if (supply->free.known)
        bar->inside = supply->free.bytes;
    if (!add_use(drawing, supply, OWNERS_OF_VERDICT) || !add_need(drawing, result))
        return false;
    uint64_t held = sum_pieces(bar);
    if (bar->inside == 0)
        return true;
    if (held > bar->inside)
        return cut(drawing, held - bar->inside);
    return supply->free.known
               ? add_part(drawing, MF_BAR_FREE, free_title(supply), bar->inside - held)
               : add_part(drawing, MF_BAR_UNKNOWN, _("in use or free"), bar->inside - held);
}

static size_t entry_of(const struct mf_bar *bar, const char *owner)
{
    const char *name = owner[0] != '\0' ? owner : "?";
    size_t i = 0;
    while (i + 1 < bar->entry_count &&
           (bar->entries[i].kind != MF_BAR_OWNER || strcmp(bar->entries[i].name, name) != 0))
        i++;
    return i; /* else the last: all others */
}

/* Blocks and holes as they follow each other. */
static bool by_address(const struct drawing *drawing, const struct mf_supply *supply)
{
    struct mf_bar *bar = drawing->bar;
    size_t hole = 0;
    size_t owners = bar->entry_count;
    size_t free = add_entry(bar, MF_BAR_FREE, _("free"), supply->free.bytes);
    bar->by_address = true;
    bar->entry_count = owners;
    for (size_t block = 0; block < supply->block_count || hole < supply->hole_count;) {
        bool is_hole =
            block == supply->block_count ||
            (hole < supply->hole_count && supply->holes[hole].start < supply->blocks[block].start);
        if (is_hole && supply->holes[hole].bytes == supply->largest_hole.bytes &&
            bar->marker_start == 0)
            bar->marker_start = sum_pieces(bar);
        bool ok = is_hole ? add_piece(drawing, free, supply->holes[hole].bytes)
                          : add_piece(drawing, entry_of(bar, supply->blocks[block].name),
                                      supply->blocks[block].bytes);
        hole += is_hole;
        block += !is_hole;
        if (!ok)
            return false;
    }
    bar->entry_count += supply->free.bytes > 0;
    bar->inside = sum_pieces(bar);
    return true;
}

/* Are all blocks and holes known, so that their places can be shown? */
static bool has_places(const struct mf_supply *supply)
{
    return supply->holes_known && supply->block_count > 0 && supply->free.known &&
           supply->total.known && supply->origin != MF_ORIGIN_OPTION;
}

static bool is_split(const struct mf_result *result)
{
    return mf_is_about_holes(result->reason) && has_places(&result->supply);
}

size_t mf_bar_free(const struct mf_bar *bar)
{
    size_t i = 0;
    while (i + 1 < bar->entry_count && bar->entries[i].kind != MF_BAR_FREE)
        i++;
    return i;
}

bool mf_bar_of_verdict(struct mf_arena *arena, const struct mf_result *result, struct mf_bar *bar)
{
    struct drawing drawing = {arena, bar};
    *bar = (struct mf_bar){.inside = 0};
    if (!is_split(result) || !add_owners(bar, &result->supply, OWNERS_OF_SUPPLY)) {
        *bar = (struct mf_bar){.inside = 0};
        return by_sums(&drawing, result);
    }
    const struct mf_block *block = result->placement.unplaced;
    if (!by_address(&drawing, &result->supply))
        return false;
    if (!block || !mf_block_pages(block, &bar->marker))
        return true;
    add_entry(bar, MF_BAR_OVER, block->name, bar->marker);
    return true;
}

bool mf_bar_of_supply(struct mf_arena *arena, const struct mf_supply *supply, struct mf_bar *bar)
{
    struct drawing drawing = {arena, bar};
    *bar = (struct mf_bar){.inside = 0};
    if (has_places(supply) && add_owners(bar, supply, OWNERS_OF_SUPPLY))
        return by_address(&drawing, supply);
    *bar = (struct mf_bar){.inside = supply->total.known ? supply->total.bytes : 0};
    if (!supply->total.known)
        return true;
    if (!supply->free.known)
        return add_part(&drawing, MF_BAR_UNKNOWN, _("in use or free"), bar->inside);
    return add_use(&drawing, supply, OWNERS_OF_SUPPLY) &&
           add_part(&drawing, MF_BAR_FREE, free_title(supply), supply->free.bytes);
}
