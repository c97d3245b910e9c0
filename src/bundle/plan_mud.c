// SPDX-License-Identifier: MIT
/* .mud files (sipeed/MaixCDK, components/nn and components/llm): [basic] names the model, [extra]
 * all that belongs to it. */
#include <string.h>

#include "../../formats/format.h"
#include "../core/path.h"
#include "../core/text.h"
#include "file_names.h"
#include "ini.h"
#include "plan.h"

/* The .mud files around the present one, to see a loop. */
struct chain {
    const char *path;
    const struct chain *outer;
};

struct mud {
    struct mf_planner *planner;
    struct mf_entry *entry;
    struct mf_ini ini;
    const struct chain *chain;
    unsigned depth;
    bool has_layers;
};

static bool read_mud(struct mf_planner *planner, struct mf_entry *entry, const struct chain *outer,
                     unsigned depth);

static bool bad(const struct mud *mud, const char *text)
{
    return mf_fail(mud->planner->error, MF_BAD_MANIFEST, "%s", text);
}

static bool names_model(const char *value)
{
    return mf_model_suffix(value) || mf_is_mud(value);
}

/* A model that is named may be a .mud again. */
static bool follow(struct mud *mud, const char *path)
{
    struct mf_planner *planner = mud->planner;
    struct mf_entry *entry;
    if (!mf_tree_find(planner->tree, mud->entry->path, path, &entry, planner->error))
        return false;
    if (!entry)
        return mf_fail(planner->error, MF_MISSING_FILE, _("%s names %s, which is missing"),
                       mf_base_name(mud->entry->path), path);
    return read_mud(planner, entry, mud->chain, mud->depth + 1);
}

static bool add_named(struct mud *mud, enum mf_role role, const char *label, const char *path)
{
    if (mf_is_mud(path))
        return follow(mud, path);
    return mf_plan_add(mud->planner, role, label, mud->entry->path, path);
}

/* `model_npu` against `model_vnpu`: one of the two is loaded. */
static bool add_twins(struct mud *mud)
{
    struct mf_plan *plan = mud->planner->plan;
    const char *full = mf_ini_get(&mud->ini, "basic", "model_npu");
    const char *half = mf_ini_get(&mud->ini, "basic", "model_vnpu");
    bool wants_half = mud->planner->options->npu == MF_NPU_HALF;
    const char *taken = wants_half ? half : full;
    const char *other = wants_half ? full : half;
    if (!taken || taken[0] == '\0')
        return bad(mud, wants_half ? _("names no model_vnpu for half of the NPU")
                                   : _("names no model_npu; --npu half takes model_vnpu"));
    if (other && other[0] != '\0' && !plan->twin) {
        plan->twin = other;
        plan->twin_from = mud->entry->path;
    }
    return add_named(mud, MF_ROLE_MODEL, wants_half ? "model_vnpu" : "model_npu", taken);
}

static bool read_number(struct mud *mud, const char *key, bool needed, uint64_t *number)
{
    const char *value = mf_ini_get(&mud->ini, "extra", key);
    *number = 0;
    if (value ? mf_number_parse(value, number) : !needed)
        return true;
    return mf_fail(mud->planner->error, MF_BAD_MANIFEST,
                   value ? _("`%s` should be a number") : _("`%s` is missing, which an LLM needs"),
                   key);
}

static bool add_layers(struct mud *mud, const char *template)
{
    struct mf_plan *plan = mud->planner->plan;
    uint64_t count;
    if (!read_number(mud, "model_num", true, &count) ||
        !read_number(mud, "tokens_embed_num", false, &plan->embedding_count) ||
        !read_number(mud, "tokens_embed_size", false, &plan->embedding_width) ||
        !mf_plan_add_layers(mud->planner, mud->entry->path, template, count))
        return false;
    plan->embedding = mf_ini_get(&mud->ini, "extra", "tokens_embed");
    plan->embedding_from = mud->entry->path;
    plan->embedding_mapped = mf_plan_is_on(mf_ini_get(&mud->ini, "extra", "use_mmap_load_embed"));
    if (!mf_ini_get(&mud->ini, "extra", "llm_service"))
        return true;
    return mf_plan_note(mud->planner, MF_NOTE, "service",
                        _("a service of its own loads this model: its memory is not the app's"));
}

