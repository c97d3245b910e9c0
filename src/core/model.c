// SPDX-License-Identifier: MIT
#include "model.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "checked.h"
#include "print.h"
#include "text.h"

const char *mf_pool_word(enum mf_pool pool)
{
    return pool == MF_POOL_NPU ? "npu" : "user";
}

const char *mf_phase_word(enum mf_phase phase)
{
    return phase == MF_PHASE_LOAD ? "load" : "run";
}

const char *mf_certainty_word(enum mf_certainty certainty)
{
    static const char *const words[] = {N_("exact"), N_("derived"), N_("measured"), N_("estimate")};
    return words[certainty];
}

const char *mf_severity_word(enum mf_severity severity)
{
    static const char *const words[] = {N_("error"), N_("warning"), N_("note")};
    return words[severity];
}

const struct mf_finding *mf_finding_of(const struct mf_finding_list *list, const char *code)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].code, code) == 0)
            return &list->items[i];
    }
    return NULL;
}

bool mf_blocks_add(struct mf_arena *arena, struct mf_block_list *list, struct mf_block block,
                   struct mf_error *error)
{
    if (list->count >= MF_BLOCKS_MAX)
        return mf_fail(error, MF_LIMIT, _("asks for more than %u blocks of memory"), MF_BLOCKS_MAX);
    struct mf_block *items =
        mf_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(error);
    list->items = items;
    list->items[list->count++] = block;
    return true;
}

bool mf_blocks_copy(struct mf_arena *arena, struct mf_block_list *list,
                    const struct mf_block_list *from, struct mf_error *error)
{
    for (size_t i = 0; i < from->count; i++) {
        if (!mf_blocks_add(arena, list, from->items[i], error))
            return false;
    }
    return true;
}

bool mf_block_pages(const struct mf_block *block, uint64_t *bytes)
{
    return mf_round_up(block->bytes, MF_PAGE, bytes);
}

bool mf_blocks_sum(const struct mf_block_list *list, enum mf_pool pool, uint64_t *bytes,
                   struct mf_error *error)
{
    *bytes = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint64_t pages;
        if (list->items[i].pool != pool || list->items[i].transient)
            continue;
        if (!mf_block_pages(&list->items[i], &pages) || !mf_accumulate(bytes, pages))
            return mf_fail_overflow(error, list->items[i].owner);
    }
    return true;
}

bool mf_tensors_add(struct mf_arena *arena, struct mf_tensor_list *list, struct mf_tensor tensor,
                    struct mf_error *error)
{
    if (list->count >= MF_TENSORS_MAX)
        return mf_fail(error, MF_LIMIT, _("has more than %u tensors"), MF_TENSORS_MAX);
    struct mf_tensor *items =
        mf_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(error);
    list->items = items;
    list->items[list->count++] = tensor;
    return true;
}

void mf_blocks_rename(struct mf_block_list *blocks, const char *from, const char *to)
{
    for (size_t i = 0; i < blocks->count; i++) {
        if (blocks->items[i].owner == from)
            blocks->items[i].owner = to;
    }
}

void mf_model_rename(struct mf_model *model, const char *owner)
{
    mf_blocks_rename(&model->blocks, model->owner, owner);
    model->owner = owner;
}

bool mf_model_add_group(struct mf_arena *arena, struct mf_model *model, uint32_t batch,
                        struct mf_error *error)
{
    uint32_t *batches = mf_arena_grow(arena, model->batches, model->group_count,
                                      &model->batch_capacity, sizeof *batches);
    if (!batches)
        return mf_fail_memory(error);
    model->batches = batches;
    model->batches[model->group_count++] = batch;
    return true;
}

bool mf_model_set_problem(struct mf_arena *arena, struct mf_model *model,
                          const struct mf_error *problem, struct mf_error *error)
{
    struct mf_error *copy = mf_arena_take(arena, sizeof *copy);
    if (!copy)
        return mf_fail_memory(error);
    *copy = *problem;
    model->problem = copy;
    return mf_findings_add(arena, &model->findings, MF_ERROR, mf_reason_word(problem->reason),
                           model->path, error, "%s", problem->text);
}

