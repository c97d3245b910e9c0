// SPDX-License-Identifier: MIT
/* The handle's work: models and board are read, brought together and told. */
#include "maixfit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "core/text.h"

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
    mf_arena_free(&fit->files); /* of the evaluation before */
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

/* Opens the paths: one may hold many models, or a bundle of them. */
static bool open_paths(struct maixfit *fit, struct mf_opened_list *list)
{
    const struct mf_progress *progress = fit->progress.tell ? &fit->progress : NULL;
    for (size_t i = 0; i < fit->models.count; i++) {
        if (mf_open(&fit->files, fit->models.items[i], &fit->bundle_options, progress, list,
                    &fit->error))
            continue;
        if (fit->error.reason == MF_NO_MEMORY && fit->files.taken > fit->files.limit / 2)
            mf_fail(&fit->error, MF_LIMIT,
                    _("%s: what is read of all models takes more than 64 MiB; judge fewer at once"),
                    fit->models.items[i]);
        return false;
    }
    return true;
}

static bool take_opened(struct maixfit *fit, struct mf_result *result,
                        const struct mf_opened *items, size_t count)
{
    result->models = mf_arena_take(&fit->arena, (count + 1) * sizeof(struct mf_model *));
    if (!result->models)
        return mf_fail_memory(&fit->error);
    for (size_t i = 0; i < count; i++) {
        if (items[i].model)
            result->models[result->model_count++] = items[i].model;
        else if (!refuse_model(fit, result, items[i].path, items[i].problem))
            return false;
    }
    return true;
}

static bool read_models(struct maixfit *fit, struct mf_result *result)
{
    struct mf_opened_list list = {0};
    if (!open_paths(fit, &list) || !take_opened(fit, result, list.items, list.count))
        return false;
    result->findings_of_files = list.findings;
    return mf_models_tell_apart(result->models, result->model_count) ? true
                                                                     : mf_fail_memory(&fit->error);
}

/* Of the first file: it picks the board where none is told. */
static const char *first_format(const struct mf_result *result)
{
    const struct mf_model *model = result->model_count > 0 ? result->models[0] : NULL;
    while (model && model->member_count > 0)
        model = model->members[0];
    return model ? model->format : NULL;
}

bool mf_context_find_supply(struct maixfit *fit, const char *model_format, struct mf_supply *supply)
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

/* NULL where the board, or what its camera takes, is not known. */
static const struct mf_pipeline_data *pipeline_data(const struct maixfit *fit,
                                                    const struct mf_device *device)
{
    return device && device->pipeline ? mf_pipeline_find(&fit->pipeline_data, device->pipeline)
                                      : NULL;
}

static bool evaluate_fit(struct maixfit *fit, struct mf_result *result,
                         const struct mf_pipeline_data *data)
{
    struct mf_fit_request request = {fit->margin, fit->strict,     &fit->devices,
                                     data,        &fit->pipelines, &fit->pipeline_data};
    if (!mf_fit_evaluate(&fit->arena, &request, result, &fit->error))
        return false;
    return result->status != MAIXFIT_STATUS_NO_FACTS ||
           mf_context_problem(fit, NULL, result->message);
}

/* Nothing was concluded: only the models, the supply and what was found out of them stay. */
static void forget_verdict(struct mf_result *result)
{
    memset(&result->demand, 0, sizeof result->demand);
    memset(&result->pool_line, 0, sizeof result->pool_line);
    memset(&result->advice, 0, sizeof result->advice);
    result->pool_line.reason = MF_CAMERA_UNKNOWN;
    result->left.known = false;
    result->largest_context.known = false;
}

/* What a camera takes here is not known. It never makes room: what does not fit without one does
 * not fit with it; all else cannot be told. */
static bool judge_without_pipelines(struct maixfit *fit, struct mf_result *result)
{
    const struct mf_device *device = result->supply.device;
    const char *name = device ? device->id : _("this board");
    char text[MF_ERROR_TEXT_MAX];
    char left[MF_SIZE_TEXT_MAX];
    if (!evaluate_fit(fit, result, NULL))
        return false;
    if (result->status != MAIXFIT_STATUS_FITS && result->status != MAIXFIT_STATUS_MARGINAL)
        return mf_findings_add(&fit->arena, &result->findings, MF_NOTE, "camera-unknown", NULL,
                               &fit->error,
                               _("what a camera or display takes on %s is not known and not "
                                 "counted"),
                               name);
    snprintf(text, sizeof text,
             device ? _("Cannot tell: what a camera or display takes on %s is not known (without "
                        "one it fits, with %s left); a --profile can tell it.")
                    : _("Cannot tell: what a camera or display takes on %s is not known (without "
                        "one it fits, with %s left); name the board with --device."),
             name, mf_size_text(result->left.bytes, left));
    forget_verdict(result);
    return lacks_facts(fit, result, MF_NO_DEVICE_FACTS, text);
}

