// SPDX-License-Identifier: MIT
/* What stands behind the handle. */
#ifndef MAIXFIT_HANDLE_H
#define MAIXFIT_HANDLE_H

#include "../boot/boot.h"
#include "../bundle/loading.h"
#include "../bundle/open.h"
#include "../core/speech.h"
#include "../device/capture.h"
#include "../device/find_supply.h"
#include "../device/root.h"
#include "../fit/fit.h"
#include "../maixfit.h"
#include "../report/report.h"
#include "baseline.h"

/* Where there is no model, a MaixCAM2 is assumed, whose models have this format. */
#define MF_HANDLE_USUAL_FORMAT "axmodel"

/* A model of the request, with what was set for it alone. */
struct mf_model_request {
    const char *path;
    const struct mf_given *given; /* NULL: it is read by its path; else that is only a name */
    struct mf_loading loading;    /* UNSET and 0: as for all */
};

struct mf_model_requests {
    struct mf_model_request *items;
    size_t count;
    size_t capacity;
    bool differ; /* something was set for one of them alone */
};

struct mf_name_list {
    const char **items;
    size_t count;
    size_t capacity;
};

/* What was set, as it was written. */
struct mf_named {
    enum maixfit_option option;
    const char *value;
};

struct mf_named_list {
    struct mf_named *items;
    size_t count;
    size_t capacity;
};

#define MF_REPORT_COUNT (MAIXFIT_REPORT_EXPLAIN + 1)

/* Reports as trees, for maixfit_json_…: each is made when it is asked for. */
struct mf_trees {
    struct cJSON *of[MF_REPORT_COUNT];
};

/* The last call on /boot/configs. */
struct mf_config {
    struct mf_arena arena; /* emptied when the next one begins */
    struct mf_config_result result;
};

/* Which call the result is of. */
enum mf_evaluation {
    MF_NO_EVALUATION,
    MF_JUDGED,
    MF_JUDGED_ALL,
    MF_INSPECTED,
    MF_PROBED,
    MF_CAPTURED
};

/* The worst of many verdicts. */
struct mf_worst {
    int status;
    enum mf_verdict verdict;
    enum mf_reason reason;
    const char *message; /* of a request that is refused on a board; else NULL */
};

/* Whether what was named of the loading had an effect on any model. */
struct mf_use {
    bool unjudged; /* a model could not be read: who knows */
    bool had_sensor;
    bool had[MF_HOW_COUNT];
    const char *why_not[MF_HOW_COUNT]; /* NULL: it had on each, or was not named */
};

/* What maixfit_evaluate_all has given so far. */
struct mf_tally {
    size_t judged;
    size_t passed; /* with status 0 */
    size_t fitting;
    size_t marginal;
    size_t left_out; /* builds for other chips than the board's */
    size_t issues;   /* of all, as mf_issues_gather counts them */
    size_t compared; /* with the baseline… */
    size_t new;      /* …which does not hold these */
    struct mf_worst worst;
    size_t requests;
    size_t passing;       /* requests all of whose verdicts have status 0 */
    size_t judged_before; /* the last of them… */
    size_t passed_before;
    struct mf_setting_list request; /* what was named for all of them */
    struct mf_report_boards boards;
    bool first_of_path;
    bool goes_on; /* over several requests: maixfit_evaluate_next */
};

/* What was set, the last evaluation and the last call on /boot/configs have an arena each, so that
 * none of them changes or outgrows the others. */
struct maixfit {
    struct mf_trees *trees; /* filled by calls that leave the handle as it is */
    struct mf_arena settings;
    struct mf_error refusal; /* of a value that was not taken */
    struct mf_device_list devices;
    struct mf_pipeline_data_list pipeline_data;
    struct mf_named_list named; /* what a request is made of, but its models */
    struct mf_model_requests models;
    bool each;                        /* every model alone */
    bool inside;                      /* the program that asks is the app, and runs */
    struct mf_name_list device_names; /* boards, as they were named */
    struct mf_loading loading;
    struct mf_progress progress; /* the function is NULL: not wanted */
    struct mf_picture_spec cameras[MF_CAMERAS_MAX];
    struct mf_picture_spec encoders[MF_CODECS_MAX];
    struct mf_picture_spec decoders[MF_CODECS_MAX];
    struct mf_pipeline_request pipelines;
    struct mf_supply_request supply;
    struct mf_root sysroot; /* where supply.sysroot leads */
    struct mf_margin margin;
    bool strict;
    bool strict_named;
    bool no_assume;
    bool minimum; /* of maix_memory_cmm, the smallest value that passes */
    struct mf_amount max_need;
    struct mf_margin max_growth;
    struct mf_baseline baseline;
    struct mf_meaning meaning; /* of the word that is to be explained, where there is one */
    bool explains;
    const char *policy; /* NULL: the request is no check of one */
    bool color;
    bool verbose;
    bool ascii;               /* text reports hold nothing else */
    size_t columns;           /* of text reports; 0: not set */
    struct mf_speech *speech; /* NULL: English */

