// SPDX-License-Identifier: MIT
/* Reading the answers off the handle. */
#include <stdlib.h>

#include "handle.h"
#include "../core/checked.h"
#include "../core/text.h"
#include "../report/json.h"
#include "../report/report.h"

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
    bool known = fit && fit->result.demand.blocks.count > 0;
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

bool maixfit_pool_line_mib(const maixfit *fit, uint64_t *mib)
{
    if (!fit || !mib || !fit->result.pool_line.possible)
        return false;
    *mib = fit->result.pool_line.value_mib;
    return true;
}

const char *maixfit_pool_line_message(const maixfit *fit)
{
    return fit ? fit->pool_line_message : "";
}

enum mf_reason mf_handle_pool_line_reason(const struct maixfit *fit)
{
    const struct mf_pool_line *line = &fit->result.pool_line;
    bool judged = line->possible || line->reason != MF_OK;
    return judged ? line->reason : fit->result.reason;
}

const char *maixfit_pool_line_reason(const maixfit *fit)
{
    return fit ? mf_reason_word(mf_handle_pool_line_reason(fit)) : "";
}

/* The pool is split now: what that does to the value. */
static const char *split_warning(struct maixfit *fit, const struct mf_pool_line *line)
{
    if (!line->is_split)
        return "";
    if (line->split_mib == 0)
        return mf_arena_format(&fit->results,
                               _("The pool is split now. %llu is enough in one piece, as after a "
                                 "reboot; were it split so again, no value would be."),
                               (unsigned long long)line->value_mib);
    return mf_arena_format(
        &fit->results,
        _("The pool is split now. %llu is enough in one piece, as after a reboot; "
          "were it split so again, %llu would be."),
        (unsigned long long)line->value_mib, (unsigned long long)line->split_mib);
}

/* What Linux keeps, where that is little or a smaller pool would give it nothing more. */
static const char *linux_warning(struct maixfit *fit, const struct mf_device *device,
                                 const struct mf_pool_line *line)
{
    char size[MF_SIZE_TEXT_MAX];
    uint64_t usable = mf_linux_left(&fit->result.supply, line);
    if (usable < MF_LINUX_COMFORT)
        return mf_arena_format(
            &fit->results,
            _("Linux keeps %llu MiB, of which about %s are free; expect it to run short."),
            (unsigned long long)line->linux_mib, mf_size_text(usable, size));
    if (!line->is_split && line->value_mib < line->advised_mib)
        return mf_arena_format(
            &fit->results,
            _("Linux uses %llu MiB at most on %s, so any value below %llu leaves memory to nobody; "
              "the larger value does no harm."),
            (unsigned long long)device->linux_max_mib, device->id,
            (unsigned long long)line->advised_mib);
    return "";
}

static const char *pool_line_refusal(struct maixfit *fit, const struct mf_device *device,
                                     const struct mf_pool_line *line)
{
    char size[MF_SIZE_TEXT_MAX];
    if (line->reason == MF_WRONG_CHIP || line->reason == MF_CONTEXT_TOO_LONG)
        return fit->result.message;
    if (!device)
        return _("which board this is, is unknown; give --device");
    if (line->reason == MF_CAMERA_UNKNOWN)
        return mf_arena_format(&fit->results,
                               _("what a camera or display takes on %s is not known, so no value "
                                 "can be told"),
                               device->id);
    if (line->reason == MF_NO_POOL_LINE)
        return mf_arena_format(&fit->results, _("%s has no maix_memory_cmm. %s"), device->id,
                               device->adjust ? _(device->adjust) : "");
    if (line->reason == MF_NO_LEGAL_VALUE)
        return mf_arena_format(&fit->results,
                               _("no legal maix_memory_cmm is enough on %s: the largest is %llu, "
                                 "and %s would still be "
                                 "missing"),
                               device->id, (unsigned long long)device->legal_max_mib,
                               mf_size_text(line->shortfall, size));
    if (line->reason == MF_USER_MEMORY)
        return mf_arena_format(
            &fit->results,
            _("the pool could be made large enough, but then Linux lacks %s to load the model"),
            mf_size_text(line->shortfall, size));
    return _("how much of the pool is in use is unknown, so no value can be told");
}

/* Two sentences, of which either may be "" (or NULL, without memory). */
static const char *join(struct maixfit *fit, const char *first, const char *second)
{
    if (!first || !second)
        return NULL;
    if (first[0] == '\0')
        return second;
    return second[0] == '\0' ? first : mf_arena_format(&fit->results, "%s %s", first, second);
}

bool mf_handle_tell_pool_line(struct maixfit *fit)
{
    const struct mf_pool_line *line = &fit->result.pool_line;
    const struct mf_device *device = fit->result.supply.device;
    if (fit->result.status == MAIXFIT_STATUS_BAD_MODEL ||
        fit->result.status == MAIXFIT_STATUS_USAGE)
        fit->pool_line_message = fit->result.message;
    else if (!line->possible)
        fit->pool_line_message = pool_line_refusal(fit, device, line);
    else
        fit->pool_line_message =
            join(fit, split_warning(fit, line),
                 join(fit, linux_warning(fit, device, line), mf_handle_boot_warning(fit)));
    return fit->pool_line_message ? true : mf_fail_memory(&fit->error);
}

