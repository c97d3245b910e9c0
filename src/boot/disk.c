// SPDX-License-Identifier: MIT
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int real_open(const char *path, int flags, mode_t mode)
{
    return open(path, flags, mode);
}

const struct mf_disk mf_disk_real = {real_open, write,  fchmod, fchown, fsync,
                                     close,     rename, unlink, stat};

struct writer {
    const struct mf_disk *disk;
    const struct mf_replacement *replacement;
    struct stat status; /* of the file as it was */
    bool *kept_mode;
    struct mf_error *error;
};

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
 * file contains a password. */
static bool keep_mode(const struct writer *writer, int file)
{
    mode_t mode = writer->status.st_mode & 07777;
    if (writer->disk->chown(file, writer->status.st_uid, writer->status.st_gid) != 0)
        *writer->kept_mode = false;
    if (writer->disk->chmod(file, mode) == 0)
        return true;
    *writer->kept_mode = false;
    return errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP;
}

/* Makes a new file of these bytes at `temporary`, synced to the disk. */
static bool write_temporary(const struct writer *writer, const char *bytes, size_t length)
{
    const char *path = writer->replacement->temporary;
    const struct mf_disk *disk = writer->disk;
    if (disk->unlink(path) != 0 && errno != ENOENT)
        return mf_fail(writer->error, MF_UNREADABLE,
                       _("%s cannot be removed: %s; the old file is unchanged"), path,
                       strerror(errno));
    /* Closed to others until it has the mode of the old file. */
    int file = disk->open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return mf_fail(writer->error, MF_UNREADABLE,
                       _("%s cannot be created: %s; the old file is unchanged"), path,
                       strerror(errno));
    bool ok =
        write_all(writer, file, bytes, length) && keep_mode(writer, file) && disk->sync(file) == 0;
    int number = errno;
    if (disk->close(file) != 0 && ok) {
        ok = false;
        number = errno;
    }
    if (ok)
        return true;
    disk->unlink(path);
    errno = number;
    return mf_fail(writer->error, MF_UNREADABLE,
                   _("%s cannot be written: %s; the old file is unchanged"), path, strerror(errno));
}

static bool put_in_place(const struct writer *writer, const char *path)
{
    const char *temporary = writer->replacement->temporary;
    if (writer->disk->rename(temporary, path) == 0)
        return true;
    int number = errno;
    writer->disk->unlink(temporary);
    errno = number;
    return mf_fail(writer->error, MF_UNREADABLE,
                   _("%s cannot be replaced: %s; the old file is unchanged"), path,
                   strerror(errno));
}

/* The folder contains the names: without this a rename may be lost. Some file systems cannot do it.
 */
static bool sync_folder(const struct writer *writer)
{
    char folder[MF_PATH_MAX + 1];
    const char *path = writer->replacement->path;
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash - path) : 0;
    if (length >= (int)sizeof folder)
        return mf_fail(writer->error, MF_UNREADABLE,
                       _("%s was replaced, but its path is too long to sync its folder; run `sync` "
                         "before you reboot"),
                       path);
    snprintf(folder, sizeof folder, "%.*s", length, path);
    const char *name = !slash ? "." : length == 0 ? "/" : folder;
    int file = writer->disk->open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (file < 0)
        return mf_fail(writer->error, MF_UNREADABLE,
                       _("%s was replaced, but its folder %s cannot be opened: %s; run `sync` "
                         "before you reboot"),
                       path, name, strerror(errno));
    bool ok = writer->disk->sync(file) == 0 || errno == EINVAL;
    int number = errno;
    writer->disk->close(file);
    if (ok)
        return true;
    return mf_fail(writer->error, MF_UNREADABLE,
                   _("%s was replaced, but its folder cannot be synced: %s; run `sync` before you "
                     "reboot"),
                   path, strerror(number));
}

bool mf_disk_replace(const struct mf_disk *disk, const struct mf_replacement *replacement,
                     bool *kept_mode, struct mf_error *error)
{
    struct writer writer = {disk, replacement, {0}, kept_mode, error};
    *kept_mode = true;
    if (disk->stat(replacement->path, &writer.status) != 0)
        return mf_fail(error, MF_UNREADABLE,
                       _("%s cannot be examined: %s; the old file is unchanged"), replacement->path,
                       strerror(errno));
    return write_temporary(&writer, replacement->old_bytes, replacement->old_length) &&
           put_in_place(&writer, replacement->backup) &&
           write_temporary(&writer, replacement->new_bytes, replacement->new_length) &&
           put_in_place(&writer, replacement->path) && sync_folder(&writer);
}
