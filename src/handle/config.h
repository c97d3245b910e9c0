// SPDX-License-Identifier: MIT
/* A call on /boot/configs: how it begins, finds its file, and ends. */
#ifndef MAIXFIT_HANDLE_CONFIG_H
#define MAIXFIT_HANDLE_CONFIG_H

#include "../boot/file.h"
#include "../boot/place.h"
#include "handle.h"

struct mf_config_work {
    struct maixfit *fit;
    struct mf_arena *arena;
    struct mf_error error;
    const struct mf_device *device;
    struct mf_boot_board board; /* of the device */
    const char *path;           /* as reports name it */
    struct mf_place place;
    int lock; /* while the file may be written; -1: none */
    struct mf_place_text text;
    const char *edited; /* the text as it will be, in the arena; NULL: it was not edited yet */
    size_t edited_length;
};

/* Forgets the last call. mf_config_end() it. */
struct mf_config_work mf_config_begin(struct maixfit *fit);

/* The result of the call, and its status. A message of NULL is lack of memory. */
int mf_config_finish(struct mf_config_work *work, int status, enum mf_reason reason,
                     const char *message);

/* The same with the error's text, behind the path where it is given. */
int mf_config_fail(struct mf_config_work *work, int status, const char *path);

/* The board decides what the readers do. 0, or the status with which to stop. */
int mf_config_find_board(struct mf_config_work *work);

/* Finds the file (NULL: the board's) and, where it `writes`, locks its folder. This and the next
 * return 0, or the status with which to stop. */
int mf_config_open(struct mf_config_work *work, const char *path, bool writes);

/* Finds the board first, then the file, and reads it. */
int mf_config_open_and_read(struct mf_config_work *work, const char *path, bool writes);

/* Reads the value of `config set`; -1 is the board's default. Fails with `usage` where it is none
 * that is legal and, unless MAIXFIT_MINIMUM is set, where launcher and camera take more. */
bool mf_config_value(struct mf_config_work *work, const char *text, int64_t *value);

/* Closes what is open, and passes the status on. */
int mf_config_end(struct mf_config_work *work, int status);

#endif
