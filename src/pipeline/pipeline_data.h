// SPDX-License-Identifier: MIT
/* One file of models/pipelines, parsed. */
#ifndef MAIXFIT_PIPELINE_PIPELINE_DATA_H
#define MAIXFIT_PIPELINE_PIPELINE_DATA_H

#include "picture.h"
#include "pipeline.h"

/* A pool of equal pictures, or a buffer of a fixed size. */
struct mf_pool_rule {
    const char *name;
    uint64_t count; /* 0: the number of buffers that the camera is opened with */
    uint64_t width; /* 0: the sensor's */
    uint64_t height;
    const struct mf_pixel_format *format; /* NULL: the sensor's */
    uint64_t lossy;
    bool either_way;     /* the larger of w×h and h×w */
    uint64_t bytes;      /* a fixed size instead of a picture; 0: a picture */
    uint64_t for_pixels; /* the fixed size is of a sensor of so many pixels; 0: of any */
    bool holds_frames;   /* of an old stack: a channel's frames lie in its blocks */
    enum mf_certainty certainty;
    const char *source;
};

struct mf_pool_rules {
    struct mf_pool_rule *items;
    size_t count;
    size_t capacity;
};

struct mf_sensor {
    const char *name;
    uint64_t width; /* of the mode that is used unless a program asks for another */
    uint64_t height;
    const struct mf_pixel_format *format; /* of its pictures, NULL: none is needed */
    uint64_t buffers;                     /* default number, 0: the channel's */
    struct mf_pool_rules common;          /* pools of equal block size merge */
    struct mf_pool_rules private_pools;
    const char *source;
};

/* Frames of one stage. */
struct mf_frames_rule {
    enum mf_picture_rules rules;
    uint64_t width_step;
    uint64_t height_step;
    uint64_t count;
    uint64_t min_count;
    uint64_t large_count; /* above large_pixels; 0: no difference */
    uint64_t large_pixels;
    const struct mf_pixel_format *format; /* NULL: the image's */
    enum mf_certainty certainty;
    const char *source;
};

struct mf_pipeline_data {
    const char *id;
    enum mf_picture_rules rules;
    uint64_t block_metadata; /* bytes beside each block of a pool */
    const char *default_sensor;
    const char *default_format;
    struct mf_frames_rule channel;
    uint64_t panel_width;
    uint64_t panel_height;
    struct mf_frames_rule display_in;
    struct mf_frames_rule display_out;
    struct mf_pool_rules sensor_pools; /* of every sensor */
    struct mf_pool_rules isp;          /* of every sensor, with either stack */
    struct mf_pool_rules old_stack;    /* instead of all other pools, for --sensor-stack old */
    const char *camera_note_code;
    const char *camera_note;
    const char *display_note; /* what is not counted of a display, or NULL */
    struct mf_sensor *sensors;
    size_t sensor_count;
    size_t sensor_capacity;
};

const struct mf_sensor *mf_sensor_find(const struct mf_pipeline_data *data, const char *name);

#endif
