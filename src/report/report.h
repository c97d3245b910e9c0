// SPDX-License-Identifier: MIT
/* The reports. Everything that they show was found out and summed before: a writer computes
 * nothing. */
#ifndef MAIXFIT_REPORT_REPORT_H
#define MAIXFIT_REPORT_REPORT_H

#include "../boot/boot.h"
#include "../core/text.h"
#include "../core/words.h"
#include "../device/capture.h"
#include "../fit/result.h"

#define MF_REPORT_SCHEMA "maixfit/1" /* of every JSON report */

/* What a call on /boot/configs found or did. */
struct mf_config_result {
    struct mf_boot boot; /* of the text as it is, or as it will be */
    const char *path;
    const char *backup;  /* NULL: nothing was kept */
    const char *diff;    /* NULL: there was nothing to change */
    const char *message; /* NULL: there was no such call yet */
    int status;
    bool dry_run;
    bool written;
};

/* A board that many verdicts are of, and what is to be said of it and of the app there. */
struct mf_report_board {
    struct mf_supply supply;
    struct mf_finding_list findings; /* of the app; those of the supply stand there */
};

struct mf_report_boards {
    struct mf_report_board *items;
    size_t count;
    size_t capacity;
};

/* What a report may show, and how. */
struct mf_report {
    const struct mf_result *result;        /* of the last evaluation */
    size_t judged;                         /* of many verdicts: those before this one… */
    size_t fitting;                        /* …of which so many fit… */
    size_t issues;                         /* …and have so many issues */
    const struct mf_setting_list *request; /* of many: what was named */
    const struct mf_report_boards *boards; /* of many: what they were judged against */
    bool shows_boards;                     /* of many: more than one may be meant */
    bool first_of_path; /* of many: what its folder or archive says was not shown yet */
    const struct mf_device_list *devices;
    const struct mf_pipeline_data_list *pipelines;
    const struct mf_config_result *config;
    const struct mf_capture *capture;
    const struct mf_meaning *meaning; /* of the word that is asked for; NULL: all words */
    const char *version;              /* of maixfit */
    bool color;
    bool verbose;        /* nothing folded */
    struct cJSON **tree; /* where a JSON report goes instead of `out`; NULL: it is written */
};

/* Adds the whole report to `out`, with a final newline. False without memory. */
typedef bool mf_report_writer(const struct mf_report *report, struct mf_text *out);

/* For people: UTF-8, no line over the columns of the text but for long paths. */
mf_report_writer mf_verdict_text;
mf_report_writer mf_rows_head; /* many verdicts: a row each */
mf_report_writer mf_rows_item;
mf_report_writer mf_rows_tail;
mf_report_writer mf_inspect_text;
mf_report_writer mf_status_text;
mf_report_writer mf_devices_text;
mf_report_writer mf_sensors_text;
mf_report_writer mf_config_text;
mf_report_writer mf_capture_text;
mf_report_writer mf_explain_text;
mf_report_writer mf_findings_text; /* only what was assumed, is doubtful or missing; may be empty */

/* For programs: one JSON object each, as docs/maixfit.schema.json describes. */
mf_report_writer mf_verdict_json;
mf_report_writer mf_json_head; /* many verdicts: an object with their list */
mf_report_writer mf_json_next;
mf_report_writer mf_json_tail;
mf_report_writer mf_jsonl_item;
mf_report_writer mf_inspect_json;
mf_report_writer mf_status_json;
mf_report_writer mf_devices_json;
mf_report_writer mf_sensors_json;
mf_report_writer mf_config_json;
mf_report_writer mf_capture_json;
mf_report_writer mf_explain_json;
mf_report_writer mf_findings_json;

/* Documents of verdicts: head, items, tail. What is not here is empty. */
mf_report_writer mf_line_item;
mf_report_writer mf_sarif_head;
mf_report_writer mf_sarif_item;
mf_report_writer mf_sarif_tail;
mf_report_writer mf_junit_head;
mf_report_writer mf_junit_item;
mf_report_writer mf_junit_tail;
mf_report_writer mf_markdown_head;
mf_report_writer mf_markdown_item;
mf_report_writer mf_github_item;

#endif
