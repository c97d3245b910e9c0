// SPDX-License-Identifier: MIT
/* What camera and display take, evaluated from the data of models/pipelines. */
#ifndef MAIXFIT_PIPELINE_PIPELINE_H
#define MAIXFIT_PIPELINE_PIPELINE_H

#include "../core/model.h"

#define MF_PIPELINE_SCHEMA "maixfit-pipeline/1" /* of the JSON file of what an app takes */

struct mf_camera {
    uint64_t width;
    uint64_t height;
    const char *format; /* "NV21"…, NULL: the default of the pipeline's data */
    uint64_t buffers;   /* 0: the default */
};

struct mf_pipeline_request {
    const struct mf_camera *cameras;
    size_t camera_count;
    const char *sensor; /* NULL: the data's default, and the report says that it was assumed */
    bool old_stack;     /* --sensor-stack old */
    bool display;
    uint64_t display_width; /* 0: the data's default panel */
    uint64_t display_height;
};

/* Is anything of a camera or display to be counted? */
bool mf_pipeline_wanted(const struct mf_pipeline_request *request);

/* "camera", "display": a name and its blocks. */
struct mf_pipeline {
    const char *name;
    struct mf_block_list blocks; /* in the order in which they are allocated */
    bool common; /* pools that the program makes before everything else */
};

struct mf_pipeline_list {
    struct mf_pipeline *items;
    size_t count;
    size_t capacity;
    struct mf_finding_list findings; /* what was assumed, what is unknown */
};

struct mf_pipeline_data; /* one parsed file of models/pipelines */

struct mf_pipeline_data_list {
    struct mf_pipeline_data **items;
    size_t count;
    size_t capacity;
};

bool mf_pipelines_builtin(struct mf_arena *arena, struct mf_pipeline_data_list *list,
                          struct mf_error *error);
bool mf_pipelines_add(struct mf_arena *arena, struct mf_pipeline_data_list *list, const char *name,
                      const char *json, size_t size, struct mf_error *error);
const struct mf_pipeline_data *mf_pipeline_find(const struct mf_pipeline_data_list *list,
                                                const char *id);
const char *mf_pipeline_id(const struct mf_pipeline_data *data);

/* What the request takes: "sensor" pools, a "camera" a channel, "display". Fails with `usage` on an
 * unknown sensor or format (the message lists the known ones) and on sizes out of bounds. */
bool mf_pipeline_evaluate(struct mf_arena *arena, const struct mf_pipeline_data *data,
                          const struct mf_pipeline_request *request, struct mf_pipeline_list *list,
                          struct mf_error *error);

/* Sensor by sensor, for `maixfit sensors`. */
struct mf_sensor_info {
    const char *name;
    uint64_t width;
    uint64_t height;
    const char *source;
    bool is_default;
    uint64_t pool_bytes; /* Σ page-rounded pools that the sensor fixes, without channels */
};
size_t mf_pipeline_sensor_count(const struct mf_pipeline_data *data);
bool mf_pipeline_sensor(struct mf_arena *arena, const struct mf_pipeline_data *data, size_t index,
                        struct mf_sensor_info *info, struct mf_error *error);

/* "1920x1080", "1920x1080@NV21x4". The format string is copied into the arena, in upper case. */
bool mf_camera_parse(struct mf_arena *arena, const char *text, struct mf_camera *camera,
                     struct mf_error *error);

#endif
