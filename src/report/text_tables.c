// SPDX-License-Identifier: MIT
/* `--each`, `devices` and `sensors`. */
#include <stdio.h>

#include "../core/checked.h"
#include "layout.h"
#include "../core/clean.h"

static const char *path_of(const struct mf_result *result)
{
    if (result->model_count > 0)
        return result->models[0]->path;
    return result->findings.count > 0 && result->findings.items[0].path
               ? result->findings.items[0].path
               : "?";
}

static void put_verdict_row(struct mf_text *out, const struct mf_result *result)
{
    char number[32] = "?";
    if (mf_need_is_known(result))
        snprintf(number, sizeof number, "%llu",
                 (unsigned long long)mf_ceil_div(result->demand.npu_bytes, MF_KIB));
    mf_put_cell(out, _(mf_verdict_word(result->verdict)), 14);
    mf_put_right(out, number, 12);
    mf_text_add(out, "  ");
    mf_put_clean(out, path_of(result), SIZE_MAX);
    mf_text_add(out, "\n");
    if (result->verdict != MF_VERDICT_FITS)
        mf_put_wrapped(out, "    ", result->message ? result->message : "");
    if (result->model_count == 0)
        return; /* refused: that is the message */
    for (size_t i = 0; i < result->findings.count; i++) {
        const struct mf_finding *finding = &result->findings.items[i];
        char lead[32];
        snprintf(lead, sizeof lead, "    %s: ", _(mf_severity_word(finding->severity)));
        mf_put_wrapped(out, lead, finding->text);
    }
}

/* Was the board of results[index] shown with an earlier one? */
static bool board_is_shown(const struct mf_result *const *results, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (results[i]->supply.device == results[index]->supply.device &&
            results[i]->supply.origin == results[index]->supply.origin)
            return true;
    }
    return results[index]->supply.origin == MF_ORIGIN_NONE;
}

/* What was judged against, each board once, and what is to be said of it. */
static void put_boards(struct mf_text *out, const struct mf_result *const *results, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct mf_finding_list *lists[] = {&results[i]->supply.findings,
                                                 &results[i]->pipelines.findings};
        if (board_is_shown(results, i))
            continue;
        mf_text_add(out, "\n");
        mf_put_supply(out, &results[i]->supply);
        mf_put_findings(out, lists, 2);
    }
}

bool mf_each_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *const *results = report->each;
    size_t count = report->each_count;
    const struct mf_finding_list *files = &report->result->findings_of_files;
    size_t fitting = 0;
    if (count == 0)
        return mf_verdict_text(report, out); /* it was given up: the message says why */
    for (size_t i = 0; i < count; i++)
        fitting += results[i]->status == 0;
    mf_text_format(out, _("%zu of %zu models fit, each alone."), fitting, count);
    mf_text_add(out, "\n\n");
    mf_put_cell(out, _("verdict"), 14);
    mf_put_right(out, _("needs KiB"), 12);
    mf_text_add(out, "  ");
    mf_text_add(out, _("model"));
    mf_text_add(out, "\n");
    for (size_t i = 0; i < count; i++)
        put_verdict_row(out, results[i]);
    put_boards(out, results, count);
    if (files->count > 0)
        mf_text_add(out, "\n");
    mf_put_findings(out, &files, 1);
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

static void put_device(struct mf_text *out, const struct mf_device *device)
{
    char text[64] = "-";
    mf_put_cell(out, device->name, 28);
    mf_put_cell(out, device->chip, 8);
    mf_put_cell(out, mf_kind_title(device->kind), 5);
    put_mib(out, device->ram_mib * MF_MIB, 5);
    put_mib(out, device->pool_bytes, 6);
    if (device->legal_max_mib > 0)
        snprintf(text, sizeof text, "%llu-%llu", (unsigned long long)device->legal_min_mib,
                 (unsigned long long)device->legal_max_mib);
    mf_put_right(out, text, 8);
    mf_text_add(out, "  ");
    mf_put_clean(out, device->is_usual ? device->title : device->image_title, 38);
    mf_text_add(out, "\n");
}

bool mf_devices_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_device_list *devices = report->devices;
    mf_put_cell(out, _("id"), 28);
    mf_put_cell(out, _("chip"), 8);
    mf_put_cell(out, _("pool"), 5);
    mf_put_right(out, _("RAM"), 5);
    mf_put_right(out, _("pool"), 6);
    mf_put_right(out, _("legal"), 8);
    mf_text_add(out, _("  board (MiB; legal: maix_memory_cmm)"));
    mf_text_add(out, "\n");
    for (size_t i = 0; i < devices->count; i++) {
        const struct mf_device *device = &devices->items[i];
        put_device(out, device);
        for (size_t k = 0; device->is_usual && k < device->aliases.count; k++)
            mf_text_format(out, _("  %s means %s\n"), device->aliases.items[k], device->name);
    }
    return !out->failed;
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
        snprintf(text, sizeof text, "%llu", (unsigned long long)(info.pool_bytes / MF_KIB));
        mf_put_right(out, text, 10);
        mf_text_add(out, "  ");
        mf_put_clean(out, info.source, 38);
        mf_text_add(out, info.is_default ? _(" (assumed)") : "");
        mf_text_add(out, "\n");
    }
    mf_arena_free(&scratch);
    return ok;
}

bool mf_sensors_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_pipeline_data_list *families = report->pipelines;
    mf_put_cell(out, _("family"), 10);
    mf_put_cell(out, _("sensor"), 12);
    mf_put_cell(out, _("pixels"), 11);
    mf_put_right(out, _("pools KiB"), 10);
    mf_text_add(out, _("  from"));
    mf_text_add(out, "\n");
    for (size_t i = 0; i < families->count; i++) {
        const struct mf_pipeline_data *data;
        struct mf_error ignored;
        if (!mf_pipeline_at(families, i, &data, &ignored))
            return false;
        for (size_t k = 0; k < mf_pipeline_sensor_count(data); k++) {
            if (!put_sensor(out, data, k))
                return false;
        }
    }
    return !out->failed;
}
