// SPDX-License-Identifier: MIT
#include "stream.h"

#include <stdlib.h>
#include <string.h>

/* Makes sure that the present piece holds the byte at `position`. False at the end of the stream,
 * where `error` says nothing, and on failure, where `ended` is not set. */
static bool have_piece(struct mf_source *source, struct mf_error *error)
{
    while (!source->ended) {
        uint64_t end = source->piece_offset + source->piece_length;
        if (source->piece_length > 0 && source->position < end)
            return true;
        if (!source->stream.pull(source->stream.context, &source->piece, &source->piece_length,
                                 &source->piece_offset, error))
            return false;
        if (source->piece_length == 0)
            source->ended = true;
        else if (source->piece_offset < source->position)
            return mf_fail(error, MF_DAMAGED, _("comes in pieces that overlap"));
    }
    return false;
}

static bool ends_early(const struct mf_source *source, struct mf_error *error)
{
    return mf_fail(error, MF_TRUNCATED, _("ends after %llu bytes (truncated download?)"),
                   (unsigned long long)source->position);
}

/* Takes up to `length` bytes at the position; NULL skips them. Returns how many, 0 at the end. */
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
        return mf_fail(error, MF_STREAM_ORDER,
                       _("has its parts in an order that cannot be read from a stream (byte %llu "
                         "after byte %llu); unpack it and judge the file"),
                       (unsigned long long)offset, (unsigned long long)source->position);
    while (source->position < offset) {
        if (!have_piece(source, error))
            return source->ended ? ends_early(source, error) : false;
        take(source, NULL, offset - source->position);
    }
    return true;
}

bool mf_stream_read_on(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
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

static bool stream_fetch(struct mf_source *source, uint64_t offset, void *bytes, size_t length,
                         struct mf_error *error)
{
    size_t got = length;
    return mf_stream_read_some(source, offset, bytes, &got, error) &&
           (got == length || ends_early(source, error));
}

static void stream_close(struct mf_source *source)
{
    source->piece = NULL;
}

void mf_source_stream(struct mf_source *source, struct mf_stream stream, uint64_t size)
{
    static const struct mf_source_kind stream_kind = {stream_fetch, stream_close};
    memset(source, 0, sizeof *source);
    source->kind = &stream_kind;
    source->descriptor = -1;
    source->stream = stream;
    source->forward = true;
    source->open_ended = size == MF_SIZE_UNKNOWN;
    source->size = source->open_ended ? INT64_MAX : size;
}

bool mf_stream_read_some(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                         struct mf_error *error)
{
    size_t done = 0;
    if (!skip_to(source, offset, error))
        return false;
    while (done < *length && have_piece(source, error))
        done += (size_t)take(source, bytes + done, *length - done);
    if (done < *length && !source->ended)
        return false;
    *length = done;
    return done > 0 ? true : ends_early(source, error);
}

bool mf_stream_finish(struct mf_source *source, uint64_t *size, struct mf_error *error)
{
    while (have_piece(source, error))
        take(source, NULL, UINT64_MAX);
    if (!source->ended)
        return false;
    *size = source->position;
    if (!source->open_ended && source->position > source->size)
        return mf_fail(error, MF_DAMAGED, _("is longer than the %llu bytes that its archive told"),
                       (unsigned long long)source->size);
    bool kept = source->open_ended || source->position >= source->size;
    return kept && source->position >= source->needed ? true : ends_early(source, error);
}

bool mf_view_ends(const struct mf_view *view, uint64_t offset)
{
    struct mf_source *source = view->source;
    struct mf_error ignored;
    size_t one = 1;
    uint8_t byte;
    if (offset >= view->size)
        return true;
    if (!source->open_ended || view->start + view->size != source->size)
        return false;
    /* A byte that cannot be had is the end only where the stream ends just there. */
    if (mf_view_read(view, offset, &byte, one, &ignored))
        return false;
    return source->ended && source->position == view->start + offset;
}

bool mf_view_head(const struct mf_view *view, uint8_t *bytes, size_t capacity, size_t *length,
                  struct mf_error *error)
{
    *length = view->size < capacity ? (size_t)view->size : capacity;
    if (!view->source->open_ended)
        return mf_view_read(view, 0, bytes, *length, error);
    for (*length = 0; *length < capacity; (*length)++) {
        if (mf_view_ends(view, *length))
            return true;
        if (!mf_view_read(view, *length, bytes + *length, 1, error))
            return false;
    }
    return true;
}

void mf_held_free(struct mf_held *held)
{
    free(held->head);
    free(held->tail);
    *held = (struct mf_held){0};
}

static size_t copy_part(const uint8_t *from, uint64_t start, size_t held, uint64_t offset,
                        uint8_t *bytes, size_t length)
{
    if (offset < start || offset - start >= held)
        return 0;
    size_t skip = (size_t)(offset - start);
    size_t part = held - skip < length ? held - skip : length;
    memcpy(bytes, from + skip, part);
    return part;
}

size_t mf_held_read(const struct mf_held *held, uint64_t offset, uint8_t *bytes, size_t length)
{
    size_t part = copy_part(held->head, held->start, held->head_length, offset, bytes, length);
    return part > 0
               ? part
               : copy_part(held->tail, held->tail_start, held->tail_length, offset, bytes, length);
}

/* Reads [offset, offset + length) into new memory. */
static uint8_t *keep(const struct mf_view *view, uint64_t offset, size_t length,
                     struct mf_error *error)
{
    uint8_t *bytes = malloc(length + 1);
    if (!bytes) {
        mf_fail_memory(error);
        return NULL;
    }
    if (mf_view_read(view, offset, bytes, length, error))
        return bytes;
    free(bytes);
    return NULL;
}

bool mf_view_hold(const struct mf_view *view, uint64_t bytes, struct mf_error *error)
{
    struct mf_source *source = view->source;
    struct mf_held held = {.start = view->start};
    uint64_t all = bytes < view->size ? bytes : view->size;
    if (!source->forward)
        return true;
    held.head_length = (size_t)(all <= MF_HOLD_MAX ? all : MF_HOLD_ENDS);
    held.head = keep(view, 0, held.head_length, error);
    if (held.head && all > MF_HOLD_MAX) {
        held.tail_length = MF_HOLD_ENDS;
        held.tail_start = view->start + all - MF_HOLD_ENDS;
        held.tail = keep(view, all - MF_HOLD_ENDS, MF_HOLD_ENDS, error);
    }
    bool ok = held.head && (all <= MF_HOLD_MAX || held.tail);
    if (!ok) {
        mf_held_free(&held);
        return false;
    }
    mf_held_free(&source->held);
    source->held = held;
    return true;
}
