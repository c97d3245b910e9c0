// SPDX-License-Identifier: MIT
/* The one evaluator of models/pipelines: it knows no board. */
#include "pipeline.h"

#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "pipeline_data.h"

struct evaluation {
    struct mf_arena *arena;
    const struct mf_pipeline_data *data;
    const struct mf_pipeline_request *request;
    struct mf_pipeline_list *list;
    struct mf_error *error;
    const struct mf_sensor *sensor;
    const char *sensor_owner; /* how its blocks name it */
    unsigned format_told;
    uint64_t buffers; /* what the sensor's pools are made for */
};

static bool too_large(struct evaluation *run, const char *what)
{
    return mf_fail(run->error, MF_USAGE, _("%s is too large to be judged"), what);
}

static struct mf_pipeline *add_pipeline(struct evaluation *run, const char *name)
{
    struct mf_pipeline_list *list = run->list;
    struct mf_pipeline *items =
        mf_arena_grow(run->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items) {
        mf_fail_memory(run->error);
        return NULL;
    }
    list->items = items;
    list->items[list->count] = (struct mf_pipeline){.name = name};
    return &list->items[list->count++];
}

static bool add_block(struct evaluation *run, struct mf_pipeline *pipeline, struct mf_block block)
{
    if (!block.name || !block.owner)
        return mf_fail_memory(run->error);
    block.pool = MF_POOL_NPU;
    block.phase = MF_PHASE_RUN;
    return mf_blocks_add(run->arena, &pipeline->blocks, block, run->error);
}

/* One block of a pool. The middleware sizes some for either orientation of the picture. */
static bool rule_block(const struct evaluation *run, const struct mf_pool_rule *rule,
                       uint64_t *bytes)
{
    struct mf_picture picture = {rule->width, rule->height, rule->format, rule->lossy, false};
    uint64_t turned;
    if (picture.width == 0) {
        picture.width = run->sensor->width;
        picture.height = run->sensor->height;
    }
    if (!picture.format)
        picture.format = run->sensor->format;
    if (!mf_picture_bytes(run->data->rules, &picture, bytes))
        return false;
    if (!rule->either_way)
        return true;
    struct mf_picture other = {picture.height, picture.width, picture.format, picture.lossy, false};
    if (!mf_picture_bytes(run->data->rules, &other, &turned))
        return false;
    if (turned > *bytes)
        *bytes = turned;
    return true;
}

/* A buffer of fixed size, or one that grows with the sensor's pixels. */
static bool fixed_bytes(const struct evaluation *run, const struct mf_pool_rule *rule,
                        uint64_t *bytes)
{
    *bytes = rule->bytes;
    if (rule->for_pixels == 0)
        return true;
    uint64_t pixels =
        run->sensor->width * run->sensor->height; /* sides are bounded where data are read */
    uint64_t scaled;
    if (!mf_mul(rule->bytes, pixels, &scaled))
        return false;
    *bytes = mf_ceil_div(scaled, rule->for_pixels);
    return true;
}

static bool pool_bytes(struct evaluation *run, uint64_t count, uint64_t block, uint64_t *bytes)
{
    return mf_accumulate(&block, run->data->block_metadata) && mf_mul(block, count, bytes);
}

static bool add_rule(struct evaluation *run, struct mf_pipeline *pipeline,
                     const struct mf_pool_rule *rule)
{
    uint64_t bytes;
    uint64_t count = rule->count > 0 ? rule->count : run->buffers;
    struct mf_block block = {.source = rule->source, .certainty = rule->certainty};
    bool ok = rule->bytes > 0
                  ? fixed_bytes(run, rule, &bytes) && mf_mul(bytes, count, &block.bytes)
                  : rule_block(run, rule, &bytes) && pool_bytes(run, count, bytes, &block.bytes);
    if (!ok)
        return too_large(run, rule->name);
    block.owner = run->sensor_owner;
    block.name = count == 1 ? rule->name
                            : mf_arena_format(run->arena, "%llu × %s", (unsigned long long)count,
                                              rule->name);
    return add_block(run, pipeline, block);
}

static bool add_rules(struct evaluation *run, struct mf_pipeline *pipeline,
                      const struct mf_pool_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (!add_rule(run, pipeline, &rules->items[i]))
            return false;
    }
    return true;
}

/* Common pools whose blocks are equal become one pool (AX_VIN: sorted by size, merged). */
static bool add_common(struct evaluation *run, struct mf_pipeline *pipeline,
                       const struct mf_pool_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        uint64_t block;
        uint64_t other;
        bool merged = false;
        struct mf_pool_rule rule = rules->items[i];
        if (!rule_block(run, &rule, &block))
            return too_large(run, rule.name);
        for (size_t k = 0; k < rules->count; k++) {
            if (k == i || !rule_block(run, &rules->items[k], &other) || other != block)
                continue;
            merged = merged || k < i; /* counted with the first of them */
            rule.count += rules->items[k].count;
        }
        if (!merged && !add_rule(run, pipeline, &rule))
            return false;
    }
    return true;
}