    enum mf_evaluation evaluation;
    struct mf_arena results; /* emptied when the next evaluation begins */
    struct mf_arena files;   /* so too, and bounded: what was read of models and bundles */
    struct mf_error error;
    struct mf_result result;
    struct mf_arena boards; /* so too: what was read of boards */
    struct mf_tally tally;
    struct mf_use use;
    struct mf_capture capture;
    const char *pool_line_message; /* NULL: not asked for yet */

    struct mf_config config;

    enum mf_reason reason; /* of the last call, whichever it was */
    const char *message;
    const char **problems;
    size_t problem_count;
    size_t problem_capacity;
};

/* Notes one more model. */
bool mf_handle_add_model(struct maixfit *fit, const char *path, const struct mf_given *given);

/* Sets one option; false with the refusal. */
bool mf_handle_set(struct maixfit *fit, enum maixfit_option option, const char *value);

/* How models are loaded: all, or one of them. */
bool mf_handle_set_loading(struct maixfit *fit, struct mf_loading *how, enum maixfit_option option,
                           const char *value);

/* Ends a call that sets something, with the refusal where it is not `ok`. Returns the status. */
int mf_handle_end_setting(struct maixfit *fit, bool ok);

/* A verdict begins: the one before is forgotten, what was opened is not. */
void mf_handle_begin_verdict(struct maixfit *fit);

/* An evaluation begins: nothing of the one before is left. */
void mf_handle_start(struct maixfit *fit, enum mf_evaluation evaluation);

/* The same for one more request of those that are counted together. */
void mf_handle_go_on(struct maixfit *fit);

/* Ends it with what stands in the result; with the handle's error (lack of memory, sizes that
 * overflow), without a verdict; with that error before anything was read, so that there is nothing
 * to report on. Each returns the status. */
int mf_handle_conclude(struct maixfit *fit);
int mf_handle_give_up(struct maixfit *fit);
int mf_handle_refuse(struct maixfit *fit);

/* False with a usage error where no model was named. */
bool mf_handle_has_models(struct maixfit *fit);

/* A call that finds things out has this voice of the handle; the caller gives back the one before
 * with mf_speak. */
struct mf_voice mf_handle_speak(const struct maixfit *fit);

/* A sentence that the handle said, in its language. Valid until the next call. */
const char *mf_handle_shown(const struct maixfit *fit, const char *text);

/* Fills in what /boot/configs gives the pool of a board that was read at its next start. */
bool mf_handle_look_ahead(struct maixfit *fit, struct mf_arena *arena, struct mf_supply *supply);

/* On the last evaluation's line of /boot/configs, in English. */
const char *mf_handle_pool_line_message(struct maixfit *fit);

/* A call begins: message, reason and problems of the one before are gone. */
void mf_handle_begin(struct maixfit *fit);

/* Notes one line of trouble, "path: text"; the path may be NULL. */
bool mf_handle_problem(struct maixfit *fit, const char *path, const char *text);

/* Opens `count` paths of the request, from `first` on: one may hold many models, or a bundle of
 * them. */
bool mf_handle_open(struct maixfit *fit, size_t first, size_t count, struct mf_opened_list *list);

/* What picks the board where none is named. */
struct mf_target {
    const char *format;
    const char *chip; /* NULL: the usual board for the format runs one of the models */
};

/* By the first model that could be read. */
struct mf_target mf_handle_target(const struct maixfit *fit, const struct mf_opened *items,
                                  size_t count);

/* What was set for all models, and what the board adds: its usual runner, its AI-ISP. */
struct mf_loading mf_handle_board_loading(struct maixfit *fit, const struct mf_supply *supply);

/* Fills in result->models: as their program loads them. What cannot be judged is refused there. */
bool mf_handle_load(struct maixfit *fit, struct mf_result *result, const struct mf_loading *how,
                    const struct mf_opened *items, size_t count);

/* The same for models that one process loads: what is assumed of AI-ISP is the same for all. Fails
 * with `usage` where it is set to both. */
bool mf_handle_load_process(struct maixfit *fit, struct mf_result *result,
                            const struct mf_loading *how, const struct mf_opened *items,
                            size_t count);

/* Where MaixCDK loads the models, or is the app without any: what it frees at its start counts as
 * free, and a note says so. */
bool mf_handle_reclaim(struct maixfit *fit, struct mf_result *result, const struct mf_loading *how);

/* *found: although `judged` fits, its blocks find no place where another one of the programs runs
 * that it may be. Then `before`, as the result was before mf_handle_reclaim, has the supply that
 * MaixCDK leaves there. */
