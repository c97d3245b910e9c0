// SPDX-License-Identifier: MIT
#include "row.h"

#include "../core/checked.h"
#include "vi_dma.h"

#define MACROBLOCK UINT64_C(16)

/* The picture of a row, in its own size and format. */
static struct mf_picture picture_of(const struct mf_row *row, const struct mf_row_subject *subject)
{
    struct mf_picture picture = row->of == MF_OF_SENSOR ? subject->sensor : subject->picture;
    const struct mf_size *size = row->size.width > 0            ? &row->size
                                 : row->of == MF_OF_PANEL       ? &subject->panel
                                 : row->of == MF_OF_PANEL_ASKED ? &subject->panel_asked
                                                                : NULL;
    if (size) {
        picture.width = size->width;
        picture.height = size->height;
    }
    picture.lossy = row->lossy;
    return picture;
}

static bool is_taken(const struct mf_row *row, const struct mf_picture *picture)
{
    return (!row->only_for || picture->format == row->only_for) &&
           (!row->not_for || picture->format != row->not_for);
}

static bool round_sides(const struct mf_row *row, struct mf_picture *picture)
{
    if (picture->width < row->side_min)
        picture->width = row->side_min;
    if (picture->height < row->side_min)
        picture->height = row->side_min;
    return mf_round_up(picture->width, row->width_step, &picture->width) &&
           mf_round_up(picture->height, row->height_step, &picture->height);
}

/* *bytes becomes the larger of itself and the picture. */
static bool enlarge(const struct mf_row *row, struct mf_picture picture, uint64_t *bytes)
{
    uint64_t other;
    if (!mf_picture_bytes(row->rules, &picture, &other))
        return false;
    if (other > *bytes)
        *bytes = other;
    return true;
}

static bool add_macroblocks(const struct mf_row *row, const struct mf_picture *picture,
                            uint64_t *bytes)
{
    uint64_t extra;
    uint64_t blocks =
        mf_ceil_div(picture->width, MACROBLOCK) * mf_ceil_div(picture->height, MACROBLOCK);
    return mf_mul(blocks, row->macroblock_bytes, &extra) && mf_accumulate(bytes, extra);
}

static bool picture_block(const struct mf_row *row, struct mf_picture picture, uint64_t *bytes)
{
    struct mf_picture turned;
    *bytes = 0;
    if (row->format)
        picture.format = row->format;
    if (!round_sides(row, &picture) || !enlarge(row, picture, bytes))
        return false;
    turned = picture;
    turned.width = picture.height;
    turned.height = picture.width;
    if (row->either_way && !enlarge(row, turned, bytes))
        return false;
    struct mf_picture larger = picture;
    larger.format = row->at_least;
    if (row->at_least && !enlarge(row, larger, bytes))
        return false;
    return add_macroblocks(row, &picture, bytes) && mf_round_up(*bytes, row->bytes_step, bytes);
}

/* A buffer of a fixed size, or one that grows with the pixels of the picture. */
static bool fixed_block(const struct mf_row *row, const struct mf_picture *picture, uint64_t *bytes)
{
    uint64_t product;
    uint64_t pixels;
    *bytes = row->bytes;
    if (!row->scales)
        return true;
    if (!mf_mul(picture->width, picture->height, &pixels) || !mf_mul(row->bytes, pixels, &product))
        return false;
    *bytes = mf_ceil_div(product, row->measured_for.width * row->measured_for.height);
    return true;
}

static bool vi_dma_block(const struct mf_row_subject *subject, uint64_t *bytes)
{
    const struct mf_picture *mode = &subject->sensor;
    if (mode->width == 0 || mode->height == 0 || mode->width > MF_PICTURE_SIDE_MAX ||
        mode->height > MF_PICTURE_SIDE_MAX)
        return false;
    *bytes = mf_vi_dma_bytes(mode->width, mode->height, subject->raw);
    return true;
}

static bool block_bytes(const struct mf_row *row, const struct mf_row_subject *subject,
                        const struct mf_picture *picture, uint64_t *bytes)
{
    switch (row->kind) {
    case MF_ROW_BYTES:
        return fixed_block(row, picture, bytes);
    case MF_ROW_VI_DMA_BUF:
        return vi_dma_block(subject, bytes);
    case MF_ROW_PICTURES:
        break;
    }
    return picture_block(row, *picture, bytes);
}

static bool is_listed(const struct mf_size_list *sizes, const struct mf_picture *picture)
{
    for (size_t i = 0; i < sizes->count; i++) {
        if (sizes->items[i].width == picture->width && sizes->items[i].height == picture->height)
            return true;
    }
    return false;
}

static uint64_t count_of(const struct mf_row *row, const struct mf_row_subject *subject,
                         const struct mf_picture *picture, uint64_t bytes)
{
    bool large = row->more_bytes > 0 && bytes >= row->more_bytes;
    if (row->more_count > 0 && (large || is_listed(&row->sizes, picture)))
        return row->more_count;
    return row->per_buffer ? subject->buffers : row->count;
}

/* What was measured is measured at one size only. */
static enum mf_certainty certainty_of(const struct mf_row *row,
                                      const struct mf_row_subject *subject,
                                      const struct mf_picture *picture)
{
    const struct mf_size *measured = &row->measured_for;
    bool same = measured->width == picture->width && measured->height == picture->height;
    if (row->kind == MF_ROW_VI_DMA_BUF && subject->raw)
        same = false;
    return measured->width == 0 || same ? row->certainty : MF_ESTIMATE;
}

static const char *source_of(const struct mf_row *row, const struct mf_picture *picture)
{
    for (size_t i = 0; i < row->sized_source_count; i++) {
        const struct mf_sized_source *source = &row->sized_sources[i];
        if (source->size.width == picture->width && source->size.height == picture->height)
            return source->text;
    }
    return row->source;
}

bool mf_row_measure(const struct mf_row *row, const struct mf_row_subject *subject,
                    struct mf_row_bytes *out)
{
    uint64_t bytes;
    struct mf_picture picture = picture_of(row, subject);
    *out = (struct mf_row_bytes){0};
    if (!is_taken(row, &picture))
        return true;
    if (!block_bytes(row, subject, &picture, &bytes))
        return false;
    out->count = count_of(row, subject, &picture, bytes);
    out->certainty = certainty_of(row, subject, &picture);
    out->source = source_of(row, &picture);
    return mf_add(bytes, row->metadata, &out->block) && mf_mul(out->block, out->count, &out->bytes);
}
