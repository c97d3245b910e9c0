// SPDX-License-Identifier: MIT
#include "data_sensors.h"

#include "../core/alike.h"
#include "../core/limits.h"
#include "data_rows.h"

static bool read_mode(const struct mf_json *json, const cJSON *object, struct mf_sensor_mode *mode)
{
    static const char *const keys[] = {"size", "up_to", "from_fps", "unless_fps", NULL};
    return mf_json_only(json, object, keys) &&
           mf_read_size(json, object, "size", true, &mode->size) &&
           mf_read_size(json, object, "up_to", false, &mode->up_to) &&
           mf_json_number(json, object, "from_fps", false, MF_CAMERA_FPS_MAX, &mode->from_fps) &&
           mf_json_flag(json, object, "unless_fps", &mode->unless_fps);
}

static bool read_modes(const struct mf_json *json, const cJSON *object, struct mf_sensor *sensor)
{
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, object, "modes", true, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_sensor_mode mode = {0};
        if (!read_mode(json, item, &mode))
            return false;
        struct mf_sensor_mode *modes = mf_arena_grow(json->arena, sensor->modes, sensor->mode_count,
                                                     &sensor->mode_capacity, sizeof *modes);
        if (!modes)
            return mf_fail_memory(json->error);
        sensor->modes = modes;
        sensor->modes[sensor->mode_count++] = mode;
    }
    if (sensor->mode_count == 0)
        return mf_json_wrong(json, "modes", _("lists no mode"));
    const struct mf_sensor_mode *last = mf_sensor_largest_mode(sensor);
    return last->up_to.width == 0 && last->from_fps == 0
               ? true
               : mf_json_wrong(json, "modes", _("should end with a mode that has no condition"));
}

static bool read_sensor(const struct mf_json *json, const cJSON *object,
                        enum mf_picture_rules rules, struct mf_sensor *sensor)
{
    static const char *const keys[] = {"name",    "modes",  "format", "common",
                                       "private", "source", NULL};
    return mf_json_only(json, object, keys) &&
           mf_json_string(json, object, "name", true, &sensor->name) &&
           mf_json_string(json, object, "source", true, &sensor->source) &&
           read_modes(json, object, sensor) &&
           mf_read_format(json, object, "format", false, &sensor->format) &&
           mf_read_rows(json, object, "common", rules, &sensor->common) &&
           mf_read_rows(json, object, "private", rules, &sensor->private_pools);
}

bool mf_read_sensors(const struct mf_json *json, const cJSON *root, enum mf_picture_rules rules,
                     struct mf_pipeline_data *data)
{
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_string(json, root, "default_sensor", true, &data->default_sensor) ||
        !mf_json_string(json, root, "sensor_of_none", false, &data->sensor_of_none) ||
        !mf_json_list(json, root, "sensors", true, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_sensor sensor = {0};
        if (!read_sensor(json, item, rules, &sensor))
            return false;
        struct mf_sensor *sensors = mf_arena_grow(json->arena, data->sensors, data->sensor_count,
                                                  &data->sensor_capacity, sizeof *sensors);
        if (!sensors)
            return mf_fail_memory(json->error);
        data->sensors = sensors;
        data->sensors[data->sensor_count++] = sensor;
    }
    if (!mf_sensor_find(data, data->default_sensor))
        return mf_json_wrong(json, "default_sensor", _("is not one of the sensors"));
    if (data->sensor_of_none && !mf_sensor_find(data, data->sensor_of_none))
        return mf_json_wrong(json, "sensor_of_none", _("is not one of the sensors"));
    return true;
}

const struct mf_sensor *mf_sensor_find(const struct mf_pipeline_data *data, const char *name)
{
    for (size_t i = 0; i < data->sensor_count; i++) {
        if (mf_alike(data->sensors[i].name, name))
            return &data->sensors[i];
    }
    return NULL;
}

const struct mf_sensor_mode *mf_sensor_largest_mode(const struct mf_sensor *sensor)
{
    return &sensor->modes[sensor->mode_count - 1];
}
