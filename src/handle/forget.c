// SPDX-License-Identifier: MIT
#include "handle.h"

static bool forget_loading(struct mf_loading *how, enum maixfit_option option)
{
    if (option == MAIXFIT_RUNNER)
        how->runner = MF_RUNNER_UNSET;
    if (option == MAIXFIT_DUAL_BUFF)
        how->dual_buff = MF_CHOICE_UNSET;
    if (option == MAIXFIT_AI_ISP)
        how->ai_isp = MF_CHOICE_UNSET;
    if (option == MAIXFIT_CONTEXT)
        how->context = 0;
    if (option == MAIXFIT_DYNAMIC_LAYERS)
        how->dynamic_layers = false;
    return true;
}

/* What belongs to the app. */
static bool forget_pipelines(struct mf_pipeline_request *app, enum maixfit_option option)
{
    if (option == MAIXFIT_CAMERA)
        app->camera_count = 0;
    if (option == MAIXFIT_SENSOR)
        app->sensor = NULL;
    if (option == MAIXFIT_DISPLAY)
        app->display = (struct mf_display_spec){0};
    if (option == MAIXFIT_ENCODE)
        app->encoder_count = 0;
    if (option == MAIXFIT_DECODE)
        app->decoder_count = 0;
    if (option == MAIXFIT_AUDIO)
        app->audio_record = app->audio_play = false;
    return true;
}

static bool forget_flag(struct maixfit *fit, enum maixfit_option option)
{
    if (option == MAIXFIT_STRICT)
        fit->strict = fit->strict_named = false;
    if (option == MAIXFIT_NO_ASSUME)
        fit->no_assume = false;
    if (option == MAIXFIT_MINIMUM)
        fit->minimum = false;
    if (option == MAIXFIT_EACH)
        fit->each = false;
    if (option == MAIXFIT_COLOR)
        fit->color = false;
    if (option == MAIXFIT_VERBOSE)
        fit->verbose = false;
    if (option == MAIXFIT_ASCII)
        fit->ascii = false;
    if (option == MAIXFIT_INSIDE)
        fit->inside = false;
    if (option == MAIXFIT_WIDTH)
        fit->columns = 0;
    return true;
}

static bool forget(struct maixfit *fit, enum maixfit_option option)
{
    switch (option) {
    case MAIXFIT_MODEL:
        fit->models.count = 0;
        fit->models.differ = false;
        return true;
    case MAIXFIT_DEVICE:
        fit->device_names.count = 0;
        return true;
    case MAIXFIT_SYSROOT:
        fit->supply.sysroot = NULL;
        return true;
    case MAIXFIT_FREE:
        fit->supply.free = (struct mf_amount){0};
        return true;
    case MAIXFIT_POOL:
        fit->supply.pool = (struct mf_amount){0};
        return true;
    case MAIXFIT_MARGIN:
        fit->margin = (struct mf_margin){0};
        return true;
    case MAIXFIT_MAX_NEED:
        fit->max_need = (struct mf_amount){0};
        return true;
    case MAIXFIT_MAX_GROWTH:
        fit->max_growth = (struct mf_margin){0};
        return true;
    case MAIXFIT_BASELINE:
        fit->baseline = (struct mf_baseline){0};
        return true;
    case MAIXFIT_POLICY:
        fit->policy = NULL;
        return true;
    case MAIXFIT_CHECK:
        return true;
    case MAIXFIT_EXPLAIN:
        fit->explains = false;
        return true;
    case MAIXFIT_CAMERA:
    case MAIXFIT_SENSOR:
    case MAIXFIT_DISPLAY:
    case MAIXFIT_ENCODE:
    case MAIXFIT_DECODE:
    case MAIXFIT_AUDIO:
        return forget_pipelines(&fit->pipelines, option);
    case MAIXFIT_RUNNER:
    case MAIXFIT_DUAL_BUFF:
    case MAIXFIT_AI_ISP:
    case MAIXFIT_CONTEXT:
    case MAIXFIT_DYNAMIC_LAYERS:
        return forget_loading(&fit->loading, option);
    case MAIXFIT_STRICT:
    case MAIXFIT_EACH:
    case MAIXFIT_COLOR:
    case MAIXFIT_VERBOSE:
    case MAIXFIT_ASCII:
    case MAIXFIT_INSIDE:
    case MAIXFIT_WIDTH:
    case MAIXFIT_LANGUAGE:
    case MAIXFIT_NO_ASSUME:
    case MAIXFIT_MINIMUM:
        return forget_flag(fit, option);
    case MAIXFIT_PROFILE:
        return mf_fail(&fit->refusal, MF_USAGE,
                       _("a profile cannot be forgotten; maixfit_reset forgets it with all else"));
    }
    return mf_fail(&fit->refusal, MF_USAGE, _("there is no such option"));
}

static int forget_option(maixfit *fit, enum maixfit_option option)
{
    mf_handle_begin(fit);
    mf_handle_forget_named(fit, option);
    return mf_handle_end_setting(fit, forget(fit, option));
}

int maixfit_forget(maixfit *fit, enum maixfit_option option)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = forget_option(fit, option);
    mf_speak(before);
    return status;
}
