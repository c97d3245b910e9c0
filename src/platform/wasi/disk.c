// SPDX-License-Identifier: MIT
/* WASI has no locks, owners or modes, so /boot/configs cannot be replaced safely: mf_disk_lock says
 * so and nothing is written. */
#include "../disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define FOLDER (O_RDONLY | O_DIRECTORY)

int mf_folder_open(int at, const char *name)
{
    return openat(at, name, FOLDER | O_NOFOLLOW);
}

int mf_folder_open_root(const char *path)
{
    return open(path, FOLDER);
}

static int real_open(int folder, const char *name, int flags, mode_t mode)
{
    return openat(folder, name, flags, mode);
}

static int no_mode(int file, mode_t mode)
{
    (void)file;
    (void)mode;
    errno = ENOSYS;
    return -1;
}

static int no_owner(int file, uid_t user, gid_t group)
{
    (void)file;
    (void)user;
    (void)group;
    errno = ENOSYS;
    return -1;
}

static int real_rename(int folder, const char *from, const char *to)
{
    return renameat(folder, from, folder, to);
}

static int real_unlink(int folder, const char *name)
{
    return unlinkat(folder, name, 0);
}

static int real_stat(int folder, const char *name, struct stat *status)
{
    return fstatat(folder, name, status, AT_SYMLINK_NOFOLLOW);
}

static int no_lock(int file)
{
    (void)file;
    errno = ENOSYS;
    return -1;
}

const struct mf_disk mf_disk_real = {real_open,   write,       no_mode,   no_owner, fsync,  close,
                                     real_rename, real_unlink, real_stat, fstat,    no_lock};
