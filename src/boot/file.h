// SPDX-License-Identifier: MIT
/* The file itself: where it is, its bytes, and what in it would defeat a new value. */
#ifndef MAIXFIT_BOOT_FILE_H
#define MAIXFIT_BOOT_FILE_H

#include "../device/root.h"
#include "../device/supply.h"
#include "boot.h"

/* /boot/configs of the machine, or below the sysroot (NULL: the machine). In the arena; NULL
 * without memory. */
const char *mf_boot_path(struct mf_arena *arena, const struct mf_root *sysroot);

/* The value of another key in the board's present file, as MaixCDK reads it: the last line that
 * begins with `key=`. In the arena; NULL where there is none, the file cannot be read, or without
 * memory. */
const char *mf_boot_value(struct mf_arena *arena, const struct mf_root *sysroot, const char *key);

/* What a legal value in the board's present file gives the pool at the next start. Unknown where
 * the board's default decides, where the two readers would not agree, or where the file cannot be
 * read whole. False only for lack of memory. */
bool mf_boot_next_pool(struct mf_arena *arena, const struct mf_root *sysroot,
                       const struct mf_boot_board *board, struct mf_amount *pool,
                       struct mf_error *error);

/* What in the board's present file would defeat a value that is merely added to it, as one
 * sentence, in the arena; "" where nothing would, or where the file cannot be read. NULL only
 * without memory. It reads the file each time. */
const char *mf_boot_warning(struct mf_arena *arena, const struct mf_root *sysroot,
                            const struct mf_boot_board *board);

#endif
