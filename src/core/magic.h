// SPDX-License-Identifier: MIT
/* First bytes by which well-known kinds of files are recognized: one table for all readers. */
#ifndef MAIXFIT_CORE_MAGIC_H
#define MAIXFIT_CORE_MAGIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mf_magic {
    size_t offset; /* of the bytes in the file */
    const char *bytes;
    size_t length;
    const char *what; /* "a zip archive", not translated yet */
    bool is_archive;  /* a kind that mf_tree_archive reads */
    bool needs_end;   /* its table is at its end, so it cannot be read from a pipe */
};

/* The kind of file that begins with `head`, or NULL for an unknown one. */
const struct mf_magic *mf_magic_find(const uint8_t *head, size_t length);

#endif
