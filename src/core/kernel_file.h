// SPDX-License-Identifier: MIT
/* Small files, read whole, and those of a kernel among them: a driver's file may never answer, and
 * opening a device can have effects. */
#ifndef MAIXFIT_CORE_KERNEL_FILE_H
#define MAIXFIT_CORE_KERNEL_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "../platform/kernel_place.h"

enum mf_reading_end {
    MF_READING_WHOLE,
    MF_READING_ERRNO,   /* see `number` */
    MF_READING_NO_FILE, /* it is not a regular file */
    MF_READING_TOO_LARGE,
    MF_READING_NO_ANSWER /* only a guard gives up */
};

struct mf_reading {
    enum mf_reading_end end;
    int number;    /* an errno */
    size_t length; /* of what was read */
};

/* Reads a whole file into `bytes`, at most `capacity` of them. */
typedef struct mf_reading mf_file_reader(const char *path, char *bytes, size_t capacity);

/* Reads in this process, for as long as it takes. */
mf_file_reader mf_file_read;

/* The same, but a file of the kernel is read by the guard, where one was set. */
mf_file_reader mf_file_read_guarded;

/* Who reads the files of a kernel in this process; NULL, as at the start: mf_file_read. Only a tool
 * sets one, before its first call: a library starts no process in an app, which uses the same
 * drivers anyway. */
void mf_set_kernel_guard(mf_file_reader *guard);

#endif
