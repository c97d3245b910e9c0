// SPDX-License-Identifier: MIT
/* The tables that the build makes of models/pipelines are what the reader of --profile makes of the
 * same files. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/data.h"
#include "support.h"

/* What is being compared, for messages. */
static const char *family;

static void expect_text(const char **left, const char **right, const char *what)
{
    cr_expect(*left == *right || (*left && *right && strcmp(*left, *right) == 0),
              "%s, %s: \"%s\", in the table \"%s\"", family, what, *left ? *left : "none",
              *right ? *right : "none");
    *left = *right = NULL;
}

/* Compares two lists by a function for one item each, and forgets them. */
#define LIST(left, right, items, count, capacity, expect)                                          \
    do {                                                                                           \
        cr_assert_eq((left)->count, (right)->count, "%s, " #items, family);                        \
        for (size_t i = 0; i < (left)->count; i++)                                                 \
            expect((left)->items[i], (right)->items[i]);                                           \
        (left)->items = (right)->items = NULL;                                                     \
        (left)->capacity = (right)->capacity = 0;                                                  \
    } while (false)

/* What is left of both are numbers, flags and picture formats. */
#define REST(left, right, what)                                                                    \
    cr_expect_eq(memcmp(&(left), &(right), sizeof(left)), 0, "%s, %s", family, what)

static void expect_size(struct mf_size left, struct mf_size right)
{
    REST(left, right, "size");
}

static void expect_sized_source(struct mf_sized_source left, struct mf_sized_source right)
{
    expect_text(&left.text, &right.text, "source of a size");
    REST(left, right, "source of a size");
}

static void expect_row(struct mf_row left, struct mf_row right)
{
    const char *name = right.name;
    expect_text(&left.name, &right.name, "name");
    expect_text(&left.source, &right.source, name);
    LIST(&left, &right, sized_sources, sized_source_count, sized_source_capacity,
         expect_sized_source);
    LIST(&left.sizes, &right.sizes, items, count, capacity, expect_size);
    REST(left, right, name);
}

static void expect_rows(struct mf_row_list *left, struct mf_row_list *right)
{
    LIST(left, right, items, count, capacity, expect_row);
}

static void expect_mode(struct mf_sensor_mode left, struct mf_sensor_mode right)
{
    REST(left, right, "mode");
}

static void expect_sensor(struct mf_sensor left, struct mf_sensor right)
{
    const char *name = right.name;
    expect_text(&left.name, &right.name, "sensor");
    expect_text(&left.source, &right.source, name);
    LIST(&left, &right, modes, mode_count, mode_capacity, expect_mode);
    expect_rows(&left.common, &right.common);
    expect_rows(&left.private_pools, &right.private_pools);
    REST(left, right, name);
}

static void expect_camera_format(struct mf_camera_format left, struct mf_camera_format right)
{
    REST(left, right, "camera format");
}

static void expect_panel(struct mf_panel left, struct mf_panel right)
{
    expect_text(&left.id, &right.id, "panel");
    REST(left, right, "panel");
}

static void expect_codec(struct mf_codec_rule left, struct mf_codec_rule right)
{
    expect_text(&left.codec, &right.codec, "codec");
    expect_rows(&left.rows, &right.rows);
    REST(left, right, "codec");
}

static void expect_note(struct mf_part_note left, struct mf_part_note right)
{
    expect_text(&left.code, &right.code, "note");
    expect_text(&left.text, &right.text, "note");
    REST(left, right, "note");
}

static void expect_family(struct mf_pipeline_data left, struct mf_pipeline_data right)
{
    family = right.id;
    expect_text(&left.id, &right.id, "id");
    expect_text(&left.default_sensor, &right.default_sensor, "default sensor");
    expect_text(&left.sensor_of_none, &right.sensor_of_none, "sensor of none");
    expect_rows(&left.program, &right.program);
    LIST(&left.camera, &right.camera, formats, format_count, format_capacity, expect_camera_format);
    expect_rows(&left.camera.sensor, &right.camera.sensor);
    expect_rows(&left.camera.frames, &right.camera.frames);
    LIST(&left.display.panels, &right.display.panels, items, count, capacity, expect_size);
    LIST(&left.display, &right.display, panel_ids, panel_id_count, panel_id_capacity, expect_panel);
    expect_rows(&left.display.rows, &right.display.rows);
    LIST(&left.encoders, &right.encoders, items, count, capacity, expect_codec);
    LIST(&left.decoders, &right.decoders, items, count, capacity, expect_codec);
    expect_rows(&left.audio.record, &right.audio.record);
    expect_rows(&left.audio.play, &right.audio.play);
    expect_rows(&left.old_stack, &right.old_stack);
    LIST(&left, &right, notes, note_count, note_capacity, expect_note);
    LIST(&left, &right, sensors, sensor_count, sensor_capacity, expect_sensor);
    REST(left, right, "family");
}

struct reading {
    struct mf_arena *arena;
    struct mf_pipeline_data_list *list;
};

static void read_file(void *user, const char *path, const char *text, size_t length)
{
    const struct reading *reading = user;
    struct mf_error error;
    cr_assert(mf_pipelines_add(reading->arena, reading->list, path, text, length, &error), "%s",
              error.text);
}

Test(families, the_tables_are_what_the_files_say)
{
    struct mf_arena arena = {0};
    struct mf_pipeline_data_list read = {0};
    struct mf_pipeline_data_list table;
    struct reading reading = {&arena, &read};
    each_text(SOURCE_DIR "/models/pipelines/*.json", read_file, &reading);
    mf_pipelines_builtin(&table);
    cr_assert_eq(read.count, table.count);
    for (size_t i = 0; i < table.count; i++) {
        cr_expect_eq(mf_pipeline_find(&table, read.items[i]->id), table.items[i]);
        expect_family(*read.items[i], *table.items[i]);
    }
    cr_expect_null(mf_pipeline_find(&table, "no such"));
    cr_expect_null(mf_pipeline_find(&table, NULL));
    mf_arena_free(&arena);
}

/* One more of a known id takes its place in a new list; what was found before stays good. */
Test(families, a_profile_replaces_its_family)
{
    static const char text[] =
        "{\"schema\": \"maixfit-pipeline/1\", \"id\": \"maixcam2\", \"rules\": \"ax\", "
        "\"default_format\": \"NV21\", \"default_sensor\": \"s\", \"sensors\": [{\"name\": \"s\", "
        "\"modes\": [{\"size\": [64, 48]}], \"source\": \"x\"}], \"source\": \"x\"}";
    struct mf_arena arena = {0};
    struct mf_pipeline_data_list list;
    struct mf_error error;
    mf_pipelines_builtin(&list);
    size_t count = list.count;
    const struct mf_pipeline_data *before = mf_pipeline_find(&list, "maixcam2");
    cr_assert(mf_pipelines_add(&arena, &list, "p.json", text, strlen(text), &error), "%s",
              error.text);
    cr_expect_eq(list.count, count);
    cr_expect_str_eq(mf_pipeline_find(&list, "maixcam2")->default_sensor, "s");
    cr_expect_str_eq(before->default_sensor, "os04d10");
    mf_arena_free(&arena);
}
