// SPDX-License-Identifier: MIT
/* A name that is no board's, and what may be meant by it. */
#include <string.h>

#include "../core/alike.h"
#include "../core/one_of.h"
#include "device.h"

#define LISTED_MAX 32 /* more than any chip has boards, or any board images */

/* The board is known, its image is not. */
static bool fail_image(const struct mf_device_list *list, const struct mf_device *board,
                       const char *image, struct mf_error *error)
{
    const char *images[LISTED_MAX];
    char all[MF_ERROR_TEXT_MAX];
    size_t count = 0;
    struct mf_nearest nearest = {.wanted = image};
    for (size_t i = 0; i < list->count && count < LISTED_MAX; i++) {
        const struct mf_device *device = &list->items[i];
        if (!device->image || strcmp(device->id, board->id) != 0)
            continue;
        images[count++] = device->image;
        mf_nearest_offer(&nearest, device->image);
    }
    if (count == 0)
        return mf_fail(error, MF_USAGE,
                       _("--device: of %s one image is known; write it without `@%s`"), board->id,
                       image);
    mf_join_names(images, count, all, sizeof all);
    if (nearest.name)
        return mf_fail(error, MF_USAGE,
                       _("--device: %s has no image `%s`; did you mean `%s@%s`? Its images are %s"),
                       board->id, image, board->id, nearest.name, all);
    return mf_fail(error, MF_USAGE, _("--device: %s has no image `%s`; its images are %s"),
                   board->id, image, all);
}

static bool has_chip(const struct mf_device *device, const char *name, size_t length)
{
    bool found = mf_alike_part(name, length, device->chip);
    for (size_t i = 0; i < device->npu.count; i++)
        found = found || mf_alike_part(name, length, device->npu.items[i]);
    return found;
}

/* The ids of the boards whose chip, or the chip that models for it are compiled for, is called so.
 */
static size_t list_chip(const struct mf_device_list *list, const char *name, size_t length,
                        const char *ids[LISTED_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < list->count && count < LISTED_MAX; i++) {
        if (list->items[i].is_usual && has_chip(&list->items[i], name, length))
            ids[count++] = list->items[i].id;
    }
    return count;
}

static const char *find_nearest(const struct mf_device_list *list, const char *name)
{
    struct mf_nearest nearest = {.wanted = name};
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_device *device = &list->items[i];
        mf_nearest_offer(&nearest, device->name);
        for (size_t k = 0; k < device->aliases.count; k++)
            mf_nearest_offer(&nearest, device->aliases.items[k]);
    }
    return nearest.name;
}

bool mf_device_fail_name(const struct mf_device_list *list, const char *name,
                         struct mf_error *error)
{
    const char *ids[LISTED_MAX];
    char all[MF_ERROR_TEXT_MAX];
    size_t length = strcspn(name, "@");
    for (size_t i = 0; name[length] == '@' && i < list->count; i++) {
        if (mf_device_has_id(&list->items[i], name, length))
            return fail_image(list, &list->items[i], name + length + 1, error);
    }
    size_t count = list_chip(list, name, length, ids);
    if (count > 0)
        return mf_fail(error, MF_USAGE,
                       _("--device: `%.*s` is a chip; the boards that have it are %s"), (int)length,
                       name, mf_join_names(ids, count, all, sizeof all));
    const char *near = find_nearest(list, name);
    if (near)
        return mf_fail(error, MF_USAGE,
                       _("--device: no board is called `%s`; did you mean `%s`? `maixfit devices` "
                         "lists them"),
                       name, near);
    return mf_fail(error, MF_USAGE,
                   _("--device: no board is called `%s`; `maixfit devices` lists them"), name);
}
