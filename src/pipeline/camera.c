// SPDX-License-Identifier: MIT
#include "camera.h"

#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "sensor.h"

/* What stands in the way of a channel in a format. */
enum obstacle { NO_OBSTACLE, UNKNOWN_FORMAT, REFUSED_SIZE, NO_BLOCK };

/* Bytes of a frame that lies in a block of the common pools. */
static bool frame_bytes(const struct mf_evaluation *run, const struct mf_picture_spec *camera,
                        const struct mf_pixel_format *format, uint64_t *bytes)
{
    const struct mf_camera_rule *rule = &run->data->camera;
    struct mf_picture picture = {.format = format};
    return mf_round_up(camera->width, rule->width_step, &picture.width) &&
           mf_round_up(camera->height, rule->height_step, &picture.height) &&
           mf_picture_bytes(MF_PICTURE_PLAIN, &picture, bytes);
}

static const struct mf_camera_format *find_format(const struct mf_camera_rule *rule,
                                                  const struct mf_pixel_format *format)
{
    for (size_t i = 0; i < rule->format_count; i++) {
        if (rule->formats[i].asked == format)
            return &rule->formats[i];
    }
    return NULL;
}

static bool is_refused(const struct mf_camera_rule *rule, const struct mf_picture_spec *camera,
                       const struct mf_pixel_format *format)
{
    return rule->refused_format == format && rule->refused_from.width > 0 &&
           (camera->width >= rule->refused_from.width ||
            camera->height >= rule->refused_from.height);
}

static enum obstacle find_obstacle(const struct mf_evaluation *run,
                                   const struct mf_picture_spec *camera,
                                   const struct mf_pixel_format *format, uint64_t largest_block)
{
    uint64_t bytes;
    const struct mf_camera_rule *rule = &run->data->camera;
    if (rule->format_count > 0 && !find_format(rule, format))
        return UNKNOWN_FORMAT;
    if (is_refused(rule, camera, format))
        return REFUSED_SIZE;
    if (!rule->frames_in_common || run->request->old_stack)
        return NO_OBSTACLE;
    return frame_bytes(run, camera, format, &bytes) && bytes <= largest_block ? NO_OBSTACLE
                                                                              : NO_BLOCK;
}

/* The formats that MaixCDK opens, as MaixPy calls them: of this camera, or of any where it is NULL.
 * NULL without memory. */
static const char *format_names(const struct mf_evaluation *run,
                                const struct mf_picture_spec *camera, uint64_t largest_block)
{
    const struct mf_camera_rule *rule = &run->data->camera;
    struct mf_text names = {0};
    for (size_t i = 0; i < rule->format_count; i++) {
        const struct mf_pixel_format *format = rule->formats[i].asked;
        if (camera && find_obstacle(run, camera, format, largest_block) != NO_OBSTACLE)
            continue;
        mf_text_add(&names, names.length == 0 ? "" : ", ");
        mf_text_add(&names, mf_pixel_format_maixpy_name(format));
    }
    const char *copy =
        names.failed ? NULL : mf_arena_string(run->arena, names.bytes ? names.bytes : "");
    mf_text_free(&names);
    return copy;
}

/* Fewer pixels do not help a format that is never opened. */
static const char *other_format(const struct mf_evaluation *run,
                                const struct mf_picture_spec *camera, uint64_t largest_block)
{
    const char *names = format_names(run, camera, largest_block);
    if (names && *names)
        return mf_arena_format(run->arena, _("Open it in one of MaixPy's formats %s."), names);
    names = format_names(run, NULL, largest_block);
    return names
               ? mf_arena_format(run->arena,
                                 _("Open it with fewer pixels and in one of MaixPy's formats %s."),
                                 names)
               : NULL;
}

/* A whole sentence on what to open instead; NULL without memory. */
static const char *remedy(const struct mf_evaluation *run, const struct mf_picture_spec *camera,
                          enum obstacle obstacle, uint64_t largest_block)
{
    const struct mf_pixel_format *fallback = run->data->camera.fallback;
    bool has_fallback =
        fallback && find_obstacle(run, camera, fallback, largest_block) == NO_OBSTACLE;
    if (!has_fallback && obstacle == UNKNOWN_FORMAT)
        return other_format(run, camera, largest_block);
    if (!has_fallback)
        return _("Open it with fewer pixels.");
    return mf_arena_format(run->arena, _("Open it as %s (in MaixPy image.Format.FMT_%s)."),
                           mf_pixel_format_name(fallback), mf_pixel_format_maixpy_name(fallback));
}

