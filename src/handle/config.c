// SPDX-License-Identifier: MIT
/* /boot/configs: read, checked, written. */
#include <stdlib.h>
#include <string.h>

#include "../boot/disk.h"
#include "../boot/file.h"
#include "handle.h"
#include "../core/text.h"

#define BACKUP_SUFFIX    ".maixfit-backup"
#define TEMPORARY_SUFFIX ".maixfit-new"

/* A file that is being looked at or changed. */
struct work {
    struct maixfit *fit;
    struct mf_arena *arena;
    struct mf_error error;
    struct mf_boot_board board;
    const char *path; /* as reports name it */
    const char *real; /* without links */
    char *text;
    size_t length;
};

static struct work begin(struct maixfit *fit)
{
    mf_handle_begin(fit);
    mf_arena_free(&fit->config.arena);
    fit->config = (struct mf_config){0};
    return (struct work){.fit = fit, .arena = &fit->config.arena};
}

/* A message of NULL is lack of memory. */
static int finish(struct work *work, int status, enum mf_reason reason, const char *message)
{
    struct maixfit *fit = work->fit;
    struct mf_config_result *config = &fit->config.result;
    config->status = message ? status : MAIXFIT_STATUS_BAD_MODEL;
    config->message = message ? message : _("out of memory");
    fit->reason = message ? reason : MF_NO_MEMORY;
    fit->message = config->message;
    if (config->status != 0 && config->status != MAIXFIT_STATUS_DOES_NOT_FIT) {
        fit->problems = &config->message; /* the only one */
        fit->problem_count = 1;
    }
    return config->status;
}

static int fail(struct work *work, int status, const char *path)
{
    const struct mf_error *error = &work->error;
    return finish(work, status, error->reason,
                  path ? mf_arena_format(work->arena, "%s: %s", path, error->text)
                       : mf_arena_string(work->arena, error->text));
}

/* The board decides what the readers do. 0, or the status with which to stop. */
static int find_board(struct work *work)
{
    struct mf_error *error = &work->error;
    struct mf_supply supply = {0};
    if (!mf_handle_find_supply(work->fit, work->arena, NULL, &supply, error))
        return fail(work,
                    error->reason == MF_USAGE ? MAIXFIT_STATUS_USAGE : MAIXFIT_STATUS_BAD_MODEL,
                    NULL);
    if (!supply.device) {
        mf_fail(
            error, MF_NO_DEVICE_FACTS,
            _("the board is unknown, and the readers of this file depend on its RAM; name it with "
              "--device, such as maixcam2-1g or maixcam2-4g"));
        return fail(work, MAIXFIT_STATUS_NO_FACTS, NULL);
    }
    if (mf_boot_board_of(supply.device, &work->board))
        return 0;
    mf_fail(error, MF_NO_DEVICE_FACTS, _("%s has no maix_memory_cmm in /boot/configs. %s"),
            supply.device->name, supply.device->adjust ? _(supply.device->adjust) : "");
    return fail(work, MAIXFIT_STATUS_USAGE, NULL);
}

static int open_work(struct work *work, const char *path)
{
    int status = find_board(work);
    if (status != 0)
        return status;
    if (!path && work->fit->supply.sysroot && work->fit->sysroot.is_text) {
        mf_fail(&work->error, MF_USAGE,
                _("--sysroot names a text, which holds no whole /boot/configs; name the file"));
        return fail(work, MAIXFIT_STATUS_USAGE, NULL);
    }
    work->path = path ? mf_arena_string(work->arena, path)
                      : mf_boot_path(work->arena, work->fit->supply.sysroot);
    if (!work->path)
        return finish(work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    work->fit->config.result.path = work->path;
    return mf_boot_file_read(work->arena, work->path, &work->text, &work->length, &work->error)
               ? 0
               : fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
}

static size_t count_findings(const struct mf_boot *boot, enum mf_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < boot->findings.count; i++)
        count += boot->findings.items[i].severity == severity;
    return count;
}

static const char *outcome(const struct work *work, const struct mf_boot *boot)
{
    size_t errors = count_findings(boot, MF_ERROR);
    size_t warnings = count_findings(boot, MF_WARNING);
    if (!boot->known)
        return mf_arena_format(work->arena, _("%s: its effect on %s is undecidable."), work->path,
                               boot->board.id);
    if (errors == 0 && warnings == 0)
        return mf_arena_format(
            work->arena, _("%s is clean: on %s Linux has %llu MiB and the pool %llu MiB."),
            work->path, boot->board.id, (unsigned long long)boot->uboot.linux_mib,
            (unsigned long long)boot->pool_mib);
    return mf_arena_format(
        work->arena,
        _("%s: errors: %zu, warnings: %zu. On %s Linux has %llu MiB and the pool %llu MiB."),
        work->path, errors, warnings, boot->board.id, (unsigned long long)boot->uboot.linux_mib,
        (unsigned long long)boot->pool_mib);
}

int maixfit_config_check(maixfit *fit, const char *path)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct work work = begin(fit);
    struct mf_boot *boot = &fit->config.result.boot;
    int status = open_work(&work, path);
    if (status != 0)
        return status;
    if (!mf_boot_check(work.arena, work.path, work.text, work.length, &work.board, boot,
                       &work.error))
        return fail(&work, MAIXFIT_STATUS_BAD_MODEL, work.path);
    bool bad =
        count_findings(boot, MF_ERROR) > 0 || (fit->strict && count_findings(boot, MF_WARNING) > 0);
    return finish(&work, bad ? MAIXFIT_STATUS_DOES_NOT_FIT : 0, MF_OK, outcome(&work, boot));
}

