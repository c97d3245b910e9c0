// SPDX-License-Identifier: MIT
/* /boot/configs: read, checked, written. */
#include <stdlib.h>
#include <string.h>

#include "boot/disk.h"
#include "context.h"
#include "core/source.h"
#include "core/text.h"

#define BACKUP_SUFFIX    ".maixfit-backup"
#define TEMPORARY_SUFFIX ".maixfit-new"

/* A file that is being looked at or changed. */
struct work {
    struct maixfit *fit;
    struct mf_boot_board board;
    const char *path; /* as it is told */
    const char *real; /* without links */
    char *text;
    size_t length;
};

static int finish(struct maixfit *fit, int status, const char *message)
{
    fit->config.status = status;
    fit->config.message = message ? message : _("out of memory");
    fit->message = fit->config.message;
    fit->result.status = status;
    fit->result.message = fit->message;
    if (status != 0 && status != MAIXFIT_STATUS_DOES_NOT_FIT)
        mf_context_problem(fit, NULL, fit->message);
    return message ? status : MAIXFIT_STATUS_BAD_MODEL;
}

static int fail(struct maixfit *fit, int status, const char *path, const struct mf_error *error)
{
    fit->result.reason = error->reason;
    return finish(fit, status,
                  path ? mf_arena_format(&fit->arena, "%s: %s", path, error->text)
                       : mf_arena_string(&fit->arena, error->text));
}

static void begin(struct maixfit *fit)
{
    fit->config = (struct mf_config){.message = ""};
    fit->problem_count = 0;
    fit->result.reason = MF_OK;
}

/* The board decides what the readers do. 0, or the status with which to stop. */
static int find_board(struct work *work)
{
    struct maixfit *fit = work->fit;
    struct mf_supply supply = {0};
    struct mf_error error;
    if (!mf_context_find_supply(fit, NULL, &supply))
        return fail(fit, MAIXFIT_STATUS_BAD_MODEL, NULL, &fit->error);
    if (!supply.device) {
        mf_fail(&error, MF_NO_DEVICE_FACTS,
                _("which board this file is for is unknown, and its readers go by the RAM; give "
                  "--device, such as maixcam2-1g or maixcam2-4g"));
        return fail(fit, MAIXFIT_STATUS_NO_FACTS, NULL, &error);
    }
    if (mf_boot_board_of(supply.device, &work->board))
        return 0;
    mf_fail(&error, MF_NO_DEVICE_FACTS, _("%s has no maix_memory_cmm in /boot/configs. %s"),
            supply.device->id, supply.device->adjust ? supply.device->adjust : "");
    return fail(fit, MAIXFIT_STATUS_USAGE, NULL, &error);
}

static bool read_source(struct work *work, struct mf_source *source, struct mf_error *error)
{
    struct mf_view view = mf_view_all(source);
    if (view.size > MF_BOOT_FILE_MAX)
        return mf_fail(error, MF_LIMIT, _("is larger than 1 MiB; a /boot/configs is not"));
    work->length = (size_t)view.size;
    work->text = mf_arena_take(&work->fit->arena, work->length + 1);
    return work->text ? mf_view_read(&view, 0, work->text, work->length, error)
                      : mf_fail_memory(error);
}

static int open_work(struct work *work, const char *path)
{
    struct maixfit *fit = work->fit;
    const char *sysroot = fit->supply.sysroot;
    struct mf_source source;
    struct mf_error error;
    begin(fit);
    int status = find_board(work);
    if (status != 0)
        return status;
    if (path)
        work->path = mf_arena_string(&fit->arena, path);
    else
        work->path = mf_arena_format(&fit->arena, "%s%s", sysroot ? sysroot : "", MF_BOOT_FILE);
    if (!work->path)
        return finish(fit, MAIXFIT_STATUS_BAD_MODEL, NULL);
    fit->config.path = work->path;
    if (!mf_source_open(&source, work->path, &error))
        return fail(fit, MAIXFIT_STATUS_BAD_MODEL, work->path, &error);
    bool ok = read_source(work, &source, &error);
    mf_source_close(&source);
    return ok ? 0 : fail(fit, MAIXFIT_STATUS_BAD_MODEL, work->path, &error);
}

static size_t count_findings(const struct mf_boot *boot, enum mf_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < boot->findings.count; i++)
        count += boot->findings.items[i].severity == severity;
    return count;
}

