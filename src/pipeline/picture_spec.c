// SPDX-License-Identifier: MIT
#include "picture_spec.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "../core/one_of.h"
#include "picture.h"

#define WORD_MAX ((size_t)16) /* longer than every format and codec */

/* What is left of the text, and what to say of it. */
struct parser {
    const char *text; /* the whole, for messages */
    const char *at;
    char end; /* the character behind the picture */
    enum mf_picture_role role;
    struct mf_picture_spec *spec;
    struct mf_error *error;
};

static bool bad_grammar(const struct parser *parser)
{
    switch (parser->role) {
    case MF_ROLE_CAMERA:
        return mf_fail(parser->error, MF_USAGE,
                       _("`%s` is not a camera: write WIDTHxHEIGHT[@FORMAT][@FPS][xBUFFERS], such "
                         "as 640x480, 1080p@NV21 or 640x480@NV21@30x4"),
                       parser->text);
    case MF_ROLE_IMAGE:
        return mf_fail(parser->error, MF_USAGE,
                       _("`%s` is not an image: write WIDTHxHEIGHT[@FORMAT], such as 640x480 or "
                         "640x480@NV21"),
                       parser->text);
    case MF_ROLE_PANEL:
        return mf_fail(parser->error, MF_USAGE,
                       _("`%s` is not a panel: write WIDTHxHEIGHT, such as 640x480, or `yes` for "
                         "the board's own"),
                       parser->text);
    case MF_ROLE_CODEC:
        break;
    }
    return mf_fail(
        parser->error, MF_USAGE,
        _("`%s` is not a video: write WIDTHxHEIGHT@CODEC, such as 1920x1080@h264; codecs "
          "are h264, h265 and jpeg"),
        parser->text);
}

enum number { NO_NUMBER, NUMBER_OUT_OF_RANGE, NUMBER };

/* Digits, from 1 to `limit`. The place behind them is kept in either case. */
static enum number take_number(struct parser *parser, uint64_t limit, uint64_t *number)
{
    const char *start = parser->at;
    *number = 0;
    for (; isdigit((unsigned char)*parser->at); parser->at++) {
        if (*number <= limit)
            *number = *number * 10 + (uint64_t)(*parser->at - '0');
    }
    if (parser->at == start)
        return NO_NUMBER;
    return *number == 0 || *number > limit ? NUMBER_OUT_OF_RANGE : NUMBER;
}

static bool take_side(struct parser *parser, uint64_t *side)
{
    switch (take_number(parser, MF_PICTURE_SIDE_MAX, side)) {
    case NUMBER:
        return true;
    case NUMBER_OUT_OF_RANGE:
        return mf_fail(parser->error, MF_USAGE, _("`%s`: a side is 1 to %llu pixels"), parser->text,
                       (unsigned long long)MF_PICTURE_SIDE_MAX);
    case NO_NUMBER:
        break;
    }
    return bad_grammar(parser);
}

/* "1080p"; false where none of the names stands here. */
static bool take_size_name(struct parser *parser)
{
    static const struct {
        const char *name;
        uint64_t width;
        uint64_t height;
    } sizes[] = {{"720p", 1280, 720}, {"1080p", 1920, 1080}, {"4K", 3840, 2160}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t length = strlen(sizes[i].name);
        if (strncasecmp(parser->at, sizes[i].name, length) != 0)
            continue;
        parser->spec->width = sizes[i].width;
        parser->spec->height = sizes[i].height;
        parser->at += length;
        return true;
    }
    return false;
}

static bool take_size(struct parser *parser)
{
    if (take_size_name(parser))
        return true;
    if (!take_side(parser, &parser->spec->width))
        return false;
    if (*parser->at != 'x')
        return bad_grammar(parser);
    parser->at++;
    return take_side(parser, &parser->spec->height);
}

static bool set_codec(struct parser *parser, const char *word)
{
    static const char *const codecs[] = {MF_CODEC_H264, MF_CODEC_H265, MF_CODEC_JPEG};
    static const char *const written[] = {"h264", "h265", "jpeg"};
    const size_t count = sizeof codecs / sizeof codecs[0];
    for (size_t i = 0; i < count; i++) {
        if (strcmp(codecs[i], word) == 0)
            parser->spec->what = codecs[i];
    }
    return parser->spec->what || mf_fail_one_of(parser->error, word, written, count);
}

static bool set_format(struct parser *parser, const char *word)
{
    const struct mf_pixel_format *format = mf_pixel_format_find(word);
    const char *raw = parser->role == MF_ROLE_CAMERA ? MF_FORMAT_RAW : NULL;
    if (raw && strcmp(word, raw) == 0)
        parser->spec->what = raw;
    else if (format)
        parser->spec->what = mf_pixel_format_name(format);
    return parser->spec->what || mf_fail_pixel_format(parser->error, word, raw);
}

