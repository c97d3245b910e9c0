// SPDX-License-Identifier: MIT
/* Models and boards are read, brought together and judged: one verdict a board, or one a model and
 * board. What was read of one path is forgotten before the next. */
#include <string.h>

#include "../core/text.h"
#include "../report/issues.h"
#include "handle.h"

/* A board that models of one kind are judged against: where none is named, they pick it. */
struct board {
    const char *name; /* as it was named, or NULL */
    struct mf_target target;
    struct mf_supply supply;
    struct mf_loading how; /* its programs load them */
};

struct board_list {
    struct board *items; /* each was read once */
    size_t count;
    size_t capacity;
};

/* One call. */
struct evaluating {
    struct maixfit *fit;
    struct board_list boards;
    maixfit_judged *judged; /* or NULL */
    void *user;
};

/* Is what is to be judged stated, and can it be on these boards? */
static bool is_whole(struct maixfit *fit)
{
    if (fit->each && !mf_handle_has_models(fit))
        return false;
    if (fit->models.count == 0 && !mf_pipeline_wanted(&fit->pipelines))
        return mf_fail(&fit->error, MF_USAGE,
                       _("neither a model nor a camera, display, encoder, decoder or audio was "
                         "named"));
    return !fit->supply.sysroot || fit->device_names.count <= 1 ||
           mf_fail(&fit->error, MF_USAGE,
                   _("--sysroot: a captured board is one board, and %zu were named"),
                   fit->device_names.count);
}

/* A wrong request is refused before any model is read. */
static bool can_judge(struct maixfit *fit)
{
    const struct mf_device *device;
    if (!is_whole(fit))
        return false;
    for (size_t i = 0; i < fit->device_names.count; i++) {
        if (!mf_handle_find_device(fit, fit->device_names.items[i], &device, &fit->error))
            return false;
    }
    return true;
}

static size_t count_boards(const struct maixfit *fit)
{
    return fit->device_names.count > 0 ? fit->device_names.count : 1;
}

/* The words of a model are forgotten with it. */
static bool keep_target(struct maixfit *fit, struct mf_target *target)
{
    bool has_chip = target->chip != NULL;
    target->format = mf_arena_string(&fit->boards, target->format);
    if (has_chip)
        target->chip = mf_arena_string(&fit->boards, target->chip);
    return target->format && (!has_chip || target->chip) ? true : mf_fail_memory(&fit->error);
}

static struct board *read_board(struct evaluating *all, const char *name, struct mf_target target)
{
    struct maixfit *fit = all->fit;
    struct board_list *list = &all->boards;
    struct board *items =
        mf_arena_grow(&fit->boards, list->items, list->count, &list->capacity, sizeof *items);
    if (!items) {
        mf_fail_memory(&fit->error);
        return NULL;
    }
    list->items = items;
    struct board *board = &items[list->count];
    if (!keep_target(fit, &target))
        return NULL;
    *board = (struct board){.name = name, .target = target};
    if (!mf_handle_find_supply(fit, &fit->boards, name, &target, &board->supply, &fit->error) ||
        !mf_handle_look_ahead(fit, &fit->boards, &board->supply))
        return NULL;
    board->how = mf_handle_board_loading(fit, &board->supply);
    list->count++;
    return board;
}

/* The index-th board of the request, for the first of the models; NULL with the handle's error. */
static struct board *find_board(struct evaluating *all, size_t index, const struct mf_opened *items,
                                size_t count)
{
    const struct maixfit *fit = all->fit;
    struct mf_target target = mf_handle_target(fit, items, count);
    const char *name = fit->device_names.count > 0 ? fit->device_names.items[index] : NULL;
    for (size_t i = 0; i < all->boards.count; i++) {
        struct board *board = &all->boards.items[i];
        if (board->name == name && mf_same_text(board->target.format, target.format) &&
            mf_same_text(board->target.chip, target.chip))
            return board;
    }
    return read_board(all, name, target);
}

/* Loads what was opened as the board's programs do, and judges it. */
static bool judge_loaded(struct maixfit *fit, struct mf_result *result,
                         const struct mf_supply *supply, const struct mf_loading *how,
                         const struct mf_opened *items, size_t count)
{
    result->supply = *supply;
    if (!mf_handle_load_process(fit, result, how, items, count))
        return false;
    if (result->status != 0)
        return mf_handle_gather_request(fit, result);
    return mf_handle_judge(fit, result, how);
}

