// SPDX-License-Identifier: MIT
/* Boards by name, by pool, by chip. */
#include "device.h"

#include <string.h>

#include "../core/alike.h"

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

bool mf_device_has_id(const struct mf_device *device, const char *name, size_t length)
{
    if (mf_alike_part(name, length, device->id))
        return true;
    for (size_t k = 0; k < device->aliases.count; k++) {
        if (mf_alike_part(name, length, device->aliases.items[k]))
            return true;
    }
    return false;
}

const struct mf_device *mf_device_find(const struct mf_device_list *list, const char *name)
{
    const char *image = strchr(name, '@');
    size_t length = image ? (size_t)(image - name) : strlen(name);
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_device *device = &list->items[i];
        bool wanted =
            image ? device->image && mf_alike(image + 1, device->image) : device->is_usual;
        if (wanted && mf_device_has_id(device, name, length))
            return device;
    }
    return NULL;
}

bool mf_device_is_meant(const struct mf_device *device, const struct mf_device *named,
                        const char *name)
{
    if (strcmp(device->id, named->id) == 0)
        return true;
    bool is_family = named->assumed_alias && mf_alike(named->assumed_alias, name);
    return is_family && device->pipeline && named->pipeline &&
           strcmp(device->pipeline, named->pipeline) == 0;
}

bool mf_device_has_tree_model(const struct mf_device *device, const char *model)
{
    for (size_t i = 0; i < device->tree_models.count; i++) {
        if (mf_alike(device->tree_models.items[i], model))
            return true;
    }
    return false;
}

static bool names_have(const struct mf_names *names, const char *word)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], word) == 0)
            return true;
    }
    return false;
}

bool mf_device_is_compatible(const struct mf_device *device, const char *word)
{
    return names_have(&device->compatible, word);
}

uint64_t mf_device_largest_setting(const struct mf_device *device)
{
    return device->linux_setting ? device->ram_mib - device->linux_least_mib
                                 : device->legal_max_mib;
}

uint64_t mf_device_setting_value(const struct mf_device *device, uint64_t pool_mib)
{
    return device->linux_setting ? device->ram_mib - pool_mib : pool_mib;
}

const char *mf_device_setting_text(struct mf_arena *arena, const struct mf_device *device,
                                   uint64_t pool_mib)
{
    return mf_arena_format(arena, "%s=%llu",
                           device->linux_setting ? device->linux_setting : "maix_memory_cmm",
                           (unsigned long long)mf_device_setting_value(device, pool_mib));
}

uint64_t mf_device_largest_pool(const struct mf_device *device)
{
    uint64_t setting = mf_device_largest_setting(device);
    return setting > 0 ? setting * MF_MIB : device->pool_bytes;
}

uint64_t mf_device_linux_comfort(const struct mf_device *device)
{
    uint64_t usual = device->ram_mib - device->pool_bytes / MF_MIB; /* bounded when read */
    return usual < MF_LINUX_COMFORT_MIB ? usual : MF_LINUX_COMFORT_MIB;
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

const struct mf_device *mf_device_for_chip(const struct mf_device_list *list, const char *chip)
{
    for (size_t i = 0; i < list->count; i++) {
        if (names_have(&list->items[i].npu, chip))
            return &list->items[i];
    }
    return NULL;
}

bool mf_device_runs(const struct mf_device *device, const char *chip)
{
    return !chip || names_have(&device->npu, chip);
}
