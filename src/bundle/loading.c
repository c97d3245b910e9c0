// SPDX-License-Identifier: MIT
#include "loading.h"

#include "../core/checked.h"
#include "loader.h"

static bool load_file(struct mf_loader *loader)
{
    struct mf_model made;
    if (!mf_runner_blocks(loader->arena, loader->opened, &loader->run, &made, loader->error))
        return false;
    loader->model->blocks = made.blocks;
    return mf_note_first_program(loader, loader->opened) &&
           mf_check_npu_mode(loader, loader->opened, false);
}

/* A copy of the file is held until its owner's tensors are allocated. */
static bool find_peak(const struct mf_block_list *blocks, uint64_t *peak)
{
    uint64_t held = 0;
    uint64_t copy = 0;
    *peak = 0;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        uint64_t pages;
        uint64_t now;
        if (block->pool != MF_POOL_NPU)
            continue;
        if (block->transient || block->phase == MF_PHASE_RUN)
            copy = 0;
        if (!mf_block_pages(block, &pages) ||
            !mf_accumulate(block->transient ? &copy : &held, pages) || !mf_add(held, copy, &now))
            return false;
        if (now > *peak)
            *peak = now;
    }
    return true;
}

static bool finish(struct mf_loader *loader)
{
    const struct mf_block_list *blocks = &loader->model->blocks;
    uint64_t user;
    if (!find_peak(blocks, &loader->decided->peak_bytes))
        return mf_fail_overflow(loader->error, loader->model->owner);
    return mf_blocks_sum(blocks, MF_POOL_USER, &user, loader->error);
}

bool mf_load(struct mf_arena *arena, const struct mf_model *opened, const struct mf_loading *how,
             struct mf_model *loaded, struct mf_error *error)
{
    struct mf_loaded *decided = mf_arena_take(arena, sizeof *decided);
    if (!decided)
        return mf_fail_memory(error);
    if (opened->loaded)
        opened = opened->loaded->opened;
    decided->opened = opened;
    decided->how = *how;
    *loaded = *opened;
    loaded->loaded = decided;
    loaded->findings = (struct mf_finding_list){0};
    loaded->blocks = (struct mf_block_list){0};
    struct mf_loader loader = {.arena = arena,
                               .opened = opened,
                               .bundle = opened->bundle,
                               .how = how,
                               .decided = decided,
                               .model = loaded,
                               .error = error};
    return mf_findings_copy(arena, &loaded->findings, &opened->findings, error) &&
           mf_decide(&loader) && (opened->bundle ? mf_load_bundle(&loader) : load_file(&loader)) &&
           finish(&loader);
}

bool mf_any_by_maixcdk(struct mf_model *const *models, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (models[i]->loaded && models[i]->loaded->by_maixcdk)
            return true;
    }
    return false;
}
