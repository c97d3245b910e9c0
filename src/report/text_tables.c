// SPDX-License-Identifier: MIT
/* Tables: many verdicts, boards, sensors. */
#include <stdio.h>

#include "../core/checked.h"
#include "issues.h"
#include "layout.h"
#include "../core/clean.h"
#include "../core/i18n.h"
#include "../core/print.h"

#define VERDICT_COLUMNS ((size_t)13)
#define SIZE_COLUMNS    ((size_t)9)
#define BOARD_COLUMNS   ((size_t)22)
#define WIDE_FROM       ((size_t)80) /* columns of a line that holds all in one row */
#define FILES_SHOWN     ((size_t)3)  /* findings on one folder or archive */

bool mf_rows_head(const struct mf_report *report, struct mf_text *out)
{
    mf_put_cell(out, _("verdict"), VERDICT_COLUMNS);
    mf_put_right(out, _("needs"), SIZE_COLUMNS);
    mf_put_right(out, _("left MiB"), SIZE_COLUMNS);
    if (mf_line_columns(out) < WIDE_FROM) {
        mf_text_add(out, "\n");
        return !out->failed;
    }
    mf_text_add(out, "  ");
    if (report->shows_boards)
        mf_put_cell(out, _("board"), BOARD_COLUMNS + 2);
    mf_text_add(out, _("model"));
    mf_text_add(out, "\n");
    return !out->failed;
}

static void put_indented(struct mf_text *out, const struct mf_finding_list *findings, size_t most)
{
    for (size_t i = 0; i < findings->count && i < most; i++) {
        const struct mf_finding *finding = &findings->items[i];
        struct mf_text line = {0};
        mf_text_format(&line, "%s: %s%s%s", _(mf_severity_word(finding->severity)),
                       finding->path ? finding->path : "", finding->path ? ": " : "",
                       finding->text);
        mf_put_paragraph(out, "    ", &line);
    }
    if (findings->count > most)
        mf_text_format(out, _("    and %zu more; -v lists them\n"), findings->count - most);
}

/* What the figures of the row do not say. */
static bool says_more(const struct mf_result *result)
{
    return result->verdict != MF_VERDICT_FITS && result->reason != MF_TOO_BIG;
}

/* What was found wrong; with -v, all that was found. */
static void put_trouble(struct mf_text *out, const struct mf_report *report)
{
    const struct mf_result *result = report->result;
    const char *why = mf_result_why(result) ? result->why : result->message;
    if (says_more(result) || result->other_image_count > 0)
        mf_put_wrapped(out, "    ", why ? mf_shown(why) : "");
    if (result->model_count > 0 && report->verbose) /* else what was refused is the message */
        put_indented(out, &result->findings, SIZE_MAX);
}

/* What is to be said of a folder or archive stands above its first model. */
static void put_files(struct mf_text *out, const struct mf_report *report)
{
    if (report->first_of_path)
        put_indented(out, &report->result->findings_of_files,
                     report->verbose ? SIZE_MAX : FILES_SHOWN);
}

/* What stays free, or with a minus what is missing. */
static void put_left(struct mf_text *out, const struct mf_result *result)
{
    char number[MF_SIZE_TEXT_MAX];
    char text[MF_SIZE_TEXT_MAX + 4];
    const struct mf_supply *supply = &result->supply;
    const struct mf_amount *room = supply->free.known ? &supply->free : &supply->total;
    bool lacks = result->reason == MF_TOO_BIG && room->known;
    if (lacks)
        mf_mib_number(result->demand.npu_bytes - room->bytes, number);
    else if (result->left.known)
        mf_mib_number(result->left.bytes, number);
    else
        snprintf(number, sizeof number, "%s", mf_need_is_known(result) ? "-" : "?");
    snprintf(text, sizeof text, lacks ? "-%s" : "%s", number);
    mf_put_right(out, text, SIZE_COLUMNS);
}

/* What the row is of: behind its figures, or where the line is narrow in lines of its own. */
static void put_names(struct mf_text *out, const struct mf_report *report)
{
    const size_t start = VERDICT_COLUMNS + 2 * SIZE_COLUMNS + 2;
    struct mf_text models = {0};
    bool is_wide = mf_line_columns(out) >= WIDE_FROM;
    mf_put_subject(&models, report->result);
    mf_text_add(&models, "");
    if (report->shows_boards && !is_wide) {
        mf_text_add(out, "\n");
        mf_put_wrapped(out, "  ", mf_board_name(report->result));
    } else if (!is_wide) {
        mf_text_add(out, "\n");
    }
    mf_text_add(out, "  ");
    if (report->shows_boards && is_wide)
        mf_put_cell(out, mf_board_name(report->result), BOARD_COLUMNS + 2);
    mf_put_wrapped_at(out, models.bytes ? models.bytes : "",
                      !is_wide ? 2 : start + (report->shows_boards ? BOARD_COLUMNS + 2 : 0));
    mf_text_end(&models, out);
}

bool mf_rows_item(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    char number[MF_SIZE_TEXT_MAX] = "?";
    put_files(out, report);
    if (mf_need_is_known(result))
        mf_mib_number(result->demand.npu_bytes, number);
    mf_put_verdict(out, result, report->color, VERDICT_COLUMNS);
    mf_put_right(out, number, SIZE_COLUMNS);
    put_left(out, result);
    put_names(out, report);
    put_trouble(out, report);
    return !out->failed;
}

/* The board of all, where it was assumed; a single verdict says so in its line of what was. */
static void put_taken(struct mf_text *out, const struct mf_finding_list *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct mf_finding *finding = &findings->items[i];
        if (mf_same_text(finding->code, "device-assumed") ||
            mf_same_text(finding->code, "device-candidates"))
            mf_put_finding(out, finding);
    }
}

