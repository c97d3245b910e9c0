// SPDX-License-Identifier: MIT
/* Replaces a file so that power may fail at any point: what is there then is the old file or the
 * new one, whole, as far as the file system keeps its promises (SECURITY.md). Two backups stand
 * beside it. */
#ifndef MAIXFIT_BOOT_DISK_H
#define MAIXFIT_BOOT_DISK_H

#include <sys/stat.h>

#include "../core/error.h"
#include "../platform/disk.h"

#define MF_BACKUP_FIRST ".maixfit-first"  /* as it was before the tool first replaced it */
#define MF_BACKUP_LAST  ".maixfit-backup" /* as it was before the last time */

struct mf_replacement {
    int folder;            /* from mf_disk_lock */
    const char *name;      /* in it: of a file, not of a link to one */
    const char *path;      /* as messages name it */
    const char *old_bytes; /* as they were read under the lock; NULL: there is no file */
    size_t old_length;
    const char *new_bytes;
    size_t new_length;
    struct stat status; /* of the file when it was read; where there is none, of the one whose mode
                           and owner the new file gets */
};

/* Opens the folder for writing and locks it against other maixfits, for which it waits some
 * seconds. Returns a descriptor to close, which keeps the lock; -1 on failure, with a sentence that
 * names `path`. */
int mf_disk_lock(const struct mf_disk *disk, int folder, const char *path, struct mf_error *error);

/* Writes the backups (the first only where there is none), then the file, each under a name of its
 * own first. *kept_mode is false where the file system keeps no permissions (FAT). On failure the
 * error is a sentence with the path and the reason, the old file is unchanged unless the text says
 * otherwise, and the new one under its temporary name is removed if that is possible. */
bool mf_disk_replace(const struct mf_disk *disk, const struct mf_replacement *replacement,
                     bool *kept_mode, struct mf_error *error);

#endif
