// SPDX-License-Identifier: MIT
/* The graph's own inputs and outputs, compared with the memory tables of its programs. */
#include "axmodel.h"

#include <string.h>

#include "../src/core/checked.h"
#include "../src/core/text.h"

const struct mf_ax_element *mf_ax_element(uint64_t type)
{
    static const struct mf_ax_element elements[] = {
        {"?", 0},           {"FP32", 4},  {"UINT8", 1},  {"INT8", 1},   {"UINT16", 2},
        {"INT16", 2},       {"INT32", 4}, {"INT64", 8},  {"STRING", 0}, {"BOOL", 1},
        {"FP16", 2},        {"FP64", 8},  {"UINT32", 4}, {"UINT64", 8}, {"COMPLEX64", 8},
        {"COMPLEX128", 16}, {"BF16", 2}};
    return &elements[type < sizeof elements / sizeof elements[0] ? type : 0];
}

bool mf_ax_value_bytes(const struct mf_ax_value *value, uint64_t *bytes)
{
    *bytes = mf_ax_element(value->element_type)->bytes;
    for (uint32_t i = 0; i < value->rank; i++) {
        if (!mf_mul(*bytes, value->dims[i], bytes))
            return false;
    }
    return value->rank > 0 && *bytes > 0;
}

bool mf_ax_copy_shape(struct mf_ax *ax, const struct mf_ax_value *value, struct mf_tensor *tensor)
{
    tensor->shape = mf_arena_take(ax->arena, value->rank * sizeof *tensor->shape);
    if (!tensor->shape)
        return mf_fail_memory(ax->error);
    memcpy(tensor->shape, value->dims, value->rank * sizeof *tensor->shape);
    tensor->rank = value->rank;
    return true;
}

static bool add_value(struct mf_ax *ax, const struct mf_ax_value *value, uint64_t bytes)
{
    struct mf_tensor tensor = {.name = mf_arena_string(ax->arena, value->name),
                               .dtype = mf_ax_element(value->element_type)->name,
                               .is_output = value->is_output,
                               .group = ax->program > 0 ? ax->program - 1 : 0,
                               .bytes = bytes};
    struct mf_block block = {.source = _("shape × type, from the graph"),
                             .bytes = bytes,
                             .phase = MF_PHASE_RUN,
                             .certainty = MF_DERIVED,
                             .program = ax->program};
    if (!tensor.name)
        return mf_fail_memory(ax->error);
    if (!mf_accumulate(&ax->tensor_bytes, bytes))
        return mf_fail_overflow(ax->error, value->name);
    block.name = mf_arena_format(ax->arena, _("tensor %s"), tensor.name);
    return mf_ax_copy_shape(ax, value, &tensor) &&
           mf_tensors_add(ax->arena, &ax->model->tensors, tensor, ax->error) &&
           mf_model_add_block(ax->arena, ax->model, block, ax->error);
}

bool mf_ax_take_values(struct mf_ax *ax, const char *program)
{
    bool any = false;
    for (size_t i = 0; i < ax->value_count; i++) {
        struct mf_ax_value *value = &ax->values[i];
        uint64_t bytes;
        if (mf_ax_find(ax, value->name))
            continue; /* older ONNX lists initializers among the inputs */
        if (!mf_ax_value_bytes(value, &bytes))
            return mf_fail(ax->error, MF_DAMAGED,
                           _("NPU program %s declares no tensors, and the graph gives no size for "
                             "%s, so it cannot be judged; build it again"),
                           program, value->name);
        any = true;
        value->taken = true;
        if (!add_value(ax, value, bytes))
            return false;
    }
    const char *text = mf_arena_format(
        ax->arena,
        any ? _("NPU program %s declares no tensors; all inputs and outputs of the graph are "
                "counted for it, by their shapes")
            : _("neither NPU program %s nor the graph declares tensors; none are counted"),
        program);
    return mf_ax_warn(ax, "tensor-outside", text);
}

/* Inputs and outputs of a CPU node are in no memory table, but an app allocates them all the same.
 * Without CPU nodes a table that lists inputs lists all of them, and the graph only has other names
 * for them; the same goes for outputs. */
static bool check_missing(struct mf_ax *ax, const struct mf_ax_value *value)
{
    uint64_t bytes;
    bool counts = ax->cpu_nodes > 0 || !ax->tabled[value->is_output];
    bool sized = mf_ax_value_bytes(value, &bytes);
    const char *text = mf_arena_format(
        ax->arena,
        counts && sized
            ? _("tensor %s of the graph is missing in the memory tables; it is counted by "
                "its shape")
            : _("tensor %s of the graph is missing in the memory tables; it is not counted"),
        value->name);
    return mf_ax_warn(ax, "tensor-outside", text) &&
           (!counts || !sized || add_value(ax, value, bytes));
}

/* With one program, graph and table describe the same tensor. The size of the table is counted. */
static bool check_size(struct mf_ax *ax, const struct mf_ax_value *value)
{
    uint64_t bytes;
    char graph[MF_SIZE_TEXT_MAX];
    char table[MF_SIZE_TEXT_MAX];
    uint64_t declared = value->table_bytes;
    if (ax->model->group_count != 1 || !mf_ax_value_bytes(value, &bytes) || bytes <= declared)
        return true;
    return mf_ax_warn(ax, "tensor-unsure",
                      mf_arena_format(ax->arena,
                                      _("tensor %s takes %s by the graph and %s by the memory "
                                        "table; the latter is counted"),
                                      value->name, mf_size_text(bytes, graph),
                                      mf_size_text(declared, table)));
}

bool mf_ax_check_values(struct mf_ax *ax)
{
    for (size_t i = 0; i < ax->value_count; i++) {
        const struct mf_ax_value *value = &ax->values[i];
        if (value->taken || mf_ax_find(ax, value->name))
            continue; /* older ONNX lists initializers among the inputs */
        if (!(value->found ? check_size(ax, value) : check_missing(ax, value)))
            return false;
    }
    return true;
}
