// SPDX-License-Identifier: MIT
// The ONNX ModelProto around the blobs.
#include "mkaxmodel.h"

#include <string.h>

#include "proto.h"

enum { ATTR_INT = 2, ATTR_STRING = 3 };
enum { ONNX_FLOAT = 1, ONNX_UINT8 = 2 };

static void attribute_text(struct bytes *node, const char *name, struct bytes *text)
{
    struct bytes attr = {0};
    proto_text(&attr, 1, name);
    proto_sub(&attr, 4, text);
    proto_int(&attr, 20, ATTR_STRING);
    proto_sub(node, 5, &attr);
}

static bool is_twice(const struct ax_plan *plan, const char *key)
{
    return plan->twice_key && strcmp(plan->twice_key, key) == 0;
}

// The key of the weights; where it stands twice, one names the small initializer.
static void const_key_json(struct bytes *json, const struct ax_plan *plan, const char *key)
{
    bool twice = is_twice(plan, "const_data_key");
    if (twice && !plan->larger_first)
        bytes_text(json, ", \"const_data_key\": \"small\"");
    bytes_text(json, ", \"const_data_key\": \"%s\"", key);
    if (twice && plan->larger_first)
        bytes_text(json, ", \"const_data_key\": \"small\"");
}

static void dotneu_json(struct bytes *json, const struct ax_plan *plan, unsigned group,
                        unsigned batch)
{
    char key[64];
    bool typed = plan->layout == AX_OLD || plan->dyn_params > 0; // Pulsar2 6.0 writes no types
    ax_blob_key(plan, group, batch, key, sizeof(key));
    bytes_text(json, "{\"neu_key\": \"%s\", \"batch\": %u, \"extra_inputs\": [", key, batch);
    ax_const_key(plan, group, key, sizeof(key));
    if (plan->const_size > 0) {
        bytes_text(json, "{\"name\": \"params\"");
        if (!plan->no_const_key)
            const_key_json(json, plan, key);
        bytes_text(json, "%s", typed ? ", \"type\": \"DotNeuInputConst\"" : "");
        bytes_text(json, "%s", plan->dyn_params > 0 ? ", \"dyn_param_expr_key\": \"\"}" : "}");
    }
    if (plan->dyn_params > 0)
        bytes_text(json,
                   "%s{\"name\": \"dyn_params\", \"type\": \"DotNeuInputDynParam\", "
                   "\"dyn_param_expr_key\": \"npu_dyn_params\", \"const_data_key\": \"\"}",
                   plan->const_size > 0 ? ", " : "");
    bytes_text(json, "]}");
}

static void dotneus_json(struct bytes *json, const struct ax_plan *plan, unsigned group,
                         unsigned count)
{
    bytes_text(json, ", \"dotneus\": [");
    for (unsigned i = 0; i < count; i++) {
        bytes_text(json, "%s", i > 0 ? ", " : "");
        dotneu_json(json, plan, group, plan->batch[i]);
    }
    bytes_text(json, "]");
}

static void graph_info(struct bytes *json, const struct ax_plan *plan, unsigned group)
{
    char name[64];
    ax_node_name(plan, group, name, sizeof(name));
    bytes_text(json, "{\"name\": \"%s\"", name);
    if (is_twice(plan, "dotneus") && !plan->larger_first)
        dotneus_json(json, plan, group, 1);
    dotneus_json(json, plan, group, plan->dotneus);
    if (is_twice(plan, "dotneus") && plan->larger_first)
        dotneus_json(json, plan, group, 1);
    bool typed = plan->layout == AX_OLD || plan->dyn_params > 0;
    bytes_text(json, "%s", typed ? ", \"type\": \"NPUDotNeu\"}" : "}");
}

// {"output": ["FP32", [1, 1000]]}
static void outputs_info(struct bytes *json, const struct ax_group *g)
{
    const char *comma = "";
    bytes_text(json, "{");
    for (unsigned i = 0; i < g->tensors; i++) {
        if (!g->tensor[i].output)
            continue;
        bytes_text(json, "%s", comma);
        bytes_json(json, g->tensor[i].name);
        bytes_text(json, ": [\"%s\", [", g->tensor[i].type->name);
        for (unsigned d = 0; d < g->tensor[i].dims.count; d++)
            bytes_text(json, "%s%lld", d ? ", " : "", (long long)g->tensor[i].dims.size[d]);
        bytes_text(json, "]]");
        comma = ", ";
    }
    bytes_text(json, "}");
}