static bool note(struct evaluation *run, const char *code, const char *text)
{
    if (!text)
        return mf_fail_memory(run->error);
    return mf_findings_add(run->arena, &run->list->findings, MF_NOTE, code, NULL, run->error, "%s",
                           text);
}

static bool unknown_sensor(struct evaluation *run)
{
    struct mf_text names = {0};
    for (size_t i = 0; i < run->data->sensor_count; i++) {
        mf_text_add(&names, i == 0 ? "" : ", ");
        mf_text_add(&names, run->data->sensors[i].name);
    }
    mf_fail(run->error, MF_USAGE, _("no sensor of %s is called `%s`; known are %s"), run->data->id,
            run->request->sensor, names.bytes ? names.bytes : "");
    mf_text_free(&names);
    return false;
}

/* The camera that opens the sensor sizes its pool, and any may be the first: the most of them. */
static void set_buffers(struct evaluation *run)
{
    uint64_t usual = run->sensor->buffers > 0 ? run->sensor->buffers : run->data->channel.count;
    run->buffers = run->request->camera_count > 0 ? 0 : usual;
    for (size_t i = 0; i < run->request->camera_count; i++) {
        uint64_t asked = run->request->cameras[i].buffers;
        uint64_t count = asked > 0 ? asked : usual;
        if (count > run->buffers)
            run->buffers = count;
    }
}

static bool choose_sensor(struct evaluation *run)
{
    const char *name = run->request->sensor ? run->request->sensor : run->data->default_sensor;
    run->sensor = mf_sensor_find(run->data, name);
    if (!run->sensor)
        return unknown_sensor(run);
    set_buffers(run);
    run->sensor_owner = mf_arena_format(run->arena, "sensor %s", run->sensor->name);
    if (!run->sensor_owner)
        return mf_fail_memory(run->error);
    if (run->request->sensor)
        return true;
    return note(run, "sensor-assumed",
                mf_arena_format(run->arena,
                                _("no sensor was named; %s is assumed; --sensor names another"),
                                name));
}

/* The pools that the old stack makes at its start were read off one sensor. */
static bool add_old_stack(struct evaluation *run, struct mf_pipeline *pipeline)
{
    const struct mf_pool_rules *rules = &run->data->old_stack;
    bool is_default = strcmp(run->sensor->name, run->data->default_sensor) == 0;
    for (size_t i = 0; i < rules->count; i++) {
        struct mf_pool_rule rule = rules->items[i];
        if (!is_default)
            rule.certainty = MF_ESTIMATE;
        if (!add_rule(run, pipeline, &rule))
            return false;
    }
    return true;
}

/* Its frames come from those pools in the sensor's format, so they must fit into their blocks. */
static bool check_old_frame(struct evaluation *run, const struct mf_camera *camera)
{
    struct mf_picture picture = {camera->width, camera->height, run->sensor->format, 0, false};
    const struct mf_pool_rules *rules = &run->data->old_stack;
    uint64_t largest = 0;
    uint64_t bytes;
    for (size_t i = 0; i < rules->count; i++) {
        if (rules->items[i].holds_frames && rules->items[i].bytes > largest)
            largest = rules->items[i].bytes;
    }
    if (mf_picture_bytes(run->data->channel.rules, &picture, &bytes) &&
        (largest == 0 || bytes <= largest))
        return true;
    return mf_fail(run->error, MF_USAGE,
                   _("a frame of %llux%llu is larger than the old sensor stack's blocks (%llu "
                     "bytes)"),
                   (unsigned long long)camera->width, (unsigned long long)camera->height,
                   (unsigned long long)largest);
}

static bool add_sensor(struct evaluation *run)
{
    struct mf_pipeline *pipeline = add_pipeline(run, "sensor");
    if (!pipeline)
        return false;
    if (run->request->old_stack && run->data->old_stack.count == 0)
        return mf_fail(run->error, MF_USAGE, _("%s has no old sensor stack"), run->data->id);
    if (!add_rules(run, pipeline, &run->data->isp))
        return false;
    if (run->request->old_stack)
        return add_old_stack(run, pipeline);
    return add_rules(run, pipeline, &run->data->sensor_pools) &&
           add_common(run, pipeline, &run->sensor->common) &&
           add_rules(run, pipeline, &run->sensor->private_pools);
}

static const char *camera_format(const struct evaluation *run, const struct mf_camera *camera)
{
    return camera->format ? camera->format : run->data->default_format;
}

/* `count` frames of a stage as one block. */
static bool add_frames(struct evaluation *run, struct mf_pipeline *pipeline, const char *owner,
                       const char *name, const struct mf_frames_rule *rule, uint64_t count,
                       struct mf_picture picture)
{
    uint64_t frame;
    struct mf_block block = {.owner = owner, .source = rule->source, .certainty = rule->certainty};
    if (!mf_round_up(picture.width, rule->width_step, &picture.width) ||
        !mf_round_up(picture.height, rule->height_step, &picture.height) ||
        !mf_picture_bytes(rule->rules, &picture, &frame) || !mf_mul(frame, count, &block.bytes))
        return too_large(run, name);
    block.name = mf_arena_format(run->arena, "%llu × %s", (unsigned long long)count, name);
    return add_block(run, pipeline, block);
}

