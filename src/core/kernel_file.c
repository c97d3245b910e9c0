// SPDX-License-Identifier: MIT
#include "kernel_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define CONFIGFS_MAGIC 0x62656570 /* fs/configfs/mount.c; linux/magic.h does not have it */

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

/* Of a path that does not exist, none: 0. f_type has another type on each machine, but all of the
 * numbers have 32 bits. */
static uint32_t file_system_of(const char *path)
{
    struct statfs status;
    return statfs(path, &status) == 0 ? (uint32_t)status.f_type : 0;
}

/* devtmpfs has the number of a tmpfs. */
static bool is_tmpfs(const char *path)
{
    uint32_t found = file_system_of(path);
    return found == TMPFS_MAGIC || found == RAMFS_MAGIC;
}

bool mf_is_kernel_file(const char *path)
{
    static const uint32_t numbers[] = {PROC_SUPER_MAGIC,   SYSFS_MAGIC,         DEBUGFS_MAGIC,
                                       TRACEFS_MAGIC,      SECURITYFS_MAGIC,    SELINUX_MAGIC,
                                       CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, BPF_FS_MAGIC,
                                       DEVPTS_SUPER_MAGIC, PSTOREFS_MAGIC,      EFIVARFS_MAGIC,
                                       BINFMTFS_MAGIC,     CONFIGFS_MAGIC};
    uint32_t found = file_system_of(path);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (found == numbers[i])
            return true;
    }
    return false;
}

static bool is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool has_kernel_name(const char *path)
{
    return is_below(path, "/dev") || is_below(path, "/proc") || is_below(path, "/sys");
}

bool mf_is_in_kernel_place(const char *path)
{
    char real[PATH_MAX];
    if (has_kernel_name(path) || mf_is_kernel_file(path))
        return true;
    /* Where links lead is asked only where it can matter: no disk is mounted below /dev. */
    return is_tmpfs(path) && realpath(path, real) && has_kernel_name(real);
}
