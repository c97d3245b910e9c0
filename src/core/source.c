// SPDX-License-Identifier: MIT
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "kernel_file.h"

static bool file_read(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                      struct mf_error *error)
{
    ssize_t got;
    do {
        got = pread(source->descriptor, bytes, *length, (off_t)(source->base + offset));
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return mf_fail(error, MF_UNREADABLE, _("cannot be read at byte %llu: %s"),
                       (unsigned long long)offset, strerror(errno));
    if (got == 0)
        return mf_fail(error, MF_TRUNCATED, _("became shorter while it was read, at byte %llu"),
                       (unsigned long long)offset);
    *length = (size_t)got;
    return true;
}

static void file_close(struct mf_source *source)
{
    close(source->descriptor);
}

static const struct mf_source_kind file_kind = {file_read, NULL, file_close};

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

void mf_source_begin(struct mf_source *source, const struct mf_source_kind *kind, uint64_t size)
{
    memset(source, 0, offsetof(struct mf_source, window_bytes));
    source->kind = kind;
    source->size = size;
    source->descriptor = -1;
    for (size_t i = 0; i < MF_SOURCE_WINDOWS; i++)
        source->windows[i].bytes = source->window_bytes[i];
    source->windows[MF_SOURCE_WINDOWS].bytes = source->ahead_bytes;
    source->recent = source->windows;
}

/* O_NONBLOCK: open() returns even if a FIFO replaces the file in between. */
static bool open_file(struct mf_source *source, const char *path, int flags, struct mf_error *error)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
    if (descriptor < 0)
        return fail_open(errno, error);
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(descriptor);
        return mf_fail(error, MF_NOT_A_FILE, _("was replaced by something that is not a file"));
    }
    source->kind = &file_kind;
    source->descriptor = descriptor;
    source->size = (uint64_t)status.st_size;
    return true;
}

bool mf_source_open(struct mf_source *source, const char *path, struct mf_error *error)
{
    struct stat status;
    mf_source_begin(source, NULL, 0);
    /* stat() comes first: opening a device can have effects. */
    if (stat(path, &status) != 0)
        return fail_open(errno, error);
    if (!S_ISREG(status.st_mode))
        return refuse_special(status.st_mode, error);
    if (mf_is_kernel_file(path))
        return mf_fail(error, MF_NOT_A_FILE,
                       _("is a file of the kernel, not of a disk; it is not opened"));
    return open_file(source, path, 0, error);
}

bool mf_source_open_known(struct mf_source *source, const char *path, struct mf_error *error)
{
    mf_source_begin(source, NULL, 0);
    return open_file(source, path, O_NOFOLLOW, error);
}

static bool memory_read(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                        struct mf_error *error)
{
    (void)error;
    memcpy(bytes, source->data + offset, *length);
    return true;
}

static void memory_close(struct mf_source *source)
{
    source->data = NULL;
}

static const struct mf_source_kind memory_kind = {memory_read, NULL, memory_close};

void mf_source_memory(struct mf_source *source, const void *data, size_t size)
{
    mf_source_begin(source, &memory_kind, size);
    source->data = data;
}

static void no_close(struct mf_source *source)
{
    (void)source;
}

static const struct mf_source_kind borrowed_kind = {file_read, NULL, no_close};

bool mf_source_descriptor(struct mf_source *source, int descriptor, struct mf_error *error)
{
    struct stat status;
    mf_source_begin(source, NULL, 0);
    if (fstat(descriptor, &status) != 0)
        return fail_open(errno, error);
    if (!S_ISREG(status.st_mode))
        return refuse_special(status.st_mode, error);
    source->kind = &borrowed_kind;
    source->descriptor = descriptor;
    source->size = (uint64_t)status.st_size;
    return true;
}

static bool reader_read(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                        struct mf_error *error)
{
    uint64_t place = source->base + offset;
    int64_t got = source->reader->read(source->file, place, bytes, *length);
    if (got < 0 || (uint64_t)got > *length)
        return mf_fail(error, MF_UNREADABLE, _("cannot be read at byte %llu, as its reader says"),
                       (unsigned long long)place);
    if (got == 0)
        return mf_fail(error, MF_TRUNCATED, _("became shorter while it was read, at byte %llu"),
                       (unsigned long long)place);
    *length = (size_t)got;
    return true;
}

static void reader_close(struct mf_source *source)
{
    if (source->reader->close)
        source->reader->close(source->file);
}

static const struct mf_source_kind reader_kind = {reader_read, NULL, reader_close};
static const struct mf_source_kind reader_part_kind = {reader_read, NULL, no_close};

bool mf_source_open_by(struct mf_source *source, const struct mf_reader *reader, const char *path,
                       struct mf_error *error)
{
    uint64_t size = 0;
    mf_source_begin(source, NULL, 0);
    void *file = reader->open(reader->user, path, &size);
    if (!file)
        return fail_open(ENOENT, error);
    source->kind = &reader_kind;
    source->reader = reader;
    source->file = file;
    source->size = size;
    if (size <= INT64_MAX)
        return true;
    mf_source_close(source);
    return mf_fail(error, MF_LIMIT, _("is larger than any file"));
}

bool mf_source_fail_truncated(uint64_t position, struct mf_error *error)
{
    return mf_fail(error, MF_TRUNCATED, _("ends after %llu bytes (truncated download?)"),
                   (unsigned long long)position);
}

void mf_held_free(struct mf_held *held)
{
    free(held->head);
    free(held->tail);
    *held = (struct mf_held){0};
}

bool mf_source_finish(struct mf_source *source, uint64_t *size, struct mf_error *error)
{
    *size = source->size;
    return !source->kind->finish || source->kind->finish(source, size, error);
}

void mf_source_close(struct mf_source *source)
{
    if (source->kind)
        source->kind->close(source);
    source->kind = NULL;
    mf_held_free(&source->held);
}

bool mf_source_part(struct mf_source *part, const struct mf_source *whole, uint64_t offset,
                    uint64_t size)
{
    if (whole->forward || !mf_inside(offset, size, whole->size))
        return false;
    mf_source_begin(part,
                    whole->data     ? &memory_kind
                    : whole->reader ? &reader_part_kind
                                    : &borrowed_kind,
                    size);
    part->data = whole->data ? whole->data + offset : NULL;
    part->descriptor = whole->descriptor;
    part->reader = whole->reader;
    part->file = whole->file;
    part->base = whole->base + offset;
    return true;
}