static bool warn(struct mf_evaluation *run, const struct mf_picture_spec *camera,
                 const struct mf_pixel_format *format, enum obstacle obstacle,
                 uint64_t largest_block)
{
    struct mf_finding_list *findings = &run->list->findings;
    const char *name = mf_pixel_format_name(format);
    const char *instead = remedy(run, camera, obstacle, largest_block);
    unsigned long long width = camera->width;
    unsigned long long height = camera->height;
    uint64_t bytes = 0;
    if (!instead)
        return mf_fail_memory(run->error);
    switch (obstacle) {
    case UNKNOWN_FORMAT:
        return mf_findings_add(run->arena, findings, MF_WARNING, "camera-refused", NULL, run->error,
                               _("MaixCDK opens no camera in %s; it is counted all the same. %s"),
                               name, instead);
    case REFUSED_SIZE:
        return mf_findings_add(
            run->arena, findings, MF_WARNING, "camera-refused", NULL, run->error,
            _("MaixCDK refuses a camera of %llux%llu in %s: the width must be below %llu and the "
              "height below %llu; it is counted all the same. %s"),
            width, height, name, (unsigned long long)run->data->camera.refused_from.width,
            (unsigned long long)run->data->camera.refused_from.height, instead);
    case NO_BLOCK:
        if (!frame_bytes(run, camera, format, &bytes))
            return mf_evaluation_too_large(run, name);
        return mf_findings_add(
            run->arena, findings, MF_WARNING, "camera-no-block", NULL, run->error,
            _("a camera of %llux%llu in %s gets no frames: one takes %llu bytes, and the largest "
              "block of the common pools with sensor %s has %llu; it is counted all the same. %s"),
            width, height, name, (unsigned long long)bytes, run->sensor->name,
            (unsigned long long)largest_block, instead);
    case NO_OBSTACLE:
        break;
    }
    return true;
}

const struct mf_pixel_format *mf_camera_made_format(const struct mf_pipeline_data *data,
                                                    const struct mf_pixel_format *format)
{
    const struct mf_camera_format *known = find_format(&data->camera, format);
    return known ? known->made : format;
}

/* A program must name the format, or it does not run. */
static bool note_fallback(struct mf_evaluation *run, const struct mf_channel *channel)
{
    return mf_findings_add(
        run->arena, &run->list->findings, MF_NOTE, "format-assumed", NULL, run->error,
        _("no picture format was named; %s (in MaixPy image.Format.FMT_%s) is assumed: a camera of "
          "%llux%llu does not run in %s, MaixPy's default"),
        mf_pixel_format_name(channel->format), mf_pixel_format_maixpy_name(channel->format),
        (unsigned long long)channel->asked->width, (unsigned long long)channel->asked->height,
        mf_pixel_format_name(run->data->default_format));
}

/* The format that was named, else MaixPy's default, else the fallback where that one cannot be had.
 */
static bool choose_format(struct mf_evaluation *run, struct mf_channel *channel,
                          uint64_t largest_block)
{
    const char *what = channel->asked->what;
    bool is_raw = what && strcmp(what, MF_FORMAT_RAW) == 0;
    channel->format_assumed = !what || is_raw;
    channel->format =
        channel->format_assumed ? run->data->default_format : mf_pixel_format_find(what);
    run->subject.raw = run->subject.raw || is_raw;
    if (!channel->format)
        return mf_evaluation_unknown_format(run, what);
    const struct mf_pixel_format *fallback = run->data->camera.fallback;
    enum obstacle obstacle = find_obstacle(run, channel->asked, channel->format, largest_block);
    if (obstacle != NO_OBSTACLE && channel->format_assumed && fallback) {
        channel->format = fallback;
        obstacle = find_obstacle(run, channel->asked, channel->format, largest_block);
        if (!note_fallback(run, channel))
            return false;
    }
    channel->made = mf_camera_made_format(run->data, channel->format);
    return obstacle == NO_OBSTACLE ||
           warn(run, channel->asked, channel->format, obstacle, largest_block);
}

static bool choose_buffers(struct mf_evaluation *run, struct mf_channel *channel)
{
    const struct mf_camera_rule *rule = &run->data->camera;
    uint64_t asked = channel->asked->count;
    channel->buffers = asked > 0 ? asked : rule->buffers;
    if (channel->buffers < rule->buffers_min)
        channel->buffers = rule->buffers_min;
    if (channel->buffers > run->subject.buffers)
        run->subject.buffers = channel->buffers; /* whichever channel is opened first */
    return asked == 0 || asked >= rule->buffers_min ||
           mf_findings_add(run->arena, &run->list->findings, MF_NOTE, "buffers-raised", NULL,
                           run->error,
                           _("MaixCDK gives every camera at least %llu buffers; %llu were asked "
                             "for"),
                           (unsigned long long)rule->buffers_min, (unsigned long long)asked);
}

static bool check_sensor_size(struct mf_evaluation *run, const struct mf_picture_spec *camera)
{
    const struct mf_size *most = &mf_sensor_largest_mode(run->sensor)->size;
    if (camera->width <= most->width && camera->height <= most->height)
        return true;
    return mf_findings_add(
        run->arena, &run->list->findings, MF_WARNING, "camera-beyond-sensor", NULL, run->error,
        _("a camera of %llux%llu is larger than the pictures of sensor %s, %llux%llu; it is "
          "counted all the same. Open it no larger than these."),
        (unsigned long long)camera->width, (unsigned long long)camera->height, run->sensor->name,
        (unsigned long long)most->width, (unsigned long long)most->height);
}

