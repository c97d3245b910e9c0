// SPDX-License-Identifier: MIT
/* Would the verdict be another with another image of the board? */
#include <string.h>

#include "fit.h"
#include "what_if.h"

/* A board that was read has the image that it has, and so has a pool that was given. */
static bool may_differ(const struct mf_fit_request *request, const struct mf_result *result)
{
    const struct mf_supply *supply = &result->supply;
    bool decided = mf_verdict_fits(result->verdict) || result->reason == MF_TOO_BIG;
    return decided && supply->origin == MF_ORIGIN_PROFILE && supply->device->image &&
           request->devices && !mf_fit_lacks_pipelines(request);
}

static bool fits_with(const struct mf_fit_request *request, const struct mf_result *result,
                      const struct mf_device *image, bool *fit, struct mf_error *error)
{
    struct mf_what_if what_if;
    struct mf_trial_answer answer;
    if (!mf_what_if_begin(request, result, &what_if))
        return mf_fail_memory(error);
    what_if.pipelines.old_stack = image->old_stack;
    mf_what_if_pool(&what_if, image->pool_bytes, image->idle_use_kib * MF_KIB);
    if (!mf_what_if_try(&what_if, request, result, &answer, error))
        return false;
    *fit = answer.fits;
    return true;
}

bool mf_find_other_images(const struct mf_fit_request *request, struct mf_result *result,
                          struct mf_error *error)
{
    const struct mf_device_list *devices = request->devices;
    const struct mf_device *present = result->supply.device;
    if (!may_differ(request, result))
        return true;
    for (size_t i = 0; i < devices->count && result->other_image_count < MF_IMAGES_MAX; i++) {
        const struct mf_device *other = &devices->items[i];
        bool fit = false;
        if (other == present || strcmp(other->id, present->id) != 0)
            continue;
        if (!fits_with(request, result, other, &fit, error))
            return false;
        if (fit && other->old_stack && !present->old_stack &&
            mf_pipeline_wanted(request->pipelines))
            continue; /* its pools have few blocks: whether they hold each picture is unknown */
        if (fit != mf_verdict_fits(result->verdict))
            result->other_images[result->other_image_count++] = other;
    }
    return true;
}

const char *mf_other_images_text(struct mf_arena *arena, const struct mf_result *result,
                                 const char *message)
{
    const char *titles = "";
    for (size_t i = 0; titles && i < result->other_image_count; i++)
        titles = mf_arena_format(arena, i == 0 ? "%s%s" : _("%s or on %s"), titles,
                                 _(result->other_images[i]->image_title));
    if (!titles)
        return NULL;
    return mf_arena_format(arena,
                           mf_verdict_fits(result->verdict) ? _("%s It does not fit on %s.")
                                                            : _("%s It fits on %s."),
                           message, titles);
}
