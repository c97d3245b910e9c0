// SPDX-License-Identifier: MIT
/* The handle's work: models and board are read, brought together and told. */
#include "maixfit.h"

#include <stdio.h>
#include <string.h>

#include "../formats/format.h"
#include "context.h"

bool mf_context_problem(struct maixfit *fit, const char *path, const char *text)
{
    const char **problems = mf_arena_grow(&fit->arena, fit->problems, fit->problem_count,
                                          &fit->problem_capacity, sizeof *problems);
    if (!problems)
        return mf_fail_memory(&fit->error);
    fit->problems = problems;
    const char *line = path ? mf_arena_format(&fit->arena, "%s: %s", path, text)
                            : mf_arena_string(&fit->arena, text);
    if (!line)
        return mf_fail_memory(&fit->error);
    fit->problems[fit->problem_count++] = line;
    return true;
}

/* Lack of memory, or sizes that overflow: nothing can be said of the model. */
static int give_up(struct maixfit *fit)
{
    fit->message = fit->error.text;
    memset(&fit->result.demand, 0, sizeof fit->result.demand); /* half a sum is no figure */
    fit->result.verdict = MF_VERDICT_UNKNOWN;
    fit->result.reason = fit->error.reason;
    fit->result.message = fit->error.text;
    fit->result.status = MAIXFIT_STATUS_BAD_MODEL;
    return fit->result.status;
}

static void begin(struct maixfit *fit)
{
    memset(&fit->result, 0, sizeof fit->result);
    fit->each = NULL;
    fit->each_count = 0;
    fit->problem_count = 0;
    fit->message = "";
    fit->pool_line_message = "";
}

/* A model that cannot be judged is told in the result and noted as a problem. */
static bool refuse_model(struct maixfit *fit, struct mf_result *result, const char *path,
                         const struct mf_error *error)
{
    if (!mf_context_problem(fit, path, error->text) ||
        !mf_findings_add(&fit->arena, &result->findings, MF_ERROR, mf_reason_word(error->reason),
                         path, &fit->error, "%s", error->text))
        return false;
    if (result->status == MAIXFIT_STATUS_BAD_MODEL)
        return true; /* the first one is told as the message */
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = error->reason;
    result->status = MAIXFIT_STATUS_BAD_MODEL;
    result->message = fit->problems[fit->problem_count - 1];
    return true;
}

static bool add_model(struct maixfit *fit, struct mf_result *result, const char *path)
{
    struct mf_source source;
    struct mf_error error;
    struct mf_model *model = mf_arena_take(&fit->arena, sizeof *model);
    if (!model)
        return mf_fail_memory(&fit->error);
    if (!mf_source_open(&source, path, &error))
        return refuse_model(fit, result, path, &error);
    bool ok = mf_model_read(&fit->arena, &source, path, model, &error);
    mf_source_close(&source);
    if (!ok)
        return refuse_model(fit, result, path, &error);
    result->models[result->model_count++] = model;
    return true;
}

static bool read_models(struct maixfit *fit, struct mf_result *result, const char *const *paths,
                        size_t count)
{
    result->models = mf_arena_take(&fit->arena, (count + 1) * sizeof(struct mf_model *));
    if (!result->models)
        return mf_fail_memory(&fit->error);
    for (size_t i = 0; i < count; i++) {
        if (!add_model(fit, result, paths[i]))
            return false;
    }
    return true;
}

static bool find_supply(struct maixfit *fit, const char *model_format, struct mf_supply *supply)
{
    struct mf_supply_request request = fit->supply;
    request.model_format = model_format;
    return mf_supply_find(&fit->arena, &fit->devices, &request, supply, &fit->error);
}

static bool lacks_facts(struct maixfit *fit, struct mf_result *result, enum mf_reason reason,
                        const char *message)
{
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = reason;
    result->status = reason == MF_USAGE ? MAIXFIT_STATUS_USAGE : MAIXFIT_STATUS_NO_FACTS;
    result->message = mf_arena_string(&fit->arena, message);
    return result->message && mf_context_problem(fit, NULL, result->message)
               ? true
               : mf_fail_memory(&fit->error);
}

static bool wants_pipeline(const struct mf_pipeline_request *request)
{
    return request->camera_count > 0 || request->display || request->sensor;
}