static void neu_node(struct bytes *graph, const struct ax_plan *plan, unsigned group)
{
    const struct ax_group *g = &plan->group[group];
    struct bytes node = {0}, text = {0}, version = {0};
    char name[64], blob[64];
    bool bare = plan->layout == AX_FIRST;
    for (unsigned i = 0; i < g->tensors; i++)
        if (!g->tensor[i].output)
            proto_text(&node, 1, g->tensor[i].name);
    for (unsigned i = 0; i < plan->dotneus && bare; i++) {
        // the blob is an input of the node, which says nothing else of it
        ax_blob_key(plan, group, plan->batch[i], blob, sizeof(blob));
        proto_text(&node, 1, blob);
    }
    for (unsigned i = 0; i < g->tensors; i++)
        if (g->tensor[i].output)
            proto_text(&node, 2, g->tensor[i].name);
    ax_node_name(plan, group, name, sizeof(name));
    proto_text(&node, 3, name);
    proto_text(&node, 4, "neu mode");
    bytes_text(&text, "%s", name);
    attribute_text(&node, bare ? "neu name" : "neu_name", &text);
    if (!bare) {
        graph_info(&text, plan, group);
        attribute_text(&node, "npu_graph_info", &text);
        outputs_info(&text, g);
        attribute_text(&node, "outputs_info", &text);
        proto_text(&version, 1, "version");
        proto_int(&version, 3, 1);
        proto_int(&version, 20, ATTR_INT);
        proto_sub(&node, 5, &version);
    }
    proto_sub(graph, 1, &node);
}

// A node for the CPU takes the first output of the first group.
static void cpu_node(struct bytes *graph, const struct ax_plan *plan, unsigned index)
{
    const struct ax_group *g = &plan->group[0];
    struct bytes node = {0}, out = {0};
    for (unsigned i = 0; i < g->tensors; i++) {
        if (!g->tensor[i].output)
            continue;
        proto_text(&node, 1, g->tensor[i].name);
        break;
    }
    bytes_text(&out, "cpu_%u", index);
    proto_sub(&node, 2, &out);
    bytes_text(&out, "cpu_node_%u", index);
    proto_sub(&node, 3, &out);
    proto_text(&node, 4, plan->cpu_node[index]);
    proto_sub(graph, 1, &node);
}

// A node of a graph that no NPU compiler has seen: every input and output, and the weights.
static void plain_node(struct bytes *graph, const struct ax_plan *plan)
{
    const struct ax_group *g = &plan->group[0];
    struct bytes node = {0};
    for (unsigned i = 0; i < g->tensors; i++)
        if (!g->tensor[i].output)
            proto_text(&node, 1, g->tensor[i].name);
    proto_text(&node, 1, "conv.weight");
    for (unsigned i = 0; i < g->tensors; i++)
        if (g->tensor[i].output)
            proto_text(&node, 2, g->tensor[i].name);
    proto_text(&node, 3, "Conv_0");
    proto_text(&node, 4, "Conv");
    proto_sub(graph, 1, &node);
}

static void value_info(struct bytes *graph, unsigned field, const char *name, unsigned type,
                       const struct dims *dims)
{
    struct bytes value = {0}, holder = {0}, tensor = {0}, shape = {0};
    for (unsigned i = 0; i < dims->count; i++) {
        struct bytes dim = {0};
        proto_int(&dim, 1, (uint64_t)dims->size[i]);
        proto_sub(&shape, 1, &dim);
    }
    proto_int(&tensor, 1, type);
    proto_sub(&tensor, 2, &shape);
    proto_sub(&holder, 1, &tensor);
    proto_text(&value, 1, name);
    proto_sub(&value, 2, &holder);
    proto_sub(graph, field, &value);
}

bool ax_seen_before(const struct ax_plan *plan, unsigned group, unsigned tensor)
{
    for (unsigned g = 0; g <= group; g++)
        for (unsigned i = 0; i < (g == group ? tensor : plan->group[g].tensors); i++)
            if (strcmp(plan->group[g].tensor[i].name, plan->group[group].tensor[tensor].name) == 0)
                return true;
    return false;
}

static void graph_values(struct bytes *graph, const struct ax_plan *plan, bool inputs, bool outputs,
                         unsigned field)
{
    for (unsigned g = 0; g < plan->groups; g++) {
        for (unsigned i = 0; i < plan->group[g].tensors; i++) {
            const struct ax_tensor *t = &plan->group[g].tensor[i];
            if ((t->output ? outputs : inputs) && !ax_seen_before(plan, g, i))
                value_info(graph, field, t->name, t->type->onnx, &t->dims);
        }
    }
    for (unsigned i = 0; i < plan->stray.tensors; i++) {
        const struct ax_tensor *t = &plan->stray.tensor[i];
        if (t->output ? outputs : inputs)
            value_info(graph, field, t->name, t->type->onnx, &t->dims);
    }
}

static void initializer(struct bytes *graph, const struct ax_plan *plan, const char *name,
                        unsigned type, const struct bytes *data, bool with_data)
{
    struct bytes tensor = {0}, dims = {0};
    uint64_t count = type == ONNX_FLOAT ? data->total / 4 : data->total;
    if (plan->dims_packed) {
        bytes_varint(&dims, count);
        proto_sub(&tensor, 1, &dims);
    } else {
        proto_int(&tensor, 1, count);
    }
    proto_int(&tensor, 2, type);
    proto_text(&tensor, 8, name);
    if (with_data) {
        struct bytes copy = {0};
        bytes_append(&copy, data);
        proto_sub(&tensor, 9, &copy);
    }
    proto_sub(graph, 5, &tensor);
}