/* A format or codec: digits, and letters other than x, which begins the number of buffers. */
static bool take_word(struct parser *parser)
{
    char word[WORD_MAX + 1];
    size_t length = 0;
    for (; isalnum((unsigned char)*parser->at) && *parser->at != 'x' && length < WORD_MAX;
         parser->at++)
        word[length++] = (char)toupper((unsigned char)*parser->at);
    word[length] = '\0';
    if (length == 0)
        return bad_grammar(parser);
    return parser->role == MF_ROLE_CODEC ? set_codec(parser, word) : set_format(parser, word);
}

static bool take_fps(struct parser *parser)
{
    if (take_number(parser, MF_CAMERA_FPS_MAX, &parser->spec->fps) == NUMBER)
        return true;
    return mf_fail(parser->error, MF_USAGE, _("`%s`: a camera takes 1 to %llu pictures a second"),
                   parser->text, (unsigned long long)MF_CAMERA_FPS_MAX);
}

static bool take_count(struct parser *parser)
{
    if (take_number(parser, MF_CAMERA_BUFFERS_MAX, &parser->spec->count) == NUMBER)
        return true;
    return mf_fail(parser->error, MF_USAGE, _("`%s`: a camera has 1 to %llu buffers"), parser->text,
                   (unsigned long long)MF_CAMERA_BUFFERS_MAX);
}

/* A bare number behind `@` is a rate. */
static bool at_number(const struct parser *parser)
{
    const char *digits = parser->at + 1;
    size_t length = strspn(digits, "0123456789");
    return length > 0 && (digits[length] == 'x' || !isalnum((unsigned char)digits[length]));
}

static bool take_rest(struct parser *parser)
{
    bool camera = parser->role == MF_ROLE_CAMERA;
    if (*parser->at == '@' && parser->role != MF_ROLE_PANEL && !at_number(parser)) {
        parser->at++;
        if (!take_word(parser))
            return false;
    }
    if (camera && *parser->at == '@' && at_number(parser)) {
        parser->at++;
        if (!take_fps(parser))
            return false;
    }
    if (camera && *parser->at == 'x') {
        parser->at++;
        if (!take_count(parser))
            return false;
    }
    bool complete = parser->role != MF_ROLE_CODEC || parser->spec->what;
    return *parser->at == parser->end && complete ? true : bad_grammar(parser);
}

static bool parse(const char *text, char end, enum mf_picture_role role,
                  struct mf_picture_spec *spec, struct mf_error *error)
{
    struct parser parser = {text, text, end, role, spec, error};
    *spec = (struct mf_picture_spec){0};
    return take_size(&parser) && take_rest(&parser);
}

bool mf_picture_spec_parse(const char *text, enum mf_picture_role role,
                           struct mf_picture_spec *spec, struct mf_error *error)
{
    return parse(text, '\0', role, spec, error);
}

const char *mf_picture_spec_text(struct mf_arena *arena, const struct mf_picture_spec *spec)
{
    char fps[32] = "";
    char count[32] = "";
    if (spec->fps > 0)
        snprintf(fps, sizeof fps, "@%llu", (unsigned long long)spec->fps);
    if (spec->count > 0)
        snprintf(count, sizeof count, "x%llu", (unsigned long long)spec->count);
    return mf_arena_format(arena, "%llux%llu%s%s%s%s", (unsigned long long)spec->width,
                           (unsigned long long)spec->height, spec->what ? "@" : "",
                           spec->what ? spec->what : "", fps, count);
}

const struct mf_picture_spec *mf_picture_spec_largest(const struct mf_picture_spec *pictures,
                                                      size_t count)
{
    const struct mf_picture_spec *largest = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct mf_picture_spec *picture = &pictures[i];
        if (!largest || picture->width * picture->height > largest->width * largest->height)
            largest = picture;
    }
    return largest;
}

bool mf_display_parse(const char *text, struct mf_display_spec *display, struct mf_error *error)
{
    const char *colon = strchr(text, ':');
    *display = (struct mf_display_spec){.wanted = strcmp(text, "no") != 0};
    if (!display->wanted)
        return true;
    if (colon && !parse(colon + 1, '\0', MF_ROLE_IMAGE, &display->image, error))
        return false;
    if (strcmp(text, "yes") == 0 || (colon && strncmp(text, "yes:", 4) == 0))
        return true;
    return parse(text, colon ? ':' : '\0', MF_ROLE_PANEL, &display->panel, error);
}
