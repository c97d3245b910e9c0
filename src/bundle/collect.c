// SPDX-License-Identifier: MIT
#include "collect.h"

#include <string.h>

#include "../../formats/format.h"
#include "../core/path.h"
#include "bundle.h"
#include "file_names.h"
#include "found.h"

static bool refuse(const struct mf_found_list *all, const char *path,
                   const struct mf_error *problem)
{
    struct mf_entry place = {.path = path};
    return mf_opening_refuse(all->opening, mf_tree_name(all->tree, &place), problem);
}

static struct mf_plan *new_plan(const struct mf_found_list *all, struct mf_planner *planner,
                                struct mf_error *problem)
{
    struct mf_plan *plan = mf_arena_take(all->tree->arena, sizeof *plan);
    *planner = (struct mf_planner){all->tree, plan, problem};
    if (!plan)
        mf_fail_memory(all->opening->error);
    return plan;
}

/* The kind of a manifest is known by its name, else by its first character. */
static bool read_plan(struct mf_planner *planner, struct mf_entry *entry, bool *is_plan)
{
    const char *text = entry->text ? entry->text : "";
    char first = text[strspn(text, " \t\r\n")];
    *is_plan = true;
    if (mf_is_mud(entry->path))
        return mf_plan_mud(planner, entry);
    if (mf_ends_with(entry->path, ".json"))
        return mf_plan_json(planner, entry, is_plan);
    if (mf_is_script(entry->path) || (first != '{' && first != '['))
        return mf_plan_script(planner, entry, is_plan);
    return first == '{' ? mf_plan_json(planner, entry, is_plan) : mf_plan_mud(planner, entry);
}

static bool take_manifest(struct mf_found_list *all, struct mf_entry *entry, bool *is_plan)
{
    struct mf_planner planner;
    struct mf_error problem = {MF_OK, ""};
    struct mf_plan *plan = new_plan(all, &planner, &problem);
    if (!plan)
        return false;
    bool ok = read_plan(&planner, entry, is_plan);
    if (ok && *is_plan)
        ok = mf_plan_check_layers(&planner);
    if (!ok) {
        *is_plan = true;
        return refuse(all, entry->path, &problem);
    }
    if (*is_plan)
        return mf_found_keep(all, plan);
    return mf_findings_copy(all->opening->arena, &all->opening->list->findings, &plan->findings,
                            all->opening->error);
}

static bool make(const struct mf_found_list *all, const struct mf_found *item)
{
    struct mf_error problem = {MF_OK, ""};
    struct mf_model *model = mf_arena_take(all->tree->arena, sizeof *model);
    if (!model)
        return mf_fail_memory(all->opening->error);
    if (mf_bundle_make(all->tree, item->plan, model, &problem))
        return mf_opening_add(all->opening, model->path, model);
    return refuse(all, item->path, &problem);
}

static bool make_all(struct mf_found_list *all, const char *inside)
{
    if (!mf_found_drop_repeated(all))
        return false;
    for (size_t i = 0; i < all->count; i++) {
        if (!all->items[i].dropped && !make(all, &all->items[i]))
            return false;
    }
    return mf_found_note_unnamed(all, inside);
}

/* What cannot be read might have been a manifest: then there is less to judge. */
static bool note_unreadable(const struct mf_found_list *all, const char *name,
                            const struct mf_error *problem)
{
    return mf_findings_add(all->opening->arena, &all->opening->list->findings, MF_WARNING,
                           mf_reason_word(problem->reason), name, all->opening->error, "%s",
                           problem->text);
}

static bool begins_as_model(const uint8_t *head, size_t length)
{
    return mf_model_bid(head, length < MF_HEAD_BYTES ? length : MF_HEAD_BYTES) == MF_BID_STRONG;
}

/* A file that may be a manifest by its name is one only where it names axmodels. */
static bool look_into(const struct mf_found_list *all, struct mf_entry *entry, bool *mentions)
{
    struct mf_source source;
    struct mf_error problem;
    char text[MF_LOOK_INTO_MAX];
    *mentions = entry->text != NULL;
    if (all->tree->in_archive)
        return true;
    const char *name = mf_tree_name(all->tree, entry);
    if (!name)
        return mf_fail_memory(all->opening->error);
    if (!mf_tree_open(all->tree, entry, name, &source, &problem))
        return note_unreadable(all, name, &problem);
    struct mf_view view = mf_view_all(&source);
    size_t length = view.size <= sizeof text ? (size_t)view.size : 0;
    bool ok = mf_view_read(&view, 0, text, length, &problem);
    mf_source_close(&source);
    if (!ok)
        return note_unreadable(all, name, &problem);
    entry->is_no_model = length > 0 && !begins_as_model((const uint8_t *)text, length);
    *mentions = memmem(text, length, MF_MANIFEST_WORD, strlen(MF_MANIFEST_WORD)) != NULL;
    return true;
}

