// SPDX-License-Identifier: MIT
/* What is known of a board before anything is measured: its profile, read from models/devices (what
 * the figures mean and where they come from: docs/memory.md). */
#ifndef MAIXFIT_DEVICE_DEVICE_H
#define MAIXFIT_DEVICE_DEVICE_H

#include "../core/model.h"

#define MF_DEVICE_SCHEMA "maixfit-device/1" /* of the JSON file of a board */

struct mf_names {
    const char *items[MF_NAMES_MAX];
    size_t count;
};

/* A board with one of the images that are made for it: what an image decides differs between the
 * entries of one board, everything else is the same. Strings live as long as the list. */
struct mf_device {
    const char *id;    /* of the board */
    const char *image; /* "before-2025-09"; NULL where only one is known */
    const char *name;  /* as `-d` takes it: the id, behind it @image where it is not the usual */
    bool is_usual;     /* the image that the id alone stands for: its first */
    const char *image_title; /* "images before 2025-09-28"; NULL where only one is known */
    const char *since;       /* the date or version with which this image came; NULL: unknown */
    const char *title;
    struct mf_names aliases;
    const char *assumed;       /* what one alias stands for, for the report; or NULL */
    const char *assumed_alias; /* that alias */
    const char *chip;          /* the SoC, "AX630C" */
    struct mf_names npu;       /* the chip names of the models that it runs, "AX620E" */
    enum mf_pool_kind kind;
    uint64_t ram_mib;
    uint64_t pool_bytes;    /* by default; 0: the image has no pool */
    uint64_t legal_min_mib; /* the values of maix_memory_cmm that may be written; both 0 where the
                               board has no such line */
    uint64_t legal_max_mib;
    uint64_t least_supported_mib; /* the maker supports no smaller pool; 0: no such statement */
    const char *linux_setting; /* the board's program sets what Linux gets, in MiB, and calls it so,
                                  "MEM"; or NULL */
    uint64_t linux_least_mib;  /* the least that may be set there */
    uint64_t linux_max_mib; /* Linux never uses more, 0: no such bound; with a pool smaller than the
                               rest of the RAM, memory is used by neither */
    const char *adjust;     /* how the size of the pool is changed, one sentence */
    uint64_t dram_base;     /* the first address of the RAM; 0: unknown */
    uint64_t pool_start;    /* of the default pool; 0: unknown */
    uint64_t detect_pool_end;    /* the first address behind a pool of this board; 0: unknown */
    uint64_t detect_pool_bytes;  /* only this board has a pool of exactly this size; 0: unknown */
    const char *detect_path;     /* must exist too (below the sysroot), or NULL */
    struct mf_names tree_models; /* what /proc/device-tree/model says there, "LicheeRv Nano";
                                    several boards may share one */
    struct mf_names compatible;  /* words of /proc/device-tree/compatible, "cvitek,cv181x" */
    const char *default_format;  /* the model format for which this board is assumed, or NULL */
    const char *runner;   /* the program that usually loads models, or NULL: the vendor's runtime */
    bool on_card;         /* a card on a PC, into whose memory files are copied to be loaded */
    const char *pipeline; /* the id of its camera data, or NULL */
    bool old_stack;       /* the image has the camera middleware of before mmf_init_v2 */
    struct mf_names sensors; /* that it comes with, the usual one first; none: that of the camera
                                data */
    uint64_t idle_use_kib;   /* what is in use of the pool when no app runs */
    const char *idle_owner;  /* by whom, as a sentence goes on; NULL: drivers */
    const char *source;      /* of these facts */
};

struct mf_device_list {
    const struct mf_device
        *items; /* the images of a board follow each other, the usual one first */
    size_t count;
};

/* The stable word, "cmm", "ion" or "cma"; NULL for an unknown kind. */
const char *mf_kind_word(enum mf_pool_kind kind);

/* For people: "CMM", "ION", "CMA"; "contiguous memory" for an unknown kind. */
const char *mf_kind_title(enum mf_pool_kind kind);

/* Fills the list with the boards that are compiled in, in the order of their file names. The build
 * makes their table of models/devices (scripts/cmake/boards.cmake): nothing is parsed. */
void mf_devices_builtin(struct mf_device_list *list);

/* Adds the board in a text of `size` bytes, an entry an image; one of the same id is replaced in a
 * new list, so that pointers into the old one stay good. The error names the file (`name`) and the
 * key. */
bool mf_devices_add(struct mf_arena *arena, struct mf_device_list *list, const char *name,
                    const char *json, size_t size, struct mf_error *error);

/* The board with this id or alias, and with the image that may stand behind an `@`; NULL where
 * there is none. Only letters and digits count: "MaixCAM2", "maixcam2_4g@before 2025-09". */
const struct mf_device *mf_device_find(const struct mf_device_list *list, const char *name);

/* Can `device` be meant by `name`, for which mf_device_find gave `named`? "maixcam2" is a family:
 * boards of several sizes. */
bool mf_device_is_meant(const struct mf_device *device, const struct mf_device *named,
                        const char *name);

/* Is it the board's id or an alias, whatever its image? `length` bytes of the name count. */
bool mf_device_has_id(const struct mf_device *device, const char *name, size_t length);

/* Fails: no board is called so. Says what may be meant: the images of a board, the boards with a
 * chip, a name that is near. Always false. */
bool mf_device_fail_name(const struct mf_device_list *list, const char *name,
                         struct mf_error *error);

/* Does the board's own device tree say so? The model is what /proc/device-tree/model holds, the
 * word one of /proc/device-tree/compatible. */
bool mf_device_has_tree_model(const struct mf_device *device, const char *model);
bool mf_device_is_compatible(const struct mf_device *device, const char *word);

/* The usual image of the first board that runs models compiled for `chip`, or NULL. */
const struct mf_device *mf_device_for_chip(const struct mf_device_list *list, const char *chip);

/* The sensor that the board usually comes with, or NULL. The device may be NULL. */
static inline const char *mf_device_sensor(const struct mf_device *device)
{
    return device && device->sensors.count > 0 ? device->sensors.items[0] : NULL;
}

/* The largest pool that a setting of the board can give, in MiB; 0: no setting changes it. */
uint64_t mf_device_largest_setting(const struct mf_device *device);

/* What a pool of this size is set with, "maix_memory_cmm=2048", or "MEM=1024" where the board's
 * program sets what Linux gets, and that number. In the arena; NULL without memory. */
const char *mf_device_setting_text(struct mf_arena *arena, const struct mf_device *device,
                                   uint64_t pool_mib);
uint64_t mf_device_setting_value(const struct mf_device *device, uint64_t pool_mib);

/* The most bytes that its pool can have: by a setting, else as the image has it. */
uint64_t mf_device_largest_pool(const struct mf_device *device);

/* Where Linux keeps less in all, in MiB, it may run out of memory: no more than what the image
 * leaves it by default. */
uint64_t mf_device_linux_comfort(const struct mf_device *device);

/* Bytes of the RAM that Linux cannot use when the pool has this size: the pool, or what is above
 * linux_max_mib where that is more. The device may be NULL. */
uint64_t mf_device_pool_cost(const struct mf_device *device, uint64_t pool_bytes);

/* The board that is assumed for a model format, or NULL. Models of the format are loaded into its
 * kind of pool. The format may be NULL. */
const struct mf_device *mf_device_for_format(const struct mf_device_list *list, const char *format);

/* Can this board run a model compiled for `chip`? True also where the chip is unknown (NULL). */
bool mf_device_runs(const struct mf_device *device, const char *chip);

#endif
