// SPDX-License-Identifier: MIT
/* .mud files of Maix (docs/bundles.md): [basic] names the model, [extra] all that belongs to it. */
#include <string.h>

#include "../../formats/format.h"
#include "../core/magic.h"
#include "../core/path.h"
#include "../core/text.h"
#include "file_names.h"
#include "ini.h"
#include "plan.h"

/* A .mud that is being read, inside those that name it. */
struct mud {
    struct mf_planner *planner;
    struct mf_entry *entry;
    struct mf_ini ini;
    const struct mud *outer;
    unsigned depth;
    enum mf_when when; /* of the key that names this .mud */
};

static bool read_mud(struct mf_planner *planner, struct mf_entry *entry, const struct mud *outer,
                     enum mf_when when);

static bool bad(const struct mud *mud, const char *text)
{
    return mf_fail(mud->planner->error, MF_BAD_MANIFEST, "%s", text);
}

static bool names_model(const char *value)
{
    return mf_model_suffix(value) || mf_is_mud(value);
}

/* The value of a key, NULL where there is none: an empty one counts as none. */
static const char *value_of(const struct mud *mud, const char *section, const char *key)
{
    const char *value = mf_ini_get(&mud->ini, section, key);
    return value && value[0] != '\0' ? value : NULL;
}

/* A model that is named may be a .mud again. */
static bool follow(struct mud *mud, const char *path, enum mf_when when)
{
    struct mf_planner *planner = mud->planner;
    struct mf_entry *entry;
    if (!mf_tree_find(planner->tree, mud->entry->path, path, &entry, planner->error))
        return false;
    if (!entry)
        return mf_fail(planner->error, MF_MISSING_FILE, _("%s names %s, which is missing"),
                       mf_base_name(mud->entry->path), path);
    return read_mud(planner, entry, mud, when);
}

static bool add_named(struct mud *mud, struct mf_plan_file file)
{
    if (mud->when != MF_WHEN_ALWAYS) {
        if (file.when != MF_WHEN_ALWAYS && file.when != mud->when)
            return true; /* this .mud is not read then */
        file.when = mud->when;
    }
    if (mf_is_mud(file.path))
        return follow(mud, file.path, file.when);
    file.from = mud->entry->path;
    return mf_plan_add(mud->planner, file);
}

/* nn.NN of MaixCDK: with AI-ISP model_vnpu, else model; without it model_npu, else model. */
static bool add_builds(struct mud *mud)
{
    struct mf_plan *plan = mud->planner->plan;
    const char *model = value_of(mud, "basic", "model");
    const char *full = value_of(mud, "basic", "model_npu");
    const char *half = value_of(mud, "basic", "model_vnpu");
    struct mf_plan_file off = {.path = full, .label = "model_npu", .when = MF_WHEN_AI_ISP_OFF};
    struct mf_plan_file on = {.path = half, .label = "model_vnpu", .when = MF_WHEN_AI_ISP_ON};
    struct mf_plan_file any = {.path = model, .label = "model"};
    if (!model && !full && !half)
        return bad(mud, _("names no model_npu, model_vnpu or model in [basic]"));
    if (full)
        any.when = MF_WHEN_AI_ISP_ON;
    else if (half)
        any.when = MF_WHEN_AI_ISP_OFF;
    plan->lacks_on = plan->lacks_on || (!half && !model);
    plan->lacks_off = plan->lacks_off || (!full && !model);
    if ((full && !add_named(mud, off)) || (half && !add_named(mud, on)))
        return false;
    return !model || (full && half) || add_named(mud, any);
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
    struct mf_embedding *embedding = &plan->embedding;
    uint64_t count;
    if (!read_number(mud, "model_num", true, &count) ||
        !read_number(mud, "tokens_embed_num", false, &embedding->count) ||
        !read_number(mud, "tokens_embed_size", false, &embedding->width) ||
        !mf_plan_add_layers(mud->planner, mud->entry->path, template, count))
        return false;
    embedding->path = value_of(mud, "extra", "tokens_embed");
    embedding->from = mud->entry->path;
    embedding->mapped = mf_plan_is_on(mf_ini_get(&mud->ini, "extra", "use_mmap_load_embed"));
    plan->runner = MF_RUNNER_MAIXCDK;
    plan->llm.guard_bytes = MF_GUARD_DEFAULT;
    if (!value_of(mud, "extra", "llm_service"))
        return true;
    return mf_plan_note(mud->planner, MF_NOTE, "service",
                        _("a service of its own loads this model: its memory is not the app's"));
}

static bool read_main(struct mud *mud)
{
    const char *type = mf_ini_get(&mud->ini, "basic", "type");
    const char *model = value_of(mud, "basic", "model");
    const char *full = value_of(mud, "basic", "model_npu");
    char names[MF_FORMAT_NAMES_MAX];
    if (!type)
        return bad(mud, _("has no `type` in [basic]; is it a .mud?"));
    const struct mf_format *format = mf_format_find(type);
    const struct mf_foreign_model *foreign =
        !format && model ? mf_foreign_model_named(model) : NULL;
    if (foreign)
        return mf_fail(mud->planner->error, MF_BAD_MANIFEST, "%s %s", model, _(foreign->says));
    if (!format)
        return mf_fail(mud->planner->error, MF_BAD_MANIFEST,
                       _("is for models of type `%s`; only these can be judged: %s"), type,
                       mf_format_names(names));
    if (!format->traits.has_npu_modes) {
        if (!model)
            return bad(mud, _("names no `model` in [basic]"));
        return add_named(mud, (struct mf_plan_file){.path = model, .label = "model"});
    }
    return full && strchr(full, '%') ? add_layers(mud, full) : add_builds(mud);
}

