// SPDX-License-Identifier: MIT
/* What memory there is: from options, from a live or captured board, or from a profile. */
#ifndef MAIXFIT_DEVICE_SUPPLY_H
#define MAIXFIT_DEVICE_SUPPLY_H

#include "device.h"

/* A figure that may be unknown; unknown is never 0. */
struct mf_amount {
    bool known;
    uint64_t bytes;
};

struct mf_hole {
    uint64_t start;
    uint64_t bytes;
};

/* A used piece of the pool. */
struct mf_pool_block {
    uint64_t start;
    uint64_t bytes;
    const char *name;
};

/* All pieces of one name. */
struct mf_owner {
    const char *name;
    uint64_t bytes;
    uint64_t blocks;
};

enum mf_origin {
    MF_ORIGIN_NONE,
    MF_ORIGIN_LIVE,
    MF_ORIGIN_SYSROOT,
    MF_ORIGIN_PROFILE,
    MF_ORIGIN_OPTION
};

struct mf_supply {
    const struct mf_device *device; /* NULL: board unknown */
    enum mf_origin origin;
    enum mf_pool_kind kind;
    const char *probe_path; /* what was read, or NULL */
    uint64_t pool_end;      /* first byte behind the pool's last partition; 0: unknown */
    uint64_t pool_start;
    struct mf_amount total;
    struct mf_amount used;
    struct mf_amount free;
    struct mf_amount largest_hole;
    bool holes_known;      /* then `holes` is complete; an empty list means a full pool */
    bool table_missing;    /* ION: the summary ends before its table of free regions */
    struct mf_hole *holes; /* by address; parts of two partitions are never one hole */
    size_t hole_count;
    size_t hole_capacity;
    struct mf_hole *partitions;   /* CMM: what the pool is made of; no hole crosses their borders */
    size_t partition_count;       /* 0: one piece, as far as is known */
    struct mf_pool_block *blocks; /* by address */
    size_t block_count;
    size_t block_capacity;
    struct mf_owner *owners; /* largest first */
    size_t owner_count;
    uint64_t leaked_bytes; /* at least so much is held by nobody any more; 0: no hint */
    struct mf_amount user_total;
    struct mf_amount user_available;
    struct mf_amount linux_mem; /* `mem=` of the kernel command line */
    bool overlap_checked;
    bool overlaps_linux;      /* the pool starts inside Linux's memory */
    enum mf_reason problem;   /* MF_OK, or why total/free are unknown */
    const char *problem_text; /* one sentence, or NULL */
    struct mf_finding_list findings;
};

struct mf_supply_request {
    const char *sysroot;            /* NULL: the machine it runs on */
    const struct mf_device *device; /* asked for by name; NULL: find out */
    const char *device_name;        /* as the user wrote it (may be an alias); NULL */
    const char *model_format;       /* picks the default board off a board; NULL for `status` */
    struct mf_amount free;          /* --free */
    struct mf_amount pool;          /* --pool */
};

/* Fills in the supply. What cannot be found out is told inside it (problem, findings); false is
 * only for lack of memory. */
bool mf_supply_find(struct mf_arena *arena, const struct mf_device_list *devices,
                    const struct mf_supply_request *request, struct mf_supply *supply,
                    struct mf_error *error);

/* What the present users of the pool will hold again after a reboot: not what was leaked; of an
 * empty pool, which had room for nothing, what the drivers hold. `used` must be known. */
uint64_t mf_supply_used_again(const struct mf_supply *supply);

const char *
mf_origin_word(enum mf_origin origin); /* "live", "sysroot", "profile", "option"; NULL */

#endif
