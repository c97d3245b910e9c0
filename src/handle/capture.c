// SPDX-License-Identifier: MIT
#include "../core/kernel_file.h"
#include "handle.h"

static bool capture(struct maixfit *fit)
{
    const struct mf_root *sysroot = fit->supply.sysroot;
    if (!sysroot && !mf_sees_kernel())
        return mf_fail(&fit->error, MF_USAGE,
                       _("the WebAssembly build reads no live board; run scripts/capture-board.sh "
                         "there, or name the folder of a captured one with --sysroot"));
    if (sysroot && !mf_root_open(&fit->settings, &fit->sysroot, &fit->error))
        return false;
    if (sysroot && sysroot->is_text)
        return mf_fail(&fit->error, MF_USAGE,
                       _("--sysroot: `%s` is not a folder; capture reads the folder of a board"),
                       sysroot->name);
    return mf_capture_board(&fit->results, sysroot ? sysroot->name : NULL, &fit->capture,
                            &fit->error);
}

/* What could not be read is a problem each. */
static bool conclude_capture(struct maixfit *fit)
{
    const struct mf_capture *capture = &fit->capture;
    fit->result.message = "";
    for (size_t i = 0; i < capture->count; i++) {
        const char *why = capture->items[i].problem;
        const char *text =
            why ? mf_arena_format(&fit->results, _("cannot be read: %s"), why) : NULL;
        if (why && (!text || !mf_handle_problem(fit, capture->items[i].path, text)))
            return mf_fail_memory(&fit->error);
    }
    if (capture->count > 0)
        return true;
    fit->result.status = MAIXFIT_STATUS_NO_FACTS;
    fit->result.reason = MF_NO_PROBE;
    fit->result.message = _("nothing of a board was found; --sysroot names the folder in which its "
                            "/proc, /sys and /boot are");
    return true;
}

static int capture_board(maixfit *fit)
{
    mf_handle_start(fit, MF_CAPTURED);
    return capture(fit) && conclude_capture(fit) ? mf_handle_conclude(fit) : mf_handle_refuse(fit);
}

int maixfit_capture(maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = capture_board(fit);
    mf_speak(before);
    return status;
}
