// SPDX-License-Identifier: MIT
/* Brings the NPU nodes of an axmodel together with the initializers that they name. */
#include "axmodel.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "../src/core/checked.h"

#define HIDDEN_MAX 64

bool mf_ax_add_block(struct mf_ax *ax, const char *name, const char *source, uint64_t bytes,
                     enum mf_phase phase)
{
    if (bytes == 0)
        return true;
    struct mf_block block = {.owner = ax->model->owner,
                             .name = name,
                             .source = source,
                             .bytes = bytes,
                             .pool = MF_POOL_NPU,
                             .phase = phase,
                             .certainty = MF_DERIVED};
    return mf_blocks_add(ax->arena, &ax->model->blocks, block, ax->error);
}

static int compare_initializers(const void *a, const void *b)
{
    const struct mf_ax_initializer *left = a;
    const struct mf_ax_initializer *right = b;
    return strcmp(left->name, right->name);
}

static int compare_values(const void *a, const void *b)
{
    const struct mf_ax_value *left = a;
    const struct mf_ax_value *right = b;
    return strcmp(left->name, right->name);
}

struct mf_ax_initializer *mf_ax_find(struct mf_ax *ax, const char *name)
{
    struct mf_ax_initializer key = {.name = name};
    if (ax->initializer_count == 0)
        return NULL;
    return bsearch(&key, ax->initializers, ax->initializer_count, sizeof key, compare_initializers);
}

const struct mf_ax_value *mf_ax_find_value(const struct mf_ax *ax, const char *name)
{
    struct mf_ax_value key = {.name = name};
    if (ax->value_count == 0)
        return NULL;
    return bsearch(&key, ax->values, ax->value_count, sizeof key, compare_values);
}

bool mf_ax_count_const(struct mf_ax *ax, struct mf_ax_initializer *initializer)
{
    if (initializer->counted)
        return true;
    initializer->counted = true;
    if (!mf_accumulate(&ax->const_bytes, initializer->data.size))
        return mf_fail_overflow(ax->error, initializer->name);
    const char *name = mf_arena_format(ax->arena, _("weights %s"), initializer->name);
    if (!name)
        return mf_fail_memory(ax->error);
    return mf_ax_add_block(ax, name, _("length of the initializer"), initializer->data.size,
                           MF_PHASE_LOAD);
}

/* The initializer that a node names; NULL with the error where it is not there. */
static struct mf_ax_initializer *find_data(struct mf_ax *ax, const struct mf_ax_node *node,
                                           const char *key)
{
    struct mf_ax_initializer *found = mf_ax_find(ax, key);
    if (found && found->has_data)
        return found;
    if (found)
        mf_fail(ax->error, MF_DAMAGED,
                _("initializer %s holds no raw data (kept in another file?)"), key);
    else
        mf_fail(ax->error, MF_DAMAGED,
                _("node %s names %s, which the file does not hold (cut or taken apart?)"),
                node->name, key);
    return NULL;
}

/* What one "dotneu" of the JSON asks for. */
struct dotneu {
    const char *neu_key;
    const char *hidden[HIDDEN_MAX];
    size_t hidden_count;
};

static bool read_extra_inputs(struct mf_ax *ax, const struct mf_ax_node *node, const cJSON *item,
                              struct dotneu *dotneu)
{
    const cJSON *extra;
    cJSON_ArrayForEach(extra, cJSON_GetObjectItemCaseSensitive(item, "extra_inputs"))
    {
        const cJSON *name = cJSON_GetObjectItemCaseSensitive(extra, "name");
        const cJSON *key = cJSON_GetObjectItemCaseSensitive(extra, "const_data_key");
        if (dotneu->hidden_count >= HIDDEN_MAX)
            return mf_fail(ax->error, MF_LIMIT, _("node %s has more than %d extra inputs"),
                           node->name, HIDDEN_MAX);
        if (cJSON_IsString(name))
            dotneu->hidden[dotneu->hidden_count++] = name->valuestring;
        if (!cJSON_IsString(key) || key->valuestring[0] == '\0')
            continue;
        struct mf_ax_initializer *data = find_data(ax, node, key->valuestring);
        if (!data || !mf_ax_count_const(ax, data))
            return false;
    }
    return true;
}

static bool read_dotneus(struct mf_ax *ax, const struct mf_ax_node *node, const cJSON *info)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(info, "dotneus");
    const cJSON *item;
    if (!cJSON_IsArray(list) || !list->child)
        return mf_fail(ax->error, MF_DAMAGED, _("node %s: npu_graph_info lists no dotneus"),
                       node->name);
    cJSON_ArrayForEach(item, list)
    {
        struct dotneu dotneu = {0};
        const cJSON *key = cJSON_GetObjectItemCaseSensitive(item, "neu_key");
        if (!cJSON_IsString(key))
            return mf_fail(ax->error, MF_DAMAGED, _("node %s: a dotneu has no neu_key"),
                           node->name);
        const struct mf_ax_initializer *blob = find_data(ax, node, key->valuestring);
        if (!blob || !read_extra_inputs(ax, node, item, &dotneu) ||
            !mf_ax_count_blob(ax, blob, dotneu.hidden, dotneu.hidden_count, false))
            return false;
    }
    return true;
}

/* Pulsar2 1.1: no JSON; the blob is the node's input that is also an initializer. */
static bool resolve_old_node(struct mf_ax *ax, const struct mf_ax_node *node)
{
    ax->old_layout = true;
    for (size_t i = 0; i < node->input_count; i++) {
        struct mf_ax_initializer *blob = mf_ax_find(ax, node->inputs[i]);
        if (blob && blob->has_data)
            return mf_ax_count_blob(ax, blob, NULL, 0, true);
    }
    return mf_fail(ax->error, MF_DAMAGED,
                   _("node %s has no NPU program among its inputs (cut or taken apart?)"),
                   node->name);
}

static bool resolve_node(struct mf_ax *ax, const struct mf_ax_node *node)
{
    if (!node->graph_info)
        return resolve_old_node(ax, node);
    cJSON *info = cJSON_Parse(node->graph_info);
    if (!info)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("node %s: its npu_graph_info is no JSON; download the file again"),
                       node->name);
    bool ok = read_dotneus(ax, node, info);
    cJSON_Delete(info);
    return ok;
}

bool mf_ax_resolve(struct mf_ax *ax)
{
    if (ax->initializer_count > 0)
        qsort(ax->initializers, ax->initializer_count, sizeof *ax->initializers,
              compare_initializers);
    if (ax->value_count > 0)
        qsort(ax->values, ax->value_count, sizeof *ax->values, compare_values);
    for (size_t i = 0; i < ax->node_count; i++) {
        if (!resolve_node(ax, &ax->nodes[i]))
            return false;
    }
    return true;
}
