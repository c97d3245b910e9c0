// SPDX-License-Identifier: MIT
#include "collect.h"

#include <string.h>

#include "../../formats/format.h"
#include "../core/path.h"
#include "file_names.h"

/* A bundle that was found, before those that say the same are left out. */
struct found {
    const char *path;
    struct mf_plan *plan;
    struct mf_entry **files; /* all that it loads */
    size_t file_count;
    bool dropped;
};

struct collection {
    struct mf_opening *opening;
    struct mf_tree *tree;
    struct found *items;
    size_t count;
    size_t capacity;
};

static bool is_inside(const struct mf_entry *entry, const char *inside)
{
    size_t length = inside ? strlen(inside) : 0;
    return length == 0 || (strncmp(entry->path, inside, length) == 0 &&
                           (entry->path[length] == '\0' || entry->path[length] == '/' ||
                            inside[length - 1] == '/'));
}

static bool refuse(const struct collection *all, const char *path, const struct mf_error *problem)
{
    struct mf_entry place = {.path = path};
    return mf_opening_refuse(all->opening, mf_tree_name(all->tree, &place), problem);
}

/* The files of a plan, those that are there. */
static bool find_files(const struct collection *all, struct found *item)
{
    struct mf_plan *plan = item->plan;
    item->files =
        mf_arena_take(all->tree->arena, (plan->file_count + 1) * sizeof(struct mf_entry *));
    if (!item->files)
        return mf_fail_memory(all->opening->error);
    for (size_t i = 0; i < plan->file_count; i++) {
        struct mf_entry *entry;
        if (!mf_tree_find(all->tree, plan->files[i].from, plan->files[i].path, &entry,
                          all->opening->error))
            return false;
        if (entry)
            item->files[item->file_count++] = entry;
    }
    return true;
}

static bool keep(struct collection *all, struct mf_plan *plan)
{
    if (all->count >= MF_MANIFESTS_MAX) {
        struct mf_error problem;
        mf_fail(&problem, MF_LIMIT, _("holds more than %zu bundles; name one of them"),
                MF_MANIFESTS_MAX);
        return refuse(all, plan->manifest, &problem);
    }
    struct found *items =
        mf_arena_grow(all->tree->arena, all->items, all->count, &all->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(all->opening->error);
    all->items = items;
    all->items[all->count] = (struct found){.path = plan->manifest, .plan = plan};
    return find_files(all, &all->items[all->count++]);
}

static struct mf_plan *new_plan(const struct collection *all, struct mf_planner *planner,
                                struct mf_error *problem)
{
    struct mf_plan *plan = mf_arena_take(all->tree->arena, sizeof *plan);
    *planner = (struct mf_planner){all->tree, all->opening->options, plan, problem};
    if (!plan)
        mf_fail_memory(all->opening->error);
    return plan;
}

static bool take_manifest(struct collection *all, struct mf_entry *entry, bool *is_plan)
{
    struct mf_planner planner;
    struct mf_error problem = {MF_OK, ""};
    struct mf_plan *plan = new_plan(all, &planner, &problem);
    if (!plan)
        return false;
    *is_plan = true;
    bool ok = mf_is_mud(entry->path) ? mf_plan_mud(&planner, entry)
                                     : mf_plan_json(&planner, entry, is_plan);
    if (ok && *is_plan)
        ok = mf_plan_check_layers(&planner);
    if (!ok)
        return refuse(all, entry->path, &problem);
    return !*is_plan || keep(all, plan);
}

/* Marks what one bundle loads, so that the others can be held against it. */
static void mark_files(const struct found *item, size_t mark)
{
    for (size_t i = 0; i < item->file_count; i++)
        item->files[i]->mark = mark;
}

static bool all_marked(const struct found *item, size_t mark)
{
    for (size_t i = 0; i < item->file_count; i++) {
        if (item->files[i]->mark != mark)
            return false;
    }
    return item->file_count > 0;
}

/* within[i * count + k]: bundle i loads nothing that bundle k does not load. */
static bool *compare_all(const struct collection *all)
{
    bool *within = mf_arena_take(all->tree->arena, all->count * all->count + 1);
    for (size_t k = 0; within && k < all->count; k++) {
        mark_files(&all->items[k], k + 1);
        for (size_t i = 0; i < all->count; i++)
            within[i * all->count + k] = all_marked(&all->items[i], k + 1);
    }
    return within;
}

/* A manifest all of whose files another one loads too says nothing new: it is part of the other, or
 * the same bundle for another runner. Of two equal ones the .mud is kept, then the first. */
static const struct found *covers(const struct collection *all, const bool *within, size_t index)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct found *other = &all->items[i];
        if (i == index || other->dropped || !within[index * all->count + i])
            continue;
        if (!within[i * all->count + index])
            return other;
        bool mud = mf_is_mud(all->items[index].path);
        bool other_mud = mf_is_mud(other->path);
        if (other_mud != mud ? other_mud : i < index)
            return other;
    }
    return NULL;
}

