// SPDX-License-Identifier: MIT
/* One verdict: the board's camera data are chosen, and where there are none the report says so. */
#include <stdio.h>
#include <string.h>

#include "handle.h"
#include "../core/text.h"
#include "../core/print.h"

static bool lacks_facts(struct maixfit *fit, struct mf_result *result, enum mf_reason reason,
                        const char *message)
{
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = reason;
    result->status = reason == MF_USAGE ? MAIXFIT_STATUS_USAGE : MAIXFIT_STATUS_NO_FACTS;
    result->message = mf_arena_string(&fit->results, message);
    return result->message && mf_handle_problem(fit, NULL, result->message)
               ? true
               : mf_fail_memory(&fit->error);
}

/* NULL where the board, or what its camera takes, is not known. */
static const struct mf_pipeline_data *pipeline_data(const struct maixfit *fit,
                                                    const struct mf_device *device)
{
    return device ? mf_pipeline_find(&fit->pipeline_data, device->pipeline) : NULL;
}

static bool evaluate_fit(struct maixfit *fit, struct mf_result *result,
                         const struct mf_pipeline_data *data)
{
    struct mf_fit_request request = {fit->margin,        fit->strict, fit->minimum,
                                     &fit->devices,      data,        &fit->pipelines,
                                     &fit->pipeline_data};
    if (!mf_fit_evaluate(&fit->results, &request, result, &fit->error))
        return false;
    return result->status != MAIXFIT_STATUS_NO_FACTS ||
           mf_handle_problem(fit, NULL, result->message);
}

void mf_handle_withdraw(struct mf_result *result, enum mf_reason reason)
{
    result->pool_line = (struct mf_pool_line){.reason = reason};
    result->advice = (struct mf_advice_list){0};
    result->left.known = false;
    result->largest_context.known = false;
    result->other_image_count = 0;
    result->others_are_marginal = false;
}

/* Nothing was concluded: only the models, the supply and what was found out of them stay. */
static void forget_verdict(struct mf_result *result)
{
    memset(&result->demand, 0, sizeof result->demand);
    mf_handle_withdraw(result, MF_CAMERA_UNKNOWN);
}

static bool note_uncounted(struct maixfit *fit, struct mf_result *result, const char *board,
                           const char *why)
{
    const char *code = mf_reason_word(MF_CAMERA_UNKNOWN);
    if (why)
        return mf_findings_add(&fit->results, &result->findings, MF_NOTE, code, NULL, &fit->error,
                               _("%s; nothing of what the app takes beside its models is counted"),
                               why);
    return mf_findings_add(
        &fit->results, &result->findings, MF_NOTE, code, NULL, &fit->error,
        _("what the app takes beside its models on %s is unknown and not counted"), board);
}

/* What the app takes here beside its models is unknown, for the `reason`, whose sentence is `why`
 * where the board has data. It never frees memory: what does not fit without it does not fit with
 * it; anything else stays unknown. */
static bool judge_without_pipelines(struct maixfit *fit, struct mf_result *result,
                                    enum mf_reason reason, const char *why)
{
    const struct mf_device *device = result->supply.device;
    const char *name = device ? device->name : _("this board");
    char text[MF_ERROR_TEXT_MAX];
    char left[MF_SIZE_TEXT_MAX];
    result->pipelines = (struct mf_pipeline_list){.count = 0};
    if (!evaluate_fit(fit, result, NULL))
        return false;
    if (result->status != MAIXFIT_STATUS_FITS && result->status != MAIXFIT_STATUS_MARGINAL)
        return note_uncounted(fit, result, name, why);
    mf_size_text(result->left.bytes, left);
    if (why)
        mf_print(text, sizeof text,
                 _("Unknown: %s. Without all that the app takes beside its models it fits, with %s "
                   "left; a --profile can state it."),
                 why, left);
    else
        mf_print(text, sizeof text,
                 device ? _("Unknown: what the app takes beside its models on %s is not known "
                            "(without that it fits, with %s left); a --profile can state it.")
                        : _("Unknown: what the app takes beside its models on %s is not known "
                            "(without that it fits, with %s left); name the board with --device."),
                 name, left);
    forget_verdict(result);
    return lacks_facts(fit, result, reason, text);
}

