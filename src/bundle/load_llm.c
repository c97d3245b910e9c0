// SPDX-License-Identifier: MIT
/* An LLM as its program holds it (docs/bundles.md, "Runners"): layers at once or some at a time,
 * split over cards, more caches for more conversations. */
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "loader.h"

/* The sum over more shape groups than this is doubtful: public logs disagree (docs/bundles.md). */
#define GROUPS_TRUSTED 4U

static enum mf_role role_of(const struct mf_loader *loader, size_t member)
{
    return loader->parts[member]->role;
}

/* The layer whose weights, code and workspace take most. */
static const struct mf_model *largest_layer(const struct mf_loader *loader)
{
    const struct mf_model *largest = NULL;
    uint64_t most = 0;
    for (size_t i = 0; i < loader->model->member_count; i++) {
        const struct mf_model *member = loader->model->members[i];
        uint64_t bytes = 0;
        for (size_t k = 0; k < member->blocks.count; k++) {
            const struct mf_block *block = &member->blocks.items[k];
            uint64_t pages;
            bool ok = block->pool != MF_POOL_NPU || block->phase != MF_PHASE_LOAD ||
                      block->transient ||
                      (mf_block_pages(block, &pages) && mf_accumulate(&bytes, pages));
            if (!ok)
                bytes = UINT64_MAX;
        }
        if (role_of(loader, i) != MF_ROLE_LAYER || (largest && bytes <= most))
            continue;
        largest = member;
        most = bytes;
    }
    return largest;
}

static bool add_block(struct mf_loader *loader, struct mf_block block)
{
    return mf_blocks_add(loader->arena, &loader->model->blocks, block, loader->error);
}

/* The places for the weights of some layers, each as large as the largest layer needs it. A copy of
 * the file matters most while the last of them is filled. */
static bool hold_layer_pool(struct mf_loader *loader)
{
    const struct mf_model *largest = largest_layer(loader);
    unsigned long long count = loader->decided->layer_pool;
    const char *owner = count == 1
                            ? _("one layer at a time")
                            : mf_arena_format(loader->arena, _("%llu layers at a time"), count);
    if (!owner)
        return mf_fail_memory(loader->error);
    for (uint64_t n = 0; largest && n < loader->decided->layer_pool; n++) {
        for (size_t i = 0; i < largest->blocks.count; i++) {
            struct mf_block block = largest->blocks.items[i];
            block.owner = owner;
            block.fold = MF_FOLD_FILE;
            bool early_copy = block.transient && n + 1 < loader->decided->layer_pool;
            if (block.pool == MF_POOL_NPU && block.phase == MF_PHASE_LOAD && !early_copy &&
                !add_block(loader, block))
                return false;
        }
    }
    return true;
}

/* What stays of a layer while others are loaded: its tensors. Its file is read all the same. */
static bool hold_tensors(struct mf_loader *loader, const struct mf_model *layer)
{
    for (size_t i = 0; i < layer->blocks.count; i++) {
        struct mf_block block = layer->blocks.items[i];
        block.fold = MF_FOLD_LAYER;
        if ((block.pool == MF_POOL_USER || block.phase == MF_PHASE_RUN) &&
            !add_block(loader, block))
            return false;
    }
    return true;
}

/* Layers are dealt out in order, the first cards get one more where they do not divide evenly; post
 * goes to the last card, encoders to the first. */
static uint64_t card_of(const struct mf_loader *loader, size_t member)
{
    const struct mf_llm *llm = &loader->bundle->llm;
    uint64_t base = llm->layer_count / llm->cards;
    uint64_t more = llm->layer_count % llm->cards;
    uint64_t layer = 0;
    if (role_of(loader, member) == MF_ROLE_POST)
        return llm->cards - 1;
    if (role_of(loader, member) != MF_ROLE_LAYER)
        return 0;
    for (size_t i = 0; i < member; i++)
        layer += role_of(loader, i) == MF_ROLE_LAYER;
    if (layer < more * (base + 1))
        return layer / (base + 1);
    return more + (layer - more * (base + 1)) / base;
}

