// SPDX-License-Identifier: MIT
/* The one evaluator of models/pipelines: it knows no board. */
#include "pipeline.h"

#include <string.h>

#include "../core/checked.h"
#include "camera.h"
#include "codec.h"
#include "display.h"
#include "live.h"
#include "sensor.h"

/* The old middleware makes its pools for the camera, whatever part is used. */
static unsigned parts_of(const struct mf_pipeline_request *request)
{
    unsigned parts = (request->camera_count > 0 ? MF_PART_CAMERA : 0U) |
                     (request->display.wanted ? MF_PART_DISPLAY : 0U) |
                     (request->encoder_count > 0 ? MF_PART_ENCODE : 0U) |
                     (request->decoder_count > 0 ? MF_PART_DECODE : 0U) |
                     (request->audio_record || request->audio_play ? MF_PART_AUDIO : 0U);
    if (request->old_stack && parts != 0)
        parts |= MF_PART_CAMERA;
    return parts | (request->maixcdk_model ? MF_PART_MODEL : 0U);
}

bool mf_pipeline_wanted(const struct mf_pipeline_request *request)
{
    return (parts_of(request) & ~(unsigned)MF_PART_MODEL) != 0;
}

bool mf_pipeline_is_needed(const struct mf_pipeline_request *request)
{
    return mf_pipeline_wanted(request) || request->maixcdk_model;
}

/* The data of a board may say nothing on a part: that is not 0. */
static bool check_parts(struct mf_evaluation *run)
{
    const struct mf_pipeline_data *data = run->data;
    const char *board = mf_evaluation_board(run);
    if ((run->parts & MF_PART_CAMERA) && !data->camera.known)
        return mf_fail(run->error, MF_CAMERA_UNKNOWN, _("what a camera takes on %s is not known"),
                       board);
    if ((run->parts & MF_PART_DISPLAY) && !data->display.known)
        return mf_fail(run->error, MF_CAMERA_UNKNOWN, _("what a display takes on %s is not known"),
                       board);
    if ((run->parts & MF_PART_AUDIO) && !data->audio.known)
        return mf_fail(run->error, MF_CAMERA_UNKNOWN, _("what audio takes on %s is not known"),
                       board);
    if (run->request->old_stack && data->old_stack.count == 0)
        return mf_fail(run->error, MF_CAMERA_UNKNOWN,
                       _("the older camera middleware of %s is not known"), board);
    return true;
}

/* What the parser of options guarantees; other callers may fill in anything. */
static bool check_sizes(struct mf_evaluation *run, const struct mf_picture_spec *pictures,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct mf_picture_spec *picture = &pictures[i];
        if (picture->width == 0 || picture->height == 0 || picture->width > MF_PICTURE_SIDE_MAX ||
            picture->height > MF_PICTURE_SIDE_MAX || picture->count > MF_CAMERA_BUFFERS_MAX)
            return mf_fail(run->error, MF_USAGE,
                           _("a picture of %llux%llu is too large or too small to be judged"),
                           (unsigned long long)picture->width, (unsigned long long)picture->height);
    }
    return true;
}

static bool check_request(struct mf_evaluation *run)
{
    const struct mf_pipeline_request *request = run->request;
    const struct mf_display_spec *display = &request->display;
    return check_parts(run) && check_sizes(run, request->cameras, request->camera_count) &&
           check_sizes(run, request->encoders, request->encoder_count) &&
           check_sizes(run, request->decoders, request->decoder_count) &&
           check_sizes(run, &display->panel, display->panel.width > 0 ? 1 : 0) &&
           check_sizes(run, &display->image, display->image.width > 0 ? 1 : 0);
}

static bool note_unknown(struct mf_evaluation *run)
{
    for (size_t i = 0; i < run->data->note_count; i++) {
        const struct mf_part_note *note = &run->data->notes[i];
        if ((note->parts & run->parts) != 0 &&
            !mf_findings_add(run->arena, &run->list->findings, MF_NOTE, note->code, NULL,
                             run->error, "%s", _(note->text)))
            return false;
    }
    return true;
}

static bool check_pools(struct mf_evaluation *run)
{
    uint64_t most = run->data->pools_max;
    if (most == 0 || run->pools <= most)
        return true;
    return mf_findings_add(run->arena, &run->list->findings, MF_WARNING, "too-many-pools", NULL,
                           run->error,
                           _("the app makes %llu pools, and the driver has %llu for one process; "
                             "open fewer cameras, encoders or decoders"),
                           (unsigned long long)run->pools, (unsigned long long)most);
}

/* Every part, in the order of mf_pipeline. */
static bool add_parts(struct mf_evaluation *run)
{
    unsigned parts = run->parts;
    return mf_sensor_add_program(run) && (!(parts & MF_PART_CAMERA) || mf_sensor_add(run)) &&
           mf_camera_add(run) && (!(parts & MF_PART_DISPLAY) || mf_display_add(run)) &&
           mf_codec_add_encoders(run) && mf_codec_add_decoders(run) &&
           (!(parts & MF_PART_AUDIO) || mf_audio_add(run));
}

bool mf_pipeline_evaluate(struct mf_arena *arena, const struct mf_pipeline_data *data,
                          const struct mf_pipeline_request *request, struct mf_pipeline_list *list,
                          struct mf_error *error)
{
    struct mf_evaluation run = {.arena = arena,
                                .data = data,
                                .request = request,
                                .list = list,
                                .error = error,
                                .parts = parts_of(request)};
    if (!check_request(&run) || !mf_sensor_choose(&run) || !mf_camera_resolve(&run) ||
        !add_parts(&run))
        return false;
    return check_pools(&run) && note_unknown(&run) && mf_live_take_out(&run);
}

size_t mf_pipeline_sensor_count(const struct mf_pipeline_data *data)
{
    return data->sensor_count;
}

/* Σ whole pages of the part of that name. */
static bool sum_part(const struct mf_pipeline_list *list, const char *name, uint64_t *bytes,
                     struct mf_error *error)
{
    *bytes = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].name, name) == 0)
            return mf_blocks_sum(&list->items[i].blocks, MF_POOL_NPU, bytes, error);
    }
    return true;
}

bool mf_pipeline_sensor(struct mf_arena *arena, const struct mf_pipeline_data *data, size_t index,
                        struct mf_sensor_info *info, struct mf_error *error)
{
    const struct mf_sensor *sensor = &data->sensors[index];
    const struct mf_size *size = &mf_sensor_largest_mode(sensor)->size;
    struct mf_picture_spec camera = {.width = size->width, .height = size->height};
    struct mf_pipeline_request request = {.sensor = sensor->name,
                                          .cameras = &camera,
                                          .camera_count = data->camera.known ? 1 : 0,
                                          .maixcdk_model = true};
    struct mf_pipeline_list list = {0};
    *info = (struct mf_sensor_info){.name = sensor->name,
                                    .width = size->width,
                                    .height = size->height,
                                    .source = sensor->source,
                                    .is_default = strcmp(sensor->name, data->default_sensor) == 0};
    if (!mf_pipeline_evaluate(arena, data, &request, &list, error) ||
        !sum_part(&list, "program", &info->program_bytes, error) ||
        !sum_part(&list, "sensor", &info->sensor_bytes, error))
        return false;
    return mf_add(info->program_bytes, info->sensor_bytes, &info->pool_bytes)
               ? true
               : mf_fail_overflow(error, sensor->name);
}
