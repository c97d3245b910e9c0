// SPDX-License-Identifier: MIT
/* Reads a file of the kernel that may never answer. A process of its own does it: if that hangs in
 * the kernel for good, it is left behind, and the caller goes on. */
#ifndef MAIXFIT_DEVICE_BOUNDED_READ_H
#define MAIXFIT_DEVICE_BOUNDED_READ_H

#include <stdbool.h>
#include <stddef.h>

enum mf_bounded {
    MF_BOUNDED_READ,
    MF_BOUNDED_ERRNO,   /* see *number */
    MF_BOUNDED_NO_FILE, /* it is a directory or a device */
    MF_BOUNDED_TOO_LARGE,
    MF_BOUNDED_NO_ANSWER
};

/* Reads the whole file into `bytes`, at most `capacity` of them, within about `timeout_ms`
 * milliseconds. *length is what was read, *number the errno of MF_BOUNDED_ERRNO. */
enum mf_bounded mf_bounded_read(const char *path, int timeout_ms, char *bytes, size_t capacity,
                                size_t *length, int *number);

#endif
