// SPDX-License-Identifier: MIT
/* The neu blob: a FlatBuffer with the NPU's program and its memory table. Only tables and lengths
 * are read, never the program itself. */
#include "axmodel.h"

#include <string.h>

#include "../src/core/checked.h"

enum { ROOT_MEMORY = 2, ROOT_CODE = 5 };
enum { MEMORY_INPUTS, MEMORY_OUTPUTS, MEMORY_WORKSPACE, MEMORY_RUNTIME };
enum { ENTRY_NAME, ENTRY_OFFSET, ENTRY_SIZE, ENTRY_KIND };

#define KIND_DDR        0U
#define WORD_BYTES      ((uint64_t)8)
#define CODE_FIELDS_620 3U /* AX620E; AX650 has two */
#define OFFSET_BYTES    ((uint64_t)4)

struct entry {
    const char *name;
    uint64_t bytes;
    bool in_ddr;
};

struct blob {
    struct mf_fb fb;
    const char *name;
    const char *const *hidden;
    size_t hidden_count;
    bool params_inside;
    uint32_t group;
    struct mf_fb_table memory;
};

static bool read_entry(struct mf_ax *ax, const struct mf_fb_vector *list, uint32_t index,
                       struct entry *entry)
{
    struct mf_fb_table table = mf_fb_vector_table(list, index);
    entry->name = mf_fb_string(ax->arena, &table, ENTRY_NAME);
    entry->bytes = mf_fb_u64(&table, ENTRY_SIZE);
    entry->in_ddr = mf_fb_u8(&table, ENTRY_KIND) == KIND_DDR;
    if (!entry->name)
        entry->name = "";
    return !list->fb->failed;
}

static bool open_list(struct mf_ax *ax, const struct blob *blob, uint32_t field,
                      struct mf_fb_vector *list)
{
    *list = mf_fb_vector(&blob->memory, field, 4);
    if (blob->fb.failed)
        return false;
    if (list->count > MF_MEMORY_ENTRIES_MAX - ax->entries_read)
        return mf_fail(ax->error, MF_LIMIT, _("has memory tables of more than %u entries"),
                       MF_MEMORY_ENTRIES_MAX);
    ax->entries_read += list->count;
    return true;
}

static bool is_hidden(const struct blob *blob, const char *name)
{
    for (size_t i = 0; i < blob->hidden_count; i++) {
        if (strcmp(blob->hidden[i], name) == 0)
            return true;
    }
    return strcmp(name, "params") == 0 || strcmp(name, "dyn_params") == 0;
}

/* Beside each tensor stands an input `<tensor>_offset` of four bytes, which nobody allocates. */
static bool is_offset_of_tensor(const struct mf_ax *ax, const struct entry *entry)
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
static bool describe(struct mf_ax *ax, const struct entry *entry, struct mf_tensor *tensor)
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

static bool add_tensor(struct mf_ax *ax, const struct blob *blob, const struct entry *entry,
                       bool is_output)
{
    struct mf_tensor tensor = {
        .name = entry->name, .is_output = is_output, .group = blob->group, .bytes = entry->bytes};
    if (!describe(ax, entry, &tensor) ||
        !mf_tensors_add(ax->arena, &ax->model->tensors, tensor, ax->error))
        return false;
    if (!mf_accumulate(&ax->tensor_bytes, entry->bytes))
        return mf_fail_overflow(ax->error, entry->name);
    const char *name = blob->group == 0 ? mf_arena_format(ax->arena, _("tensor %s"), entry->name)
                                        : mf_arena_format(ax->arena, _("tensor %s, group %u"),
                                                          entry->name, blob->group);
    if (!name)
        return mf_fail_memory(ax->error);
    return mf_ax_add_block(
        ax, name, is_output ? _("output of the memory table") : _("input of the memory table"),
        entry->bytes, MF_PHASE_RUN);
}

static bool read_tensors(struct mf_ax *ax, const struct blob *blob, uint32_t field, bool is_output)
{
    struct mf_fb_vector list;
    if (!open_list(ax, blob, field, &list))
        return false;
    for (uint32_t i = 0; i < list.count; i++) {
        struct entry entry;
        if (!read_entry(ax, &list, i, &entry))
            return false;
        if (is_hidden(blob, entry.name) || is_offset_of_tensor(ax, &entry))
            continue;
        if (!add_tensor(ax, blob, &entry, is_output))
            return false;
    }
    return true;
}

