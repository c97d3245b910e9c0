// SPDX-License-Identifier: MIT
/* Where a board's files are: on this machine, below a folder, or in one text that somebody
 * captured. The probes do not know the difference (probe.h reads through it). */
#ifndef MAIXFIT_DEVICE_ROOT_H
#define MAIXFIT_DEVICE_ROOT_H

#include "../core/arena.h"
#include "../core/error.h"

/* A file of a captured text. */
struct mf_root_file {
    const char *path; /* on the board: "/proc/meminfo" */
    const char *bytes;
    size_t length;
    const char *why; /* it could not be read there, for this reason; or NULL */
};

/* Begins as {name}. A NULL pointer to one stands for this machine. */
struct mf_root {
    const char *name; /* as it was given: a folder, a text, or "-" for standard input */
    bool is_opened;
    bool is_text;
    bool is_listing;            /* a text without headings: what one program printed */
    struct mf_root_file *files; /* of a text */
    size_t file_count;
    size_t file_capacity;
};

/* Finds out what stands behind the name, once; a text is read whole into the arena. The error is
 * one sentence with the name in it. */
bool mf_root_open(struct mf_arena *arena, struct mf_root *root, struct mf_error *error);

/* Splits a text of `length` bytes, which may be changed, into the files that it holds: what
 * `maixfit capture` prints, or a single listing. False only for lack of memory. */
bool mf_root_split(struct mf_arena *arena, struct mf_root *root, char *text, size_t length,
                   struct mf_error *error);

/* The file of a text with this path, or NULL. */
const struct mf_root_file *mf_root_find(const struct mf_root *root, const char *path);

/* The name of the file or folder in the folder `path` to which the file belongs: its length is
 * *length, 0 where it is not below that folder. */
const char *mf_root_name_in(const struct mf_root_file *file, const char *path, size_t *length);

#endif
