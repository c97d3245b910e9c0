// SPDX-License-Identifier: MIT
/* /boot/configs: found, read and checked. */
#include "config.h"

#include <unistd.h>

#include "../boot/disk.h"
#include "../core/kernel_file.h"

struct mf_config_work mf_config_begin(struct maixfit *fit)
{
    mf_handle_begin(fit);
    mf_arena_free(&fit->config.arena);
    fit->config = (struct mf_config){0};
    return (struct mf_config_work){
        .fit = fit, .arena = &fit->config.arena, .place = {.folder = -1}, .lock = -1};
}

int mf_config_finish(struct mf_config_work *work, int status, enum mf_reason reason,
                     const char *message)
{
    struct maixfit *fit = work->fit;
    struct mf_config_result *config = &fit->config.result;
    config->status = message ? status : MAIXFIT_STATUS_BAD_MODEL;
    config->message = message           ? message
                      : config->written ? _("out of memory, after the file was written")
                                        : _("out of memory");
    fit->reason = message ? reason : MF_NO_MEMORY;
    fit->message = config->message;
    if (config->status != 0 && config->status != MAIXFIT_STATUS_DOES_NOT_FIT) {
        fit->problems = &config->message; /* the only one */
        fit->problem_count = 1;
    }
    return config->status;
}

int mf_config_fail(struct mf_config_work *work, int status, const char *path)
{
    const struct mf_error *error = &work->error;
    return mf_config_finish(work, status, error->reason,
                            path ? mf_arena_format(work->arena, "%s: %s", path, error->text)
                                 : mf_arena_string(work->arena, error->text));
}

int mf_config_find_board(struct mf_config_work *work)
{
    struct mf_error *error = &work->error;
    struct mf_supply supply = {0};
    const char *name;
    if (!mf_handle_one_board(work->fit, &name, error) ||
        !mf_handle_find_supply(work->fit, work->arena, name, NULL, &supply, error))
        return mf_config_fail(
            work, error->reason == MF_USAGE ? MAIXFIT_STATUS_USAGE : MAIXFIT_STATUS_BAD_MODEL,
            NULL);
    bool has_line = mf_boot_board_of(supply.device, &work->board);
    work->device = supply.device;
    if (!supply.device || (has_line && supply.candidate_count > 0)) {
        mf_fail(
            error, MF_NO_DEVICE_FACTS,
            _("the board is unknown, and the readers of this file depend on its RAM; name it with "
              "--device, such as maixcam2-1g or maixcam2-4g"));
        return mf_config_fail(work, MAIXFIT_STATUS_NO_FACTS, NULL);
    }
    if (has_line)
        return 0;
    mf_fail(error, MF_NO_DEVICE_FACTS, _("%s has no maix_memory_cmm in /boot/configs. %s"),
            supply.device->name, supply.device->adjust ? _(supply.device->adjust) : "");
    return mf_config_fail(work, MAIXFIT_STATUS_USAGE, NULL);
}

/* Finds the file, and for writing locks its folder before it is read. */
static bool open_place(struct mf_config_work *work, const char *root, const char *name)
{
    if (!mf_place_open(work->arena, root, name, &work->place, &work->error))
        return false;
    if (mf_is_kernel_file(work->place.path))
        return mf_fail(&work->error, MF_NOT_A_FILE, _("is a file of the kernel, not of a disk"));
    return true;
}

int mf_config_open(struct mf_config_work *work, const char *path, bool writes)
{
    const struct mf_root *sysroot = work->fit->supply.sysroot;
    if (sysroot && !mf_root_open(&work->fit->settings, &work->fit->sysroot, &work->error))
        return mf_config_fail(work, MAIXFIT_STATUS_USAGE, NULL);
    if (!path && sysroot && sysroot->is_text) {
        mf_fail(&work->error, MF_USAGE,
                _("--sysroot names a text, which holds no whole /boot/configs; name the file"));
        return mf_config_fail(work, MAIXFIT_STATUS_USAGE, NULL);
    }
    work->path = path ? mf_arena_string(work->arena, path) : mf_boot_path(work->arena, sysroot);
    if (!work->path)
        return mf_config_finish(work, MAIXFIT_STATUS_BAD_MODEL, MF_NO_MEMORY, NULL);
    work->fit->config.result.path = work->path;
    if (!open_place(work, path || !sysroot ? NULL : sysroot->name, path ? path : MF_BOOT_FILE))
        return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
    if (!writes)
        return 0;
    work->lock = mf_disk_lock(&mf_disk_real, work->place.folder, work->path, &work->error);
    return work->lock >= 0 ? 0 : mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, NULL);
}

static int read_text(struct mf_config_work *work)
{
    return mf_place_read(work->arena, &work->place, work->place.name, &work->text, &work->error)
               ? 0
               : mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
}

int mf_config_open_and_read(struct mf_config_work *work, const char *path, bool writes)
{
    int status = mf_config_find_board(work);
    if (status == 0)
        status = mf_config_open(work, path, writes);
    return status == 0 ? read_text(work) : status;
}

int mf_config_end(struct mf_config_work *work, int status)
{
    mf_place_close(&work->place);
    if (work->lock >= 0)
        close(work->lock);
    return status;
}

static size_t count_findings(const struct mf_boot *boot, enum mf_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < boot->findings.count; i++)
        count += boot->findings.items[i].severity == severity;
    return count;
}

static const char *outcome(const struct mf_config_work *work, const struct mf_boot *boot)
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

static int check(struct mf_config_work *work)
{
    struct maixfit *fit = work->fit;
    struct mf_boot *boot = &fit->config.result.boot;
    if (!mf_boot_check(work->arena, work->path, work->text.bytes, work->text.length, &work->board,
                       boot, &work->error))
        return mf_config_fail(work, MAIXFIT_STATUS_BAD_MODEL, work->path);
    bool bad =
        count_findings(boot, MF_ERROR) > 0 || (fit->strict && count_findings(boot, MF_WARNING) > 0);
    return mf_config_finish(work, bad ? MAIXFIT_STATUS_DOES_NOT_FIT : 0, MF_OK,
                            outcome(work, boot));
}

static int check_file(maixfit *fit, const char *path)
{
    struct mf_config_work work = mf_config_begin(fit);
    int status = mf_config_open_and_read(&work, path, false);
    return mf_config_end(&work, status == 0 ? check(&work) : status);
}

int maixfit_config_check(maixfit *fit, const char *path)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = check_file(fit, path);
    mf_speak(before);
    return status;
}
