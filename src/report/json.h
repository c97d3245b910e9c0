// SPDX-License-Identifier: MIT
/* The reports for programs: one JSON object each, as docs/maixfit.schema.json describes. */
#ifndef MAIXFIT_REPORT_JSON_H
#define MAIXFIT_REPORT_JSON_H

#include "report.h"

/* Each adds pretty-printed JSON with a final newline and returns false only for lack of memory. */
bool mf_report_json(const struct mf_result *result, enum mf_view_kind kind,
                    const char *tool_version, struct mf_text *out);

/* `worst` is the result whose verdict and status stand for all. */
bool mf_report_each_json(const struct mf_result *const *results, size_t count,
                         const struct mf_result *worst, const char *tool_version,
                         struct mf_text *out);

bool mf_config_json(const struct mf_config_view *view, const char *tool_version,
                    struct mf_text *out);
bool mf_devices_json(const struct mf_device_list *devices, const char *tool_version,
                     struct mf_text *out);
bool mf_sensors_json(const struct mf_pipeline_data_list *data, const char *tool_version,
                     struct mf_text *out);

#endif