static bool read_main(struct mud *mud)
{
    const char *type = mf_ini_get(&mud->ini, "basic", "type");
    const char *model = mf_ini_get(&mud->ini, "basic", "model");
    const char *full = mf_ini_get(&mud->ini, "basic", "model_npu");
    char names[MF_FORMAT_NAMES_MAX];
    if (!type)
        return bad(mud, _("has no `type` in [basic]; is it a .mud?"));
    const struct mf_format *format = mf_format_find(type);
    if (!format)
        return mf_fail(mud->planner->error, MF_BAD_MANIFEST,
                       _("is for models of type `%s`; only these can be judged: %s"), type,
                       mf_format_names(names));
    if (!format->traits.has_npu_modes) {
        if (!model || model[0] == '\0')
            return bad(mud, _("names no `model` in [basic]"));
        return add_named(mud, MF_ROLE_MODEL, "model", model);
    }
    mud->has_layers = full && strchr(full, '%');
    return mud->has_layers ? add_layers(mud, full) : add_twins(mud);
}

static enum mf_role role_of(const char *key, const char *value)
{
    if (mf_ends_with(value, ".onnx"))
        return MF_ROLE_CPU;
    if (strcmp(key, "post_model") == 0)
        return MF_ROLE_POST;
    return strncmp(key, "vpm_", 4) == 0 ? MF_ROLE_ENCODER : MF_ROLE_MODEL;
}

static bool ends_with_word(const char *key, const char *word)
{
    size_t length = strlen(key);
    size_t tail = strlen(word);
    return length > tail && strcmp(key + length - tail, word) == 0;
}

/* Of a pair x_npu, x_vnpu only the one that is asked for is loaded. */
static bool is_other_twin(const struct mud *mud, const struct mf_ini_item *item)
{
    bool wants_half = mud->planner->options->npu == MF_NPU_HALF;
    bool half = ends_with_word(item->key, "_vnpu");
    bool full = !half && ends_with_word(item->key, "_npu");
    return wants_half ? full : half;
}

/* Detectors of hands, heads of trackers, recognizers of text: whatever else names a model. */
static bool read_others(struct mud *mud)
{
    for (size_t i = 0; i < mud->ini.count; i++) {
        const struct mf_ini_item *item = &mud->ini.items[i];
        bool basic = strcmp(item->section, "basic") == 0;
        bool is_main =
            basic && (strcmp(item->key, "model") == 0 || strcmp(item->key, "model_npu") == 0 ||
                      strcmp(item->key, "model_vnpu") == 0);
        if (is_main || (!basic && strcmp(item->section, "extra") != 0))
            continue;
        if ((!names_model(item->value) && !mf_ends_with(item->value, ".onnx")) ||
            mf_ini_get(&mud->ini, item->section, item->key) != item->value ||
            is_other_twin(mud, item))
            continue;
        enum mf_role role = role_of(item->key, item->value);
        if (!add_named(mud, role, role == MF_ROLE_POST ? "post" : item->key, item->value))
            return false;
    }
    return true;
}

static bool refuse_loop(const struct mud *mud)
{
    if (mud->depth > MF_MANIFEST_DEPTH_MAX)
        return mf_fail(mud->planner->error, MF_LIMIT, _("names .mud in .mud more than %u deep"),
                       MF_MANIFEST_DEPTH_MAX);
    for (const struct chain *at = mud->chain->outer; at; at = at->outer) {
        if (strcmp(at->path, mud->entry->path) == 0)
            return mf_fail(mud->planner->error, MF_MANIFEST_LOOP,
                           _("%s leads back to itself through the .mud files that it names"),
                           mf_base_name(mud->entry->path));
    }
    return true;
}

static bool read_mud(struct mf_planner *planner, struct mf_entry *entry, const struct chain *outer,
                     unsigned depth)
{
    struct chain chain = {entry->path, outer};
    struct mud mud = {.planner = planner, .entry = entry, .chain = &chain, .depth = depth};
    if (!refuse_loop(&mud))
        return false;
    if (!mf_tree_read_text(planner->tree, entry, planner->error)) {
        if (entry->problem)
            *planner->error = *entry->problem;
        return false;
    }
    if (entry->text_length == 0)
        return mf_fail(planner->error, MF_EMPTY, _("is empty (0 bytes); download it again"));
    return mf_ini_parse(planner->tree->arena, entry->text, entry->text_length, entry->path,
                        &mud.ini, &planner->plan->findings, planner->error) &&
           read_main(&mud) && read_others(&mud);
}

bool mf_plan_mud(struct mf_planner *planner, struct mf_entry *manifest)
{
    planner->plan->manifest = manifest->path;
    planner->plan->kind = "mud";
    planner->plan->runner = MF_RUNNER_MAIXCDK;
    return read_mud(planner, manifest, NULL, 0);
}