/* "640x480@NV21x3 (sensor mode 1280x720)". RAW names MaixPy's default beside it. */
static bool note_channel(struct mf_evaluation *run, const struct mf_channel *channel, size_t index)
{
    const struct mf_picture_spec *asked = channel->asked;
    struct mf_picture_spec full = {asked->width, asked->height,
                                   mf_pixel_format_name(channel->format), asked->fps,
                                   channel->buffers};
    bool raw = asked->what && strcmp(asked->what, MF_FORMAT_RAW) == 0;
    const char *text = mf_picture_spec_text(run->arena, &full);
    if (!text)
        return mf_fail_memory(run->error);
    const char *value = mf_arena_format(
        run->arena, "%s (%ssensor mode %llux%llu)", text, raw ? "RAW too, " : "",
        (unsigned long long)run->mode->size.width, (unsigned long long)run->mode->size.height);
    return mf_evaluation_setting(run, "camera", index, value, !asked->what);
}

/* Once, and only where the format decides how much a channel takes. */
static bool note_format(struct mf_evaluation *run)
{
    const struct mf_channel *channel = run->channels;
    const struct mf_channel *end = channel + run->request->camera_count;
    if (run->data->camera.frames.count == 0 || run->request->old_stack)
        return true;
    while (channel < end && (!channel->format_assumed || channel->asked->what))
        channel++;
    return channel == end ||
           mf_findings_add(
               run->arena, &run->list->findings, MF_NOTE, "format-assumed", NULL, run->error,
               _("no picture format was named; %s is assumed, as MaixPy opens a camera"),
               mf_pixel_format_name(channel->format));
}

bool mf_camera_resolve(struct mf_evaluation *run)
{
    uint64_t largest_block;
    size_t count = run->request->camera_count;
    run->subject.buffers = count > 0 ? 0 : run->data->camera.buffers;
    if (count == 0)
        return true;
    run->channels = mf_arena_take(run->arena, count * sizeof *run->channels);
    if (!run->channels)
        return mf_fail_memory(run->error);
    if (!mf_sensor_largest_block(run, &largest_block))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct mf_channel *channel = &run->channels[i];
        channel->asked = &run->request->cameras[i];
        if (!check_sensor_size(run, channel->asked) ||
            !choose_format(run, channel, largest_block) || !choose_buffers(run, channel) ||
            !note_channel(run, channel, i))
            return false;
    }
    return note_format(run);
}

/* With the old middleware frames lie in its pools, in the sensor's format. */
static bool check_old_frame(struct mf_evaluation *run, const struct mf_picture_spec *camera)
{
    struct mf_picture frame = {
        .width = camera->width, .height = camera->height, .format = run->sensor->format};
    const struct mf_row_list *rows = &run->data->old_stack;
    const struct mf_row *holder = NULL;
    uint64_t bytes;
    for (size_t i = 0; i < rows->count; i++) {
        const struct mf_row *row = &rows->items[i];
        if (row->holds_frames && (!holder || row->bytes > holder->bytes))
            holder = row;
    }
    if (!holder || (mf_picture_bytes(holder->rules, &frame, &bytes) && bytes <= holder->bytes))
        return true;
    return mf_fail(
        run->error, MF_CAMERA_UNKNOWN,
        _("a frame of %llux%llu is larger than the blocks of the older camera middleware of %s "
          "(%llu bytes)"),
        (unsigned long long)camera->width, (unsigned long long)camera->height,
        mf_evaluation_board(run), (unsigned long long)holder->bytes);
}

bool mf_camera_add(struct mf_evaluation *run)
{
    for (size_t i = 0; i < run->request->camera_count; i++) {
        const struct mf_channel *channel = &run->channels[i];
        struct mf_row_subject subject = run->subject;
        subject.picture = (struct mf_picture){.width = channel->asked->width,
                                              .height = channel->asked->height,
                                              .format = channel->made};
        subject.buffers = channel->buffers;
        const char *owner = mf_arena_format(
            run->arena, _("camera %llux%llu %s"), (unsigned long long)channel->asked->width,
            (unsigned long long)channel->asked->height, mf_pixel_format_name(channel->format));
        struct mf_pipeline *part = mf_evaluation_part(run, "camera");
        if (!part)
            return false;
        if (run->request->old_stack && !check_old_frame(run, channel->asked))
            return false;
        if (!mf_evaluation_rows(run, part, owner, &run->data->camera.frames, &subject))
            return false;
    }
    return true;
}

const struct mf_channel *mf_camera_largest(const struct mf_evaluation *run)
{
    const struct mf_picture_spec *cameras = run->request->cameras; /* in the order of channels */
    const struct mf_picture_spec *largest =
        mf_picture_spec_largest(cameras, run->request->camera_count);
    return largest ? &run->channels[largest - cameras] : NULL;
}
