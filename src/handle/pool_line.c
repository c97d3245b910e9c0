// SPDX-License-Identifier: MIT
/* Answers on `maix_memory_cmm`, the pool's size in /boot/configs. */
#include "handle.h"
#include "../boot/file.h"

const char *maixfit_pool_line(maixfit *fit)
{
    return fit && fit->result.pool_line.possible ? fit->result.pool_line.setting : "";
}

const char *maixfit_pool_line_reason(const maixfit *fit)
{
    return fit ? mf_reason_word(mf_pool_line_reason(&fit->result)) : "";
}

/* A board that was read, and that has such a line. */
static bool has_boot_file(const struct mf_supply *supply, struct mf_boot_board *board)
{
    return mf_supply_is_read(supply) && supply->candidate_count == 0 &&
           mf_boot_board_of(supply->device, board);
}

bool mf_handle_look_ahead(struct maixfit *fit, struct mf_arena *arena, struct mf_supply *supply)
{
    struct mf_boot_board board;
    return !has_boot_file(supply, &board) ||
           mf_boot_next_pool(arena, fit->supply.sysroot, &board, &supply->next_pool, &fit->error);
}

/* What in the board's present /boot/configs would defeat a new value; "" where nothing would; NULL
 * without memory. */
static const char *boot_warning(struct maixfit *fit)
{
    struct mf_boot_board board;
    if (!has_boot_file(&fit->result.supply, &board))
        return "";
    return mf_boot_warning(&fit->results, fit->supply.sysroot, &board);
}

/* Only now are the two readers of /boot/configs simulated: most callers never ask. */
static const char *make_message(struct maixfit *fit)
{
    const struct mf_result *result = &fit->result;
    if (fit->evaluation == MF_NO_EVALUATION || result->status == MAIXFIT_STATUS_BAD_MODEL ||
        result->status == MAIXFIT_STATUS_USAGE)
        return result->message ? result->message : "";
    if (fit->evaluation != MF_JUDGED)
        return "";
    if (!result->pool_line.possible)
        return mf_pool_line_refusal(&fit->results, result);
    return mf_pool_line_warning(&fit->results, result, boot_warning(fit));
}

const char *mf_handle_pool_line_message(struct maixfit *fit)
{
    if (!fit->pool_line_message)
        fit->pool_line_message = make_message(fit);
    return fit->pool_line_message ? fit->pool_line_message : N_("out of memory");
}

const char *maixfit_pool_line_message(maixfit *fit)
{
    if (!fit)
        return "";
    struct mf_voice before = mf_handle_speak(fit);
    const char *message = mf_handle_pool_line_message(fit);
    mf_speak(before);
    return mf_handle_shown(fit, message);
}

int maixfit_pool_line_status(const maixfit *fit)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    const struct mf_result *result = &fit->result;
    if (result->pool_line.possible)
        return MAIXFIT_STATUS_FITS;
    if (result->status == MAIXFIT_STATUS_BAD_MODEL || result->status == MAIXFIT_STATUS_NO_FACTS ||
        result->status == MAIXFIT_STATUS_USAGE)
        return result->status;
    switch ((int)mf_pool_line_reason(result)) {
    case MF_NO_POOL_LINE:
        return MAIXFIT_STATUS_USAGE;
    case MF_NO_PROBE:
    case MF_PROBE_FAILED:
    case MF_CAMERA_UNKNOWN:
    case MF_NO_DEVICE_FACTS:
        return MAIXFIT_STATUS_NO_FACTS;
    default:
        return MAIXFIT_STATUS_DOES_NOT_FIT;
    }
}
