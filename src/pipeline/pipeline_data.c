// SPDX-License-Identifier: MIT
#include "pipeline_data.h"

#include <string.h>

#include "../core/data.h"
#include "../core/json_read.h"

#define COUNT_MAX UINT64_C(64)
#define BYTES_MAX (UINT64_C(1) << 40)

static bool read_certainty(const struct mf_json *json, const cJSON *object,
                           enum mf_certainty *certainty)
{
    const char *word = NULL;
    if (!mf_json_string(json, object, "certainty", true, &word))
        return false;
    for (int i = MF_EXACT; i <= MF_ESTIMATE; i++) {
        if (strcmp(word, mf_certainty_word((enum mf_certainty)i)) == 0) {
            *certainty = (enum mf_certainty)i;
            return true;
        }
    }
    return mf_json_wrong(json, "certainty", _("should be exact, derived, measured or estimate"));
}

static bool read_format(const struct mf_json *json, const cJSON *object, const char *key,
                        const struct mf_pixel_format **format)
{
    const char *name = NULL;
    if (!mf_json_string(json, object, key, false, &name))
        return false;
    if (!name)
        return true;
    *format = mf_pixel_format_find(name);
    return *format ? true : mf_json_wrong(json, key, _("is no pixel format that is known"));
}

/* [width, height] */
static bool read_size(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                      uint64_t *width, uint64_t *height)
{
    const cJSON *pair = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!pair)
        return needed ? mf_json_wrong(json, key, _("is missing")) : true;
    const cJSON *first = cJSON_GetArrayItem(pair, 0);
    const cJSON *second = cJSON_GetArrayItem(pair, 1);
    if (cJSON_GetArraySize(pair) != 2 || !cJSON_IsNumber(first) || !cJSON_IsNumber(second) ||
        first->valueint < 1 || second->valueint < 1 ||
        (uint64_t)first->valueint > MF_CAMERA_SIDE_MAX ||
        (uint64_t)second->valueint > MF_CAMERA_SIDE_MAX)
        return mf_json_wrong(json, key, _("should be [width, height] in pixels"));
    *width = (uint64_t)first->valueint;
    *height = (uint64_t)second->valueint;
    return true;
}

static bool read_rules(const struct mf_json *json, const cJSON *object, const char *key,
                       enum mf_picture_rules *rules)
{
    static const char *const words[] = {"plain", "ax", "cvi"};
    const char *word = NULL;
    if (!mf_json_string(json, object, key, true, &word))
        return false;
    for (int i = MF_PICTURE_PLAIN; i <= MF_PICTURE_CVI; i++) {
        if (strcmp(word, words[i]) == 0) {
            *rules = (enum mf_picture_rules)i;
            return true;
        }
    }
    return mf_json_wrong(json, key, _("should be plain, ax or cvi"));
}

static bool read_pool(const struct mf_json *json, const cJSON *object, struct mf_pool_rule *rule)
{
    static const char *const keys[] = {"name",      "count",      "size",         "format",
                                       "lossy",     "either_way", "bytes",        "for_pixels",
                                       "certainty", "source",     "holds_frames", NULL};
    rule->source = "";
    return mf_json_only(json, object, keys) &&
           mf_json_string(json, object, "name", true, &rule->name) &&
           mf_json_number(json, object, "count", false, COUNT_MAX, &rule->count) &&
           read_size(json, object, "size", false, &rule->width, &rule->height) &&
           read_format(json, object, "format", &rule->format) &&
           mf_json_number(json, object, "lossy", false, 8, &rule->lossy) &&
           mf_json_flag(json, object, "either_way", &rule->either_way) &&
           mf_json_flag(json, object, "holds_frames", &rule->holds_frames) &&
           mf_json_number(json, object, "bytes", false, BYTES_MAX, &rule->bytes) &&
           mf_json_number(json, object, "for_pixels", false, BYTES_MAX, &rule->for_pixels) &&
           read_certainty(json, object, &rule->certainty) &&
           mf_json_string(json, object, "source", false, &rule->source);
}