/* What was set for all models or for one of them, else what the board has. */
static enum mf_choice known_ai_isp(const struct mf_loading *how, const struct mf_result *result)
{
    enum mf_choice known = how->ai_isp;
    for (size_t i = 0; known == MF_CHOICE_UNSET && i < result->model_count; i++) {
        const struct mf_loaded *loaded = result->models[i]->loaded;
        if (loaded)
            known = loaded->how.ai_isp;
    }
    return known != MF_CHOICE_UNSET ? known : how->board_ai_isp;
}

/* What AI-ISP takes is unknown: a note while nobody knows whether it is on, a warning where it is,
 * and nothing where it is off. Returns whether it counts here. */
static bool settle_ai_isp(enum mf_choice known, struct mf_finding_list *findings)
{
    size_t kept = 0;
    bool counts = false;
    for (size_t i = 0; i < findings->count; i++) {
        struct mf_finding *finding = &findings->items[i];
        bool is_it = strcmp(finding->code, "ai-isp-unknown") == 0;
        counts = counts || is_it;
        if (is_it && known == MF_CHOICE_NO)
            continue;
        if (is_it && known == MF_CHOICE_YES)
            finding->severity = MF_WARNING;
        findings->items[kept++] = *finding;
    }
    findings->count = kept;
    return counts;
}

static bool judge_with_pipelines(struct maixfit *fit, struct mf_result *result,
                                 const struct mf_loading *how, const struct mf_pipeline_data *data)
{
    if (settle_ai_isp(known_ai_isp(how, result), &result->pipelines.findings))
        fit->use.had[MF_HOW_AI_ISP] = true;
    return evaluate_fit(fit, result, data);
}

static bool judge(struct maixfit *fit, struct mf_result *result, const struct mf_loading *how)
{
    const struct mf_device *device = result->supply.device;
    const struct mf_pipeline_data *data = pipeline_data(fit, device);
    fit->pipelines.maixcdk_model = mf_any_by_maixcdk(result->models, result->model_count);
    fit->pipelines.board_sensor = mf_device_sensor(device);
    fit->pipelines.board = device ? device->name : NULL;
    fit->pipelines.families = &fit->pipeline_data;
    fit->pipelines.board_panel = result->supply.panel;
    fit->pipelines.old_stack = device && device->old_stack;
    if (!data && mf_pipeline_is_needed(&fit->pipelines))
        return judge_without_pipelines(fit, result, MF_NO_DEVICE_FACTS, NULL);
    if (!data || !mf_pipeline_is_needed(&fit->pipelines))
        return evaluate_fit(fit, result, data);
    if (mf_pipeline_evaluate(&fit->results, data, &fit->pipelines, &result->pipelines, &fit->error))
        return judge_with_pipelines(fit, result, how, data);
    if (fit->error.reason == MF_CAMERA_UNKNOWN) {
        const char *why = mf_arena_string(&fit->results, fit->error.text);
        return why ? judge_without_pipelines(fit, result, MF_CAMERA_UNKNOWN, why)
                   : mf_fail_memory(&fit->error);
    }
    return fit->error.reason == MF_USAGE ? lacks_facts(fit, result, MF_USAGE, fit->error.text)
                                         : false;
}

/* With what MaixCDK frees; whichever of the programs runs that it may be, the blocks find a place.
 */
static bool judge_reclaimed(struct maixfit *fit, struct mf_result *result,
                            const struct mf_loading *how)
{
    struct mf_result before = *result;
    bool found;
    if (!mf_handle_reclaim(fit, result, how) || !judge(fit, result, how) ||
        !mf_handle_reclaim_worse(fit, result, &before, &found))
        return false;
    if (!found)
        return true;
    *result = before;
    return judge(fit, result, how);
}

bool mf_handle_judge(struct maixfit *fit, struct mf_result *result, const struct mf_loading *how)
{
    return mf_handle_look_inside(fit, &result->supply) &&
           (fit->inside ? judge(fit, result, how) : judge_reclaimed(fit, result, how)) &&
           mf_handle_gather_request(fit, result);
}
