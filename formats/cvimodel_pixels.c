// SPDX-License-Identifier: MIT
/* The size of an aligned tensor that the file does not state, by its pixel format: as
 * sophgo/cviruntime computes it in neuron.cpp, with one byte an element whatever the type. */
#include <string.h>

#include "../src/core/checked.h"
#include "cvimodel.h"

enum layout { GRAY, PLANAR, PACKED, YUV420_SEMI_PLANAR, YUV420_PLANAR };

struct pixel_format {
    const char *name;
    enum layout layout;
};

static const struct pixel_format formats[] = {
    {"GRAYSCALE", GRAY},
    {"RGB_PLANAR", PLANAR},
    {"BGR_PLANAR", PLANAR},
    {"RGBA_PLANAR", PLANAR},
    {"RGB_PACKED", PACKED},
    {"BGR_PACKED", PACKED},
    {"YUV_NV12", YUV420_SEMI_PLANAR},
    {"YUV_NV21", YUV420_SEMI_PLANAR},
    {"YUV420_PLANAR", YUV420_PLANAR},
};

static const struct pixel_format *find_format(const char *name)
{
    for (size_t i = 0; name && i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}

/* Adds rows, each rounded up to `row_step` bytes, and rounds the sum up to `plane_step`. */
static bool add_plane(uint64_t *sum, uint64_t row_bytes, uint64_t rows, uint64_t row_step,
                      uint64_t plane_step)
{
    uint64_t row;
    uint64_t plane;
    return mf_round_up(row_bytes, row_step, &row) && mf_mul(row, rows, &plane) &&
           mf_accumulate(sum, plane) && mf_round_up(*sum, plane_step, sum);
}

static bool picture_bytes(const uint64_t dims[4], enum layout layout, uint64_t step, uint64_t plane,
                          uint64_t *picture)
{
    uint64_t rows = dims[2];
    uint64_t width = dims[3];
    uint64_t product;
    *picture = 0;
    switch (layout) {
    case GRAY:
        return mf_mul(rows, dims[1], &rows) && add_plane(picture, width, rows, step, 1);
    case PLANAR:
        return add_plane(picture, width, rows, step, plane) && mf_mul(*picture, dims[1], picture);
    case PACKED:
        return mf_mul(width, dims[1], &product) && add_plane(picture, product, rows, step, 1);
    case YUV420_SEMI_PLANAR:
        return add_plane(picture, width, rows, step, plane) &&
               add_plane(picture, width, rows / 2, step, plane);
    case YUV420_PLANAR:
        return mf_mul(step, 2, &product) && add_plane(picture, width, rows, product, plane) &&
               add_plane(picture, width / 2, rows / 2, step, plane) &&
               add_plane(picture, width / 2, rows / 2, step, plane);
    }
    return false;
}

bool mf_cvi_is_pixel_format(const char *name)
{
    return find_format(name) != NULL;
}

bool mf_cvi_aligned_bytes(const uint64_t dims[4], const char *pixel_format, bool cv183x,
                          uint64_t *bytes)
{
    const struct pixel_format *format = find_format(pixel_format);
    uint64_t step = cv183x ? 32 : 64;
    uint64_t plane = cv183x ? 4096 : 64;
    uint64_t picture;
    return format && picture_bytes(dims, format->layout, step, plane, &picture) &&
           mf_mul(picture, dims[0], bytes);
}