bool mf_model_warn(struct mf_arena *arena, struct mf_model *model, const char *code,
                   const char *text, struct mf_error *error)
{
    if (!text)
        return mf_fail_memory(error);
    return mf_findings_add(arena, &model->findings, MF_WARNING, code, model->path, error, "%s",
                           text);
}

bool mf_model_add_block(struct mf_arena *arena, struct mf_model *model, struct mf_block block,
                        struct mf_error *error)
{
    if (!block.name)
        return mf_fail_memory(error);
    if (block.bytes == 0)
        return true;
    block.owner = model->owner;
    return mf_blocks_add(arena, &model->blocks, block, error);
}

bool mf_model_add_tensor_block(struct mf_arena *arena, struct mf_model *model,
                               const struct mf_tensor *tensor, struct mf_error *error)
{
    const struct mf_traits *traits = model->traits;
    struct mf_block block = {
        .bytes = tensor->bytes, .phase = MF_PHASE_RUN, .certainty = MF_DERIVED};
    block.source = tensor->is_output ? _(traits->output_source) : _(traits->input_source);
    block.name = tensor->group == 0 ? mf_arena_format(arena, _("tensor %s"), tensor->name)
                                    : mf_arena_format(arena, _("tensor %s, group %u"), tensor->name,
                                                      tensor->group);
    return mf_model_add_block(arena, model, block, error);
}

bool mf_model_set_parts(struct mf_arena *arena, struct mf_model *model, const struct mf_part *parts,
                        size_t count, struct mf_error *error)
{
    struct mf_part *copy = mf_arena_take(arena, count * sizeof *copy);
    if (!copy)
        return mf_fail_memory(error);
    memcpy(copy, parts, count * sizeof *copy);
    model->parts = copy;
    model->part_count = count;
    return true;
}

static bool append_finding(struct mf_arena *arena, struct mf_finding_list *list,
                           struct mf_finding finding, struct mf_error *error)
{
    struct mf_finding *items =
        mf_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(error);
    list->items = items;
    list->items[list->count++] = finding;
    return true;
}

bool mf_findings_have(const struct mf_finding_list *list, const struct mf_finding *finding)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_finding *other = &list->items[i];
        if (other->severity == finding->severity && other->line == finding->line &&
            mf_same_text(other->path, finding->path) && mf_same_text(other->code, finding->code) &&
            mf_same_text(other->text, finding->text))
            return true;
    }
    return false;
}

bool mf_findings_add(struct mf_arena *arena, struct mf_finding_list *list,
                     enum mf_severity severity, const char *code, const char *path,
                     struct mf_error *error, const char *format, ...)
{
    char text[MF_ERROR_TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    mf_vprint(text, sizeof text, format, arguments);
    va_end(arguments);
    struct mf_finding finding = {code, text, path, 0, severity};
    if (!path && mf_findings_have(list, &finding)) /* two cameras may give one warning */
        return true;
    finding.text = mf_arena_string(arena, text);
    return finding.text ? append_finding(arena, list, finding, error) : mf_fail_memory(error);
}

bool mf_findings_keep(struct mf_arena *arena, struct mf_finding_list *list,
                      const struct mf_finding_list *from, struct mf_error *error)
{
    for (size_t i = 0; i < from->count; i++) {
        struct mf_finding finding = from->items[i];
        if (mf_findings_have(list, &finding))
            continue;
        finding.text = mf_arena_string(arena, finding.text);
        finding.path = finding.path ? mf_arena_string(arena, finding.path) : NULL;
        if (!finding.text || (from->items[i].path && !finding.path))
            return mf_fail_memory(error);
        if (!append_finding(arena, list, finding, error))
            return false;
    }
    return true;
}

bool mf_findings_copy(struct mf_arena *arena, struct mf_finding_list *list,
                      const struct mf_finding_list *from, struct mf_error *error)
{
    for (size_t i = 0; i < from->count; i++) {
        if (!append_finding(arena, list, from->items[i], error))
            return false;
    }
    return true;
}