bool mf_rows_tail(const struct mf_report *report, struct mf_text *out)
{
    mf_text_add(out, "\n");
    mf_put_wrapped(out, "", report->result->message ? report->result->message : "");
    for (size_t i = 0; report->verbose && i < report->boards->count; i++) {
        const struct mf_report_board *board = &report->boards->items[i];
        const struct mf_finding_list *lists[] = {&board->supply.findings, &board->findings};
        mf_text_add(out, "\n");
        mf_put_supply(out, &board->supply);
        mf_put_findings(out, lists, 2);
    }
    for (size_t i = 0; !report->verbose && i < report->boards->count; i++)
        put_taken(out, &report->boards->items[i].supply.findings);
    if (!report->verbose)
        mf_put_board_warnings(out, report->boards);
    return !out->failed;
}

/* "3072", "26.8", "0" */
static void put_mib(struct mf_text *out, uint64_t bytes, size_t columns)
{
    char text[MF_SIZE_TEXT_MAX];
    unsigned long long whole = bytes / MF_MIB;
    unsigned long long tenths = bytes % MF_MIB * 10 / MF_MIB;
    if (tenths > 0)
        snprintf(text, sizeof text, "%llu.%llu", whole, tenths);
    else
        snprintf(text, sizeof text, "%llu", whole);
    mf_put_right(out, text, columns);
}

#define DEVICE_ID_COLUMNS     ((size_t)27)
#define DEVICE_FIGURE_COLUMNS ((size_t)35) /* all others up to its title */
#define SENSOR_COLUMNS        ((size_t)45) /* up to where the figure is from */

static void put_device(struct mf_text *out, const struct mf_device *device)
{
    char text[64] = "-";
    mf_put_cell(out, device->name, DEVICE_ID_COLUMNS);
    mf_put_cell(out, device->chip, 8);
    mf_put_cell(out, mf_kind_title(device->kind), 5);
    put_mib(out, device->ram_mib * MF_MIB, 5);
    put_mib(out, device->pool_bytes, 7);
    if (device->legal_max_mib > 0)
        snprintf(text, sizeof text, "%llu-%llu", (unsigned long long)device->legal_min_mib,
                 (unsigned long long)device->legal_max_mib);
    mf_put_right(out, text, 8);
    mf_text_add(out, "  ");
    mf_put_wrapped_at(out, _(device->is_usual ? device->title : device->image_title),
                      DEVICE_ID_COLUMNS + DEVICE_FIGURE_COLUMNS);
}

bool mf_devices_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_device_list *devices = report->devices;
    mf_put_cell(out, _("id"), DEVICE_ID_COLUMNS);
    mf_put_cell(out, _("chip"), 8);
    mf_put_cell(out, _("kind"), 5);
    mf_put_right(out, _("RAM"), 5);
    mf_put_right(out, _("pool"), 7);
    mf_put_right(out, _("legal"), 8);
    mf_text_add(out, _("  board (all in MiB)"));
    mf_text_add(out, "\n");
    for (size_t i = 0; i < devices->count; i++) {
        const struct mf_device *device = &devices->items[i];
        put_device(out, device);
        if (device->is_usual && device->image)
            mf_text_format(out, _("  %s@%s means %s: %s\n"), device->id, device->image,
                           device->name, _(device->image_title));
        for (size_t k = 0; device->is_usual && k < device->aliases.count; k++)
            mf_text_format(out, _("  %s means %s\n"), device->aliases.items[k], device->name);
    }
    return !out->failed;
}

/* The sensor that is assumed where none is named is marked. */
static void put_sensor_source(struct mf_text *out, const struct mf_sensor_info *info)
{
    struct mf_text text = {0};
    if (info->is_default)
        mf_text_format(&text, _("%s (assumed)"), _(info->source));
    else
        mf_text_add(&text, _(info->source));
    mf_put_wrapped_at(out, text.bytes ? text.bytes : "", SENSOR_COLUMNS);
    mf_text_end(&text, out);
}

static bool put_sensor(struct mf_text *out, const struct mf_pipeline_data *data, size_t index)
{
    struct mf_arena scratch = {0};
    struct mf_error ignored;
    struct mf_sensor_info info;
    char text[64];
    bool ok = mf_pipeline_sensor(&scratch, data, index, &info, &ignored);
    if (ok) {
        mf_put_cell(out, mf_pipeline_id(data), 10);
        mf_put_cell(out, info.name, 12);
        snprintf(text, sizeof text, "%llux%llu", (unsigned long long)info.width,
                 (unsigned long long)info.height);
        mf_put_cell(out, text, 11);
        mf_put_right(out, mf_mib_number(info.pool_bytes, text), 10);
        mf_text_add(out, "  ");
        put_sensor_source(out, &info);
    }
    mf_arena_free(&scratch);
    return ok;
}

bool mf_sensors_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_pipeline_data_list *data = report->pipelines;
    mf_put_cell(out, _("family"), 10);
    mf_put_cell(out, _("sensor"), 12);
    mf_put_cell(out, _("pixels"), 11);
    mf_put_right(out, _("pools MiB"), 10);
    mf_text_add(out, _("  from"));
    mf_text_add(out, "\n");
    for (size_t i = 0; i < data->count; i++) {
        for (size_t k = 0; k < mf_pipeline_sensor_count(data->items[i]); k++) {
            if (!put_sensor(out, data->items[i], k))
                return false;
        }
    }
    return !out->failed;
}