/* The layout of Pulsar2 1.1 keeps the weights in the blob, as a runtime buffer named `params`. */
static bool count_inner_params(struct mf_ax *ax, const struct blob *blob, const struct entry *entry)
{
    if (!mf_accumulate(&ax->const_bytes, entry->bytes))
        return mf_fail_overflow(ax->error, blob->name);
    const char *name = mf_arena_format(ax->arena, _("weights of %s"), blob->name);
    if (!name)
        return mf_fail_memory(ax->error);
    return mf_ax_add_block(ax, name, _("`params` of the memory table"), entry->bytes,
                           MF_PHASE_LOAD);
}

/* DDR entries of one list, summed; on-chip ones take nothing. */
static bool sum_ddr(struct mf_ax *ax, const struct blob *blob, uint32_t field, uint64_t *sum)
{
    struct mf_fb_vector list;
    if (!open_list(ax, blob, field, &list))
        return false;
    for (uint32_t i = 0; i < list.count; i++) {
        struct entry entry;
        if (!read_entry(ax, &list, i, &entry))
            return false;
        if (!entry.in_ddr)
            continue;
        if (blob->params_inside && strcmp(entry.name, "params") == 0) {
            if (!count_inner_params(ax, blob, &entry))
                return false;
        } else if (!mf_accumulate(sum, entry.bytes)) {
            return mf_fail_overflow(ax->error, blob->name);
        }
    }
    return true;
}

static bool add_named(struct mf_ax *ax, const struct blob *blob, const char *what,
                      const char *source, uint64_t bytes)
{
    const char *name = mf_arena_format(ax->arena, "%s %s", what, blob->name);
    if (!name)
        return mf_fail_memory(ax->error);
    return mf_ax_add_block(ax, name, source, bytes, MF_PHASE_LOAD);
}

static bool read_workspace(struct mf_ax *ax, const struct blob *blob)
{
    uint64_t workspace = 0;
    if (!sum_ddr(ax, blob, MEMORY_WORKSPACE, &workspace) ||
        !sum_ddr(ax, blob, MEMORY_RUNTIME, &workspace))
        return false;
    if (!mf_accumulate(&ax->workspace_bytes, workspace))
        return mf_fail_overflow(ax->error, blob->name);
    if (workspace > ax->largest_workspace)
        ax->largest_workspace = workspace;
    return add_named(ax, blob, _("workspace"), _("DDR entries of the memory table"), workspace);
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

/* The last field of the code table is the list of instruction words. */
static bool read_code(struct mf_ax *ax, struct blob *blob, const struct mf_fb_table *root)
{
    struct mf_fb_table code = mf_fb_subtable(root, ROOT_CODE);
    if (blob->fb.failed)
        return false;
    if (!code.present || code.field_count == 0)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("NPU program %s has no code; download the file again"), blob->name);
    struct mf_fb_vector words = mf_fb_vector(&code, code.field_count - 1, (uint32_t)WORD_BYTES);
    if (blob->fb.failed || !tell_chip(ax, code.field_count))
        return false;
    uint64_t bytes = words.count * WORD_BYTES;
    if (!mf_accumulate(&ax->code_bytes, bytes))
        return mf_fail_overflow(ax->error, blob->name);
    return add_named(ax, blob, _("code"), _("8 bytes × instruction words"), bytes);
}

bool mf_ax_read_blob(struct mf_ax *ax, const struct mf_ax_initializer *source,
                     const char *const *hidden, size_t hidden_count, bool params_inside)
{
    struct blob blob = {.fb = {source->data, ax->error, false},
                        .name = source->name,
                        .hidden = hidden,
                        .hidden_count = hidden_count,
                        .params_inside = params_inside,
                        .group = ax->groups++};
    struct mf_fb_table root = mf_fb_root(&blob.fb);
    blob.memory = mf_fb_subtable(&root, ROOT_MEMORY);
    if (blob.fb.failed)
        return false;
    if (!blob.memory.present)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("NPU program %s has no memory table; download the file again"), blob.name);
    return read_code(ax, &blob, &root) && read_workspace(ax, &blob) &&
           read_tensors(ax, &blob, MEMORY_INPUTS, false) &&
           read_tensors(ax, &blob, MEMORY_OUTPUTS, true);
}
