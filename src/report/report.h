// SPDX-License-Identifier: MIT
/* The reports. Everything that they show was found out and summed before: a writer computes
 * nothing. */
#ifndef MAIXFIT_REPORT_REPORT_H
#define MAIXFIT_REPORT_REPORT_H

#include "../boot/boot.h"
#include "../core/text.h"
#include "../device/capture.h"
#include "../fit/result.h"

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

/* What a report may show, and how. */
struct mf_report {
    const struct mf_result *result; /* of the last evaluation; of several, the worst */
    const struct mf_result *const *each;
    size_t each_count;
    const struct mf_device_list *devices;
    const struct mf_pipeline_data_list *pipelines;
    const struct mf_config_result *config;
    const struct mf_capture *capture;
    const char *version; /* of maixfit */
    bool color;
    bool verbose; /* nothing folded */
};

/* Adds the whole report to `out`, with a final newline. False without memory. */
typedef bool mf_report_writer(const struct mf_report *report, struct mf_text *out);

/* For people: UTF-8, no line over 100 columns but for long paths. */
mf_report_writer mf_verdict_text;
mf_report_writer mf_each_text;
mf_report_writer mf_inspect_text;
mf_report_writer mf_status_text;
mf_report_writer mf_devices_text;
mf_report_writer mf_sensors_text;
mf_report_writer mf_config_text;
mf_report_writer mf_capture_text;
mf_report_writer mf_findings_text; /* only what was assumed, is doubtful or missing; may be empty */

/* For programs: one JSON object each, as docs/maixfit.schema.json describes. */
mf_report_writer mf_verdict_json;
mf_report_writer mf_each_json;
mf_report_writer mf_inspect_json;
mf_report_writer mf_status_json;
mf_report_writer mf_devices_json;
mf_report_writer mf_sensors_json;
mf_report_writer mf_config_json;
mf_report_writer mf_capture_json;
mf_report_writer mf_findings_json;

#endif
