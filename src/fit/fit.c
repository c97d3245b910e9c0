// SPDX-License-Identifier: MIT
#include "fit.h"

#include "../core/checked.h"
#include "place.h"

static bool conclude(struct mf_result *result, enum mf_verdict verdict, enum mf_reason reason,
                     int status)
{
    result->verdict = verdict;
    result->reason = reason;
    result->status = status;
    return true;
}

const char *mf_verdict_word(enum mf_verdict verdict)
{
    static const char *const words[] = {N_("unknown"), N_("fits"), N_("marginal"),
                                        N_("does-not-fit")};
    return words[verdict];
}

/* A bundle that its runner cannot load as it is. */
static const struct mf_model *model_with_problem(const struct mf_result *result)
{
    for (size_t i = 0; i < result->model_count; i++) {
        if (result->models[i]->problem)
            return result->models[i];
    }
    return NULL;
}

static bool conclude_problem(struct mf_result *result, enum mf_reason reason)
{
    if (reason == MF_CONTEXT_TOO_LONG || reason == MF_NPU_MODE)
        return conclude(result, MF_VERDICT_DOES_NOT_FIT, reason, 1);
    return conclude(result, MF_VERDICT_UNKNOWN, reason, 3);
}

/* Concludes from the totals alone. False: the holes decide. */
static bool judge_total(struct mf_result *result)
{
    const struct mf_supply *supply = &result->supply;
    uint64_t need = result->demand.npu_bytes;
    if (supply->free.known && supply->problem == MF_OK && need > supply->free.bytes)
        return conclude(result, MF_VERDICT_DOES_NOT_FIT, MF_TOO_BIG, 1);
    if (mf_supply_is_below(supply, need))
        return conclude(result, MF_VERDICT_DOES_NOT_FIT, MF_TOO_BIG, 1);
    if (supply->problem != MF_OK)
        return conclude(result, MF_VERDICT_UNKNOWN, supply->problem, 4);
    if (!supply->free.known)
        return conclude(result, MF_VERDICT_UNKNOWN, MF_NO_PROBE, 4);
    if (!supply->holes_known)
        return conclude(result, MF_VERDICT_UNKNOWN, MF_HOLES_UNKNOWN, 4);
    return false;
}

static bool user_memory_lacks(const struct mf_result *result)
{
    struct mf_amount most = mf_supply_linux_most(&result->supply);
    return most.known && result->demand.user_peak_bytes > most.bytes;
}

/* False: every block finds a hole, whatever the order and the driver's policy. */
static bool judge_placement(struct mf_result *result)
{
    const struct mf_placement *placement = &result->placement;
    if (placement->sometimes)
        return false;
    return conclude(result, MF_VERDICT_DOES_NOT_FIT,
                    placement->largest_first ? MF_PLACEMENT : MF_FRAGMENTED, 1);
}

/* It fits, perhaps with less left than the margin or in some orders only. */
static bool judge_room(struct mf_arena *arena, struct mf_result *result, bool strict,
                       struct mf_error *error)
{
    uint64_t left = result->supply.free.bytes - result->demand.npu_bytes;
    int status = strict ? 5 : 0;
    result->left = (struct mf_amount){true, left};
    if (!result->placement.always)
        return conclude(result, MF_VERDICT_MARGINAL, MF_PLACEMENT, status);
    if (left >= result->demand.margin_bytes)
        return conclude(result, MF_VERDICT_FITS, MF_FITS, 0);
    conclude(result, MF_VERDICT_MARGINAL, MF_MARGIN, status);
    return mf_findings_add(arena, &result->findings, MF_WARNING, "inside-margin", NULL, error,
                           _("less than the margin stays free; figures that are estimates may be "
                             "off by more"));
}

