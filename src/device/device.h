// SPDX-License-Identifier: MIT
/* What is known of a board before anything is measured: a profile, read from models/devices. */
#ifndef MAIXFIT_DEVICE_DEVICE_H
#define MAIXFIT_DEVICE_DEVICE_H

#include "../core/model.h"

#define MF_DEVICE_SCHEMA "maixfit-device/1" /* of the JSON file of a board */

#define MF_CHIPS_MAX   8U
#define MF_ALIASES_MAX 8U

struct mf_device {
    const char *id;
    const char *title;
    const char *aliases[MF_ALIASES_MAX];
    size_t alias_count;
    const char *assumed;           /* what one alias stands for, told in the report; or NULL */
    const char *assumed_alias;     /* that alias */
    const char *chip;              /* the SoC, "AX630C" */
    const char *npu[MF_CHIPS_MAX]; /* the chip names of models that it runs, "AX620E" */
    size_t npu_count;
    enum mf_pool_kind kind;
    uint64_t ram_mib;
    uint64_t pool_mib;      /* by default */
    uint64_t legal_min_mib; /* maix_memory_cmm; both 0 where no such line exists */
    uint64_t legal_max_mib;
    uint64_t linux_max_mib; /* what Linux can use at most, 0: all; a smaller pool than RAM − this is
                               waste */
    const char *adjust;     /* how the pool's size is changed, one sentence */
    uint64_t dram_base;     /* 0: unknown */
    uint64_t pool_start;    /* of the default pool, 0: unknown */
    uint64_t detect_pool_end;   /* first byte behind a pool of this board, 0: cannot tell */
    uint64_t detect_pool_bytes; /* a pool of just this size tells the board, 0: cannot tell */
    const char *detect_path;    /* must exist too (below the sysroot), or NULL */
    const char *default_format; /* the model format that assumes this board, or NULL */
    const char *pipeline;       /* the id of its camera data, or NULL */
    uint64_t idle_use_kib;      /* what the drivers hold of the pool when no program runs */
    const char *in_use_note; /* what usually sits in the pool beside that, one sentence, or NULL */
    const char *source;
};

struct mf_device_list {
    struct mf_device *items;
    size_t count;
    size_t capacity;
};

const char *mf_kind_word(enum mf_pool_kind kind);  /* "cmm", "ion", "cma"; NULL for unknown */
const char *mf_kind_title(enum mf_pool_kind kind); /* "CMM", "ION"…, "memory" */

/* Reads the compiled-in profiles, in the order of their file names. */
bool mf_devices_builtin(struct mf_arena *arena, struct mf_device_list *list,
                        struct mf_error *error);

/* Reads one profile; one of the same id is replaced. `name` stands in errors. */
bool mf_devices_add(struct mf_arena *arena, struct mf_device_list *list, const char *name,
                    const char *json, size_t size, struct mf_error *error);

/* By id or alias, or NULL. */
const struct mf_device *mf_device_find(const struct mf_device_list *list, const char *id);

/* Bytes that a pool of this size keeps from Linux, which uses no more than linux_max_mib anyway.
 * The device may be NULL. */
uint64_t mf_device_pool_cost(const struct mf_device *device, uint64_t pool_bytes);

/* The board that is usual for a model format, or NULL. It also tells the kind of pool that models
 * of the format are loaded into. */
const struct mf_device *mf_device_for_format(const struct mf_device_list *list, const char *format);

/* Can this board run a model compiled for `chip`? A NULL chip cannot be told: true. */
bool mf_device_runs(const struct mf_device *device, const char *chip);

#endif
