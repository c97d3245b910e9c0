// SPDX-License-Identifier: MIT
/* Written by scripts/words.py; change scripts/interface.json. */
// clang-format off

#include "names.h"

static const char *const options[] = {
    [MAIXFIT_MODEL] = "model",
    [MAIXFIT_CAMERA] = "camera",
    [MAIXFIT_SENSOR] = "sensor",
    [MAIXFIT_DISPLAY] = "display",
    [MAIXFIT_ENCODE] = "encode",
    [MAIXFIT_DECODE] = "decode",
    [MAIXFIT_AUDIO] = "audio",
    [MAIXFIT_DEVICE] = "device",
    [MAIXFIT_SYSROOT] = "sysroot",
    [MAIXFIT_FREE] = "free",
    [MAIXFIT_POOL] = "pool",
    [MAIXFIT_MARGIN] = "margin",
    [MAIXFIT_STRICT] = "strict",
    [MAIXFIT_PROFILE] = "profile",
    [MAIXFIT_RUNNER] = "runner",
    [MAIXFIT_DUAL_BUFF] = "dual-buff",
    [MAIXFIT_AI_ISP] = "ai-isp",
    [MAIXFIT_CONTEXT] = "context",
    [MAIXFIT_DYNAMIC_LAYERS] = "dynamic-layers",
    [MAIXFIT_COLOR] = "color",
    [MAIXFIT_VERBOSE] = "verbose",
    [MAIXFIT_EACH] = "each",
    [MAIXFIT_WIDTH] = "width",
    [MAIXFIT_LANGUAGE] = "language",
    [MAIXFIT_INSIDE] = "inside",
    [MAIXFIT_NO_ASSUME] = "no-assume",
    [MAIXFIT_MAX_NEED] = "max-need",
    [MAIXFIT_BASELINE] = "baseline",
    [MAIXFIT_MAX_GROWTH] = "max-growth",
    [MAIXFIT_POLICY] = "policy",
    [MAIXFIT_CHECK] = "check",
    [MAIXFIT_MINIMUM] = "minimum",
    [MAIXFIT_ASCII] = "ascii",
    [MAIXFIT_EXPLAIN] = "explain",
};

const char *maixfit_option_name(enum maixfit_option option)
{
    return (size_t)option < sizeof options / sizeof options[0] ? options[option] : NULL;
}

static const char *const reports[] = {
    [MAIXFIT_REPORT_VERDICT] = "verdict",
    [MAIXFIT_REPORT_INSPECT] = "inspect",
    [MAIXFIT_REPORT_STATUS] = "status",
    [MAIXFIT_REPORT_DEVICES] = "devices",
    [MAIXFIT_REPORT_SENSORS] = "sensors",
    [MAIXFIT_REPORT_CONFIG] = "config",
    [MAIXFIT_REPORT_FINDINGS] = "findings",
    [MAIXFIT_REPORT_CAPTURE] = "capture",
    [MAIXFIT_REPORT_HEAD] = "head",
    [MAIXFIT_REPORT_ITEM] = "item",
    [MAIXFIT_REPORT_TAIL] = "tail",
    [MAIXFIT_REPORT_EXPLAIN] = "explain",
};

const char *maixfit_report_name(enum maixfit_report report)
{
    return (size_t)report < sizeof reports / sizeof reports[0] ? reports[report] : NULL;
}

static const char *const formats[] = {
    [MAIXFIT_TEXT] = "text",
    [MAIXFIT_JSON] = "json",
    [MAIXFIT_JSONL] = "jsonl",
    [MAIXFIT_LINE] = "line",
    [MAIXFIT_SARIF] = "sarif",
    [MAIXFIT_JUNIT] = "junit",
    [MAIXFIT_MARKDOWN] = "markdown",
    [MAIXFIT_GITHUB] = "github",
};

const char *maixfit_format_name(enum maixfit_format format)
{
    return (size_t)format < sizeof formats / sizeof formats[0] ? formats[format] : NULL;
}

