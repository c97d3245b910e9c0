// SPDX-License-Identifier: MIT
/* The evaluations: models and board are read, brought together and judged. */
#include "../maixfit.h"

#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "../core/holding.h"
#include "../core/text.h"

static int conclude(struct maixfit *fit)
{
    fit->reason = fit->result.reason;
    fit->message = fit->result.message;
    return fit->result.status;
}

/* Lack of memory, or sizes that overflow: there is no verdict. */
static int give_up(struct maixfit *fit)
{
    struct mf_result *result = &fit->result;
    memset(&result->demand, 0, sizeof result->demand); /* half a sum is no figure */
    fit->each_count = 0;                               /* and half a list is none */
    result->verdict = MF_VERDICT_UNKNOWN;
    result->reason = fit->error.reason;
    result->message = fit->error.text;
    result->status =
        fit->error.reason == MF_USAGE ? MAIXFIT_STATUS_USAGE : MAIXFIT_STATUS_BAD_MODEL;
    return conclude(fit);
}

/* Nothing was read, so there is nothing to report on. */
static int refuse(struct maixfit *fit)
{
    fit->evaluation = MF_NO_EVALUATION;
    return give_up(fit);
}

static void begin(struct maixfit *fit, enum mf_evaluation evaluation)
{
    mf_handle_begin(fit);
    mf_arena_free(&fit->results);
    mf_arena_free(&fit->files);
    memset(&fit->result, 0, sizeof fit->result);
    fit->evaluation = evaluation;
    fit->each = NULL;
    fit->each_count = 0;
    fit->capture = (struct mf_capture){.count = 0};
    fit->pool_line_message = NULL;
}

/* What models are judged against. Where no board is named, they pick it. */
struct board {
    struct mf_target target; /* format NULL: not read yet */
    struct mf_supply supply;
    struct mf_loading how; /* its programs load them */
};

static bool same_word(const char *left, const char *right)
{
    return left == right || (left && right && strcmp(left, right) == 0);
}

/* Reads the board for the first of the models, unless it was read for such a one already. */
static bool read_board(struct maixfit *fit, const struct mf_opened *items, size_t count,
                       struct board *board)
{
    struct mf_target target = mf_handle_target(fit, items, count);
    if (same_word(board->target.format, target.format) &&
        same_word(board->target.chip, target.chip))
        return true;
    board->target = target;
    if (!mf_handle_find_supply(fit, &fit->results, &target, &board->supply, &fit->error))
        return false;
    board->how = mf_handle_board_loading(fit, &board->supply);
    return true;
}

/* A folder may hold builds for several boards. */
static bool drop_other_chips(struct maixfit *fit, struct mf_opened_list *list,
                             const struct mf_device *device)
{
    return list->count < 2 || !device ||
           mf_opened_drop_other_chips(&fit->files, list, device->npu.items, device->npu.count,
                                      &fit->error);
}

/* Loads what was opened as the board's programs do, and judges it. */
static bool judge_loaded(struct maixfit *fit, struct mf_result *result,
                         const struct mf_supply *supply, const struct mf_loading *how,
                         const struct mf_opened *items, size_t count)
{
    result->supply = *supply;
    if (!mf_handle_load_process(fit, result, how, items, count))
        return false;
    enum mf_runner named = how->runner;
    return result->status != 0 ||
           mf_handle_judge(fit, result, named != MF_RUNNER_UNSET ? named : how->default_runner);
}

/* As one of several boards that it may be. */
static bool judge_candidate(struct maixfit *fit, struct mf_result *result,
                            const struct mf_supply *supply, const struct mf_opened *items,
                            size_t count)
{
    struct mf_loading how = mf_handle_board_loading(fit, supply);
    return judge_loaded(fit, result, supply, &how, items, count);
}

static bool judge_opened(struct maixfit *fit, struct mf_result *result, const struct board *board,
                         const struct mf_opened *items, size_t count)
{
    if (board->supply.candidate_count > 0)
        return mf_handle_judge_candidates(fit, result, judge_candidate, &board->supply, items,
                                          count);
    return judge_loaded(fit, result, &board->supply, &board->how, items, count);
}

static bool judge_together(struct maixfit *fit, struct mf_result *result)
{
    struct mf_opened_list list = {0};
    struct board board = {.target = {NULL, NULL}};
    if (!mf_handle_open(fit, &list) || !read_board(fit, list.items, list.count, &board) ||
        !drop_other_chips(fit, &list, board.supply.device))
        return false;
    result->findings_of_files = list.findings;
    return judge_opened(fit, result, &board, list.items, list.count);
}

static bool has_models(struct maixfit *fit)
{
    return fit->models.count > 0 ? true : mf_fail(&fit->error, MF_USAGE, _("no model was named"));
}

/* A wrong request is refused before any model is read. */
static bool can_judge(struct maixfit *fit)
{
    const struct mf_device *device;
    if (fit->models.count == 0 && !mf_pipeline_wanted(&fit->pipelines))
        return mf_fail(&fit->error, MF_USAGE,
                       _("neither a model nor a camera, display, encoder, decoder or audio was "
                         "named"));
    return mf_handle_find_device(fit, &device, &fit->error);
}

int maixfit_evaluate(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    begin(fit, MF_JUDGED);
    if (!can_judge(fit))
        return refuse(fit);
    return judge_together(fit, &fit->result) ? conclude(fit) : give_up(fit);
}

