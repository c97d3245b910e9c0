// SPDX-License-Identifier: MIT
/* Reading what a kernel tells. Every file is a regular one below the sysroot, read once and
 * bounded; nothing is ever written. The parsers work on text in memory. */
#ifndef MAIXFIT_DEVICE_PROBE_H
#define MAIXFIT_DEVICE_PROBE_H

#include "supply.h"

enum mf_probe_state { MF_PROBE_ABSENT, MF_PROBE_UNREADABLE, MF_PROBE_READ };

struct mf_probe_text {
    enum mf_probe_state state;
    const char *path; /* with the sysroot */
    const char *why;  /* where unreadable */
    char *text;       /* NUL-terminated */
    size_t length;
};

/* Where `path`, which starts with a slash, is below the sysroot (NULL: the machine itself); NULL
 * without memory. */
const char *mf_probe_path(struct mf_arena *arena, const char *sysroot, const char *path);

/* Reads such a path. False only for lack of memory. */
bool mf_probe_read(struct mf_arena *arena, const char *sysroot, const char *path,
                   struct mf_probe_text *probe, struct mf_error *error);

/* Is something there? It is not opened. */
bool mf_probe_exists(struct mf_arena *arena, const char *sysroot, const char *path);

/* CMM: ax_cmm's mem_cmm_info. Fills in kind, total, used, free, blocks and, where the text is
 * whole, holes. */
bool mf_cmm_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error);

/* ION: the heap's summary. Without a table of free regions, holes stay unknown. */
bool mf_ion_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error);

/* ION without its table of free regions: holes from the blocks, where they add up and the pool's
 * start is known. */
bool mf_ion_rebuild(struct mf_arena *arena, struct mf_supply *supply, uint64_t pool_start,
                    struct mf_error *error);

struct mf_meminfo {
    struct mf_amount total;
    struct mf_amount available;
    struct mf_amount cma_total;
    struct mf_amount cma_free;
};

void mf_meminfo_parse(const char *text, struct mf_meminfo *meminfo);

/* `mem=` of a kernel command line, in bytes. */
struct mf_amount mf_cmdline_mem(const char *text);

/* Looks for CMM, then ION, then (where `with_cma`) CMA. problem is MF_NO_PROBE where nothing is
 * there. */
bool mf_probe_board(struct mf_arena *arena, const char *sysroot, bool with_cma,
                    struct mf_supply *supply, struct mf_error *error);

/* Fails the probe: the figures are unknown, and the text says why and what to do. */
bool mf_probe_fail(struct mf_arena *arena, struct mf_supply *supply, struct mf_error *error,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Text helpers: a number in base 10 or 16 at *at, which is moved behind it. */
bool mf_scan_number(const char **at, int base, uint64_t *number);

/* The number behind the first `key`, or false. */
bool mf_scan_after(const char *text, const char *key, int base, uint64_t *number);

#endif
