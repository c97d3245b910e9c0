// SPDX-License-Identifier: MIT
/* config.json of axllm (AXERA-TECH/ax-llm) and mode_*.json of M5Stack's StackFlow. What
 * distinguishes them is the object `mode_param`, which the keys of the latter stand in. */
#include <string.h>

#include "../core/json_text.h"
#include "../core/path.h"
#include "file_names.h"
#include "json_keys.h"
#include "plan_keys.h"

/* Units of StackFlow that copy the file into CMM before the engine reads it, by a key that only
 * they have. bLoadModelUseCmm in projects/llm_framework/main_{yolo,depth_anything,whisper,melotts,
 * kws}/…/EngineWrapper.cpp of m5stack/StackFlow d9084bad; docs/bundles.md. */
static bool copies_files(const cJSON *root, const cJSON *keys)
{
    static const char *const units[] = {"yolo_model", "depth_anything_model", "decoder_main",
                                        "gbin"};
    const char *type = mf_keys_text(root, "type");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (mf_keys_text(keys, units[i]))
            return true;
    }
    return type && strcmp(type, "kws") == 0;
}

/* main_llm/src/main.cpp and main_vlm/src/main.cpp of the same. */
static bool read_stackflow_runner(struct mf_planner *planner, const cJSON *keys)
{
    struct mf_plan *plan = planner->plan;
    const char *encoder = mf_keys_text(keys, "filename_image_encoder_axmodel");
    uint64_t precomputed = 0;
    if (!mf_keys_number(keys, "precompute_len", &precomputed, planner->error))
        return false;
    bool shares = precomputed > 0;
    if (encoder)
        shares = strcasestr(encoder, "qwen3") || (shares && strcasestr(encoder, "internvl3"));
    plan->llm.fixed_caches = true;
    plan->llm.guard_bytes = 0;
    plan->llm.slots = 0;
    plan->llm.cards = 0;
    plan->runner = plan->llm.layer_count == 0 ? MF_RUNNER_PLAIN
                   : shares                   ? MF_RUNNER_AXLLM
                                              : MF_RUNNER_MAIXCDK;
    return true;
}

/* Is a model that the keys name there, seen from the folder of `from`? */
static bool has_some_model(struct mf_planner *planner, const cJSON *keys, const char *from,
                           bool *has)
{
    const cJSON *item;
    *has = false;
    cJSON_ArrayForEach(item, keys)
    {
        struct mf_entry *entry = NULL;
        struct mf_entry **entries;
        size_t count = 0;
        if (!cJSON_IsString(item) || *has)
            continue;
        bool ok = mf_ends_with(item->string, "axmodel_dir")
                      ? mf_tree_models_of(planner->tree, from, item->valuestring, &entries, &count,
                                          planner->error)
                  : mf_ends_with(item->valuestring, ".axmodel")
                      ? mf_tree_find(planner->tree, from, item->valuestring, &entry, planner->error)
                      : true;
        if (!ok)
            return false;
        *has = entry || count > 0;
    }
    return true;
}

/* The files stand beside the manifest or, as packages install them, in /opt/m5stack/data/MODE with
 * the manifest in ../models or in /opt/m5stack/etc (llm_pack.py and StackFlowUtil.cpp of
 * StackFlow). *from is a path in their folder. */
static bool find_files(struct mf_planner *planner, const cJSON *root, const cJSON *keys,
                       const char **from)
{
    static const char *const folders[] = {"../", "../data/"};
    const char *manifest = planner->plan->manifest;
    const char *mode = mf_keys_text(root, "mode");
    int folder = (int)(mf_base_name(manifest) - manifest);
    bool found;
    *from = manifest;
    if (!has_some_model(planner, keys, manifest, &found))
        return false;
    for (size_t i = 0; !found && i < sizeof folders / sizeof folders[0]; i++) {
        const char *place =
            mf_arena_format(planner->tree->arena, "%.*s%s%s/", folder, manifest, folders[i], mode);
        if (!place)
            return mf_fail_memory(planner->error);
        if (!has_some_model(planner, keys, place, &found))
            return false;
        if (found)
            *from = place;
    }
    return true;
}

