// SPDX-License-Identifier: MIT
/* The supply: what memory there is for models. A pool with its used blocks and its holes, and what
 * Linux has beside it. */
#ifndef MAIXFIT_DEVICE_SUPPLY_H
#define MAIXFIT_DEVICE_SUPPLY_H

#include "device.h"

/* A figure that may be unknown; unknown is never 0. */
struct mf_amount {
    bool known;
    uint64_t bytes;
};

/* A free range of physical addresses. */
struct mf_hole {
    uint64_t start;
    uint64_t bytes;
};

/* A used range of the pool. */
struct mf_pool_block {
    uint64_t start;
    uint64_t bytes;
    const char *name;
};

/* All blocks of one name. */
struct mf_owner {
    const char *name;
    uint64_t bytes;
    uint64_t blocks;
    uint64_t largest; /* bytes of the largest block */
};

/* Does a process that a block names still run? */
enum mf_life { MF_LIFE_UNKNOWN, MF_LIFE_RUNS, MF_LIFE_ENDED };

/* Who holds blocks: those whose names end with its number, `_pid<number>`, or the pools of frames
 * of MaixPy's launcher. */
struct mf_process {
    uint64_t number;
    const char *name; /* of its program, as Linux calls it; NULL: unknown */
    uint64_t bytes;
    uint64_t blocks;
    enum mf_life life;
    bool is_launcher; /* MaixPy's, which ends when an app is started from it: all pools are its */
};

/* Where the figures come from. */
enum mf_origin {
    MF_ORIGIN_NONE,
    MF_ORIGIN_LIVE,
    MF_ORIGIN_SYSROOT,
    MF_ORIGIN_PROFILE,
    MF_ORIGIN_OPTION
};

struct mf_supply {
    const struct mf_device *device;      /* whose facts count; NULL: board unknown */
    const struct mf_device **candidates; /* boards that it may be where it cannot be told which:
                                            then `device` is one of them, which takes most */
    size_t candidate_count;
    const char *panel;   /* of the display, as /boot/board has it; or NULL */
    bool device_assumed; /* neither named nor recognized beyond doubt */
    enum mf_origin origin;
    enum mf_pool_kind kind;
    bool asked_inside;      /* by an app that runs, and holds its part of the pool */
    bool on_card;           /* the listing is of a card in a PC */
    const char *probe_path; /* what was read, or could not be; NULL: no pool was found */
    uint64_t pool_end;      /* first byte behind the pool's last partition; 0: unknown */
    uint64_t pool_start;    /* 0: unknown */
    struct mf_amount total; /* may be known where `problem` says why all else is not */
    uint64_t total_unsure;  /* the total may be this much larger, as it was rounded down */
    struct mf_amount used;
    struct mf_amount free;
    struct mf_amount largest_hole;
    bool holes_known;         /* then `holes` is complete; an empty list means a full pool */
    bool table_missing;       /* ION: the summary ends before its table of free regions */
    bool is_logged;           /* ION: printed into the kernel's log when a block was refused */
    struct mf_amount refused; /* the length of that block */
    struct mf_hole *holes;    /* by address; ranges of two partitions are never one hole */
    size_t hole_count;
    size_t hole_capacity;
    struct mf_hole *partitions;   /* CMM: what the pool is made of; no hole crosses their borders */
    size_t partition_count;       /* 0: one range, as far as is known */
    struct mf_pool_block *blocks; /* by address */
    size_t block_count;
    size_t block_capacity;
    struct mf_owner *owners; /* largest first */
    size_t owner_count;
    struct mf_process *processes; /* largest first */
    size_t process_count;
    uint64_t leaked_bytes; /* at least this much belongs to programs that have ended, as the order
                              of the blocks tells; 0: no sign */
    uint64_t certainly_leaked; /* the same, whatever their order */
    uint64_t
        reclaimed_bytes;     /* of these, what MaixCDK takes back at its start: it counts as free */
    uint64_t doubtful_bytes; /* beside that, of blocks whose program may have ended or not */
    struct mf_amount user_total;
    struct mf_amount user_available;
    struct mf_amount linux_mem; /* `mem=` of the kernel command line */
    struct mf_amount next_pool; /* what a value in /boot/configs gives the pool at the next start;
                                   unknown: there is none, or the board was not read */
    bool overlap_checked;
    bool overlaps_linux;      /* the pool starts inside Linux's memory */
    enum mf_reason problem;   /* MF_OK, or why total and free are unknown */
    const char *problem_text; /* one sentence, or NULL */
    struct mf_finding_list findings;
};

/* Was a board read, live or captured? */
static inline bool mf_supply_is_read(const struct mf_supply *supply)
{
    return supply->origin == MF_ORIGIN_LIVE || supply->origin == MF_ORIGIN_SYSROOT;
}

/* The stable word of an origin: "live", "sysroot", "profile", "option"; NULL for none. */
const char *mf_origin_word(enum mf_origin origin);

/* The stable word of a process's state: "running", "ended"; NULL for unknown. */
const char *mf_life_word(enum mf_life life);

/* The board's name, as reports have it; NULL where it is unknown or one of several. */
const char *mf_supply_board_name(const struct mf_supply *supply);