/* As one of several boards that it may be. */
static bool judge_candidate(struct maixfit *fit, struct mf_result *result,
                            const struct mf_supply *supply, const struct mf_opened *items,
                            size_t count)
{
    struct mf_loading how = mf_handle_board_loading(fit, supply);
    return judge_loaded(fit, result, supply, &how, items, count);
}

static bool judge_opened(struct maixfit *fit, const struct board *board,
                         const struct mf_opened *items, size_t count)
{
    struct mf_result *result = &fit->result;
    if (board->supply.candidate_count > 0)
        return mf_handle_judge_candidates(fit, result, judge_candidate, &board->supply, items,
                                          count);
    return judge_loaded(fit, result, &board->supply, &board->how, items, count);
}

/* One board may be read for models of two formats. NULL without memory. */
static struct mf_report_board *list_board(struct maixfit *fit, const struct mf_supply *supply)
{
    struct mf_report_boards *kept = &fit->tally.boards;
    for (size_t i = 0; i < kept->count; i++) {
        const struct mf_supply *other = &kept->items[i].supply;
        if (other->device == supply->device && other->origin == supply->origin &&
            other->kind == supply->kind)
            return &kept->items[i];
    }
    struct mf_report_board *items =
        mf_arena_grow(&fit->boards, kept->items, kept->count, &kept->capacity, sizeof *items);
    if (!items)
        return NULL;
    kept->items = items;
    items[kept->count] = (struct mf_report_board){.supply = *supply};
    return &items[kept->count++];
}

/* A board stands once below many verdicts, with what is to be said of the apps there. */
static bool keep_board(struct maixfit *fit, const struct mf_supply *supply)
{
    struct mf_report_board *board = list_board(fit, supply);
    return board ? mf_findings_keep(&fit->boards, &board->findings, &fit->result.pipelines.findings,
                                    &fit->error)
                 : mf_fail_memory(&fit->error);
}

/* Of one status, what fits only just is worse than what fits. */
static bool is_worse(int status, enum mf_verdict verdict, const struct mf_worst *worst)
{
    if (status != worst->status)
        return mf_handle_badness(status) > mf_handle_badness(worst->status);
    return verdict == MF_VERDICT_MARGINAL && worst->verdict == MF_VERDICT_FITS;
}

/* Why a board refuses the request outlives its verdict. */
static bool keep_worst(struct maixfit *fit, int status)
{
    struct mf_worst *worst = &fit->tally.worst;
    const struct mf_result *result = &fit->result;
    if (fit->tally.judged > 0 && !is_worse(status, result->verdict, worst))
        return true;
    *worst = (struct mf_worst){status, result->verdict, result->reason, NULL};
    if (status == MAIXFIT_STATUS_USAGE)
        worst->message = mf_arena_string(&fit->boards, result->message);
    return status != MAIXFIT_STATUS_USAGE || worst->message ? true : mf_fail_memory(&fit->error);
}

/* A verdict was reached: it is counted, and its caller may read it off the handle. */
static bool report(struct evaluating *all)
{
    struct maixfit *fit = all->fit;
    struct mf_tally *tally = &fit->tally;
    int status = mf_handle_conclude(fit);
    if (!keep_worst(fit, status))
        return false;
    tally->passed += status == MAIXFIT_STATUS_FITS;
    tally->fitting += fit->result.verdict == MF_VERDICT_FITS;
    tally->marginal += fit->result.verdict == MF_VERDICT_MARGINAL;
    if (all->judged)
        all->judged(all->user, fit);
    tally->judged++;
    tally->issues += mf_issue_count(&fit->result);
    return true;
}

/* Models that one program loads. */
static bool judge_items(struct evaluating *all, const struct board *board,
                        const struct mf_opened_list *list, const struct mf_opened *items,
                        size_t count)
{
    mf_handle_begin_verdict(all->fit);
    all->fit->result.findings_of_files = list->findings;
    if (!judge_opened(all->fit, board, items, count))
        return false;
    mf_handle_note_verdict(all->fit, &all->fit->result);
    if (!mf_handle_refuse_assumed(all->fit, &all->fit->result, board->name) ||
        !mf_handle_hold_budget(all->fit, &all->fit->result) ||
        !keep_board(all->fit, &board->supply) || !report(all))
        return false;
    all->fit->tally.first_of_path = false;
    return true;
}

/* Models of two formats are for two boards, where none is named. */
static bool judge_each(struct evaluating *all, size_t index, const struct mf_opened_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct board *board = find_board(all, index, &list->items[i], 1);
        if (!board || !judge_items(all, board, list, &list->items[i], 1))
            return false;
    }
    return true;
}