/* The card that holds most. */
static bool fullest_card(const struct mf_loader *loader, uint64_t *card)
{
    uint64_t sums[MF_CARDS_MAX] = {0};
    *card = 0;
    for (size_t i = 0; i < loader->model->member_count; i++) {
        uint64_t place = card_of(loader, i);
        uint64_t bytes;
        if (!mf_blocks_sum(&loader->model->members[i]->blocks, MF_POOL_NPU, &bytes, loader->error))
            return false;
        if (!mf_accumulate(&sums[place], bytes))
            return mf_fail_overflow(loader->error, loader->model->owner);
    }
    for (uint64_t i = 1; i < loader->bundle->llm.cards; i++) {
        if (sums[i] > sums[*card])
            *card = i;
    }
    return true;
}

static bool is_split(const struct mf_loader *loader)
{
    const struct mf_llm *llm = &loader->bundle->llm;
    return llm->cards > 1 && llm->cards <= llm->layer_count;
}

static bool is_judged(const struct mf_loader *loader, size_t member, uint64_t card)
{
    return !is_split(loader) || card_of(loader, member) == card;
}

static bool decide_card(struct mf_loader *loader, uint64_t *card)
{
    unsigned long long cards = loader->bundle->llm.cards;
    if (!is_split(loader))
        return true;
    const char *text = mf_arena_format(loader->arena, "%llu", cards);
    return fullest_card(loader, card) && mf_decided(loader, "cards", text, false) &&
           mf_findings_add(loader->arena, &loader->model->findings, MF_NOTE, "cards",
                           loader->model->path, loader->error,
                           _("its layers are split over %llu cards; number %llu holds most and is "
                             "judged"),
                           cards, (unsigned long long)*card + 1);
}

static bool decide_dynamic(struct mf_loader *loader)
{
    const struct mf_llm *llm = &loader->bundle->llm;
    struct mf_loaded *decided = loader->decided;
    bool asked = loader->how->dynamic_layers && decided->can_load_dynamically;
    uint64_t pool = llm->dynamic_pool > 0 ? llm->dynamic_pool : 1;
    bool dynamic = asked || llm->dynamic_layers;
    decided->is_what_if = decided->is_what_if || (asked && !llm->dynamic_layers);
    if (dynamic)
        decided->layer_pool = pool < llm->layer_count ? pool : llm->layer_count;
    if (!dynamic)
        return true;
    const char *text =
        mf_arena_format(loader->arena, "%llu", (unsigned long long)decided->layer_pool);
    return mf_decided(loader, "dynamic_layers", text, !asked && !llm->dynamic_layers);
}

/* Every layer needs caches for more conversations to be possible. */
static bool have_caches(const struct mf_loader *loader)
{
    for (size_t i = 0; i < loader->model->member_count; i++) {
        if (role_of(loader, i) == MF_ROLE_LAYER &&
            mf_runner_cache_bytes(loader->parts[i]->file) == 0)
            return false;
    }
    return true;
}

/* The caches of one more conversation, as those of the first were allocated. */
static bool add_slot(struct mf_loader *loader, size_t member, uint64_t slot)
{
    struct mf_block_list caches = {0};
    bool on_host = loader->bundle->llm.slots_on_host;
    if (!mf_runner_caches(loader->arena, loader->parts[member]->file, &loader->run, &caches,
                          loader->error))
        return false;
    for (size_t i = 0; i < caches.count; i++) {
        struct mf_block block = caches.items[i];
        block.owner = _("caches of more conversations");
        block.name =
            mf_arena_format(loader->arena, _("%s of %s, number %llu"), block.name,
                            loader->model->members[member]->owner, (unsigned long long)slot);
        block.source = on_host ? _("kv_cache_slots; axllm makes fewer where Linux lacks memory")
                               : _("kv_cache_slots; axllm makes fewer where less than 256 MiB "
                                   "would stay free");
        block.pool = on_host ? MF_POOL_USER : MF_POOL_NPU;
        block.certainty = on_host ? MF_ESTIMATE : block.certainty;
        if (!block.name)
            return mf_fail_memory(loader->error);
        if (!add_block(loader, block))
            return false;
    }
    return true;
}

