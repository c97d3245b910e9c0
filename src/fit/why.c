// SPDX-License-Identifier: MIT
/* The first line of a text report: what decides, and nothing that its picture shows as well. */
#include <string.h>

#include "../core/text.h"
#include "fit.h"

static const char *fits_why(struct mf_arena *arena, const struct mf_result *result,
                            const char *board)
{
    char left[MF_SIZE_TEXT_MAX];
    char margin[MF_SIZE_TEXT_MAX];
    const char *pool = mf_kind_title(result->supply.kind);
    mf_mib_text(result->left.bytes, left);
    if (result->verdict == MF_VERDICT_FITS)
        return mf_arena_format(arena, _("%s of %s stays free on %s."), left, pool, board);
    mf_mib_text(result->demand.margin_bytes, margin);
    return mf_arena_format(arena, _("only %s of %s stays free on %s; the margin is %s."), left,
                           pool, board, margin);
}

static const char *placement_why(struct mf_arena *arena, const struct mf_result *result,
                                 const char *board)
{
    const char *block = mf_unplaced_text(arena, result);
    const char *failing = mf_failing_text(arena, result);
    if (!block || !failing)
        return NULL;
    if (result->verdict == MF_VERDICT_DOES_NOT_FIT)
        return mf_arena_format(arena, _("in this order of loading %s finds no hole on %s."), block,
                               board);
    return mf_arena_format(arena, _("on %s %s finds no hole %s."), board, block, failing);
}

static const char *too_big_why(struct mf_arena *arena, const struct mf_result *result,
                               const char *board)
{
    char missing[MF_SIZE_TEXT_MAX];
    const struct mf_supply *supply = &result->supply;
    const struct mf_amount *room = supply->free.known ? &supply->free : &supply->total;
    mf_mib_text(result->demand.npu_bytes - room->bytes, missing);
    return mf_arena_format(arena,
                           supply->free.known && supply->holes_known
                               ? _("%s of %s is missing on %s.")
                               : _("at least %s of %s is missing on %s."),
                           missing, mf_kind_title(supply->kind), board);
}

static const char *fragmented_why(struct mf_arena *arena, const struct mf_result *result,
                                  const char *board)
{
    const char *block = mf_unplaced_text(arena, result);
    return block ? mf_arena_format(
                       arena,
                       _("the free memory of %s is fragmented: no hole is large enough for %s."),
                       board, block)
                 : NULL;
}

static const char *wrong_chip_why(struct mf_arena *arena, const struct mf_result *result,
                                  const char *board)
{
    const struct mf_device *device = result->supply.device;
    const struct mf_model *model = result->misfit;
    if (device && !mf_device_runs(device, model->chip))
        return mf_arena_format(arena, _("%s is compiled for %s, and %s runs models for %s."),
                               model->owner, model->chip, board, device->npu.items[0]);
    return mf_arena_format(arena, _("the pool of %s is %s, which no %s is loaded into."), board,
                           mf_kind_title(result->supply.kind), model->format);
}

static const char *problem_why(struct mf_arena *arena, const struct mf_result *result)
{
    const struct mf_model *model = mf_problem_model(result);
    return mf_arena_format(arena, "%s %s.", model->owner, model->problem->text);
}

static const char *unknown_why(struct mf_arena *arena, const struct mf_result *result,
                               const char *board)
{
    if (result->supply.problem_text)
        return result->supply.problem_text;
    if (result->reason == MF_HOLES_UNKNOWN)
        return mf_arena_format(arena, _("it is not known how large the holes of %s are."), board);
    return mf_arena_format(arena, _("it is not known how much memory is free on %s."), board);
}

static const char *user_memory_why(struct mf_arena *arena, const struct mf_result *result,
                                   const char *board)
{
    char peak[MF_SIZE_TEXT_MAX];
    char available[MF_SIZE_TEXT_MAX];
    mf_mib_text(result->demand.user_peak_bytes, peak);
    mf_mib_text(mf_supply_linux_most(&result->supply).bytes, available);
    if (!result->supply.user_available.known)
        return mf_arena_format(arena,
                               _("loading takes %s of Linux's memory, and beside its pool %s has "
                                 "at most %s."),
                               peak, board, available);
    return mf_arena_format(arena,
                           _("loading takes %s of Linux's memory, and only %s is available on %s."),
                           peak, available, board);
}

static const char *why_text(struct mf_arena *arena, const struct mf_result *result,
                            const char *board)
{
    if (mf_problem_model(result))
        return problem_why(arena, result);
    if (result->reason == MF_PLACEMENT)
        return placement_why(arena, result, board);
    if (mf_verdict_fits(result->verdict))
        return fits_why(arena, result, board);
    if (result->verdict == MF_VERDICT_UNKNOWN)
        return unknown_why(arena, result, board);
    switch ((int)result->reason) {
    case MF_WRONG_CHIP:
        return wrong_chip_why(arena, result, board);
    case MF_POOL_OVERLAPS_LINUX:
        return mf_arena_format(
            arena, _("the pool of %s overlaps Linux's memory: loading anything corrupts it."),
            board);
    case MF_FRAGMENTED:
        return fragmented_why(arena, result, board);
    case MF_USER_MEMORY:
        return user_memory_why(arena, result, board);
    default:
        return too_big_why(arena, result, board);
    }
}

bool mf_app_is_refused(const struct mf_result *result)
{
    static const char *const codes[] = {"camera-refused", "camera-no-block", "decoder-refused"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (mf_finding_of(&result->pipelines.findings, codes[i]))
            return true;
    }
    return false;
}

bool mf_say_why(struct mf_arena *arena, struct mf_result *result, struct mf_error *error)
{
    const char *board = mf_board_text(arena, &result->supply);
    result->why = board ? why_text(arena, result, board) : NULL;
    if (result->why && result->other_image_count > 0)
        result->why = mf_other_images_text(arena, result, result->why);
    if (result->why && mf_verdict_fits(result->verdict) && mf_app_is_refused(result))
        result->why = mf_arena_format(arena, _("%s But the app does not run like this: see below."),
                                      result->why);
    result->why_of = result->message;
    return result->why ? true : mf_fail_memory(error);
}