static const char *const figures[] = {
    [MAIXFIT_FIGURE_DEMAND_NPU_BYTES] = "demand.npu_bytes",
    [MAIXFIT_FIGURE_DEMAND_NPU_STEADY_BYTES] = "demand.npu_steady_bytes",
    [MAIXFIT_FIGURE_DEMAND_NPU_LARGEST_BLOCK] = "demand.npu_largest_block",
    [MAIXFIT_FIGURE_DEMAND_USER_PEAK_BYTES] = "demand.user_peak_bytes",
    [MAIXFIT_FIGURE_DEMAND_MARGIN_BYTES] = "demand.margin_bytes",
    [MAIXFIT_FIGURE_SUPPLY_TOTAL] = "supply.total",
    [MAIXFIT_FIGURE_SUPPLY_USED] = "supply.used",
    [MAIXFIT_FIGURE_SUPPLY_FREE] = "supply.free",
    [MAIXFIT_FIGURE_SUPPLY_LARGEST_HOLE] = "supply.largest_hole",
    [MAIXFIT_FIGURE_SUPPLY_REFUSED] = "supply.refused",
    [MAIXFIT_FIGURE_SUPPLY_LEAKED] = "supply.leaked",
    [MAIXFIT_FIGURE_SUPPLY_RECLAIMED] = "supply.reclaimed",
    [MAIXFIT_FIGURE_SUPPLY_USER_TOTAL] = "supply.user_total",
    [MAIXFIT_FIGURE_SUPPLY_USER_AVAILABLE] = "supply.user_available",
    [MAIXFIT_FIGURE_SUPPLY_LINUX_MEM] = "supply.linux_mem",
    [MAIXFIT_FIGURE_LARGEST_CONTEXT] = "largest_context",
    [MAIXFIT_FIGURE_PLAN_MISSING_BYTES] = "plan.missing_bytes",
    [MAIXFIT_FIGURE_POOL_LINE_MIB] = "pool_line.mib",
    [MAIXFIT_FIGURE_POOL_LINE_LEAST_MIB] = "pool_line.least_mib",
};

const char *maixfit_figure_name(enum maixfit_figure figure)
{
    return (size_t)figure < sizeof figures / sizeof figures[0] ? figures[figure] : NULL;
}

static const char *const lists[] = {
    [MAIXFIT_LIST_MODELS] = "models",
    [MAIXFIT_LIST_ADVICE] = "advice",
    [MAIXFIT_LIST_FINDINGS] = "findings",
    [MAIXFIT_LIST_REQUEST] = "request",
    [MAIXFIT_LIST_HOLES] = "holes",
    [MAIXFIT_LIST_OWNERS] = "owners",
    [MAIXFIT_LIST_PROCESSES] = "processes",
};

const char *maixfit_list_name(enum maixfit_list list)
{
    return (size_t)list < sizeof lists / sizeof lists[0] ? lists[list] : NULL;
}

static const char *const fields[] = {
    [MAIXFIT_FIELD_PATH] = "path",
    [MAIXFIT_FIELD_FORMAT] = "format",
    [MAIXFIT_FIELD_NAME] = "name",
    [MAIXFIT_FIELD_CHIP] = "chip",
    [MAIXFIT_FIELD_NPU_BYTES] = "npu_bytes",
    [MAIXFIT_FIELD_FILE_BYTES] = "file_bytes",
    [MAIXFIT_FIELD_ACTION] = "action",
    [MAIXFIT_FIELD_TEXT] = "text",
    [MAIXFIT_FIELD_OPTION] = "option",
    [MAIXFIT_FIELD_VALUE] = "value",
    [MAIXFIT_FIELD_GAINS_BYTES] = "gains_bytes",
    [MAIXFIT_FIELD_ENOUGH] = "enough",
    [MAIXFIT_FIELD_CODE] = "code",
    [MAIXFIT_FIELD_SEVERITY] = "severity",
    [MAIXFIT_FIELD_LINE] = "line",
    [MAIXFIT_FIELD_ASSUMED] = "assumed",
    [MAIXFIT_FIELD_START] = "start",
    [MAIXFIT_FIELD_BYTES] = "bytes",
    [MAIXFIT_FIELD_BLOCKS] = "blocks",
    [MAIXFIT_FIELD_PID] = "pid",
    [MAIXFIT_FIELD_STATE] = "state",
    [MAIXFIT_FIELD_CHANGE] = "change",
};

const char *maixfit_field_name(enum maixfit_field field)
{
    return (size_t)field < sizeof fields / sizeof fields[0] ? fields[field] : NULL;
}
