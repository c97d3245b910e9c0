// SPDX-License-Identifier: MIT
/* The picture formats: for their sizes, and for the tables that the build makes of
 * models/pipelines. */
#ifndef MAIXFIT_PIPELINE_PIXEL_FORMATS_H
#define MAIXFIT_PIPELINE_PIXEL_FORMATS_H

#include "picture.h"

enum mf_pixel_layout {
    MF_SEMI_PLANAR_420,
    MF_PLANAR_420,
    MF_PACKED_422,
    MF_PLANES,
    MF_PACKED,
    MF_RAW
};

struct mf_pixel_format {
    const char *name;
    enum mf_pixel_layout layout;
    uint64_t bits;  /* a sample */
    uint64_t parts; /* samples a pixel of MF_PLANES and MF_PACKED */
};

enum mf_pixel_index {
    MF_PIXEL_NV21,
    MF_PIXEL_NV12,
    MF_PIXEL_YUV420P,
    MF_PIXEL_UYVY,
    MF_PIXEL_YUYV,
    MF_PIXEL_NV16,
    MF_PIXEL_RGB888,
    MF_PIXEL_BGR888,
    MF_PIXEL_RGB888P,
    MF_PIXEL_YUV444,
    MF_PIXEL_RGBA8888,
    MF_PIXEL_BGRA8888,
    MF_PIXEL_GRAY,
    MF_PIXEL_RAW8,
    MF_PIXEL_RAW10,
    MF_PIXEL_RAW12,
    MF_PIXEL_RAW16,
    MF_PIXEL_FORMATS,
    /* as MaixPy calls them */
    MF_PIXEL_YVU420SP = MF_PIXEL_NV21,
    MF_PIXEL_YUV420SP = MF_PIXEL_NV12,
    MF_PIXEL_GRAYSCALE = MF_PIXEL_GRAY
};

extern const struct mf_pixel_format mf_pixel_formats[MF_PIXEL_FORMATS];

#endif
