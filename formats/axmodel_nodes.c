// SPDX-License-Identifier: MIT
/* Joins the NPU nodes of an axmodel with the initializers that they name. */
#include "axmodel.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "../src/core/checked.h"
#include "../src/core/json_text.h"

/* Weights are loaded once, however many nodes name them. */
static bool count_const(struct mf_ax *ax, struct mf_ax_initializer *initializer)
{
    if (initializer->counted)
        return true;
    initializer->counted = true;
    if (!mf_accumulate(&ax->const_bytes, initializer->data.size))
        return mf_fail_overflow(ax->error, initializer->name);
    return mf_ax_add_block(ax, mf_arena_format(ax->arena, _("weights %s"), initializer->name),
                           _("length of the initializer"), initializer->data.size);
}

/* The initializer that a node names. NULL with the error where it cannot be used. */
static struct mf_ax_initializer *find_data(struct mf_ax *ax, const struct mf_ax_node *node,
                                           const char *key)
{
    struct mf_ax_initializer *found = mf_ax_find(ax, key);
    if (!found)
        mf_fail(ax->error, MF_DAMAGED,
                _("node %s names %s, which is missing in the file (truncated download?)"),
                node->name, key);
    else if (found->twice)
        mf_fail(
            ax->error, MF_DAMAGED,
            _("the file holds two initializers called %s, so it is unknown which one is loaded"),
            key);
    else if (!found->has_data)
        mf_fail(ax->error, MF_DAMAGED,
                _("initializer %s holds no raw data (kept in another file?)"), key);
    else if (found->dims_bytes > 0 && found->dims_bytes != found->data.size)
        mf_fail(ax->error, MF_DAMAGED,
                _("initializer %s has %llu bytes, but %llu by its shape; download the file again"),
                key, (unsigned long long)found->data.size, (unsigned long long)found->dims_bytes);
    else
        return found;
    return NULL;
}

/* The value of a JSON key, or NULL. Programs differ in which one they take where a key stands
 * twice. */
static const cJSON *value_of(struct mf_ax *ax, const cJSON *object, const char *key)
{
    const cJSON *item;
    const cJSON *found = NULL;
    cJSON_ArrayForEach(item, object)
    {
        if (!item->string || strcmp(item->string, key) != 0)
            continue;
        if (found && !ax->repeated)
            ax->repeated = key;
        if (!found || ax->takes_last)
            found = item;
    }
    return found;
}

/* The text of a JSON key. NULL where it is missing, empty or not a text. */
static const char *text_of(struct mf_ax *ax, const cJSON *object, const char *key)
{
    const cJSON *item = value_of(ax, object, key);
    bool is_text = item && cJSON_IsString(item) && item->valuestring[0] != '\0';
    return is_text ? item->valuestring : NULL;
}

static bool read_extra_inputs(struct mf_ax *ax, const struct mf_ax_node *node, const cJSON *item,
                              const char **hidden, struct mf_ax_program *program)
{
    const cJSON *extra;
    cJSON_ArrayForEach(extra, value_of(ax, item, "extra_inputs"))
    {
        const char *name = text_of(ax, extra, "name");
        const char *key = text_of(ax, extra, "const_data_key");
        if (program->hidden_count >= MF_EXTRA_INPUTS_MAX)
            return mf_fail(ax->error, MF_LIMIT, _("node %s has more than %zu extra inputs"),
                           node->name, MF_EXTRA_INPUTS_MAX);
        if (name)
            hidden[program->hidden_count++] = name;
        if (!key)
            continue;
        struct mf_ax_initializer *data = find_data(ax, node, key);
        if (!data || !count_const(ax, data))
            return false;
        program->names_weights = true;
        if (!mf_accumulate(&program->weights_bytes, data->data.size))
            return mf_fail_overflow(ax->error, data->name);
    }
    return true;
}

static bool read_dotneu(struct mf_ax *ax, const struct mf_ax_node *node, const cJSON *item)
{
    const char *hidden[MF_EXTRA_INPUTS_MAX];
    const cJSON *batch = value_of(ax, item, "batch");
    const char *key = text_of(ax, item, "neu_key");
    struct mf_ax_program program = {.hidden = hidden};
    if (!key)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("node %s: a program in its npu_graph_info has no neu_key"), node->name);
    if (cJSON_IsNumber(batch) && batch->valueint > 0)
        program.batch = (uint32_t)batch->valueint;
    program.source = find_data(ax, node, key);
    return program.source && read_extra_inputs(ax, node, item, hidden, &program) &&
           mf_ax_count_blob(ax, &program);
}

