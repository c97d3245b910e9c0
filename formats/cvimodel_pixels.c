// SPDX-License-Identifier: MIT
/* Aligned tensors whose size the file leaves out: rows of whole 64 (cv183x: 32) bytes, by pixel
 * format. */
#include <string.h>

#include "../src/core/checked.h"
#include "cvimodel.h"

enum layout { PLANAR, PACKED, YUV420_PLANAR, YUV420_SEMI_PLANAR };

static enum layout layout_of(const char *pixel_format)
{
    if (!pixel_format)
        return PLANAR;
    if (strstr(pixel_format, "PACKED"))
        return PACKED;
    if (strstr(pixel_format, "NV12") || strstr(pixel_format, "NV21"))
        return YUV420_SEMI_PLANAR;
    return strstr(pixel_format, "YUV420") ? YUV420_PLANAR : PLANAR;
}

/* rows × row bytes rounded up to the step, added to *sum */
static bool add_plane(uint64_t *sum, uint64_t row_bytes, uint64_t rows, uint64_t step)
{
    uint64_t row;
    uint64_t plane;
    return mf_round_up(row_bytes, step, &row) && mf_mul(row, rows, &plane) &&
           mf_accumulate(sum, plane);
}

bool mf_cvi_aligned_bytes(const uint64_t dims[4], uint64_t element_bytes, const char *pixel_format,
                          uint64_t row_step, uint64_t *bytes)
{
    uint64_t channels = dims[1];
    uint64_t rows = dims[2];
    uint64_t row = 0;
    uint64_t picture = 0;
    bool ok = mf_mul(dims[3], element_bytes, &row);
    switch (layout_of(pixel_format)) {
    case PACKED:
        ok = ok && mf_mul(row, channels, &row) && add_plane(&picture, row, rows, row_step);
        break;
    case YUV420_PLANAR:
        ok = ok && add_plane(&picture, row, rows, row_step) &&
             add_plane(&picture, mf_ceil_div(row, 2), mf_ceil_div(rows, 2), row_step) &&
             add_plane(&picture, mf_ceil_div(row, 2), mf_ceil_div(rows, 2), row_step);
        break;
    case YUV420_SEMI_PLANAR:
        ok = ok && add_plane(&picture, row, rows, row_step) &&
             add_plane(&picture, row, mf_ceil_div(rows, 2), row_step);
        break;
    case PLANAR:
        ok = ok && mf_mul(rows, channels, &rows) && add_plane(&picture, row, rows, row_step);
        break;
    }
    return ok && mf_mul(picture, dims[0], bytes);
}