/* A folder may hold builds for several boards: each board has its own. */
static bool judge_on(struct evaluating *all, size_t index, const struct mf_opened_list *opened)
{
    struct maixfit *fit = all->fit;
    struct mf_opened_list list;
    struct board *board = find_board(all, index, opened->items, opened->count);
    if (!board)
        return false;
    const struct mf_device *device = board->supply.device;
    if (!mf_opened_for_chips(&fit->files, opened, device ? device->npu.items : NULL,
                             device ? device->npu.count : 0, &list, &fit->error))
        return false;
    fit->tally.left_out += list.left_out;
    return fit->each ? judge_each(all, index, &list)
                     : judge_items(all, board, &list, list.items, list.count);
}

/* `count` models of the request, from `first` on. */
static bool judge_some(struct evaluating *all, size_t first, size_t count)
{
    struct mf_opened_list opened = {0};
    mf_arena_free(&all->fit->files);
    if (!mf_handle_open(all->fit, first, count, &opened))
        return false;
    for (size_t i = 0; i < count_boards(all->fit); i++) {
        all->fit->tally.first_of_path = true; /* boards may differ in what they leave out */
        if (!judge_on(all, i, &opened))
            return false;
    }
    return true;
}

static bool judge_all(struct evaluating *all)
{
    size_t count = all->fit->models.count;
    if (!all->fit->each)
        return judge_some(all, 0, count);
    for (size_t i = 0; i < count; i++) {
        if (!judge_some(all, i, 1))
            return false;
    }
    return true;
}

static void count_passing(struct mf_tally *tally)
{
    size_t judged = tally->judged - tally->judged_before;
    tally->passing += judged > 0 && tally->passed - tally->passed_before == judged;
}

/* Of many verdicts only the worst is kept, and how many fit. */
static int conclude_all(struct maixfit *fit)
{
    const struct mf_worst *worst = &fit->tally.worst;
    count_passing(&fit->tally);
    mf_handle_begin_verdict(fit);
    fit->result.is_summary = true;
    fit->result.status = worst->status;
    fit->result.verdict = worst->verdict;
    fit->result.reason = worst->reason;
    fit->result.message = worst->message ? worst->message : mf_handle_summary(fit);
    if (fit->result.message && mf_handle_refuse_baseline(fit))
        return mf_handle_conclude(fit);
    mf_fail_memory(&fit->error);
    return mf_handle_give_up(fit);
}

static int judge_request(struct evaluating *all, int (*conclude)(struct maixfit *))
{
    struct maixfit *fit = all->fit;
    if (!can_judge(fit))
        return mf_handle_refuse(fit);
    return mf_handle_tally_request(fit) && judge_all(all) && mf_handle_check_use(fit)
               ? conclude(fit)
               : mf_handle_give_up(fit);
}

static int conclude_one(struct maixfit *fit)
{
    return mf_handle_refuse_baseline(fit) ? mf_handle_conclude(fit) : mf_handle_give_up(fit);
}

static int evaluate_all(maixfit *fit, maixfit_judged *judged, void *user)
{
    struct evaluating all = {.fit = fit, .judged = judged, .user = user};
    mf_handle_start(fit, MF_JUDGED_ALL);
    return judge_request(&all, conclude_all);
}

int maixfit_evaluate_all(maixfit *fit, maixfit_judged *judged, void *user)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = evaluate_all(fit, judged, user);
    mf_speak(before);
    return status;
}

static int evaluate_next(maixfit *fit, maixfit_judged *judged, void *user)
{
    struct evaluating all = {.fit = fit, .judged = judged, .user = user};
    if (fit->evaluation == MF_JUDGED_ALL && fit->tally.goes_on)
        mf_handle_go_on(fit);
    else
        mf_handle_start(fit, MF_JUDGED_ALL);
    fit->tally.goes_on = true;
    return judge_request(&all, conclude_all);
}

int maixfit_evaluate_next(maixfit *fit, maixfit_judged *judged, void *user)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = evaluate_next(fit, judged, user);
    mf_speak(before);
    return status;
}

static int evaluate(maixfit *fit)
{
    struct evaluating all = {.fit = fit};
    mf_handle_start(fit, MF_JUDGED);
    if (fit->each || fit->device_names.count > 1) {
        mf_fail(&fit->error, MF_USAGE,
                _("this request has many verdicts; maixfit_evaluate_all gives them one by one"));
        return mf_handle_refuse(fit);
    }
    return judge_request(&all, conclude_one);
}

int maixfit_evaluate(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = evaluate(fit);
    mf_speak(before);
    return status;
}
