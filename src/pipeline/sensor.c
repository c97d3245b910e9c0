// SPDX-License-Identifier: MIT
#include "sensor.h"

#include <string.h>

#include "../core/alike.h"
#include "../core/text.h"

#define NO_SENSOR "none" /* --sensor none: the board has none */

/* A sensor of other boards is no wrong name. */
static bool is_had_elsewhere(const struct mf_evaluation *run, const char *name)
{
    const struct mf_pipeline_data_list *families = run->request->families;
    for (size_t i = 0; families && i < families->count; i++) {
        if (mf_sensor_find(families->items[i], name))
            return true;
    }
    return false;
}

static bool unknown_sensor(struct mf_evaluation *run, const char *name)
{
    struct mf_text names = {0};
    struct mf_nearest nearest = {.wanted = name};
    for (size_t i = 0; i < run->data->sensor_count; i++) {
        mf_text_add(&names, i == 0 ? "" : ", ");
        mf_text_add(&names, run->data->sensors[i].name);
        mf_nearest_offer(&nearest, run->data->sensors[i].name);
    }
    mf_text_add(&names, run->data->sensor_of_none ? ", " NO_SENSOR : "");
    if (is_had_elsewhere(run, name))
        mf_fail(run->error, MF_CAMERA_UNKNOWN,
                _("the sensor %s is not known on %s, whose sensors are %s"), name,
                mf_evaluation_board(run), names.bytes ? names.bytes : "");
    else if (nearest.name)
        mf_fail(run->error, MF_USAGE,
                _("`%s` is not a sensor of %s; did you mean `%s`? Known are %s"), name,
                mf_evaluation_board(run), nearest.name, names.bytes ? names.bytes : "");
    else
        mf_fail(run->error, MF_USAGE, _("`%s` is not a sensor of %s; known are %s"), name,
                mf_evaluation_board(run), names.bytes ? names.bytes : "");
    mf_text_free(&names);
    return false;
}

static bool fits_mode(const struct mf_sensor_mode *mode, const struct mf_picture_spec *camera)
{
    const struct mf_size *bound = &mode->up_to;
    if (bound->width > 0 && (camera->width > bound->width || camera->height > bound->height))
        return false;
    return camera->fps > 0 ? camera->fps >= mode->from_fps
                           : mode->from_fps == 0 || mode->unless_fps;
}

/* The camera that is opened first decides; any may be the first, so the largest mode counts. With
 * the old middleware that is the only one. */
static const struct mf_sensor_mode *choose_mode(const struct mf_evaluation *run)
{
    const struct mf_sensor *sensor = run->sensor;
    size_t chosen = 0;
    if (run->request->camera_count == 0 || run->request->old_stack)
        return mf_sensor_largest_mode(sensor);
    for (size_t i = 0; i < run->request->camera_count; i++) {
        size_t mode = 0;
        while (mode + 1 < sensor->mode_count &&
               !fits_mode(&sensor->modes[mode], &run->request->cameras[i]))
            mode++;
        if (mode > chosen)
            chosen = mode;
    }
    return &sensor->modes[chosen];
}

/* The sensor decides some of the figures: say which it is. */
static bool note_sensor(struct mf_evaluation *run)
{
    const char *named = run->request->sensor;
    const char *value = run->sensor->name;
    if (named && !mf_alike(named, value))
        value = mf_arena_format(run->arena, "%s (%s)", named, value);
    if (!mf_evaluation_setting(run, "sensor", 0, value, !named))
        return false;
    return named || mf_findings_add(run->arena, &run->list->findings, MF_NOTE, "sensor-assumed",
                                    NULL, run->error,
                                    _("no sensor was named; %s is assumed; --sensor names another"),
                                    run->sensor->name);
}

static bool is_program_taken(const struct mf_evaluation *run)
{
    return (run->parts & run->data->program_parts) != 0;
}

static bool depends_on_sensor(const struct mf_evaluation *run)
{
    return (run->parts & MF_PART_CAMERA) != 0 ||
           (is_program_taken(run) && run->sensor->common.count > 0);
}

