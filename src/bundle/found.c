// SPDX-License-Identifier: MIT
#include "found.h"

#include <string.h>

#include "../core/path.h"
#include "file_names.h"

static bool find_files(struct mf_found_list *list, struct mf_found *item)
{
    const struct mf_plan *plan = item->plan;
    item->files =
        mf_arena_take(list->tree->arena, (plan->file_count + 1) * sizeof(struct mf_entry *));
    if (!item->files)
        return mf_fail_memory(list->opening->error);
    for (size_t i = 0; i < plan->file_count; i++) {
        struct mf_entry *entry;
        struct mf_error problem;
        if (!mf_tree_find(list->tree, plan->files[i].from, plan->files[i].path, &entry, &problem))
            return mf_fail(list->opening->error, problem.reason, "%s: %s", item->path,
                           problem.text);
        if (entry)
            item->files[item->file_count++] = entry;
    }
    return true;
}

bool mf_found_refuse_more(struct mf_found_list *list, const char *manifest)
{
    struct mf_error problem;
    struct mf_entry place = {.path = manifest};
    list->full = true;
    mf_fail(&problem, MF_LIMIT, _("holds more than %zu bundles; name one of them"),
            MF_MANIFESTS_MAX);
    return mf_opening_refuse(list->opening, mf_tree_name(list->tree, &place), &problem);
}

bool mf_found_keep(struct mf_found_list *list, struct mf_plan *plan)
{
    if (list->count >= MF_MANIFESTS_MAX)
        return mf_found_refuse_more(list, plan->manifest);
    struct mf_found *items =
        mf_arena_grow(list->tree->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(list->opening->error);
    list->items = items;
    list->items[list->count] = (struct mf_found){.path = plan->manifest, .plan = plan};
    return find_files(list, &list->items[list->count++]);
}

/* Marks what one bundle loads, so that others can be compared with it. */
static void mark_files(const struct mf_found *item, size_t mark)
{
    for (size_t i = 0; i < item->file_count; i++)
        item->files[i]->mark = mark;
}

static bool all_marked(const struct mf_found *item, size_t mark)
{
    for (size_t i = 0; i < item->file_count; i++) {
        if (item->files[i]->mark != mark)
            return false;
    }
    return item->file_count > 0;
}

/* within[i * count + k]: bundle i loads nothing that bundle k does not load. */
static bool *compare_all(const struct mf_found_list *list)
{
    bool *within = mf_arena_take(list->tree->arena, list->count * list->count + 1);
    for (size_t k = 0; within && k < list->count; k++) {
        mark_files(&list->items[k], k + 1);
        for (size_t i = 0; i < list->count; i++)
            within[i * list->count + k] = all_marked(&list->items[i], k + 1);
    }
    return within;
}

static int rank(const struct mf_found *item)
{
    return mf_is_mud(item->path) ? 0 : mf_is_script(item->path) ? 2 : 1;
}

static const struct mf_found *find_cover(const struct mf_found_list *list, const bool *within,
                                         size_t index)
{
    const struct mf_found *item = &list->items[index];
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_found *other = &list->items[i];
        if (i == index || other->dropped || !within[index * list->count + i])
            continue;
        if (!within[i * list->count + index])
            return other;
        if (rank(other) != rank(item) ? rank(other) < rank(item) : i < index)
            return other;
    }
    return NULL;
}

bool mf_found_drop_repeated(struct mf_found_list *list)
{
    const bool *within = compare_all(list);
    if (!within)
        return mf_fail_memory(list->opening->error);
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_found *other = find_cover(list, within, i);
        if (!other)
            continue;
        list->items[i].dropped = true;
        if (!mf_findings_add(list->opening->arena, &list->opening->list->findings, MF_NOTE,
                             "same-files", list->items[i].path, list->opening->error,
                             _("loads what %s loads too; it is not counted twice"),
                             mf_base_name(other->path)))
            return false;
    }
    return true;
}

bool mf_is_inside(const struct mf_entry *entry, const char *inside)
{
    size_t length = inside ? strlen(inside) : 0;
    return length == 0 || (strncmp(entry->path, inside, length) == 0 &&
                           (entry->path[length] == '\0' || entry->path[length] == '/' ||
                            inside[length - 1] == '/'));
}
