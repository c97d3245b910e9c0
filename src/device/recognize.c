// SPDX-License-Identifier: MIT
/* Which board a pool belongs to: by where it ends or how large it is, and by what else exists. */
#include <string.h>

#include "finder.h"
#include "probe.h"

enum likeness { UNLIKE, ALIKE, ALIKE_BUT_FOR_PATH, ALIKE_WITH_PATH };

static enum likeness compare(const struct mf_finder *finder, const struct mf_device *device)
{
    const struct mf_supply *supply = finder->supply;
    if (device->kind != supply->kind)
        return UNLIKE;
    bool end = device->detect_pool_end != 0 && device->detect_pool_end == supply->pool_end;
    bool size = device->detect_pool_bytes != 0 && supply->total.known &&
                device->detect_pool_bytes == supply->total.bytes;
    if (!end && !size)
        return UNLIKE;
    if (!device->detect_path)
        return ALIKE;
    return mf_probe_exists(finder->request->sysroot, device->detect_path) ? ALIKE_WITH_PATH
                                                                          : ALIKE_BUT_FOR_PATH;
}

/* The boards that a reading may be of. */
struct candidates {
    const struct mf_device *best;     /* NULL: none */
    const struct mf_device *twin;     /* as good as the best, or NULL */
    const struct mf_device *pathless; /* would be better, were its file there; or NULL */
    enum likeness likeness;
};

static struct candidates compare_all(const struct mf_finder *finder)
{
    struct candidates found = {.likeness = UNLIKE};
    for (size_t i = 0; i < finder->devices->count; i++) {
        const struct mf_device *device = &finder->devices->items[i];
        enum likeness likeness = compare(finder, device);
        if (likeness == UNLIKE)
            continue;
        if (likeness == ALIKE_BUT_FOR_PATH) {
            found.pathless = found.pathless ? found.pathless : device;
        } else if (likeness > found.likeness) {
            found.best = device;
            found.twin = NULL;
            found.likeness = likeness;
        } else if (likeness == found.likeness && !found.twin) {
            found.twin = device;
        }
    }
    return found;
}

static bool tell_unsure(const struct mf_finder *finder, const struct mf_device *best,
                        const struct mf_device *pathless)
{
    return mf_finder_report(
        finder, MF_NOTE, "device-unsure",
        mf_arena_format(finder->arena,
                        _("taken for %s; %s looks the same but for its %s, which "
                          "is not here; --device names the right one"),
                        best->id, pathless->id, pathless->detect_path));
}

static bool tell_unknown(const struct mf_finder *finder, const struct mf_device *pathless)
{
    const char *chips = finder->request->model_format
                            ? _(", so the model's chip is not checked; name it with --device")
                            : _("; name it with --device");
    const char *text =
        pathless ? mf_arena_format(finder->arena,
                                   _("which board this is, is not known (it looks like %s, but %s "
                                     "is not here)%s"),
                                   pathless->id, pathless->detect_path, chips)
                 : mf_arena_format(finder->arena, _("which board this is, is not known%s"), chips);
    return mf_finder_report(finder, MF_NOTE, "device-unknown", text);
}

bool mf_recognize(const struct mf_finder *finder, const struct mf_device **board)
{
    struct candidates found = compare_all(finder);
    *board = found.best;
    if (!found.best)
        return tell_unknown(finder, found.pathless);
    if (found.pathless && found.likeness != ALIKE_WITH_PATH)
        return tell_unsure(finder, found.best, found.pathless);
    if (!found.twin)
        return true;
    return mf_finder_report(finder, MF_NOTE, "device-unsure",
                            mf_arena_format(finder->arena, _("taken for %s; %s looks the same"),
                                            found.best->id, found.twin->id));
}

const struct mf_device *mf_resolve_named(const struct mf_finder *finder,
                                         const struct mf_device *named, const char *name)
{
    bool is_family = named->assumed_alias && strcmp(named->assumed_alias, name) == 0;
    const struct mf_device *found = is_family ? compare_all(finder).best : NULL;
    bool same_family = found && found->pipeline && named->pipeline &&
                       strcmp(found->pipeline, named->pipeline) == 0;
    return same_family ? found : named;
}

bool mf_check_named(const struct mf_finder *finder, const struct mf_device *named)
{
    const struct mf_device *found = compare_all(finder).best;
    if (!found || (found->ram_mib == named->ram_mib && strcmp(found->chip, named->chip) == 0))
        return true;
    return mf_finder_report(
        finder, MF_WARNING, "device-differs",
        mf_arena_format(finder->arena, _("the pool that was read looks like that of %s, not of %s"),
                        found->id, named->id));
}

static bool has_size(const struct mf_device *device, const struct mf_supply *supply)
{
    return device->kind == supply->kind && device->pool_start != 0 &&
           device->pool_mib * MF_MIB == supply->total.bytes; /* bounded where profiles are read */
}

uint64_t mf_usual_start(const struct mf_finder *finder, const struct mf_device *device)
{
    if (device && has_size(device, finder->supply))
        return device->pool_start;
    for (size_t i = 0; i < finder->devices->count; i++) {
        if (has_size(&finder->devices->items[i], finder->supply))
            return finder->devices->items[i].pool_start;
    }
    return 0;
}

const char *mf_find_board_file(const struct mf_finder *finder)
{
    for (size_t i = 0; i < finder->devices->count; i++) {
        const char *path = finder->devices->items[i].detect_path;
        if (path && mf_probe_exists(finder->request->sysroot, path))
            return path;
    }
    return NULL;
}
