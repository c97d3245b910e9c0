// SPDX-License-Identifier: MIT
/* How many bytes a picture takes, by the rules of three middlewares. The formulas and their sources
 * stand in docs/app-memory.md, "Bytes of a picture". */
#ifndef MAIXFIT_PIPELINE_PICTURE_H
#define MAIXFIT_PIPELINE_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "../core/error.h"

enum mf_picture_rules {
    MF_PICTURE_PLAIN, /* width × height × bytes of a pixel */
    MF_PICTURE_AX,    /* Axera: ax_buffer_tool.h, alignment argument 0 */
    MF_PICTURE_CVI    /* SG2002: cvi_buffer.h, 8 bits, uncompressed, alignment 64 */
};

struct mf_pixel_format;

/* By name in upper case ("NV21"); MaixPy's names (YVU420SP, YUV420SP, GRAYSCALE) are known too.
 * NULL where there is none. The formats are constants: each name has one pointer. */
const struct mf_pixel_format *mf_pixel_format_find(const char *name);

/* "NV21", never MaixPy's name. */
const char *mf_pixel_format_name(const struct mf_pixel_format *format);

/* What MaixPy calls it, image.Format.FMT_…: "YVU420SP" for NV21. */
const char *mf_pixel_format_maixpy_name(const struct mf_pixel_format *format);

/* Fails: the name is of no format. Says which may be meant, and all that there are; `more` is one
 * more, or NULL. Always false. */
bool mf_fail_pixel_format(struct mf_error *error, const char *name, const char *more);

struct mf_picture {
    uint64_t width;
    uint64_t height;
    const struct mf_pixel_format *format;
    uint64_t lossy; /* 1…8: Axera's compression level; 0: uncompressed */
    bool lossless;
};

/* Bytes of one picture. False when a side is 0 or above MF_PICTURE_SIDE_MAX, when the level of
 * compression is above 8, or when there is no format. */
bool mf_picture_bytes(enum mf_picture_rules rules, const struct mf_picture *picture,
                      uint64_t *bytes);

#endif