static bool read_pools(const struct mf_json *json, const cJSON *object, const char *key,
                       struct mf_pool_rules *rules)
{
    const cJSON *item;
    const cJSON *list;
    if (!mf_json_list(json, object, key, false, &list))
        return false;
    cJSON_ArrayForEach(item, list)
    {
        struct mf_pool_rule rule = {0};
        if (!read_pool(json, item, &rule))
            return false;
        struct mf_pool_rule *items =
            mf_arena_grow(json->arena, rules->items, rules->count, &rules->capacity, sizeof *items);
        if (!items)
            return mf_fail_memory(json->error);
        rules->items = items;
        rules->items[rules->count++] = rule;
    }
    return true;
}

static bool read_frames(const struct mf_json *json, const cJSON *parent, const char *key,
                        struct mf_frames_rule *frames)
{
    static const char *const keys[] = {
        "rules",        "width_step", "height_step", "count",  "min_count", "large_count",
        "large_pixels", "format",     "certainty",   "source", NULL};
    const cJSON *object;
    if (!mf_json_object_at(json, parent, key, true, &object))
        return false;
    frames->width_step = 1;
    frames->height_step = 1;
    if (!mf_json_only(json, object, keys) || !read_rules(json, object, "rules", &frames->rules) ||
        !mf_json_number(json, object, "width_step", false, 4096, &frames->width_step) ||
        !mf_json_number(json, object, "height_step", false, 4096, &frames->height_step) ||
        !mf_json_number(json, object, "count", true, COUNT_MAX, &frames->count) ||
        !mf_json_number(json, object, "min_count", false, COUNT_MAX, &frames->min_count) ||
        !mf_json_number(json, object, "large_count", false, COUNT_MAX, &frames->large_count) ||
        !mf_json_number(json, object, "large_pixels", false, BYTES_MAX, &frames->large_pixels) ||
        !read_format(json, object, "format", &frames->format) ||
        !read_certainty(json, object, &frames->certainty) ||
        !mf_json_string(json, object, "source", true, &frames->source))
        return false;
    if (frames->width_step == 0 || frames->height_step == 0)
        return mf_json_wrong(json, key, _("has a step of 0"));
    return true;
}

/* The first mode is the one that is used; the others are told for people. */
static bool read_modes(const struct mf_json *json, const cJSON *object, struct mf_sensor *sensor)
{
    static const char *const keys[] = {"size", "fps", "when", NULL};
    const cJSON *mode;
    const cJSON *list;
    if (!mf_json_list(json, object, "modes", true, &list))
        return false;
    cJSON_ArrayForEach(mode, list)
    {
        uint64_t width = 0;
        uint64_t height = 0;
        if (!mf_json_only(json, mode, keys) ||
            !read_size(json, mode, "size", true, &width, &height))
            return false;
        if (sensor->width > 0)
            continue;
        sensor->width = width;
        sensor->height = height;
    }
    return sensor->width > 0 ? true : mf_json_wrong(json, "modes", _("lists no mode"));
}

static bool read_sensor(const struct mf_json *json, const cJSON *object, struct mf_sensor *sensor)
{
    static const char *const keys[] = {"name",   "modes",   "format", "buffers",
                                       "common", "private", "source", NULL};
    return mf_json_only(json, object, keys) &&
           mf_json_string(json, object, "name", true, &sensor->name) &&
           read_modes(json, object, sensor) &&
           read_format(json, object, "format", &sensor->format) &&
           mf_json_number(json, object, "buffers", false, COUNT_MAX, &sensor->buffers) &&
           read_pools(json, object, "common", &sensor->common) &&
           read_pools(json, object, "private", &sensor->private_pools) &&
           mf_json_string(json, object, "source", true, &sensor->source);
}

static bool read_sensors(const struct mf_json *json, const cJSON *root,
                         struct mf_pipeline_data *data)
{
    const cJSON *item;
    const cJSON *list;
    if (!mf_json_list(json, root, "sensors", true, &list))
        return false;
    cJSON_ArrayForEach(item, list)
    {
        struct mf_sensor sensor = {0};
        if (!read_sensor(json, item, &sensor))
            return false;
        struct mf_sensor *sensors = mf_arena_grow(json->arena, data->sensors, data->sensor_count,
                                                  &data->sensor_capacity, sizeof *sensors);
        if (!sensors)
            return mf_fail_memory(json->error);
        data->sensors = sensors;
        data->sensors[data->sensor_count++] = sensor;
    }
    if (!mf_sensor_find(data, data->default_sensor))
        return mf_json_wrong(json, "default_sensor", _("is none of the sensors"));
    if (!mf_pixel_format_find(data->default_format))
        return mf_json_wrong(json, "default_format", _("is no pixel format that is known"));
    return true;
}