static bool take_manifests(struct mf_found_list *all, const char *inside, size_t *taken)
{
    unsigned looked_into = 0;
    size_t count = all->tree->count; /* plans may add entries */
    for (size_t i = 0; i < count && !all->full; i++) {
        struct mf_entry *entry = all->tree->entries[i];
        bool is_plan = false;
        if (!mf_is_inside(entry, inside))
            continue;
        bool named = mf_is_manifest(entry->path);
        if (!named && (!mf_may_be_manifest(entry->path) || looked_into >= MF_LOOK_FOR_PLANS_MAX))
            continue;
        bool wanted = true;
        looked_into += !named;
        if (!named && !look_into(all, entry, &wanted))
            return false;
        if (wanted && !take_manifest(all, entry, &is_plan))
            return false;
        *taken += is_plan;
    }
    return true;
}

static bool take_names(struct mf_found_list *all, const char *inside, size_t *taken)
{
    size_t at = 0;
    for (size_t plans = 0; !all->full; plans++) {
        struct mf_planner planner;
        struct mf_error problem = {MF_OK, ""};
        bool is_plan;
        struct mf_plan *plan = new_plan(all, &planner, &problem);
        if (!plan)
            return false;
        bool ok =
            mf_plan_names(&planner, &at, &is_plan) && (!is_plan || mf_plan_check_layers(&planner));
        struct mf_entry place = {.path = plan->manifest ? plan->manifest : ""};
        if (plans >= MF_MANIFESTS_MAX && is_plan) /* each costs a look at all files */
            return mf_found_refuse_more(all, place.path);
        if (!ok && !refuse(all, place.path, &problem))
            return false;
        if (ok && !is_plan)
            return true;
        if (!mf_is_inside(&place, inside))
            continue;
        (*taken)++;
        if (ok && !mf_found_keep(all, plan))
            return false;
    }
    return true;
}

/* In a folder files are looked at only now: by their beginning, or by a name like a model's. */
static bool looks_like_model(const struct mf_found_list *all, struct mf_entry *entry)
{
    struct mf_source source;
    struct mf_error ignored;
    uint8_t head[MF_HEAD_BYTES];
    size_t length = 0;
    if (all->tree->in_archive)
        return entry->model || (entry->problem && mf_model_suffix(entry->path));
    if (mf_model_suffix(entry->path))
        return true;
    if (entry->is_no_model)
        return false;
    const char *name = mf_tree_name(all->tree, entry);
    if (!name || !mf_tree_open(all->tree, entry, name, &source, &ignored))
        return false;
    struct mf_view view = mf_view_all(&source);
    bool is_model =
        mf_view_head(&view, head, sizeof head, &length, &ignored) && begins_as_model(head, length);
    mf_source_close(&source);
    return is_model;
}

static bool take_model(const struct mf_found_list *all, struct mf_entry *entry)
{
    if (mf_tree_read_model(all->tree, entry, all->opening->error))
        return mf_opening_add(all->opening, entry->model->path, entry->model);
    return entry->problem && refuse(all, entry->path, entry->problem);
}

static bool take_models(struct mf_found_list *all, const char *inside, size_t *taken)
{
    for (size_t i = 0; i < all->tree->count; i++) {
        struct mf_entry *entry = all->tree->entries[i];
        if (!mf_is_inside(entry, inside) || !looks_like_model(all, entry))
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

static bool refuse_empty(const struct mf_found_list *all, const char *inside)
{
    char names[MF_FORMAT_NAMES_MAX];
    struct mf_error problem;
    for (size_t i = 0; i < all->tree->count; i++) {
        const struct mf_entry *entry = all->tree->entries[i];
        if (mf_is_inside(entry, inside) && !mf_foreign_named(entry->path, &problem))
            return refuse(all, entry->path, &problem);
    }
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
    struct mf_found_list all = {.opening = opening, .tree = tree};
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
        return make_all(&all, inside);
    if (!take_models(&all, inside, &taken))
        return false;
    return taken > 0 || refuse_empty(&all, inside);
}

/* A file that was named must be what it was named for. */
static bool refuse_manifest(struct mf_opening *opening, const struct mf_entry *entry)
{
    struct mf_error problem;
    if (entry->text_length == 0)
        mf_fail(&problem, MF_EMPTY, _("is empty (0 bytes); download it again"));
    else
        mf_fail(&problem, MF_BAD_MANIFEST,
                _("names no .axmodel: it is neither an ax-llm config.json nor a StackFlow mode "
                  "file"));
    return mf_opening_refuse(opening, opening->path, &problem);
}

bool mf_collect_manifest(struct mf_opening *opening, struct mf_tree *tree, struct mf_entry *entry)
{
    struct mf_found_list all = {.opening = opening, .tree = tree};
    bool is_plan = false;
    struct mf_error ignored;
    mf_tree_read_text(tree, entry, &ignored);
    if (!take_manifest(&all, entry, &is_plan))
        return false;
    return is_plan ? make_all(&all, NULL) : refuse_manifest(opening, entry);
}
