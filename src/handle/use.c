// SPDX-License-Identifier: MIT
/* An option that changes nothing is a mistake of who gave it: of several models it has to count for
 * one. */
#include "handle.h"

/* The options of struct mf_loading. */
static const char *const options[MF_HOW_COUNT] = {
    [MF_HOW_RUNNER] = "--runner",
    [MF_HOW_DUAL_BUFF] = "--dual-buff",
    [MF_HOW_AI_ISP] = "--ai-isp",
    [MF_HOW_CONTEXT] = "--context",
    [MF_HOW_DYNAMIC_LAYERS] = "--dynamic-layers",
};

static void note(struct mf_use *use, const struct mf_loaded *loaded, enum mf_how what)
{
    if (!mf_how_is_named(&loaded->how, what))
        return;
    use->had[what] = use->had[what] || !loaded->unused[what];
    if (loaded->unused[what])
        use->why_not[what] = loaded->unused[what];
}

void mf_handle_note_use(struct maixfit *fit, const struct mf_result *result)
{
    struct mf_use *use = &fit->use;
    use->unjudged = use->unjudged || result->status == MAIXFIT_STATUS_BAD_MODEL;
    for (size_t i = 0; i < result->model_count; i++) {
        for (int what = 0; what < MF_HOW_COUNT; what++)
            note(use, result->models[i]->loaded, (enum mf_how)what);
    }
}

/* Without a model the runner is who frees what a program left in the pool, where that is read. */
void mf_handle_note_verdict(struct maixfit *fit, const struct mf_result *result)
{
    struct mf_use *use = &fit->use;
    if (result->model_count == 0)
        use->had[MF_HOW_RUNNER] = use->had[MF_HOW_RUNNER] || mf_supply_is_read(&result->supply);
    use->unjudged = use->unjudged || result->verdict == MF_VERDICT_UNKNOWN;
    bool uncounted = fit->pipelines.camera_count > 0 && result->pipelines.settings.count == 0;
    use->had_sensor =
        use->had_sensor || uncounted || mf_settings_find(&result->pipelines.settings, "sensor");
}

static bool check_sensor(struct maixfit *fit)
{
    return !fit->pipelines.sensor || fit->use.unjudged || fit->use.had_sensor ||
           mf_fail(
               &fit->error, MF_USAGE,
               _("--sensor has no effect: no camera is opened, and no program makes pools by its "
                 "sensor; leave it out"));
}

static bool check_without_models(struct maixfit *fit)
{
    for (int what = 0; what < MF_HOW_COUNT; what++) {
        if (!fit->use.had[what] && mf_how_is_named(&fit->loading, (enum mf_how)what))
            return mf_fail(&fit->error, MF_USAGE,
                           _("%s has no effect: no model was named; leave it out"), options[what]);
    }
    return true;
}

bool mf_handle_check_use(struct maixfit *fit)
{
    const struct mf_use *use = &fit->use;
    if (fit->models.count == 0)
        return check_without_models(fit) && check_sensor(fit);
    for (int what = 0; what < MF_HOW_COUNT && !use->unjudged; what++) {
        if (use->why_not[what] && !use->had[what])
            return mf_fail(&fit->error, MF_USAGE, _("%s; leave it out"), use->why_not[what]);
    }
    return fit->evaluation == MF_INSPECTED || check_sensor(fit);
}
