// SPDX-License-Identifier: MIT
/* /boot/configs of MaixCAM2 as its two readers see it. `maix_memory_cmm` is read twice at every
 * boot: by U-Boot, which leaves Linux so much memory, and by the script that loads the drivers,
 * which makes the pool. Sources: sipeed/maix_ax620e_sdk, ax620e.c (board_late_init) and
 * auto_load_all_drv.sh. */
#ifndef MAIXFIT_BOOT_BOOT_H
#define MAIXFIT_BOOT_BOOT_H

#include "../device/device.h"

#define MF_BOOT_KEY  "maix_memory_cmm"
#define MF_BOOT_FILE "/boot/configs"

/* Both readers refuse a value that leaves Linux less, in MiB. */
#define MF_BOOT_LINUX_LEAST 256

/* How the key is written where no reader shall find it. */
#define MF_BOOT_NOTE_KEY "maix-memory-cmm"

/* What both need to know of the board. */
struct mf_boot_board {
    const char *id;
    uint64_t ram_mib;
    uint64_t default_linux_mib; /* U-Boot's, where the line is absent or out of range */
    uint64_t linux_max_mib;     /* Linux never uses more; 0: no such bound */
};

/* False where the board has no such line. */
bool mf_boot_board_of(const struct mf_device *device, struct mf_boot_board *board);

/* The largest value that both readers take. */
uint64_t mf_boot_largest_mib(const struct mf_boot_board *board);

/* U-Boot's search: the first line that contains the key decides. */
struct mf_uboot {
    uint64_t line;   /* that decided, from 1; 0: none */
    bool undefined;  /* the line has no `=`: what U-Boot does then is anybody's guess */
    bool in_comment; /* a `#` stands before the key: taken as -1 */
    int32_t value;   /* -1: not told */
    bool accepted;   /* in its range; else its default counts */
    uint64_t linux_mib;
};

struct mf_uboot mf_uboot_read(const char *text, size_t length, const struct mf_boot_board *board);

/* One assignment of the key as the shell makes it. */
struct mf_shell_set {
    const char *value; /* without quotes */
    uint64_t line;
    bool is_plain; /* the whole line is KEY=value, and nothing else stands in it */
};

struct mf_shell_sets {
    struct mf_shell_set *items;
    size_t count;
    size_t capacity;
};

/* What a shell makes of the file: the last assignment counts. */
struct mf_shell {
    struct mf_shell_sets sets;
    uint64_t puzzle; /* the first line of which it cannot be told, 0: none */
};

bool mf_shell_read(struct mf_arena *arena, const char *text, size_t length, struct mf_shell *shell,
                   struct mf_error *error);

/* The pool that the boot script makes of a value (NULL: unset), after U-Boot left so much to Linux.
 */
uint64_t mf_script_pool(const char *value, uint64_t linux_mib, const struct mf_boot_board *board);

/* Both together. */
struct mf_boot {
    struct mf_boot_board board;
    const char *path;
    struct mf_uboot uboot;
    struct mf_shell shell;
    const char *script_value; /* NULL: unset */
    bool known;               /* else nothing can be said of pool, overlap and loss */
    uint64_t pool_mib;
    uint64_t overlap_mib;
    uint64_t lost_mib;
    struct mf_finding_list findings;
};

/* Simulates both readers and says what is wrong with the text. */
bool mf_boot_check(struct mf_arena *arena, const char *path, const char *text, size_t length,
                   const struct mf_boot_board *board, struct mf_boot *boot, struct mf_error *error);

/* The text with the one line that both take for `value` (-1: each board's default). Every other
 * byte is kept, but for lines that would be taken for the key. Fails where both readers would not
 * agree on the result. */
bool mf_boot_edit(struct mf_arena *arena, const char *text, size_t length, int64_t value,
                  const struct mf_boot_board *board, char **edited, size_t *edited_length,
                  struct mf_error *error);

/* A unified diff of two texts of which no value but the key's is shown. NULL without memory; in the
 * arena. */
const char *mf_boot_diff(struct mf_arena *arena, const char *path, const char *before,
                         size_t before_length, const char *after, size_t after_length);

#endif