/* Models of two formats are for two boards, where none is named. */
static bool evaluate_one(struct maixfit *fit, const struct mf_opened *item, struct board *board,
                         struct mf_result *result)
{
    return read_board(fit, item, 1, board) && judge_opened(fit, result, board, item, 1);
}

/* The smallest need first; unknown needs last, in the order given. */
static int by_need(const void *a, const void *b)
{
    const struct mf_result *const *left = a;
    const struct mf_result *const *right = b;
    bool left_known = mf_need_is_known(*left);
    bool right_known = mf_need_is_known(*right);
    if (left_known != right_known)
        return left_known ? -1 : 1;
    uint64_t left_need = (*left)->demand.npu_bytes;
    uint64_t right_need = (*right)->demand.npu_bytes;
    if (left_need != right_need)
        return left_need < right_need ? -1 : 1;
    return (*left)->order < (*right)->order ? -1 : (*left)->order > (*right)->order;
}

static bool evaluate_opened(struct maixfit *fit, const struct mf_opened_list *list,
                            struct board *board)
{
    fit->each = mf_arena_take(&fit->results, (list->count + 1) * sizeof(struct mf_result *));
    if (!fit->each)
        return mf_fail_memory(&fit->error);
    for (size_t i = 0; i < list->count; i++) {
        struct mf_result *result = mf_arena_take(&fit->results, sizeof *result);
        if (!result)
            return mf_fail_memory(&fit->error);
        result->order = i;
        if (!evaluate_one(fit, &list->items[i], board, result))
            return false;
        fit->each[fit->each_count++] = result;
        if (i == 0 || mf_handle_badness(result->status) > mf_handle_badness(fit->result.status))
            fit->result = *result;
    }
    fit->result.findings_of_files = list->findings;
    qsort(fit->each, fit->each_count, sizeof(struct mf_result *), by_need);
    return true;
}

static bool judge_each(struct maixfit *fit)
{
    struct mf_opened_list list = {0};
    struct board board = {.target = {NULL, NULL}};
    return mf_handle_open(fit, &list) && read_board(fit, list.items, list.count, &board) &&
           drop_other_chips(fit, &list, board.supply.device) && evaluate_opened(fit, &list, &board);
}

int maixfit_evaluate_each(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    begin(fit, MF_JUDGED_EACH);
    if (!has_models(fit) || !can_judge(fit))
        return refuse(fit);
    return judge_each(fit) ? conclude(fit) : give_up(fit);
}

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
    if (!mf_handle_open(fit, &list) ||
        !mf_handle_load(fit, result, &fit->loading, list.items, list.count))
        return false;
    result->findings_of_files = list.findings;
    return conclude_inspection(fit, result);
}

int maixfit_inspect(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    begin(fit, MF_INSPECTED);
    if (!has_models(fit))
        return refuse(fit);
    return inspect(fit, &fit->result) ? conclude(fit) : give_up(fit);
}

static bool capture(struct maixfit *fit)
{
    const struct mf_root *sysroot = fit->supply.sysroot;
    if (sysroot && !mf_root_open(&fit->settings, &fit->sysroot, &fit->error))
        return false;
    if (sysroot && sysroot->is_text)
        return mf_fail(&fit->error, MF_USAGE,
                       _("--sysroot: `%s` is not a folder; capture reads the folder of a board"),
                       sysroot->name);
    return mf_capture_board(&fit->results, sysroot ? sysroot->name : NULL, &fit->capture,
                            &fit->error);
}

/* What could not be read is a problem each. */
static bool conclude_capture(struct maixfit *fit)
{
    const struct mf_capture *capture = &fit->capture;
    fit->result.message = "";
    for (size_t i = 0; i < capture->count; i++) {
        const char *why = capture->items[i].problem;
        const char *text =
            why ? mf_arena_format(&fit->results, _("cannot be read: %s"), why) : NULL;
        if (why && (!text || !mf_handle_problem(fit, capture->items[i].path, text)))
            return mf_fail_memory(&fit->error);
    }
    if (capture->count > 0)
        return true;
    fit->result.status = MAIXFIT_STATUS_NO_FACTS;
    fit->result.reason = MF_NO_PROBE;
    fit->result.message = _("nothing of a board was found; --sysroot names the folder in which its "
                            "/proc, /sys and /boot are");
    return true;
}

int maixfit_capture(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    begin(fit, MF_CAPTURED);
    return capture(fit) && conclude_capture(fit) ? conclude(fit) : refuse(fit);
}

int maixfit_probe(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_result *result = &fit->result;
    const struct mf_supply *supply = &result->supply;
    begin(fit, MF_PROBED);
    if (!mf_handle_find_supply(fit, &fit->results, NULL, &result->supply, &fit->error) ||
        !mf_handle_announce_reclaim(fit, result))
        return refuse(fit);
    if (!mf_supply_report_candidates(&fit->results, supply, &result->findings, &fit->error))
        return refuse(fit);
    result->message = mf_supply_sentence(&fit->results, supply);
    if (!result->message) {
        mf_fail_memory(&fit->error);
        return refuse(fit);
    }
    result->reason = supply->problem;
    if (supply->problem != MF_OK || !supply->free.known)
        result->status = MAIXFIT_STATUS_NO_FACTS;
    else if (supply->overlaps_linux || (supply->total.known && supply->total.bytes == 0))
        result->status = MAIXFIT_STATUS_DOES_NOT_FIT;
    if (result->status == MAIXFIT_STATUS_NO_FACTS && !mf_handle_problem(fit, NULL, result->message))
        return refuse(fit);
    return conclude(fit);
}
