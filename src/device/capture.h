// SPDX-License-Identifier: MIT
/* What a report on a board needs, gathered into one text that can be pasted anywhere: only what is
 * listed in capture.c, and no secret of it. `--sysroot` reads the text back.
 * scripts/capture-board.sh does the same on a board without maixfit; what changes here changes
 * there. */
#ifndef MAIXFIT_DEVICE_CAPTURE_H
#define MAIXFIT_DEVICE_CAPTURE_H

#include "../core/arena.h"
#include "../core/error.h"
#include "../core/text.h"

struct mf_captured {
    const char *path;    /* as on the board */
    const char *text;    /* ASCII; each line ends with a newline; NULL where there is a problem */
    const char *problem; /* why it cannot be read, or NULL */
};

struct mf_capture {
    struct mf_captured *items;
    size_t count;
    size_t capacity;
};

/* Gathers the files of the board below the sysroot (NULL: this machine). What is absent is left
 * out. False only for lack of memory. */
bool mf_capture_board(struct mf_arena *arena, const char *sysroot, struct mf_capture *capture,
                      struct mf_error *error);

/* How a file becomes text. */
enum mf_capture_form {
    MF_CAPTURE_PLAIN,   /* as it is; strings that end with a NUL are a line each */
    MF_CAPTURE_CMDLINE, /* values only of the parameters that say how much memory there is */
    MF_CAPTURE_BOARD,   /* lines of the keys that describe the board */
    MF_CAPTURE_CONFIGS, /* lines of the keys that maixfit reads */
    MF_CAPTURE_LOG,     /* lines on the pool of ION */
    MF_CAPTURE_CELLS    /* numbers of 32 bits, as 0x… */
};

/* Adds `length` bytes, which are changed, as lines of text. */
void mf_capture_put(struct mf_text *out, enum mf_capture_form form, char *bytes, size_t length);

#endif
