// SPDX-License-Identifier: MIT
/* Models that no manifest names. */
#include <string.h>

#include "../../formats/format.h"
#include "../core/path.h"
#include "../core/text.h"
#include "found.h"

/* Of sets of entries: what a manifest names, and what was reported as standing beside. */
#define NAMED    SIZE_MAX
#define REPORTED (SIZE_MAX - 1)

#define NAMES_SHOWN ((size_t)8)

static void mark_named(const struct mf_found_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        for (size_t k = 0; k < list->items[i].file_count; k++)
            list->items[i].files[k]->mark = NAMED;
    }
}

/* "a, b, and 3 more" */
static void add_name(struct mf_text *names, size_t number, const char *name)
{
    if (number < NAMES_SHOWN)
        mf_text_format(names, "%s%s", number == 0 ? "" : ", ", name);
}

static void end_names(struct mf_text *names, size_t count)
{
    struct mf_text whole = {.failed = names->failed};
    if (count <= NAMES_SHOWN)
        return;
    mf_text_format(&whole, _("%s and %zu more"), names->bytes ? names->bytes : "",
                   count - NAMES_SHOWN);
    mf_text_free(names);
    *names = whole;
}

static bool report_beside(const struct mf_found_list *list, const char *manifest,
                          struct mf_text *names, size_t count)
{
    end_names(names, count);
    if (count == 0)
        return true;
    struct mf_entry place = {.path = manifest};
    const char *path = mf_tree_name(list->tree, &place);
    if (names->failed || !path)
        return mf_fail_memory(list->opening->error);
    return mf_findings_add(list->opening->arena, &list->opening->list->findings, MF_WARNING,
                           "unnamed", path, list->opening->error,
                           _("does not name %s, which lies beside its files and is not counted: a "
                             "program for speech or vision may load it too"),
                           names->bytes);
}

/* The models of one folder. */
static bool gather_folder(struct mf_found_list *list, const char *from, const char *folder,
                          struct mf_text *names, size_t *count)
{
    struct mf_entry **entries;
    size_t found;
    struct mf_error problem;
    if (!mf_tree_models_of(list->tree, from, folder, &entries, &found, &problem)) {
        *list->opening->error = problem;
        return problem.reason == MF_LIMIT; /* a folder of models for everything: no bundle's */
    }
    for (size_t i = 0; i < found; i++) {
        if (entries[i]->mark == NAMED || entries[i]->mark == REPORTED)
            continue;
        entries[i]->mark = REPORTED;
        add_name(names, (*count)++, mf_base_name(entries[i]->path));
    }
    return true;
}

/* The folders in which the files of a bundle stand; neighbors in its list share one. */
static bool gather_beside(struct mf_found_list *list, const struct mf_found *item,
                          struct mf_text *names, size_t *count)
{
    const struct mf_plan *plan = item->plan;
    const char *before = NULL;
    if (!gather_folder(list, plan->manifest, ".", names, count))
        return false;
    for (size_t i = 0; i < plan->file_count; i++) {
        const char *path = plan->files[i].path;
        const char *base = mf_base_name(path);
        const char *folder =
            base == path ? "." : mf_arena_copy(list->tree->arena, path, (size_t)(base - path));
        if (!folder)
            return mf_fail_memory(list->opening->error);
        bool same = before && strcmp(before, folder) == 0;
        before = folder;
        if (!same && !gather_folder(list, plan->files[i].from, folder, names, count))
            return false;
    }
    return true;
}

static bool note_beside(struct mf_found_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_found *item = &list->items[i];
        struct mf_text names = {0};
        size_t count = 0;
        if (item->dropped || strcmp(item->plan->kind, MF_KIND_AXLLM) != 0)
            continue;
        bool ok = gather_beside(list, item, &names, &count) &&
                  report_beside(list, item->path, &names, count);
        mf_text_free(&names);
        if (!ok)
            return false;
    }
    return true;
}

static bool note_others(struct mf_found_list *list, const char *inside)
{
    struct mf_text names = {0};
    size_t count = 0;
    for (size_t i = 0; i < list->tree->count; i++) {
        const struct mf_entry *entry = list->tree->entries[i];
        if (entry->mark != NAMED && entry->mark != REPORTED && mf_model_suffix(entry->path) &&
            mf_is_inside(entry, inside))
            add_name(&names, count++, entry->path);
    }
    end_names(&names, count);
    bool ok = !names.failed || mf_fail_memory(list->opening->error);
    if (ok && count > 0)
        ok = mf_findings_add(list->opening->arena, &list->opening->list->findings, MF_NOTE,
                             "unnamed", list->opening->path, list->opening->error,
                             _("models that no manifest names are not counted: %s"), names.bytes);
    mf_text_free(&names);
    return ok;
}

bool mf_found_note_unnamed(struct mf_found_list *list, const char *inside)
{
    mark_named(list);
    return note_beside(list) && note_others(list, inside);
}
