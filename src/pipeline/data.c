// SPDX-License-Identifier: MIT
#include "data.h"

#include <string.h>

#include "../core/limits.h"
#include "../core/words.h"
#include "data_rows.h"
#include "data_sensors.h"

/* A list of the words of mf_app_part. */
static bool read_parts(const struct mf_json *json, const cJSON *object, unsigned *parts)
{
    static const char *const words[] = {"camera", "display", "encode", "decode", "audio", "model"};
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, object, "with", true, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        size_t i = 0;
        const size_t count = sizeof words / sizeof words[0];
        while (i < count && !(cJSON_IsString(item) && strcmp(item->valuestring, words[i]) == 0))
            i++;
        if (i == count)
            return mf_json_wrong(
                json, "with",
                _("should list some of: camera, display, encode, decode, audio, model"));
        *parts |= 1U << i;
    }
    return true;
}

static bool read_program(const struct mf_json *json, const cJSON *root, enum mf_picture_rules rules,
                         struct mf_pipeline_data *data)
{
    static const char *const keys[] = {"with", "pools", NULL};
    const cJSON *program;
    if (!mf_json_object_at(json, root, "program", false, &program))
        return false;
    if (!program)
        return true;
    return mf_json_only(json, program, keys) && read_parts(json, program, &data->program_parts) &&
           mf_read_rows(json, program, "pools", rules, &data->program);
}

static bool read_camera_formats(const struct mf_json *json, const cJSON *camera,
                                struct mf_camera_rule *rule)
{
    static const char *const keys[] = {"name", "made", NULL};
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, camera, "formats", false, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_camera_format format = {NULL, NULL};
        if (!mf_json_only(json, item, keys) ||
            !mf_read_format(json, item, "name", true, &format.asked) ||
            !mf_read_format(json, item, "made", false, &format.made))
            return false;
        if (!format.made)
            format.made = format.asked;
        struct mf_camera_format *formats =
            mf_arena_grow(json->arena, rule->formats, rule->format_count, &rule->format_capacity,
                          sizeof *formats);
        if (!formats)
            return mf_fail_memory(json->error);
        rule->formats = formats;
        rule->formats[rule->format_count++] = format;
    }
    return true;
}

static bool read_refused(const struct mf_json *json, const cJSON *camera,
                         struct mf_camera_rule *rule)
{
    static const char *const keys[] = {"format", "from", NULL};
    const cJSON *refused;
    if (!mf_json_object_at(json, camera, "refused", false, &refused))
        return false;
    if (!refused)
        return true;
    return mf_json_only(json, refused, keys) &&
           mf_read_format(json, refused, "format", true, &rule->refused_format) &&
           mf_read_size(json, refused, "from", true, &rule->refused_from);
}

static bool read_frames_in_common(const struct mf_json *json, const cJSON *camera,
                                  struct mf_camera_rule *rule)
{
    static const char *const keys[] = {"width_step", "height_step", NULL};
    const cJSON *frames;
    rule->width_step = 1;
    rule->height_step = 1;
    if (!mf_json_object_at(json, camera, "frames_in_common", false, &frames))
        return false;
    if (!frames)
        return true;
    rule->frames_in_common = true;
    if (!mf_json_only(json, frames, keys) ||
        !mf_json_number(json, frames, "width_step", false, MF_ROW_STEP_MAX, &rule->width_step) ||
        !mf_json_number(json, frames, "height_step", false, MF_ROW_STEP_MAX, &rule->height_step))
        return false;
    return rule->width_step > 0 && rule->height_step > 0
               ? true
               : mf_json_wrong(json, "frames_in_common", _("has a step of 0"));
}

static bool read_camera(const struct mf_json *json, const cJSON *root, enum mf_picture_rules rules,
                        struct mf_camera_rule *rule)
{
    static const char *const keys[] = {"buffers", "buffers_min", "fallback",
                                       "formats", "refused",     "frames_in_common",
                                       "sensor",  "frames",      NULL};
    const cJSON *camera;
    if (!mf_json_object_at(json, root, "camera", false, &camera))
        return false;
    if (!camera)
        return true;
    rule->known = true;
    return mf_json_only(json, camera, keys) &&
           mf_json_number(json, camera, "buffers", true, MF_CAMERA_BUFFERS_MAX, &rule->buffers) &&
           mf_json_number(json, camera, "buffers_min", false, MF_CAMERA_BUFFERS_MAX,
                          &rule->buffers_min) &&
           mf_read_format(json, camera, "fallback", false, &rule->fallback) &&
           read_camera_formats(json, camera, rule) && read_refused(json, camera, rule) &&
           read_frames_in_common(json, camera, rule) &&
           mf_read_rows(json, camera, "sensor", rules, &rule->sensor) &&
           mf_read_rows(json, camera, "frames", rules, &rule->frames);
}

static bool read_panel_ids(const struct mf_json *json, const cJSON *display,
                           struct mf_display_rule *rule)
{
    static const char *const keys[] = {"id", "size", NULL};
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, display, "panel_ids", false, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_panel panel = {NULL, {0, 0}};
        struct mf_panel *panels = mf_arena_grow(json->arena, rule->panel_ids, rule->panel_id_count,
                                                &rule->panel_id_capacity, sizeof *panels);
        if (!panels)
            return mf_fail_memory(json->error);
        rule->panel_ids = panels;
        if (!mf_json_only(json, item, keys) || !mf_json_string(json, item, "id", true, &panel.id) ||
            !mf_read_size(json, item, "size", true, &panel.size))
            return false;
        rule->panel_ids[rule->panel_id_count++] = panel;
    }
    return true;
}

