// SPDX-License-Identifier: MIT
#include "../kernel_place.h"

#include <limits.h>
#include <linux/magic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#define CONFIGFS_MAGIC 0x62656570 /* fs/configfs/mount.c; linux/magic.h does not have it */

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

bool mf_sees_kernel(void)
{
    return true;
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