static bool hold_slots(struct mf_loader *loader, uint64_t card)
{
    const struct mf_llm *llm = &loader->bundle->llm;
    if (llm->slots < 2 || loader->run.runner != MF_RUNNER_AXLLM)
        return true;
    if (loader->decided->layer_pool > 0 || !have_caches(loader))
        return mf_loader_note(
            loader, MF_NOTE, "slots-unused",
            _("kv_cache_slots has no effect: it needs a cache in every layer, and "
              "layers that are all loaded"));
    const char *text = mf_arena_format(loader->arena, "%llu", (unsigned long long)llm->slots);
    if (!mf_decided(loader, "kv_cache_slots", text, false))
        return false;
    for (uint64_t slot = llm->slots_on_host ? 1 : 2; slot <= llm->slots; slot++) {
        for (size_t i = 0; i < loader->model->member_count; i++) {
            if (role_of(loader, i) == MF_ROLE_LAYER && is_judged(loader, i, card) &&
                !add_slot(loader, i, slot))
                return false;
        }
    }
    return true;
}

static bool hold_member(struct mf_loader *loader, size_t member)
{
    const struct mf_model *file = loader->model->members[member];
    if (role_of(loader, member) != MF_ROLE_LAYER)
        return mf_hold(loader, file, MF_FOLD_FILE);
    return loader->decided->layer_pool > 0 ? hold_tensors(loader, file)
                                           : mf_hold(loader, file, MF_FOLD_LAYER);
}

/* What the sum of code and workspace is above that of the largest shape group alone. */
static bool find_excess(struct mf_loader *loader, const struct mf_model *member, uint64_t times,
                        uint64_t *excess)
{
    uint64_t sum;
    uint64_t least;
    if (!member || member->group_count <= GROUPS_TRUSTED)
        return true;
    if (!mf_blocks_sum(&member->blocks, MF_POOL_NPU, &sum, loader->error) ||
        !mf_runner_at_least(loader->arena, member, &least, loader->error))
        return false;
    *excess += (sum - least) * times; /* a part of the whole sum */
    return true;
}

static bool note_at_least(struct mf_loader *loader, uint64_t excess)
{
    struct mf_loaded *decided = loader->decided;
    char size[MF_SIZE_TEXT_MAX];
    uint64_t sum;
    if (excess == 0)
        return true;
    if (!mf_blocks_sum(&loader->model->blocks, MF_POOL_NPU, &sum, loader->error))
        return false;
    decided->at_least_bytes = sum - excess;
    return mf_findings_add(
        loader->arena, &loader->model->findings, MF_NOTE, "shape-groups", loader->model->path,
        loader->error,
        _("code and workspace of more than %u shape groups are counted as their sum; if the "
          "runtime holds those of the largest group alone, it takes at least %s"),
        GROUPS_TRUSTED, mf_size_text(decided->at_least_bytes, size));
}

bool mf_hold_llm(struct mf_loader *loader)
{
    struct mf_loaded *decided = loader->decided;
    uint64_t card = 0;
    uint64_t excess = 0;
    if (decided->runner == MF_RUNNER_AXLLM && !loader->run.fixed_caches)
        decided->guard_bytes = loader->bundle->llm.guard_bytes;
    if (!decide_dynamic(loader) || !decide_card(loader, &card))
        return false;
    uint64_t pool = decided->layer_pool;
    if (pool > 0 &&
        (!hold_layer_pool(loader) || !find_excess(loader, largest_layer(loader), pool, &excess)))
        return false;
    for (size_t i = 0; i < loader->model->member_count; i++) {
        bool counts = pool == 0 || role_of(loader, i) != MF_ROLE_LAYER;
        if (!is_judged(loader, i, card))
            continue;
        if (!hold_member(loader, i) ||
            (counts && !find_excess(loader, loader->model->members[i], 1, &excess)))
            return false;
    }
    return hold_slots(loader, card) && note_at_least(loader, excess);
}
