// SPDX-License-Identifier: MIT
/* The kind of source that can only be read from its beginning to its end: a pipe, or a member of an
 * archive while it is unpacked. */
#include <string.h>

#include "source.h"

/* Pulls pieces until one reaches past `position`. False at the end of the stream, where `ended` is
 * set and `error` is not, and on failure, where it is the other way round. */
static bool have_piece(struct mf_source *source, struct mf_error *error)
{
    while (!source->ended) {
        uint64_t end = source->piece_offset + source->piece_length;
        if (source->piece_length > 0 && source->position < end)
            return true;
        if (!source->stream.pull(source->stream.state, &source->piece, &source->piece_length,
                                 &source->piece_offset, error))
            return false;
        if (source->piece_length == 0)
            source->ended = true;
        else if (source->piece_offset < source->position)
            return mf_fail(error, MF_DAMAGED, _("holds overlapping data (damaged archive?)"));
    }
    return false;
}

/* Copies up to `length` bytes from `position` on and steps over them; with NULL it only steps.
 * Needs have_piece. Returns how many, at least one. */
static uint64_t take(struct mf_source *source, uint8_t *bytes, uint64_t length)
{
    uint64_t hole =
        source->piece_offset > source->position ? source->piece_offset - source->position : 0;
    uint64_t part = hole;
    if (part > length)
        part = length;
    if (part > 0) {
        if (bytes)
            memset(bytes, 0, (size_t)part);
    } else {
        uint64_t skip = source->position - source->piece_offset;
        part = source->piece_length - skip;
        if (part > length)
            part = length;
        if (bytes)
            memcpy(bytes, source->piece + skip, (size_t)part);
    }
    source->position += part;
    return part;
}

static bool skip_to(struct mf_source *source, uint64_t offset, struct mf_error *error)
{
    if (offset < source->position)
        return mf_fail(
            error, MF_STREAM_ORDER,
            _("has its parts in an order that cannot be read from a stream (byte %llu is "
              "needed after byte %llu); unpack it and judge the file"),
            (unsigned long long)offset, (unsigned long long)source->position);
    while (source->position < offset) {
        if (!have_piece(source, error))
            return source->ended ? mf_source_fail_truncated(source->position, error) : false;
        take(source, NULL, offset - source->position);
    }
    return true;
}

static bool stream_read(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                        struct mf_error *error)
{
    if (!skip_to(source, offset, error))
        return false;
    bool more = have_piece(source, error);
    if (!more && !source->ended)
        return false;
    *length = more ? (size_t)take(source, bytes, *length) : 0;
    return true;
}

static bool stream_finish(struct mf_source *source, uint64_t *size, struct mf_error *error)
{
    while (have_piece(source, error))
        take(source, NULL, UINT64_MAX);
    if (!source->ended)
        return false;
    *size = source->position;
    if (!source->open_ended && source->position > source->size)
        return mf_fail(error, MF_DAMAGED,
                       _("is longer than the %llu bytes that its header declares"),
                       (unsigned long long)source->size);
    bool complete = source->open_ended || source->position >= source->size;
    return complete && source->position >= source->needed
               ? true
               : mf_source_fail_truncated(source->position, error);
}

static void stream_close(struct mf_source *source)
{
    source->piece = NULL;
}

void mf_source_stream(struct mf_source *source, struct mf_stream stream, uint64_t size)
{
    static const struct mf_source_kind stream_kind = {stream_read, stream_finish, stream_close};
    mf_source_begin(source, &stream_kind, size == MF_SIZE_UNKNOWN ? INT64_MAX : size);
    source->stream = stream;
    source->forward = true;
    source->open_ended = size == MF_SIZE_UNKNOWN;
}
