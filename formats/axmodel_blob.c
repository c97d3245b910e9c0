// SPDX-License-Identifier: MIT
/* What an NPU program takes: code, workspace and tensors. */
#include "axmodel.h"

#include <string.h>

#include "../src/core/checked.h"

#define CODE_FIELDS_620 3U /* AX620E; AX650 has two */
#define OFFSET_BYTES    ((uint64_t)4)

struct group {
    const struct mf_ax_blob *blob;
    const char *name;
    const char *const *hidden;
    size_t hidden_count;
    bool params_inside;
    uint32_t index;
};

static bool is_hidden(const struct group *group, const char *name)
{
    for (size_t i = 0; i < group->hidden_count; i++) {
        if (strcmp(group->hidden[i], name) == 0)
            return true;
    }
    return strcmp(name, "params") == 0 || strcmp(name, "dyn_params") == 0;
}

/* Beside each tensor stands an input `<tensor>_offset` of four bytes, which nobody allocates. */
static bool is_offset_of_tensor(const struct mf_ax *ax, const struct mf_ax_entry *entry)
{
    static const char suffix[] = "_offset";
    size_t length = strlen(entry->name);
    if (entry->bytes != OFFSET_BYTES || length < sizeof suffix ||
        strcmp(entry->name + length - (sizeof suffix - 1), suffix) != 0)
        return false;
    return !mf_ax_find_value(ax, entry->name);
}

struct element {
    const char *name;
    uint64_t bytes;
};

/* TensorProto.DataType of onnx.proto. */
static const struct element *element_of(uint64_t type)
{
    static const struct element elements[] = {
        {"?", 0},           {"FP32", 4},  {"UINT8", 1},  {"INT8", 1},   {"UINT16", 2},
        {"INT16", 2},       {"INT32", 4}, {"INT64", 8},  {"STRING", 0}, {"BOOL", 1},
        {"FP16", 2},        {"FP64", 8},  {"UINT32", 4}, {"UINT64", 8}, {"COMPLEX64", 8},
        {"COMPLEX128", 16}, {"BF16", 2}};
    return &elements[type < sizeof elements / sizeof elements[0] ? type : 0];
}

/* Shape and type are taken from the graph where they agree with the bytes of the memory table:
 * other shape groups of an LLM share the names but not the shapes. */
static bool describe(struct mf_ax *ax, const struct mf_ax_entry *entry, struct mf_tensor *tensor)
{
    const struct mf_ax_value *value = mf_ax_find_value(ax, entry->name);
    tensor->dtype = "?";
    if (!value)
        return true;
    const struct element *element = element_of(value->element_type);
    uint64_t bytes = element->bytes;
    for (uint32_t i = 0; i < value->rank; i++) {
        if (!mf_mul(bytes, value->dims[i], &bytes))
            return true;
    }
    tensor->dtype = element->name;
    if (bytes != entry->bytes || value->rank == 0)
        return true;
    tensor->shape = mf_arena_take(ax->arena, value->rank * sizeof *tensor->shape);
    if (!tensor->shape)
        return mf_fail_memory(ax->error);
    memcpy(tensor->shape, value->dims, value->rank * sizeof *tensor->shape);
    tensor->rank = value->rank;
    return true;
}

static bool add_tensor(struct mf_ax *ax, const struct group *group, const struct mf_ax_entry *entry,
                       bool is_output)
{
    struct mf_tensor tensor = {.name = mf_arena_string(ax->arena, entry->name),
                               .is_output = is_output,
                               .group = group->index,
                               .bytes = entry->bytes};
    if (!tensor.name)
        return mf_fail_memory(ax->error);
    if (!describe(ax, entry, &tensor) ||
        !mf_tensors_add(ax->arena, &ax->model->tensors, tensor, ax->error))
        return false;
    if (!mf_accumulate(&ax->tensor_bytes, entry->bytes))
        return mf_fail_overflow(ax->error, entry->name);
    return mf_model_add_tensor_block(ax->arena, ax->model, &tensor, ax->error);
}

static bool add_tensors(struct mf_ax *ax, const struct group *group, uint32_t which)
{
    const struct mf_ax_entries *entries = &group->blob->lists[which];
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct mf_ax_entry *entry = &entries->items[i];
        if (is_hidden(group, entry->name) || is_offset_of_tensor(ax, entry))
            continue;
        if (!add_tensor(ax, group, entry, which == MF_AX_OUTPUTS))
            return false;
    }
    return true;
}

