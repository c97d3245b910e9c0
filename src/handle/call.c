// SPDX-License-Identifier: MIT
/* How an evaluation begins and ends. */
#include <string.h>

#include "handle.h"

int mf_handle_conclude(struct maixfit *fit)
{
    fit->reason = fit->result.reason;
    fit->message = fit->result.message;
    return fit->result.status;
}

int mf_handle_give_up(struct maixfit *fit)
{
    struct mf_result *result = &fit->result;
    memset(&result->demand, 0, sizeof result->demand); /* half a sum is no figure */
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = fit->error.reason;
    result->message = fit->error.text;
    result->status =
        fit->error.reason == MF_USAGE ? MAIXFIT_STATUS_USAGE : MAIXFIT_STATUS_BAD_MODEL;
    fit->tally.goes_on = fit->tally.goes_on && result->status != MAIXFIT_STATUS_USAGE;
    return mf_handle_conclude(fit);
}

int mf_handle_refuse(struct maixfit *fit)
{
    fit->evaluation = MF_NO_EVALUATION;
    return mf_handle_give_up(fit);
}

void mf_handle_begin_verdict(struct maixfit *fit)
{
    mf_handle_begin(fit);
    mf_arena_free(&fit->results);
    memset(&fit->result, 0, sizeof fit->result);
    fit->pool_line_message = NULL;
}

/* What was read for a request is forgotten; the boards stay. */
static void begin_request(struct maixfit *fit)
{
    mf_handle_begin_verdict(fit);
    mf_arena_free(&fit->files);
    memset(&fit->use, 0, sizeof fit->use);
}

void mf_handle_start(struct maixfit *fit, enum mf_evaluation evaluation)
{
    begin_request(fit);
    mf_arena_free(&fit->boards);
    fit->evaluation = evaluation;
    fit->tally = (struct mf_tally){.judged = 0};
    fit->baseline.next = 0;
    fit->capture = (struct mf_capture){.count = 0};
}

void mf_handle_go_on(struct maixfit *fit)
{
    begin_request(fit);
}

bool mf_handle_has_models(struct maixfit *fit)
{
    return fit->models.count > 0 ? true : mf_fail(&fit->error, MF_USAGE, _("no model was named"));
}
