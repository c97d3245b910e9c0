// SPDX-License-Identifier: MIT
#include "plan.h"

#include <stdio.h>
#include <string.h>

#include "../core/text.h"
#include "../core/print.h"

bool mf_plan_is_on(const char *value)
{
    return value && (strcmp(value, "true") == 0 || strcmp(value, "1") == 0);
}

bool mf_plan_read_text(struct mf_planner *planner, struct mf_entry *manifest)
{
    if (mf_tree_read_text(planner->tree, manifest, planner->error))
        return true;
    if (manifest->problem)
        *planner->error = *manifest->problem;
    return false;
}

bool mf_plan_note(struct mf_planner *planner, enum mf_severity severity, const char *code,
                  const char *text)
{
    struct mf_entry key = {.path = planner->plan->manifest};
    const char *path = mf_tree_name(planner->tree, &key);
    if (!path)
        return mf_fail_memory(planner->error);
    return mf_findings_add(planner->tree->arena, &planner->plan->findings, severity, code, path,
                           planner->error, "%s", text);
}

bool mf_plan_add(struct mf_planner *planner, struct mf_plan_file file)
{
    struct mf_plan *plan = planner->plan;
    if (plan->file_count >= MF_BUNDLE_FILES_MAX)
        return mf_fail(planner->error, MF_LIMIT, _("names more than %zu files"),
                       MF_BUNDLE_FILES_MAX);
    struct mf_plan_file *files = mf_arena_grow(planner->tree->arena, plan->files, plan->file_count,
                                               &plan->file_capacity, sizeof *files);
    if (!files)
        return mf_fail_memory(planner->error);
    plan->files = files;
    file.path = mf_arena_string(planner->tree->arena, file.path);
    file.label = mf_arena_string(planner->tree->arena, file.label);
    if (!file.path || !file.label)
        return mf_fail_memory(planner->error);
    plan->files[plan->file_count++] = file;
    return true;
}

/* The one place for the number: "%d" or "%03d". */
struct gap {
    size_t start;
    size_t end;
    int width;
};

static bool bad_template(const struct mf_planner *planner, const char *template)
{
    return mf_fail(
        planner->error, MF_BAD_MANIFEST,
        _("the template `%s` should hold one %%d for the layer's number, and no other %%"),
        template);
}

static bool find_gap(const struct mf_planner *planner, const char *template, struct gap *gap)
{
    const char *percent = strchr(template, '%');
    if (!percent)
        return bad_template(planner, template);
    const char *at = percent + 1;
    gap->start = (size_t)(percent - template);
    gap->width = 0;
    if (*at == '0' && at[1] >= '1' && at[1] <= '9') {
        gap->width = at[1] - '0';
        at += 2;
    }
    gap->end = (size_t)(at - template) + 1;
    if (*at != 'd' || strchr(at, '%'))
        return bad_template(planner, template);
    return true;
}

bool mf_plan_add_layers(struct mf_planner *planner, const char *from, const char *template,
                        uint64_t count)
{
    struct gap gap = {0};
    if (count == 0 || count > MF_LAYERS_MAX)
        return mf_fail(planner->error, MF_BAD_MANIFEST,
                       _("names %llu layers; 1 to %llu can be judged"), (unsigned long long)count,
                       (unsigned long long)MF_LAYERS_MAX);
    if (!find_gap(planner, template, &gap))
        return false;
    planner->plan->llm.layer_count += count;
    for (uint64_t i = 0; i < count; i++) {
        char label[MF_LABEL_MAX];
        mf_print(label, sizeof label, _("layer %llu"), (unsigned long long)i);
        const char *path =
            mf_arena_format(planner->tree->arena, "%.*s%0*llu%s", (int)gap.start, template,
                            gap.width, (unsigned long long)i, template + gap.end);
        if (!path)
            return mf_fail_memory(planner->error);
        struct mf_plan_file layer = {
            .path = path, .from = from, .label = label, .role = MF_ROLE_LAYER};
        if (!mf_plan_add(planner, layer))
            return false;
    }
    return true;
}

/* "7, 12–14" */
static void add_range(struct mf_text *text, uint64_t first, uint64_t last)
{
    mf_text_format(text, "%s%llu", text->length > 0 ? ", " : "", (unsigned long long)first);
    if (last > first)
        mf_text_format(text, "–%llu", (unsigned long long)last);
}

bool mf_plan_check_layers(struct mf_planner *planner)
{
    struct mf_plan *plan = planner->plan;
    struct mf_text missing = {0};
    uint64_t number = 0;
    uint64_t first = UINT64_MAX;
    bool ok = true;
    for (size_t i = 0; ok && i < plan->file_count; i++) {
        const struct mf_plan_file *file = &plan->files[i];
        struct mf_entry *entry;
        if (file->role != MF_ROLE_LAYER)
            continue;
        ok = mf_tree_find(planner->tree, file->from, file->path, &entry, planner->error);
        if (!entry && first == UINT64_MAX)
            first = number;
        if (entry && first != UINT64_MAX) {
            add_range(&missing, first, number - 1);
            first = UINT64_MAX;
        }
        number++;
    }
    if (first != UINT64_MAX)
        add_range(&missing, first, number - 1);
    if (ok && missing.length > 0)
        plan->missing_layers = mf_arena_string(planner->tree->arena, missing.bytes);
    if (ok && (missing.failed || (missing.length > 0 && !plan->missing_layers)))
        ok = mf_fail_memory(planner->error);
    mf_text_free(&missing);
    return ok;
}