static bool read_data(const struct mf_json *json, const cJSON *root, struct mf_pipeline_data *data)
{
    static const char *const keys[] = {"schema",
                                       "id",
                                       "rules",
                                       "block_metadata",
                                       "default_sensor",
                                       "default_format",
                                       "channel",
                                       "panel",
                                       "display_in",
                                       "display_out",
                                       "sensor_pools",
                                       "isp",
                                       "old_stack",
                                       "camera_note",
                                       "camera_note_code",
                                       "display_note",
                                       "sensors",
                                       "source",
                                       NULL};
    return mf_json_only(json, root, keys) && mf_json_string(json, root, "id", true, &data->id) &&
           read_rules(json, root, "rules", &data->rules) &&
           mf_json_number(json, root, "block_metadata", false, MF_MIB, &data->block_metadata) &&
           mf_json_string(json, root, "default_sensor", true, &data->default_sensor) &&
           mf_json_string(json, root, "default_format", true, &data->default_format) &&
           read_frames(json, root, "channel", &data->channel) &&
           read_size(json, root, "panel", true, &data->panel_width, &data->panel_height) &&
           read_frames(json, root, "display_in", &data->display_in) &&
           read_frames(json, root, "display_out", &data->display_out) &&
           read_pools(json, root, "sensor_pools", &data->sensor_pools) &&
           read_pools(json, root, "isp", &data->isp) &&
           read_pools(json, root, "old_stack", &data->old_stack) &&
           mf_json_string(json, root, "camera_note_code", false, &data->camera_note_code) &&
           mf_json_string(json, root, "camera_note", false, &data->camera_note) &&
           mf_json_string(json, root, "display_note", false, &data->display_note) &&
           read_sensors(json, root, data);
}

static bool keep(struct mf_arena *arena, struct mf_pipeline_data_list *list,
                 struct mf_pipeline_data *data, struct mf_error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i]->id, data->id) == 0) {
            list->items[i] = data;
            return true;
        }
    }
    struct mf_pipeline_data **items = mf_arena_grow(
        arena, list->items, list->count, &list->capacity, sizeof(struct mf_pipeline_data *));
    if (!items)
        return mf_fail_memory(error);
    list->items = items;
    list->items[list->count++] = data;
    return true;
}

bool mf_pipelines_add(struct mf_arena *arena, struct mf_pipeline_data_list *list, const char *name,
                      const char *text, size_t size, struct mf_error *error)
{
    struct mf_json json = {arena, name, error};
    struct mf_pipeline_data *data = mf_arena_take(arena, sizeof *data);
    if (!data)
        return mf_fail_memory(error);
    cJSON *root = mf_json_open(&json, text, size, MF_PIPELINE_SCHEMA);
    if (!root)
        return false;
    bool ok = read_data(&json, root, data);
    cJSON_Delete(root);
    return ok && keep(arena, list, data, error);
}

bool mf_pipelines_builtin(struct mf_arena *arena, struct mf_pipeline_data_list *list,
                          struct mf_error *error)
{
    for (const struct mf_data_file *file = mf_pipeline_files; file->name; file++) {
        if (!mf_pipelines_add(arena, list, file->name, file->text, file->size, error))
            return false;
    }
    return true;
}

const struct mf_pipeline_data *mf_pipeline_find(const struct mf_pipeline_data_list *list,
                                                const char *id)
{
    for (size_t i = 0; id && i < list->count; i++) {
        if (strcmp(list->items[i]->id, id) == 0)
            return list->items[i];
    }
    return NULL;
}

const char *mf_pipeline_id(const struct mf_pipeline_data *data)
{
    return data->id;
}

const struct mf_sensor *mf_sensor_find(const struct mf_pipeline_data *data, const char *name)
{
    for (size_t i = 0; i < data->sensor_count; i++) {
        if (strcmp(data->sensors[i].name, name) == 0)
            return &data->sensors[i];
    }
    return NULL;
}
