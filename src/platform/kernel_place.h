// SPDX-License-Identifier: MIT
/* Where a kernel shows files that are no files of a disk. */
#ifndef MAIXFIT_PLATFORM_KERNEL_PLACE_H
#define MAIXFIT_PLATFORM_KERNEL_PLACE_H

#include <stdbool.h>

/* Can this program stand on a board, and read what its kernel says? */
bool mf_sees_kernel(void);

/* Does the path, with its links followed, lead to a kernel's file system (proc, sysfs, debugfs …)?
 * Nothing is opened. */
bool mf_is_kernel_file(const char *path);

/* The same, or to any file below /dev, /proc or /sys. */
bool mf_is_in_kernel_place(const char *path);

#endif
