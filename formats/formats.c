// SPDX-License-Identifier: MIT
/* From bytes to a model: picks the format and reads it within bounds. */
#include "format.h"

#include "../src/core/magic.h"
#include "../src/core/path.h"

/* A faint bid needs the suffix, and bytes that nothing else begins with. */
static enum mf_bid bid_of(const struct mf_format *format, const uint8_t *head, size_t length,
                          const char *path)
{
    enum mf_bid bid = format->bid(head, length);
    if (bid != MF_BID_FAINT)
        return bid;
    bool is_other = mf_magic_find(head, length) || mf_foreign_model_find(head, length);
    return mf_ends_with(path, format->suffix) && !is_other ? bid : MF_BID_NONE;
}

/* The highest bid wins; among equal ones, the format whose suffix the name has. */
static const struct mf_format *choose(const uint8_t *head, size_t length, const char *path)
{
    const struct mf_format *best = NULL;
    enum mf_bid best_bid = MF_BID_NONE;
    for (size_t i = 0; mf_formats[i]; i++) {
        enum mf_bid bid = bid_of(mf_formats[i], head, length, path);
        bool wins = bid > best_bid || (bid == best_bid && bid != MF_BID_NONE &&
                                       mf_ends_with(path, mf_formats[i]->suffix));
        if (!wins)
            continue;
        best = mf_formats[i];
        best_bid = bid;
    }
    return best;
}

enum mf_bid mf_model_bid(const uint8_t *head, size_t length)
{
    const struct mf_format *format = choose(head, length, "");
    return format ? format->bid(head, length) : MF_BID_NONE;
}

/* A small file can ask for much memory by naming one thing thousands of times; real models take far
 * less. What the model keeps and what reading it needs are each bounded. */
static bool read_bounded(struct mf_arena *arena, const struct mf_format *format,
                         const struct mf_view *view, struct mf_model *model, struct mf_error *error)
{
    size_t limit = arena->limit;
    struct mf_arena scratch = {.limit = MF_MODEL_MEMORY_MAX};
    if (limit == 0 || arena->taken + MF_MODEL_MEMORY_MAX < limit)
        arena->limit = arena->taken + MF_MODEL_MEMORY_MAX;
    bool ok = format->read(arena, &scratch, view, model, error);
    bool own_limit = arena->limit != limit && arena->taken + MF_MODEL_MEMORY_MAX / 2 > arena->limit;
    bool exhausted = own_limit || scratch.taken > MF_MODEL_MEMORY_MAX / 2;
    arena->limit = limit;
    mf_arena_free(&scratch);
    if (!ok && error->reason == MF_NO_MEMORY && exhausted)
        return mf_fail(error, MF_LIMIT,
                       _("takes more than %zu MiB of memory to read, far more than any real model "
                         "(damaged?)"),
                       MF_MODEL_MEMORY_MAX / (size_t)MF_MIB);
    return ok;
}

/* What is known only at the end of the file. */
static bool finish(struct mf_arena *arena, struct mf_source *source, struct mf_model *model,
                   struct mf_error *error)
{
    uint64_t sum;
    const char *file_source = model->traits->file_source;
    if (!mf_source_finish(source, &model->file_bytes, error))
        return false;
    struct mf_block file = {.name = _("file"),
                            .source = file_source ? _(file_source) : NULL,
                            .bytes = model->file_bytes,
                            .pool = MF_POOL_USER,
                            .phase = MF_PHASE_LOAD,
                            .certainty = MF_DERIVED};
    if (file_source && !mf_model_add_block(arena, model, file, error))
        return false;
    return mf_blocks_sum(&model->blocks, MF_POOL_NPU, &sum, error) &&
           mf_blocks_sum(&model->blocks, MF_POOL_USER, &sum, error);
}

bool mf_model_read(struct mf_arena *arena, struct mf_source *source, const char *path,
                   struct mf_model *model, struct mf_error *error)
{
    uint8_t head[MF_HEAD_BYTES];
    struct mf_view view = mf_view_all(source);
    size_t length;
    *model = (struct mf_model){0};
    model->path = mf_arena_string(arena, path);
    if (!model->path)
        return mf_fail_memory(error);
    model->owner = mf_base_name(model->path);
    if (!mf_view_head(&view, head, sizeof head, &length, error))
        return false;
    uint64_t size = source->open_ended && length < sizeof head ? length : view.size;
    if (!mf_foreign_check(head, length, size, error))
        return false;
    const struct mf_format *format = choose(head, length, path);
    if (!format)
        return mf_foreign_explain(head, length, size, path, error);
    model->traits = &format->traits;
    model->format = format->traits.format;
    return read_bounded(arena, format, &view, model, error) && finish(arena, source, model, error);
}
