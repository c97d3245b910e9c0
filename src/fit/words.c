// SPDX-License-Identifier: MIT
/* The verdict as one sentence. */
#include "fit.h"

#include <stdio.h>
#include <string.h>

#include "../core/text.h"
#include "../core/print.h"

struct words {
    char need[MF_SIZE_TEXT_MAX];
    char free[MF_SIZE_TEXT_MAX];
    char other[MF_SIZE_TEXT_MAX];
    char third[MF_SIZE_TEXT_MAX];
    const char *board;
};

const char *mf_board_text(struct mf_arena *arena, const struct mf_supply *supply)
{
    if (!supply->device)
        return _("this board");
    if (supply->candidate_count > 0)
        return mf_supply_family(arena, supply);
    return supply->device_assumed ? mf_arena_format(arena, _("%s (assumed)"), supply->device->name)
                                  : supply->device->name;
}

static const char *fits_text(struct mf_arena *arena, const struct mf_result *result,
                             struct words *words)
{
    const char *pool = mf_kind_title(result->supply.kind);
    mf_size_text(result->left.bytes, words->other);
    if (result->verdict == MF_VERDICT_FITS)
        return mf_arena_format(
            arena, _("Fits: needs %s of the %s of %s that is free on %s; %s stays free."),
            words->need, words->free, pool, words->board, words->other);
    mf_size_text(result->demand.margin_bytes, words->third);
    return mf_arena_format(
        arena,
        _("Marginal: needs %s of the %s of %s that is free on %s; the %s that stays free is less "
          "than the margin of %s."),
        words->need, words->free, pool, words->board, words->other, words->third);
}

static const char *too_big_text(struct mf_arena *arena, const struct mf_result *result,
                                struct words *words)
{
    const struct mf_supply *supply = &result->supply;
    const char *pool = mf_kind_title(supply->kind);
    const struct mf_amount *room = supply->free.known ? &supply->free : &supply->total;
    mf_size_text(room->bytes, words->free);
    mf_size_text(result->demand.npu_bytes - room->bytes, words->other);
    if (strcmp(words->need, words->free) == 0) { /* alike only when rounded */
        mf_print(words->need, sizeof words->need, _("%llu bytes"),
                 (unsigned long long)result->demand.npu_bytes);
        mf_print(words->free, sizeof words->free, _("%llu bytes"), (unsigned long long)room->bytes);
    }
    if (supply->free.known)
        return mf_arena_format(
            arena,
            supply->holes_known ? _("Does not fit: needs %s, but only %s of %s is free on %s; %s "
                                    "is missing.")
                                : _("Does not fit: needs %s, but at most %s of %s is free on %s; "
                                    "%s is missing."),
            words->need, words->free, pool, words->board, words->other);
    return mf_arena_format(
        arena, _("Does not fit: needs %s, but the whole %s of %s has %s; %s is missing."),
        words->need, pool, words->board, words->free, words->other);
}

/* Does the owner hold a piece between the first hole and the last? */
static bool splits(const struct mf_supply *supply, const struct mf_owner *owner)
{
    if (supply->hole_count < 2)
        return false;
    uint64_t first = supply->holes[0].start; /* both lists go by address */
    uint64_t last = supply->holes[supply->hole_count - 1].start;
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        if (block->start > first && block->start < last && strcmp(block->name, owner->name) == 0)
            return true;
    }
    return false;
}

/* The owners of the used pieces between the holes, the largest first. False where there are more.
 */
static bool name_splitters(const struct mf_supply *supply, struct mf_text *names)
{
    const size_t shown = 3;
    size_t found = 0;
    for (size_t i = 0; i < supply->owner_count && found <= shown; i++) {
        const char *name = supply->owners[i].name;
        if (!splits(supply, &supply->owners[i]))
            continue;
        if (found < shown)
            mf_text_format(names, "%s%s", found == 0 ? "" : ", ", name[0] != '\0' ? name : "?");
        found++;
    }
    return found <= shown;
}

static const char *splitters_text(struct mf_arena *arena, const struct mf_supply *supply)
{
    struct mf_text names = {0};
    bool all = name_splitters(supply, &names);
    const char *text = names.failed ? NULL
                       : names.length == 0
                           ? _("its partitions")
                           : mf_arena_format(arena, all ? "%s" : _("%s and others"), names.bytes);
    mf_text_free(&names);
    return text;
}

