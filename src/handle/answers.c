// SPDX-License-Identifier: MIT
/* Reading the answers off the handle. */
#include <cjson/cJSON.h>
#include <stdlib.h>

#include "../core/clean.h"
#include "../report/report.h"
#include "handle.h"

const char *maixfit_message(const maixfit *fit)
{
    return fit && fit->message ? mf_handle_shown(fit, fit->message) : "";
}

const char *maixfit_reason(const maixfit *fit)
{
    return fit ? mf_reason_word(fit->reason) : "";
}

int maixfit_status(const maixfit *fit)
{
    return fit ? fit->result.status : MAIXFIT_STATUS_USAGE;
}

const char *maixfit_verdict(const maixfit *fit)
{
    return fit ? mf_verdict_word(fit->result.verdict) : "";
}

const char *maixfit_problem(const maixfit *fit, unsigned index)
{
    return fit && index < fit->problem_count ? mf_handle_shown(fit, fit->problems[index]) : NULL;
}

/* A set of enum mf_evaluation. */
#define AFTER(evaluation) (1U << (evaluation))
#define AFTER_ANY         (~AFTER(MF_NO_EVALUATION))
#define ALWAYS            (~0U)

/* What each report needs to have been done before. */
static const unsigned needed[MF_REPORT_COUNT] = {
    [MAIXFIT_REPORT_VERDICT] = AFTER(MF_JUDGED) | AFTER(MF_JUDGED_ALL),
    [MAIXFIT_REPORT_INSPECT] = AFTER(MF_INSPECTED),
    [MAIXFIT_REPORT_STATUS] = AFTER(MF_PROBED),
    [MAIXFIT_REPORT_DEVICES] = ALWAYS,
    [MAIXFIT_REPORT_SENSORS] = ALWAYS,
    [MAIXFIT_REPORT_CONFIG] = ALWAYS,
    [MAIXFIT_REPORT_CAPTURE] = AFTER(MF_CAPTURED),
    [MAIXFIT_REPORT_FINDINGS] = AFTER_ANY,
    [MAIXFIT_REPORT_HEAD] = ALWAYS,
    [MAIXFIT_REPORT_ITEM] = AFTER(MF_JUDGED) | AFTER(MF_JUDGED_ALL),
    [MAIXFIT_REPORT_TAIL] = ALWAYS,
    [MAIXFIT_REPORT_EXPLAIN] = ALWAYS,
};

/* Every format: a writer for each report that it has. A head, item or tail that is NULL is empty; a
 * verdict that is NULL is a document of one item. */
static mf_report_writer *const writers[][MF_REPORT_COUNT] = {
    [MAIXFIT_TEXT] = {[MAIXFIT_REPORT_VERDICT] = mf_verdict_text,
                      [MAIXFIT_REPORT_INSPECT] = mf_inspect_text,
                      [MAIXFIT_REPORT_STATUS] = mf_status_text,
                      [MAIXFIT_REPORT_DEVICES] = mf_devices_text,
                      [MAIXFIT_REPORT_SENSORS] = mf_sensors_text,
                      [MAIXFIT_REPORT_CONFIG] = mf_config_text,
                      [MAIXFIT_REPORT_CAPTURE] = mf_capture_text,
                      [MAIXFIT_REPORT_FINDINGS] = mf_findings_text,
                      [MAIXFIT_REPORT_HEAD] = mf_rows_head,
                      [MAIXFIT_REPORT_ITEM] = mf_rows_item,
                      [MAIXFIT_REPORT_TAIL] = mf_rows_tail,
                      [MAIXFIT_REPORT_EXPLAIN] = mf_explain_text},
    [MAIXFIT_JSON] = {[MAIXFIT_REPORT_VERDICT] = mf_verdict_json,
                      [MAIXFIT_REPORT_INSPECT] = mf_inspect_json,
                      [MAIXFIT_REPORT_STATUS] = mf_status_json,
                      [MAIXFIT_REPORT_DEVICES] = mf_devices_json,
                      [MAIXFIT_REPORT_SENSORS] = mf_sensors_json,
                      [MAIXFIT_REPORT_CONFIG] = mf_config_json,
                      [MAIXFIT_REPORT_CAPTURE] = mf_capture_json,
                      [MAIXFIT_REPORT_FINDINGS] = mf_findings_json,
                      [MAIXFIT_REPORT_HEAD] = mf_json_head,
                      [MAIXFIT_REPORT_ITEM] = mf_json_next,
                      [MAIXFIT_REPORT_TAIL] = mf_json_tail,
                      [MAIXFIT_REPORT_EXPLAIN] = mf_explain_json},
    [MAIXFIT_JSONL] = {[MAIXFIT_REPORT_ITEM] = mf_jsonl_item},
    [MAIXFIT_LINE] = {[MAIXFIT_REPORT_ITEM] = mf_line_item},
    [MAIXFIT_SARIF] = {[MAIXFIT_REPORT_HEAD] = mf_sarif_head,
                       [MAIXFIT_REPORT_ITEM] = mf_sarif_item,
                       [MAIXFIT_REPORT_TAIL] = mf_sarif_tail},
    [MAIXFIT_JUNIT] = {[MAIXFIT_REPORT_HEAD] = mf_junit_head,
                       [MAIXFIT_REPORT_ITEM] = mf_junit_item,
                       [MAIXFIT_REPORT_TAIL] = mf_junit_tail},
    [MAIXFIT_MARKDOWN] =
        {[MAIXFIT_REPORT_HEAD] = mf_markdown_head, [MAIXFIT_REPORT_ITEM] = mf_markdown_item},
    [MAIXFIT_GITHUB] = {[MAIXFIT_REPORT_ITEM] = mf_github_item},
};

