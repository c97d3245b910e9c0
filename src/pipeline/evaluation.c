// SPDX-License-Identifier: MIT
#include "evaluation.h"

#include "../core/checked.h"

const char *mf_evaluation_board(const struct mf_evaluation *run)
{
    return run->request->board ? run->request->board : run->data->id;
}

bool mf_evaluation_too_large(const struct mf_evaluation *run, const char *what)
{
    return mf_fail(run->error, MF_USAGE, _("%s is too large to be judged"), what);
}

bool mf_evaluation_unknown_format(const struct mf_evaluation *run, const char *name)
{
    return mf_fail_pixel_format(run->error, name, NULL);
}

struct mf_pipeline *mf_evaluation_part(struct mf_evaluation *run, const char *name)
{
    struct mf_pipeline_list *list = run->list;
    struct mf_pipeline *items =
        mf_arena_grow(run->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items) {
        mf_fail_memory(run->error);
        return NULL;
    }
    list->items = items;
    list->items[list->count] = (struct mf_pipeline){.name = name};
    return &list->items[list->count++];
}

bool mf_evaluation_row(struct mf_evaluation *run, struct mf_pipeline *part, const char *owner,
                       const struct mf_row *row, const struct mf_row_subject *subject)
{
    struct mf_row_bytes size;
    if (!mf_row_measure(row, subject, &size))
        return mf_evaluation_too_large(run, _(row->name));
    if (size.bytes == 0)
        return true;
    run->pools += row->driver ? 0 : 1;
    const char *name = _(row->name);
    if (size.count > 1)
        name = mf_arena_format(run->arena, "%llu × %s", (unsigned long long)size.count, name);
    if (!owner || !name)
        return mf_fail_memory(run->error);
    struct mf_block block = {.owner = owner,
                             .name = name,
                             .source = _(size.source),
                             .bytes = size.bytes,
                             .pool = MF_POOL_NPU,
                             .phase = MF_PHASE_RUN,
                             .certainty = size.certainty,
                             .is_frame_pool = !row->driver,
                             .spread = row->spread};
    return mf_blocks_add(run->arena, &part->blocks, block, run->error);
}

bool mf_evaluation_rows(struct mf_evaluation *run, struct mf_pipeline *part, const char *owner,
                        const struct mf_row_list *rows, const struct mf_row_subject *subject)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (run->request->old_stack && !rows->items[i].driver)
            continue;
        if (!mf_evaluation_row(run, part, owner, &rows->items[i], subject))
            return false;
    }
    return true;
}

bool mf_evaluation_setting(struct mf_evaluation *run, const char *name, size_t index,
                           const char *value, bool assumed)
{
    if (index > 0)
        name = mf_arena_format(run->arena, "%s_%zu", name, index + 1);
    return mf_settings_add(run->arena, &run->list->settings,
                           (struct mf_setting){name, value, assumed}, run->error);
}
