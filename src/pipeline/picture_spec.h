// SPDX-License-Identifier: MIT
/* The one grammar of all pictures of a request: WxH[@WHAT][@FPS][xN], such as 640x480@NV21@30x4,
 * 1920x1080@h264 or 1280x720@60. `720p`, `1080p` and `4K` are sizes too. */
#ifndef MAIXFIT_PIPELINE_PICTURE_SPEC_H
#define MAIXFIT_PIPELINE_PICTURE_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include "../core/arena.h"
#include "../core/error.h"

/* A camera that is opened for RAW pictures (MaixPy: raw=True). Every other WHAT of a camera or an
 * image is a name that mf_pixel_format_find knows. */
#define MF_FORMAT_RAW "RAW"

/* The codecs of an encoder or decoder, in upper case. */
#define MF_CODEC_H264 "H264"
#define MF_CODEC_H265 "H265"
#define MF_CODEC_JPEG "JPEG"

struct mf_picture_spec {
    uint64_t width; /* pixels, 1 to MF_PICTURE_SIDE_MAX */
    uint64_t height;
    const char *what; /* a format or a codec in upper case, as this library calls it; NULL: none */
    uint64_t fps;     /* pictures a second; 0: not named */
    uint64_t count;   /* of a camera: its buffers; 0: not named */
};

/* What a picture is named for. It decides which parts of the grammar have a meaning. */
enum mf_picture_role {
    MF_ROLE_CAMERA, /* WxH[@FORMAT][@FPS][xBUFFERS]; a format may be `raw` */
    MF_ROLE_IMAGE,  /* WxH[@FORMAT]: what a display shows */
    MF_ROLE_PANEL,  /* WxH */
    MF_ROLE_CODEC   /* WxH@CODEC */
};

/* Reads `text` into *spec. Fails with `usage`, saying which part is wrong and what it may be. The
 * arena holds nothing of it: names are constants. */
bool mf_picture_spec_parse(const char *text, enum mf_picture_role role,
                           struct mf_picture_spec *spec, struct mf_error *error);

/* The same text in its one form, "640x480@NV21@30x4"; NULL without memory. */
const char *mf_picture_spec_text(struct mf_arena *arena, const struct mf_picture_spec *spec);

/* The one with most pixels, the first of several; NULL where there is none. Sides are at most
 * MF_PICTURE_SIDE_MAX. */
const struct mf_picture_spec *mf_picture_spec_largest(const struct mf_picture_spec *pictures,
                                                      size_t count);

/* A display: PANEL[:IMAGE], where PANEL is WxH or `yes` (the board's own panel) and IMAGE is
 * WxH[@FORMAT]; `no` is no display. */
struct mf_display_spec {
    bool wanted;
    struct mf_picture_spec panel; /* its width is 0: the board's own */
    struct mf_picture_spec image; /* its width is 0: the largest camera picture, else the panel's */
};

/* Fails like mf_picture_spec_parse. */
bool mf_display_parse(const char *text, struct mf_display_spec *display, struct mf_error *error);

#endif
