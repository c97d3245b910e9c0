// SPDX-License-Identifier: MIT
/* What the parts of one evaluation share. pipeline.c calls the parts in turn; they call this. */
#ifndef MAIXFIT_PIPELINE_EVALUATION_H
#define MAIXFIT_PIPELINE_EVALUATION_H

#include "data.h"
#include "row.h"

/* A camera of the request with everything filled in that it leaves open. */
struct mf_channel {
    const struct mf_picture_spec *asked;
    const struct mf_pixel_format *format; /* of the pictures that the app reads */
    const struct mf_pixel_format *made;   /* of the frames that the hardware makes */
    uint64_t buffers;
    bool format_assumed;
};

struct mf_evaluation {
    struct mf_arena *arena;
    const struct mf_pipeline_data *data;
    const struct mf_pipeline_request *request;
    struct mf_pipeline_list *list;
    struct mf_error *error;

    unsigned parts; /* of mf_app_part: those that the request has */
    const struct mf_sensor *sensor;
    const struct mf_sensor_mode *mode;
    struct mf_row_subject subject; /* the sensor, the buffers; each part adds its picture */
    struct mf_channel *channels;   /* as many as the request has cameras */
    uint64_t pools;                /* that were added */
};

/* The board that messages name. */
const char *mf_evaluation_board(const struct mf_evaluation *run);

/* Both fail with `usage`, and are false. */
bool mf_evaluation_too_large(const struct mf_evaluation *run, const char *what);
bool mf_evaluation_unknown_format(const struct mf_evaluation *run, const char *name);

/* Appends a part without blocks; NULL, with the error, without memory. */
struct mf_pipeline *mf_evaluation_part(struct mf_evaluation *run, const char *name);

/* Adds what a row takes of this subject. A NULL owner is how lack of memory shows. */
bool mf_evaluation_row(struct mf_evaluation *run, struct mf_pipeline *part, const char *owner,
                       const struct mf_row *row, const struct mf_row_subject *subject);

/* The same for all rows. With the old middleware only what the driver takes: its pools are made at
 * the start. */
bool mf_evaluation_rows(struct mf_evaluation *run, struct mf_pipeline *part, const char *owner,
                        const struct mf_row_list *rows, const struct mf_row_subject *subject);

/* Notes what the figures rest on. From the second of a kind on (`index` 1), the name gets a number:
 * "camera", "camera_2". */
bool mf_evaluation_setting(struct mf_evaluation *run, const char *name, size_t index,
                           const char *value, bool assumed);

#endif