bool mf_handle_reclaim_worse(struct maixfit *fit, const struct mf_result *judged,
                             struct mf_result *before, bool *found);

/* For `status`: the note alone, where the board's usual program is MaixCDK's. */
bool mf_handle_announce_reclaim(struct maixfit *fit, struct mf_result *result);

/* Of two statuses the larger one hides more. */
int mf_handle_badness(int status);

/* Judges a request on the board of the supply. */
typedef bool mf_handle_judge_board(struct maixfit *fit, struct mf_result *result,
                                   const struct mf_supply *supply, const struct mf_opened *items,
                                   size_t count);

/* Judges it as each candidate of the supply; the result is that of the one which takes most. */
bool mf_handle_judge_candidates(struct maixfit *fit, struct mf_result *result,
                                mf_handle_judge_board *judge, const struct mf_supply *supply,
                                const struct mf_opened *items, size_t count);

/* Where the program that asks is the app: what it holds is told to the pipelines. */
bool mf_handle_look_inside(struct maixfit *fit, struct mf_supply *supply);

/* What was advised and concluded from a verdict is taken back, for this reason. */
void mf_handle_withdraw(struct mf_result *result, enum mf_reason reason);

/* Judges one result, in which models and supply stand. `how` is how the board's programs load. */
bool mf_handle_judge(struct maixfit *fit, struct mf_result *result, const struct mf_loading *how);

/* The board of that name; *device is NULL where the name is. Looked up only now, as a profile may
 * bring the board after it was named. Fails with `usage` where no board has the name. */
bool mf_handle_find_device(const struct maixfit *fit, const char *name,
                           const struct mf_device **device, struct mf_error *error);

/* The name of the one board of the request; *name is NULL where none was named. Fails with `usage`
 * where several were. */
bool mf_handle_one_board(const struct maixfit *fit, const char **name, struct mf_error *error);

/* Lists every setting that the verdict rests on, and every one that was named, in result->request.
 * False without memory. */
bool mf_handle_gather_request(struct maixfit *fit, struct mf_result *result);

/* As maixfit_report_text; `for_people`: with names and sentences in the handle's language. */
char *mf_handle_report(const struct maixfit *fit, enum maixfit_report report,
                       enum maixfit_format format, bool for_people);

/* A JSON report as a tree, which the caller deletes; NULL where there is none. */
struct cJSON *mf_handle_tree(const struct maixfit *fit, enum maixfit_report report);

/* Notes what an option was set to, or that it is taken back. */
bool mf_handle_note_named(struct maixfit *fit, enum maixfit_option option, const char *value);
void mf_handle_forget_named(struct maixfit *fit, enum maixfit_option option);

/* Adds what was named and is not in the list, by the names of the JSON. False without memory. */
bool mf_handle_add_named(struct maixfit *fit, struct mf_arena *arena, struct mf_setting_list *list);

/* One more request begins: what was named for all of them is kept. False without memory. */
bool mf_handle_tally_request(struct maixfit *fit);

/* With MAIXFIT_NO_ASSUME a verdict that rests on what was not named is none: status 4, whose
 * message has the option that names each such setting, and a note says what was assumed. `board` is
 * the name that the board was given, or NULL. False without memory. */
bool mf_handle_refuse_assumed(struct maixfit *fit, struct mf_result *result, const char *board);

/* Reads MAIXFIT_BASELINE; what was read before stays where the file is refused. */
bool mf_handle_read_baseline(struct maixfit *fit, const char *path);

/* What would fit does not where it needs more than MAIXFIT_MAX_NEED, or has grown too much since
 * the baseline. False without memory. */
bool mf_handle_hold_budget(struct maixfit *fit, struct mf_result *result);

/* What would pass does not where a baseline was named and holds nothing of all that was judged. The
 * message of the summary, or of the one verdict, says so. False without memory. */
bool mf_handle_refuse_baseline(struct maixfit *fit);

/* How many of the verdicts fit, as a sentence; NULL without memory. */
const char *mf_handle_summary(struct maixfit *fit);

/* An option without effect is a usage error. Notes of models that were loaded which of the options
 * of struct mf_loading had one. */
void mf_handle_note_use(struct maixfit *fit, const struct mf_result *result);

/* The same for the sensor and, without a model, the runner, of a verdict. */
void mf_handle_note_verdict(struct maixfit *fit, const struct mf_result *result);

/* False with `usage` where one was named that had none on any of the verdicts, once all are there.
 */
bool mf_handle_check_use(struct maixfit *fit);

/* Reads the board: it may be a live or captured one, the one of that name (NULL: none is named) or
 * that for the target (NULL: none). Fails with `usage` where no board has the name or the sysroot
 * cannot be read. */
bool mf_handle_find_supply(struct maixfit *fit, struct mf_arena *arena, const char *name,
                           const struct mf_target *target, struct mf_supply *supply,
                           struct mf_error *error);

#endif