static bool drop_repeated(struct collection *all)
{
    const bool *within = compare_all(all);
    if (!within)
        return mf_fail_memory(all->opening->error);
    for (size_t i = 0; i < all->count; i++) {
        const struct found *other = covers(all, within, i);
        if (!other)
            continue;
        all->items[i].dropped = true;
        if (!mf_findings_add(all->opening->arena, &all->opening->list->findings, MF_NOTE,
                             "same-files", all->items[i].path, all->opening->error,
                             _("loads what %s loads too; it is not counted twice"),
                             mf_base_name(other->path)))
            return false;
    }
    return true;
}

static bool make(const struct collection *all, const struct found *item)
{
    struct mf_error problem = {MF_OK, ""};
    struct mf_model *model = mf_arena_take(all->tree->arena, sizeof *model);
    if (!model)
        return mf_fail_memory(all->opening->error);
    if (mf_bundle_make(all->tree, item->plan, all->opening->options, model, &problem))
        return mf_opening_add(all->opening, model->path, model);
    return refuse(all, item->path, &problem);
}

static bool make_all(struct collection *all)
{
    if (!drop_repeated(all))
        return false;
    for (size_t i = 0; i < all->count; i++) {
        if (!all->items[i].dropped && !make(all, &all->items[i]))
            return false;
    }
    return true;
}

static bool take_manifests(struct collection *all, const char *inside, size_t *taken)
{
    for (size_t i = 0; i < all->tree->count; i++) {
        struct mf_entry *entry = all->tree->entries[i];
        bool is_plan = false;
        if (!mf_is_manifest(entry->path) || !is_inside(entry, inside))
            continue;
        if (!take_manifest(all, entry, &is_plan))
            return false;
        *taken += is_plan;
    }
    return true;
}

static bool take_names(struct collection *all, const char *inside, size_t *taken)
{
    size_t at = 0;
    for (;;) {
        struct mf_planner planner;
        struct mf_error problem = {MF_OK, ""};
        bool is_plan;
        struct mf_plan *plan = new_plan(all, &planner, &problem);
        if (!plan)
            return false;
        bool ok =
            mf_plan_names(&planner, &at, &is_plan) && (!is_plan || mf_plan_check_layers(&planner));
        struct mf_entry place = {.path = plan->manifest ? plan->manifest : ""};
        if (!ok && !refuse(all, place.path, &problem))
            return false;
        if (ok && !is_plan)
            return true;
        if (!is_inside(&place, inside))
            continue;
        (*taken)++;
        if (ok && !keep(all, plan))
            return false;
    }
}

/* In a folder files are looked at only now: by their beginning, or by a name like a model's. */
static bool looks_like_model(const struct collection *all, struct mf_entry *entry)
{
    struct mf_source source;
    struct mf_error ignored;
    uint8_t head[MF_HEAD_BYTES];
    size_t length = 0;
    if (all->tree->in_archive)
        return entry->model || (entry->problem && mf_model_suffix(entry->path));
    if (mf_model_suffix(entry->path))
        return true;
    const char *name = mf_tree_name(all->tree, entry);
    if (!name || !mf_source_open(&source, name, &ignored))
        return false;
    struct mf_view view = mf_view_all(&source);
    bool is_model = mf_view_head(&view, head, sizeof head, &length, &ignored) &&
                    mf_model_bid(head, length) == MF_BID_STRONG;
    mf_source_close(&source);
    return is_model;
}