static enum mf_role role_of(const char *key, const char *value)
{
    if (mf_ends_with(value, ".onnx"))
        return MF_ROLE_CPU;
    if (strcmp(key, "post_model") == 0)
        return MF_ROLE_POST;
    return strncmp(key, "vpm_", 4) == 0 ? MF_ROLE_ENCODER : MF_ROLE_MODEL;
}

/* Is `key` the stem and one of these words behind it? */
static bool is_key(const char *key, const char *stem, size_t stem_length, const char *word)
{
    return strncmp(key, stem, stem_length) == 0 && strcmp(key + stem_length, word) == 0;
}

/* Of a pair x_npu, x_vnpu one is loaded, as of model_npu and model_vnpu. */
static enum mf_when when_of(const struct mud *mud, const struct mf_ini_item *item)
{
    const char *word = strrchr(item->key, '_');
    bool half = word && strcmp(word, "_vnpu") == 0;
    bool full = word && strcmp(word, "_npu") == 0;
    for (size_t i = 0; (half || full) && i < mud->ini.count; i++) {
        const struct mf_ini_item *other = &mud->ini.items[i];
        if (strcmp(other->section, item->section) == 0 && other->value[0] != '\0' &&
            is_key(other->key, item->key, (size_t)(word - item->key), half ? "_npu" : "_vnpu"))
            return half ? MF_WHEN_AI_ISP_ON : MF_WHEN_AI_ISP_OFF;
    }
    return MF_WHEN_ALWAYS;
}

static bool is_main_key(const struct mf_ini_item *item)
{
    static const char *const keys[] = {"model", "model_npu", "model_vnpu"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(item->section, "basic") == 0 && strcmp(item->key, keys[i]) == 0)
            return true;
    }
    return false;
}

/* Whatever else names a model: detectors of hands, heads of trackers, recognizers of text. */
static bool names_other(const struct mud *mud, const struct mf_ini_item *item)
{
    bool known = strcmp(item->section, "basic") == 0 || strcmp(item->section, "extra") == 0;
    return known && !is_main_key(item) &&
           (names_model(item->value) || mf_ends_with(item->value, ".onnx")) &&
           mf_ini_get(&mud->ini, item->section, item->key) == item->value;
}

static bool read_others(struct mud *mud)
{
    for (size_t i = 0; i < mud->ini.count; i++) {
        const struct mf_ini_item *item = &mud->ini.items[i];
        if (!names_other(mud, item))
            continue;
        struct mf_plan_file file = {.path = item->value,
                                    .label = item->key,
                                    .role = role_of(item->key, item->value),
                                    .when = when_of(mud, item)};
        if (file.role == MF_ROLE_POST)
            file.label = "post";
        if (!add_named(mud, file))
            return false;
    }
    return true;
}

static bool refuse_loop(const struct mud *mud)
{
    if (mud->depth > MF_MANIFEST_DEPTH_MAX)
        return mf_fail(mud->planner->error, MF_LIMIT, _("names .mud in .mud more than %u deep"),
                       MF_MANIFEST_DEPTH_MAX);
    for (const struct mud *at = mud->outer; at; at = at->outer) {
        if (strcmp(at->entry->path, mud->entry->path) == 0)
            return mf_fail(mud->planner->error, MF_MANIFEST_LOOP,
                           _("%s leads back to itself through the .mud files that it names"),
                           mf_base_name(mud->entry->path));
    }
    return true;
}

static bool read_mud(struct mf_planner *planner, struct mf_entry *entry, const struct mud *outer,
                     enum mf_when when)
{
    struct mud mud = {.planner = planner,
                      .entry = entry,
                      .outer = outer,
                      .depth = outer ? outer->depth + 1 : 0,
                      .when = when};
    if (!refuse_loop(&mud) || !mf_plan_read_text(planner, entry))
        return false;
    if (entry->text_length == 0)
        return mf_fail(planner->error, MF_EMPTY, _("is empty (0 bytes); download it again"));
    const char *name = mf_tree_name(planner->tree, entry);
    if (!name)
        return mf_fail_memory(planner->error);
    if (!mf_ini_parse(planner->tree->arena, entry->text, entry->text_length, name, &mud.ini,
                      &planner->plan->findings, planner->error))
        return false;
    if (!outer)
        planner->plan->model_type = value_of(&mud, "extra", "model_type");
    return read_main(&mud) && read_others(&mud);
}

bool mf_plan_mud(struct mf_planner *planner, struct mf_entry *manifest)
{
    planner->plan->manifest = manifest->path;
    planner->plan->kind = MF_KIND_MUD;
    return read_mud(planner, manifest, NULL, MF_WHEN_ALWAYS);
}
