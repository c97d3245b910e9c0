// SPDX-License-Identifier: MIT
/* A file by its folder and its name there, without links, so that what is read and what is replaced
 * later is one file. */
#ifndef MAIXFIT_BOOT_PLACE_H
#define MAIXFIT_BOOT_PLACE_H

#include <sys/stat.h>

#include "../core/arena.h"
#include "../core/error.h"

struct mf_place {
    int folder;       /* a descriptor that only leads to it (O_PATH); -1: none */
    const char *name; /* in the folder; the file need not exist */
    const char *path; /* the same with its folders, none of them a link */
};

/* What was read of a file, and its state then. */
struct mf_place_text {
    char *bytes; /* NUL-terminated, in the arena */
    size_t length;
    struct stat status;
};

/* Finds the file of `path`. Links are followed as if `root` (NULL: the machine's) were `/`, so that
 * none leads out of it; each folder is opened from the one before it and is no link, whatever
 * others do meanwhile. mf_place_close() it. The error is the reason without the path. */
bool mf_place_open(struct mf_arena *arena, const char *root, const char *path,
                   struct mf_place *place, struct mf_error *error);
void mf_place_close(struct mf_place *place);

/* Reads the file `name` of the folder, at most MF_BOOT_FILE_MAX bytes. The error, a reason without
 * the path, is MF_NO_SUCH_FILE where there is none. */
bool mf_place_read(struct mf_arena *arena, const struct mf_place *place, const char *name,
                   struct mf_place_text *text, struct mf_error *error);

#endif