#define FORMAT_COUNT (sizeof writers / sizeof writers[0])

static bool is_part(enum maixfit_report report)
{
    return report == MAIXFIT_REPORT_HEAD || report == MAIXFIT_REPORT_ITEM ||
           report == MAIXFIT_REPORT_TAIL;
}

/* The enums are part of a C interface: any number may come. */
static bool can_report(const struct maixfit *fit, enum maixfit_report report,
                       enum maixfit_format format)
{
    if ((size_t)report >= MF_REPORT_COUNT || (size_t)format >= FORMAT_COUNT)
        return false;
    if (!writers[format][report] && !is_part(report) && report != MAIXFIT_REPORT_VERDICT)
        return false;
    if (report == MAIXFIT_REPORT_CONFIG)
        return fit->config.result.message != NULL;
    return (needed[report] & AFTER(fit->evaluation)) != 0;
}

static bool write_part(const struct mf_report *shown, enum maixfit_format format,
                       enum maixfit_report report, struct mf_text *out)
{
    mf_report_writer *writer = writers[format][report];
    mf_text_add(out, ""); /* a part may be empty */
    return (!writer || writer(shown, out)) && !out->failed;
}

/* A document of one item: nothing stood before it. */
static bool write_document(struct mf_report *shown, enum maixfit_format format, struct mf_text *out)
{
    shown->judged = 0;
    shown->issues = 0;
    return write_part(shown, format, MAIXFIT_REPORT_HEAD, out) &&
           write_part(shown, format, MAIXFIT_REPORT_ITEM, out) &&
           write_part(shown, format, MAIXFIT_REPORT_TAIL, out);
}

/* Frees the text. NULL without memory. */
static char *in_ascii(struct mf_text *text)
{
    struct mf_text ascii = {0};
    mf_text_add(&ascii, "");
    mf_put_ascii(&ascii, text->bytes);
    mf_text_free(text);
    if (ascii.failed)
        mf_text_free(&ascii);
    return ascii.bytes;
}

static struct mf_report show(const struct maixfit *fit)
{
    return (struct mf_report){.result = &fit->result,
                              .judged = fit->tally.judged,
                              .issues = fit->tally.issues,
                              .fitting = fit->tally.fitting,
                              .request = &fit->tally.request,
                              .boards = &fit->tally.boards,
                              .shows_boards = fit->evaluation == MF_JUDGED_ALL &&
                                              (fit->device_names.count != 1 || fit->tally.goes_on),
                              .first_of_path = fit->tally.first_of_path,
                              .devices = &fit->devices,
                              .pipelines = &fit->pipeline_data,
                              .config = &fit->config.result,
                              .capture = &fit->capture,
                              .meaning = fit->explains ? &fit->meaning : NULL,
                              .version = MAIXFIT_VERSION,
                              .color = fit->color,
                              .verbose = fit->verbose};
}

char *mf_handle_report(const struct maixfit *fit, enum maixfit_report report,
                       enum maixfit_format format, bool for_people)
{
    if (!fit || !can_report(fit, report, format))
        return NULL;
    struct mf_text out = {.columns = fit->columns, .ascii = fit->ascii && format == MAIXFIT_TEXT};
    struct mf_report shown = show(fit);
    bool whole = report == MAIXFIT_REPORT_VERDICT && !writers[format][report];
    struct mf_voice before = mf_speak((struct mf_voice){for_people ? fit->speech : NULL, true});
    bool ok =
        whole ? write_document(&shown, format, &out) : write_part(&shown, format, report, &out);
    mf_speak(before);
    if (ok)
        return out.ascii ? in_ascii(&out) : out.bytes;
    mf_text_free(&out);
    return NULL;
}

char *maixfit_report_text(const maixfit *fit, enum maixfit_report report,
                          enum maixfit_format format)
{
    return mf_handle_report(fit, report, format, format == MAIXFIT_TEXT || format == MAIXFIT_LINE);
}

cJSON *mf_handle_tree(const struct maixfit *fit, enum maixfit_report report)
{
    cJSON *tree = NULL;
    struct mf_text unused = {0};
    if (!can_report(fit, report, MAIXFIT_JSON) || is_part(report))
        return NULL;
    struct mf_report shown = show(fit);
    shown.tree = &tree;
    struct mf_voice before = mf_speak((struct mf_voice){NULL, true});
    write_part(&shown, MAIXFIT_JSON, report, &unused);
    mf_speak(before);
    mf_text_free(&unused);
    return tree;
}

void maixfit_string_free(char *string)
{
    free(string);
}
