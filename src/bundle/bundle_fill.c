// SPDX-License-Identifier: MIT
/* What a bundle holds at once: the blocks of its files, as the runner makes them. */
#include "../core/checked.h"
#include "bundle.h"

struct filler {
    struct mf_arena *arena;
    const struct mf_bundle *bundle;
    struct mf_model *model;
    struct mf_error *error;
};

static enum mf_fold fold_of(const struct mf_bundle *bundle, const struct mf_bundle_part *part)
{
    if (bundle->layer_count == 0)
        return MF_FOLD_NONE;
    return part->role == MF_ROLE_LAYER ? MF_FOLD_LAYER : MF_FOLD_FILE;
}

static bool add_member(const struct filler *filler, const struct mf_bundle_part *part,
                       uint64_t context)
{
    struct mf_model *model = filler->model;
    struct mf_model *member = mf_arena_take(filler->arena, sizeof *member);
    if (!member)
        return mf_fail_memory(filler->error);
    if (!mf_runner_blocks(filler->arena, part->file, filler->bundle->runner, context, member,
                          filler->error))
        return false;
    model->members[model->member_count++] = member;
    return true;
}

static bool hold(const struct filler *filler, const struct mf_model *member, enum mf_fold fold)
{
    for (size_t i = 0; i < member->blocks.count; i++) {
        struct mf_block block = member->blocks.items[i];
        block.fold = fold;
        if (!mf_blocks_add(filler->arena, &filler->model->blocks, block, filler->error))
            return false;
    }
    return true;
}

/* The layer that takes most; all sums were taken before without overflow. */
static size_t largest_layer(const struct filler *filler)
{
    size_t largest = SIZE_MAX;
    uint64_t most = 0;
    for (size_t i = 0; i < filler->model->member_count; i++) {
        struct mf_error ignored;
        uint64_t bytes;
        if (filler->bundle->parts[i].role == MF_ROLE_LAYER &&
            mf_blocks_sum(&filler->model->members[i]->blocks, MF_POOL_NPU, &bytes, &ignored) &&
            (largest == SIZE_MAX || bytes > most)) {
            largest = i;
            most = bytes;
        }
    }
    return largest;
}

static bool hold_members(const struct filler *filler)
{
    const struct mf_bundle *bundle = filler->bundle;
    size_t only = bundle->dynamic_layers ? largest_layer(filler) : SIZE_MAX;
    for (size_t i = 0; i < bundle->part_count; i++) {
        const struct mf_bundle_part *part = &bundle->parts[i];
        if (part->role == MF_ROLE_LAYER && bundle->dynamic_layers && i != only)
            continue;
        if (!hold(filler, filler->model->members[i], fold_of(bundle, part)))
            return false;
    }
    for (size_t i = 0; i < bundle->user.count; i++) {
        if (!mf_blocks_add(filler->arena, &filler->model->blocks, bundle->user.items[i],
                           filler->error))
            return false;
    }
    return true;
}

/* StackFlow states its own figure for the whole. The larger of the two counts. */
static bool hold_vendor_rest(const struct filler *filler)
{
    const struct mf_bundle *bundle = filler->bundle;
    struct mf_model *model = filler->model;
    uint64_t ours;
    if (bundle->vendor_bytes == 0)
        return true;
    model->has_vendor_figure = true;
    model->vendor_figure = (struct mf_part){"cmm_size", bundle->vendor_bytes};
    if (!mf_blocks_sum(&model->blocks, MF_POOL_NPU, &ours, filler->error))
        return false;
    if (bundle->is_what_if || ours >= bundle->vendor_bytes)
        return true;
    struct mf_block rest = {.owner = model->owner,
                            .name = _("the rest of cmm_size"),
                            .source = _("the vendor's manifest states more than the files need; "
                                        "the larger figure counts"),
                            .bytes = bundle->vendor_bytes - ours,
                            .pool = MF_POOL_NPU,
                            .phase = MF_PHASE_RUN,
                            .certainty = MF_MEASURED,
                            .spread = true};
    return mf_blocks_add(filler->arena, &model->blocks, rest, filler->error);
}

bool mf_bundle_fill(struct mf_arena *arena, const struct mf_bundle *bundle, uint64_t context,
                    struct mf_model *model, struct mf_error *error)
{
    struct filler filler = {arena, bundle, model, error};
    bool all = bundle->context_count == 0 || context >= bundle->contexts[bundle->context_count - 1];
    uint64_t sum;
    model->members = mf_arena_take(arena, (bundle->part_count + 1) * sizeof(struct mf_model *));
    model->member_count = 0;
    model->blocks = (struct mf_block_list){0};
    if (!model->members)
        return mf_fail_memory(error);
    for (size_t i = 0; i < bundle->part_count; i++) {
        if (!add_member(&filler, &bundle->parts[i], all ? 0 : context))
            return false;
    }
    return hold_members(&filler) && hold_vendor_rest(&filler) &&
           mf_blocks_sum(&model->blocks, MF_POOL_NPU, &sum, error) &&
           mf_blocks_sum(&model->blocks, MF_POOL_USER, &sum, error);
}
