// SPDX-License-Identifier: MIT
#include "pixel_formats.h"

#include <stddef.h>
#include <string.h>

#include "../core/checked.h"
#include "../core/one_of.h"

const struct mf_pixel_format mf_pixel_formats[MF_PIXEL_FORMATS] = {
    [MF_PIXEL_NV21] = {"NV21", MF_SEMI_PLANAR_420, 8, 1},
    [MF_PIXEL_NV12] = {"NV12", MF_SEMI_PLANAR_420, 8, 1},
    [MF_PIXEL_YUV420P] = {"YUV420P", MF_PLANAR_420, 8, 1},
    [MF_PIXEL_UYVY] = {"UYVY", MF_PACKED_422, 8, 1},
    [MF_PIXEL_YUYV] = {"YUYV", MF_PACKED_422, 8, 1},
    [MF_PIXEL_NV16] = {"NV16", MF_PACKED_422, 8, 1},
    [MF_PIXEL_RGB888] = {"RGB888", MF_PACKED, 8, 3},
    [MF_PIXEL_BGR888] = {"BGR888", MF_PACKED, 8, 3},
    [MF_PIXEL_RGB888P] = {"RGB888P", MF_PLANES, 8, 3},
    [MF_PIXEL_YUV444] = {"YUV444", MF_PLANES, 8, 3},
    [MF_PIXEL_RGBA8888] = {"RGBA8888", MF_PACKED, 8, 4},
    [MF_PIXEL_BGRA8888] = {"BGRA8888", MF_PACKED, 8, 4},
    [MF_PIXEL_GRAY] = {"GRAY", MF_PLANES, 8, 1},
    [MF_PIXEL_RAW8] = {"RAW8", MF_RAW, 8, 1},
    [MF_PIXEL_RAW10] = {"RAW10", MF_RAW, 10, 1},
    [MF_PIXEL_RAW12] = {"RAW12", MF_RAW, 12, 1},
    [MF_PIXEL_RAW16] = {"RAW16", MF_RAW, 16, 1},
};

/* As MaixPy calls them. */
static const char *const maixpy_names[][2] = {
    {"YVU420SP", "NV21"}, {"YUV420SP", "NV12"}, {"GRAYSCALE", "GRAY"}};

const struct mf_pixel_format *mf_pixel_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof maixpy_names / sizeof maixpy_names[0]; i++) {
        if (strcmp(maixpy_names[i][0], name) == 0)
            name = maixpy_names[i][1];
    }
    for (size_t i = 0; i < sizeof mf_pixel_formats / sizeof mf_pixel_formats[0]; i++) {
        if (strcmp(mf_pixel_formats[i].name, name) == 0)
            return &mf_pixel_formats[i];
    }
    return NULL;
}

const char *mf_pixel_format_name(const struct mf_pixel_format *format)
{
    return format->name;
}

const char *mf_pixel_format_maixpy_name(const struct mf_pixel_format *format)
{
    for (size_t i = 0; i < sizeof maixpy_names / sizeof maixpy_names[0]; i++) {
        if (strcmp(maixpy_names[i][1], format->name) == 0)
            return maixpy_names[i][0];
    }
    return format->name;
}

bool mf_fail_pixel_format(struct mf_error *error, const char *name, const char *more)
{
    const char *names[MF_PIXEL_FORMATS + 1];
    size_t count = 0;
    for (; count < MF_PIXEL_FORMATS; count++)
        names[count] = mf_pixel_formats[count].name;
    if (more)
        names[count++] = more;
    return mf_fail_one_of(error, name, names, count);
}

/* From here on both sides are at most MF_PICTURE_SIDE_MAX (2^14) and a pixel at most 48 bits: no
 * product comes near 2^64. */
static uint64_t up(uint64_t value, uint64_t step)
{
    return (value + step - 1) / step * step;
}

