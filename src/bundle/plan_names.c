// SPDX-License-Identifier: MIT
/* A folder without a manifest: what its files are is guessed from their names, and said to be. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../core/path.h"
#include "../core/text.h"
#include "plan.h"

#define SUFFIX ".axmodel"

/* Taken apart: "sub/qwen_l" 12 "_together.axmodel" */
struct layer_name {
    size_t folder; /* bytes of the folder with its slash */
    size_t before; /* bytes before the number */
    size_t digits;
    uint64_t number;
};

/* `_l<N>_` or `_l<N>.axmodel`; whole names only, so `…_l0.axmodel.onnx` is none. */
static bool take_apart(const char *path, struct layer_name *name)
{
    if (!mf_ends_with(path, SUFFIX))
        return false;
    name->folder = (size_t)(mf_base_name(path) - path);
    for (const char *at = strstr(path + name->folder, "_l"); at; at = strstr(at + 1, "_l")) {
        size_t digits = strspn(at + 2, "0123456789");
        const char *behind = at + 2 + digits;
        if (digits == 0 || digits > MF_LAYER_DIGITS_MAX ||
            (*behind != '_' && strlen(behind) != sizeof SUFFIX - 1))
            continue;
        name->before = (size_t)(at + 2 - path);
        name->digits = digits;
        name->number = 0;
        for (size_t i = 0; i < digits; i++)
            name->number = name->number * 10 + (uint64_t)(at[2 + i] - '0');
        return true;
    }
    return false;
}

static bool same_template(const char *path, const struct layer_name *name, const char *other,
                          const struct layer_name *other_name)
{
    return name->before == other_name->before && strncmp(path, other, name->before) == 0 &&
           strcmp(path + name->before + name->digits,
                  other + other_name->before + other_name->digits) == 0;
}

/* The first layer, by listing, of each template stands for it. */
static bool is_first_of_template(const struct mf_tree *tree, size_t index,
                                 const struct layer_name *name)
{
    for (size_t i = index; i > 0; i--) {
        struct layer_name other;
        const char *path = tree->entries[i - 1]->path;
        /* Sorted by path: what shares the beginning stands together. */
        if (strncmp(path, tree->entries[index]->path, name->before) != 0)
            return true;
        if (take_apart(path, &other) &&
            same_template(tree->entries[index]->path, name, path, &other))
            return false;
    }
    return true;
}

/* The largest number, and the most digits that a number with a leading zero has. */
static uint64_t count_layers(const struct mf_tree *tree, size_t first,
                             const struct layer_name *name, size_t *width)
{
    uint64_t count = 0;
    const char *path = tree->entries[first]->path;
    *width = 0;
    for (size_t i = first; i < tree->count; i++) {
        struct layer_name other;
        const char *candidate = tree->entries[i]->path;
        if (strncmp(candidate, path, name->before) != 0)
            break;
        if (!isdigit((unsigned char)candidate[name->before]) || !take_apart(candidate, &other) ||
            !same_template(path, name, candidate, &other))
            continue;
        if (other.number + 1 > count)
            count = other.number + 1;
        if (candidate[other.before] == '0' && other.digits > 1 && other.digits > *width)
            *width = other.digits;
    }
    return count;
}

static bool contains(const char *name, const char *word)
{
    return strcasestr(name, word) != NULL;
}

/* Post, encoders and the embedding of the same folder. */
static bool add_rest(struct mf_planner *planner, const char *folder, size_t folder_length)
{
    struct mf_tree *tree = planner->tree;
    planner->plan->embedding.from = planner->plan->manifest;
    for (size_t i = 0; i < tree->count; i++) {
        struct layer_name name;
        const char *path = tree->entries[i]->path;
        bool is_model = mf_ends_with(path, SUFFIX);
        if (!is_model && !mf_ends_with(path, ".bin"))
            continue;
        const char *base = mf_base_name(path);
        if ((size_t)(base - path) != folder_length || strncmp(path, folder, folder_length) != 0 ||
            take_apart(path, &name))
            continue;
        if (!is_model && contains(base, "embed"))
            planner->plan->embedding.path = base;
        if (!is_model)
            continue;
        bool post = contains(base, "post");
        struct mf_plan_file file = {.path = base,
                                    .from = planner->plan->manifest,
                                    .label = post ? "post" : "encoder",
                                    .role = post ? MF_ROLE_POST : MF_ROLE_ENCODER};
        if (!mf_plan_add(planner, file))
            return false;
    }
    return true;
}

static bool make_plan(struct mf_planner *planner, size_t first, const struct layer_name *name)
{
    struct mf_tree *tree = planner->tree;
    struct mf_plan *plan = planner->plan;
    const char *path = tree->entries[first]->path;
    size_t width;
    uint64_t count = count_layers(tree, first, name, &width);
    char number[24] = "%d";
    if (width > 0)
        snprintf(number, sizeof number, "%%0%zud", width);
    const char *template =
        mf_arena_format(tree->arena, "%.*s%s%s", (int)(name->before - name->folder),
                        path + name->folder, number, path + name->before + name->digits);
    /* The manifest that is not there would stand beside the layers; it is shown as people write
     * such names, `qwen_l*_together.axmodel`. */
    plan->manifest = mf_arena_format(tree->arena, "%.*s*%s", (int)name->before, path,
                                     path + name->before + name->digits);
    if (!template || !plan->manifest)
        return mf_fail_memory(planner->error);
    plan->kind = MF_KIND_NAMES;
    plan->runner = MF_RUNNER_MAIXCDK;
    plan->llm.can_load_dynamically = true;
    plan->llm.dynamic_pool = 1;
    plan->llm.guard_bytes = MF_GUARD_DEFAULT;
    return mf_plan_add_layers(planner, plan->manifest, template, count) &&
           add_rest(planner, path, name->folder) &&
           mf_plan_note(planner, MF_WARNING, "guessed",
                        _("without a .mud or config.json, which files belong together is "
                          "guessed from their names"));
}

static size_t count_names(const struct mf_tree *tree)
{
    struct layer_name name;
    size_t count = 0;
    for (size_t i = 0; i < tree->count; i++)
        count += take_apart(tree->entries[i]->path, &name);
    return count;
}

bool mf_plan_names(struct mf_planner *planner, size_t *at, bool *is_plan)
{
    struct mf_tree *tree = planner->tree;
    *is_plan = false;
    if (*at == 0 && count_names(tree) > MF_LAYER_NAMES_MAX) {
        *at = tree->count;
        return mf_fail(planner->error, MF_LIMIT,
                       _("holds more than %zu files that are named like "
                         "layers"),
                       MF_LAYER_NAMES_MAX);
    }
    for (; *at < tree->count; (*at)++) {
        struct layer_name name;
        if (!take_apart(tree->entries[*at]->path, &name) || !is_first_of_template(tree, *at, &name))
            continue;
        *is_plan = true;
        return make_plan(planner, (*at)++, &name);
    }
    return true;
}
