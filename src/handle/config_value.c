// SPDX-License-Identifier: MIT
/* The value of `config set`: what it means, and whether the board can do with it. */
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "config.h"

/* The default of the board, as the file has it. */
#define AUTO (-1)

static const struct mf_picture_spec usual_camera = {.width = 640, .height = 480};

/* The launcher shows itself, and an app opens the camera. *mib is 0 where nothing is known of what
 * they take here. */
static bool find_usual_need(struct mf_config_work *work, uint64_t *mib)
{
    struct maixfit *fit = work->fit;
    const struct mf_device *device = work->device;
    const struct mf_pipeline_data *data = mf_pipeline_find(&fit->pipeline_data, device->pipeline);
    struct mf_pipeline_request request = {.cameras = &usual_camera,
                                          .camera_count = 1,
                                          .sensor = fit->pipelines.sensor,
                                          .board_sensor = mf_device_sensor(device),
                                          .display = {.wanted = true},
                                          .old_stack = device->old_stack};
    struct mf_pipeline_list app = {0};
    struct mf_supply none = {0};
    struct mf_margin no_margin = {.given = true};
    struct mf_trial trial = {.pipelines = &app, .supply = &none};
    struct mf_trial_answer answer;
    uint64_t bytes;
    *mib = 0;
    if (!data)
        return true;
    if (!mf_pipeline_evaluate(work->arena, data, &request, &app, &work->error))
        return work->error.reason == MF_CAMERA_UNKNOWN; /* these data have no camera or display */
    if (!mf_fit_try(&trial, &no_margin, &answer, &work->error))
        return false;
    if (!mf_add(answer.npu_bytes, device->idle_use_kib * MF_KIB, &bytes))
        return mf_fail_overflow(&work->error, _("what launcher and camera take"));
    *mib = mf_ceil_div(bytes, MF_MIB);
    return true;
}

/* `2048` is MiB, as in the file; `2048M`, `2G` and `2GiB` are sizes. */
static bool parse_mib(struct mf_config_work *work, const char *text, uint64_t *mib)
{
    const struct mf_boot_board *board = &work->board;
    uint64_t bytes;
    bool is_size = !mf_number_parse(text, mib) && mf_size_parse(text, &bytes);
    if (is_size && bytes % MF_MIB != 0)
        return mf_fail(&work->error, MF_USAGE,
                       _("`%s` is not a whole number of MiB; write auto, or %llu to %llu (MiB)"),
                       text, (unsigned long long)board->legal_min_mib,
                       (unsigned long long)board->legal_max_mib);
    if (is_size)
        *mib = bytes / MF_MIB;
    bool is_number = is_size || mf_number_parse(text, mib);
    return (is_number && *mib >= board->legal_min_mib && *mib <= board->legal_max_mib) ||
           mf_fail(&work->error, MF_USAGE,
                   _("`%s` is not a legal value for %s; write auto, or %llu to %llu (MiB)"), text,
                   board->id, (unsigned long long)board->legal_min_mib,
                   (unsigned long long)board->legal_max_mib);
}

/* Can the board run with it what it always runs? */
static bool is_enough(struct mf_config_work *work, uint64_t mib)
{
    const struct mf_boot_board *board = &work->board;
    uint64_t usual;
    if (mib < board->least_supported_mib)
        return mf_fail(&work->error, MF_USAGE,
                       _("%llu is less than the pool that the maker of %s supports; write auto, or "
                         "%llu to %llu (MiB)"),
                       (unsigned long long)mib, board->id,
                       (unsigned long long)board->least_supported_mib,
                       (unsigned long long)board->legal_max_mib);
    if (work->fit->minimum)
        return true;
    if (!find_usual_need(work, &usual))
        return false;
    return mib >= usual ||
           mf_fail(&work->error, MF_USAGE,
                   _("%llu is less than the %llu MiB that MaixPy's launcher and a camera take on "
                     "%s; --minimum writes it nevertheless"),
                   (unsigned long long)mib, (unsigned long long)usual, board->id);
}

bool mf_config_value(struct mf_config_work *work, const char *text, int64_t *value)
{
    uint64_t mib;
    *value = AUTO;
    if (strcmp(text, "auto") == 0 || strcmp(text, "-1") == 0)
        return true;
    if (!parse_mib(work, text, &mib) || !is_enough(work, mib))
        return false;
    *value = (int64_t)mib;
    return true;
}
