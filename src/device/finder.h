// SPDX-License-Identifier: MIT
/* What the parts of finding a supply share: find_supply.c chooses the source of the figures,
 * supply_options.c puts what was given in their place, recognize.c says which board a pool is of,
 * examine.c what is wrong with it, processes.c who holds it, leak.c what of it belongs to nobody
 * any more. */
#ifndef MAIXFIT_DEVICE_FINDER_H
#define MAIXFIT_DEVICE_FINDER_H

#include "find_supply.h"
#include "signs.h"

/* Newer runtimes of AX end the name of a block with this and the number of its process. */
#define MF_PROCESS_MARK "_pid"

/* MaixPy's launcher as Linux calls it: /maixapp/apps/launcher/launcher, which launcher_daemon
 * starts again when an app has ended (sipeed/MaixPy's images). */
#define MF_LAUNCHER "launcher"

struct mf_finder {
    struct mf_arena *arena;
    const struct mf_device_list *devices;
    const struct mf_supply_request *request;
    struct mf_supply *supply;
    struct mf_error *error;
    struct mf_signs signs;
};

/* mf_supply_add_finding on the supply that is being found. */
static inline bool mf_finder_report(const struct mf_finder *finder, enum mf_severity severity,
                                    const char *code, const char *text)
{
    return mf_supply_add_finding(finder->arena, finder->supply, severity, code, text,
                                 finder->error);
}

/* All free memory is one hole; none where nothing is free. False only for lack of memory. */
bool mf_finder_set_hole(const struct mf_finder *finder, struct mf_hole hole);

/* --pool and --free instead of what was found. Fails for more than the board can have. */
bool mf_apply_options(const struct mf_finder *finder);

/* Which board a pool that was read belongs to: sets the supply's device and candidates. What is
 * uncertain about it becomes a note. False only for lack of memory. */
bool mf_recognize(const struct mf_finder *finder);

/* The board that a name stands for here. A name of a family ("maixcam2") stands for the member that
 * is recognized, else for `named`, which is the one that such a name assumes. */
const struct mf_device *mf_resolve_named(const struct mf_finder *finder,
                                         const struct mf_device *named, const char *name);

/* Can the pool that was read not be of the board at all? It is larger than its RAM, or ends
 * elsewhere than CMM does there, which is where the RAM ends. */
bool mf_pool_is_foreign(const struct mf_device *named, const struct mf_supply *supply);

/* Adds a warning where the pool that was read looks like that of another board than `named`. False
 * only for lack of memory. */
bool mf_check_named(const struct mf_finder *finder, const struct mf_device *named);

/* The address at which a pool of the size that was read starts: in the profile of `device` (NULL:
 * unknown), else in that of any board. 0 where no profile has that size. */
uint64_t mf_usual_start(const struct mf_finder *finder, const struct mf_device *device);

/* Adds findings on an empty pool, on one that overlaps Linux's memory, and on memory that was
 * leaked. `device` is the board, or NULL. False only for lack of memory. */
bool mf_examine(const struct mf_finder *finder, const struct mf_device *device);

/* Fills in the processes that the names of the blocks tell. False only for lack of memory. */
bool mf_find_processes(const struct mf_finder *finder);

/* Adds MaixPy's launcher to the processes, which have room for it, where it runs and holds pools of
 * frames that no other program can have made. A note says so. False only for lack of memory. */
bool mf_find_launcher(const struct mf_finder *finder, struct mf_process *processes, size_t *count);

/* Sets what Linux calls the program of a process; it stays NULL where that cannot be read. */
bool mf_read_process_name(const struct mf_finder *finder, struct mf_process *process);

/* Fills in what was leaked, and adds findings. False only for lack of memory. */
bool mf_find_leaks(const struct mf_finder *finder);

#endif
