// SPDX-License-Identifier: MIT
/* Models or the board alone: nothing is judged. */
#include "handle.h"

/* A bundle that was read, but that its runner cannot load as it is. */
static bool add_problems(struct maixfit *fit, struct mf_result *result)
{
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_model *model = result->models[i];
        if (!model->problem)
            continue;
        result->status = MAIXFIT_STATUS_BAD_MODEL;
        result->reason = model->problem->reason;
        if (!mf_handle_problem(fit, model->path, model->problem->text))
            return false;
        result->message = fit->problems[fit->problem_count - 1];
    }
    return true;
}

static bool conclude_inspection(struct maixfit *fit, struct mf_result *result)
{
    if (result->status != 0)
        return true; /* what was refused is the message */
    result->message = mf_arena_format(&fit->results, _("Models read: %zu."), result->model_count);
    return result->message ? add_problems(fit, result) : mf_fail_memory(&fit->error);
}

/* By the vendor's runtime alone: what the files themselves ask for. */
static bool inspect(struct maixfit *fit, struct mf_result *result)
{
    struct mf_opened_list list = {0};
    if (!mf_handle_open(fit, 0, fit->models.count, &list) ||
        !mf_handle_load(fit, result, &fit->loading, list.items, list.count))
        return false;
    mf_handle_note_use(fit, result);
    if (!mf_handle_check_use(fit))
        return false;
    result->findings_of_files = list.findings;
    return conclude_inspection(fit, result);
}

static int inspect_models(maixfit *fit)
{
    mf_handle_start(fit, MF_INSPECTED);
    if (!mf_handle_has_models(fit))
        return mf_handle_refuse(fit);
    return inspect(fit, &fit->result) ? mf_handle_conclude(fit) : mf_handle_give_up(fit);
}

int maixfit_inspect(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = inspect_models(fit);
    mf_speak(before);
    return status;
}

static int probe(maixfit *fit)
{
    struct mf_result *result = &fit->result;
    const struct mf_supply *supply = &result->supply;
    mf_handle_start(fit, MF_PROBED);
    const char *name;
    if (!mf_handle_one_board(fit, &name, &fit->error) ||
        !mf_handle_find_supply(fit, &fit->results, name, NULL, &result->supply, &fit->error) ||
        !mf_handle_announce_reclaim(fit, result))
        return mf_handle_refuse(fit);
    result->message = mf_supply_sentence(&fit->results, supply);
    if (!result->message) {
        mf_fail_memory(&fit->error);
        return mf_handle_refuse(fit);
    }
    result->reason = supply->problem;
    if (supply->problem != MF_OK || !supply->free.known)
        result->status = MAIXFIT_STATUS_NO_FACTS;
    else if (supply->overlaps_linux || (supply->total.known && supply->total.bytes == 0))
        result->status = MAIXFIT_STATUS_DOES_NOT_FIT;
    if (result->status == MAIXFIT_STATUS_NO_FACTS && !mf_handle_problem(fit, NULL, result->message))
        return mf_handle_refuse(fit);
    return mf_handle_conclude(fit);
}

int maixfit_probe(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = probe(fit);
    mf_speak(before);
    return status;
}
