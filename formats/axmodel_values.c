// SPDX-License-Identifier: MIT
/* The graph's own inputs and outputs, held against the memory tables of its programs. */
#include "axmodel.h"

#include "../src/core/checked.h"

/* TensorProto.DataType of onnx.proto. */
const char *mf_ax_element(uint64_t type, uint64_t *bytes)
{
    static const struct {
        const char *name;
        uint64_t bytes;
    } elements[] = {{"?", 0},      {"FP32", 4},   {"UINT8", 1},     {"INT8", 1},
                    {"UINT16", 2}, {"INT16", 2},  {"INT32", 4},     {"INT64", 8},
                    {"STRING", 0}, {"BOOL", 1},   {"FP16", 2},      {"FP64", 8},
                    {"UINT32", 4}, {"UINT64", 8}, {"COMPLEX64", 8}, {"COMPLEX128", 16},
                    {"BF16", 2}};
    size_t index = type < sizeof elements / sizeof elements[0] ? (size_t)type : 0;
    *bytes = elements[index].bytes;
    return elements[index].name;
}

bool mf_ax_value_bytes(const struct mf_ax_value *value, uint64_t *bytes)
{
    mf_ax_element(value->element_type, bytes);
    for (uint32_t i = 0; i < value->rank; i++) {
        if (!mf_mul(*bytes, value->dims[i], bytes))
            return false;
    }
    return value->rank > 0 && *bytes > 0;
}

/* An app allocates it all the same: what a CPU node takes or gives stands in no memory table. */
static bool add_missing(struct mf_ax *ax, const struct mf_ax_value *value)
{
    uint64_t bytes;
    uint64_t element;
    struct mf_tensor tensor = {.name = mf_arena_string(ax->arena, value->name),
                               .dtype = mf_ax_element(value->element_type, &element),
                               .is_output = value->is_output};
    if (!tensor.name)
        return mf_fail_memory(ax->error);
    if (!mf_ax_value_bytes(value, &bytes))
        return mf_ax_warn(ax, "tensor-unknown",
                          mf_arena_format(ax->arena,
                                          _("%s of the graph is in no memory table, and its size "
                                            "is not told: it is not counted"),
                                          value->name));
    tensor.bytes = bytes;
    if (!mf_accumulate(&ax->tensor_bytes, bytes))
        return mf_fail_overflow(ax->error, value->name);
    struct mf_block block = {.name = mf_arena_format(ax->arena, _("tensor %s"), tensor.name),
                             .source = _("shape × type, from the graph"),
                             .bytes = bytes,
                             .phase = MF_PHASE_RUN,
                             .certainty = MF_DERIVED};
    return mf_tensors_add(ax->arena, &ax->model->tensors, tensor, ax->error) &&
           mf_model_add_block(ax->arena, ax->model, block, ax->error) &&
           mf_ax_warn(ax, "tensor-outside",
                      mf_arena_format(ax->arena,
                                      _("%s of the graph is in no memory table; it is counted by "
                                        "its shape"),
                                      value->name));
}

/* With one program, graph and table speak of the same tensor: the larger figure counts. */
static bool enlarge(struct mf_ax *ax, const struct mf_ax_value *value, uint64_t bytes)
{
    struct mf_model *model = ax->model;
    struct mf_tensor *tensor = &model->tensors.items[value->tensor_index];
    uint64_t table = tensor->bytes;
    if (!mf_accumulate(&ax->tensor_bytes, bytes - table))
        return mf_fail_overflow(ax->error, value->name);
    tensor->bytes = bytes;
    bool ok = true;
    if (value->block_index == SIZE_MAX)
        ok = mf_model_add_tensor_block(ax->arena, model, tensor, ax->error);
    else
        model->blocks.items[value->block_index].bytes = bytes;
    return ok && mf_ax_warn(ax, "tensor-unsure",
                            mf_arena_format(
                                ax->arena,
                                _("%s has %llu bytes by the graph and %llu by the memory "
                                  "table; the larger figure counts"),
                                value->name, (unsigned long long)bytes, (unsigned long long)table));
}

bool mf_ax_check_values(struct mf_ax *ax)
{
    for (size_t i = 0; i < ax->value_count; i++) {
        const struct mf_ax_value *value = &ax->values[i];
        uint64_t bytes;
        if (mf_ax_find(ax, value->name))
            continue; /* old ONNX lists initializers among the inputs */
        if (!value->found) {
            if (!add_missing(ax, value))
                return false;
            continue;
        }
        if (ax->groups == 1 && mf_ax_value_bytes(value, &bytes) &&
            bytes > ax->model->tensors.items[value->tensor_index].bytes &&
            !enlarge(ax, value, bytes))
            return false;
    }
    return true;
}