static bool read_dotneus(struct mf_ax *ax, const struct mf_ax_node *node, const cJSON *info)
{
    const cJSON *list = value_of(ax, info, "dotneus");
    const cJSON *item;
    if (!list || !cJSON_IsArray(list) || !list->child)
        return mf_fail(ax->error, MF_DAMAGED, _("node %s: its npu_graph_info lists no program"),
                       node->name);
    cJSON_ArrayForEach(item, list)
    {
        if (!read_dotneu(ax, node, item))
            return false;
    }
    return true;
}

static bool count_beside(struct mf_ax *ax, const struct mf_ax_node *node,
                         struct mf_ax_initializer *data)
{
    return mf_ax_warn(ax, "weights-unsure",
                      mf_arena_format(ax->arena,
                                      _("node %s takes %s, which does not begin like an NPU "
                                        "program; it is counted as weights"),
                                      node->name, data->name)) &&
           count_const(ax, data);
}

/* Pulsar2 1.1 writes no JSON: the programs are those inputs of the node that are initializers too,
 * and hold their weights. */
static bool resolve_old_node(struct mf_ax *ax, const struct mf_ax_node *node)
{
    struct mf_ax_initializer *other = NULL;
    uint32_t before = ax->model->group_count;
    ax->old_layout = true;
    for (size_t i = 0; i < node->input_count; i++) {
        if (!mf_ax_find(ax, node->inputs[i]))
            continue;
        struct mf_ax_initializer *data = find_data(ax, node, node->inputs[i]);
        if (!data)
            return false;
        struct mf_ax_program program = {.source = data, .params_inside = true};
        if (!data->blob)
            other = data;
        if (data->blob ? !mf_ax_count_blob(ax, &program) : !count_beside(ax, node, data))
            return false;
    }
    if (ax->model->group_count > before)
        return true;
    if (other)
        return mf_ax_count_blob(ax, &(struct mf_ax_program){.source = other});
    return mf_fail(ax->error, MF_DAMAGED,
                   _("node %s has no NPU program among its inputs (truncated download?)"),
                   node->name);
}

static bool resolve_node(struct mf_ax *ax, const struct mf_ax_node *node)
{
    if (!node->graph_info)
        return resolve_old_node(ax, node);
    bool no_memory;
    cJSON *info = mf_json_parse(node->graph_info, strlen(node->graph_info), NULL, &no_memory);
    if (no_memory)
        return mf_fail_memory(ax->error);
    if (!info)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("node %s: its npu_graph_info is not JSON; download the file again"),
                       node->name);
    bool ok = read_dotneus(ax, node, info);
    cJSON_Delete(info);
    return ok;
}

static bool resolve_nodes(struct mf_ax *ax)
{
    for (size_t i = 0; i < ax->node_count; i++) {
        if (!resolve_node(ax, &ax->nodes[i]))
            return false;
    }
    return mf_ax_check_values(ax);
}

/* Resolves the nodes anew, from the state before. */
static bool read_again(struct mf_ax *ax, const struct mf_ax *start, const struct mf_model *model,
                       bool takes_last)
{
    *ax = *start;
    *ax->model = *model;
    ax->takes_last = takes_last;
    for (size_t i = 0; i < ax->initializer_count; i++)
        ax->initializers[i].counted = ax->initializers[i].params_counted = false;
    for (size_t i = 0; i < ax->value_count; i++)
        ax->values[i].found = ax->values[i].taken = false;
    return resolve_nodes(ax);
}

static bool sum_need(const struct mf_ax *ax, uint64_t *bytes)
{
    *bytes = ax->const_bytes;
    return (mf_accumulate(bytes, ax->code_bytes) && mf_accumulate(bytes, ax->workspace_bytes) &&
            mf_accumulate(bytes, ax->tensor_bytes)) ||
           mf_fail_overflow(ax->error, _("the model"));
}

/* Where a key stands twice, both readings are tried and the one that needs more counts. */
bool mf_ax_resolve(struct mf_ax *ax)
{
    uint64_t first;
    uint64_t last;
    mf_ax_sort(ax);
    const struct mf_ax start = *ax;
    const struct mf_model model = *ax->model;
    if (!resolve_nodes(ax))
        return false;
    if (!ax->repeated)
        return true;
    const char *key = ax->repeated;
    if (!sum_need(ax, &first) || !read_again(ax, &start, &model, true) || !sum_need(ax, &last) ||
        (first > last && !read_again(ax, &start, &model, false)))
        return false;
    return mf_ax_warn(ax, "key-twice",
                      mf_arena_format(ax->arena,
                                      _("`%s` is in its npu_graph_info twice, and programs differ "
                                        "in which one they take; what needs more counts"),
                                      key));
}
