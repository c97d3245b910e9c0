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

/* A model of another maker's, for chips that no board here has. */
struct mf_foreign_model {
    size_t offset; /* of the bytes in the file */
    const char *bytes;
    size_t length;      /* 0: known by its name alone */
    const char *suffix; /* of its files */
    const char *says;   /* what it is and what to do, a sentence that continues its path; not
                           translated yet */
};

/* The kind of file that begins with `head`, or NULL for an unknown one. */
const struct mf_magic *mf_magic_find(const uint8_t *head, size_t length);

/* The kind of model that begins with `head`; NULL for none of these. */
const struct mf_foreign_model *mf_foreign_model_find(const uint8_t *head, size_t length);

/* The kind of model whose files are named like that; NULL for none of these. */
const struct mf_foreign_model *mf_foreign_model_named(const char *path);

#endif
