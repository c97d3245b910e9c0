// SPDX-License-Identifier: MIT
/* What an app takes beside its models, evaluated from the data of models/pipelines: the pools that
 * every program takes, cameras, display, encoders, decoders, audio. docs/app-memory.md explains the
 * figures. */
#ifndef MAIXFIT_PIPELINE_PIPELINE_H
#define MAIXFIT_PIPELINE_PIPELINE_H

#include "../core/model.h"
#include "../core/setting.h"
#include "picture_spec.h"

#define MF_PIPELINE_SCHEMA "maixfit-pipeline/1" /* of the JSON file of what an app takes */

/* A block of the pool as it is now. */
struct mf_live_block {
    const char *name;
    uint64_t bytes;
    bool is_frame_pool; /* by its name, whose number says nothing */
};

struct mf_pipeline_data; /* one parsed file of models/pipelines */

struct mf_pipeline_data_list {
    const struct mf_pipeline_data *const *items;
    size_t count;
};

struct mf_pipeline_request {
    const struct mf_picture_spec *cameras; /* MF_ROLE_CAMERA; each is a channel of one sensor */
    size_t camera_count;
    const char *sensor;       /* NULL: the board's usual one; "none": the board has none */
    const char *board_sensor; /* that usual one; NULL: the one that the data name */
    const char *board;        /* as -d takes it, for messages; NULL: the name of the data */
    const struct mf_pipeline_data_list *families; /* of all boards; NULL: none but this one */
    const char *board_panel;                      /* as /boot/board names it; NULL: unknown */
    struct mf_display_spec display;
    const struct mf_picture_spec *encoders; /* MF_ROLE_CODEC */
    size_t encoder_count;
    const struct mf_picture_spec *decoders;
    size_t decoder_count;
    bool audio_record;
    bool audio_play;
    bool maixcdk_model;               /* a model is loaded by MaixCDK's classes (nn.NN, LLM, VLM) */
    const struct mf_live_block *live; /* what the app may hold already; it does not count again */
    size_t live_count;                /* 0: the app does not run yet */
    bool old_stack; /* the MaixCAM image has the middleware of before mmf_init_v2 */
};

/* Is a camera, display, encoder, decoder or audio asked for? A sensor or a model alone is not. */
bool mf_pipeline_wanted(const struct mf_pipeline_request *request);

/* The same, or a model that MaixCDK loads, which alone has it make the common pools. */
bool mf_pipeline_is_needed(const struct mf_pipeline_request *request);

/* One part of the app: "program" (the common pools of the process), "sensor" (what the first camera
 * opens), "camera" (a channel), "display", "encoder", "decoder", "audio". */
struct mf_pipeline {
    const char *name;
    struct mf_block_list blocks; /* in the order in which they are allocated; may be empty */
    bool common;                 /* pools that the program makes once, before everything else */
};

struct mf_pipeline_list {
    struct mf_pipeline *items; /* in the order of the names above */
    size_t count;
    size_t capacity;
    struct mf_finding_list findings; /* what MaixCDK refuses, what is unknown */
    struct mf_setting_list settings; /* what the figures rest on, named or assumed */
};

/* Fills the list with the families that are compiled in, in the order of their file names. The
 * build makes their tables of models/pipelines (scripts/cmake/pipelines.cmake): nothing is parsed.
 */
void mf_pipelines_builtin(struct mf_pipeline_data_list *list);

/* Reads one more file, whose `name` stands in messages. One of the same id is replaced in a new
 * list, so that pointers into the old one stay good. Fails with `usage` where the text is not as
 * docs/app-memory.md, "The data files", describes it. */
bool mf_pipelines_add(struct mf_arena *arena, struct mf_pipeline_data_list *list, const char *name,
                      const char *json, size_t size, struct mf_error *error);

/* NULL where the id is NULL or unknown. */
const struct mf_pipeline_data *mf_pipeline_find(const struct mf_pipeline_data_list *list,
                                                const char *id);
const char *mf_pipeline_id(const struct mf_pipeline_data *data);

/* Appends to *list, which starts zeroed, what the request takes. Everything in it lives in the
 * arena. Fails with `camera-unknown` on a part, a codec or a sensor of which this board's data say
 * nothing, and with `usage` on a sensor or format that no board has and on sizes out of bounds; the
 * message lists what is known. */
bool mf_pipeline_evaluate(struct mf_arena *arena, const struct mf_pipeline_data *data,
                          const struct mf_pipeline_request *request, struct mf_pipeline_list *list,
                          struct mf_error *error);

/* Sensor by sensor, for `maixfit sensors`. */
struct mf_sensor_info {
    const char *name;
    uint64_t width; /* of its largest mode */
    uint64_t height;
    const char *source;
    bool is_default;
    uint64_t program_bytes; /* Σ whole pages of the common pools with this sensor */
    uint64_t sensor_bytes;  /* Σ whole pages that opening it in its largest mode takes, channels
                               aside */
    uint64_t pool_bytes;    /* their sum */
};
size_t mf_pipeline_sensor_count(const struct mf_pipeline_data *data);
bool mf_pipeline_sensor(struct mf_arena *arena, const struct mf_pipeline_data *data, size_t index,
                        struct mf_sensor_info *info, struct mf_error *error);

#endif