static bool read_stackflow(struct mf_planner *planner, const cJSON *root, const cJSON *keys)
{
    struct mf_plan *plan = planner->plan;
    const char *from;
    uint64_t kib = 0;
    if (!find_files(planner, root, keys, &from) || !mf_plan_read_keys(planner, keys, from) ||
        !mf_keys_number(keys, "cmm_size", &kib, planner->error) ||
        !read_stackflow_runner(planner, keys))
        return false;
    plan->vendor_bytes = kib * MF_KIB; /* bounded by MF_MANIFEST_COUNT_MAX */
    plan->copies_files = plan->llm.layer_count == 0 && copies_files(root, keys);
    return true;
}

static bool warn_repeated(struct mf_planner *planner, const struct mf_entry *manifest,
                          const cJSON *keys)
{
    struct mf_finding_list *list = &planner->plan->findings;
    const cJSON *at = NULL;
    for (const char *key = mf_keys_repeated(keys, &at); key; key = mf_keys_repeated(keys, &at)) {
        const char *text = mf_arena_format(
            planner->tree->arena,
            _("`%s` is there twice, and programs differ in which one they take; what needs more "
              "counts"),
            key);
        if (!text || !mf_plan_note(planner, MF_WARNING, "key-twice", text))
            return text ? false : mf_fail_memory(planner->error);
        list->items[list->count - 1].line =
            mf_keys_line(manifest->text, manifest->text_length, key);
    }
    return true;
}

static bool read_root(struct mf_planner *planner, struct mf_entry *manifest, const cJSON *root,
                      bool *is_plan)
{
    struct mf_plan *plan = planner->plan;
    const cJSON *mode = cJSON_GetObjectItemCaseSensitive(root, "mode_param");
    bool stackflow = cJSON_IsObject(mode) && mf_keys_text(root, "mode");
    const cJSON *keys = stackflow ? mode : root;
    *is_plan = stackflow || mf_keys_name_models(keys);
    if (!*is_plan)
        return true;
    if ((size_t)cJSON_GetArraySize(keys) > MF_MANIFEST_KEYS_MAX)
        return mf_fail(planner->error, MF_LIMIT, _("has more than %zu keys"), MF_MANIFEST_KEYS_MAX);
    plan->kind = stackflow ? MF_KIND_STACKFLOW : MF_KIND_AXLLM;
    plan->runner = MF_RUNNER_AXLLM;
    if (!warn_repeated(planner, manifest, keys))
        return false;
    return stackflow ? read_stackflow(planner, root, keys)
                     : mf_plan_read_keys(planner, keys, manifest->path);
}

/* A file by the name of a manifest must be one; any other is passed by, with a warning. */
static bool refuse_text(struct mf_planner *planner, const struct mf_entry *manifest)
{
    if (mf_is_manifest(manifest->path))
        return mf_fail(planner->error, MF_BAD_MANIFEST, _("is not a JSON object"));
    return mf_plan_note(planner, MF_WARNING, "bad-manifest",
                        _("mentions axmodels, but is not a JSON object; it is passed by"));
}

bool mf_plan_json(struct mf_planner *planner, struct mf_entry *manifest, bool *is_plan)
{
    *is_plan = false;
    planner->plan->manifest = manifest->path;
    if (!mf_plan_read_text(planner, manifest))
        return false;
    if (manifest->text_length == 0)
        return mf_plan_note(planner, MF_NOTE, "empty-manifest",
                            _("is empty, so it names no models"));
    bool no_memory;
    cJSON *root = mf_json_parse(manifest->text, manifest->text_length, NULL, &no_memory);
    if (no_memory)
        return mf_fail_memory(planner->error);
    bool ok = cJSON_IsObject(root) ? read_root(planner, manifest, root, is_plan)
                                   : refuse_text(planner, manifest);
    cJSON_Delete(root);
    return ok;
}