static bool take_model(const struct collection *all, struct mf_entry *entry)
{
    if (mf_tree_read_model(all->tree, entry, all->opening->error))
        return mf_opening_add(all->opening, entry->model->path, entry->model);
    return entry->problem && refuse(all, entry->path, entry->problem);
}

static bool take_models(struct collection *all, const char *inside, size_t *taken)
{
    for (size_t i = 0; i < all->tree->count; i++) {
        struct mf_entry *entry = all->tree->entries[i];
        if (!is_inside(entry, inside) || !looks_like_model(all, entry))
            continue;
        if ((*taken)++ >= MF_MODELS_MAX) {
            struct mf_error problem;
            mf_fail(&problem, MF_LIMIT, _("holds more than %u models"), MF_MODELS_MAX);
            return mf_opening_refuse(all->opening, all->opening->path, &problem);
        }
        if (!take_model(all, entry))
            return false;
    }
    return true;
}

static bool mark_named(const struct collection *all, size_t mark)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct mf_plan *plan = all->items[i].plan;
        struct mf_entry *twin = NULL;
        mark_files(&all->items[i], mark);
        if (plan->twin &&
            !mf_tree_find(all->tree, plan->twin_from, plan->twin, &twin, all->opening->error))
            return false;
        if (twin)
            twin->mark = mark;
    }
    return true;
}

/* Models that no manifest names are most likely for another board: they are noted, not counted. */
static bool note_unnamed(struct collection *all, const char *inside)
{
    const size_t mark = SIZE_MAX;
    uint64_t unnamed = 0;
    const char *first = NULL;
    if (!mark_named(all, mark))
        return false;
    for (size_t i = 0; i < all->tree->count; i++) {
        const struct mf_entry *entry = all->tree->entries[i];
        if (entry->mark == mark || !mf_model_suffix(entry->path) || !is_inside(entry, inside))
            continue;
        if (unnamed++ == 0)
            first = entry->path;
    }
    return unnamed == 0 ||
           mf_findings_add(all->opening->arena, &all->opening->list->findings, MF_NOTE, "unnamed",
                           all->opening->path, all->opening->error,
                           _("models that no manifest names are not counted: %llu (%s)"),
                           (unsigned long long)unnamed, first);
}

static bool refuse_empty(const struct collection *all, const char *inside)
{
    char names[MF_FORMAT_NAMES_MAX];
    struct mf_error problem;
    if (inside)
        mf_fail(&problem, MF_NO_MODELS, _("holds no model, .mud or config.json called %s"), inside);
    else
        mf_fail(&problem, MF_NO_MODELS, _("holds no model (%s), .mud or config.json"),
                mf_format_names(names));
    return mf_opening_refuse(all->opening, all->opening->path, &problem);
}

static bool names_one_model(const struct mf_tree *tree, const char *inside)
{
    for (size_t i = 0; inside && i < tree->count; i++) {
        if (strcmp(tree->entries[i]->path, inside) == 0)
            return mf_model_suffix(inside) || tree->entries[i]->model;
    }
    return false;
}

bool mf_collect(struct mf_opening *opening, struct mf_tree *tree, const char *inside)
{
    struct collection all = {.opening = opening, .tree = tree};
    size_t taken = 0;
    if (!mf_findings_copy(opening->arena, &opening->list->findings, &tree->findings,
                          opening->error))
        return false;
    bool single = names_one_model(tree, inside);
    if (!single && !take_manifests(&all, inside, &taken))
        return false;
    if (!single && taken == 0 && !take_names(&all, inside, &taken))
        return false;
    if (taken > 0)
        return make_all(&all) && note_unnamed(&all, inside);
    if (!take_models(&all, inside, &taken))
        return false;
    return taken > 0 || refuse_empty(&all, inside);
}

bool mf_collect_manifest(struct mf_opening *opening, struct mf_tree *tree, struct mf_entry *entry)
{
    struct collection all = {.opening = opening, .tree = tree};
    struct mf_error problem;
    bool is_plan = false;
    if (!take_manifest(&all, entry, &is_plan))
        return false;
    if (is_plan)
        return make_all(&all);
    mf_fail(&problem, MF_BAD_MANIFEST,
            _("names no .axmodel: it is neither an ax-llm config.json nor a StackFlow mode file"));
    return mf_opening_refuse(opening, opening->path, &problem);
}
