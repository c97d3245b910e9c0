// SPDX-License-Identifier: MIT
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NAMES_TRIED 16
#define LOCK_TRIES  100
#define LOCK_PAUSE  50000000L /* nanoseconds: 5 seconds in all */

struct writer {
    const struct mf_disk *disk;
    const struct mf_replacement *replacement;
    char temporary[NAME_MAX + 1];
    bool *kept_mode;
    struct mf_error *error;
};

/* One sentence with the reason and what to do. */
static bool fail_with(struct mf_error *error, const char *path, int number)
{
    switch (number) {
    case EROFS:
        return mf_fail(error, MF_UNREADABLE,
                       _("%s is on a disk that is mounted read-only; make it writable (mount -o "
                         "remount,rw) and try again; the old file is unchanged"),
                       path);
    case ENOSPC:
    case EDQUOT:
        return mf_fail(
            error, MF_UNREADABLE,
            _("%s cannot be written: the disk is full; remove something from it; the old "
              "file is unchanged"),
            path);
    case EACCES:
    case EPERM:
        return mf_fail(error, MF_UNREADABLE,
                       _("%s cannot be written without more rights: %s; try it as root; the old "
                         "file is unchanged"),
                       path, strerror(number));
    default:
        return mf_fail(error, MF_UNREADABLE,
                       _("%s cannot be written: %s; the old file is unchanged"), path,
                       strerror(number));
    }
}

int mf_disk_lock(const struct mf_disk *disk, int folder, const char *path, struct mf_error *error)
{
    int file = disk->open(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (file < 0) {
        fail_with(error, path, errno);
        return -1;
    }
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (disk->lock(file) == 0)
            return file;
        if (errno != EWOULDBLOCK && errno != EINTR)
            break;
        nanosleep(&(struct timespec){0, LOCK_PAUSE}, NULL);
    }
    if (errno == EWOULDBLOCK || errno == EINTR)
        mf_fail(error, MF_UNREADABLE,
                _("%s is being written by another maixfit, which does not end; nothing was "
                  "written; try again when it has ended"),
                path);
    else if (errno == ENOSYS)
        mf_fail(error, MF_UNREADABLE,
                _("%s: a folder cannot be locked here, and so maixfit writes no /boot/configs; "
                  "nothing was written; run it on the board, or make by hand the change that "
                  "--dry-run shows"),
                path);
    else
        mf_fail(error, MF_UNREADABLE,
                _("%s: its folder cannot be locked against a second writer: %s; nothing was "
                  "written; copy the file elsewhere, change it there and copy it back"),
                path, strerror(errno));
    disk->close(file);
    return -1;
}

static bool write_all(const struct writer *writer, int file, const char *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t put = writer->disk->write(file, bytes + done, length - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            errno = put == 0 ? ENOSPC : errno;
            return false;
        }
        done += (size_t)put;
    }
    return true;
}

/* FAT has no permissions to keep: that is reported, not an error. Any other refusal is one, as the
 * file contains a password, and so is another owner. */
static bool keep_mode(const struct writer *writer, int file)
{
    const struct stat *old = &writer->replacement->status;
    struct stat now;
    if (writer->disk->chown(file, old->st_uid, old->st_gid) != 0) {
        if (writer->disk->fstat(file, &now) != 0)
            return false;
        if (now.st_uid != old->st_uid || now.st_gid != old->st_gid)
            return mf_fail(writer->error, MF_UNREADABLE,
                           _("%s belongs to user %lu, group %lu, and the new file would be of user "
                             "%lu, group %lu; run this as its owner or as root; the old file is "
                             "unchanged"),
                           writer->replacement->path, (unsigned long)old->st_uid,
                           (unsigned long)old->st_gid, (unsigned long)now.st_uid,
                           (unsigned long)now.st_gid);
        *writer->kept_mode = false;
    }
    if (writer->disk->chmod(file, old->st_mode & 07777) == 0)
        return true;
    *writer->kept_mode = false;
    return errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP;
}

/* Opens a new file of a name that nothing has; closed to others until it has the old file's mode.
 */