static const char *outcome(struct maixfit *fit, const char *path, const struct mf_boot *boot)
{
    size_t errors = count_findings(boot, MF_ERROR);
    size_t warnings = count_findings(boot, MF_WARNING);
    if (!boot->known)
        return mf_arena_format(&fit->arena, _("%s: what %s makes of it cannot be told."), path,
                               boot->board.id);
    if (errors == 0 && warnings == 0)
        return mf_arena_format(&fit->arena,
                               _("%s is clean: on %s Linux has %llu MiB and the pool %llu MiB."),
                               path, boot->board.id, (unsigned long long)boot->uboot.linux_mib,
                               (unsigned long long)boot->pool_mib);
    return mf_arena_format(
        &fit->arena,
        _("%s: errors: %zu, warnings: %zu. On %s Linux has %llu MiB and the pool %llu MiB."), path,
        errors, warnings, boot->board.id, (unsigned long long)boot->uboot.linux_mib,
        (unsigned long long)boot->pool_mib);
}

int maixfit_config_check(maixfit *fit, const char *path)
{
    struct work work = {.fit = fit};
    struct mf_boot *boot = &fit->config.boot;
    int status = open_work(&work, path);
    if (status != 0)
        return status;
    if (!mf_boot_check(&fit->arena, work.path, work.text, work.length, &work.board, boot,
                       &fit->error))
        return fail(fit, MAIXFIT_STATUS_BAD_MODEL, work.path, &fit->error);
    bool bad =
        count_findings(boot, MF_ERROR) > 0 || (fit->strict && count_findings(boot, MF_WARNING) > 0);
    return finish(fit, bad ? MAIXFIT_STATUS_DOES_NOT_FIT : 0, outcome(fit, work.path, boot));
}

/* Links are followed to the file: the rename must not replace the link. */
static bool find_real(struct work *work)
{
    char *real = realpath(work->path, NULL);
    work->real = real ? mf_arena_string(&work->fit->arena, real) : NULL;
    free(real);
    return work->real != NULL;
}

static bool replace(struct work *work, const char *edited, size_t length, bool *kept_mode)
{
    struct maixfit *fit = work->fit;
    if (!find_real(work))
        return mf_fail_memory(&fit->error);
    struct mf_replacement replacement = {
        .path = work->real,
        .backup = mf_arena_format(&fit->arena, "%s%s", work->real, BACKUP_SUFFIX),
        .temporary = mf_arena_format(&fit->arena, "%s%s", work->real, TEMPORARY_SUFFIX),
        .old_bytes = work->text,
        .old_length = work->length,
        .new_bytes = edited,
        .new_length = length};
    if (!replacement.backup || !replacement.temporary)
        return mf_fail_memory(&fit->error);
    fit->config.backup = replacement.backup;
    if (mf_disk_replace(&mf_disk_real, &replacement, kept_mode, &fit->error))
        return true;
    fit->config.backup = NULL;
    return false;
}

static const char *told(struct work *work, bool kept_mode)
{
    struct maixfit *fit = work->fit;
    const struct mf_boot *boot = &fit->config.boot;
    unsigned long long linux_mib = boot->uboot.linux_mib;
    unsigned long long pool = boot->pool_mib;
    if (fit->config.dry_run)
        return mf_arena_format(&fit->arena,
                               _("Nothing was written. After it and a reboot, Linux would have "
                                 "%llu MiB and the pool %llu MiB."),
                               linux_mib, pool);
    return mf_arena_format(
        &fit->arena,
        _("Wrote %s; the old file is %s. Reboot now: then Linux has %llu MiB and "
          "the pool %llu MiB.%s"),
        work->path, fit->config.backup, linux_mib, pool,
        kept_mode ? ""
                  : _(" The file system keeps no owner or permissions, so they "
                      "were not set."));
}

