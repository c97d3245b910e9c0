// SPDX-License-Identifier: MIT
/* Which board a pool belongs to: found by the address of its end or by its size, and by what other
 * files exist. */
#include <string.h>

#include "../core/alike.h"
#include "finder.h"
#include "probe.h"

/* How well a profile matches what was read; a better match is a larger number. */
enum match { NO_MATCH, MATCH_BUT_FOR_PATH, MATCH, MATCH_WITH_PATH };

static enum match compare(const struct mf_finder *finder, const struct mf_device *device)
{
    const struct mf_supply *supply = finder->supply;
    if (device->kind != supply->kind || !device->is_usual)
        return NO_MATCH;
    bool end = device->detect_pool_end != 0 && device->detect_pool_end == supply->pool_end;
    bool size = device->detect_pool_bytes != 0 && supply->total.known &&
                device->detect_pool_bytes == supply->total.bytes;
    if (!end && !size)
        return NO_MATCH;
    if (!device->detect_path)
        return MATCH;
    return mf_probe_exists(finder->request->sysroot, device->detect_path) ? MATCH_WITH_PATH
                                                                          : MATCH_BUT_FOR_PATH;
}

/* The boards that a reading may be of. */
struct candidates {
    const struct mf_device *best;     /* NULL: none */
    const struct mf_device *twin;     /* matches as well as the best, or NULL */
    const struct mf_device *pathless; /* would match if its file were there, or NULL */
    enum match match;
};

static struct candidates compare_all(const struct mf_finder *finder)
{
    struct candidates found = {.match = NO_MATCH};
    for (size_t i = 0; i < finder->devices->count; i++) {
        const struct mf_device *device = &finder->devices->items[i];
        enum match match = compare(finder, device);
        if (match == NO_MATCH)
            continue;
        if (match == MATCH_BUT_FOR_PATH) {
            found.pathless = found.pathless ? found.pathless : device;
        } else if (match > found.match) {
            found.best = device;
            found.twin = NULL;
            found.match = match;
        } else if (match == found.match && !found.twin) {
            found.twin = device;
        }
    }
    return found;
}

static bool report_unsure(const struct mf_finder *finder, const struct mf_device *best,
                          const struct mf_device *pathless)
{
    return mf_finder_report(
        finder, MF_NOTE, "device-unsure",
        mf_arena_format(finder->arena,
                        _("assumed to be %s; %s would match too, but its %s is missing; name the "
                          "right board with --device"),
                        best->id, pathless->id, pathless->detect_path));
}

static bool report_unknown(const struct mf_finder *finder, const struct mf_device *pathless)
{
    bool has_model = finder->request->model_format != NULL;
    const char *text =
        has_model
            ? _("the board is unknown, so the model's chip is not checked; name it with --device")
            : _("the board is unknown; name it with --device");
    if (pathless)
        text = mf_arena_format(
            finder->arena,
            has_model
                ? _("the board is unknown (it looks like %s, but %s is missing), so the model's "
                    "chip is not checked; name it with --device")
                : _("the board is unknown (it looks like %s, but %s is missing); name it with "
                    "--device"),
            pathless->id, pathless->detect_path);
    return mf_finder_report(finder, MF_NOTE, "device-unknown", text);
}

bool mf_recognize(const struct mf_finder *finder, const struct mf_device **board)
{
    struct candidates found = compare_all(finder);
    *board = found.best;
    if (!found.best)
        return report_unknown(finder, found.pathless);
    finder->supply->device_assumed =
        found.twin || (found.pathless && found.match != MATCH_WITH_PATH);
    if (found.pathless && found.match != MATCH_WITH_PATH)
        return report_unsure(finder, found.best, found.pathless);
    if (!found.twin)
        return true;
    return mf_finder_report(
        finder, MF_NOTE, "device-unsure",
        mf_arena_format(
            finder->arena,
            _("assumed to be %s; %s matches as well; name the right board with --device"),
            found.best->id, found.twin->id));
}

const struct mf_device *mf_resolve_named(const struct mf_finder *finder,
                                         const struct mf_device *named, const char *name)
{
    bool is_family = named->assumed_alias && mf_alike(named->assumed_alias, name);
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
           device->pool_bytes == supply->total.bytes;
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
