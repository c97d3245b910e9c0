// SPDX-License-Identifier: MIT
#include "baseline.h"

#include <stdlib.h>
#include <string.h>

#include "../core/json_read.h"
#include "../core/json_text.h"
#include "../core/source.h"
#include "../report/report.h"

/* The file while it is read. */
struct reading {
    struct mf_arena *arena;
    const char *path;
    struct mf_error *error;
};

static bool wrong(const struct reading *reading, const char *what)
{
    return mf_fail(reading->error, MF_USAGE,
                   _("%s: %s; a baseline is what --format json=FILE writes"), reading->path, what);
}

static const char *text_of(const struct reading *reading, const cJSON *object, const char *key)
{
    const cJSON *item = mf_json_member(object, key);
    return mf_arena_string(reading->arena, cJSON_IsString(item) ? item->valuestring : "");
}

static bool number_of(const struct reading *reading, const cJSON *object, const char *key,
                      uint64_t *value)
{
    const cJSON *item = mf_json_member(object, key);
    bool ok = cJSON_IsNumber(item) && item->valuedouble >= 0 &&
              item->valuedouble <= (double)MF_BASELINE_BLOCK_MAX;
    if (!ok)
        return wrong(reading, _("a number of bytes is missing or out of bounds"));
    *value = (uint64_t)item->valuedouble;
    return true;
}

static size_t count_of(const cJSON *object, const char *key)
{
    return (size_t)cJSON_GetArraySize(mf_json_member(object, key));
}

static bool is_npu(const cJSON *block)
{
    const cJSON *pool = mf_json_member(block, "pool");
    return cJSON_IsString(pool) && strcmp(pool->valuestring, mf_pool_word(MF_POOL_NPU)) == 0;
}

/* The blocks of one model or part of the app. */
static bool read_blocks(const struct reading *reading, const cJSON *holder,
                        struct mf_baseline_item *item)
{
    const cJSON *block;
    cJSON_ArrayForEach(block, mf_json_member(holder, "blocks"))
    {
        struct mf_baseline_block *own = &item->blocks[item->block_count];
        if (!is_npu(block))
            continue;
        own->owner = text_of(reading, block, "owner");
        own->name = text_of(reading, block, "name");
        if (!own->owner || !own->name)
            return mf_fail_memory(reading->error);
        if (!number_of(reading, block, "bytes", &own->bytes))
            return false;
        item->block_count++;
    }
    return true;
}

/* Models and parts of the app. */
static bool read_holders(const struct reading *reading, const cJSON *models, const cJSON *parts,
                         struct mf_baseline_item *item)
{
    const cJSON *holder;
    size_t blocks = 0;
    cJSON_ArrayForEach(holder, models) blocks += count_of(holder, "blocks");
    cJSON_ArrayForEach(holder, parts) blocks += count_of(holder, "blocks");
    item->paths = mf_arena_take(reading->arena,
                                ((size_t)cJSON_GetArraySize(models) + 1) * sizeof *item->paths);
    item->blocks = mf_arena_take(reading->arena, (blocks + 1) * sizeof *item->blocks);
    if (!item->paths || !item->blocks)
        return mf_fail_memory(reading->error);
    cJSON_ArrayForEach(holder, models)
    {
        const char *path = text_of(reading, holder, "path");
        if (!path)
            return mf_fail_memory(reading->error);
        item->paths[item->path_count++] = path;
        if (!read_blocks(reading, holder, item))
            return false;
    }
    cJSON_ArrayForEach(holder, parts)
    {
        if (!read_blocks(reading, holder, item))
            return false;
    }
    return true;
}

/* One verdict; of one without a need nothing can be said. */
static bool read_item(const struct reading *reading, const cJSON *root,
                      struct mf_baseline *baseline)
{
    const cJSON *demand = mf_json_member(root, "demand");
    struct mf_baseline_item *item = &baseline->items[baseline->count];
    if (!cJSON_IsObject(root) || !demand)
        return wrong(reading, _("a verdict without its `demand`"));
    if (cJSON_IsNull(demand))
        return true;
    item->board = text_of(reading, mf_json_member(root, "supply"), "device");
    if (!item->board)
        return mf_fail_memory(reading->error);
    if (!number_of(reading, demand, "npu_bytes", &item->need) ||
        !read_holders(reading, mf_json_member(root, "models"), mf_json_member(root, "pipelines"),
                      item))
        return false;
    baseline->count++;
    return true;
}

static bool read_root(const struct reading *reading, const cJSON *root,
                      struct mf_baseline *baseline)
{
    const cJSON *results = mf_json_member(root, "results");
    const cJSON *item;
    size_t count = results ? (size_t)cJSON_GetArraySize(results) : 1;
    baseline->items = mf_arena_take(reading->arena, (count + 1) * sizeof *baseline->items);
    if (!baseline->items)
        return mf_fail_memory(reading->error);
    if (!results)
        return read_item(reading, root, baseline);
    cJSON_ArrayForEach(item, results)
    {
        if (!read_item(reading, item, baseline))
            return false;
    }
    return true;
}

