// SPDX-License-Identifier: MIT
/* What to change, the smallest change first, each with the bytes that it frees. */
#include "advice.h"

#include "../core/checked.h"

/* Bytes that a change must free so that it fits with its margin. */
static uint64_t count_missing(const struct mf_result *result, uint64_t need)
{
    if (result->reason == MF_USER_MEMORY)
        return result->demand.user_peak_bytes - mf_supply_linux_most(&result->supply).bytes;
    const struct mf_amount *room =
        result->supply.free.known ? &result->supply.free : &result->supply.total;
    return room->known && need > room->bytes ? need - room->bytes : 0;
}

bool mf_advise(struct mf_arena *arena, const struct mf_fit_request *request,
               struct mf_result *result, struct mf_error *error)
{
    struct mf_advisor advisor = {
        .arena = arena, .request = request, .result = result, .error = error};
    if (!mf_add(result->demand.npu_bytes, result->demand.margin_bytes, &advisor.need))
        return mf_fail_overflow(error, _("need and margin"));
    advisor.missing = count_missing(result, advisor.need);
    advisor.weight = advisor.missing;
    if (mf_is_about_holes(result->reason) && result->placement.unplaced)
        advisor.weight = result->placement.unplaced->bytes;
    if (result->verdict == MF_VERDICT_FITS || result->verdict == MF_VERDICT_UNKNOWN ||
        result->reason == MF_POOL_OVERLAPS_LINUX || result->reason == MF_CONTEXT_TOO_LONG)
        return true;
    if (result->reason == MF_NPU_MODE)
        return mf_advise_ai_isp(&advisor);
    if (result->reason == MF_WRONG_CHIP)
        return mf_advise_compile(&advisor);
    if (result->reason == MF_USER_MEMORY)
        return mf_advise_pool(&advisor) && mf_advise_board(&advisor);
    return mf_advise_order(&advisor) && mf_advise_processes(&advisor) &&
           mf_advise_reboot(&advisor) && mf_advise_pool(&advisor) && mf_advise_buffers(&advisor) &&
           mf_advise_app(&advisor) && mf_advise_models(&advisor) && mf_advise_plan(&advisor) &&
           mf_advise_steps(&advisor) && mf_advise_fixed_pool(&advisor) &&
           mf_advise_board(&advisor) && mf_advise_name(&advisor);
}
