// SPDX-License-Identifier: MIT
/* The question comes from inside the running program: what it holds is in the pool already. */
#include <string.h>

#include "handle.h"

static bool is_frame_pool(const char *name)
{
    return mf_is_frame_pool(name) || strncmp(name, "private_pool_", strlen("private_pool_")) == 0;
}

bool mf_handle_look_inside(struct maixfit *fit, struct mf_supply *supply)
{
    struct mf_pipeline_request *app = &fit->pipelines;
    app->live = NULL;
    app->live_count = 0;
    if (!fit->inside || supply->block_count == 0)
        return true;
    supply->asked_inside = true;
    struct mf_live_block *live = mf_arena_take(&fit->results, supply->block_count * sizeof *live);
    if (!live)
        return mf_fail_memory(&fit->error);
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        live[i] = (struct mf_live_block){block->name, block->bytes, is_frame_pool(block->name)};
    }
    app->live = live;
    app->live_count = supply->block_count;
    return true;
}
