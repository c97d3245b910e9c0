// SPDX-License-Identifier: MIT
/* What fits the board may still be too much for those who look after it: budgets and growth. */
#include <string.h>

#include "../core/text.h"
#include "../report/issues.h"
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
    return refuse(
        fit, result, MF_OVER_BUDGET,
        mf_arena_format(&fit->results,
                        _("Does not fit its budget on %s: needs %s, which is %s more than "
                          "the %s that are allowed."),
                        mf_board_name(result), mf_size_text(bytes, need),
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

static const char *growth_text(struct maixfit *fit, const char *board, uint64_t now, uint64_t then,
                               uint64_t most)
{
    char sizes[3][MF_SIZE_TEXT_MAX];
    return mf_arena_format(&fit->results,
                           _("Has grown on %s: needs %s, which is %s more than in the baseline, "
                             "and %s are allowed."),
                           board, mf_size_text(now, sizes[0]), mf_size_text(now - then, sizes[1]),
                           mf_size_text(most, sizes[2]));
}

static bool compare(struct maixfit *fit, struct mf_result *result,
                    const struct mf_baseline_item *item, bool *grown)
{
    struct mf_block_change *changes;
    size_t count;
    uint64_t now = result->demand.npu_bytes;
    uint64_t most = allowed(&fit->max_growth, item->need);
    *grown = now > item->need && now - item->need > most;
    if (!mf_baseline_compare(&fit->results, item, result, &changes, &count, &fit->error))
        return false;
    for (size_t i = 0; i < count && i < CHANGES_SHOWN; i++) {
        if (!add_change(fit, result, *grown ? MF_WARNING : MF_NOTE, &changes[i]))
            return false;
    }
    return !*grown || !mf_verdict_fits(result->verdict) ||
           refuse(fit, result, MF_GROWN,
                  growth_text(fit, mf_board_name(result), now, item->need, most));
}

/* What the baseline does not hold is new: a note says what. */
static bool note_new(struct maixfit *fit, struct mf_result *result)
{
    struct mf_text subject = {0};
    mf_put_subject(&subject, result);
    bool done = !subject.failed &&
                mf_findings_add(&fit->results, &result->findings, MF_NOTE,
                                mf_reason_word(MF_BASELINE_MISSING), NULL, &fit->error,
                                _("new since %s, so that nothing is compared on %s: %s"),
                                fit->baseline.path, mf_board_name(result),
                                subject.length > 0 ? subject.bytes : _("an app without a model"));
    mf_text_free(&subject);
    return done ? true : mf_fail_memory(&fit->error);
}

/* Growth shows in another request too; where none does, nothing is known of it. */
static bool hold_request(struct maixfit *fit, struct mf_result *result,
                         const struct mf_baseline_item *item)
{
    const char *other;
    bool grown = false;
    if (!mf_baseline_request(&fit->results, item, result, &other, &fit->error) ||
        !compare(fit, result, item, &grown))
        return false;
    bool compared = grown || !other;
    fit->tally.compared += compared;
    fit->tally.new += !compared;
    return !other ||
           mf_findings_add(&fit->results, &result->findings, MF_WARNING,
                           mf_reason_word(MF_BASELINE_MISSING), NULL, &fit->error,
                           _("%s was asked for something else on %s, so that growth may not show: "
                             "%s; make a new baseline"),
                           fit->baseline.path, mf_board_name(result), other);
}

static bool hold_growth(struct maixfit *fit, struct mf_result *result)
{
    const struct mf_baseline_item *item;
    if (!fit->baseline.path || !mf_need_is_known(result))
        return true;
    if (!mf_baseline_find(&fit->results, &fit->baseline, result, fit->policy, &item, &fit->error))
        return false;
    if (item)
        return hold_request(fit, result, item);
    fit->tally.new ++;
    return note_new(fit, result);
}

bool mf_handle_refuse_baseline(struct maixfit *fit)
{
    struct mf_result *result = &fit->result;
    if (fit->tally.new == 0 || fit->tally.compared > 0 || !mf_verdict_fits(result->verdict))
        return true;
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = MF_BASELINE_MISSING;
    result->status = MAIXFIT_STATUS_NO_FACTS;
    result->message = mf_arena_format(
        &fit->results,
        _("Unknown: %s has nothing of what was judged, on these boards, so that no growth could "
          "be found; was it taken of another policy or request, or of other paths?"),
        fit->baseline.path);
    return result->message ? true : mf_fail_memory(&fit->error);
}

bool mf_handle_hold_budget(struct maixfit *fit, struct mf_result *result)
{
    return hold_growth(fit, result) && hold_need(fit, result);
}
