// SPDX-License-Identifier: MIT
#include "device.h"

#include <string.h>

#include "../core/data.h"
#include "../core/json_read.h"

const char *mf_kind_word(enum mf_pool_kind kind)
{
    static const char *const words[] = {NULL, "cmm", "ion", "cma"};
    return words[kind];
}

const char *mf_kind_title(enum mf_pool_kind kind)
{
    static const char *const titles[] = {NULL, "CMM", "ION", "CMA"};
    return kind == MF_KIND_UNKNOWN ? _("contiguous memory") : titles[kind];
}

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

/* Either "name" or {"id": "name", "assumed": "what the name stands for"}. */
static bool read_alias(const struct mf_json *json, const cJSON *item, struct mf_device *device)
{
    static const char *const keys[] = {"id", "assumed", NULL};
    const char *id = NULL;
    if (device->alias_count >= MF_ALIASES_MAX)
        return fail_count(json, "aliases", MF_ALIASES_MAX);
    if (cJSON_IsString(item)) {
        id = mf_arena_string(json->arena, item->valuestring);
        if (!id)
            return mf_fail_memory(json->error);
    } else if (!cJSON_IsObject(item)) {
        return mf_json_wrong(json, "aliases", _("should be texts or objects"));
    } else if (!mf_json_only(json, item, keys) || !mf_json_string(json, item, "id", true, &id) ||
               !mf_json_string(json, item, "assumed", true, &device->assumed)) {
        return false;
    }
    if (!cJSON_IsString(item))
        device->assumed_alias = id;
    device->aliases[device->alias_count++] = id;
    return true;
}

static bool read_names(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    const cJSON *item;
    const cJSON *npu;
    const cJSON *aliases;
    if (!mf_json_list(json, root, "npu", true, &npu) ||
        !mf_json_list(json, root, "aliases", false, &aliases))
        return false;
    cJSON_ArrayForEach(item, aliases)
    {
        if (!read_alias(json, item, device))
            return false;
    }
    if (!npu->child)
        return mf_json_wrong(json, "npu",
                             _("should list the chip names of the models that run on the board"));
    cJSON_ArrayForEach(item, npu)
    {
        if (device->npu_count >= MF_CHIPS_MAX)
            return fail_count(json, "npu", MF_CHIPS_MAX);
        if (!cJSON_IsString(item))
            return mf_json_wrong(json, "npu", _("should be a list of texts"));
        device->npu[device->npu_count] = mf_arena_string(json->arena, item->valuestring);
        if (!device->npu[device->npu_count++])
            return mf_fail_memory(json->error);
    }
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

static bool read_texts(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    return mf_json_string(json, root, "id", true, &device->id) &&
           mf_json_string(json, root, "title", true, &device->title) &&
           mf_json_string(json, root, "chip", true, &device->chip) &&
           mf_json_string(json, root, "adjust", true, &device->adjust) &&
           mf_json_string(json, root, "default_format", false, &device->default_format) &&
           mf_json_string(json, root, "pipeline", false, &device->pipeline) &&
           mf_json_string(json, root, "sensor", false, &device->sensor) &&
           mf_json_string(json, root, "image_of", false, &device->image_of) &&
           mf_json_string(json, root, "runner", false, &device->runner) &&
           mf_json_flag(json, root, "on_card", &device->on_card) &&
           mf_json_string(json, root, "source", true, &device->source);
}

static bool read_device(const struct mf_json *json, const cJSON *root, struct mf_device *device)
{
    static const char *const keys[] = {
        "schema",     "id",       "title",          "aliases",      "chip",          "npu",
        "pool",       "ram_mib",  "pool_mib",       "legal",        "linux_max_mib", "dram_base",
        "pool_start", "detect",   "default_format", "pipeline",     "runner",        "on_card",
        "adjust",     "image_of", "source",         "idle_use_kib", "sensor",        NULL};
    return mf_json_only(json, root, keys) && read_texts(json, root, device) &&
           read_kind(json, root, &device->kind) && read_names(json, root, device) &&
           mf_json_number(json, root, "ram_mib", true, MF_DEVICE_RAM_MIB_MAX, &device->ram_mib) &&
           mf_json_number(json, root, "pool_mib", true, device->ram_mib, &device->pool_mib) &&
           mf_json_number(json, root, "linux_max_mib", false, device->ram_mib,
                          &device->linux_max_mib) &&
           mf_json_number(json, root, "idle_use_kib", false, device->pool_mib * (MF_MIB / MF_KIB),
                          &device->idle_use_kib) &&
           mf_json_number(json, root, "dram_base", false, MF_ADDRESS_MAX, &device->dram_base) &&
           mf_json_number(json, root, "pool_start", false, MF_ADDRESS_MAX, &device->pool_start) &&
           read_legal(json, root, device) && read_detect(json, root, device);
}

/* Makes a new list: a report of an earlier call still points to the old one. */
static bool replace(struct mf_arena *arena, struct mf_device_list *list, size_t index,
                    const struct mf_device *device, struct mf_error *error)
{
    struct mf_device *items = mf_arena_take(arena, list->count * sizeof *items);
    if (!items)
        return mf_fail_memory(error);
    memcpy(items, list->items, list->count * sizeof *items);
    items[index] = *device;
    list->items = items;
    list->capacity = list->count;
    return true;
}

static bool keep(struct mf_arena *arena, struct mf_device_list *list,
                 const struct mf_device *device, struct mf_error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].id, device->id) == 0)
            return replace(arena, list, i, device, error);
    }
    struct mf_device *items =
        mf_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(error);
    list->items = items;
    list->items[list->count++] = *device;
    return true;
}

bool mf_devices_add(struct mf_arena *arena, struct mf_device_list *list, const char *name,
                    const char *text, size_t size, struct mf_error *error)
{
    struct mf_json json = {arena, name, error};
    struct mf_device device = {0};
    cJSON *root = mf_json_open(&json, text, size, MF_DEVICE_SCHEMA);
    if (!root)
        return false;
    bool ok = read_device(&json, root, &device);
    cJSON_Delete(root);
    return ok && keep(arena, list, &device, error);
}

bool mf_devices_builtin(struct mf_arena *arena, struct mf_device_list *list, struct mf_error *error)
{
    for (const struct mf_data_file *file = mf_device_files; file->name; file++) {
        if (!mf_devices_add(arena, list, file->name, file->text, file->size, error))
            return false;
    }
    return true;
}

const struct mf_device *mf_device_find(const struct mf_device_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_device *device = &list->items[i];
        if (strcmp(device->id, id) == 0)
            return device;
        for (size_t k = 0; k < device->alias_count; k++) {
            if (strcmp(device->aliases[k], id) == 0)
                return device;
        }
    }
    return NULL;
}

uint64_t mf_device_pool_cost(const struct mf_device *device, uint64_t pool_bytes)
{
    if (!device || device->linux_max_mib == 0)
        return pool_bytes;
    uint64_t least = (device->ram_mib - device->linux_max_mib) * MF_MIB; /* bounded when read */
    return pool_bytes > least ? pool_bytes : least;
}

const struct mf_device *mf_device_for_format(const struct mf_device_list *list, const char *format)
{
    for (size_t i = 0; format && i < list->count; i++) {
        const struct mf_device *device = &list->items[i];
        if (device->default_format && strcmp(device->default_format, format) == 0)
            return device;
    }
    return NULL;
}

bool mf_device_runs(const struct mf_device *device, const char *chip)
{
    if (!chip)
        return true;
    for (size_t i = 0; i < device->npu_count; i++) {
        if (strcmp(device->npu[i], chip) == 0)
            return true;
    }
    return false;
}
