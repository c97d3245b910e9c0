// SPDX-License-Identifier: MIT
/* The text of a camera: "1920x1080@NV21x4". */
#include <ctype.h>
#include <string.h>

#include "picture.h"
#include "pipeline.h"

static bool bad_camera(struct mf_error *error, const char *text)
{
    return mf_fail(
        error, MF_USAGE,
        _("`%s` is not WIDTHxHEIGHT[@FORMAT][xBUFFERS], such as 1920x1080@NV21x3; a side "
          "is 1 to %llu pixels, and there are 1 to %llu buffers"),
        text, (unsigned long long)MF_CAMERA_SIDE_MAX, (unsigned long long)MF_CAMERA_BUFFERS_MAX);
}

/* Digits, then whatever `*at` is left at. */
static bool take_number(const char **at, uint64_t limit, uint64_t *number)
{
    *number = 0;
    const char *start = *at;
    for (; isdigit((unsigned char)**at); (*at)++) {
        *number = *number * 10 + (uint64_t)(**at - '0');
        if (*number > limit)
            return false;
    }
    return *at != start && *number > 0;
}

/* "@NV21": a format has letters and digits, and ends before an `x` that a number follows to the
 * end. */
static char *take_format(struct mf_arena *arena, const char **at)
{
    size_t length = strspn(*at, "ABCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz0123456789");
    char *format = mf_arena_copy(arena, *at, length);
    for (char *c = format; c && *c != '\0'; c++)
        *c = (char)toupper((unsigned char)*c);
    *at += length;
    return format;
}

bool mf_camera_parse(struct mf_arena *arena, const char *text, struct mf_camera *camera,
                     struct mf_error *error)
{
    const char *at = text;
    *camera = (struct mf_camera){0};
    if (!take_number(&at, MF_CAMERA_SIDE_MAX, &camera->width) || *at++ != 'x' ||
        !take_number(&at, MF_CAMERA_SIDE_MAX, &camera->height))
        return bad_camera(error, text);
    if (*at == '@') {
        at++;
        camera->format = take_format(arena, &at);
        if (!camera->format)
            return mf_fail_memory(error);
        if (camera->format[0] == '\0')
            return bad_camera(error, text);
        if (!mf_pixel_format_find(camera->format))
            return mf_fail(error, MF_USAGE, _("no picture format is called `%s`; known are %s"),
                           camera->format, mf_pixel_format_names());
    }
    if (*at == 'x') {
        at++;
        if (!take_number(&at, MF_CAMERA_BUFFERS_MAX, &camera->buffers))
            return bad_camera(error, text);
    }
    return *at == '\0' ? true : bad_camera(error, text);
}
