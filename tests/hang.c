// SPDX-License-Identifier: MIT
/* For LD_PRELOAD: a machine with the file /proc/ax_proc/mem_cmm_info. With MAIXFIT_TEST_HANGS set,
 * reading it hangs, and who reads it cannot be killed, as in the kernel. Each fork is a line on
 * stderr. */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define LISTING   "/proc/ax_proc/mem_cmm_info"
#define STAND_IN  "/proc/self/status" /* a file of the kernel too */
#define LONG_TIME 20                  /* seconds, many more than the tool waits */

/* Defined with the names of the C library for 64-bit offsets. */
#define REAL(name) dlsym(RTLD_NEXT, name)

static int listing = -1;

static const char *redirect(const char *path)
{
    return strcmp(path, LISTING) == 0 ? STAND_IN : path;
}

int stat64(const char *path, struct stat64 *status)
{
    int (*real)(const char *, struct stat64 *);
    *(void **)&real = REAL("stat64");
    return real(redirect(path), status);
}

int statfs64(const char *path, struct statfs64 *status)
{
    int (*real)(const char *, struct statfs64 *);
    *(void **)&real = REAL("statfs64");
    return real(redirect(path), status);
}

int open64(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...);
    *(void **)&real = REAL("open64");
    int file = real(redirect(path), flags, 0);
    if (strcmp(path, LISTING) == 0)
        listing = file;
    return file;
}

ssize_t read(int file, void *bytes, size_t length)
{
    ssize_t (*real)(int, void *, size_t);
    *(void **)&real = REAL("read");
    if (file != listing || !getenv("MAIXFIT_TEST_HANGS"))
        return real(file, bytes, length);
    sleep(LONG_TIME);
    _exit(0);
}

int kill(pid_t process, int number)
{
    (void)process;
    (void)number;
    return 0;
}

pid_t fork(void)
{
    static const char line[] = "fork\n";
    pid_t (*real)(void);
    *(void **)&real = REAL("fork");
    ssize_t put = write(STDERR_FILENO, line, sizeof line - 1);
    (void)put; /* the test misses the line */
    return real();
}
