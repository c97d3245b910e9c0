// SPDX-License-Identifier: MIT
#include "kernel_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static mf_file_reader *kernel_guard;

void mf_set_kernel_guard(mf_file_reader *guard)
{
    kernel_guard = guard;
}

static struct mf_reading fail(int number)
{
    return (struct mf_reading){.end = MF_READING_ERRNO, .number = number};
}

static struct mf_reading read_all(int file, char *bytes, size_t capacity)
{
    struct mf_reading reading = {.end = MF_READING_WHOLE};
    char beyond;
    for (;;) {
        bool full = reading.length == capacity;
        ssize_t got = read(file, full ? &beyond : bytes + reading.length,
                           full ? 1 : capacity - reading.length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(errno);
        if (got == 0)
            return reading;
        if (full)
            return (struct mf_reading){.end = MF_READING_TOO_LARGE};
        reading.length += (size_t)got;
    }
}

struct mf_reading mf_file_read(const char *path, char *bytes, size_t capacity)
{
    struct stat status;
    /* stat() comes first: opening a device can have effects. */
    if (stat(path, &status) != 0)
        return fail(errno);
    if (!S_ISREG(status.st_mode))
        return (struct mf_reading){.end = MF_READING_NO_FILE};
    /* O_NONBLOCK: open() returns even if a FIFO replaces the file in between. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return fail(errno);
    struct mf_reading reading = {.end = MF_READING_NO_FILE};
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode))
        reading = read_all(file, bytes, capacity);
    close(file);
    return reading;
}

struct mf_reading mf_file_read_guarded(const char *path, char *bytes, size_t capacity)
{
    mf_file_reader *reader = kernel_guard && mf_is_kernel_file(path) ? kernel_guard : mf_file_read;
    return reader(path, bytes, capacity);
}
