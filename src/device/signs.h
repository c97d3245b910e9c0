// SPDX-License-Identifier: MIT
/* What a board says of itself: MaixCDK's /boot/board (sipeed/MaixCDK, components/basic/src/
 * maix_sys.cpp, device_configs), and the device tree. */
#ifndef MAIXFIT_DEVICE_SIGNS_H
#define MAIXFIT_DEVICE_SIGNS_H

#include "device.h"
#include "root.h"

/* Which of them counts: the first that any known board has. */
enum mf_sign { MF_SIGN_ID, MF_SIGN_MODEL, MF_SIGN_COMPATIBLE, MF_SIGN_NONE };

/* What is not known is NULL. */
struct mf_signs {
    enum mf_sign sign;
    const char *board_id;          /* "maixcam_pro" */
    const struct mf_device *named; /* the board with that id, or one of that family */
    const char *panel;             /* "st7701_hd228001c31" */
    const char *model;             /* of the device tree: "LicheeRv Nano" */
    const char *compatible;        /* its words, one a line */
    const char *word;              /* of these the one that counts: "milkv,duo256m" */
};

/* Reads them below the sysroot. False only for lack of memory. */
bool mf_signs_read(struct mf_arena *arena, const struct mf_root *sysroot,
                   const struct mf_device_list *devices, struct mf_signs *signs,
                   struct mf_error *error);

/* Does what the board says of itself allow this one? Every one where it says nothing. */
bool mf_signs_allow(const struct mf_signs *signs, const struct mf_device *device);

#endif
