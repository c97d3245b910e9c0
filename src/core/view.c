// SPDX-License-Identifier: MIT
/* Slices of a source, of whatever kind it is. Small reads go through windows; what a stream would
 * lose can be held. */
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "source.h"

static bool covers(const struct mf_window *window, uint64_t offset)
{
    return offset >= window->start && offset - window->start < window->length;
}

static struct mf_window *covering_window(struct mf_source *source, uint64_t offset)
{
    if (covers(source->recent, offset))
        return source->recent;
    for (size_t i = 0; i <= MF_SOURCE_WINDOWS; i++) {
        if (covers(&source->windows[i], offset))
            return &source->windows[i];
    }
    return NULL;
}

/* Reading that goes on where a window ends goes through a list: then more is read at once. */
static size_t bytes_ahead(const struct mf_source *source, uint64_t start)
{
    const struct mf_window *ahead = &source->windows[MF_SOURCE_WINDOWS];
    if (ahead->length > 0 && ahead->start + ahead->length == start)
        return ahead->length * 2 < MF_SOURCE_AHEAD_MAX ? ahead->length * 2 : MF_SOURCE_AHEAD_MAX;
    const struct mf_window *recent = source->recent;
    return recent->length > 0 && recent->start + recent->length == start ? MF_SOURCE_AHEAD_MIN : 0;
}

/* Reads *length bytes from `offset` on, or as many as there are before the end. */
static bool read_up_to(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                       struct mf_error *error)
{
    size_t done = 0;
    while (done < *length) {
        size_t part = *length - done;
        if (!source->kind->read(source, offset + done, bytes + done, &part, error))
            return false;
        if (part == 0)
            break;
        done += part;
    }
    *length = done;
    return true;
}

/* Reads all `length` bytes, past windows and what is held. */
static bool read_exactly(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t length,
                         struct mf_error *error)
{
    size_t got = length;
    return read_up_to(source, offset, bytes, &got, error) &&
           (got == length || mf_source_fail_truncated(offset + got, error));
}

static struct mf_window *oldest_window(struct mf_source *source)
{
    struct mf_window *oldest = &source->windows[0];
    for (size_t i = 1; i < MF_SOURCE_WINDOWS; i++) {
        if (source->windows[i].last_used < oldest->last_used)
            oldest = &source->windows[i];
    }
    return oldest;
}

/* Fills a window so that it covers `offset`. In a stream it starts there, as nothing before that is
 * left. */
static bool fill_window(struct mf_source *source, uint64_t offset, struct mf_error *error)
{
    uint64_t start = source->forward ? offset : offset - offset % MF_SOURCE_WINDOW;
    size_t length = bytes_ahead(source, start);
    struct mf_window *window =
        length > 0 ? &source->windows[MF_SOURCE_WINDOWS] : oldest_window(source);
    if (length == 0)
        length = MF_SOURCE_WINDOW;
    if (source->size - start < length)
        length = (size_t)(source->size - start);
    window->length = 0;
    if (!read_up_to(source, start, window->bytes, &length, error))
        return false;
    if (length == 0)
        return mf_source_fail_truncated(start, error);
    window->start = start;
    window->length = length;
    return true;
}

/* Copies the beginning of what is asked for out of `kept`, which holds the `size` bytes of the
 * source from `start` on. Returns how much; 0 where it does not hold the byte at `offset`. */
static size_t copy_kept(const uint8_t *kept, uint64_t start, size_t size, uint64_t offset,
                        uint8_t *bytes, size_t length)
{
    if (offset < start || offset - start >= size)
        return 0;
    size_t skip = (size_t)(offset - start);
    size_t part = size - skip < length ? size - skip : length;
    memcpy(bytes, kept + skip, part);
    return part;
}

static size_t read_held(const struct mf_held *held, uint64_t offset, uint8_t *bytes, size_t length)
{
    size_t part = copy_kept(held->head, held->start, held->head_length, offset, bytes, length);
    return part > 0
               ? part
               : copy_kept(held->tail, held->tail_start, held->tail_length, offset, bytes, length);
}

static size_t read_window(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t length)
{
    struct mf_window *window = covering_window(source, offset);
    if (!window)
        return 0;
    window->last_used = ++source->reads;
    source->recent = window;
    return copy_kept(window->bytes, window->start, window->length, offset, bytes, length);
}

static bool read_bytes(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t length,
                       struct mf_error *error)
{
    while (length > 0) {
        size_t part = source->held.head ? read_held(&source->held, offset, bytes, length) : 0;
        if (part == 0)
            part = read_window(source, offset, bytes, length);
        if (part == 0 && length > MF_SOURCE_WINDOW)
            return read_exactly(source, offset, bytes, length, error);
        if (part == 0 && !fill_window(source, offset, error))
            return false;
        bytes += part;
        offset += part;
        length -= part;
    }
    return true;
}

bool mf_source_read_on(struct mf_source *source, uint64_t position, uint8_t *bytes, size_t *length,
                       struct mf_error *error)
{
    /* A window still holds what was looked at before the source was known to be an archive; a
     * stream has it nowhere else. */
    size_t part = read_window(source, position, bytes, *length);
    if (part > 0) {
        *length = part;
        return true;
    }
    uint64_t left = position < source->size ? source->size - position : 0;
    if (!source->forward && left < *length)
        *length = (size_t)left;
    return *length == 0 || source->kind->read(source, position, bytes, length, error);
}

struct mf_view mf_view_all(struct mf_source *source)
{
    return (struct mf_view){source, 0, source->size};
}

bool mf_view_slice(const struct mf_view *view, uint64_t offset, uint64_t size, struct mf_view *part)
{
    if (!mf_inside(offset, size, view->size))
        return false;
    *part = (struct mf_view){view->source, view->start + offset, size};
    bool to_the_end = part->start + size == view->source->size;
    if (part->start + size > view->source->needed && !(view->source->open_ended && to_the_end))
        view->source->needed = part->start + size;
    return true;
}

bool mf_view_read(const struct mf_view *view, uint64_t offset, void *bytes, size_t length,
                  struct mf_error *error)
{
    if (!mf_inside(offset, length, view->size))
        return mf_fail(error, MF_TRUNCATED,
                       _("ends at byte %llu, in the middle of a structure (truncated?)"),
                       (unsigned long long)(view->start + view->size));
    if (length == 0)
        return true;
    uint64_t place = view->start + offset;
    if (view->source->data)
        return read_exactly(view->source, place, bytes, length, error); /* needs no window */
    return read_bytes(view->source, place, bytes, length, error);
}

/* Byte by byte: the machine may order the bytes of a number differently. */
bool mf_view_u32(const struct mf_view *view, uint64_t offset, uint32_t *value,
                 struct mf_error *error)
{
    uint8_t bytes[sizeof *value] = {0};
    if (!mf_view_read(view, offset, bytes, sizeof bytes, error))
        return false;
    *value = 0;
    for (size_t i = sizeof bytes; i > 0; i--)
        *value = (*value << 8) | bytes[i - 1];
    return true;
}

bool mf_view_ends(const struct mf_view *view, uint64_t offset)
{
    struct mf_source *source = view->source;
    struct mf_error ignored;
    uint8_t byte;
    if (offset >= view->size)
        return true;
    if (!source->open_ended || view->start + view->size != source->size)
        return false;
    /* A failed read means the end only where the stream ends just there. */
    if (mf_view_read(view, offset, &byte, 1, &ignored))
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
    if (!held.head || (all > MF_HOLD_MAX && !held.tail)) {
        mf_held_free(&held);
        return false;
    }
    mf_held_free(&source->held);
    source->held = held;
    return true;
}