/* The most that Linux can have to load models beside a pool of that size: the RAM that is left. Not
 * known of a card in a PC, and of CMA, which Linux uses too. */
struct mf_amount mf_supply_linux_beside(const struct mf_supply *supply, uint64_t pool_bytes);

/* The same beside the pool as it is: what is available where that was read. */
struct mf_amount mf_supply_linux_most(const struct mf_supply *supply);

/* "an SG2002 board"; in the arena, NULL without memory. Only where there are candidates. */
const char *mf_supply_family(struct mf_arena *arena, const struct mf_supply *supply);

/* Adds the note that says which boards it may be. False only for lack of memory. */
bool mf_supply_report_candidates(struct mf_arena *arena, struct mf_supply *supply,
                                 struct mf_error *error);

/* Is the whole pool certainly smaller than `bytes`? */
bool mf_supply_is_below(const struct mf_supply *supply, uint64_t bytes);

/* Adds a finding. `code` is a stable word that is kept, `text` a string in the arena or a constant;
 * a NULL text is how lack of memory shows, so that a caller can pass the result of mf_arena_format.
 * False only for lack of memory. */
bool mf_supply_add_finding(struct mf_arena *arena, struct mf_supply *supply,
                           enum mf_severity severity, const char *code, const char *text,
                           struct mf_error *error);

/* Bytes that the present users of the pool will hold again after a reboot: not what was leaked. Of
 * an empty pool, which had room for nothing, what the drivers hold; where it is unknown what is in
 * use, that at least. */
uint64_t mf_supply_used_again(const struct mf_supply *supply);

/* The same where anything may be leaked and it is known what the drivers hold after a restart:
 * that, and what the processes hold that are seen to run. A leak is only ever known in part, so
 * `used` less the leak would be too much. */
uint64_t mf_supply_used_after_reboot(const struct mf_supply *supply);

/* Is it known what the drivers hold after a restart, and is that what the above counts? */
bool mf_supply_reboot_is_idle(const struct mf_supply *supply);

/* May a reboot free more than it takes? */
static inline bool mf_supply_may_leak(const struct mf_supply *supply)
{
    return supply->leaked_bytes > 0 || supply->doubtful_bytes > 0;
}

/* What was leaked, at least; unknown where the pool was not read or where nothing tells. */
struct mf_amount mf_supply_leaked(const struct mf_supply *supply);

/* What MaixCDK takes back of that at its start; unknown where no pool is known. */
struct mf_amount mf_supply_reclaimed(const struct mf_supply *supply);

/* *after is the supply as it is once those blocks are freed whose flag in `freed` is set, its lists
 * in the arena; the owners stay. `total` and `used` must be known. False only for lack of memory.
 */
bool mf_supply_release(struct mf_arena *arena, const struct mf_supply *supply, const bool *freed,
                       struct mf_supply *after, struct mf_error *error);

/* *after is the supply that a program of MaixCDK finds when it starts: it frees camera buffers of
 * programs that have ended, `reclaimed_bytes` of them. Of several programs that may have left them
 * one may still run: the one whose buffers leave the least room. False only for lack of memory. */
bool mf_supply_reclaim(struct mf_arena *arena, const struct mf_supply *supply,
                       struct mf_supply *after, struct mf_error *error);

/* How many programs there are of which one may still run; 0: nothing is freed. */
size_t mf_supply_reclaim_choices(const struct mf_supply *supply);

/* The same where the program `kept`, of these choices, is the one that runs. */
bool mf_supply_reclaim_but(struct mf_arena *arena, const struct mf_supply *supply, size_t kept,
                           struct mf_supply *after, struct mf_error *error);

/* Is it the name of a pool of frames, of ION or of CMM? */
bool mf_is_frame_pool(const char *name);

/* Is the block one of those that the process holds? */
bool mf_process_holds(const struct mf_process *process, const struct mf_pool_block *block);

/* Each adds one item, whose name must live as long as the arena. Blocks beyond MF_POOL_BLOCKS_MAX
 * are dropped: then they do not add up, and the holes stay unknown. False only for lack of memory.
 */
bool mf_supply_add_block(struct mf_arena *arena, struct mf_supply *supply,
                         struct mf_pool_block block, struct mf_error *error);
bool mf_supply_add_hole(struct mf_arena *arena, struct mf_supply *supply, struct mf_hole hole,
                        struct mf_error *error);

/* Sorts the blocks by address. */
void mf_supply_sort_blocks(struct mf_supply *supply);

/* Adds the gaps between the sorted blocks that start in [start, end) as holes. *whole is false, and
 * nothing is added, where blocks overlap or reach beyond the range. *inside counts the blocks found
 * there. False only for lack of memory. */
bool mf_supply_add_gaps(struct mf_arena *arena, struct mf_supply *supply, uint64_t start,
                        uint64_t end, bool *whole, size_t *inside, struct mf_error *error);

/* Fills in the owners: the blocks grouped by name, largest first. False only for lack of memory. */
bool mf_supply_group_owners(struct mf_arena *arena, struct mf_supply *supply,
                            struct mf_error *error);

/* Declares the list of holes complete, and sets largest_hole. */
void mf_supply_finish_holes(struct mf_supply *supply);

#endif