static bool read_display(const struct mf_json *json, const cJSON *root, enum mf_picture_rules rules,
                         struct mf_display_rule *rule)
{
    static const char *const keys[] = {"panel", "panel_max", "panels", "panel_ids", "rows", NULL};
    const cJSON *display;
    if (!mf_json_object_at(json, root, "display", false, &display))
        return false;
    if (!display)
        return true;
    rule->known = true;
    return mf_json_only(json, display, keys) &&
           mf_read_size(json, display, "panel", true, &rule->panel) &&
           mf_read_size(json, display, "panel_max", false, &rule->panel_max) &&
           mf_read_sizes(json, display, "panels", &rule->panels) &&
           read_panel_ids(json, display, rule) &&
           mf_read_rows(json, display, "rows", rules, &rule->rows);
}

static bool read_codecs(const struct mf_json *json, const cJSON *root, const char *key,
                        enum mf_picture_rules rules, struct mf_codec_rules *list)
{
    static const char *const keys[] = {"codec", "width_multiple", "rows", NULL};
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, root, key, false, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_codec_rule rule = {.width_multiple = 1};
        if (!mf_json_only(json, item, keys) ||
            !mf_json_string(json, item, "codec", true, &rule.codec) ||
            !mf_json_number(json, item, "width_multiple", false, MF_ROW_STEP_MAX,
                            &rule.width_multiple) ||
            !mf_read_rows(json, item, "rows", rules, &rule.rows))
            return false;
        if (rule.width_multiple == 0)
            return mf_json_wrong(json, "width_multiple", _("should not be 0"));
        struct mf_codec_rule *rules_of =
            mf_arena_grow(json->arena, list->items, list->count, &list->capacity, sizeof *rules_of);
        if (!rules_of)
            return mf_fail_memory(json->error);
        list->items = rules_of;
        list->items[list->count++] = rule;
    }
    return true;
}

static bool read_audio(const struct mf_json *json, const cJSON *root, enum mf_picture_rules rules,
                       struct mf_audio_rule *rule)
{
    static const char *const keys[] = {"record", "play", NULL};
    const cJSON *audio;
    if (!mf_json_object_at(json, root, "audio", false, &audio))
        return false;
    if (!audio)
        return true;
    rule->known = true;
    return mf_json_only(json, audio, keys) &&
           mf_read_rows(json, audio, "record", rules, &rule->record) &&
           mf_read_rows(json, audio, "play", rules, &rule->play);
}

/* Programs compare it: a word that no list has would be none. */
static bool read_code(const struct mf_json *json, const cJSON *item, const char **code)
{
    if (!mf_json_string(json, item, "code", true, code))
        return false;
    return mf_words_get(MF_CODE_WORD, *code) ||
           mf_json_wrong(json, "code", _("is not one of the codes that docs/words.md lists"));
}

static bool read_notes(const struct mf_json *json, const cJSON *root, struct mf_pipeline_data *data)
{
    static const char *const keys[] = {"with", "code", "text", NULL};
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, root, "notes", false, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_part_note note = {0};
        if (!mf_json_only(json, item, keys) || !read_parts(json, item, &note.parts) ||
            !read_code(json, item, &note.code) ||
            !mf_json_string(json, item, "text", true, &note.text))
            return false;
        struct mf_part_note *notes = mf_arena_grow(json->arena, data->notes, data->note_count,
                                                   &data->note_capacity, sizeof *notes);
        if (!notes)
            return mf_fail_memory(json->error);
        data->notes = notes;
        data->notes[data->note_count++] = note;
    }
    return true;
}

static bool read_data(const struct mf_json *json, const cJSON *root, struct mf_pipeline_data *data)
{
    static const char *const keys[] = {
        "schema",         "id",        "rules",     "source", "default_format", "default_sensor",
        "sensor_of_none", "pools_max", "program",   "camera", "display",        "encoders",
        "decoders",       "audio",     "old_stack", "notes",  "sensors",        NULL};
    enum mf_picture_rules rules = MF_PICTURE_PLAIN;
    return mf_json_only(json, root, keys) && mf_json_string(json, root, "id", true, &data->id) &&
           mf_read_rules(json, root, "rules", true, &rules) &&
           mf_read_format(json, root, "default_format", true, &data->default_format) &&
           mf_json_number(json, root, "pools_max", false, MF_ROW_COUNT_MAX, &data->pools_max) &&
           read_program(json, root, rules, data) && read_camera(json, root, rules, &data->camera) &&
           read_display(json, root, rules, &data->display) &&
           read_codecs(json, root, "encoders", rules, &data->encoders) &&
           read_codecs(json, root, "decoders", rules, &data->decoders) &&
           read_audio(json, root, rules, &data->audio) &&
           mf_read_rows(json, root, "old_stack", rules, &data->old_stack) &&
           read_notes(json, root, data) && mf_read_sensors(json, root, rules, data);
}

/* One of the same id is replaced. */
static bool keep(struct mf_arena *arena, struct mf_pipeline_data_list *list,
                 const struct mf_pipeline_data *data, struct mf_error *error)
{
    const struct mf_pipeline_data **items =
        mf_arena_take(arena, (list->count + 1) * sizeof(const struct mf_pipeline_data *));
    size_t place = 0;
    if (!items)
        return mf_fail_memory(error);
    for (size_t i = 0; i < list->count; i++)
        items[i] = list->items[i];
    while (place < list->count && strcmp(items[place]->id, data->id) != 0)
        place++;
    items[place] = data;
    list->count += place == list->count;
    list->items = items;
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
    bool ok = root && read_data(&json, root, data);
    cJSON_Delete(root);
    return ok && keep(arena, list, data, error);
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
