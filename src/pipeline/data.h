// SPDX-License-Identifier: MIT
/* One file of models/pipelines, parsed. What each key of the file means stands in
 * docs/app-memory.md, "The data files". */
#ifndef MAIXFIT_PIPELINE_DATA_H
#define MAIXFIT_PIPELINE_DATA_H

#include "picture.h"
#include "pipeline.h"

/* The parts of an app, as bits. */
enum mf_app_part {
    MF_PART_CAMERA = 1,
    MF_PART_DISPLAY = 2,
    MF_PART_ENCODE = 4,
    MF_PART_DECODE = 8,
    MF_PART_AUDIO = 16,
    MF_PART_MODEL = 32 /* loaded by MaixCDK */
};

/* Which picture gives a row its size and its format. */
enum mf_row_of {
    MF_OF_PICTURE,    /* the camera's, the encoder's, the image that is shown */
    MF_OF_SENSOR,     /* the mode that the sensor runs in */
    MF_OF_PANEL,      /* the display as it is made: at most the board's panel */
    MF_OF_PANEL_ASKED /* the display as it is asked for */
};

enum mf_row_kind {
    MF_ROW_PICTURES,  /* `count` pictures of one size */
    MF_ROW_BYTES,     /* `count` blocks of a fixed size */
    MF_ROW_VI_DMA_BUF /* mf_vi_dma_bytes of the sensor's mode */
};

struct mf_size {
    uint64_t width; /* 0: none is named */
    uint64_t height;
};

struct mf_size_list {
    struct mf_size *items;
    size_t count;
    size_t capacity;
};

/* Where a figure is from, at one size of its picture. */
struct mf_sized_source {
    struct mf_size size;
    const char *text;
};

/* One allocation: a pool of equal blocks, or a single buffer. */
struct mf_row {
    const char *name;
    const char *source;                    /* at all sizes but… */
    struct mf_sized_source *sized_sources; /* …these */
    size_t sized_source_count;
    size_t sized_source_capacity;
    enum mf_certainty certainty;
    enum mf_row_kind kind;
    bool driver; /* taken by the driver: it is not a pool, and the old middleware takes it too */
    bool spread; /* a sum of blocks whose sizes are unknown: it needs no hole of its own */

    uint64_t count;
    bool per_buffer;     /* as many as the camera has buffers */
    uint64_t more_count; /* 0, or the count… */
    uint64_t more_bytes; /* …where a block, its metadata aside, has as many bytes or more… */
    struct mf_size_list sizes; /* …or its picture is of one of these sizes */

    enum mf_row_of of;
    struct mf_size size; /* a fixed size instead */
    enum mf_picture_rules rules;
    const struct mf_pixel_format *format;   /* NULL: the picture's own */
    const struct mf_pixel_format *at_least; /* a block is never smaller than in this format */
    const struct mf_pixel_format *only_for; /* taken for pictures of this format only */
    const struct mf_pixel_format *not_for;  /* taken for pictures of any other format */
    uint64_t lossy;
    bool either_way;           /* the larger of width × height and height × width */
    uint64_t width_step;       /* sides are rounded up to these */
    uint64_t height_step;      /* … */
    uint64_t side_min;         /* and to this */
    uint64_t macroblock_bytes; /* beside the picture, for each 16 × 16 pixels */
    uint64_t bytes_step;       /* then a block is rounded up to this */

    uint64_t bytes;              /* of MF_ROW_BYTES */
    struct mf_size measured_for; /* at every other size the figure is an estimate… */
    bool scales;                 /* …in proportion to the pixels */

    uint64_t metadata; /* bytes beside each block */
    bool holds_frames; /* of the old middleware: a channel's frames lie in its blocks */
};

struct mf_row_list {
    struct mf_row *items;
    size_t count;
    size_t capacity;
};

/* The sensor runs in the first mode whose conditions hold. The last has none, and is its largest.
 */
struct mf_sensor_mode {
    struct mf_size size;
    struct mf_size up_to; /* for pictures of at most this size; width 0: any */
    uint64_t from_fps;    /* for at least this rate; 0: any */
    bool unless_fps;      /* and where no rate is named */
};

struct mf_sensor {
    const char *name;
    const char *source;
    struct mf_sensor_mode *modes;
    size_t mode_count;
    size_t mode_capacity;
    const struct mf_pixel_format *format; /* of its pictures; NULL: no row needs it */
    struct mf_row_list common;            /* pools of the program; those of equal blocks merge */
    struct mf_row_list private_pools;     /* of the camera */
};

/* A format that a camera can be asked for, and the one its frames are made in. */
struct mf_camera_format {
    const struct mf_pixel_format *asked;
    const struct mf_pixel_format *made;
};

struct mf_camera_rule {
    bool known;
    uint64_t buffers; /* where none are named */
    uint64_t buffers_min;
    const struct mf_pixel_format *fallback; /* where the default format cannot be had; or NULL */
    struct mf_camera_format *formats;
    size_t format_count;
    size_t format_capacity;
    const struct mf_pixel_format *refused_format; /* refused where a side is as long as this */
    struct mf_size refused_from;
    bool frames_in_common; /* frames are blocks of the common pools and must fit into one… */
    uint64_t width_step;   /* …with their sides rounded up to these */
    uint64_t height_step;
    struct mf_row_list sensor; /* taken once, whatever the sensor */
    struct mf_row_list frames; /* taken for each channel */
};

/* A panel as /boot/board names it. */
struct mf_panel {
    const char *id;
    struct mf_size size;
};

struct mf_display_rule {
    bool known;
    struct mf_size panel;       /* where none is named */
    struct mf_size_list panels; /* that the board may have; empty: unknown */
    struct mf_panel *panel_ids;
    size_t panel_id_count;
    size_t panel_id_capacity;
    struct mf_size panel_max; /* a larger display is made this large; width 0: no bound */
    struct mf_row_list rows;
};

struct mf_codec_rule {
    const char *codec;
    uint64_t width_multiple; /* MaixCDK refuses other widths */
    struct mf_row_list rows;
};

struct mf_codec_rules {
    struct mf_codec_rule *items;
    size_t count;
    size_t capacity;
};

struct mf_audio_rule {
    bool known;
    struct mf_row_list record;
    struct mf_row_list play;
};

/* Something that is not counted, because it is unknown. */
struct mf_part_note {
    unsigned parts; /* with any of these */
    const char *code;
    const char *text;
};

struct mf_pipeline_data {
    const char *id;
    const struct mf_pixel_format *default_format; /* of cameras and images */
    const char *default_sensor;
    const char *sensor_of_none; /* the one that is taken where the board has none; or NULL */
    unsigned program_parts;     /* the parts that take the common pools */
    struct mf_row_list program; /* common pools of every sensor */
    uint64_t pools_max;         /* in one process; 0: no bound */
    struct mf_camera_rule camera;
    struct mf_display_rule display;
    struct mf_codec_rules encoders;
    struct mf_codec_rules decoders;
    struct mf_audio_rule audio;
    struct mf_row_list old_stack; /* instead of all other pools, for the old middleware */
    struct mf_part_note *notes;
    size_t note_count;
    size_t note_capacity;
    struct mf_sensor *sensors;
    size_t sensor_count;
    size_t sensor_capacity;
};

/* NULL where there is none of that name. */
const struct mf_sensor *mf_sensor_find(const struct mf_pipeline_data *data, const char *name);

/* The mode without conditions. */
const struct mf_sensor_mode *mf_sensor_largest_mode(const struct mf_sensor *sensor);

#endif
