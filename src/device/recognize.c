// SPDX-License-Identifier: MIT
/* Which board a pool belongs to: by what the board says of itself, then by the address of the
 * pool's end or its size, and by what other files exist. */
#include <string.h>

#include "../core/alike.h"
#include "../core/text.h"
#include "finder.h"
#include "probe.h"

/* Has this image such a pool? A CMM pool ends where the RAM does, whatever its size is set to. */
static bool has_pool(const struct mf_device *device, const struct mf_supply *supply)
{
    if (supply->pool_end != 0 && device->detect_pool_end != 0)
        return device->detect_pool_end == supply->pool_end;
    uint64_t bytes = supply->total.bytes;
    if (!supply->total.known || bytes == 0) /* images without a pool exist of many boards */
        return false;
    return (device->detect_pool_bytes != 0 && device->detect_pool_bytes == bytes) ||
           (device->pool_bytes >= bytes && device->pool_bytes - bytes <= supply->total_unsure);
}

static bool is_above_ram(const struct mf_device *device, const struct mf_supply *supply)
{
    return supply->total.known && supply->total.bytes > device->ram_mib * MF_MIB;
}

/* How much speaks for a board; a better match is a larger number. */
enum match {
    NO_MATCH,
    MATCH_BUT_FOR_PATH, /* its file is missing */
    MATCH_BY_SIGN,      /* the board says so, but its pool is of another size */
    MATCH,
    MATCH_WITH_PATH
};

static enum match compare(const struct mf_finder *finder, const struct mf_device *device,
                          bool is_named)
{
    const struct mf_supply *supply = finder->supply;
    if ((supply->kind != MF_KIND_UNKNOWN && device->kind != supply->kind) ||
        (supply->on_card && !device->on_card) || is_above_ram(device, supply) ||
        !mf_signs_allow(&finder->signs, device))
        return NO_MATCH;
    if (!has_pool(device, supply))
        return is_named ? MATCH_BY_SIGN : NO_MATCH;
    if (!device->detect_path)
        return MATCH;
    if (mf_probe_exists(finder->request->sysroot, device->detect_path))
        return MATCH_WITH_PATH;
    return is_named ? MATCH : MATCH_BUT_FOR_PATH;
}

/* The boards that a reading may be of, each once, with the image whose pool it is. */
struct boards {
    const struct mf_device *items[MF_CANDIDATES_MAX];
    size_t count;
    enum match match;                 /* of all of them */
    const struct mf_device *pathless; /* would match if its file were there, or NULL */
};

/* Of the images of one board the first with this pool counts. */
static void add_board(struct boards *boards, const struct mf_device *device, enum match match)
{
    if (match > boards->match)
        boards->count = 0;
    if (match < boards->match)
        return;
    boards->match = match;
    const struct mf_device *last = boards->count > 0 ? boards->items[boards->count - 1] : NULL;
    bool is_same = last && strcmp(last->id, device->id) == 0;
    if (!is_same && boards->count < MF_CANDIDATES_MAX)
        boards->items[boards->count++] = device;
}

static struct boards compare_all(const struct mf_finder *finder)
{
    struct boards boards = {.match = NO_MATCH};
    bool is_named = finder->signs.sign != MF_SIGN_NONE;
    for (size_t i = 0; i < finder->devices->count; i++) {
        const struct mf_device *device = &finder->devices->items[i];
        enum match match = compare(finder, device, is_named);
        if (match == MATCH_BUT_FOR_PATH)
            boards.pathless = boards.pathless ? boards.pathless : device;
        else if (match != NO_MATCH)
            add_board(&boards, device, match);
    }
    return boards;
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

/* Of boards that cannot be told apart: which one's facts count until a request shows which of them
 * takes most. */
static const struct mf_device *most_in_use(const struct boards *boards)
{
    const struct mf_device *most = boards->items[0];
    for (size_t i = 1; i < boards->count; i++) {
        if (boards->items[i]->idle_use_kib > most->idle_use_kib)
            most = boards->items[i];
    }
    return most;
}

static bool keep_candidates(const struct mf_finder *finder, const struct boards *boards)
{
    struct mf_supply *supply = finder->supply;
    supply->candidates =
        mf_arena_take(finder->arena, boards->count * sizeof(const struct mf_device *));
    if (!supply->candidates)
        return mf_fail_memory(finder->error);
    memcpy(supply->candidates, boards->items, boards->count * sizeof(const struct mf_device *));
    supply->candidate_count = boards->count;
    return mf_supply_report_candidates(finder->arena, supply, finder->error);
}

bool mf_recognize(const struct mf_finder *finder)
{
    struct mf_supply *supply = finder->supply;
    struct boards boards = compare_all(finder);
    if (boards.count == 0)
        return report_unknown(finder, boards.pathless);
    supply->device = most_in_use(&boards);
    if (boards.count > 1) {
        supply->device_assumed = true;
        return keep_candidates(finder, &boards);
    }
    supply->device_assumed = boards.pathless && boards.match != MATCH_WITH_PATH;
    return !supply->device_assumed || report_unsure(finder, supply->device, boards.pathless);
}

const struct mf_device *mf_resolve_named(const struct mf_finder *finder,
                                         const struct mf_device *named, const char *name)
{
    struct boards boards = {.count = 0};
    if (named->assumed_alias && mf_alike(named->assumed_alias, name))
        boards = compare_all(finder);
    for (size_t i = 0; i < boards.count; i++) {
        if (mf_device_is_meant(boards.items[i], named, name))
            return boards.items[i];
    }
    return named;
}

bool mf_pool_is_foreign(const struct mf_device *named, const struct mf_supply *supply)
{
    bool ends_known = supply->pool_end != 0 && named->detect_pool_end != 0;
    return is_above_ram(named, supply) ||
           (ends_known && named->kind == MF_KIND_CMM && supply->kind == MF_KIND_CMM &&
            supply->pool_end != named->detect_pool_end);
}

bool mf_check_named(const struct mf_finder *finder, const struct mf_device *named)
{
    struct boards boards = compare_all(finder);
    for (size_t i = 0; i < boards.count; i++) {
        if (boards.items[i]->ram_mib == named->ram_mib &&
            strcmp(boards.items[i]->chip, named->chip) == 0)
            return true;
    }
    if (boards.count == 0)
        return true;
    return mf_finder_report(
        finder, MF_WARNING, "device-differs",
        mf_arena_format(finder->arena, _("the pool that was read looks like that of %s, not of %s"),
                        boards.items[0]->id, named->id));
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