static int open_temporary(struct writer *writer)
{
    const struct mf_replacement *replacement = writer->replacement;
    for (unsigned i = 0; i < NAMES_TRIED; i++) {
        struct timespec now = {0, 0};
        clock_gettime(CLOCK_MONOTONIC, &now);
        int length =
            snprintf(writer->temporary, sizeof writer->temporary, "%s.maixfit-new-%lx-%lx",
                     replacement->name, (unsigned long)getpid(), (unsigned long)now.tv_nsec + i);
        if (length >= (int)sizeof writer->temporary) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int file = writer->disk->open(replacement->folder, writer->temporary,
                                      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return -1;
}

/* Removes the temporary file and fails, unless the error says why already. */
static bool give_up(const struct writer *writer, int number)
{
    const struct mf_replacement *replacement = writer->replacement;
    writer->disk->unlink(replacement->folder, writer->temporary);
    return writer->error->reason == MF_OK && fail_with(writer->error, replacement->path, number);
}

/* Makes a new file of these bytes, synced to the disk. */
static bool write_temporary(struct writer *writer, const char *bytes, size_t length)
{
    const struct mf_disk *disk = writer->disk;
    int file = open_temporary(writer);
    if (file < 0)
        return fail_with(writer->error, writer->replacement->path, errno);
    bool ok =
        write_all(writer, file, bytes, length) && keep_mode(writer, file) && disk->sync(file) == 0;
    int number = errno;
    if (disk->close(file) != 0 && ok) {
        ok = false;
        number = errno;
    }
    return ok || give_up(writer, number);
}

static bool put_in_place(const struct writer *writer, const char *name)
{
    const struct mf_replacement *replacement = writer->replacement;
    return writer->disk->rename(replacement->folder, writer->temporary, name) == 0 ||
           give_up(writer, errno);
}

/* The folder contains the names: without this a rename may be lost. Some file systems cannot do it.
 */
static bool sync_folder(const struct writer *writer)
{
    return writer->disk->sync(writer->replacement->folder) == 0 || errno == EINVAL;
}

static bool keep_old(struct writer *writer, const char *suffix)
{
    const struct mf_replacement *replacement = writer->replacement;
    char name[NAME_MAX + 1];
    int length = snprintf(name, sizeof name, "%s%s", replacement->name, suffix);
    if (length >= (int)sizeof name)
        return fail_with(writer->error, replacement->path, ENAMETOOLONG);
    return write_temporary(writer, replacement->old_bytes, replacement->old_length) &&
           put_in_place(writer, name);
}

/* Only where nothing has that name yet. */
static bool keep_first(struct writer *writer)
{
    char name[NAME_MAX + 1];
    struct stat status;
    snprintf(name, sizeof name, "%s%s", writer->replacement->name, MF_BACKUP_FIRST);
    if (writer->disk->stat(writer->replacement->folder, name, &status) == 0)
        return true;
    return errno == ENOENT ? keep_old(writer, MF_BACKUP_FIRST)
                           : fail_with(writer->error, writer->replacement->path, errno);
}

static bool keep_backups(struct writer *writer)
{
    if (!writer->replacement->old_bytes)
        return true;
    if (!keep_first(writer) || !keep_old(writer, MF_BACKUP_LAST))
        return false;
    /* They are on the disk before the file itself is touched. */
    return sync_folder(writer) || fail_with(writer->error, writer->replacement->path, errno);
}

/* Is the file still the one that was read? Only maixfits know the lock. */
static bool check_same(const struct writer *writer)
{
    const struct mf_replacement *replacement = writer->replacement;
    const struct stat *old = &replacement->status;
    struct stat now;
    bool stands = writer->disk->stat(replacement->folder, replacement->name, &now) == 0;
    if (!stands && errno != ENOENT)
        return give_up(writer, errno);
    bool same = replacement->old_bytes
                    ? stands && now.st_ino == old->st_ino && now.st_size == old->st_size &&
                          now.st_mtim.tv_sec == old->st_mtim.tv_sec &&
                          now.st_mtim.tv_nsec == old->st_mtim.tv_nsec
                    : !stands;
    if (same)
        return true;
    mf_fail(writer->error, MF_UNREADABLE,
            _("%s was changed by another program meanwhile, so nothing is written; try again"),
            replacement->path);
    return give_up(writer, 0);
}

bool mf_disk_replace(const struct mf_disk *disk, const struct mf_replacement *replacement,
                     bool *kept_mode, struct mf_error *error)
{
    struct writer writer = {
        .disk = disk, .replacement = replacement, .kept_mode = kept_mode, .error = error};
    *kept_mode = true;
    error->reason = MF_OK;
    if (replacement->old_bytes && replacement->status.st_nlink > 1)
        return mf_fail(error, MF_UNREADABLE,
                       _("%s has %lu names (hard links), and a new file would have only this one; "
                         "remove the others or edit it by hand; the old file is unchanged"),
                       replacement->path, (unsigned long)replacement->status.st_nlink);
    if (!keep_backups(&writer) ||
        !write_temporary(&writer, replacement->new_bytes, replacement->new_length) ||
        !check_same(&writer) || !put_in_place(&writer, replacement->name))
        return false;
    return sync_folder(&writer) ||
           mf_fail(error, MF_UNREADABLE,
                   _("%s was replaced, but its folder cannot be synced: %s; run `sync` before you "
                     "reboot"),
                   replacement->path, strerror(errno));
}