/* Models and supply stand in the result. */
static bool judge(struct maixfit *fit, struct mf_result *result)
{
    const struct mf_pipeline_data *data = pipeline_data(fit, result->supply.device);
    if (!mf_pipeline_wanted(&fit->pipelines))
        return evaluate_fit(fit, result, data);
    if (!data)
        return judge_without_pipelines(fit, result);
    if (mf_pipeline_evaluate(&fit->arena, data, &fit->pipelines, &result->pipelines, &fit->error))
        return evaluate_fit(fit, result, data);
    return fit->error.reason == MF_USAGE ? lacks_facts(fit, result, MF_USAGE, fit->error.text)
                                         : false;
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
    if (!read_models(fit, result))
        return give_up(fit);
    if (result->status == 0 &&
        (!mf_context_find_supply(fit, first_format(result), &result->supply) ||
         !judge(fit, result)))
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

static bool evaluate_one(struct maixfit *fit, const struct mf_opened *item,
                         struct mf_result *result)
{
    if (!take_opened(fit, result, item, 1))
        return false;
    if (result->status != 0)
        return true;
    return mf_context_find_supply(fit, first_format(result), &result->supply) && judge(fit, result);
}

/* What needs least first; what cannot be judged last, as it was named. */
static int by_need(const void *a, const void *b)
{
    const struct mf_result *const *left = a;
    const struct mf_result *const *right = b;
    bool left_known = (*left)->model_count > 0;
    bool right_known = (*right)->model_count > 0;
    if (left_known != right_known)
        return left_known ? -1 : 1;
    uint64_t left_need = (*left)->demand.npu_bytes;
    uint64_t right_need = (*right)->demand.npu_bytes;
    if (left_need != right_need)
        return left_need < right_need ? -1 : 1;
    return (*left)->order < (*right)->order ? -1 : (*left)->order > (*right)->order;
}

static bool evaluate_opened(struct maixfit *fit, const struct mf_opened_list *list)
{
    fit->each = mf_arena_take(&fit->arena, (list->count + 1) * sizeof(struct mf_result *));
    if (!fit->each)
        return mf_fail_memory(&fit->error);
    for (size_t i = 0; i < list->count; i++) {
        struct mf_result *result = mf_arena_take(&fit->arena, sizeof *result);
        if (!result)
            return mf_fail_memory(&fit->error);
        result->order = i;
        if (!evaluate_one(fit, &list->items[i], result))
            return false;
        fit->each[fit->each_count++] = result;
        if (i == 0 || badness(result->status) > badness(fit->result.status))
            fit->result = *result;
    }
    fit->result.findings_of_files = list->findings;
    qsort(fit->each, fit->each_count, sizeof(struct mf_result *), by_need);
    return true;
}

int maixfit_evaluate_each(maixfit *fit)
{
    struct mf_opened_list list = {0};
    begin(fit);
    if (no_models(fit))
        return fit->result.status;
    if (!open_paths(fit, &list) || !evaluate_opened(fit, &list))
        return give_up(fit);
    fit->message = fit->result.message;
    return fit->result.status;
}

/* A bundle that was read, but that its runner cannot load as it is. */
static bool tell_broken(struct maixfit *fit, struct mf_result *result)
{
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_model *model = result->models[i];
        if (!model->problem)
            continue;
        result->status = MAIXFIT_STATUS_BAD_MODEL;
        result->reason = model->problem->reason;
        if (!mf_context_problem(fit, model->path, model->problem->text))
            return false;
        result->message = fit->problems[fit->problem_count - 1];
    }
    return true;
}

int maixfit_inspect(maixfit *fit)
{
    struct mf_result *result = &fit->result;
    begin(fit);
    if (no_models(fit))
        return result->status;
    if (!read_models(fit, result))
        return give_up(fit);
    if (result->status == 0)
        result->message = mf_arena_format(&fit->arena, _("Models read: %zu."), result->model_count);
    if (result->status == 0 && !tell_broken(fit, result))
        return give_up(fit);
    fit->message = result->message ? result->message : "";
    return result->status;
}

int maixfit_probe(maixfit *fit)
{
    struct mf_result *result = &fit->result;
    const struct mf_supply *supply = &result->supply;
    begin(fit);
    if (!mf_context_find_supply(fit, NULL, &result->supply))
        return give_up(fit);
    result->message = mf_supply_sentence(&fit->arena, supply);
    if (!result->message) {
        mf_fail_memory(&fit->error);
        return give_up(fit);
    }
    result->reason = supply->problem;
    if (supply->problem != MF_OK || !supply->free.known)
        result->status = MAIXFIT_STATUS_NO_FACTS;
    else if (supply->overlaps_linux || (supply->total.known && supply->total.bytes == 0))
        result->status = MAIXFIT_STATUS_DOES_NOT_FIT;
    if (result->status == MAIXFIT_STATUS_NO_FACTS &&
        !mf_context_problem(fit, NULL, result->message))
        return give_up(fit);
    fit->message = result->message;
    return result->status;
}
