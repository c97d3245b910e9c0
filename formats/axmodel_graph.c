// SPDX-License-Identifier: MIT
/* The GraphProto of an axmodel. Nodes and initializers may come in any order, so both are only
 * gathered here; axmodel_nodes.c joins them. */
#include "axmodel.h"

#include <stdlib.h>
#include <string.h>

enum { GRAPH_NODE = 1, GRAPH_NAME = 2, GRAPH_INITIALIZER = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT = 12 };
enum { NODE_INPUT = 1, NODE_NAME = 3, NODE_OP_TYPE = 4, NODE_ATTRIBUTE = 5 };
enum { ATTRIBUTE_NAME = 1, ATTRIBUTE_BYTES = 4 };
enum { TENSOR_DIMS = 1, TENSOR_TYPE = 2, TENSOR_NAME = 8, TENSOR_RAW_DATA = 9 };
enum {
    VALUE_NAME = 1,
    VALUE_TYPE = 2,
    TYPE_TENSOR = 1,
    TENSOR_ELEMENT = 1,
    TENSOR_SHAPE = 2,
    SHAPE_DIM = 1,
    DIM_VALUE = 1
};

/* Each dimension is a varint field of its own, or all are packed into one field. */
static bool read_initializer_dims(struct mf_ax *ax, const struct mf_pb_field *field,
                                  struct mf_ax_value *shape)
{
    if (field->wire == MF_WIRE_VARINT) {
        if (shape->rank < MF_RANK_MAX)
            shape->dims[shape->rank++] = field->value;
        return true;
    }
    if (field->wire != MF_WIRE_BYTES)
        return true;
    struct mf_pb pb = mf_pb_open(field->body, ax->error);
    while (!mf_view_ends(&pb.view, pb.position) && shape->rank < MF_RANK_MAX) {
        if (!mf_pb_varint(&pb, &shape->dims[shape->rank++]))
            return false;
    }
    return true;
}

static bool read_initializer(struct mf_ax *ax, struct mf_view view)
{
    struct mf_pb_field field;
    struct mf_ax_initializer item = {0};
    struct mf_ax_value shape = {0};
    struct mf_pb pb = mf_pb_open(view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.number == TENSOR_DIMS && !read_initializer_dims(ax, &field, &shape))
            return false;
        if (field.number == TENSOR_TYPE && field.wire == MF_WIRE_VARINT)
            shape.element_type = field.value;
        if (field.number == TENSOR_NAME && field.wire == MF_WIRE_BYTES &&
            !mf_pb_string(ax->scratch, &field, MF_STRING_MAX, &item.name, ax->error))
            return false;
        if (field.number == TENSOR_RAW_DATA && field.wire == MF_WIRE_BYTES) {
            item.data = field.body;
            item.has_data = true;
            if (!mf_ax_read_blob(ax, &item.data, &item.blob))
                return false;
        }
    }
    if (pb.failed)
        return false;
    if (!item.name)
        return true;
    if (!mf_ax_value_bytes(&shape, &item.dims_bytes))
        item.dims_bytes = 0;
    if (ax->initializer_count >= MF_INITIALIZERS_MAX)
        return mf_fail(ax->error, MF_LIMIT, _("has more than %u initializers"),
                       MF_INITIALIZERS_MAX);
    struct mf_ax_initializer *items =
        mf_arena_grow(ax->scratch, ax->initializers, ax->initializer_count,
                      &ax->initializer_capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(ax->error);
    ax->initializers = items;
    ax->initializers[ax->initializer_count++] = item;
    return true;
}

static bool read_attribute(struct mf_ax *ax, struct mf_view view, struct mf_ax_node *node)
{
    const char *name = NULL;
    struct mf_pb_field field;
    struct mf_pb_field bytes = {0};
    struct mf_pb pb = mf_pb_open(view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.number == ATTRIBUTE_NAME && field.wire == MF_WIRE_BYTES &&
            !mf_pb_string(ax->scratch, &field, MF_STRING_MAX, &name, ax->error))
            return false;
        if (field.number == ATTRIBUTE_BYTES && field.wire == MF_WIRE_BYTES)
            bytes = field;
    }
    if (pb.failed || !name || strcmp(name, "npu_graph_info") != 0 || bytes.number == 0)
        return !pb.failed;
    return mf_pb_string(ax->scratch, &bytes, MF_JSON_ATTR_MAX, &node->graph_info, ax->error);
}

static bool add_input(struct mf_ax *ax, struct mf_ax_node *node, const struct mf_pb_field *field)
{
    const char **inputs = mf_arena_grow(ax->scratch, node->inputs, node->input_count,
                                        &node->input_capacity, sizeof *inputs);
    if (!inputs)
        return mf_fail_memory(ax->error);
    node->inputs = inputs;
    return mf_pb_string(ax->scratch, field, MF_STRING_MAX, &node->inputs[node->input_count++],
                        ax->error);
}

/* The op type follows the inputs in the file, so it is read first: only NPU nodes are kept. */
static bool read_op_type(struct mf_ax *ax, struct mf_view view, const char **op_type)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(view, ax->error);
    *op_type = "";
    while (mf_pb_next(&pb, &field)) {
        if (field.number == NODE_OP_TYPE && field.wire == MF_WIRE_BYTES &&
            !mf_pb_string(ax->scratch, &field, MF_STRING_MAX, op_type, ax->error))
            return false;
    }
    return !pb.failed;
}

