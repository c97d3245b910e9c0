// SPDX-License-Identifier: MIT
#include "plan_keys.h"

#include <string.h>

#include "../core/path.h"
#include "json_keys.h"

#define TEMPLATE    "template_filename_axmodel"
#define MODEL       ".axmodel"
#define FOLDER      "axmodel_dir"
#define POOL_LAYERS 2 /* axllm, dynamic_load_pool_size where it is missing or 0 */

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
    {"filename_tokens_embed_per_layer", MF_ROLE_MAPPED, "embedding of each layer"},
    {"filename_per_layer_model_projection", MF_ROLE_MAPPED, "projection of each layer"},
    {"filename_per_layer_projection_norm", MF_ROLE_MAPPED, "norm of each layer"},
};

static bool is_cpu_model(const char *path)
{
    return mf_ends_with(path, ".ort") || mf_ends_with(path, ".onnx");
}

bool mf_keys_name_models(const cJSON *keys)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, keys)
    {
        if (cJSON_IsObject(item) && mf_keys_name_models(item))
            return true;
        if (cJSON_IsString(item) &&
            (strcmp(item->string, TEMPLATE) == 0 || mf_ends_with(item->string, FOLDER) ||
             mf_ends_with(item->valuestring, MODEL)))
            return true;
    }
    return false;
}

/* Every .axmodel of a folder, in the order of their names. */
static bool add_folder(struct mf_planner *planner, const char *from, const char *folder)
{
    struct mf_entry **entries;
    size_t count;
    if (!mf_tree_models_of(planner->tree, from, folder, &entries, &count, planner->error))
        return false;
    if (count == 0)
        return mf_fail(planner->error, MF_MISSING_FILE,
                       _("names the folder %s, which holds no model"), folder);
    for (size_t i = 0; i < count; i++) {
        const char *name = mf_base_name(entries[i]->path);
        struct mf_plan_file file = {
            .path = mf_arena_format(planner->tree->arena, "%s/%s", folder, name),
            .from = from,
            .label = name};
        if (!file.path)
            return mf_fail_memory(planner->error);
        if (mf_ends_with(name, MODEL) && !mf_plan_add(planner, file))
            return false;
    }
    return true;
}

/* The older ax-llm has layers of their own for the prompt. */
static bool add_more_layers(struct mf_planner *planner, const cJSON *keys, const char *from,
                            const char *template)
{
    uint64_t count = planner->plan->llm.layer_count;
    return mf_keys_number(keys, "prefill_axmodel_num", &count, planner->error) &&
           mf_plan_add_layers(planner, from, template, count);
}

/* One key with a text: a model, a folder of models, or something else. */
static bool add_part(struct mf_planner *planner, const cJSON *keys, const cJSON *item,
                     const char *from)
{
    struct mf_plan_file file = {.path = item->valuestring, .from = from, .label = item->string};
    bool known = false;
    if (file.path[0] == '\0' || strcmp(item->string, TEMPLATE) == 0)
        return true;
    if (mf_ends_with(item->string, FOLDER))
        return add_folder(planner, from, file.path);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !known; i++) {
        known = strcmp(parts[i].key, item->string) == 0;
        if (known) {
            file.role = parts[i].role;
            file.label = parts[i].label;
        }
    }
    if (!known && is_cpu_model(file.path)) {
        file.role = MF_ROLE_CPU;
        file.optional = true;
        return mf_plan_add(planner, file);
    }
    if (!known && !mf_ends_with(file.path, MODEL))
        return true;
    if (!known && strchr(file.path, '%'))
        return add_more_layers(planner, keys, from, file.path);
    return mf_plan_add(planner, file);
}

/* Nested as deep as cJSON reads. */
static bool add_parts(struct mf_planner *planner, const cJSON *keys, const char *from)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, keys)
    {
        if (cJSON_IsObject(item) && !add_parts(planner, item, from))
            return false;
        if (cJSON_IsString(item) && !add_part(planner, keys, item, from))
            return false;
    }
    return true;
}