static void zeros(struct bytes *graph, const struct ax_plan *plan, const char *name, unsigned type,
                  uint64_t size, bool with_data)
{
    struct bytes data = {0};
    bytes_hole(&data, size);
    initializer(graph, plan, name, type, &data, with_data);
    bytes_free(&data);
}

static void blobs(struct bytes *graph, const struct ax_plan *plan)
{
    for (unsigned g = 0; g < plan->groups; g++) {
        for (unsigned i = 0; i < plan->dotneus; i++) {
            char key[64];
            struct bytes blob = {0};
            unsigned batch = plan->batch[i];
            ax_blob_key(plan, g, batch, key, sizeof(key) - 8);
            if (plan->missing_blob) // present, under a name that nothing asks for
                strcat(key, "_lost");
            ax_blob(&blob, plan, g, batch);
            initializer(graph, plan, key, ONNX_UINT8, &blob, true);
            bytes_free(&blob);
        }
    }
}

static void own_initializers(struct bytes *graph, const struct ax_plan *plan)
{
    char key[64];
    if (plan->no_neu) {
        zeros(graph, plan, "conv.weight", ONNX_FLOAT, plan->const_size, !plan->no_raw_data);
        return;
    }
    unsigned own = plan->own_const ? plan->groups : 1;
    bool outside = plan->layout != AX_FIRST && plan->const_size > 0 && !plan->missing_const;
    for (unsigned g = 0; g < own && outside; g++) {
        ax_const_key(plan, g, key, sizeof(key));
        zeros(graph, plan, key, ONNX_UINT8, plan->const_size, !plan->no_raw_data);
    }
    if (is_twice(plan, "const_data_key"))
        zeros(graph, plan, "small", ONNX_UINT8, AX_SMALL_BYTES, true);
    if (plan->layout == AX_NEW) // there even when it is empty
        zeros(graph, plan, "npu_dyn_params", ONNX_UINT8, plan->dyn_params, true);
    blobs(graph, plan);
}

// The second initializer of a name stands behind all others: the first counts.
static void duplicates(struct bytes *graph, const struct ax_plan *plan)
{
    for (unsigned i = 0; i < plan->duplicates; i++)
        zeros(graph, plan, plan->duplicate[i].name, ONNX_UINT8, plan->duplicate[i].size, true);
}

static void nodes(struct bytes *graph, const struct ax_plan *plan)
{
    for (unsigned g = 0; g < plan->groups && !plan->no_neu; g++)
        neu_node(graph, plan, g);
    for (unsigned g = 0; g < plan->groups && !plan->no_neu && plan->nodes_twice; g++)
        neu_node(graph, plan, g);
    if (plan->no_neu)
        plain_node(graph, plan);
    for (unsigned i = 0; i < plan->cpu_nodes; i++)
        cpu_node(graph, plan, i);
}

static void initializers(struct bytes *graph, const struct ax_plan *plan)
{
    own_initializers(graph, plan);
    duplicates(graph, plan);
}

static void write_graph(struct bytes *model, const struct ax_plan *plan)
{
    struct bytes graph = {0};
    if (plan->unknown_bytes > 0)
        proto_unknown(&graph, plan->unknown_bytes);
    if (plan->initializers_first)
        initializers(&graph, plan);
    nodes(&graph, plan);
    proto_text(&graph, 2, plan->no_neu ? "torch_jit" : "ax-model");
    if (!plan->initializers_first)
        initializers(&graph, plan);
    graph_values(&graph, plan, true, false, 11);
    graph_values(&graph, plan, false, true, 12);
    graph_values(&graph, plan, true, true, 13);
    proto_sub(model, 7, &graph);
}

void ax_model(struct bytes *out, const struct ax_plan *plan)
{
    struct bytes doc = {0}, opset = {0}, group = {0};
    static const unsigned ir[] = {[AX_NEW] = 10, [AX_OLD] = 7, [AX_FIRST] = 6};
    static const unsigned ops[] = {[AX_NEW] = 18, [AX_OLD] = 13, [AX_FIRST] = 11};
    if (plan->unknown_bytes > 0)
        proto_unknown(out, plan->unknown_bytes);
    proto_int(out, 1, ir[plan->layout]);
    proto_text(out, 2, plan->producer);
    if (!plan->no_neu) {
        bytes_text(&doc, "Pulsar2 Version:  %s\nPulsar2 Commit: %s", plan->version, plan->commit);
        proto_sub(out, 6, &doc);
    }
    if (plan->wire_group) { // start and end of a group, which no ONNX file holds
        bytes_varint(&group, 20 << 3 | 3);
        bytes_varint(&group, 20 << 3 | 4);
        bytes_append(out, &group);
        bytes_free(&group);
    }
    write_graph(out, plan);
    if (plan->layout == AX_NEW)
        proto_text(&opset, 1, "");
    proto_int(&opset, 2, ops[plan->layout]);
    proto_sub(out, 8, &opset);
    if (!plan->no_neu && plan->layout != AX_FIRST && !plan->no_extra_data)
        ax_extra_data(out, plan);
}
