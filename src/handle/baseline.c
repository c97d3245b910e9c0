// SPDX-License-Identifier: MIT
#include "baseline.h"

#include <stdlib.h>
#include <string.h>

#include "../core/json_read.h"
#include "../core/text.h"
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

/* {"camera": {"value": "640x480", …}, …} */
static bool read_request(const struct reading *reading, const cJSON *request,
                         struct mf_setting_list *list)
{
    const cJSON *entry;
    if (request && !cJSON_IsObject(request))
        return wrong(reading, _("a `request` that is no object"));
    cJSON_ArrayForEach(entry, request)
    {
        struct mf_setting setting = {mf_arena_string(reading->arena, entry->string),
                                     text_of(reading, entry, "value"),
                                     cJSON_IsTrue(mf_json_member(entry, "assumed"))};
        if (!mf_settings_add(reading->arena, list, setting, reading->error))
            return false;
    }
    return true;
}

static const char *value_of(const struct mf_baseline_item *item, const char *name)
{
    const struct mf_setting *setting = mf_settings_find(&item->request, name);
    return setting ? setting->value : NULL;
}

/* Models and parts of the app. */
static bool read_holders(const struct reading *reading, const cJSON *models, const cJSON *parts,
                         struct mf_baseline_item *item)
{
    const cJSON *holder;
    const char *policy = value_of(item, "policy");
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
        item->paths[item->path_count++] = mf_baseline_place(path, policy);
        if (!read_blocks(reading, holder, item))
            return false;
    }
    mf_baseline_sort(item->paths, item->path_count);
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
    if (!read_request(reading, mf_json_member(root, "request"), &item->request) ||
        !number_of(reading, demand, "npu_bytes", &item->need) ||
        !read_holders(reading, mf_json_member(root, "models"), mf_json_member(root, "pipelines"),
                      item))
        return false;
    item->check = value_of(item, "check");
    item->each = mf_same_text(value_of(item, "each"), "yes");
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
