// SPDX-License-Identifier: MIT
/* The table of blocks, and what the board has. */
#include <stdio.h>

#include "layout.h"

#define FOLD_ABOVE   ((size_t)8)
#define OWNERS_SHOWN ((size_t)5)

/* Blocks of one owner stand together. */
struct group {
    size_t first;
    size_t end;
    uint64_t bytes;
    uint64_t run_bytes;
    size_t run_count;
    enum mf_certainty run_certainty;
};

static bool counts(const struct mf_block *block)
{
    return block->pool == MF_POOL_NPU;
}

static struct group next_group(const struct mf_block_list *blocks, size_t first)
{
    struct group group = {.first = first, .end = first};
    const char *owner = blocks->items[first].owner; /* by its pointer: names may be alike */
    for (; group.end < blocks->count && blocks->items[group.end].owner == owner; group.end++) {
        const struct mf_block *block = &blocks->items[group.end];
        uint64_t pages;
        if (!counts(block) || !mf_block_pages(block, &pages))
            continue;
        group.bytes += pages; /* the demand was summed without overflow */
        if (block->phase != MF_PHASE_RUN)
            continue;
        group.run_bytes += pages;
        group.run_count++;
        if (block->certainty > group.run_certainty)
            group.run_certainty = block->certainty;
    }
    return group;
}

/* Layers stand together: one row for all of them, with the smallest and the largest. */
struct layers {
    size_t end;
    uint64_t bytes;
    uint64_t smallest;
    uint64_t largest;
    size_t count;
    const char *first; /* the file of the first */
};

static struct layers gather_layers(const struct mf_block_list *blocks, size_t first)
{
    struct layers layers = {
        .end = first, .smallest = UINT64_MAX, .first = blocks->items[first].owner};
    while (layers.end < blocks->count && blocks->items[layers.end].fold == MF_FOLD_LAYER) {
        struct group group = next_group(blocks, layers.end);
        layers.bytes += group.bytes;
        layers.smallest = group.bytes < layers.smallest ? group.bytes : layers.smallest;
        layers.largest = group.bytes > layers.largest ? group.bytes : layers.largest;
        layers.count++;
        layers.end = group.end;
    }
    return layers;
}

static void put_layers(struct mf_text *out, const struct layers *layers)
{
    char name[96];
    char each[96];
    unsigned long long smallest = layers->smallest / MF_KIB;
    unsigned long long largest = layers->largest / MF_KIB;
    snprintf(name, sizeof name, layers->count == 1 ? _("%zu layer: %s") : _("%zu layers: %s …"),
             layers->count, layers->first);
    if (layers->count == 1)
        snprintf(each, sizeof each, "%s", _("-v lists its blocks"));
    else if (smallest == largest)
        snprintf(each, sizeof each, _("%llu KiB each; -v lists them"), smallest);
    else
        snprintf(each, sizeof each, _("%llu to %llu KiB each; -v lists them"), smallest, largest);
    mf_put_row(out, 0, name, &layers->bytes, _(mf_certainty_word(MF_DERIVED)), each);
}

/* The weakest certainty of what is counted for an owner. */
static enum mf_certainty certainty_of(const struct mf_block_list *blocks, const struct group *group)
{
    enum mf_certainty weakest = MF_EXACT;
    for (size_t i = group->first; i < group->end; i++) {
        if (counts(&blocks->items[i]) && blocks->items[i].certainty > weakest)
            weakest = blocks->items[i].certainty;
    }
    return weakest;
}

static void put_file(struct mf_text *out, const struct mf_block_list *blocks,
                     const struct group *group)
{
    mf_put_row(out, 0, blocks->items[group->first].owner, &group->bytes,
               _(mf_certainty_word(certainty_of(blocks, group))),
               _("weights, code, workspace, tensors; -v lists them"));
}

static void put_group(struct mf_text *out, const struct mf_block_list *blocks,
                      const struct group *group, bool verbose)
{
    bool fold = !verbose && group->run_count > FOLD_ABOVE;
    mf_put_row(out, 0, blocks->items[group->first].owner, &group->bytes, NULL, NULL);
    for (size_t i = group->first; i < group->end; i++) {
        const struct mf_block *block = &blocks->items[i];
        uint64_t pages;
        if (!counts(block) || !mf_block_pages(block, &pages) ||
            (fold && block->phase == MF_PHASE_RUN))
            continue;
        mf_put_row(out, 2, block->name, &pages, _(mf_certainty_word(block->certainty)),
                   block->source);
    }
    if (!fold)
        return;
    char name[64];
    snprintf(name, sizeof name, _("%zu tensors"), group->run_count);
    mf_put_row(out, 2, name, &group->run_bytes, _(mf_certainty_word(group->run_certainty)),
               _("each in whole pages; -v lists them"));
}

