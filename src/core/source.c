// SPDX-License-Identifier: MIT
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "stream.h"

static bool file_fetch(struct mf_source *source, uint64_t offset, void *bytes, size_t length,
                       struct mf_error *error)
{
    size_t done = 0;
    while (done < length) {
        ssize_t got = pread(source->descriptor, (uint8_t *)bytes + done, length - done,
                            (off_t)(source->base + offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return mf_fail(error, MF_UNREADABLE, _("cannot be read at byte %llu: %s"),
                           (unsigned long long)(offset + done), strerror(errno));
        if (got == 0)
            return mf_fail(error, MF_TRUNCATED, _("became shorter while it was read, at byte %llu"),
                           (unsigned long long)(offset + done));
        done += (size_t)got;
    }
    return true;
}

static void file_close(struct mf_source *source)
{
    close(source->descriptor);
}

static const struct mf_source_kind file_kind = {file_fetch, file_close};

static bool refuse_special(mode_t mode, struct mf_error *error)
{
    if (S_ISDIR(mode))
        return mf_fail(error, MF_DIRECTORY, _("is a directory; name a model file inside it"));
    const char *what = S_ISFIFO(mode)   ? _("a pipe (FIFO)")
                       : S_ISSOCK(mode) ? _("a socket")
                       : S_ISCHR(mode)  ? _("a character device")
                                        : _("a block device");
    return mf_fail(error, MF_NOT_A_FILE, _("is %s, not a file; copy the model to a file first"),
                   what);
}

static bool fail_open(int number, struct mf_error *error)
{
    if (number == ENOENT || number == ENOTDIR)
        return mf_fail(error, MF_NO_SUCH_FILE, _("no such file; check the path"));
    return mf_fail(error, MF_UNREADABLE, _("cannot be opened: %s"), strerror(number));
}

bool mf_source_open(struct mf_source *source, const char *path, struct mf_error *error)
{
    struct stat status;
    memset(source, 0, sizeof *source);
    source->descriptor = -1;
    /* Looked at before it is opened: opening a device can have effects. */
    if (stat(path, &status) != 0)
        return fail_open(errno, error);
    if (!S_ISREG(status.st_mode))
        return refuse_special(status.st_mode, error);
    /* O_NONBLOCK: should a FIFO take the file's place in between, the open still returns. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return fail_open(errno, error);
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(descriptor);
        return mf_fail(error, MF_NOT_A_FILE, _("is not a file any more"));
    }
    source->kind = &file_kind;
    source->descriptor = descriptor;
    source->size = (uint64_t)status.st_size;
    return true;
}

static bool memory_fetch(struct mf_source *source, uint64_t offset, void *bytes, size_t length,
                         struct mf_error *error)
{
    (void)error;
    memcpy(bytes, source->data + offset, length);
    return true;
}

static void memory_close(struct mf_source *source)
{
    source->data = NULL;
}

static const struct mf_source_kind memory_kind = {memory_fetch, memory_close};

void mf_source_memory(struct mf_source *source, const void *data, size_t size)
{
    memset(source, 0, sizeof *source);
    source->kind = &memory_kind;
    source->descriptor = -1;
    source->data = data;
    source->size = size;
}

bool mf_source_finish(struct mf_source *source, uint64_t *size, struct mf_error *error)
{
    *size = source->size;
    return !source->forward || mf_stream_finish(source, size, error);
}

void mf_source_close(struct mf_source *source)
{
    if (source->kind)
        source->kind->close(source);
    source->kind = NULL;
    mf_held_free(&source->held);
}

static void no_close(struct mf_source *source)
{
    (void)source;
}

bool mf_source_part(struct mf_source *part, const struct mf_source *file, uint64_t offset,
                    uint64_t size)
{
    static const struct mf_source_kind part_kind = {file_fetch, no_close};
    if (file->kind != &file_kind || !mf_inside(offset, size, file->size))
        return false;
    memset(part, 0, sizeof *part);
    part->kind = &part_kind;
    part->descriptor = file->descriptor;
    part->base = file->base + offset;
    part->size = size;
    return true;
}

static struct mf_window *covering_window(struct mf_source *source, uint64_t offset)
{
    for (size_t i = 0; i < MF_SOURCE_WINDOWS; i++) {
        struct mf_window *window = &source->windows[i];
        if (offset >= window->start && offset - window->start < window->length)
            return window;
    }
    return NULL;
}

/* Fills the window that was not used for longest. In a stream it starts where the reader is, as
 * nothing before that is left. */
static struct mf_window *new_window(struct mf_source *source, uint64_t offset,
                                    struct mf_error *error)
{
    struct mf_window *oldest = &source->windows[0];
    uint64_t start = source->forward ? offset : offset - offset % MF_SOURCE_WINDOW;
    for (size_t i = 1; i < MF_SOURCE_WINDOWS; i++) {
        if (source->windows[i].last_used < oldest->last_used)
            oldest = &source->windows[i];
    }
    size_t length = MF_SOURCE_WINDOW;
    if (source->size - start < length)
        length = (size_t)(source->size - start);
    oldest->length = 0;
    bool ok = source->forward ? mf_stream_read_some(source, start, oldest->bytes, &length, error)
                              : source->kind->fetch(source, start, oldest->bytes, length, error);
    if (!ok)
        return NULL;
    oldest->start = start;
    oldest->length = length;
    return oldest;
}

/* What is held, and what stands in a window, need not be fetched; long reads get no window. */
static bool read_bytes(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t length,
                       struct mf_error *error)
{
    while (length > 0) {
        size_t part = mf_held_read(&source->held, offset, bytes, length);
        struct mf_window *window = part > 0 ? NULL : covering_window(source, offset);
        if (part == 0 && !window && length > MF_SOURCE_WINDOW)
            return source->kind->fetch(source, offset, bytes, length, error);
        if (part == 0 && !window)
            window = new_window(source, offset, error);
        if (part == 0 && !window)
            return false;
        if (window) {
            size_t skip = (size_t)(offset - window->start);
            part = window->length - skip < length ? window->length - skip : length;
            window->last_used = ++source->reads;
            memcpy(bytes, window->bytes + skip, part);
        }
        bytes += part;
        offset += part;
        length -= part;
    }
    return true;
}

bool mf_source_read_on(struct mf_source *source, uint64_t position, uint8_t *bytes, size_t *length,
                       struct mf_error *error)
{
    if (!source->forward) {
        uint64_t left = position < source->size ? source->size - position : 0;
        if (left < *length)
            *length = (size_t)left;
        return *length == 0 || source->kind->fetch(source, position, bytes, *length, error);
    }
    /* What was looked at before it was known to be an archive still stands in a window. */
    const struct mf_window *window = covering_window(source, position);
    if (!window)
        return mf_stream_read_on(source, position, bytes, length, error);
    size_t skip = (size_t)(position - window->start);
    if (window->length - skip < *length)
        *length = window->length - skip;
    memcpy(bytes, window->bytes + skip, *length);
    return true;
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
                       _("ends at byte %llu, inside something that should go on"),
                       (unsigned long long)(view->start + view->size));
    if (length == 0)
        return true;
    uint64_t place = view->start + offset;
    if (view->source->data)
        return view->source->kind->fetch(view->source, place, bytes, length, error);
    return read_bytes(view->source, place, bytes, length, error);
}

/* The bytes are put together by hand: the file's order does not depend on the machine's. */
static bool read_little_endian(const struct mf_view *view, uint64_t offset, size_t length,
                               uint64_t *value, struct mf_error *error)
{
    uint8_t bytes[8] = {0};
    if (!mf_view_read(view, offset, bytes, length, error))
        return false;
    *value = 0;
    for (size_t i = length; i > 0; i--)
        *value = (*value << 8) | bytes[i - 1];
    return true;
}

bool mf_view_u16(const struct mf_view *view, uint64_t offset, uint16_t *value,
                 struct mf_error *error)
{
    uint64_t wide;
    if (!read_little_endian(view, offset, sizeof *value, &wide, error))
        return false;
    *value = (uint16_t)wide;
    return true;
}

bool mf_view_u32(const struct mf_view *view, uint64_t offset, uint32_t *value,
                 struct mf_error *error)
{
    uint64_t wide;
    if (!read_little_endian(view, offset, sizeof *value, &wide, error))
        return false;
    *value = (uint32_t)wide;
    return true;
}

bool mf_view_u64(const struct mf_view *view, uint64_t offset, uint64_t *value,
                 struct mf_error *error)
{
    return read_little_endian(view, offset, sizeof *value, value, error);
}
