// SPDX-License-Identifier: MIT
/* A board from its JSON text (docs/memory.md, "The data files"). */
#include <string.h>

#include "../core/alike.h"
#include "../core/json_read.h"
#include "device.h"

static bool read_kind(const struct mf_json *json, const cJSON *root, enum mf_pool_kind *kind)
{
    const char *word = NULL;
    if (!mf_json_string(json, root, "pool", true, &word))
        return false;
    for (int i = MF_KIND_CMM; i <= MF_KIND_CMA; i++) {
        if (strcmp(word, mf_kind_word((enum mf_pool_kind)i)) == 0) {
            *kind = (enum mf_pool_kind)i;
            return true;
        }
    }
    return mf_json_wrong(json, "pool", _("should be cmm, ion or cma"));
}

static bool fail_count(const struct mf_json *json, const char *key, unsigned most)
{
    const char *text = mf_arena_format(json->arena, _("should have at most %u items"), most);
    return text ? mf_json_wrong(json, key, text) : mf_fail_memory(json->error);
}

static bool add_name(const struct mf_json *json, const char *key, const char *text,
                     struct mf_names *names)
{
    if (names->count >= MF_NAMES_MAX)
        return fail_count(json, key, MF_NAMES_MAX);
    names->items[names->count] = mf_arena_string(json->arena, text);
    return names->items[names->count++] ? true : mf_fail_memory(json->error);
}

static bool read_names(const struct mf_json *json, const cJSON *root, const char *key, bool needed,
                       struct mf_names *names)
{
    const cJSON *item;
    const cJSON *list;
    if (!mf_json_list(json, root, key, needed, &list))
        return false;
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            return mf_json_wrong(json, key, _("should be a list of texts"));
        if (!add_name(json, key, item->valuestring, names))
            return false;
    }
    return true;
}

/* Either "name" or {"id": "name", "assumed": "what the name stands for"}. */
static bool read_alias(const struct mf_json *json, const cJSON *item, struct mf_device *device)
{
    static const char *const keys[] = {"id", "assumed", NULL};
    const char *id = NULL;
    if (cJSON_IsString(item))
        return add_name(json, "aliases", item->valuestring, &device->aliases);
    if (!cJSON_IsObject(item))
        return mf_json_wrong(json, "aliases", _("should be texts or objects"));
    if (!mf_json_only(json, item, keys) || !mf_json_string(json, item, "id", true, &id) ||
        !mf_json_string(json, item, "assumed", true, &device->assumed) ||
        !add_name(json, "aliases", id, &device->aliases))
        return false;
    device->assumed_alias = id;
    return true;
}

static bool read_aliases(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    const cJSON *item;
    const cJSON *aliases;
    if (!mf_json_list(json, root, "aliases", false, &aliases))
        return false;
    cJSON_ArrayForEach(item, aliases)
    {
        if (!read_alias(json, item, device))
            return false;
    }
    return true;
}

static bool read_npu(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    if (!read_names(json, root, "npu", true, &device->npu))
        return false;
    if (device->npu.count == 0)
        return mf_json_wrong(json, "npu",
                             _("should list the chip names of the models that run on the board"));
    return true;
}

static bool read_legal(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    static const char *const keys[] = {"min_mib", "max_mib", NULL};
    const cJSON *legal;
    if (!mf_json_object_at(json, root, "legal", false, &legal))
        return false;
    if (!legal)
        return true;
    if (!mf_json_only(json, legal, keys) ||
        !mf_json_number(json, legal, "min_mib", true, device->ram_mib, &device->legal_min_mib) ||
        !mf_json_number(json, legal, "max_mib", true, device->ram_mib, &device->legal_max_mib))
        return false;
    if (device->legal_min_mib == 0 || device->legal_min_mib > device->legal_max_mib)
        return mf_json_wrong(json, "legal", _("should be a range that begins at 1 or more"));
    return true;
}

/* {"name": "MEM", "least_mib": 256} */
static bool read_linux_setting(const struct mf_json *json, const cJSON *root,
                               struct mf_device *device)
{
    static const char *const keys[] = {"name", "least_mib", NULL};
    const cJSON *setting;
    if (!mf_json_object_at(json, root, "linux_setting", false, &setting))
        return false;
    return !setting || (mf_json_only(json, setting, keys) &&
                        mf_json_string(json, setting, "name", true, &device->linux_setting) &&
                        mf_json_number(json, setting, "least_mib", true, device->ram_mib,
                                       &device->linux_least_mib));
}

