// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_PLATFORM_DISK_H
#define MAIXFIT_PLATFORM_DISK_H

#include <sys/stat.h>
#include <sys/types.h>

/* The system calls that replace a file, so that a test can let each fail in turn. They behave as in
 * POSIX; `stat` does not follow a link. */
struct mf_disk {
    int (*open)(int folder, const char *name, int flags, mode_t mode);
    ssize_t (*write)(int file, const void *bytes, size_t length);
    int (*chmod)(int file, mode_t mode);
    int (*chown)(int file, uid_t user, gid_t group);
    int (*sync)(int file);
    int (*close)(int file);
    int (*rename)(int folder, const char *from, const char *to);
    int (*unlink)(int folder, const char *name);
    int (*stat)(int folder, const char *name, struct stat *status);
    int (*fstat)(int file, struct stat *status);
    int (*lock)(int file); /* without waiting: EWOULDBLOCK */
};

/* Those of the platform; where it cannot lock a folder or keep a file's owner, `lock` fails with
 * ENOSYS and nothing is written. */
extern const struct mf_disk mf_disk_real;

/* Opens the folder `name` of the folder `at` only to find files from there; a link is refused. */
int mf_folder_open(int at, const char *name);

/* The folder that all paths begin at, or that a caller takes for it. */
int mf_folder_open_root(const char *path);

#endif
