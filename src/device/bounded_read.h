// SPDX-License-Identifier: MIT
/* Reading a kernel's file that may never answer. A process of its own does it: should it hang in
 * the kernel for good, it is left behind, and the caller goes on. */
#ifndef MAIXFIT_DEVICE_BOUNDED_READ_H
#define MAIXFIT_DEVICE_BOUNDED_READ_H

#include <stdbool.h>
#include <stddef.h>

enum mf_bounded {
    MF_BOUNDED_READ,
    MF_BOUNDED_ERRNO,   /* *number says why */
    MF_BOUNDED_NO_FILE, /* a directory or a device stands there */
    MF_BOUNDED_TOO_LARGE,
    MF_BOUNDED_NO_ANSWER
};

/* Reads the whole file into `bytes`, at most `capacity`, within about `timeout_ms`. */
enum mf_bounded mf_bounded_read(const char *path, int timeout_ms, char *bytes, size_t capacity,
                                size_t *length, int *number);

#endif