/* Each layout from the bytes of one plane of samples. */
static uint64_t all_samples(const struct mf_pixel_format *format, uint64_t plane)
{
    switch (format->layout) {
    case MF_SEMI_PLANAR_420:
    case MF_PLANAR_420:
        return plane * 3 / 2;
    case MF_PACKED_422:
        return plane * 2;
    case MF_PLANES:
    case MF_PACKED:
        return plane * format->parts;
    case MF_RAW:
        break;
    }
    return plane;
}

static uint64_t plain_bytes(const struct mf_picture *picture)
{
    return all_samples(picture->format,
                       picture->width * picture->height * picture->format->bits / 8);
}

/* One stripe of a lossy RAW picture: ceil(columns · h · b/2 / 64) · 8 */
static uint64_t stripe(uint64_t columns, uint64_t height, uint64_t bits)
{
    return mf_ceil_div(columns * height * bits / 2, 64) * 8;
}

/* ax_buffer_tool.h: RAW is compressed in stripes that overlap by 32 columns on each inner side. */
static uint64_t ax_lossy_raw(uint64_t width, uint64_t height, uint64_t bits)
{
    const uint64_t overlap = 32;
    const uint64_t base = height > 2160 ? 896 : 768;
    uint64_t count = mf_ceil_div(width, base);
    if (count == 1)
        return stripe(width, height, bits);
    uint64_t first = up(stripe(overlap + base, height, bits), 64);
    uint64_t inner = up(stripe(2 * overlap + base, height, bits), 64);
    uint64_t last = stripe(overlap + width - base * (count - 1), height, bits);
    return first + inner * (count - 2) + last;
}

static uint64_t ax_bytes(const struct mf_picture *picture)
{
    const struct mf_pixel_format *format = picture->format;
    const uint64_t lossless_raw = 32;
    const uint64_t lossless_yuv = 96;
    uint64_t height = up(picture->height, 8);
    uint64_t line = up(mf_ceil_div(picture->width * format->bits, 64) * 8, 64);
    if (picture->lossy > 0 && format->layout == MF_RAW)
        return ax_lossy_raw(picture->width, height, format->bits);
    uint64_t bytes = all_samples(format, line * height);
    if (picture->lossy > 0)
        return bytes * picture->lossy / 8;
    if (picture->lossless)
        bytes += height * (format->layout == MF_RAW ? lossless_raw : lossless_yuv);
    return bytes;
}

static uint64_t cvi_bytes(const struct mf_picture *picture)
{
    const struct mf_pixel_format *format = picture->format;
    const uint64_t align = 64;
    uint64_t stride = up(picture->width, align);
    uint64_t even = up(picture->height, 2);
    switch (format->layout) {
    case MF_SEMI_PLANAR_420:
        return stride * even * 3 / 2;
    case MF_PLANAR_420: {
        uint64_t half = up(mf_ceil_div(picture->width, 2), align);
        return half * 2 * even + half * even;
    }
    case MF_PACKED_422:
        return up(2 * picture->width, align) * picture->height;
    case MF_PACKED:
        return up(format->parts * picture->width, align) * picture->height;
    case MF_PLANES:
        return format->parts * stride * picture->height;
    case MF_RAW:
        break;
    }
    return up(mf_ceil_div(picture->width * format->bits, 8), align) * picture->height;
}

bool mf_picture_bytes(enum mf_picture_rules rules, const struct mf_picture *picture,
                      uint64_t *bytes)
{
    if (picture->width == 0 || picture->height == 0 || picture->width > MF_PICTURE_SIDE_MAX ||
        picture->height > MF_PICTURE_SIDE_MAX || picture->lossy > 8 || !picture->format)
        return false;
    if (rules == MF_PICTURE_PLAIN)
        *bytes = plain_bytes(picture);
    else
        *bytes = rules == MF_PICTURE_AX ? ax_bytes(picture) : cvi_bytes(picture);
    return true;
}