const char *maixfit_problem(const maixfit *fit, unsigned index)
{
    return fit && index < fit->problem_count ? fit->problems[index] : NULL;
}

static struct mf_config_view config_view(const struct maixfit *fit)
{
    const struct mf_config *config = &fit->config;
    return (struct mf_config_view){.boot = &config->boot,
                                   .path = config->path,
                                   .backup = config->backup,
                                   .diff = config->diff,
                                   .message = config->message,
                                   .status = config->status,
                                   .dry_run = config->dry_run};
}

/* A report tells of one call, and where that was not made there is nothing to tell. */
static bool was_done(const struct maixfit *fit, enum maixfit_report report)
{
    switch (report) {
    case MAIXFIT_REPORT_VERDICT:
        return fit->evaluation == MF_JUDGED;
    case MAIXFIT_REPORT_EACH:
        return fit->evaluation == MF_JUDGED_EACH;
    case MAIXFIT_REPORT_INSPECT:
        return fit->evaluation == MF_INSPECTED;
    case MAIXFIT_REPORT_STATUS:
        return fit->evaluation == MF_PROBED;
    case MAIXFIT_REPORT_FINDINGS:
        return fit->evaluation != MF_NO_EVALUATION;
    case MAIXFIT_REPORT_CONFIG:
        return fit->config.message != NULL;
    case MAIXFIT_REPORT_DEVICES:
    case MAIXFIT_REPORT_SENSORS:
        return true;
    }
    return false;
}

static bool write_text(const struct maixfit *fit, enum maixfit_report report, unsigned format,
                       struct mf_text *out)
{
    struct mf_text_style style = {(format & MAIXFIT_COLOR) != 0, (format & MAIXFIT_VERBOSE) != 0};
    switch (report) {
    case MAIXFIT_REPORT_VERDICT:
        return mf_report_text(&fit->result, MF_SHOW_VERDICT, &style, out);
    case MAIXFIT_REPORT_INSPECT:
        return mf_report_text(&fit->result, MF_SHOW_INSPECT, &style, out);
    case MAIXFIT_REPORT_STATUS:
        return mf_report_text(&fit->result, MF_SHOW_STATUS, &style, out);
    case MAIXFIT_REPORT_FINDINGS:
        return mf_report_text(&fit->result, MF_SHOW_FINDINGS, &style, out);
    case MAIXFIT_REPORT_EACH:
        if (fit->each_count == 0) /* it was given up: the message tells why */
            return mf_report_text(&fit->result, MF_SHOW_VERDICT, &style, out);
        return mf_report_each_text((const struct mf_result *const *)fit->each, fit->each_count,
                                   &fit->result, out);
    case MAIXFIT_REPORT_DEVICES:
        return mf_devices_text(&fit->devices, &style, out);
    case MAIXFIT_REPORT_SENSORS:
        return mf_sensors_text(&fit->pipeline_data, &style, out);
    case MAIXFIT_REPORT_CONFIG: {
        struct mf_config_view view = config_view(fit);
        return mf_config_text(&view, &style, out);
    }
    }
    return false;
}

static bool write_json(const struct maixfit *fit, enum maixfit_report report, struct mf_text *out)
{
    switch (report) {
    case MAIXFIT_REPORT_VERDICT:
        return mf_report_json(&fit->result, MF_SHOW_VERDICT, MAIXFIT_VERSION, out);
    case MAIXFIT_REPORT_INSPECT:
        return mf_report_json(&fit->result, MF_SHOW_INSPECT, MAIXFIT_VERSION, out);
    case MAIXFIT_REPORT_STATUS:
        return mf_report_json(&fit->result, MF_SHOW_STATUS, MAIXFIT_VERSION, out);
    case MAIXFIT_REPORT_FINDINGS:
        return mf_report_json(&fit->result, MF_SHOW_FINDINGS, MAIXFIT_VERSION, out);
    case MAIXFIT_REPORT_EACH:
        return mf_report_each_json((const struct mf_result *const *)fit->each, fit->each_count,
                                   &fit->result, MAIXFIT_VERSION, out);
    case MAIXFIT_REPORT_DEVICES:
        return mf_devices_json(&fit->devices, MAIXFIT_VERSION, out);
    case MAIXFIT_REPORT_SENSORS:
        return mf_sensors_json(&fit->pipeline_data, MAIXFIT_VERSION, out);
    case MAIXFIT_REPORT_CONFIG: {
        struct mf_config_view view = config_view(fit);
        return mf_config_json(&view, MAIXFIT_VERSION, out);
    }
    }
    return false;
}

char *maixfit_report_text(const maixfit *fit, enum maixfit_report report, unsigned format)
{
    struct mf_text out = {0};
    if (!fit || !was_done(fit, report))
        return NULL;
    bool ok = (format & MAIXFIT_JSON) != 0 ? write_json(fit, report, &out)
                                           : write_text(fit, report, format, &out);
    if (ok && !out.failed)
        return out.bytes;
    mf_text_free(&out);
    return NULL;
}

void maixfit_string_free(char *string)
{
    free(string);
}
