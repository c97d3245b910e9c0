// SPDX-License-Identifier: MIT
// Aligned tensors that say no size: the runtime pads rows and planes by the name of the pixel
// format. The size of an element does not matter there: pictures are of bytes.
#include <string.h>

#include "mkcvimodel.h"

struct picture {
    uint64_t n, c, h, w;
    uint64_t row, plane; // what they are aligned to
};

static uint64_t up(uint64_t value, uint64_t to)
{
    return checked_mul(checked_add(value, to - 1) / to, to);
}

// Rows, in lines of `wide` bytes.
static uint64_t rows(const struct picture *p, uint64_t high, uint64_t wide)
{
    return checked_mul(high, up(wide, p->row));
}

static uint64_t grayscale(const struct picture *p)
{
    return checked_mul(checked_mul(p->n, p->c), rows(p, p->h, p->w));
}

static uint64_t planar(const struct picture *p)
{
    return checked_mul(checked_mul(p->n, p->c), up(rows(p, p->h, p->w), p->plane));
}

static uint64_t packed(const struct picture *p)
{
    return checked_mul(p->n, rows(p, p->h, checked_mul(p->w, p->c)));
}

// Y, then U and V in one plane; each plane starts where the one before has been rounded up.
static uint64_t semi_planar(const struct picture *p)
{
    uint64_t uv = up(rows(p, p->h, p->w), p->plane);
    return checked_mul(p->n, up(checked_add(uv, rows(p, p->h / 2, p->w)), p->plane));
}

// Rows of Y are aligned to twice as much, so that those of U and V are aligned too.
static uint64_t yuv420(const struct picture *p)
{
    uint64_t half = rows(p, p->h / 2, p->w / 2);
    uint64_t u = up(checked_mul(p->h, up(p->w, 2 * p->row)), p->plane);
    uint64_t v = up(checked_add(u, half), p->plane);
    return checked_mul(p->n, up(checked_add(v, half), p->plane));
}

static const struct {
    const char *name;
    uint64_t (*bytes)(const struct picture *picture);
} formats[] = {
    {"GRAYSCALE", grayscale},  {"RGB_PLANAR", planar},    {"BGR_PLANAR", planar},
    {"RGBA_PLANAR", planar},   {"RGB_PACKED", packed},    {"BGR_PACKED", packed},
    {"YUV_NV12", semi_planar}, {"YUV_NV21", semi_planar}, {"YUV420_PLANAR", yuv420},
};

// Missing dims are 1; a dynamic one makes the tensor count nothing.
static uint64_t dim(const struct dims *dims, unsigned index)
{
    if (index >= dims->count)
        return 1;
    return dims->size[index] < 0 ? 0 : (uint64_t)dims->size[index];
}

bool cvi_pixel_bytes(const struct cvi_tensor *tensor, bool cv183x, uint64_t *bytes)
{
    const struct dims *d = &tensor->dims;
    struct picture p = {.n = dim(d, 0), .c = dim(d, 1), .h = dim(d, 2), .w = dim(d, 3)};
    p.row = cv183x ? 32 : 64;
    p.plane = cv183x ? 4096 : 64;
    for (size_t i = 0; tensor->pixel && i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (strcmp(formats[i].name, tensor->pixel) != 0)
            continue;
        *bytes = formats[i].bytes(&p);
        return true;
    }
    return false;
}
