// SPDX-License-Identifier: MIT
/* Replaces a file so that power may fail at any point: what is there then is the old file or the
 * new one, whole. */
#ifndef MAIXFIT_BOOT_DISK_H
#define MAIXFIT_BOOT_DISK_H

#include <sys/stat.h>
#include <sys/types.h>

#include "../core/error.h"

/* The system calls that this needs, so that a test can let each fail in turn. They behave as in
 * POSIX. */
struct mf_disk {
    int (*open)(const char *path, int flags, mode_t mode);
    ssize_t (*write)(int file, const void *bytes, size_t length);
    int (*chmod)(int file, mode_t mode);
    int (*chown)(int file, uid_t user, gid_t group);
    int (*sync)(int file);
    int (*close)(int file);
    int (*rename)(const char *from, const char *to);
    int (*unlink)(const char *path);
    int (*stat)(const char *path, struct stat *status);
};

extern const struct mf_disk mf_disk_real;

struct mf_replacement {
    const char *path;   /* of a file, not of a link to one */
    const char *backup; /* where the old bytes are kept */
    const char *temporary;
    const char *old_bytes;
    size_t old_length;
    const char *new_bytes;
    size_t new_length;
};

/* Writes the backup, then the file, each under the temporary name first. *kept_mode is false where
 * the file system keeps no permissions (FAT). On failure the error names the path and the reason,
 * the old file is unchanged unless the text says otherwise, and the temporary file is removed if
 * that is possible. */
bool mf_disk_replace(const struct mf_disk *disk, const struct mf_replacement *replacement,
                     bool *kept_mode, struct mf_error *error);

#endif