static bool read_detect(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    static const char *const keys[] = {"pool_end", "pool_bytes", "path", NULL};
    const cJSON *detect;
    if (!mf_json_object_at(json, root, "detect", false, &detect))
        return false;
    if (!detect)
        return true;
    return mf_json_only(json, detect, keys) &&
           mf_json_number(json, detect, "pool_end", false, MF_ADDRESS_MAX,
                          &device->detect_pool_end) &&
           mf_json_number(json, detect, "pool_bytes", false, MF_POOL_BYTES_MAX,
                          &device->detect_pool_bytes) &&
           mf_json_string(json, detect, "path", false, &device->detect_path);
}

static bool read_tree(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    static const char *const keys[] = {"model", "compatible", NULL};
    const cJSON *tree;
    if (!mf_json_object_at(json, root, "device_tree", false, &tree))
        return false;
    return !tree || (mf_json_only(json, tree, keys) &&
                     read_names(json, tree, "model", false, &device->tree_models) &&
                     read_names(json, tree, "compatible", false, &device->compatible));
}

static bool read_texts(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    return mf_json_string(json, root, "id", true, &device->id) &&
           mf_json_string(json, root, "title", true, &device->title) &&
           mf_json_string(json, root, "chip", true, &device->chip) &&
           mf_json_string(json, root, "adjust", true, &device->adjust) &&
           mf_json_string(json, root, "default_format", false, &device->default_format) &&
           mf_json_string(json, root, "pipeline", false, &device->pipeline) &&
           mf_json_string(json, root, "runner", false, &device->runner) &&
           mf_json_string(json, root, "idle_owner", false, &device->idle_owner) &&
           mf_json_flag(json, root, "on_card", &device->on_card) &&
           mf_json_string(json, root, "source", true, &device->source);
}

/* Of an image, or of the board for all its images. */
static bool read_pool(const struct mf_json *json, const cJSON *object, struct mf_device *device)
{
    uint64_t mib = device->ram_mib + 1; /* none was named */
    uint64_t ram = device->ram_mib * MF_MIB;
    if (mf_json_member(object, "pool_mib") && mf_json_member(object, "pool_bytes"))
        return mf_json_wrong(json, "pool_mib", _("and `pool_bytes` both state the size"));
    if (!mf_json_number(json, object, "pool_mib", false, device->ram_mib, &mib) ||
        !mf_json_number(json, object, "pool_bytes", false, ram, &device->pool_bytes))
        return false;
    if (mib <= device->ram_mib)
        device->pool_bytes = mib * MF_MIB;
    return mf_json_number(json, object, "pool_start", false, MF_ADDRESS_MAX, &device->pool_start) &&
           mf_json_number(json, object, "idle_use_kib", false, ram / MF_KIB,
                          &device->idle_use_kib) &&
           mf_json_number(json, object, "least_supported_mib", false, device->ram_mib,
                          &device->least_supported_mib) &&
           mf_json_flag(json, object, "old_stack", &device->old_stack) &&
           read_legal(json, object, device);
}

/* Everything but the images. */
static bool read_board(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    static const char *const keys[] = {
        "schema",       "id",         "title",         "aliases",       "chip",
        "npu",          "pool",       "ram_mib",       "pool_mib",      "pool_bytes",
        "legal",        "detect",     "linux_max_mib", "dram_base",     "pool_start",
        "device_tree",  "pipeline",   "runner",        "on_card",       "default_format",
        "adjust",       "images",     "source",        "sensors",       "least_supported_mib",
        "idle_use_kib", "idle_owner", "old_stack",     "linux_setting", NULL};
    return mf_json_only(json, root, keys) && read_texts(json, root, device) &&
           read_kind(json, root, &device->kind) && read_npu(json, root, device) &&
           read_aliases(json, root, device) &&
           read_names(json, root, "sensors", false, &device->sensors) &&
           mf_json_number(json, root, "ram_mib", true, MF_DEVICE_RAM_MIB_MAX, &device->ram_mib) &&
           mf_json_number(json, root, "linux_max_mib", false, device->ram_mib,
                          &device->linux_max_mib) &&
           mf_json_number(json, root, "dram_base", false, MF_ADDRESS_MAX, &device->dram_base) &&
           read_linux_setting(json, root, device) && read_detect(json, root, device) &&
           read_tree(json, root, device);
}

