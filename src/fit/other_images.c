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

static bool try_image(const struct mf_fit_request *request, const struct mf_result *result,
                      const struct mf_device *image, struct mf_trial_answer *answer,
                      struct mf_error *error)
{
    struct mf_what_if what_if;
    if (!mf_what_if_begin(request, result, &what_if))
        return mf_fail_memory(error);
    what_if.pipelines.old_stack = image->old_stack;
    mf_what_if_pool(&what_if, image->pool_bytes, image->idle_use_kib * MF_KIB);
    return mf_what_if_try(&what_if, request, result, answer, error);
}

/* Where some fit well, those that are only marginal are not named. */
static void add(struct mf_result *result, const struct mf_device *image, bool is_marginal)
{
    if (is_marginal && result->other_image_count > 0 && !result->others_are_marginal)
        return;
    if (!is_marginal && result->others_are_marginal)
        result->other_image_count = 0;
    result->others_are_marginal = is_marginal;
    result->other_images[result->other_image_count++] = image;
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
        struct mf_trial_answer answer = {0};
        if (other == present || strcmp(other->id, present->id) != 0)
            continue;
        if (!try_image(request, result, other, &answer, error))
            return false;
        if (answer.fits && other->old_stack && !present->old_stack &&
            mf_pipeline_wanted(request->pipelines))
            continue; /* its pools have few blocks: whether they hold each picture is unknown */
        if (answer.fits != mf_verdict_fits(result->verdict))
            add(result, other, answer.fits && !answer.with_margin);
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
    if (mf_verdict_fits(result->verdict))
        return mf_arena_format(arena, _("%s It does not fit on %s."), message, titles);
    if (result->others_are_marginal)
        return mf_arena_format(arena, _("%s It is marginal on %s."), message, titles);
    return mf_arena_format(arena, _("%s It fits on %s."), message, titles);
}