static int write_value(struct work *work, int64_t value, bool dry_run)
{
    struct maixfit *fit = work->fit;
    char *edited;
    size_t length;
    bool kept_mode = true;
    fit->config.dry_run = dry_run;
    if (!mf_boot_edit(&fit->arena, work->text, work->length, value, &work->board, &edited, &length,
                      &fit->error))
        return fail(fit, MAIXFIT_STATUS_DOES_NOT_FIT, work->path, &fit->error);
    if (!mf_boot_check(&fit->arena, work->path, edited, length, &work->board, &fit->config.boot,
                       &fit->error))
        return fail(fit, MAIXFIT_STATUS_BAD_MODEL, work->path, &fit->error);
    const char *diff =
        mf_boot_diff(&fit->arena, work->path, work->text, work->length, edited, length);
    if (!diff)
        return finish(fit, MAIXFIT_STATUS_BAD_MODEL, NULL);
    if (diff[0] == '\0')
        return finish(fit, 0,
                      mf_arena_format(&fit->arena, _("%s says so already; nothing was written."),
                                      work->path));
    fit->config.diff = diff;
    if (!dry_run && !replace(work, edited, length, &kept_mode))
        return fail(fit, MAIXFIT_STATUS_BAD_MODEL, NULL, &fit->error);
    return finish(fit, 0, told(work, kept_mode));
}

static bool parse_value(const struct work *work, const char *text, int64_t *value,
                        struct mf_error *error)
{
    uint64_t number;
    uint64_t largest = work->board.ram_mib - 256;
    *value = -1;
    if (strcmp(text, "auto") == 0)
        return true;
    if (mf_number_parse(text, &number) && number >= 1 && number <= largest) {
        *value = (int64_t)number;
        return true;
    }
    return mf_fail(
        error, MF_USAGE,
        _("`%s` is no value for %s: it is auto, or 1 to %llu (MiB), as both programs that "
          "read it ignore all else"),
        text, work->board.id, (unsigned long long)largest);
}

int maixfit_config_set(maixfit *fit, const char *value, const char *path, bool dry_run)
{
    struct work work = {.fit = fit};
    int64_t number;
    int status = open_work(&work, path);
    if (status != 0)
        return status;
    if (!value || !parse_value(&work, value, &number, &fit->error))
        return fail(fit, MAIXFIT_STATUS_USAGE, NULL, &fit->error);
    return write_value(&work, number, dry_run);
}

int maixfit_config_apply(maixfit *fit, const char *path, bool dry_run)
{
    struct work work = {.fit = fit};
    struct mf_error error;
    uint64_t mib;
    if (fit->result.status == 0) {
        begin(fit);
        return finish(fit, 0, _("It fits already; nothing was written."));
    }
    if (!maixfit_pool_line_mib(fit, &mib)) {
        int status = fit->result.status;
        mf_fail(&error, fit->result.pool_line.reason, "%s", fit->pool_line_message);
        begin(fit);
        return fail(fit, status, NULL, &error);
    }
    int status = open_work(&work, path);
    if (status != 0)
        return status;
    /* Below this nobody gets the rest. */
    uint64_t least =
        work.board.linux_max_mib > 0 ? work.board.ram_mib - work.board.linux_max_mib : 0;
    return write_value(&work, (int64_t)(mib > least ? mib : least), dry_run);
}

/* What stands in the present file that would defeat a line which is only added or changed there. */
const char *mf_context_boot_warning(struct maixfit *fit)
{
    static const char *const codes[] = {"key-in-comment", "longer-key", "duplicate", "no-equals",
                                        "shell-unknown"};
    const struct mf_supply *supply = &fit->result.supply;
    struct work work = {.fit = fit};
    struct mf_source source;
    struct mf_error ignored;
    struct mf_boot boot;
    if ((supply->origin != MF_ORIGIN_LIVE && supply->origin != MF_ORIGIN_SYSROOT) ||
        !mf_boot_board_of(supply->device, &work.board))
        return "";
    work.path = mf_arena_format(&fit->arena, "%s%s", fit->supply.sysroot ? fit->supply.sysroot : "",
                                MF_BOOT_FILE);
    if (!work.path || !mf_source_open(&source, work.path, &ignored))
        return "";
    bool ok = read_source(&work, &source, &ignored);
    mf_source_close(&source);
    if (!ok || !mf_boot_check(&fit->arena, work.path, work.text, work.length, &work.board, &boot,
                              &ignored))
        return "";
    for (size_t i = 0; i < boot.findings.count; i++) {
        const struct mf_finding *finding = &boot.findings.items[i];
        for (size_t k = 0; k < sizeof codes / sizeof codes[0]; k++) {
            if (strcmp(finding->code, codes[k]) != 0)
                continue;
            const char *text = mf_arena_format(
                &fit->arena, _("%s, line %llu: %s; --apply writes the value so that it counts"),
                work.path, (unsigned long long)finding->line, finding->text);
            return text ? text : "";
        }
    }
    return "";
}
