// SPDX-License-Identifier: MIT
/* What is known of a board before anything is measured: its profile, read from models/devices (what
 * the figures mean and where they come from: docs/memory.md). */
#ifndef MAIXFIT_DEVICE_DEVICE_H
#define MAIXFIT_DEVICE_DEVICE_H

#include "../core/model.h"

#define MF_DEVICE_SCHEMA "maixfit-device/1" /* of the JSON file of a board */

/* A profile. Its strings live in the arena that it was read into. */
struct mf_device {
    const char *id;
    const char *title;
    const char *aliases[MF_ALIASES_MAX];
    size_t alias_count;
    const char *assumed;           /* what one alias stands for, for the report; or NULL */
    const char *assumed_alias;     /* that alias */
    const char *chip;              /* the SoC, "AX630C" */
    const char *npu[MF_CHIPS_MAX]; /* the chip names of the models that it runs, "AX620E" */
    size_t npu_count;
    enum mf_pool_kind kind;
    uint64_t ram_mib;
    uint64_t pool_mib;      /* by default */
    uint64_t legal_min_mib; /* the values of maix_memory_cmm that may be written; both 0 where the
                               board has no such line */
    uint64_t legal_max_mib;
    uint64_t linux_max_mib; /* Linux never uses more, 0: no such bound; with a pool smaller than the
                               rest of the RAM, memory is used by neither */
    const char *adjust;     /* how the size of the pool is changed, one sentence */
    uint64_t dram_base;     /* the first address of the RAM; 0: unknown */
    uint64_t pool_start;    /* of the default pool; 0: unknown */
    uint64_t detect_pool_end;   /* the first address behind a pool of this board; 0: unknown */
    uint64_t detect_pool_bytes; /* only this board has a pool of exactly this size; 0: unknown */
    const char *detect_path;    /* must exist too (below the sysroot), or NULL */
    const char *default_format; /* the model format for which this board is assumed, or NULL */
    const char *image_of;       /* the board of which this is another image, or NULL */
    const char *runner;   /* the program that usually loads models, or NULL: the vendor's runtime */
    bool on_card;         /* a card on a PC, into whose memory files are copied to be loaded */
    const char *pipeline; /* the id of its camera data, or NULL */
    const char *sensor;   /* its usual one, or NULL: that of the camera data */
    uint64_t idle_use_kib; /* what the drivers use of the pool when no program runs */
    const char *source;    /* of these facts */
};

struct mf_device_list {
    struct mf_device *items;
    size_t count;
    size_t capacity;
};

/* The stable word, "cmm", "ion" or "cma"; NULL for an unknown kind. */
const char *mf_kind_word(enum mf_pool_kind kind);

/* For people: "CMM", "ION", "CMA"; "contiguous memory" for an unknown kind. */
const char *mf_kind_title(enum mf_pool_kind kind);

/* Adds the compiled-in profiles, in the order of their file names. */
bool mf_devices_builtin(struct mf_arena *arena, struct mf_device_list *list,
                        struct mf_error *error);

/* Adds the profile in a text of `size` bytes; one of the same id is replaced in a new list, so that
 * pointers into the old one stay good. The error names the file (`name`) and the key. */
bool mf_devices_add(struct mf_arena *arena, struct mf_device_list *list, const char *name,
                    const char *json, size_t size, struct mf_error *error);

/* The board with this id or alias, or NULL. */
const struct mf_device *mf_device_find(const struct mf_device_list *list, const char *id);

/* Bytes of the RAM that Linux cannot use when the pool has this size: the pool, or what is above
 * linux_max_mib where that is more. The device may be NULL. */
uint64_t mf_device_pool_cost(const struct mf_device *device, uint64_t pool_bytes);

/* The board that is assumed for a model format, or NULL. Models of the format are loaded into its
 * kind of pool. The format may be NULL. */
const struct mf_device *mf_device_for_format(const struct mf_device_list *list, const char *format);

/* Can this board run a model compiled for `chip`? True also where the chip is unknown (NULL). */
bool mf_device_runs(const struct mf_device *device, const char *chip);

#endif
