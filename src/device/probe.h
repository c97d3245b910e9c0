// SPDX-License-Identifier: MIT
/* Reads what a kernel reports about its memory. Every file is a regular one below the sysroot, read
 * once and bounded in size and time; nothing is ever written. The parsers work on text in memory.
 * What the files hold: docs/memory.md. */
#ifndef MAIXFIT_DEVICE_PROBE_H
#define MAIXFIT_DEVICE_PROBE_H

#include "root.h"
#include "supply.h"

/* Where a board has what is read. */
#define MF_CMM_PATH      "/proc/ax_proc/mem_cmm_info"
#define MF_ION_PATH      "/sys/kernel/debug/ion"
#define MF_ION_HEAP      "cvi_carveout_heap_dump"
#define MF_MEMINFO_PATH  "/proc/meminfo"
#define MF_BOOT_LOG_PATH "/var/log/dmesg"

enum mf_probe_state { MF_PROBE_ABSENT, MF_PROBE_UNREADABLE, MF_PROBE_READ };

struct mf_probe_text {
    enum mf_probe_state state;
    const char *path; /* with the sysroot */
    const char *why;  /* where unreadable: the reason, and what to do if anything helps */
    char *text;       /* NUL-terminated */
    size_t length;
};

/* How a report names `path`, which starts with a slash, below the sysroot (NULL: the machine
 * itself); of a folder it is the place of the file. In the arena; NULL without memory. */
const char *mf_probe_path(struct mf_arena *arena, const struct mf_root *sysroot, const char *path);

/* Reads the file at such a path into the arena. An absent or unreadable one is no failure: `state`
 * shows it. False only for lack of memory. */
bool mf_probe_read(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                   struct mf_probe_text *probe, struct mf_error *error);

/* Does such a path exist, as a file or a folder? It is not opened. */
bool mf_probe_exists(const struct mf_root *sysroot, const char *path);

struct mf_probe_folder {
    enum mf_probe_state state;
    bool is_closed;  /* where unreadable: for lack of a right */
    const char *why; /* where unreadable, as above */
    const char **names;
    size_t count;
    size_t capacity;
};

/* Lists such a folder: names without a path, at most MF_CAPTURE_FILES_MAX of them. False only for
 * lack of memory. */
bool mf_probe_list(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                   struct mf_probe_folder *folder, struct mf_error *error);

/* The two parsers below fill in kind, total, used, free and blocks. A text without usable figures
 * fails the probe (`problem`); false is only for lack of memory. */

/* CMM: mem_cmm_info of ax_cmm. Holes are set where the text is whole. */
bool mf_cmm_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error);

/* Models go into the heap called carveout (SG2002) or npu (CV186x): a larger number is a better
 * match; another heap is only taken where it is the only one. */
int mf_ion_heap_rank(const char *name, size_t length);

/* ION: the heap's summary. Without a table of free regions, holes stay unknown and table_missing is
 * set. */
bool mf_ion_parse(struct mf_arena *arena, const char *text, size_t length, struct mf_supply *supply,
                  struct mf_error *error);

/* ION without its table of free regions: sets the holes from the blocks, where these add up and the
 * address of the pool's start is known (0: unknown). False only for lack of memory. */
bool mf_ion_rebuild(struct mf_arena *arena, struct mf_supply *supply, uint64_t pool_start,
                    struct mf_error *error);

/* CMM of a card: the table that axcl-smi prints, or `axcl-smi info --cmm`. The holes stay unknown.
 */
bool mf_axcl_parse(struct mf_arena *arena, const char *text, struct mf_supply *supply,
                   struct mf_error *error);

/* The size of an ION pool, and its start, where the driver's own listing cannot be read: from the
 * device tree's reserved memory, else from the log of the boot. The supply then has a total, and
 * its `problem` stays as it is. False only for lack of memory. */
bool mf_probe_reserved(struct mf_arena *arena, const struct mf_root *sysroot,
                       struct mf_supply *supply, struct mf_error *error);

/* The pool in a log of the boot. False where the log has none. */
struct mf_reserved {
    uint64_t start; /* 0: unknown */
    uint64_t bytes;
    uint64_t unsure; /* it may have this much more */
};
bool mf_boot_log_parse(const char *text, struct mf_reserved *reserved);
/* What only a listing of CMM has; one that is cut may have only the first of them. */
#define MF_CMM_WORDS                                                                               \
    "total size=", "-Block:", "PARTITION:", "CMM_USE_INFO", "[Axera version]: ax_cmm"

#define MF_BOOT_LOG_WORDS "Ion memory setup at", "heap carveout base", "add heap id"

/* Are the bytes of a property the text that somebody made of its cells? */
bool mf_cells_are_text(const char *bytes, size_t length);

/* The cells of a device tree's property, in binary or as text: "0x0 0x3200000", "<0x0 0x3200000>",
 * "00 00 00 00 03 20 00 00"; a decimal number alone is two cells. Returns their count, 0 where it
 * is anything else or more than `capacity`. */
size_t mf_cells_parse(const char *bytes, size_t length, uint32_t *cells, size_t capacity);

struct mf_meminfo {
    struct mf_amount total;
    struct mf_amount available;
    struct mf_amount cma_total;
    struct mf_amount cma_free;
};

/* /proc/meminfo; lines that are missing stay unknown. */
void mf_meminfo_parse(const char *text, struct mf_meminfo *meminfo);

/* The length of the kernel's parameter at the beginning of the text: it goes on over blanks in
 * quotes. */
size_t mf_cmdline_parameter(const char *text, const char *blanks);

/* `mem=` of a kernel command line, in bytes; unknown where it is missing or not a number. */
struct mf_amount mf_cmdline_mem(const char *text);

/* Looks for CMM, then ION, then (where `with_cma`) CMA. `problem` is MF_NO_PROBE where none of them
 * is there; a kind that is known always has its probe_path. False only for lack of memory. */
bool mf_probe_board(struct mf_arena *arena, const struct mf_root *sysroot, bool with_cma,
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