struct boards {
    struct mf_device items[MF_IMAGES_MAX];
    size_t count;
};

/* One image, which has what the board has but for the keys that it states itself. */
static bool read_image(const struct mf_json *json, const cJSON *item, const struct mf_device *board,
                       struct boards *boards)
{
    static const char *const keys[] = {
        "id",         "title",        "since", "pool_mib",  "pool_bytes",
        "pool_start", "idle_use_kib", "legal", "old_stack", "least_supported_mib",
        NULL};
    if (boards->count >= MF_IMAGES_MAX)
        return fail_count(json, "images", MF_IMAGES_MAX);
    struct mf_device *device = &boards->items[boards->count];
    *device = *board;
    device->is_usual = boards->count == 0;
    boards->count++;
    if (!mf_json_only(json, item, keys) ||
        !mf_json_string(json, item, "id", true, &device->image) ||
        !mf_json_string(json, item, "title", true, &device->image_title) ||
        !mf_json_string(json, item, "since", false, &device->since) ||
        !read_pool(json, item, device))
        return false;
    device->name = device->is_usual
                       ? device->id
                       : mf_arena_format(json->arena, "%s@%s", device->id, device->image);
    return device->name ? true : mf_fail_memory(json->error);
}

static bool has_pool(const cJSON *object)
{
    return mf_json_member(object, "pool_mib") || mf_json_member(object, "pool_bytes");
}

/* The size of the pool stands in the board or in each image. */
static bool check_pool(const struct mf_json *json, const cJSON *root, const cJSON *item,
                       const struct mf_device *device)
{
    if (!has_pool(root) && !has_pool(item))
        return mf_json_wrong(json, "pool_mib", _("is missing"));
    if (device->idle_use_kib > device->pool_bytes / MF_KIB)
        return mf_json_wrong(json, "idle_use_kib", _("is too large"));
    return true;
}

static bool read_images(const struct mf_json *json, const cJSON *root, struct boards *boards)
{
    const cJSON *item;
    const cJSON *images;
    struct mf_device board = {.is_usual = true};
    if (!read_board(json, root, &board) || !read_pool(json, root, &board) ||
        !mf_json_list(json, root, "images", false, &images))
        return false;
    board.name = board.id;
    cJSON_ArrayForEach(item, images)
    {
        if (!cJSON_IsObject(item))
            return mf_json_wrong(json, "images", _("should be a list of objects"));
        if (!read_image(json, item, &board, boards) ||
            !check_pool(json, root, item, &boards->items[boards->count - 1]))
            return false;
    }
    if (boards->count > 0)
        return true;
    boards->items[boards->count++] = board;
    return check_pool(json, root, root, &board);
}

/* Makes a new list, in which the board takes the place of one with its id: a report of an earlier
 * call still points to the old one. */
static bool keep(struct mf_arena *arena, struct mf_device_list *list, const struct boards *boards,
                 struct mf_error *error)
{
    size_t most = list->count + boards->count;
    struct mf_device *items = mf_arena_take(arena, most * sizeof *items);
    size_t count = 0;
    bool placed = false;
    if (!items)
        return mf_fail_memory(error);
    for (size_t i = 0; i <= list->count; i++) {
        bool end = i == list->count;
        bool same = !end && mf_alike(list->items[i].id, boards->items[0].id);
        if ((same || end) && !placed) {
            memcpy(items + count, boards->items, boards->count * sizeof *items);
            count += boards->count;
            placed = true;
        }
        if (!same && !end)
            items[count++] = list->items[i];
    }
    *list = (struct mf_device_list){items, count};
    return true;
}

bool mf_devices_add(struct mf_arena *arena, struct mf_device_list *list, const char *name,
                    const char *text, size_t size, struct mf_error *error)
{
    struct mf_json json = {arena, name, error};
    struct boards boards = {.count = 0};
    cJSON *root = mf_json_open(&json, text, size, MF_DEVICE_SCHEMA);
    if (!root)
        return false;
    bool ok = read_images(&json, root, &boards);
    cJSON_Delete(root);
    return ok && keep(arena, list, &boards, error);
}
