// SPDX-License-Identifier: MIT
/* The order of loading, where it decides. */
#include "../core/text.h"
#include "advice.h"
#include "place.h"

/* Does everything find a hole in that order, whatever the driver's policy? */
static bool always_fits(const struct mf_result *result, enum mf_order order)
{
    if (!mf_order_applies(&result->demand, order))
        return false;
    for (int policy = MF_FIRST_FIT; policy <= MF_BEST_FIT; policy++) {
        if (mf_policy_applies(result->supply.kind, (enum mf_policy)policy) &&
            !result->placement.possible[order][policy])
            return false;
    }
    return true;
}

static bool advise_app_order(struct mf_advisor *advisor, enum mf_order order)
{
    return mf_advice_add(
        advisor,
        (struct mf_advice){
            .action = "load-order",
            .enough = !mf_fit_lacks_pipelines(advisor->request),
            .text = order == MF_MODELS_FIRST
                        ? _("Load the models before camera, display and codecs are opened.")
                        : _("Open camera, display and codecs before the models are loaded.")});
}

/* "b.axmodel, a.axmodel"; NULL without memory. */
static const char *name_largest_first(struct mf_advisor *advisor)
{
    const struct mf_result *result = advisor->result;
    struct mf_text names = {0};
    const size_t *models = mf_place_largest_first(advisor->arena, &result->demand);
    if (!models)
        return NULL;
    for (size_t i = 0; i < result->model_count; i++)
        mf_text_format(&names, "%s%s", i > 0 ? ", " : "", result->models[models[i]]->owner);
    const char *text = names.failed ? NULL : mf_arena_string(advisor->arena, names.bytes);
    mf_text_free(&names);
    return text;
}

static bool advise_largest_first(struct mf_advisor *advisor)
{
    const struct mf_placement *placement = &advisor->result->placement;
    bool with_app = mf_order_applies(&advisor->result->demand, MF_APP_FIRST);
    const char *names = name_largest_first(advisor);
    struct mf_advice advice = {.action = "load-order",
                               .enough = !mf_fit_lacks_pipelines(advisor->request)};
    if (names && !with_app)
        advice.text =
            mf_arena_format(advisor->arena, _("Load the largest model first: %s."), names);
    else if (names)
        advice.text = mf_arena_format(
            advisor->arena,
            placement->largest_order == MF_MODELS_FIRST
                ? _("Load the largest model first (%s), then open camera, display and codecs.")
                : _("Open camera, display and codecs, then load the largest model first (%s)."),
            names);
    return mf_advice_add(advisor, advice);
}

bool mf_advise_order(struct mf_advisor *advisor)
{
    if (advisor->result->reason != MF_PLACEMENT)
        return true;
    for (int order = MF_MODELS_FIRST; order < MF_ORDER_COUNT; order++) {
        if (always_fits(advisor->result, (enum mf_order)order))
            return advise_app_order(advisor, (enum mf_order)order);
    }
    return !advisor->result->placement.largest_first || advise_largest_first(advisor);
}
