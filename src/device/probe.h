// SPDX-License-Identifier: MIT
/* Reads what a kernel reports about its memory. Every file is a regular one below the sysroot, read
 * once and bounded in size and time; nothing is ever written. The parsers work on text in memory.
 * What the files hold: docs/memory.md. */
#ifndef MAIXFIT_DEVICE_PROBE_H
#define MAIXFIT_DEVICE_PROBE_H

#include "supply.h"

enum mf_probe_state { MF_PROBE_ABSENT, MF_PROBE_UNREADABLE, MF_PROBE_READ };

struct mf_probe_text {
    enum mf_probe_state state;
    const char *path; /* with the sysroot */
    const char *why;  /* where unreadable: the reason, and what to do if anything helps */
    char *text;       /* NUL-terminated */
    size_t length;
};

/* The place of `path`, which starts with a slash, below the sysroot (NULL: the machine itself). In
 * the arena; NULL without memory. */
const char *mf_probe_path(struct mf_arena *arena, const char *sysroot, const char *path);

/* Reads the file at such a path into the arena. An absent or unreadable one is no failure: `state`
 * shows it. False only for lack of memory. */
bool mf_probe_read(struct mf_arena *arena, const char *sysroot, const char *path,
                   struct mf_probe_text *probe, struct mf_error *error);

/* Does such a path exist? It is not opened. */
bool mf_probe_exists(const char *sysroot, const char *path);

/* Why a path below the sysroot cannot be read: the text of an errno, and for a missing right how to
 * get it. A constant or in the arena; NULL without memory. */
const char *mf_probe_errno_text(struct mf_arena *arena, const char *sysroot, int number);

/* The two parsers below fill in kind, total, used, free and blocks. A text without usable figures
 * fails the probe (`problem`); false is only for lack of memory. */

/* CMM: mem_cmm_info of ax_cmm. Holes are set where the text is whole. */
bool mf_cmm_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error);

/* ION: the heap's summary. Without a table of free regions, holes stay unknown and table_missing is
 * set. */
bool mf_ion_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error);

/* ION without its table of free regions: sets the holes from the blocks, where these add up and the
 * address of the pool's start is known (0: unknown). False only for lack of memory. */
bool mf_ion_rebuild(struct mf_arena *arena, struct mf_supply *supply, uint64_t pool_start,
                    struct mf_error *error);

struct mf_meminfo {
    struct mf_amount total;
    struct mf_amount available;
    struct mf_amount cma_total;
    struct mf_amount cma_free;
};

/* /proc/meminfo; lines that are missing stay unknown. */
void mf_meminfo_parse(const char *text, struct mf_meminfo *meminfo);

/* `mem=` of a kernel command line, in bytes; unknown where it is missing or not a number. */
struct mf_amount mf_cmdline_mem(const char *text);

/* Looks for CMM, then ION, then (where `with_cma`) CMA. `problem` is MF_NO_PROBE where none of them
 * is there; a kind that is known always has its probe_path. False only for lack of memory. */
bool mf_probe_board(struct mf_arena *arena, const char *sysroot, bool with_cma,
                    struct mf_supply *supply, struct mf_error *error);

/* Fails the probe: the figures stay unknown, and the text says why and what to do; the probe_path
 * is put before it. False only for lack of memory. */
bool mf_probe_fail(struct mf_arena *arena, struct mf_supply *supply, struct mf_error *error,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reads a number in base 8, 10 or 16 at *at, behind blanks, and moves *at behind it. False where no
 * digit stands there or the number does not fit 64 bits. */
bool mf_scan_number(const char **at, int base, uint64_t *number);

/* The number behind the first `key` in the text. False as above, or where the key is missing. */
bool mf_scan_after(const char *text, const char *key, int base, uint64_t *number);

#endif
