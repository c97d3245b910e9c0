// SPDX-License-Identifier: MIT
/* How many bytes a picture takes, by the rules of three middlewares. */
#ifndef MAIXFIT_PIPELINE_PICTURE_H
#define MAIXFIT_PIPELINE_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

enum mf_picture_rules {
    MF_PICTURE_PLAIN, /* width × height × bytes a pixel */
    MF_PICTURE_AX,    /* Axera: ax_buffer_tool.h, alignment argument 0 */
    MF_PICTURE_CVI    /* SG2002: cvi_buffer.h, 8 bits, uncompressed, alignment 64 */
};

struct mf_pixel_format;

/* By name in upper case ("NV21"), or NULL. */
const struct mf_pixel_format *mf_pixel_format_find(const char *name);

/* All names with blanks between, for messages. */
const char *mf_pixel_format_names(void);

struct mf_picture {
    uint64_t width;
    uint64_t height;
    const struct mf_pixel_format *format;
    uint64_t lossy; /* 1…8: Axera's compression level; 0: uncompressed */
    bool lossless;
};

/* False when a side is 0 or above MF_CAMERA_SIDE_MAX, or the rules do not know the format. */
bool mf_picture_bytes(enum mf_picture_rules rules, const struct mf_picture *picture,
                      uint64_t *bytes);

#endif
