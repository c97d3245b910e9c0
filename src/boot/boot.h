// SPDX-License-Identifier: MIT
/* /boot/configs of MaixCAM2 as its two readers see it. `maix_memory_cmm` is read twice at every
 * boot: by U-Boot, which fixes how much memory Linux gets, and by the boot script, which makes the
 * pool. What each of them does, and from which sources that is known: docs/boot-configs.md. All
 * sizes named _mib are MiB. */
#ifndef MAIXFIT_BOOT_BOOT_H
#define MAIXFIT_BOOT_BOOT_H

#include "../device/device.h"

#define MF_BOOT_KEY  "maix_memory_cmm"
#define MF_BOOT_FILE "/boot/configs"

/* Both readers refuse a value that leaves Linux less, in MiB. */
#define MF_BOOT_LINUX_MIN_MIB 256

/* How the key is written where no reader may find it. */
#define MF_BOOT_NOTE_KEY "maix-memory-cmm"

/* What has to be known of the board. */
struct mf_boot_board {
    const char *id;
    uint64_t ram_mib;
    uint64_t default_linux_mib; /* U-Boot's, where the line is absent or out of range */
    uint64_t linux_max_mib;     /* Linux never uses more; 0: no such bound */
    uint64_t legal_min_mib;     /* the values that may be written */
    uint64_t legal_max_mib;
    uint64_t linux_comfort_mib;   /* with less in all, Linux may run out of memory */
    uint64_t least_supported_mib; /* the maker supports no smaller pool; 0: no such statement */
};

/* Takes these from a profile (NULL: unknown board), whose strings they share. False where the board
 * has no such line. */
bool mf_boot_board_of(const struct mf_device *device, struct mf_boot_board *board);

/* What U-Boot makes of the file: the first line that contains the key decides. */
struct mf_uboot {
    uint64_t line;    /* that decided, from 1; 0: none */
    bool undefined;   /* the line has no `=`: U-Boot then uses a null pointer */
    bool in_comment;  /* a `#` stands before the key: read as -1 */
    bool is_borrowed; /* the `=` is that of another text on the line: its number is not shown */
    int32_t value;    /* -1: none */
    bool accepted;    /* in U-Boot's range; else its default counts */
    uint64_t linux_mib;
};

struct mf_uboot mf_uboot_read(const char *text, size_t length, const struct mf_boot_board *board);

/* A statement that names the key. */
struct mf_shell_use {
    const char *value; /* that it gives to the key, without quotes; NULL: none */
    uint64_t line;
};

/* What a shell makes of the file: the last value counts. */
struct mf_shell {
    struct mf_shell_use *uses;
    size_t count;
    size_t capacity;
    uint64_t undecidable; /* the first line whose effect cannot be determined; what stands behind it
                             was not read. 0: none */
};

/* Reads the text as a shell that sources it; the values are copied into the arena. False only for
 * lack of memory. */
bool mf_shell_read(struct mf_arena *arena, const char *text, size_t length, struct mf_shell *shell,
                   struct mf_error *error);

/* The pool, in MiB, that the boot script makes of a value (NULL: unset) after U-Boot gave
 * `linux_mib` to Linux. */
uint64_t mf_script_pool(const char *value, uint64_t linux_mib, const struct mf_boot_board *board);

/* Both readers together. */
struct mf_boot {
    struct mf_boot_board board;
    const char *path;
    struct mf_uboot uboot;
    struct mf_shell shell;
    const char *script_value; /* NULL: unset */
    uint64_t intended_mib; /* of a value with a unit, `2G`, which neither reader knows; 0: none */
    bool known;            /* else pool, overlap and loss are unknown */
    uint64_t pool_mib;
    uint64_t overlap_mib; /* used by both Linux and the pool */
    uint64_t lost_mib;    /* used by neither */
    struct mf_finding_list findings;
    struct mf_finding obstacle; /* the first finding that defeats a value which is merely added to
                                   the text; code NULL: none */
};

/* Simulates both readers and checks the text. `path` stands in the findings (it may be NULL), and
 * it and `board` are kept; all else is in the arena. False only for lack of memory. */
bool mf_boot_check(struct mf_arena *arena, const char *path, const char *text, size_t length,
                   const struct mf_boot_board *board, struct mf_boot *boot, struct mf_error *error);

/* Makes the text with the one line that both readers take as `value` (MiB; -1: the board's
 * default), in the arena. Every other byte is kept, except in lines that would be taken as the
 * key's. Fails with the line where the readers would not agree on the result, and for lack of
 * memory. */
bool mf_boot_edit(struct mf_arena *arena, const char *text, size_t length, int64_t value,
                  const struct mf_boot_board *board, char **edited, size_t *edited_length,
                  struct mf_error *error);

/* A unified diff of two texts that shows no value except the key's; "" where they are the same. In
 * the arena; NULL without memory. */
const char *mf_boot_diff(struct mf_arena *arena, const char *path, const char *before,
                         size_t before_length, const char *after, size_t after_length);

#endif