bool mf_baseline_read(struct mf_arena *arena, const char *path, struct mf_baseline *baseline,
                      struct mf_error *error)
{
    struct reading reading = {arena, path, error};
    struct mf_json json = {arena, path, error};
    struct mf_error problem;
    char *text;
    size_t size;
    *baseline = (struct mf_baseline){.path = mf_arena_string(arena, path)};
    if (!baseline->path)
        return mf_fail_memory(error);
    if (!mf_read_whole(path, MF_BASELINE_MAX, &text, &size, &problem))
        return mf_fail(error, problem.reason == MF_NO_MEMORY ? MF_NO_MEMORY : MF_USAGE, "%s: %s",
                       path, problem.text);
    cJSON *root = mf_json_open(&json, text, size, MF_REPORT_SCHEMA);
    free(text);
    bool ok = root && read_root(&reading, root, baseline);
    cJSON_Delete(root);
    return ok;
}

static bool is_of(const struct mf_baseline_item *item, const struct mf_result *result)
{
    const char *board = mf_supply_board_name(&result->supply);
    if (item->compared || item->path_count != result->model_count ||
        strcmp(item->board, board ? board : "") != 0)
        return false;
    for (size_t i = 0; i < item->path_count; i++) {
        if (strcmp(item->paths[i], result->models[i]->path) != 0)
            return false;
    }
    return true;
}

/* Most runs have the order of the one before: the search begins behind the last that was found. */
const struct mf_baseline_item *mf_baseline_take(struct mf_baseline *baseline,
                                                const struct mf_result *result)
{
    for (size_t i = 0; i < baseline->count; i++) {
        struct mf_baseline_item *item = &baseline->items[(baseline->next + i) % baseline->count];
        if (!is_of(item, result))
            continue;
        item->compared = true;
        baseline->next = (size_t)(item - baseline->items) + 1;
        return item;
    }
    return NULL;
}

void mf_baseline_rewind(struct mf_baseline *baseline)
{
    for (size_t i = 0; i < baseline->count; i++)
        baseline->items[i].compared = false;
    baseline->next = 0;
}

static int by_name(const void *left, const void *right)
{
    const struct mf_block_change *a = left;
    const struct mf_block_change *b = right;
    int order = strcmp(a->owner, b->owner);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static uint64_t difference(const struct mf_block_change *change)
{
    return change->now > change->then ? change->now - change->then : change->then - change->now;
}

static int by_difference(const void *left, const void *right)
{
    uint64_t a = difference(left);
    uint64_t b = difference(right);
    return a != b ? (a < b ? 1 : -1) : by_name(left, right);
}

static void add_now(struct mf_block_change *list, size_t *count, const struct mf_block_list *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        if (block->pool == MF_POOL_NPU)
            list[(*count)++] = (struct mf_block_change){block->owner, block->name, 0, block->bytes};
    }
}

/* Sums up what has one name, and drops what is the same. No sum wraps: of the file's blocks by
 * MF_BASELINE_BLOCK_MAX, of those of today as the need could be summed up. */
static size_t fold(struct mf_block_change *list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        struct mf_block_change sum = list[i++];
        for (; i < count && by_name(&sum, &list[i]) == 0; i++) {
            sum.then += list[i].then;
            sum.now += list[i].now;
        }
        if (sum.then != sum.now)
            list[kept++] = sum;
    }
    return kept;
}

bool mf_baseline_compare(struct mf_arena *arena, const struct mf_baseline_item *item,
                         const struct mf_result *result, struct mf_block_change **changes,
                         size_t *count, struct mf_error *error)
{
    size_t most = item->block_count + 1;
    for (size_t i = 0; i < result->model_count; i++)
        most += result->models[i]->blocks.count;
    for (size_t i = 0; i < result->pipelines.count; i++)
        most += result->pipelines.items[i].blocks.count;
    struct mf_block_change *list = mf_arena_take(arena, most * sizeof *list);
    if (!list)
        return mf_fail_memory(error);
    size_t filled = 0;
    for (size_t i = 0; i < item->block_count; i++)
        list[filled++] = (struct mf_block_change){item->blocks[i].owner, item->blocks[i].name,
                                                  item->blocks[i].bytes, 0};
    for (size_t i = 0; i < result->model_count; i++)
        add_now(list, &filled, &result->models[i]->blocks);
    for (size_t i = 0; i < result->pipelines.count; i++)
        add_now(list, &filled, &result->pipelines.items[i].blocks);
    qsort(list, filled, sizeof *list, by_name);
    *count = fold(list, filled);
    qsort(list, *count, sizeof *list, by_difference);
    *changes = list;
    return true;
}
