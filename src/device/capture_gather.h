// SPDX-License-Identifier: MIT
/* What the parts of a capture share. Each call is false only for lack of memory. */
#ifndef MAIXFIT_DEVICE_CAPTURE_GATHER_H
#define MAIXFIT_DEVICE_CAPTURE_GATHER_H

#include "../core/kernel_file.h"
#include "capture.h"

struct mf_gathering {
    struct mf_arena *arena;
    const char *sysroot;
    struct mf_capture *capture;
    struct mf_error *error;
    char *bytes; /* of one file, and one more */
};

struct mf_gathered_file {
    const char *path;
    enum mf_capture_form form;
};

/* Where a path of the board is; NULL without memory. */
const char *mf_gather_place(const struct mf_gathering *gathering, const char *path);

/* Reads a file of the board into gathering->bytes. */
struct mf_reading mf_gather_read(const struct mf_gathering *gathering, const char *path);

/* Each adds nothing where the file or folder is absent. */
bool mf_gather_file(const struct mf_gathering *gathering, const char *path,
                    enum mf_capture_form form);
bool mf_gather_files(const struct mf_gathering *gathering, const char *folder,
                     const struct mf_gathered_file *files, size_t count);

/* The files of each folder in a folder; of one that cannot be listed, why. */
bool mf_gather_folders(const struct mf_gathering *gathering, const char *path,
                       const struct mf_gathered_file *files, size_t count);

/* A folder that is a sign of the board, and is not read. */
bool mf_gather_sign(const struct mf_gathering *gathering, const char *path);

/* The names in a folder, in order. */
struct mf_gathered_names {
    char **items;
    size_t count;
    int number; /* an errno; 0: it was read */
};

bool mf_gather_list(const struct mf_gathering *gathering, const char *path,
                    struct mf_gathered_names *names);

/* Who owns the pool. `first` is the first of the pool's listings in the capture. */
bool mf_gather_processes(const struct mf_gathering *gathering, size_t first);

#endif