const char *mf_unplaced_text(struct mf_arena *arena, const struct mf_result *result)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_block *block = result->placement.unplaced;
    uint64_t pages = block->bytes;
    mf_block_pages(block, &pages);
    return mf_arena_format(arena, _("%s of %s (%s)"), block->name, block->owner,
                           mf_size_text(pages, size));
}

static const char *fragmented_text(struct mf_arena *arena, const struct mf_result *result,
                                   struct words *words)
{
    const char *block = mf_unplaced_text(arena, result);
    const char *splitters = splitters_text(arena, &result->supply);
    if (!block || !splitters)
        return NULL;
    mf_size_text(result->supply.largest_hole.bytes, words->third);
    return mf_arena_format(arena,
                           _("Does not fit: fragmented. %s is free on %s, but %s finds no hole; "
                             "the largest is %s, and the pool is split by %s."),
                           words->free, words->board, block, words->third, splitters);
}

static const char *order_text(enum mf_order order)
{
    return order == MF_MODELS_FIRST
               ? _("where the models are loaded before camera, display and codecs are opened")
               : _("where camera, display and codecs are opened before the models are loaded");
}

static const char *policy_text(enum mf_policy policy)
{
    return policy == MF_FIRST_FIT
               ? _("where the driver takes the lowest hole that is large enough (first fit)")
               : _("where the driver takes the smallest hole that is large enough (best fit)");
}

/* Does nothing fit by that policy, whatever the order? */
static bool policy_fails(const struct mf_result *result, enum mf_policy policy)
{
    const struct mf_placement *placement = &result->placement;
    return !placement->possible[MF_MODELS_FIRST][policy] &&
           !placement->possible[MF_APP_FIRST][policy];
}

/* Does nothing fit in that order, whatever the policy? */
static bool order_fails(const struct mf_result *result, enum mf_order order)
{
    const struct mf_placement *placement = &result->placement;
    return !placement->possible[order][MF_FIRST_FIT] && !placement->possible[order][MF_BEST_FIT];
}

const char *mf_failing_text(struct mf_arena *arena, const struct mf_result *result)
{
    const struct mf_placement *placement = &result->placement;
    if (policy_fails(result, placement->failed_policy))
        return policy_text(placement->failed_policy);
    if (order_fails(result, placement->failed_order))
        return order_text(placement->failed_order);
    return mf_arena_format(arena, _("%s and %s"), order_text(placement->failed_order),
                           policy_text(placement->failed_policy));
}

static const char *placement_text(struct mf_arena *arena, const struct mf_result *result,
                                  struct words *words)
{
    const char *block = mf_unplaced_text(arena, result);
    const char *failing = mf_failing_text(arena, result);
    if (!block || !failing)
        return NULL;
    if (result->verdict == MF_VERDICT_DOES_NOT_FIT)
        return mf_arena_format(arena,
                               _("Does not fit in this order of loading: %s is free on %s, but %s "
                                 "finds no hole."),
                               words->free, words->board, block);
    return mf_arena_format(
        arena, _("Marginal: needs %s of the %s of %s that is free on %s, but %s finds no hole %s."),
        words->need, words->free, mf_kind_title(result->supply.kind), words->board, block, failing);
}

static const char *wrong_chip_text(struct mf_arena *arena, const struct mf_result *result,
                                   const struct words *words)
{
    const struct mf_device *device = result->supply.device;
    const struct mf_model *model = result->misfit;
    if (device && !mf_device_runs(device, model->chip))
        return mf_arena_format(arena,
                               _("Does not fit: %s is compiled for %s, and %s runs models for "
                                 "%s."),
                               model->owner, model->chip, words->board, device->npu.items[0]);
    return mf_arena_format(
        arena,
        _("Does not fit: %s cannot run there. The pool of %s is %s, which no %s is loaded "
          "into."),
        model->owner, words->board, mf_kind_title(result->supply.kind), model->format);
}

const struct mf_model *mf_problem_model(const struct mf_result *result)
{
    if (result->misfit)
        return NULL; /* another chip goes before the mode of its NPU */
    for (size_t i = 0; i < result->model_count; i++) {
        if (result->models[i]->problem)
            return result->models[i];
    }
    return NULL;
}

static const char *problem_text(struct mf_arena *arena, const struct mf_model *model)
{
    return mf_arena_format(arena, _("Does not fit: %s %s."), model->owner, model->problem->text);
}