/* The layout of Pulsar2 1.1 keeps the weights in the blob, as a runtime buffer named `params`. */
static bool count_inner_params(struct mf_ax *ax, const struct group *group,
                               const struct mf_ax_entry *entry)
{
    if (!mf_accumulate(&ax->const_bytes, entry->bytes))
        return mf_fail_overflow(ax->error, group->name);
    const char *name = mf_arena_format(ax->arena, _("weights of %s"), group->name);
    if (!name)
        return mf_fail_memory(ax->error);
    return mf_ax_add_block(ax, name, _("`params` of the memory table"), entry->bytes,
                           MF_PHASE_LOAD);
}

/* DDR entries of one list, summed; on-chip ones take nothing. */
static bool sum_ddr(struct mf_ax *ax, const struct group *group, uint32_t which, uint64_t *sum)
{
    const struct mf_ax_entries *entries = &group->blob->lists[which];
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct mf_ax_entry *entry = &entries->items[i];
        if (!entry->in_ddr)
            continue;
        if (group->params_inside && strcmp(entry->name, "params") == 0) {
            if (!count_inner_params(ax, group, entry))
                return false;
        } else if (!mf_accumulate(sum, entry->bytes)) {
            return mf_fail_overflow(ax->error, group->name);
        }
    }
    return true;
}

static bool add_named(struct mf_ax *ax, const struct group *group, const char *what,
                      const char *source, uint64_t bytes)
{
    const char *name = mf_arena_format(ax->arena, "%s %s", what, group->name);
    if (!name)
        return mf_fail_memory(ax->error);
    return mf_ax_add_block(ax, name, source, bytes, MF_PHASE_LOAD);
}

static bool add_workspace(struct mf_ax *ax, const struct group *group)
{
    uint64_t workspace = 0;
    if (!sum_ddr(ax, group, MF_AX_WORKSPACE, &workspace) ||
        !sum_ddr(ax, group, MF_AX_RUNTIME, &workspace))
        return false;
    if (!mf_accumulate(&ax->workspace_bytes, workspace))
        return mf_fail_overflow(ax->error, group->name);
    if (workspace > ax->largest_workspace)
        ax->largest_workspace = workspace;
    return add_named(ax, group, _("workspace"), _("DDR entries of the memory table"), workspace);
}

/* The chip stands in `extra_data` too; where the two disagree the program itself is believed. */
static bool tell_chip(struct mf_ax *ax, uint32_t code_fields)
{
    const char *chip = code_fields == CODE_FIELDS_620 ? "AX620E" : "AX650";
    const char *told = ax->hardware_type == 1 ? "AX620E" : "AX650";
    struct mf_model *model = ax->model;
    if (model->chip)
        return true;
    model->chip = chip;
    if (!ax->has_hardware_type || strcmp(chip, told) == 0)
        return true;
    return mf_findings_add(
        ax->arena, &model->findings, MF_WARNING, "chip-unsure", model->path, ax->error,
        _("its program looks like one for %s, its extra_data says %s; %s is assumed"), chip, told,
        chip);
}

static bool add_code(struct mf_ax *ax, const struct group *group)
{
    uint64_t bytes = group->blob->code_bytes;
    if (!mf_accumulate(&ax->code_bytes, bytes))
        return mf_fail_overflow(ax->error, group->name);
    return tell_chip(ax, group->blob->code_fields) &&
           add_named(ax, group, _("code"), _("8 bytes × instruction words"), bytes);
}

static bool refuse_blob(struct mf_ax *ax, const struct mf_ax_initializer *source)
{
    if (!source->blob)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("NPU program %s, at byte %llu, does not begin like one; download the "
                         "file again"),
                       source->name, (unsigned long long)source->data.start);
    return mf_fail(ax->error, source->blob->problem->reason, _("NPU program %s: %s"), source->name,
                   source->blob->problem->text);
}

bool mf_ax_count_blob(struct mf_ax *ax, const struct mf_ax_initializer *source,
                      const char *const *hidden, size_t hidden_count, bool params_inside)
{
    struct group group = {source->blob, source->name,  hidden,
                          hidden_count, params_inside, ax->groups++};
    if (!group.blob || group.blob->problem)
        return refuse_blob(ax, source);
    return add_code(ax, &group) && add_workspace(ax, &group) &&
           add_tensors(ax, &group, MF_AX_INPUTS) && add_tensors(ax, &group, MF_AX_OUTPUTS);
}
