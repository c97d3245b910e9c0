// SPDX-License-Identifier: MIT
/* Reading the answers off the handle. */
#include <stdlib.h>

#include "../report/report.h"
#include "handle.h"

const char *maixfit_message(const maixfit *fit)
{
    return fit && fit->message ? fit->message : "";
}

const char *maixfit_reason(const maixfit *fit)
{
    return fit ? mf_reason_word(fit->reason) : "";
}

const char *maixfit_verdict(const maixfit *fit)
{
    return fit ? mf_verdict_word(fit->result.verdict) : "";
}

static bool give(struct mf_amount amount, uint64_t *bytes)
{
    if (!amount.known || !bytes)
        return false;
    *bytes = amount.bytes;
    return true;
}

bool maixfit_need_bytes(const maixfit *fit, uint64_t *bytes)
{
    bool known = fit && mf_need_is_known(&fit->result);
    return known && give((struct mf_amount){known, fit->result.demand.npu_bytes}, bytes);
}

bool maixfit_free_bytes(const maixfit *fit, uint64_t *bytes)
{
    return fit && give(fit->result.supply.free, bytes);
}

bool maixfit_largest_hole_bytes(const maixfit *fit, uint64_t *bytes)
{
    return fit && give(fit->result.supply.largest_hole, bytes);
}

const char *maixfit_problem(const maixfit *fit, unsigned index)
{
    return fit && index < fit->problem_count ? fit->problems[index] : NULL;
}

/* A set of enum mf_evaluation. */
#define AFTER(evaluation) (1U << (evaluation))
#define AFTER_ANY         (~AFTER(MF_NO_EVALUATION))
#define ALWAYS            (~0U)

static const char *const format_names[] = {[MAIXFIT_TEXT] = "text", [MAIXFIT_JSON] = "json"};

#define FORMAT_COUNT (sizeof format_names / sizeof format_names[0])

/* Every report: what it needs to have been done before, and a writer for each format. */
static const struct {
    unsigned after;
    mf_report_writer *writers[FORMAT_COUNT]; /* by enum maixfit_format */
} reports[] = {
    [MAIXFIT_REPORT_VERDICT] = {AFTER(MF_JUDGED), {mf_verdict_text, mf_verdict_json}},
    [MAIXFIT_REPORT_EACH] = {AFTER(MF_JUDGED_EACH), {mf_each_text, mf_each_json}},
    [MAIXFIT_REPORT_INSPECT] = {AFTER(MF_INSPECTED), {mf_inspect_text, mf_inspect_json}},
    [MAIXFIT_REPORT_STATUS] = {AFTER(MF_PROBED), {mf_status_text, mf_status_json}},
    [MAIXFIT_REPORT_DEVICES] = {ALWAYS, {mf_devices_text, mf_devices_json}},
    [MAIXFIT_REPORT_SENSORS] = {ALWAYS, {mf_sensors_text, mf_sensors_json}},
    [MAIXFIT_REPORT_CONFIG] = {ALWAYS, {mf_config_text, mf_config_json}},
    [MAIXFIT_REPORT_CAPTURE] = {AFTER(MF_CAPTURED), {mf_capture_text, mf_capture_json}},
    [MAIXFIT_REPORT_FINDINGS] = {AFTER_ANY, {mf_findings_text, mf_findings_json}},
};

#define REPORT_COUNT (sizeof reports / sizeof reports[0])

const char *maixfit_format_name(enum maixfit_format format)
{
    return (size_t)format < FORMAT_COUNT ? format_names[format] : NULL;
}

/* The enums are part of a C interface: any number may come. */
static bool can_report(const struct maixfit *fit, enum maixfit_report report,
                       enum maixfit_format format)
{
    if ((size_t)report >= REPORT_COUNT || (size_t)format >= FORMAT_COUNT)
        return false;
    if (report == MAIXFIT_REPORT_CONFIG)
        return fit->config.result.message != NULL;
    return (reports[report].after & AFTER(fit->evaluation)) != 0;
}

char *maixfit_report_text(const maixfit *fit, enum maixfit_report report,
                          enum maixfit_format format)
{
    struct mf_text out = {0};
    if (!fit || !can_report(fit, report, format))
        return NULL;
    struct mf_report shown = {.result = &fit->result,
                              .each = (const struct mf_result *const *)fit->each,
                              .each_count = fit->each_count,
                              .devices = &fit->devices,
                              .pipelines = &fit->pipeline_data,
                              .config = &fit->config.result,
                              .capture = &fit->capture,
                              .version = MAIXFIT_VERSION,
                              .color = fit->color,
                              .verbose = fit->verbose};
    if (reports[report].writers[format](&shown, &out) && !out.failed)
        return out.bytes;
    mf_text_free(&out);
    return NULL;
}

void maixfit_string_free(char *string)
{
    free(string);
}