static bool read_npu_node(struct mf_ax *ax, struct mf_view view, struct mf_ax_node *node)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(view, ax->error);
    node->name = "";
    while (mf_pb_next(&pb, &field)) {
        bool ok = true;
        if (field.wire != MF_WIRE_BYTES)
            continue;
        if (field.number == NODE_NAME)
            ok = mf_pb_string(ax->scratch, &field, MF_STRING_MAX, &node->name, ax->error);
        else if (field.number == NODE_INPUT)
            ok = add_input(ax, node, &field);
        else if (field.number == NODE_ATTRIBUTE)
            ok = read_attribute(ax, field.body, node);
        if (!ok)
            return false;
    }
    return !pb.failed;
}

static bool read_node(struct mf_ax *ax, struct mf_view view)
{
    const char *op_type;
    if (!read_op_type(ax, view, &op_type))
        return false;
    if (ax->node_count + ax->cpu_nodes >= MF_NODES_MAX)
        return mf_fail(ax->error, MF_LIMIT, _("has more than %u nodes"), MF_NODES_MAX);
    if (strcmp(op_type, "neu mode") != 0) {
        if (ax->cpu_nodes++ == 0)
            ax->cpu_op = op_type;
        return true;
    }
    struct mf_ax_node *nodes =
        mf_arena_grow(ax->scratch, ax->nodes, ax->node_count, &ax->node_capacity, sizeof *nodes);
    if (!nodes)
        return mf_fail_memory(ax->error);
    ax->nodes = nodes;
    ax->nodes[ax->node_count] = (struct mf_ax_node){0};
    return read_npu_node(ax, view, &ax->nodes[ax->node_count++]);
}

/* A dimension with a name instead of a number is dynamic: 0, unknown. */
static bool read_dim(struct mf_ax *ax, struct mf_view view, uint64_t *dim)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(view, ax->error);
    *dim = 0;
    while (mf_pb_next(&pb, &field)) {
        if (field.number == DIM_VALUE && field.wire == MF_WIRE_VARINT)
            *dim = field.value;
    }
    return !pb.failed;
}

static bool read_shape(struct mf_ax *ax, struct mf_view view, struct mf_ax_value *value)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.number != SHAPE_DIM || field.wire != MF_WIRE_BYTES)
            continue;
        if (value->rank >= MF_RANK_MAX)
            return mf_fail(ax->error, MF_LIMIT, _("a tensor has more than %u dimensions"),
                           MF_RANK_MAX);
        if (!read_dim(ax, field.body, &value->dims[value->rank++]))
            return false;
    }
    return !pb.failed;
}

static bool read_tensor_type(struct mf_ax *ax, struct mf_view view, struct mf_ax_value *value)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.number == TENSOR_ELEMENT && field.wire == MF_WIRE_VARINT)
            value->element_type = field.value;
        if (field.number == TENSOR_SHAPE && field.wire == MF_WIRE_BYTES &&
            !read_shape(ax, field.body, value))
            return false;
    }
    return !pb.failed;
}

static bool read_type(struct mf_ax *ax, struct mf_view view, struct mf_ax_value *value)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.number == TYPE_TENSOR && field.wire == MF_WIRE_BYTES &&
            !read_tensor_type(ax, field.body, value))
            return false;
    }
    return !pb.failed;
}

static bool read_value(struct mf_ax *ax, struct mf_view view, bool is_output)
{
    struct mf_pb_field field;
    struct mf_ax_value value = {.name = "", .is_output = is_output};
    struct mf_pb pb = mf_pb_open(view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.wire != MF_WIRE_BYTES)
            continue;
        if (field.number == VALUE_NAME &&
            !mf_pb_string(ax->scratch, &field, MF_STRING_MAX, &value.name, ax->error))
            return false;
        if (field.number == VALUE_TYPE && !read_type(ax, field.body, &value))
            return false;
    }
    if (pb.failed)
        return false;
    if (ax->value_count >= MF_TENSORS_MAX)
        return mf_fail(ax->error, MF_LIMIT, _("has more than %u tensors"), MF_TENSORS_MAX);
    struct mf_ax_value *values = mf_arena_grow(ax->scratch, ax->values, ax->value_count,
                                               &ax->value_capacity, sizeof *values);
    if (!values)
        return mf_fail_memory(ax->error);
    ax->values = values;
    ax->values[ax->value_count++] = value;
    return true;
}

bool mf_ax_read_graph(struct mf_ax *ax, struct mf_view graph)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(graph, ax->error);
    ax->has_graph = true;
    while (mf_pb_next(&pb, &field)) {
        bool ok = true;
        if (field.wire != MF_WIRE_BYTES)
            continue;
        if (field.number == GRAPH_NODE)
            ok = mf_view_hold(&field.body, field.body.size, ax->error) && read_node(ax, field.body);
        else if (field.number == GRAPH_NAME)
            ok = mf_pb_string(ax->arena, &field, MF_STRING_MAX, &ax->model->name, ax->error);
        else if (field.number == GRAPH_INITIALIZER)
            ok = read_initializer(ax, field.body);
        else if (field.number == GRAPH_INPUT || field.number == GRAPH_OUTPUT)
            ok = read_value(ax, field.body, field.number == GRAPH_OUTPUT);
        if (!ok)
            return false;
    }
    return !pb.failed;
}
