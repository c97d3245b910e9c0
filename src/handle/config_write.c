// SPDX-License-Identifier: MIT
/* /boot/configs: set, applied and restored. */
#include <string.h>

#include "../boot/disk.h"
#include "config.h"

/* Puts the bytes in the file's place. `status` is that of the file, or where there is none, of the
 * one whose mode it gets. */
static bool replace(struct mf_config_work *work, const char *bytes, size_t length,
                    const struct stat *status, bool *kept_mode)
{
    struct mf_config_result *config = &work->fit->config.result;
    const struct mf_replacement replacement = {.folder = work->lock,
                                               .name = work->place.name,
                                               .path = work->path,
                                               .old_bytes = work->text.bytes,
                                               .old_length = work->text.length,
                                               .new_bytes = bytes,
                                               .new_length = length,
                                               .status = *status};
    const char *backup = mf_arena_format(work->arena, "%s" MF_BACKUP_LAST, work->place.path);
    if (!backup)
        return mf_fail_memory(&work->error);
    if (!mf_disk_replace(&mf_disk_real, &replacement, kept_mode, &work->error))
        return false;
    config->written = true;
    config->backup = work->text.bytes ? backup : NULL;
    return true;
}

static const char *mode_note(bool kept_mode)
{
    return kept_mode ? ""
                     : _(" The file system keeps no owner or permissions, so they were not set.");
}

static const char *success_sentence(const struct mf_config_work *work, bool kept_mode)
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
        work->path, config->backup, linux_mib, pool, mode_note(kept_mode));
}

static int write_value(struct mf_config_work *work, int64_t value, bool dry_run)
{
    struct mf_config_result *config = &work->fit->config.result;
    char *edited;
    size_t length;
    bool kept_mode = true;
    config->dry_run = dry_run;
    if (!mf_boot_edit(work->arena, work->text.bytes, work->text.length, value, &work->board,
                      &edited, &length, &work->error))
        return mf_config_fail(work,
                              work->error.reason == MF_NO_MEMORY ? MAIXFIT_STATUS_BAD_MODEL
                                                                 : MAIXFIT_STATUS_DOES_NOT_FIT,
                              work->path);
    work->edited = edited;
    work->edited_length = length;
    if (!mf_boot_check(work->arena, work->path, edited, length, &work->board, &config->boot,
                       &work->error))
        return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
    const char *diff =
        mf_boot_diff(work->arena, work->path, work->text.bytes, work->text.length, edited, length);
    if (!diff)
        return mf_config_finish(work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    if (diff[0] == '\0')
        return mf_config_finish(
            work, 0, MF_OK,
            mf_arena_format(work->arena, _("%s holds that value already; nothing was written."),
                            work->path));
    config->diff = diff;
    if (!dry_run && !replace(work, edited, length, &work->text.status, &kept_mode))
        return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, NULL);
    return mf_config_finish(work, 0, MF_OK, success_sentence(work, kept_mode));
}

static int set(struct mf_config_work *work, const char *value, bool dry_run)
{
    int64_t number;
    if (mf_config_value(work, value, &number))
        return write_value(work, number, dry_run);
    return mf_config_fail(
        work, work->error.reason == MF_USAGE ? MAIXFIT_STATUS_USAGE : MAIXFIT_STATUS_BAD_MODEL,
        NULL);
}

static int set_value(maixfit *fit, const char *value, const char *path, bool dry_run)
{
    struct mf_config_work work = mf_config_begin(fit);
    if (!value)
        return mf_config_finish(&work, MAIXFIT_STATUS_USAGE, MF_USAGE,
                                _("the value is missing; it is a number of MiB, a size or auto"));
    int status = mf_config_open_and_read(&work, path, !dry_run);
    return mf_config_end(&work, status == 0 ? set(&work, value, dry_run) : status);
}

int maixfit_config_set(maixfit *fit, const char *value, const char *path, bool dry_run)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = set_value(fit, value, path, dry_run);
    mf_speak(before);
    return status;
}

/* Where a text has no path. */
#define NO_FILE "-"

