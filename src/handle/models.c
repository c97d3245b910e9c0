// SPDX-License-Identifier: MIT
/* From the paths of the request to models as their program loads them. */
#include <string.h>

#include "../boot/file.h"
#include "../core/holding.h"
#include "handle.h"

/* maix_npu_ai_isp is a setting of MaixVision and MaixPy in the board's /boot/configs. */
#define AI_ISP_KEY "maix_npu_ai_isp"

/* A model that cannot be judged is a finding of the result and a problem of the call. */
static bool refuse_model(struct maixfit *fit, struct mf_result *result, const char *path,
                         const struct mf_error *error)
{
    if (!mf_handle_problem(fit, path, error->text) ||
        !mf_findings_add(&fit->results, &result->findings, MF_ERROR, mf_reason_word(error->reason),
                         path, &fit->error, "%s", error->text))
        return false;
    if (result->status == MAIXFIT_STATUS_BAD_MODEL)
        return true; /* the first one is the message */
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = error->reason;
    result->status = MAIXFIT_STATUS_BAD_MODEL;
    result->message = fit->problems[fit->problem_count - 1];
    return true;
}

/* What is read of all models has a bound of its own. */
static void explain_memory(struct maixfit *fit, const char *path)
{
    if (fit->error.reason == MF_NO_MEMORY && fit->files.taken > fit->files.limit / 2)
        mf_fail(&fit->error, MF_LIMIT,
                _("%s: what is read of all models takes more than 64 MiB; judge fewer at once"),
                path);
}

bool mf_handle_open(struct maixfit *fit, size_t first, size_t count, struct mf_opened_list *list)
{
    const struct mf_progress *progress = fit->progress.show ? &fit->progress : NULL;
    for (size_t i = first; i < first + count; i++) {
        const char *path = fit->models.items[i].path;
        const struct mf_given *given = fit->models.items[i].given;
        bool ok = given ? mf_open_given(&fit->files, path, given, progress, list, &fit->error)
                        : mf_open(&fit->files, path, progress, list, &fit->error);
        if (ok)
            continue;
        explain_memory(fit, path);
        return false;
    }
    return true;
}

/* The first file that a bundle loads, or the model itself; NULL: a bundle that loads none. */
static const struct mf_model *first_file(const struct mf_model *model)
{
    const struct mf_bundle *bundle = model->bundle;
    for (size_t i = 0; bundle && i < bundle->part_count; i++) {
        if (bundle->parts[i].file)
            return bundle->parts[i].file;
    }
    return bundle ? NULL : model;
}

/* The usual board for the format is the better guess where it runs any of the models. */
static bool usual_board_runs(const struct maixfit *fit, const char *format,
                             const struct mf_opened *items, size_t count)
{
    const struct mf_device *usual = mf_device_for_format(&fit->devices, format);
    for (size_t i = 0; usual && i < count; i++) {
        const struct mf_model *file = items[i].model ? first_file(items[i].model) : NULL;
        if (file && strcmp(file->format, format) == 0 && mf_device_runs(usual, file->chip))
            return true;
    }
    return false;
}

struct mf_target mf_handle_target(const struct maixfit *fit, const struct mf_opened *items,
                                  size_t count)
{
    /* Modes without a model for the NPU are StackFlow's, whose boards run axmodels. */
    struct mf_target target = {MF_HANDLE_USUAL_FORMAT, NULL};
    const struct mf_model *file = NULL;
    for (size_t i = 0; !file && i < count; i++) {
        if (!items[i].model)
            continue;
        file = first_file(items[i].model);
        if (!file)
            return target;
    }
    if (!file)
        return target;
    target.format = file->format;
    if (!usual_board_runs(fit, file->format, items, count))
        target.chip = file->chip;
    return target;
}

static enum mf_choice board_ai_isp(struct maixfit *fit, const struct mf_supply *supply)
{
    const char *value = NULL;
    bool is_read = mf_supply_is_read(supply);
    if (is_read && supply->kind == MF_KIND_CMM)
        value = mf_boot_value(&fit->results, fit->supply.sysroot, AI_ISP_KEY);
    if (value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0))
        return MF_CHOICE_YES;
    if (value && (strcmp(value, "0") == 0 || strcmp(value, "false") == 0))
        return MF_CHOICE_NO;
    return MF_CHOICE_UNSET; /* any other value is not known to mean either */
}

struct mf_loading mf_handle_board_loading(struct maixfit *fit, const struct mf_supply *supply)
{
    struct mf_loading how = fit->loading;
    const struct mf_device *device = supply->device;
    how.default_runner = MF_RUNNER_PLAIN;
    if (device && device->runner)
        how.default_runner = mf_runner_of(device->runner);
    /* A board that is merely assumed for its chip need not be a card; the note on it says so. */
    how.on_card = device && device->on_card && !supply->device_assumed;
    if (how.ai_isp == MF_CHOICE_UNSET)
        how.board_ai_isp = board_ai_isp(fit, supply);
    return how;
}

/* What was set for one model goes before what was set for all. */
static struct mf_loading loading_of(const struct maixfit *fit, const struct mf_loading *all,
                                    const struct mf_opened *item)
{
    struct mf_loading how = *all;
    const struct mf_loading *own = &(struct mf_loading){0};
    for (size_t i = 0; fit->models.differ && i < fit->models.count; i++) {
        if (fit->models.items[i].path == item->request)
            own = &fit->models.items[i].loading;
    }
    if (own->runner != MF_RUNNER_UNSET)
        how.runner = own->runner;
    if (own->dual_buff != MF_CHOICE_UNSET)
        how.dual_buff = own->dual_buff;
    if (own->ai_isp != MF_CHOICE_UNSET)
        how.ai_isp = own->ai_isp;
    if (own->context > 0)
        how.context = own->context;
    how.dynamic_layers = how.dynamic_layers || own->dynamic_layers;
    return how;
}

/* The model as its program loads it. Where that cannot be judged, the result says why. */
static bool load(struct maixfit *fit, struct mf_result *result, const struct mf_loading *all,
                 const struct mf_opened *item)
{
    struct mf_error problem = {MF_OK, ""};
    struct mf_loading how = loading_of(fit, all, item);
    struct mf_model *model = mf_arena_take(&fit->results, sizeof *model);
    if (!model)
        return mf_fail_memory(&fit->error);
    if (!mf_load(&fit->files, item->model, &how, model, &problem)) {
        if (problem.reason != MF_NO_MEMORY && problem.reason != MF_USAGE)
            return refuse_model(fit, result, item->path, &problem);
        fit->error = problem;
        explain_memory(fit, item->path);
        return false;
    }
    result->models[result->model_count++] = model;
    return mf_model_sum(&fit->results, model, &fit->error);
}

bool mf_handle_load(struct maixfit *fit, struct mf_result *result, const struct mf_loading *how,
                    const struct mf_opened *items, size_t count)
{
    result->models = mf_arena_take(&fit->results, (count + 1) * sizeof(struct mf_model *));
    if (!result->models)
        return mf_fail_memory(&fit->error);
    for (size_t i = 0; i < count; i++) {
        bool ok = items[i].model ? load(fit, result, how, &items[i])
                                 : refuse_model(fit, result, items[i].path, items[i].problem);
        if (!ok)
            return false;
    }
    return mf_models_set_apart(result->models, result->model_count) ? true
                                                                    : mf_fail_memory(&fit->error);
}
