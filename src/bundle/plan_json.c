// SPDX-License-Identifier: MIT
/* config.json of ax-llm (AXERA-TECH/ax-llm) and mode_*.json of M5Stack's StackFlow: the same keys,
 * which are those of the older command lines. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "../core/path.h"
#include "file_names.h"
#include "plan.h"

/* StackFlow writes its switches with a `b_` before the name. */
static const cJSON *find(const cJSON *keys, const char *key)
{
    char with_b[64];
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(keys, key);
    snprintf(with_b, sizeof with_b, "b_%s", key);
    return item ? item : cJSON_GetObjectItemCaseSensitive(keys, with_b);
}

static bool is_on(const cJSON *keys, const char *key)
{
    const cJSON *item = find(keys, key);
    return cJSON_IsTrue(item) || (cJSON_IsNumber(item) && item->valueint != 0) ||
           (cJSON_IsString(item) && mf_plan_is_on(item->valuestring));
}

/* A text that is not empty, or NULL. */
static const char *text_of(const cJSON *keys, const char *key)
{
    const cJSON *item = find(keys, key);
    return cJSON_IsString(item) && item->valuestring[0] != '\0' ? item->valuestring : NULL;
}

static bool number_of(const struct mf_planner *planner, const cJSON *keys, const char *key,
                      uint64_t *number)
{
    const cJSON *item = find(keys, key);
    *number = 0;
    if (!item)
        return true;
    if (!cJSON_IsNumber(item) || item->valuedouble < 0 ||
        item->valuedouble > (double)MF_MANIFEST_COUNT_MAX)
        return mf_fail(planner->error, MF_BAD_MANIFEST, _("`%s` should be a number"), key);
    *number = (uint64_t)item->valuedouble;
    return true;
}

/* Their spelling with a `d` too much is found in files. */
static const struct {
    const char *key;
    enum mf_role role;
    const char *label;
} parts[] = {
    {"filename_post_axmodel", MF_ROLE_POST, "post"},
    {"filename_image_encoder_axmodel", MF_ROLE_ENCODER, "image encoder"},
    {"filename_image_encoder_axmodedl", MF_ROLE_ENCODER, "image encoder"},
    {"filename_vpm_encoder_axmodel", MF_ROLE_ENCODER, "vision encoder"},
    {"filename_vpm_encoder_axmodedl", MF_ROLE_ENCODER, "vision encoder"},
    {"filename_vpm_resampler_axmodel", MF_ROLE_ENCODER, "resampler"},
    {"filename_vpm_resampler_axmodedl", MF_ROLE_ENCODER, "resampler"},
    {"filename_audio_encoder_axmodel", MF_ROLE_ENCODER, "audio encoder"},
    {"filename_audio_encoder_axmodel_5s", MF_ROLE_ENCODER, "audio encoder, 5 s"},
    {"filename_audio_encoder_axmodel_30s", MF_ROLE_ENCODER, "audio encoder, 30 s"},
};

static size_t part_of(const char *key)
{
    size_t i = 0;
    while (i < sizeof parts / sizeof parts[0] && strcmp(parts[i].key, key) != 0)
        i++;
    return i;
}

/* Every key that names an .axmodel is loaded; the well-known ones have a role. */
static bool add_parts(struct mf_planner *planner, const cJSON *keys, const char *from)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, keys)
    {
        size_t part = part_of(item->string);
        bool known = part < sizeof parts / sizeof parts[0];
        if (!cJSON_IsString(item) || item->valuestring[0] == '\0' ||
            strcmp(item->string, "template_filename_axmodel") == 0 ||
            (!known && !mf_ends_with(item->valuestring, ".axmodel")))
            continue;
        if (!mf_plan_add(planner, known ? parts[part].role : MF_ROLE_MODEL,
                         known ? parts[part].label : item->string, from, item->valuestring))
            return false;
    }
    return true;
}

static bool copy_text(const struct mf_planner *planner, const char *text, const char **copy)
{
    *copy = text ? mf_arena_string(planner->tree->arena, text) : NULL;
    return !text || *copy ? true : mf_fail_memory(planner->error);
}

static bool read_keys(struct mf_planner *planner, const cJSON *keys, const char *from)
{
    struct mf_plan *plan = planner->plan;
    const char *template = text_of(keys, "template_filename_axmodel");
    uint64_t layers;
    uint64_t kib;
    if (!number_of(planner, keys, "axmodel_num", &layers) ||
        !number_of(planner, keys, "tokens_embed_num", &plan->embedding_count) ||
        !number_of(planner, keys, "tokens_embed_size", &plan->embedding_width) ||
        !number_of(planner, keys, "cmm_size", &kib) ||
        !copy_text(planner, text_of(keys, "filename_tokens_embed"), &plan->embedding))
        return false;
    plan->embedding_from = from;
    plan->vendor_bytes = kib * MF_KIB;
    plan->embedding_mapped = is_on(keys, "use_mmap_load_embed");
    plan->can_load_dynamically = template != NULL;
    plan->dynamic_layers = is_on(keys, "dynamic_load_axmodel_layer");
    if (template && !mf_plan_add_layers(planner, from, template, layers))
        return false;
    return add_parts(planner, keys, from);
}

/* A tokenizer's config.json has none of these. */
static bool names_models(const cJSON *keys)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, keys)
    {
        if (cJSON_IsString(item) && (strcmp(item->string, "template_filename_axmodel") == 0 ||
                                     mf_ends_with(item->valuestring, ".axmodel")))
            return true;
    }
    return false;
}

bool mf_plan_json(struct mf_planner *planner, struct mf_entry *manifest, bool *is_plan)
{
    bool stackflow = mf_is_stackflow_json(manifest->path);
    *is_plan = false;
    planner->plan->manifest = manifest->path;
    planner->plan->kind = stackflow ? "StackFlow" : "ax-llm";
    planner->plan->runner = MF_RUNNER_AXLLM;
    if (!mf_tree_read_text(planner->tree, manifest, planner->error)) {
        if (manifest->problem)
            *planner->error = *manifest->problem;
        return false;
    }
    cJSON *root = cJSON_ParseWithLength(manifest->text, manifest->text_length);
    if (!cJSON_IsObject(root)) {
        cJSON_Delete(root);
        return mf_fail(planner->error, MF_BAD_MANIFEST, _("is not a JSON object"));
    }
    const cJSON *keys = root;
    if (stackflow)
        keys = cJSON_GetObjectItemCaseSensitive(root, "mode_param");
    *is_plan = cJSON_IsObject(keys) && names_models(keys);
    bool ok = !*is_plan || read_keys(planner, keys, manifest->path);
    cJSON_Delete(root);
    return ok;
}