/* The camera's data belong to the board. False with result->status set where they are missing. */
static bool add_pipelines(struct maixfit *fit, struct mf_result *result,
                          const struct mf_pipeline_data **data)
{
    const struct mf_device *device = result->supply.device;
    *data =
        device && device->pipeline ? mf_pipeline_find(&fit->pipeline_data, device->pipeline) : NULL;
    if (!wants_pipeline(&fit->pipelines))
        return true;
    if (!*data) {
        char text[MF_ERROR_TEXT_MAX];
        snprintf(text, sizeof text,
                 _("Cannot tell: what a camera or display takes on %s is not known; give --device "
                   "or --profile."),
                 device ? device->id : _("this board"));
        return lacks_facts(fit, result, MF_NO_DEVICE_FACTS, text);
    }
    if (mf_pipeline_evaluate(&fit->arena, *data, &fit->pipelines, &result->pipelines, &fit->error))
        return true;
    return fit->error.reason == MF_USAGE ? lacks_facts(fit, result, MF_USAGE, fit->error.text)
                                         : false;
}

/* Models and supply stand in the result. */
static bool judge(struct maixfit *fit, struct mf_result *result)
{
    const struct mf_pipeline_data *data = NULL;
    if (!add_pipelines(fit, result, &data))
        return false;
    if (result->status != 0)
        return true;
    struct mf_fit_request request = {fit->margin, fit->strict, &fit->devices, data,
                                     &fit->pipelines};
    if (!mf_fit_evaluate(&fit->arena, &request, result, &fit->error))
        return false;
    if (result->status == MAIXFIT_STATUS_NO_FACTS &&
        !mf_context_problem(fit, NULL, result->message))
        return false;
    return true;
}

static bool no_models(struct maixfit *fit)
{
    if (fit->models.count > 0)
        return false;
    mf_fail(&fit->error, MF_USAGE, _("no model was named"));
    give_up(fit);
    fit->result.status = MAIXFIT_STATUS_USAGE;
    return true;
}

int maixfit_evaluate(maixfit *fit)
{
    struct mf_result *result = &fit->result;
    begin(fit);
    if (no_models(fit))
        return result->status;
    if (!read_models(fit, result, fit->models.items, fit->models.count))
        return give_up(fit);
    const char *format = result->model_count > 0 ? result->models[0]->format : NULL;
    if (result->status == 0 && (!find_supply(fit, format, &result->supply) || !judge(fit, result)))
        return give_up(fit);
    if (!mf_context_tell_pool_line(fit))
        return give_up(fit);
    fit->message = result->message;
    return result->status;
}

/* 3, 4, 1, 5, 0: what hides most comes first; a usage error hides all. */
static int badness(int status)
{
    static const int order[] = {0, 3, 6, 5, 4, 1};
    return order[status];
}

static bool evaluate_one(struct maixfit *fit, const char *const *path, struct mf_result *result)
{
    if (!read_models(fit, result, path, 1))
        return false;
    if (result->status != 0)
        return true;
    return find_supply(fit, result->models[0]->format, &result->supply) && judge(fit, result);
}

int maixfit_evaluate_each(maixfit *fit)
{
    begin(fit);
    if (no_models(fit))
        return fit->result.status;
    fit->each = mf_arena_take(&fit->arena, fit->models.count * sizeof(struct mf_result *));
    if (!fit->each) {
        mf_fail_memory(&fit->error);
        return give_up(fit);
    }
    for (size_t i = 0; i < fit->models.count; i++) {
        struct mf_result *result = mf_arena_take(&fit->arena, sizeof *result);
        if (!result) {
            mf_fail_memory(&fit->error);
            return give_up(fit);
        }
        if (!evaluate_one(fit, &fit->models.items[i], result))
            return give_up(fit);
        fit->each[fit->each_count++] = result;
        if (i == 0 || badness(result->status) > badness(fit->result.status))
            fit->result = *result;
    }
    fit->message = fit->result.message;
    return fit->result.status;
}

int maixfit_inspect(maixfit *fit)
{
    struct mf_result *result = &fit->result;
    begin(fit);
    if (no_models(fit))
        return result->status;
    if (!read_models(fit, result, fit->models.items, fit->models.count))
        return give_up(fit);
    if (result->status == 0)
        result->message = mf_arena_format(&fit->arena, _("Models read: %zu."), result->model_count);
    fit->message = result->message ? result->message : "";
    return result->status;
}

int maixfit_probe(maixfit *fit)
{
    struct mf_result *result = &fit->result;
    const struct mf_supply *supply = &result->supply;
    begin(fit);
    if (!find_supply(fit, NULL, &result->supply))
        return give_up(fit);
    result->message = mf_supply_sentence(&fit->arena, supply);
    if (!result->message) {
        mf_fail_memory(&fit->error);
        return give_up(fit);
    }
    result->reason = supply->problem;
    if (supply->problem != MF_OK || !supply->total.known)
        result->status = MAIXFIT_STATUS_NO_FACTS;
    else if (supply->overlaps_linux)
        result->status = MAIXFIT_STATUS_DOES_NOT_FIT;
    if (result->status == MAIXFIT_STATUS_NO_FACTS &&
        !mf_context_problem(fit, NULL, result->message))
        return give_up(fit);
    fit->message = result->message;
    return result->status;
}