void mf_put_user_blocks(struct mf_text *out, const struct mf_block_list *blocks)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_text text = {0};
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        if (block->pool != MF_POOL_USER || block->phase != MF_PHASE_RUN)
            continue;
        mf_text_format(&text, _("%s of %s: %s (%s)"), block->name, block->owner,
                       mf_size_text(block->bytes, size), _(mf_certainty_word(block->certainty)));
        mf_put_fact(out, "", text.bytes ? text.bytes : "");
        mf_text_end(&text, out);
    }
}

void mf_put_blocks(struct mf_text *out, const struct mf_block_list *blocks, bool verbose)
{
    mf_put_row_title(out, _("Needed, in whole pages"));
    for (size_t i = 0; i < blocks->count;) {
        struct group group = next_group(blocks, i);
        enum mf_fold fold = verbose ? MF_FOLD_NONE : blocks->items[i].fold;
        i = group.end;
        if (fold == MF_FOLD_LAYER) {
            struct layers layers = gather_layers(blocks, group.first);
            put_layers(out, &layers);
            i = layers.end;
        } else if (fold == MF_FOLD_FILE && group.bytes > 0) {
            put_file(out, blocks, &group);
        } else if (group.bytes > 0) {
            put_group(out, blocks, &group, verbose);
        }
    }
}

static const char *amount_text(const struct mf_amount *amount, char out[MF_SIZE_TEXT_MAX])
{
    return amount->known ? mf_size_text(amount->bytes, out) : _("unknown");
}

static void put_origin(const struct mf_supply *supply, struct mf_text *text)
{
    const char *id = supply->device ? supply->device->id : _("an unknown board");
    if (supply->problem != MF_OK && supply->probe_path) {
        mf_text_format(text, _("%s; %s does not tell"), id, supply->probe_path);
        return;
    }
    switch (supply->origin) {
    case MF_ORIGIN_LIVE:
        mf_text_format(text, _("%s, read live from %s"), id, supply->probe_path);
        break;
    case MF_ORIGIN_SYSROOT:
        mf_text_format(text, _("%s, read from %s"), id, supply->probe_path);
        break;
    case MF_ORIGIN_PROFILE:
        mf_text_format(text, _("%s, from its profile: nothing was measured"), id);
        break;
    case MF_ORIGIN_OPTION:
        mf_text_format(text, _("%s, with the size that was given"), id);
        break;
    case MF_ORIGIN_NONE:
        mf_text_add(text, _("unknown"));
        break;
    }
}

static void put_owners(struct mf_text *out, const struct mf_supply *supply)
{
    struct mf_text text = {0};
    char size[MF_SIZE_TEXT_MAX];
    for (size_t i = 0; i < supply->owner_count && i < OWNERS_SHOWN; i++) {
        const char *name = supply->owners[i].name;
        mf_text_format(&text, "%s%s %s", i == 0 ? "" : ", ", name[0] != '\0' ? name : "?",
                       mf_size_text(supply->owners[i].bytes, size));
    }
    if (supply->owner_count > OWNERS_SHOWN)
        mf_text_add(&text, ", …");
    if (text.length > 0)
        mf_put_fact(out, _("in use by"), text.bytes);
    mf_text_end(&text, out);
}

void mf_put_supply(struct mf_text *out, const struct mf_supply *supply)
{
    struct mf_text text = {0};
    char total[MF_SIZE_TEXT_MAX];
    char used[MF_SIZE_TEXT_MAX];
    put_origin(supply, &text);
    mf_put_fact(out, _("board"), text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
    mf_text_format(&text, _("%s in all, %s in use"), amount_text(&supply->total, total),
                   amount_text(&supply->used, used));
    mf_put_fact(out, supply->kind == MF_KIND_UNKNOWN ? _("pool") : mf_kind_title(supply->kind),
                text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
    put_owners(out, supply);
}
