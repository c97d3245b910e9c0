// SPDX-License-Identifier: MIT
/* What fits the board may still be too much for those who look after it: budgets and growth. */
#include <string.h>

#include "../core/text.h"
#include "handle.h"

#define CHANGES_SHOWN 12

bool mf_handle_read_baseline(struct maixfit *fit, const char *path)
{
    struct mf_baseline read;
    if (!mf_baseline_read(&fit->settings, path, &read, &fit->refusal))
        return false;
    fit->baseline = read;
    return true;
}

/* Only what would pass is refused: any other reason weighs more. */
static bool refuse(struct maixfit *fit, struct mf_result *result, enum mf_reason reason,
                   const char *message)
{
    if (!message)
        return mf_fail_memory(&fit->error);
    result->verdict = MF_VERDICT_DOES_NOT_FIT;
    result->reason = reason;
    result->status = MAIXFIT_STATUS_DOES_NOT_FIT;
    result->message = message;
    return true;
}

static bool hold_need(struct maixfit *fit, struct mf_result *result)
{
    char need[MF_SIZE_TEXT_MAX];
    char most[MF_SIZE_TEXT_MAX];
    char over[MF_SIZE_TEXT_MAX];
    uint64_t bytes = result->demand.npu_bytes;
    if (!fit->max_need.known || !mf_verdict_fits(result->verdict) || bytes <= fit->max_need.bytes)
        return true;
    return refuse(fit, result, MF_OVER_BUDGET,
                  mf_arena_format(&fit->results,
                                  _("Does not fit its budget: needs %s, which is %s more than the "
                                    "%s that are allowed."),
                                  mf_size_text(bytes, need),
                                  mf_size_text(bytes - fit->max_need.bytes, over),
                                  mf_size_text(fit->max_need.bytes, most)));
}

static bool add_change(struct maixfit *fit, struct mf_result *result, enum mf_severity severity,
                       const struct mf_block_change *change)
{
    char then[MF_SIZE_TEXT_MAX];
    char now[MF_SIZE_TEXT_MAX];
    const char *line;
    mf_size_text(change->then, then);
    mf_size_text(change->now, now);
    if (change->then == 0)
        line = mf_arena_format(&fit->results, _("%s, %s: %s, and was not there"), change->owner,
                               change->name, now);
    else if (change->now == 0)
        line = mf_arena_format(&fit->results, _("%s, %s: gone, and was %s"), change->owner,
                               change->name, then);
    else
        line = mf_arena_format(&fit->results, _("%s, %s: %s, and was %s"), change->owner,
                               change->name, now, then);
    return line ? mf_findings_add(&fit->results, &result->findings, severity, "baseline-difference",
                                  NULL, &fit->error, "%s", line)
                : mf_fail_memory(&fit->error);
}

/* What the need may have grown. */
static uint64_t allowed(const struct mf_margin *growth, uint64_t then)
{
    return growth->percent ? then / 100 * growth->value + then % 100 * growth->value / 100
                           : growth->value;
}

static const char *growth_text(struct maixfit *fit, uint64_t now, uint64_t then, uint64_t most)
{
    char sizes[3][MF_SIZE_TEXT_MAX];
    return mf_arena_format(&fit->results,
                           _("Has grown: needs %s, which is %s more than in the baseline, and %s "
                             "are allowed."),
                           mf_size_text(now, sizes[0]), mf_size_text(now - then, sizes[1]),
                           mf_size_text(most, sizes[2]));
}

static bool compare(struct maixfit *fit, struct mf_result *result,
                    const struct mf_baseline_item *item)
{
    struct mf_block_change *changes;
    size_t count;
    uint64_t now = result->demand.npu_bytes;
    uint64_t most = allowed(&fit->max_growth, item->need);
    bool grown = now > item->need && now - item->need > most;
    if (!mf_baseline_compare(&fit->results, item, result, &changes, &count, &fit->error))
        return false;
    for (size_t i = 0; i < count && i < CHANGES_SHOWN; i++) {
        if (!add_change(fit, result, grown ? MF_WARNING : MF_NOTE, &changes[i]))
            return false;
    }
    return !grown || !mf_verdict_fits(result->verdict) ||
           refuse(fit, result, MF_GROWN, growth_text(fit, now, item->need, most));
}

static bool hold_growth(struct maixfit *fit, struct mf_result *result)
{
    if (!fit->baseline.path || !mf_need_is_known(result))
        return true;
    const struct mf_baseline_item *item = mf_baseline_take(&fit->baseline, result);
    return item ? compare(fit, result, item)
                : mf_findings_add(&fit->results, &result->findings, MF_NOTE, "baseline-missing",
                                  NULL, &fit->error,
                                  _("%s has no such models on this board; nothing is compared"),
                                  fit->baseline.path);
}

bool mf_handle_hold_budget(struct maixfit *fit, struct mf_result *result)
{
    return hold_growth(fit, result) && hold_need(fit, result);
}