static const char *unknown_text(struct mf_arena *arena, const struct mf_result *result,
                                struct words *words)
{
    const struct mf_supply *supply = &result->supply;
    if (supply->problem_text)
        return mf_arena_format(arena, _("Unknown: %s"), supply->problem_text);
    if (result->reason == MF_HOLES_UNKNOWN)
        return mf_arena_format(
            arena,
            _("Unknown: needs %s, and at most %s of %s is free on %s, but the largest hole is "
              "unknown."),
            words->need, words->free, mf_kind_title(supply->kind), words->board);
    return mf_arena_format(arena, _("Unknown: it is not known how much memory is free on %s."),
                           words->board);
}

static const char *user_memory_text(struct mf_arena *arena, const struct mf_result *result,
                                    struct words *words)
{
    mf_size_text(result->demand.user_peak_bytes, words->other);
    mf_size_text(mf_supply_linux_most(&result->supply).bytes, words->third);
    if (!result->supply.user_available.known)
        return mf_arena_format(arena,
                               _("Does not fit: the pool has room, but Linux does not. Loading "
                                 "takes %s of its memory, and beside its pool %s has at most %s."),
                               words->other, words->board, words->third);
    return mf_arena_format(arena,
                           _("Does not fit: the pool has room, but Linux does not. Loading takes "
                             "%s of its memory, and only %s is available on %s."),
                           words->other, words->third, words->board);
}

bool mf_describe_verdict(struct mf_arena *arena, struct mf_result *result, struct mf_error *error)
{
    struct words words;
    mf_size_text(result->demand.npu_bytes, words.need);
    mf_size_text(result->supply.free.bytes, words.free);
    words.board = mf_board_text(arena, &result->supply);
    if (!words.board)
        return mf_fail_memory(error);
    const struct mf_model *model = mf_problem_model(result);
    if (model)
        result->message = problem_text(arena, model);
    else if (result->reason == MF_PLACEMENT)
        result->message = placement_text(arena, result, &words);
    else if (mf_verdict_fits(result->verdict))
        result->message = fits_text(arena, result, &words);
    else if (result->verdict == MF_VERDICT_UNKNOWN)
        result->message = unknown_text(arena, result, &words);
    else if (result->reason == MF_WRONG_CHIP)
        result->message = wrong_chip_text(arena, result, &words);
    else if (result->reason == MF_POOL_OVERLAPS_LINUX)
        result->message = mf_arena_format(arena,
                                          _("Does not fit: the pool of %s overlaps Linux's memory, "
                                            "so loading anything corrupts it."),
                                          words.board);
    else if (result->reason == MF_FRAGMENTED)
        result->message = fragmented_text(arena, result, &words);
    else if (result->reason == MF_USER_MEMORY)
        result->message = user_memory_text(arena, result, &words);
    else
        result->message = too_big_text(arena, result, &words);
    if (result->message && result->other_image_count > 0)
        result->message = mf_other_images_text(arena, result, result->message);
    return result->message ? true : mf_fail_memory(error);
}

const char *mf_supply_sentence(struct mf_arena *arena, const struct mf_supply *supply)
{
    char free[MF_SIZE_TEXT_MAX];
    char total[MF_SIZE_TEXT_MAX];
    char hole[MF_SIZE_TEXT_MAX];
    const char *id = mf_board_text(arena, supply);
    if (!id)
        return NULL;
    if (supply->problem_text)
        return mf_arena_format(arena, _("Unknown: %s"), supply->problem_text);
    if (supply->overlaps_linux)
        return mf_arena_format(
            arena, _("The pool of %s overlaps Linux's memory: loading anything corrupts it."), id);
    if (!supply->free.known)
        return mf_arena_format(arena, _("Unknown: it is not known how much memory is free on %s."),
                               id);
    mf_mib_text(supply->free.bytes, free);
    if (!supply->total.known)
        return mf_arena_format(arena, _("Free on %s, as given: %s."), id, free);
    if (supply->total.bytes == 0)
        return mf_arena_format(arena, _("The pool of %s has 0 bytes: no camera or model can run."),
                               id);
    mf_mib_number(supply->free.bytes, free);
    mf_mib_text(supply->total.bytes, total);
    const char *pool = mf_kind_title(supply->kind);
    if (!supply->largest_hole.known)
        return mf_arena_format(
            arena, _("%s of %s: at most %s of %s is free; the largest hole is unknown."), pool, id,
            free, total);
    if (supply->free.bytes > 0 && supply->largest_hole.bytes == supply->free.bytes)
        return mf_arena_format(arena, _("%s of %s: %s of %s is free, in one piece."), pool, id,
                               free, total);
    return mf_arena_format(arena, _("%s of %s: %s of %s is free; the largest hole is %s."), pool,
                           id, free, total, mf_mib_text(supply->largest_hole.bytes, hole));
}
