// SPDX-License-Identifier: MIT
/* A read that hangs in a driver cannot be interrupted, and the process that hangs cannot be killed.
 * So a helper reads, and if no answer comes in time, it is left to itself: it holds no descriptor
 * of the tool, so that whoever waits for the tool's output does not wait for it. It becomes no
 * zombie, whenever it ends: the kernel reaps the children of a process that ignores SIGCHLD, and
 * init those of one that has ended. */
#include "../guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "../../core/kernel_file.h"
#include "../../core/limits.h"

#define CLOSED_BY_HAND_MAX 65536 /* on a kernel without close_range */

/* Paths with their NUL go through one pipe; a struct mf_reading and what was read come back through
 * the other. */
static struct {
    pid_t process; /* 0: none yet */
    int paths[2];  /* read end and write end, both open here: writing raises no SIGPIPE then */
    int replies;
} helper;

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

/* In the helper: the next path; false where the tool has ended. */
static bool receive_path(int pipe, char path[PATH_MAX])
{
    for (size_t length = 0; length < PATH_MAX;) {
        ssize_t got = read(pipe, path + length, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        if (path[length++] == '\0')
            return true;
    }
    return false;
}

static void close_from(int first)
{
    struct rlimit limit = {.rlim_cur = CLOSED_BY_HAND_MAX};
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, UINT_MAX, 0U) == 0)
        return;
#endif
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > CLOSED_BY_HAND_MAX)
        limit.rlim_cur = CLOSED_BY_HAND_MAX;
    for (int file = first; file < (int)limit.rlim_cur; file++)
        close(file);
}

/* Both pipes, and nothing else of the tool: not even its folder, which may have to be unmounted. */
static bool keep_only(int paths, int replies)
{
    int in = fcntl(paths, F_DUPFD, STDERR_FILENO + 1);
    int out = fcntl(replies, F_DUPFD, STDERR_FILENO + 1);
    if (in < 0 || out < 0 || dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
        return false;
    close_from(STDERR_FILENO);
    return chdir("/") == 0;
}

static void be_the_helper(int paths, int replies)
{
    char path[PATH_MAX];
    char *bytes = malloc(MF_PROBE_FILE_MAX);
    if (!bytes || !keep_only(paths, replies))
        _exit(1);
    while (receive_path(STDIN_FILENO, path)) {
        struct mf_reading reading = mf_file_read(path, bytes, MF_PROBE_FILE_MAX);
        if (!send_all(STDOUT_FILENO, &reading, sizeof reading) ||
            !send_all(STDOUT_FILENO, bytes, reading.length))
            break;
    }
    _exit(0);
}

/* Returns 0 or an errno. */
static int start(void)
{
    int replies[2];
    int number;
    if (pipe2(helper.paths, O_CLOEXEC) != 0)
        return errno;
    if (pipe2(replies, O_CLOEXEC) == 0) {
        signal(SIGCHLD, SIG_IGN);
        helper.replies = replies[0];
        helper.process = fork();
        if (helper.process == 0)
            be_the_helper(helper.paths[0], replies[1]);
        number = errno;
        close(replies[1]);
        if (helper.process > 0)
            return 0;
        helper.process = 0;
        close(replies[0]);
    } else {
        number = errno;
    }
    close(helper.paths[0]);
    close(helper.paths[1]);
    return number;
}

void guard_end(void)
{
    if (helper.process == 0)
        return;
    close(helper.paths[0]);
    close(helper.paths[1]);
    close(helper.replies);
    helper.process = 0;
}

static int64_t now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Receives all of `length` bytes before the deadline. Returns 0 or an errno. */
static int receive(void *bytes, size_t length, int64_t deadline)
{
    for (size_t done = 0; done < length;) {
        struct pollfd item = {helper.replies, POLLIN, 0};
        int64_t left = deadline - now_ms();
        int ready = left <= 0 ? 0 : poll(&item, 1, (int)left);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return ready == 0 ? ETIMEDOUT : errno;
        ssize_t got = read(helper.replies, (char *)bytes + done, length - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 ? EIO : errno;
        done += (size_t)got;
    }
    return 0;
}

static struct mf_reading fail(int number)
{
    return (struct mf_reading){.end = number == ETIMEDOUT ? MF_READING_NO_ANSWER : MF_READING_ERRNO,
                               .number = number};
}

/* Returns 0 or an errno. */
static int ask(const char *path, struct mf_reading *reading, char *bytes, size_t capacity)
{
    int64_t deadline = now_ms() + MF_PROBE_TIMEOUT_MS;
    if (!send_all(helper.paths[1], path, strlen(path) + 1))
        return errno;
    int number = receive(reading, sizeof *reading, deadline);
    if (number != 0 || reading->length == 0)
        return number;
    return reading->length > capacity ? EFBIG : receive(bytes, reading->length, deadline);
}

static struct mf_reading read_by_helper(const char *path, char *bytes, size_t capacity)
{
    struct mf_reading reading = {.length = 0};
    if (strlen(path) >= PATH_MAX)
        return fail(ENAMETOOLONG);
    int number = helper.process == 0 ? start() : 0;
    if (number != 0)
        return fail(number);
    number = ask(path, &reading, bytes, capacity);
    if (number == 0)
        return reading;
    kill(helper.process, SIGKILL); /* has no effect while it hangs in the kernel */
    guard_end();                   /* the next file has a helper of its own */
    return fail(number);
}

void guard_begin(void)
{
    mf_set_kernel_guard(read_by_helper);
}
