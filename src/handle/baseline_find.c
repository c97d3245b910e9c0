// SPDX-License-Identifier: MIT
/* Which verdict of an earlier run is that of the same check. The file may be of another folder, and
 * have its checks in another order. */
#include <stdlib.h>
#include <string.h>

#include "../core/path.h"
#include "baseline.h"

/* The nearest has the same models; then the same name, if it has one; then most settings in common,
 * of which there are never so many. */
#define OTHER_MODELS ((size_t)1000000)
#define OTHER_NAME   ((size_t)10000)

const char *mf_baseline_place(const char *path, const char *policy)
{
    size_t folder = policy ? (size_t)(mf_base_name(policy) - policy) : 0;
    return folder > 0 && strncmp(path, policy, folder) == 0 ? path + folder : path;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void mf_baseline_sort(const char **paths, size_t count)
{
    qsort(paths, count, sizeof *paths, by_text);
}

/* What is looked for. */
struct wanted {
    const char *board;
    const char *check;
    bool each;
    const char **paths;
    size_t path_count;
    const struct mf_setting_list *request;
};

static const char *value_of(const struct mf_setting_list *request, const char *name)
{
    const struct mf_setting *setting = mf_settings_find(request, name);
    return setting ? setting->value : NULL;
}

static bool make_wanted(struct mf_arena *arena, const struct mf_result *result, const char *policy,
                        struct wanted *wanted)
{
    const char *board = mf_supply_board_name(&result->supply);
    const char *each = value_of(&result->request, "each");
    *wanted = (struct wanted){.board = board ? board : "",
                              .check = value_of(&result->request, "check"),
                              .each = each && strcmp(each, "yes") == 0,
                              .path_count = result->model_count,
                              .request = &result->request};
    wanted->paths = mf_arena_take(arena, (result->model_count + 1) * sizeof *wanted->paths);
    if (!wanted->paths)
        return false;
    for (size_t i = 0; i < result->model_count; i++)
        wanted->paths[i] = mf_baseline_place(result->models[i]->path, policy);
    mf_baseline_sort(wanted->paths, wanted->path_count);
    return true;
}

static bool same_models(const struct mf_baseline_item *item, const struct wanted *wanted)
{
    if (item->path_count != wanted->path_count)
        return false;
    for (size_t i = 0; i < item->path_count; i++) {
        if (strcmp(item->paths[i], wanted->paths[i]) != 0)
            return false;
    }
    return true;
}

/* Settings of the one list that the other does not have so; how they were asked for is none. */
static size_t count_others(const struct mf_setting_list *list, const struct mf_setting_list *other)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *name = list->items[i].name;
        const char *value = value_of(other, name);
        if (strcmp(name, "policy") == 0 || strcmp(name, "baseline") == 0)
            continue;
        count += !value || strcmp(value, list->items[i].value) != 0;
    }
    return count;
}

/* How far the two are apart. False where they are not of one check: models may be others where it
 * has a name, which then tells what it is, unless each of its models is judged alone. */
static bool measure(const struct mf_baseline_item *item, const struct wanted *wanted,
                    size_t *distance)
{
    bool named = item->check && wanted->check;
    bool same_name = named && strcmp(item->check, wanted->check) == 0;
    if (strcmp(item->board, wanted->board) != 0 || (named && !same_name))
        return false;
    bool others = !same_models(item, wanted);
    if (others && (!named || item->each || wanted->each))
        return false;
    *distance = (others ? OTHER_MODELS : 0) +
                (!named && (item->check || wanted->check) ? OTHER_NAME : 0) +
                count_others(&item->request, wanted->request) +
                count_others(wanted->request, &item->request);
    return true;
}

/* Most runs have the order of the one before: the search begins behind the last that was found, and
 * ends where nothing is nearer. */
bool mf_baseline_find(struct mf_arena *arena, struct mf_baseline *baseline,
                      const struct mf_result *result, const char *policy,
                      const struct mf_baseline_item **item, struct mf_error *error)
{
    struct wanted wanted;
    size_t nearest = SIZE_MAX;
    *item = NULL;
    if (!make_wanted(arena, result, policy, &wanted))
        return mf_fail_memory(error);
    size_t first = baseline->next;
    for (size_t i = 0; i < baseline->count && nearest > 0; i++) {
        size_t at = (first + i) % baseline->count;
        size_t distance;
        if (!measure(&baseline->items[at], &wanted, &distance) || distance >= nearest)
            continue;
        nearest = distance;
        *item = &baseline->items[at];
        baseline->next = at + 1;
    }
    return true;
}
