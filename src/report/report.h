// SPDX-License-Identifier: MIT
/* The reports for people. They read the result and compute nothing. */
#ifndef MAIXFIT_REPORT_REPORT_H
#define MAIXFIT_REPORT_REPORT_H

#include "../boot/boot.h"
#include "../core/text.h"
#include "../fit/result.h"

/* Findings: only what was assumed, is doubtful or is missing, for a caller that shows no report. */
enum mf_view_kind { MF_SHOW_VERDICT, MF_SHOW_INSPECT, MF_SHOW_STATUS, MF_SHOW_FINDINGS };

struct mf_text_style {
    bool color;
    bool verbose; /* nothing folded */
};

/* Each adds to `out` and returns false only for lack of memory. */
bool mf_report_text(const struct mf_result *result, enum mf_view_kind kind,
                    const struct mf_text_style *style, struct mf_text *out);

/* Models judged one by one; `worst` holds what was found of the folders and archives. */
bool mf_report_each_text(const struct mf_result *const *results, size_t count,
                         const struct mf_result *worst, struct mf_text *out);

/* /boot/configs: `message` is the first line, `diff` may be NULL. */
struct mf_config_view {
    const struct mf_boot *boot;
    const char *path;
    const char *backup;
    const char *diff;
    const char *message;
    int status;
    bool dry_run;
};

bool mf_config_text(const struct mf_config_view *view, const struct mf_text_style *style,
                    struct mf_text *out);

bool mf_devices_text(const struct mf_device_list *devices, const struct mf_text_style *style,
                     struct mf_text *out);
bool mf_sensors_text(const struct mf_pipeline_data_list *data, const struct mf_text_style *style,
                     struct mf_text *out);

#endif