static bool read_embedding(struct mf_planner *planner, const cJSON *keys, const char *from)
{
    struct mf_embedding *embedding = &planner->plan->embedding;
    const char *path = mf_keys_text(keys, "filename_tokens_embed");
    embedding->from = from;
    embedding->mapped = mf_keys_is_on(keys, "use_mmap_load_embed");
    embedding->path = path ? mf_arena_string(planner->tree->arena, path) : NULL;
    if (path && !embedding->path)
        return mf_fail_memory(planner->error);
    return mf_keys_number(keys, "tokens_embed_num", &embedding->count, planner->error) &&
           mf_keys_number(keys, "tokens_embed_size", &embedding->width, planner->error);
}

/* Of axllm; other programs know none of these keys. */
static bool read_slots(struct mf_planner *planner, const cJSON *keys)
{
    struct mf_llm *llm = &planner->plan->llm;
    const char *place = mf_keys_text(keys, "kv_cache_slot_location");
    const cJSON *cards = cJSON_GetObjectItemCaseSensitive(keys, "devices");
    llm->slots_on_host = place && (strcasecmp(place, "host") == 0 || strcasecmp(place, "ddr") == 0);
    llm->cards = cJSON_IsArray(cards) ? (uint64_t)cJSON_GetArraySize(cards) : 0;
    if (!mf_keys_number(keys, "kv_cache_slots", &llm->slots, planner->error))
        return false;
    if (llm->slots > MF_CACHE_SLOTS_MAX || llm->cards > MF_CARDS_MAX)
        return mf_fail(planner->error, MF_LIMIT,
                       _("asks for more than %llu cache slots or more than %llu cards"),
                       (unsigned long long)MF_CACHE_SLOTS_MAX, (unsigned long long)MF_CARDS_MAX);
    return true;
}

static bool read_guard(struct mf_planner *planner, const cJSON *keys)
{
    const char *unsafe = mf_keys_text(keys, "mem_guard_on_unsafe");
    uint64_t floor_mib = MF_GUARD_DEFAULT / MF_MIB;
    if (!mf_keys_number(keys, "mem_guard_floor_mb", &floor_mib, planner->error))
        return false;
    if (mf_keys_is_off(keys, "mem_guard_enable") || (unsafe && strcmp(unsafe, "warn") == 0))
        floor_mib = 0;
    if (floor_mib > MF_GUARD_MIB_MAX)
        return mf_fail(planner->error, MF_BAD_MANIFEST,
                       _("`mem_guard_floor_mb` is more than any board has"));
    planner->plan->llm.guard_bytes = floor_mib * MF_MIB;
    return true;
}

static bool read_dynamic(struct mf_planner *planner, const cJSON *keys)
{
    struct mf_llm *llm = &planner->plan->llm;
    bool pool = mf_keys_is_on(keys, "dynamic_load_enable");
    bool one = mf_keys_is_on(keys, "dynamic_load_axmodel_layer");
    llm->dynamic_layers = pool || one;
    if (!mf_keys_number(keys, "dynamic_load_pool_size", &llm->dynamic_pool, planner->error))
        return false;
    if (one && !pool)
        llm->dynamic_pool = 1;
    else if (llm->dynamic_pool == 0)
        llm->dynamic_pool = strcmp(planner->plan->kind, MF_KIND_AXLLM) == 0 ? POOL_LAYERS : 1;
    return true;
}

bool mf_plan_read_keys(struct mf_planner *planner, const cJSON *keys, const char *from)
{
    struct mf_plan *plan = planner->plan;
    const char *template = mf_keys_text(keys, TEMPLATE);
    uint64_t layers = 0;
    if (!mf_keys_number(keys, "axmodel_num", &layers, planner->error) ||
        !read_embedding(planner, keys, from) || !read_dynamic(planner, keys) ||
        !read_slots(planner, keys) || !read_guard(planner, keys))
        return false;
    plan->llm.can_load_dynamically = template != NULL;
    if (template && !mf_plan_add_layers(planner, from, template, layers))
        return false;
    return add_parts(planner, keys, from);
}