/* Links are followed to the file: the rename must not replace the link. */
static bool find_real(struct work *work)
{
    char *real = realpath(work->path, NULL);
    work->real = real ? mf_arena_string(work->arena, real) : NULL;
    free(real);
    return work->real != NULL;
}

static bool replace(struct work *work, const char *edited, size_t length, bool *kept_mode)
{
    struct mf_config_result *config = &work->fit->config.result;
    if (!find_real(work))
        return mf_fail_memory(&work->error);
    struct mf_replacement replacement = {
        .path = work->real,
        .backup = mf_arena_format(work->arena, "%s%s", work->real, BACKUP_SUFFIX),
        .temporary = mf_arena_format(work->arena, "%s%s", work->real, TEMPORARY_SUFFIX),
        .old_bytes = work->text,
        .old_length = work->length,
        .new_bytes = edited,
        .new_length = length};
    if (!replacement.backup || !replacement.temporary)
        return mf_fail_memory(&work->error);
    if (!mf_disk_replace(&mf_disk_real, &replacement, kept_mode, &work->error))
        return false;
    config->backup = replacement.backup;
    return true;
}

static const char *success_sentence(const struct work *work, bool kept_mode)
{
    const struct mf_config_result *config = &work->fit->config.result;
    unsigned long long linux_mib = config->boot.uboot.linux_mib;
    unsigned long long pool = config->boot.pool_mib;
    if (config->dry_run)
        return mf_arena_format(work->arena,
                               _("Nothing was written. After it and a reboot, Linux would have "
                                 "%llu MiB and the pool %llu MiB."),
                               linux_mib, pool);
    return mf_arena_format(
        work->arena,
        _("Wrote %s; the old file is %s. Reboot now: then Linux has %llu MiB and "
          "the pool %llu MiB.%s"),
        work->path, config->backup, linux_mib, pool,
        kept_mode ? ""
                  : _(" The file system keeps no owner or permissions, so they "
                      "were not set."));
}

static int write_value(struct work *work, int64_t value, bool dry_run)
{
    struct mf_config_result *config = &work->fit->config.result;
    char *edited;
    size_t length;
    bool kept_mode = true;
    config->dry_run = dry_run;
    if (!mf_boot_edit(work->arena, work->text, work->length, value, &work->board, &edited, &length,
                      &work->error))
        return fail(work, MAIXFIT_STATUS_DOES_NOT_FIT, work->path);
    if (!mf_boot_check(work->arena, work->path, edited, length, &work->board, &config->boot,
                       &work->error))
        return fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
    const char *diff =
        mf_boot_diff(work->arena, work->path, work->text, work->length, edited, length);
    if (!diff)
        return finish(work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    if (diff[0] == '\0')
        return finish(work, 0, MF_OK,
                      mf_arena_format(work->arena,
                                      _("%s holds that value already; nothing was written."),
                                      work->path));
    config->diff = diff;
    if (!dry_run && !replace(work, edited, length, &kept_mode))
        return fail(work, MAIXFIT_STATUS_BAD_MODEL, NULL);
    return finish(work, 0, MF_OK, success_sentence(work, kept_mode));
}

static bool parse_value(struct work *work, const char *text, int64_t *value)
{
    uint64_t number;
    uint64_t least = work->board.legal_min_mib;
    uint64_t most = work->board.legal_max_mib;
    *value = -1;
    if (strcmp(text, "auto") == 0)
        return true;
    bool legal = mf_number_parse(text, &number) && number >= least && number <= most;
    if (legal && number >= work->board.least_supported_mib) {
        *value = (int64_t)number;
        return true;
    }
    if (legal)
        return mf_fail(&work->error, MF_USAGE,
                       _("%s is less than the pool that the maker of %s supports; write auto, or "
                         "%llu to %llu (MiB)"),
                       text, work->board.id, (unsigned long long)work->board.least_supported_mib,
                       (unsigned long long)most);
    return mf_fail(&work->error, MF_USAGE,
                   _("`%s` is not a legal value for %s; write auto, or %llu to %llu (MiB)"), text,
                   work->board.id, (unsigned long long)least, (unsigned long long)most);
}

int maixfit_config_set(maixfit *fit, const char *value, const char *path, bool dry_run)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct work work = begin(fit);
    int64_t number;
    if (!value)
        return finish(&work, MAIXFIT_STATUS_USAGE, MF_USAGE,
                      _("the value is missing; it is a number of MiB, or auto"));
    int status = open_work(&work, path);
    if (status != 0)
        return status;
    if (!parse_value(&work, value, &number))
        return fail(&work, MAIXFIT_STATUS_USAGE, NULL);
    return write_value(&work, number, dry_run);
}

/* Inside the margin is good enough unless MAIXFIT_STRICT was set: the status decides. */
static bool fits(const struct mf_result *result)
{
    return result->verdict == MF_VERDICT_FITS ||
           (result->verdict == MF_VERDICT_MARGINAL && result->status == MAIXFIT_STATUS_FITS);
}

int maixfit_config_apply(maixfit *fit, const char *path, bool dry_run)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct work work = begin(fit);
    const struct mf_result *result = &fit->result;
    if (fit->evaluation != MF_JUDGED)
        return finish(&work, MAIXFIT_STATUS_USAGE, MF_USAGE,
                      _("there is no value to write yet; evaluate the models together first"));
    if (fits(result))
        return finish(&work, 0, MF_OK, _("It fits already; nothing was written."));
    if (!result->pool_line.possible)
        return finish(&work, result->status, mf_pool_line_reason(result),
                      mf_arena_string(work.arena, maixfit_pool_line_message(fit)));
    int status = open_work(&work, path);
    if (status != 0)
        return status;
    return write_value(&work, (int64_t)result->pool_line.advised_mib, dry_run);
}
