// SPDX-License-Identifier: MIT
/* Every bound on what is read, in one place. */
#ifndef MAIXFIT_CORE_LIMITS_H
#define MAIXFIT_CORE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* Units, and the page in multiples of which the CMM driver and ION hand out memory. */
#define MF_KIB  UINT64_C(1024)
#define MF_MIB  (UINT64_C(1024) * MF_KIB)
#define MF_GIB  (UINT64_C(1024) * MF_MIB)
#define MF_PAGE UINT64_C(4096)

/* Reading. */
#define MF_SOURCE_WINDOW    ((size_t)2048) /* bytes read at once for small reads */
#define MF_SOURCE_WINDOWS   ((size_t)16)
#define MF_SOURCE_AHEAD_MIN ((size_t)8 * 1024)  /* where one window follows another, this many… */
#define MF_SOURCE_AHEAD_MAX ((size_t)32 * 1024) /* …and more as it goes on */
#define MF_HOLD_MAX         ((size_t)4 << 20)   /* of a slice of a stream, kept whole */
#define MF_HOLD_ENDS        ((size_t)256 * 1024) /* of a longer one, at each end */
#define MF_HEAD_BYTES       ((size_t)512)        /* first bytes that a format may bid on */
#define MF_PROBE_FILE_MAX   ((size_t)1 << 20)    /* bytes of a kernel text or a data file */
#define MF_BASELINE_MAX     ((size_t)64 << 20)   /* bytes of a report of an earlier run */
#define MF_BASELINE_BLOCK_MAX                                                                      \
    (UINT64_C(1) << 44) /* bytes of a block in it: the sum of all stays below 2^64 */
#define MF_STRING_MAX     ((size_t)4096)       /* bytes of a name or version in a model */
#define MF_JSON_ATTR_MAX  ((size_t)256 * 1024) /* the `npu_graph_info` of one node */
#define MF_EXTRA_DATA_MAX ((size_t)64 * 1024)  /* the base64 of `extra_data` */
#define MF_LFS_DIGITS_MAX ((size_t)19)         /* of the size in a Git LFS pointer */

/* Numbers in texts. */
#define MF_FRACTION_DIGITS_MAX 9    /* after the point of a size: "1.5G" */
#define MF_JSON_NUMBER_MAX     9e15 /* below 2^53: a double holds it exactly */

#define MF_SCHEMA_NAME_MAX ((size_t)64) /* "maixfit-device/1", with its NUL */

#define MF_NAME_COMPARED_MAX ((size_t)64) /* letters of a name that is looked for among others */

/* A model. */
#define MF_MODEL_MEMORY_MAX    ((size_t)24 << 20) /* for what it keeps, and for reading it */
#define MF_TENSORS_MAX         ((uint32_t)16384)
#define MF_RANK_MAX            ((uint32_t)16)
#define MF_PROGRAMS_MAX        ((uint32_t)1024)
#define MF_SECTIONS_MAX        ((uint32_t)4096)
#define MF_NODES_MAX           ((uint32_t)65536)
#define MF_INITIALIZERS_MAX    ((uint32_t)65536)
#define MF_MEMORY_ENTRIES_MAX  ((uint32_t)131072) /* of all neu blobs of one axmodel */
#define MF_BLOCKS_MAX          ((uint32_t)131072)
#define MF_VARINT_BYTES        10U                      /* 64 bits in groups of 7 */
#define MF_EXTRA_INPUTS_MAX    ((size_t)64)             /* of one NPU program, such as `params` */
#define MF_CMDBUF_MAX          (UINT64_C(256) * MF_MIB) /* command sections of a model, walked */
#define MF_PACKED_COMMANDS_MAX ((uint64_t)8 * MF_MIB)   /* a compressed one, packed or unpacked */
#define MF_FORMAT_NAMES_MAX    ((size_t)128)            /* bytes of all their names, in one line */

/* A bundle: a folder, an archive, a manifest. */
#define MF_ENTRIES_MAX        100000U                 /* files of a folder or archive */
#define MF_PATH_MAX           ((size_t)4096)          /* bytes of a name in an archive */
#define MF_UNPACKED_MAX       (UINT64_C(64) * MF_GIB) /* of one archive */
#define MF_NESTING_MAX        1U /* archives in an archive; a .deb's inner tar counts as none */
#define MF_NAMED_FILES_MAX    ((size_t)4096) /* that manifests name outside of their folder */
#define MF_FOLDER_DEPTH_MAX   32U
#define MF_TREE_MEMORY_MAX    ((size_t)64 << 20) /* that all bundles of a request may take */
#define MF_MANIFEST_MAX       ((size_t)1 << 20)  /* bytes of a .mud or config.json */
#define MF_MANIFEST_FIRST     ((size_t)4096)     /* of one in an archive, read at first */
#define MF_MANIFEST_LINES_MAX ((size_t)65536)
#define MF_MANIFEST_KEYS_MAX  ((size_t)4096)
#define MF_MANIFESTS_MAX      ((size_t)256)           /* of one folder or archive */
#define MF_LAYER_NAMES_MAX    ((size_t)4096)          /* files that are named like layers */
#define MF_LAYER_DIGITS_MAX   ((size_t)4)             /* of the number in such a name */
#define MF_MANIFEST_COUNT_MAX UINT64_C(9000000000000) /* so that KiB in bytes fit 64 bits */
#define MF_MANIFEST_DEPTH_MAX 8U                      /* a .mud that names a .mud */
#define MF_LAYERS_MAX         UINT64_C(1024)
#define MF_BUNDLE_FILES_MAX   ((size_t)1100)       /* models that one bundle loads at once */
#define MF_ARCHIVE_BLOCK_MIN  ((size_t)16 * 1024)  /* read at once after a skip… */
#define MF_ARCHIVE_BLOCK_MAX  ((size_t)256 * 1024) /* …and when reading on */
#define MF_PIPE_BLOCK         ((size_t)64 * 1024)  /* read from a pipe at once */
#define MF_PIPE_PADDING_MAX   ((uint64_t)1 << 20)  /* read after an archive in a pipe */
#define MF_LABEL_MAX          ((size_t)32)         /* "layer 1023" */
#define MF_TENSOR_ALIGN       UINT64_C(128)        /* of MaixCDK's inputs and outputs */
#define MF_CACHE_SLOTS_MAX    UINT64_C(64)         /* kv_cache_slots */
#define MF_CARDS_MAX          UINT64_C(64)         /* that an LLM's layers are split over */
#define MF_GUARD_MIB_MAX      UINT64_C(1048576)    /* mem_guard_floor_mb */
#define MF_LOOK_FOR_PLANS_MAX 1024U                /* JSON and scripts that are looked into… */
#define MF_LOOK_INTO_MAX      ((size_t)64 * 1024)  /* …and bytes of one */
#define MF_CONTEXT_MAX        UINT64_C(16777216)   /* --context, in tokens */