static bool find_format(struct evaluation *run, const char *name,
                        const struct mf_pixel_format **format)
{
    *format = mf_pixel_format_find(name);
    if (*format)
        return true;
    return mf_fail(run->error, MF_USAGE, _("no picture format is called `%s`; known are %s"), name,
                   mf_pixel_format_names());
}

static bool add_camera(struct evaluation *run, const struct mf_camera *camera)
{
    const struct mf_frames_rule *rule = &run->data->channel;
    const char *format = camera_format(run, camera);
    struct mf_picture picture = {camera->width, camera->height, NULL, 0, false};
    uint64_t count = camera->buffers > 0        ? camera->buffers
                     : run->sensor->buffers > 0 ? run->sensor->buffers
                                                : rule->count;
    if (count < rule->min_count)
        count = rule->min_count;
    if (!find_format(run, format, &picture.format))
        return false;
    if (!camera->format && !run->format_told++ &&
        !note(run, "format-assumed",
              mf_arena_format(
                  run->arena,
                  _("no picture format was named; %s is assumed, as MaixPy opens a camera"),
                  format)))
        return false;
    struct mf_pipeline *pipeline = add_pipeline(run, "camera");
    if (!pipeline)
        return false;
    if (run->request->old_stack)
        return check_old_frame(run, camera);
    const char *owner =
        mf_arena_format(run->arena, "camera %llux%llu", (unsigned long long)camera->width,
                        (unsigned long long)camera->height);
    const char *name = mf_arena_format(run->arena, _("frame %s"), format);
    if (!owner || !name)
        return mf_fail_memory(run->error);
    return add_frames(run, pipeline, owner, name, rule, count, picture);
}

static bool add_display(struct evaluation *run)
{
    const struct mf_pipeline_data *data = run->data;
    const struct mf_pipeline_request *request = run->request;
    const char *image =
        request->camera_count > 0 ? camera_format(run, &request->cameras[0]) : data->default_format;
    struct mf_picture in = {request->display_width, request->display_height, NULL, 0, false};
    if (in.width == 0) {
        in.width = data->panel_width;
        in.height = data->panel_height;
    }
    struct mf_picture out = in;
    if (!find_format(run, image, &in.format))
        return false;
    out.format = data->display_out.format ? data->display_out.format : in.format;
    struct mf_pipeline *pipeline = add_pipeline(run, "display");
    if (!pipeline)
        return false;
    if (request->old_stack)
        return true;
    const char *owner =
        mf_arena_format(run->arena, "display %llux%llu", (unsigned long long)in.width,
                        (unsigned long long)in.height);
    const char *name = mf_arena_format(run->arena, _("frame in, %s"), image);
    bool large =
        data->display_out.large_count > 0 && in.width * in.height > data->display_out.large_pixels;
    if (!owner || !name)
        return mf_fail_memory(run->error);
    return add_frames(run, pipeline, owner, name, &data->display_in, data->display_in.count, in) &&
           add_frames(run, pipeline, owner, _("frame out"), &data->display_out,
                      large ? data->display_out.large_count : data->display_out.count, out);
}

bool mf_pipeline_wanted(const struct mf_pipeline_request *request)
{
    return request->camera_count > 0 || request->display || request->sensor || request->old_stack;
}

bool mf_pipeline_evaluate(struct mf_arena *arena, const struct mf_pipeline_data *data,
                          const struct mf_pipeline_request *request, struct mf_pipeline_list *list,
                          struct mf_error *error)
{
    struct evaluation run = {
        .arena = arena, .data = data, .request = request, .list = list, .error = error};
    bool has_camera = request->camera_count > 0 || request->sensor || request->old_stack;
    if (has_camera && (!choose_sensor(&run) || !add_sensor(&run)))
        return false;
    for (size_t i = 0; i < request->camera_count; i++) {
        if (!add_camera(&run, &request->cameras[i]))
            return false;
    }
    if (has_camera && data->camera_note &&
        !note(&run, data->camera_note_code ? data->camera_note_code : "camera",
              _(data->camera_note)))
        return false;
    if (!request->display)
        return true;
    return add_display(&run) &&
           (!data->display_note || note(&run, "display", _(data->display_note)));
}

size_t mf_pipeline_sensor_count(const struct mf_pipeline_data *data)
{
    return data->sensor_count;
}

bool mf_pipeline_sensor(struct mf_arena *arena, const struct mf_pipeline_data *data, size_t index,
                        struct mf_sensor_info *info, struct mf_error *error)
{
    const struct mf_sensor *sensor = &data->sensors[index];
    struct mf_pipeline_request request = {.sensor = sensor->name};
    struct mf_pipeline_list list = {0};
    if (!mf_pipeline_evaluate(arena, data, &request, &list, error))
        return false;
    *info = (struct mf_sensor_info){.name = sensor->name,
                                    .width = sensor->width,
                                    .height = sensor->height,
                                    .source = sensor->source,
                                    .is_default = strcmp(sensor->name, data->default_sensor) == 0};
    return mf_blocks_sum(&list.items[0].blocks, MF_POOL_NPU, &info->pool_bytes, error);
}
