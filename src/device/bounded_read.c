// SPDX-License-Identifier: MIT
#include "bounded_read.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PIECE         ((size_t)4096)
#define NO_FILE_FRAME INT32_MIN

/* What comes through the pipe: a length and that many bytes; 0 at the end; a negative errno, or
 * NO_FILE_FRAME, where reading fails. */
struct frame {
    int32_t length;
    char bytes[PIECE];
};

static bool send_all(int pipe, const void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t put = write(pipe, (const char *)bytes + done, length - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

/* In the helper process: only system calls, as after a fork of a program with threads. */
static int32_t send_file(const char *path, int pipe)
{
    struct frame frame;
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0)
        return -errno;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return NO_FILE_FRAME;
    for (;;) {
        ssize_t got = read(file, frame.bytes, sizeof frame.bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            return 0;
        frame.length = (int32_t)got;
        if (!send_all(pipe, &frame.length, sizeof frame.length) ||
            !send_all(pipe, frame.bytes, (size_t)got))
            return 0;
    }
}

static void run_helper(const char *path, int pipe)
{
    int32_t last = send_file(path, pipe);
    send_all(pipe, &last, sizeof last);
    _exit(0);
}

static int64_t now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Receives all of `length` bytes before the deadline. */
static bool receive(int pipe, void *bytes, size_t length, int64_t deadline)
{
    for (size_t done = 0; done < length;) {
        struct pollfd item = {pipe, POLLIN, 0};
        int64_t left = deadline - now_ms();
        int ready = left <= 0 ? 0 : poll(&item, 1, (int)left);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
        ssize_t got = read(pipe, (char *)bytes + done, length - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static enum mf_bounded receive_file(int pipe, int64_t deadline, char *bytes, size_t capacity,
                                    size_t *length, int *number)
{
    for (;;) {
        int32_t piece;
        if (!receive(pipe, &piece, sizeof piece, deadline))
            return MF_BOUNDED_NO_ANSWER;
        if (piece == 0)
            return MF_BOUNDED_READ;
        if (piece == NO_FILE_FRAME)
            return MF_BOUNDED_NO_FILE;
        if (piece < 0) {
            *number = -piece;
            return MF_BOUNDED_ERRNO;
        }
        if ((size_t)piece > capacity - *length)
            return MF_BOUNDED_TOO_LARGE;
        if (!receive(pipe, bytes + *length, (size_t)piece, deadline))
            return MF_BOUNDED_NO_ANSWER;
        *length += (size_t)piece;
    }
}

/* A fork that sends its parent no signal when it ends: an app may have handlers of its own. */
static pid_t fork_quietly(void)
{
    return (pid_t)syscall(SYS_clone, 0L, 0L, 0L, 0L, 0L);
}

enum mf_bounded mf_bounded_read(const char *path, int timeout_ms, char *bytes, size_t capacity,
                                size_t *length, int *number)
{
    int ends[2];
    *length = 0;
    *number = 0;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        *number = errno;
        return MF_BOUNDED_ERRNO;
    }
    pid_t helper = fork_quietly();
    if (helper == 0)
        run_helper(path, ends[1]);
    *number = errno;
    close(ends[1]);
    enum mf_bounded result = MF_BOUNDED_ERRNO;
    if (helper > 0)
        result = receive_file(ends[0], now_ms() + timeout_ms, bytes, capacity, length, number);
    close(ends[0]);
    if (helper <= 0)
        return result;
    bool finished = result != MF_BOUNDED_NO_ANSWER && result != MF_BOUNDED_TOO_LARGE;
    if (!finished)
        kill(helper, SIGKILL); /* has no effect while it hangs in the kernel */
    while (waitpid(helper, NULL, __WALL | (finished ? 0 : WNOHANG)) < 0 && errno == EINTR)
        continue;
    return result;
}
