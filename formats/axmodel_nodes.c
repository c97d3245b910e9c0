// SPDX-License-Identifier: MIT
/* Joins the NPU nodes of an axmodel with the initializers that they name. */
#include "axmodel.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "../src/core/checked.h"

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

/* The text of a JSON key. NULL where it is missing, empty or not a text. */
static const char *text_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsString(item) && item->valuestring[0] != '\0' ? item->valuestring : NULL;
}

static bool read_extra_inputs(struct mf_ax *ax, const struct mf_ax_node *node, const cJSON *item,
                              const char **hidden, struct mf_ax_program *program)
{
    const cJSON *extra;
    cJSON_ArrayForEach(extra, cJSON_GetObjectItemCaseSensitive(item, "extra_inputs"))
    {
        const char *name = text_of(extra, "name");
        const char *key = text_of(extra, "const_data_key");
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
    const cJSON *batch = cJSON_GetObjectItemCaseSensitive(item, "batch");
    const char *key = text_of(item, "neu_key");
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
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(info, "dotneus");
    const cJSON *item;
    if (!cJSON_IsArray(list) || !list->child)
        return mf_fail(ax->error, MF_DAMAGED, _("node %s: its npu_graph_info lists no program"),
                       node->name);
    cJSON_ArrayForEach(item, list)
    {
        if (!read_dotneu(ax, node, item))
            return false;
    }
    return true;
}

/* Pulsar2 1.1 writes no JSON: the program is the input of the node that is also an initializer, and
 * holds its weights. */
static bool resolve_old_node(struct mf_ax *ax, const struct mf_ax_node *node)
{
    const struct mf_ax_initializer *first = NULL;
    ax->old_layout = true;
    for (size_t i = 0; i < node->input_count; i++) {
        const struct mf_ax_initializer *data = mf_ax_find(ax, node->inputs[i]);
        if (!data || !data->has_data)
            continue;
        if (!first || (!first->blob && data->blob))
            first = data;
    }
    if (first)
        return mf_ax_count_blob(ax,
                                &(struct mf_ax_program){.source = first, .params_inside = true});
    return mf_fail(ax->error, MF_DAMAGED,
                   _("node %s has no NPU program among its inputs (truncated download?)"),
                   node->name);
}

static bool resolve_node(struct mf_ax *ax, const struct mf_ax_node *node)
{
    if (!node->graph_info)
        return resolve_old_node(ax, node);
    cJSON *info = cJSON_Parse(node->graph_info);
    if (!info)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("node %s: its npu_graph_info is not JSON; download the file again"),
                       node->name);
    bool ok = read_dotneus(ax, node, info);
    cJSON_Delete(info);
    return ok;
}

bool mf_ax_resolve(struct mf_ax *ax)
{
    mf_ax_sort(ax);
    for (size_t i = 0; i < ax->node_count; i++) {
        if (!resolve_node(ax, &ax->nodes[i]))
            return false;
    }
    return mf_ax_check_values(ax);
}
