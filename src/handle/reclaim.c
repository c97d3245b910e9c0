// SPDX-License-Identifier: MIT
/* A program of MaixCDK first frees camera buffers of programs that have ended: where it makes its
 * common pool, which a bare model does not take (docs/app-memory.md). */
#include "handle.h"
#include "../core/text.h"
#include "../fit/place.h"

static bool note(struct maixfit *fit, struct mf_result *result, const char *text)
{
    if (!text)
        return mf_fail_memory(&fit->error);
    return mf_findings_add(&fit->results, &result->findings, MF_NOTE, "reclaimed", NULL,
                           &fit->error, "%s", text);
}

static bool take(struct maixfit *fit, struct mf_result *result, const struct mf_supply *after)
{
    char size[MF_SIZE_TEXT_MAX];
    result->supply = *after;
    return after->reclaimed_bytes == 0 ||
           note(fit, result,
                mf_arena_format(&fit->results,
                                _("%s of camera buffers (VI_DMA_BUF, ISP_SHARED_BUFFER_0) of "
                                  "programs that have ended count as free: MaixCDK frees them at "
                                  "its next start"),
                                mf_size_text(after->reclaimed_bytes, size)));
}

bool mf_handle_reclaim(struct maixfit *fit, struct mf_result *result, const struct mf_loading *how)
{
    struct mf_supply after;
    enum mf_runner app_runner = how->runner != MF_RUNNER_UNSET ? how->runner : how->default_runner;
    bool by_maixcdk = result->model_count > 0
                          ? mf_any_by_maixcdk(result->models, result->model_count)
                          : app_runner == MF_RUNNER_MAIXCDK;
    if (!by_maixcdk || !mf_pipeline_wanted(&fit->pipelines))
        return true;
    if (!mf_supply_reclaim(&fit->results, &result->supply, &after, &fit->error))
        return false;
    return take(fit, result, &after);
}

bool mf_handle_reclaim_worse(struct maixfit *fit, const struct mf_result *judged,
                             struct mf_result *before, bool *found)
{
    bool fits = mf_verdict_fits(judged->verdict);
    bool counts = fits && judged->supply.reclaimed_bytes > 0 && judged->supply.holes_known;
    size_t choices = counts ? mf_supply_reclaim_choices(&before->supply) : 0;
    *found = false;
    for (size_t kept = 0; kept < choices; kept++) {
        struct mf_supply after;
        struct mf_placement placement;
        if (!mf_supply_reclaim_but(&fit->results, &before->supply, kept, &after, &fit->error) ||
            !mf_place(&judged->demand, &after, &placement, &fit->error))
            return false;
        *found = !placement.always;
        if (*found)
            return take(fit, before, &after);
    }
    return true;
}

bool mf_handle_announce_reclaim(struct maixfit *fit, struct mf_result *result)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_supply after;
    const struct mf_device *device = result->supply.device;
    if (!device || !device->runner || mf_runner_of(device->runner) != MF_RUNNER_MAIXCDK)
        return true;
    if (!mf_supply_reclaim(&fit->results, &result->supply, &after, &fit->error))
        return false;
    return after.reclaimed_bytes == 0 ||
           note(fit, result,
                mf_arena_format(&fit->results,
                                _("of these, a program of MaixCDK frees %s of camera buffers "
                                  "(VI_DMA_BUF, ISP_SHARED_BUFFER_0) at its next start"),
                                mf_size_text(after.reclaimed_bytes, size)));
}
