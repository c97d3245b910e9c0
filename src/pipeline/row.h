// SPDX-License-Identifier: MIT
/* One row of the data becomes bytes. */
#ifndef MAIXFIT_PIPELINE_ROW_H
#define MAIXFIT_PIPELINE_ROW_H

#include "data.h"

/* The pictures that rows take their sizes from. Those that a part of the app has not are zeroed. */
struct mf_row_subject {
    struct mf_picture picture;
    struct mf_picture sensor;
    struct mf_size panel;
    struct mf_size panel_asked;
    uint64_t buffers; /* of the camera */
    bool raw;         /* a camera is opened for RAW pictures */
};

struct mf_row_bytes {
    uint64_t count; /* blocks; 0: the row is not taken for this picture */
    uint64_t block; /* bytes of one, metadata included */
    uint64_t bytes; /* of all */
    enum mf_certainty certainty;
    const char *source;
};

/* False where a size is out of bounds or overflows. */
bool mf_row_measure(const struct mf_row *row, const struct mf_row_subject *subject,
                    struct mf_row_bytes *out);

#endif
