// SPDX-License-Identifier: MIT
/* What many verdicts come to, in a sentence. */
#include "../core/text.h"
#include "handle.h"

/* What is left out of a folder must not be taken for judged. */
static const char *add_left_out(struct maixfit *fit, const char *text)
{
    if (!text || fit->tally.left_out == 0)
        return text;
    return mf_arena_format(&fit->results, _("%s Left out, as they are built for other chips: %zu."),
                           text, fit->tally.left_out);
}

/* What fits only just is none of those that fit. */
static const char *add_marginal(struct maixfit *fit, const char *text)
{
    if (!text || fit->tally.marginal == 0)
        return text;
    return mf_arena_format(&fit->results, _("%s Marginal: %zu."), text, fit->tally.marginal);
}

/* A check has a verdict for each of its boards. */
static const char *summary_of_checks(struct maixfit *fit)
{
    const struct mf_tally *tally = &fit->tally;
    if (tally->judged == tally->requests)
        return mf_arena_format(&fit->results, _("%zu of %zu checks pass."), tally->passing,
                               tally->requests);
    return mf_arena_format(&fit->results, _("%zu of %zu checks pass (%zu of %zu verdicts)."),
                           tally->passing, tally->requests, tally->passed, tally->judged);
}

static const char *summary(struct maixfit *fit)
{
    size_t fitting = fit->tally.fitting;
    size_t judged = fit->tally.judged;
    if (fit->tally.goes_on)
        return summary_of_checks(fit);
    if (!fit->each)
        return mf_arena_format(&fit->results, _("It fits on %zu of %zu boards."), fitting, judged);
    if (fit->device_names.count <= 1)
        return mf_arena_format(&fit->results, _("%zu of %zu models fit, each alone."), fitting,
                               judged);
    return mf_arena_format(&fit->results,
                           _("%zu of %zu times a model fits, each alone on each board."), fitting,
                           judged);
}

const char *mf_handle_summary(struct maixfit *fit)
{
    return add_left_out(fit, add_marginal(fit, summary(fit)));
}