/* Unpacking. 7-Zip's ultra takes 256 MiB. */
#define MF_DECODER_MEMORY_MAX (UINT64_C(320) * MF_MIB)
#define MF_PROCESS_DATA_MAX   (UINT64_C(512) * MF_MIB) /* of the tool: a decoder and what is kept */
#define MF_DIRECTORY_MAX      (UINT64_C(64) * MF_MIB)  /* of an archive: read to find one file */

/* A board. */
#define MF_CANDIDATES_MAX    16U /* boards that one reading may be of */
#define MF_PARTITIONS_MAX    ((uint32_t)64)
#define MF_POOL_BLOCKS_MAX   ((uint32_t)65536)
#define MF_ADDRESS_MAX       (UINT64_C(1) << 48) /* of a profile or a listing: physical addresses */
#define MF_POOL_BYTES_MAX    (UINT64_C(1) << 40) /* of a profile */
#define MF_NAMES_MAX         8U            /* of a profile: its aliases, its NPUs, its sensors */
#define MF_IMAGES_MAX        8U            /* of a profile */
#define MF_PROCESS_NAMES_MAX 16U           /* processes whose names are read */
#define MF_SINGLES_MAX       64U           /* of one program: buffers that exist once */
#define MF_GENERATIONS_MAX   64U           /* of camera programs in one pool */
#define MF_PROBE_TIMEOUT_MS  2000          /* for one file of a kernel */
#define MF_LINUX_COMFORT_MIB UINT64_C(512) /* a warning where Linux keeps less in all */

/* A capture of a board. */
#define MF_CAPTURE_NAMES_MAX     ((size_t)65536) /* of a folder, such as /proc */
#define MF_CAPTURE_PROCESSES_MAX ((size_t)4096)

/* A text that somebody captured. */
#define MF_CAPTURE_MAX       ((size_t)4 << 20) /* bytes, kernel log and all */
#define MF_CAPTURE_FILES_MAX ((size_t)4096)
#define MF_STAMP_MAX         ((size_t)64) /* bytes of a time stamp, with date and host */
#define MF_PROMPT_MAX        ((size_t)64) /* bytes of a shell's prompt */

#define MF_BOOT_FILE_MAX ((size_t)1 << 20) /* bytes of /boot/configs */

/* A request. */
#define MF_MODELS_MAX         ((uint32_t)65536) /* of one folder or archive */
#define MF_CAMERAS_MAX        ((uint32_t)16)
#define MF_CODECS_MAX         ((uint32_t)16) /* encoders, and as many decoders */
#define MF_PICTURE_SIDE_MAX   UINT64_C(16384)
#define MF_CAMERA_FPS_MAX     UINT64_C(1000)
#define MF_CAMERA_BUFFERS_MAX UINT64_C(64)
#define MF_STEPS_MAX          ((size_t)32) /* of the advice, that a plan may combine */
#define MF_STEP_SHARE         ((uint64_t)100) /* a step that frees less of what is missing is not told */
#define MF_PLAN_TRIES_MAX     ((size_t)1000)
#define MF_DEVICE_RAM_MIB_MAX UINT64_C(1048576)

/* A file of models/pipelines. */
#define MF_ROW_COUNT_MAX UINT64_C(64)        /* blocks of one pool */
#define MF_ROW_STEP_MAX  UINT64_C(4096)      /* a side or a block is rounded up to */
#define MF_ROW_BYTES_MAX (UINT64_C(1) << 40) /* of one fixed size */

#define MF_SIZE_OPTION_MAX    (UINT64_C(1) << 50)     /* --free, --pool, --margin */
#define MF_DEFAULT_MARGIN     (UINT64_C(16) * MF_MIB) /* where a counted figure is an estimate */
#define MF_MARGIN_PERCENT_MAX UINT64_C(1000)

/* Texts, in bytes with their NUL. */
#define MF_ERROR_TEXT_MAX ((size_t)512) /* one error or finding */
#define MF_SIZE_TEXT_MAX  ((size_t)32)  /* "3071.6 MiB" */

/* Sentences in another language. */
#define MF_TWINS_MAX       ((size_t)1024) /* kept at a time */
#define MF_NUMBER_TEXT_MAX ((size_t)512)  /* a number as sentences have them */
#define MF_ARGUMENTS_MAX   ((size_t)16)   /* of one sentence */

/* Columns of text reports. */
#define MF_WIDTH_MIN 40U
#define MF_WIDTH_MAX 400U

#endif
