// SPDX-License-Identifier: MIT
/* `config check` and `config set`. No line's value is shown but the key's. */
#include <stdio.h>

#include "json_write.h"
#include "layout.h"
#include "../core/clean.h"
#include "../core/i18n.h"
#include "../core/print.h"

static void put_uboot(struct mf_text *out, const struct mf_boot *boot)
{
    const struct mf_uboot *uboot = &boot->uboot;
    char text[160];
    if (uboot->line == 0)
        mf_print(text, sizeof text, _("finds no line: its default"));
    else if (uboot->undefined)
        mf_print(text, sizeof text, _("line %llu has no `=`: what it does is undefined"),
                 (unsigned long long)uboot->line);
    else if (uboot->in_comment)
        mf_print(text, sizeof text, _("line %llu is a comment: its default"),
                 (unsigned long long)uboot->line);
    else if (uboot->is_borrowed)
        mf_print(text, sizeof text,
                 uboot->accepted ? _("line %llu: the number of other text on it")
                                 : _("line %llu: the number of other text on it, not accepted: its "
                                     "default"),
                 (unsigned long long)uboot->line);
    else
        mf_print(text, sizeof text,
                 uboot->accepted ? _("line %llu: %d")
                                 : _("line %llu: %d, not accepted: its default"),
                 (unsigned long long)uboot->line, uboot->value);
    mf_put_fact(out, "U-Boot", text);
}

static void put_amount(struct mf_text *out, const char *label, bool known, uint64_t mib)
{
    char text[64];
    if (known)
        snprintf(text, sizeof text, "%llu MiB", (unsigned long long)mib);
    else
        mf_print(text, sizeof text, "%s", _("unknown"));
    mf_put_fact(out, label, text);
}

static void put_facts(struct mf_text *out, const struct mf_boot *boot)
{
    put_uboot(out, boot);
    mf_put_fact(out, _("boot script"),
                !boot->shell.undecidable && boot->script_value ? boot->script_value
                : boot->shell.undecidable                      ? _("unknown")
                                                               : _("finds no value"));
    put_amount(out, "RAM", true, boot->board.ram_mib);
    put_amount(out, "Linux", !boot->uboot.undefined, boot->uboot.linux_mib);
    put_amount(out, _("pool"), boot->known, boot->pool_mib);
    if (boot->overlap_mib > 0)
        put_amount(out, _("both"), true, boot->overlap_mib);
    if (boot->lost_mib > 0)
        put_amount(out, _("neither"), true, boot->lost_mib);
}

static const char *color_of(const struct mf_config_result *config)
{
    return config->status == 0 ? "\033[32m" : "\033[31m";
}

bool mf_config_text(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_config_result *config = report->config;
    const struct mf_finding_list *lists[] = {&config->boot.findings};
    mf_put_title(out, report->color ? color_of(config) : NULL, config->message);
    if (config->boot.board.ram_mib > 0) {
        mf_text_add(out, "\n");
        put_facts(out, &config->boot);
    }
    if (config->dry_run && config->diff) {
        mf_text_add(out, "\n");
        mf_text_add(out, config->diff);
    }
    if (config->boot.findings.count > 0) {
        mf_text_add(out, "\n");
        mf_put_findings(out, lists, 1);
    }
    return !out->failed;
}

static void put_uboot_json(struct mf_json_writer *writer, cJSON *root, const struct mf_boot *boot)
{
    bool defined = !boot->uboot.undefined;
    cJSON *uboot = mf_json_object(writer, root, "uboot");
    if (defined && !boot->uboot.is_borrowed)
        mf_json_put_signed(writer, uboot, "value", boot->uboot.value);
    else
        mf_json_put_null(writer, uboot, "value");
    mf_json_put_flag(writer, uboot, "accepted", boot->uboot.accepted);
    mf_json_put_amount(writer, uboot, "linux_mib",
                       (struct mf_amount){defined, boot->uboot.linux_mib});
    mf_json_put_amount(writer, uboot, "line",
                       (struct mf_amount){boot->uboot.line > 0, boot->uboot.line});
}

/* Where the file could not be read, all of this is null. */
static void put_readers(struct mf_json_writer *writer, cJSON *root, const struct mf_boot *boot)
{
    bool read = boot->board.ram_mib > 0;
    mf_json_put_amount(writer, root, "ram_mib", (struct mf_amount){read, boot->board.ram_mib});
    if (read) {
        put_uboot_json(writer, root, boot);
        cJSON *script = mf_json_object(writer, root, "script");
        mf_json_put_string(writer, script, "value",
                           boot->shell.undecidable ? NULL : boot->script_value);
        mf_json_put_amount(writer, script, "pool_mib",
                           (struct mf_amount){boot->known, boot->pool_mib});
    } else {
        mf_json_put_null(writer, root, "uboot");
        mf_json_put_null(writer, root, "script");
    }
    mf_json_put_amount(writer, root, "overlap_mib",
                       (struct mf_amount){boot->known, boot->overlap_mib});
    mf_json_put_amount(writer, root, "lost_mib", (struct mf_amount){boot->known, boot->lost_mib});
}

bool mf_config_json(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_config_result *config = report->config;
    struct mf_json_writer writer = {false};
    const struct mf_boot *boot = &config->boot;
    cJSON *root = mf_json_root(&writer, report);
    mf_json_put_number(&writer, root, "status", (uint64_t)config->status);
    mf_json_put_shown(&writer, root, "message", config->message);
    mf_json_put_string(&writer, root, "file", config->path);
    put_readers(&writer, root, boot);
    mf_json_put_flag(&writer, root, "written", config->written);
    mf_json_put_string(&writer, root, "backup", config->backup);
    mf_json_put_string(&writer, root, "diff", config->diff);
    mf_json_put_list(&writer, mf_json_array(&writer, root, "findings"), &boot->findings);
    return mf_json_finish(&writer, root, out);
}