static const char *sensor_name(const struct mf_evaluation *run)
{
    const struct mf_pipeline_request *request = run->request;
    const char *usual = request->board_sensor ? request->board_sensor : run->data->default_sensor;
    return request->sensor ? request->sensor : usual;
}

bool mf_sensor_choose(struct mf_evaluation *run)
{
    const char *name = sensor_name(run);
    bool has_none = run->data->sensor_of_none && mf_alike(name, NO_SENSOR);
    if (has_none && run->request->camera_count > 0)
        return mf_fail(run->error, MF_USAGE,
                       _("--sensor none: a camera cannot be opened without a sensor; leave out "
                         "--camera, or name the sensor"));
    if (has_none)
        name = run->data->sensor_of_none;
    run->sensor = mf_sensor_find(run->data, name);
    if (!run->sensor)
        return unknown_sensor(run, name);
    run->mode = choose_mode(run);
    run->subject.sensor = (struct mf_picture){.width = run->mode->size.width,
                                              .height = run->mode->size.height,
                                              .format = run->sensor->format};
    return !depends_on_sensor(run) || note_sensor(run);
}

/* Common pools whose blocks are equal become one pool: the SDK's COMMON_SYS_CalcPool sorts them by
 * size and merges. */
static bool add_merged(struct mf_evaluation *run, struct mf_pipeline *part, const char *owner,
                       const struct mf_row_list *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct mf_row row = rows->items[i];
        struct mf_row_bytes size;
        struct mf_row_bytes other;
        bool merged = false;
        if (!mf_row_measure(&row, &run->subject, &size))
            size.block = 0; /* reported where it is added */
        for (size_t k = 0; k < rows->count; k++) {
            if (k == i || !mf_row_measure(&rows->items[k], &run->subject, &other) ||
                other.block != size.block)
                continue;
            merged = merged || k < i; /* counted with the first of them */
            row.count += rows->items[k].count;
        }
        if (!merged && !mf_evaluation_row(run, part, owner, &row, &run->subject))
            return false;
    }
    return true;
}

/* The pools that the old middleware makes at its start were read off one sensor. */
static bool add_old_stack(struct mf_evaluation *run, struct mf_pipeline *part, const char *owner)
{
    const struct mf_row_list *rows = &run->data->old_stack;
    bool is_default = strcmp(run->sensor->name, run->data->default_sensor) == 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct mf_row row = rows->items[i];
        if (!is_default)
            row.certainty = MF_ESTIMATE;
        if (!mf_evaluation_row(run, part, owner, &row, &run->subject))
            return false;
    }
    return true;
}

bool mf_sensor_add_program(struct mf_evaluation *run)
{
    const char *owner = _("common pools");
    if (!is_program_taken(run))
        return true;
    struct mf_pipeline *part = mf_evaluation_part(run, "program");
    if (!part)
        return false;
    part->common = true;
    if (run->request->old_stack)
        return add_old_stack(run, part, owner);
    return mf_evaluation_rows(run, part, owner, &run->data->program, &run->subject) &&
           add_merged(run, part, owner, &run->sensor->common);
}

bool mf_sensor_add(struct mf_evaluation *run)
{
    const char *owner = mf_arena_format(run->arena, _("sensor %s"), run->sensor->name);
    struct mf_pipeline *part = mf_evaluation_part(run, "sensor");
    return part &&
           mf_evaluation_rows(run, part, owner, &run->sensor->private_pools, &run->subject) &&
           mf_evaluation_rows(run, part, owner, &run->data->camera.sensor, &run->subject);
}

bool mf_sensor_largest_block(const struct mf_evaluation *run, uint64_t *bytes)
{
    const struct mf_row_list *lists[] = {&run->data->program, &run->sensor->common};
    *bytes = 0;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t k = 0; k < lists[i]->count; k++) {
            struct mf_row_bytes size;
            if (!mf_row_measure(&lists[i]->items[k], &run->subject, &size))
                return mf_evaluation_too_large(run, lists[i]->items[k].name);
            if (size.block > *bytes + lists[i]->items[k].metadata)
                *bytes = size.block - lists[i]->items[k].metadata;
        }
    }
    return true;
}
