// SPDX-License-Identifier: MIT
#include "../disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#define FOLDER (O_PATH | O_DIRECTORY | O_CLOEXEC)

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

static int real_lock(int file)
{
    return flock(file, LOCK_EX | LOCK_NB);
}

const struct mf_disk mf_disk_real = {real_open,   write,       fchmod,    fchown, fsync,    close,
                                     real_rename, real_unlink, real_stat, fstat,  real_lock};