static int edit_text(maixfit *fit, const char *value, const char *in, char **out)
{
    *out = NULL;
    struct mf_config_work work = mf_config_begin(fit);
    size_t length = in ? strnlen(in, MF_BOOT_FILE_MAX + 1) : 0;
    if (!value || !in || length > MF_BOOT_FILE_MAX)
        return mf_config_finish(&work, MAIXFIT_STATUS_USAGE, MF_USAGE,
                                value && in ? _("the text is larger than 1 MiB; the file is not")
                                            : _("the value or the text is missing"));
    int status = mf_config_find_board(&work);
    work.path = fit->config.result.path = NO_FILE;
    work.text.bytes = mf_arena_copy(work.arena, in, length);
    work.text.length = length;
    if (status == 0 && !work.text.bytes)
        status = mf_config_finish(&work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    if (status == 0)
        status = set(&work, value, true);
    if (status == 0 && !(*out = strndup(work.edited, work.edited_length)))
        status = mf_config_finish(&work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    return mf_config_end(&work, status);
}

int maixfit_config_text(maixfit *fit, const char *value, const char *in, char **out)
{
    if (!fit || !out)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = edit_text(fit, value, in, out);
    mf_speak(before);
    return status;
}

/* Inside the margin is good enough unless MAIXFIT_STRICT was set: the status decides. */
static bool fits(const struct mf_result *result)
{
    return result->verdict == MF_VERDICT_FITS ||
           (result->verdict == MF_VERDICT_MARGINAL && result->status == MAIXFIT_STATUS_FITS);
}

/* What the file gives the pool is what it will have after the next boot, whatever it was judged by:
 * a value that is enough is never made smaller. */
static bool file_is_enough(struct mf_config_work *work, uint64_t *pool_mib, bool *enough)
{
    const struct mf_result *result = &work->fit->result;
    struct mf_boot boot;
    if (!mf_boot_check(work->arena, work->path, work->text.bytes, work->text.length, &work->board,
                       &boot, &work->error))
        return false;
    *pool_mib = boot.pool_mib;
    *enough = boot.known && boot.overlap_mib == 0 && mf_pool_line_is_met(result, boot.pool_mib);
    return true;
}

static int apply_to_file(struct mf_config_work *work, bool dry_run)
{
    const struct mf_result *result = &work->fit->result;
    uint64_t pool_mib;
    bool enough;
    if (!file_is_enough(work, &pool_mib, &enough))
        return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
    if (!enough)
        return write_value(work, (int64_t)result->pool_line.mib, dry_run);
    const char *text =
        fits(result) ? _("It fits already; nothing was written.")
                     : mf_arena_format(work->arena,
                                       _("%s gives the pool %llu MiB, which is enough; nothing "
                                         "was written. That is the pool after a reboot."),
                                       work->path, (unsigned long long)pool_mib);
    return mf_config_finish(work, 0, MF_OK, text);
}

static int apply(maixfit *fit, const char *path, bool dry_run)
{
    struct mf_config_work work = mf_config_begin(fit);
    const struct mf_result *result = &fit->result;
    const struct mf_pool_line *line = &result->pool_line;
    if (fit->evaluation != MF_JUDGED)
        return mf_config_finish(
            &work, MAIXFIT_STATUS_USAGE, MF_USAGE,
            _("there is no value to write yet; evaluate the models together first"));
    bool stays =
        mf_supply_is_read(&result->supply) && !mf_finding_of(&result->findings, "next-start");
    if (fits(result) && (!line->possible || stays))
        return mf_config_finish(&work, 0, MF_OK, _("It fits already; nothing was written."));
    if (!line->possible)
        return mf_config_finish(&work, result->status, mf_pool_line_reason(result),
                                mf_arena_string(work.arena, mf_handle_pool_line_message(fit)));
    int status = mf_config_open_and_read(&work, path, !dry_run);
    return mf_config_end(&work, status == 0 ? apply_to_file(&work, dry_run) : status);
}

int maixfit_config_apply(maixfit *fit, const char *path, bool dry_run)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = apply(fit, path, dry_run);
    mf_speak(before);
    return status;
}

/* The texts stand in the arena already. */
static int put_back(struct mf_config_work *work, const struct mf_place_text *text, const char *from,
                    bool dry_run)
{
    struct mf_config_result *config = &work->fit->config.result;
    bool kept_mode = true;
    const struct stat *status = work->text.bytes ? &work->text.status : &text->status;
    const char *diff =
        mf_boot_diff(work->arena, work->path, work->text.bytes ? work->text.bytes : "",
                     work->text.length, text->bytes, text->length);
    if (!diff)
        return mf_config_finish(work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    if (diff[0] == '\0' && work->text.bytes)
        return mf_config_finish(work, 0, MF_OK,
                                mf_arena_format(work->arena,
                                                _("%s is the same as %s; nothing was written."),
                                                work->path, from));
    config->diff = diff;
    config->dry_run = dry_run;
    if (dry_run)
        return mf_config_finish(work, 0, MF_OK,
                                mf_arena_format(work->arena,
                                                _("Nothing was written. %s would be restored from "
                                                  "%s."),
                                                work->path, from));
    if (!replace(work, text->bytes, text->length, status, &kept_mode))
        return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, NULL);
    return mf_config_finish(
        work, 0, MF_OK,
        config->backup
            ? mf_arena_format(work->arena,
                              _("Restored %s from %s; what stood there is %s now. Reboot now.%s"),
                              work->path, from, config->backup, mode_note(kept_mode))
            : mf_arena_format(work->arena, _("Restored %s from %s. Reboot now.%s"), work->path,
                              from, mode_note(kept_mode)));
}

static int restore(struct mf_config_work *work, const char *suffix, bool dry_run)
{
    struct mf_place_text text;
    const char *name = mf_arena_format(work->arena, "%s%s", work->place.name, suffix);
    const char *from = mf_arena_format(work->arena, "%s%s", work->place.path, suffix);
    if (!name || !from)
        return mf_config_finish(work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    if (!mf_place_read(work->arena, &work->place, name, &text, &work->error)) {
        if (work->error.reason == MF_NO_SUCH_FILE)
            mf_fail(&work->error, MF_NO_SUCH_FILE,
                    _("there is no such backup; maixfit makes it when it first writes the file"));
        return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, from);
    }
    /* Without the file itself there is only nothing to keep. */
    if (!mf_place_read(work->arena, &work->place, work->place.name, &work->text, &work->error)) {
        if (work->error.reason != MF_NO_SUCH_FILE)
            return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
        work->text = (struct mf_place_text){.bytes = NULL};
    }
    return put_back(work, &text, from, dry_run);
}

static int restore_file(maixfit *fit, bool last, const char *path, bool dry_run)
{
    struct mf_config_work work = mf_config_begin(fit);
    const char *suffix = last ? MF_BACKUP_LAST : MF_BACKUP_FIRST;
    int status = mf_config_open(&work, path, !dry_run);
    return mf_config_end(&work, status == 0 ? restore(&work, suffix, dry_run) : status);
}

int maixfit_config_restore(maixfit *fit, bool last, const char *path, bool dry_run)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = restore_file(fit, last, path, dry_run);
    mf_speak(before);
    return status;
}