static bool judge(struct mf_arena *arena, const struct mf_fit_request *request,
                  struct mf_result *result, struct mf_error *error)
{
    const struct mf_model *broken = model_with_problem(result);
    if (broken && broken->problem->reason != MF_NPU_MODE)
        return conclude_problem(result, broken->problem->reason);
    result->misfit = mf_find_misfit(result->supply.device, result->supply.kind, result);
    if (result->misfit)
        return conclude(result, MF_VERDICT_DOES_NOT_FIT, MF_WRONG_CHIP, 1);
    if (broken) /* the mode of an NPU that the board does not have does not matter */
        return conclude_problem(result, broken->problem->reason);
    if (result->supply.overlaps_linux)
        return conclude(result, MF_VERDICT_DOES_NOT_FIT, MF_POOL_OVERLAPS_LINUX, 1);
    if (judge_total(result))
        return true;
    if (!mf_place(&result->demand, &result->supply, &result->placement, error))
        return false;
    if (judge_placement(result))
        return true;
    if (user_memory_lacks(result))
        return conclude(result, MF_VERDICT_DOES_NOT_FIT, MF_USER_MEMORY, 1);
    return judge_room(arena, result, request->strict, error);
}

/* A bundle that takes nothing of the NPU. */
static bool is_cpu_only(const struct mf_model *model)
{
    return model->bundle && model->member_count == 0;
}

/* A chip that the file does not name is not checked, and the report says so. */
static bool warn_of_unknown_chips(struct mf_arena *arena, struct mf_result *result,
                                  struct mf_error *error)
{
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_model *model = result->models[i];
        if (!model->chip && !is_cpu_only(model) &&
            !mf_findings_add(arena, &result->findings, MF_WARNING, "chip-unknown", model->path,
                             error, _("the file does not name the chip that it is compiled for")))
            return false;
    }
    return true;
}

/* maix_memory_cmm, where all that is to fit is known. */
static bool find_pool_line(struct mf_arena *arena, const struct mf_fit_request *request,
                           struct mf_result *result, struct mf_error *error)
{
    uint64_t with_margin;
    if (!mf_add(result->demand.npu_bytes, result->demand.margin_bytes, &with_margin))
        return mf_fail_overflow(error, _("need and margin"));
    if (result->reason == MF_WRONG_CHIP || result->reason == MF_CONTEXT_TOO_LONG ||
        result->reason == MF_NPU_MODE) {
        result->pool_line.reason = result->reason; /* no pool of whatever size helps */
        return true;
    }
    result->pool_line =
        mf_pool_line_find(&result->supply, with_margin, result->demand.user_peak_bytes);
    if (result->pool_line.possible && mf_fit_lacks_pipelines(request))
        result->pool_line = (struct mf_pool_line){.reason = MF_CAMERA_UNKNOWN};
    if (mf_is_about_holes(result->reason) &&
        !mf_pool_line_split(result, with_margin, &result->pool_line, error))
        return false;
    return mf_pool_line_choose(arena, result, request->minimum, error);
}

/* It fits into the pool as it is, and not into what /boot/configs makes of it. */
static bool warn_of_next_start(struct mf_arena *arena, struct mf_result *result,
                               struct mf_error *error)
{
    const struct mf_supply *supply = &result->supply;
    uint64_t next_mib = supply->next_pool.bytes / MF_MIB;
    if (!mf_verdict_fits(result->verdict) || !supply->next_pool.known ||
        supply->next_pool.bytes >= supply->total.bytes || mf_pool_line_is_met(result, next_mib))
        return true;
    return mf_findings_add(arena, &result->findings, MF_WARNING, "next-start", NULL, error,
                           _("after the next start the pool has %llu MiB, as /boot/configs says, "
                             "and then this does not fit; --apply writes a value that is enough"),
                           (unsigned long long)next_mib);
}

bool mf_fit_evaluate(struct mf_arena *arena, const struct mf_fit_request *request,
                     struct mf_result *result, struct mf_error *error)
{
    if (!warn_of_unknown_chips(arena, result, error) ||
        !mf_demand_gather(arena, result, &request->margin, error) ||
        !judge(arena, request, result, error) || !find_pool_line(arena, request, result, error))
        return false;
    return warn_of_next_start(arena, result, error) &&
           mf_judge_without_launcher(arena, request, result, error) &&
           mf_find_context(&request->margin, result, error) &&
           mf_find_other_images(request, result, error) &&
           mf_describe_verdict(arena, result, error) && mf_say_why(arena, result, error) &&
           mf_advise(arena, request, result, error);
}
