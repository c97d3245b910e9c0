// SPDX-License-Identifier: MIT
/* maixfit: does an NPU model fit the contiguous memory of its board?
 *
 *     maixfit *fit = maixfit_new();
 *     if (!fit)
 *         return false; // no memory
 *     maixfit_set(fit, MAIXFIT_MODEL, "yolo11n.axmodel");
 *     maixfit_set(fit, MAIXFIT_CAMERA, "1920x1080");
 *     if (maixfit_evaluate(fit) != MAIXFIT_STATUS_FITS)
 *         fprintf(stderr, "%s\n", maixfit_message(fit));
 *     maixfit_free(fit);
 *
 * The library prints nothing, ends nothing and keeps no global state. A handle may be used by one
 * thread at a time; different handles do not disturb each other. All sizes are bytes unless a name
 * says MiB.
 *
 * Strings that are returned as `const char *` belong to the handle and stay as they are until the
 * next call that takes the handle without `const`; copy what is needed for longer. The memory of an
 * evaluation is given back when the next one begins.
 *
 * A handle that is NULL does no harm: a call that returns a status gives MAIXFIT_STATUS_USAGE, one
 * that returns a string gives "", maixfit_problem and maixfit_report_text give NULL, all others
 * false or nothing. Where the place for a figure is NULL, the answer is false. */
#ifndef MAIXFIT_H
#define MAIXFIT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MAIXFIT_API __attribute__((visibility("default")))

typedef struct maixfit maixfit;

/* The verdict as a number, which is also the tool's exit status. Fixed for good. */
enum maixfit_status {
    MAIXFIT_STATUS_FITS = 0,
    MAIXFIT_STATUS_DOES_NOT_FIT = 1,
    MAIXFIT_STATUS_USAGE = 2,     /* the request makes no sense */
    MAIXFIT_STATUS_BAD_MODEL = 3, /* a model cannot be judged */
    MAIXFIT_STATUS_NO_FACTS = 4,  /* facts of the board are missing */
    MAIXFIT_STATUS_MARGINAL = 5   /* fits only inside the margin, where MAIXFIT_STRICT is set */
};

/* What can be set. Values are the texts of the tool's options. */
enum maixfit_option {
    MAIXFIT_MODEL,        /* a model, .mud, config.json, folder, archive, "a.zip:inside", or "-" for
                             standard input; may be set many times: all are judged together */
    MAIXFIT_CAMERA,       /* "WxH[@FORMAT][xN]", pixels and buffers; may be set many times */
    MAIXFIT_SENSOR,       /* "os04d10"; left out, the board's usual one is assumed */
    MAIXFIT_SENSOR_STACK, /* "new" or "old": the camera middleware of MaixCAM */
    MAIXFIT_DISPLAY,      /* "yes", "no" or "WxH" */
    MAIXFIT_DEVICE,       /* the id of a board, "maixcam2-4g"; looked up when it is needed, so that
                             MAIXFIT_PROFILE may bring it later */
    MAIXFIT_SYSROOT,      /* a folder that holds /proc and /sys of a captured board */
    MAIXFIT_FREE,         /* bytes that are free, "300M" */
    MAIXFIT_POOL,         /* bytes that the pool has, "2G" */
    MAIXFIT_MARGIN,       /* "16M" or "10%" of the need */
    MAIXFIT_STRICT,       /* "yes" or "no": inside the margin is not good enough */
    MAIXFIT_PROFILE,      /* a JSON file with a board or its camera; may be set many times */
    MAIXFIT_NPU,          /* "full" or "half": model_npu or model_vnpu of a .mud */
    MAIXFIT_RUNNER,       /* "maixcdk" or "axllm": the program that loads an LLM */
    MAIXFIT_CONTEXT,      /* tokens: only the shape groups that so many need */
    MAIXFIT_DYNAMIC_LAYERS, /* "yes" or "no": an LLM's layers are loaded one at a time */
    MAIXFIT_COLOR,          /* "yes" or "no": text reports with terminal colors */
    MAIXFIT_VERBOSE         /* "yes" or "no": text reports in which nothing is folded */
};

/* Evaluations are maixfit_evaluate, maixfit_evaluate_each, maixfit_inspect and maixfit_probe. Each
 * has its own report, which can be had until the next evaluation begins. */
enum maixfit_report {
    MAIXFIT_REPORT_VERDICT, /* of maixfit_evaluate */
    MAIXFIT_REPORT_EACH,    /* of maixfit_evaluate_each */
    MAIXFIT_REPORT_INSPECT, /* of maixfit_inspect */
    MAIXFIT_REPORT_STATUS,  /* of maixfit_probe */
    MAIXFIT_REPORT_DEVICES, /* the boards that are known; at any time */
    MAIXFIT_REPORT_SENSORS, /* the sensors that are known; at any time */
    MAIXFIT_REPORT_CONFIG,  /* of the last maixfit_config_… */
    MAIXFIT_REPORT_FINDINGS /* of any evaluation: only what was assumed, is doubtful or is missing;
                               may be empty */
};

/* How a report is written. */
enum maixfit_format {
    MAIXFIT_TEXT, /* for people, as UTF-8 */
    MAIXFIT_JSON  /* one object, as docs/maixfit.schema.json describes */
};

/* "0.1.0" */
MAIXFIT_API const char *maixfit_version(void);

/* Was the library built with archives (MAIXFIT_ARCHIVE)? */
MAIXFIT_API bool maixfit_reads_archives(void);

/* A new handle, or NULL without memory. Free it with maixfit_free, which takes NULL too. */
MAIXFIT_API maixfit *maixfit_new(void);
MAIXFIT_API void maixfit_free(maixfit *fit);

/* Sets or adds one thing. 0, or MAIXFIT_STATUS_USAGE (a value that makes no sense) with
 * maixfit_message telling what is wrong; then what was set before stays. A model is only noted
 * here; it is read when it is judged. The results of the last evaluation do not change. */
MAIXFIT_API int maixfit_set(maixfit *fit, enum maixfit_option option, const char *value);

/* Called while a long archive is read: bytes done, and in all (0: unknown). It must not call back
 * into the handle. NULL turns it off. */
typedef void maixfit_progress(void *context, const char *path, uint64_t done, uint64_t total);
MAIXFIT_API void maixfit_set_progress(maixfit *fit, maixfit_progress *tell, void *context);

/* Judges all models together, with the cameras, on the board: the one it runs on where there is
 * one, else the one that was set or the usual one for the model. Returns the status;
 * MAIXFIT_STATUS_USAGE where no model was set or no board has the name. May be called again after
 * more was set. */
MAIXFIT_API int maixfit_evaluate(maixfit *fit);

/* Judges each model or bundle alone; the report lists them by what they need. Returns the worst
 * status, in the order 3, 4, 1, 5, 0; verdict and figures are then those of that model.
 * MAIXFIT_STATUS_USAGE as above. */
MAIXFIT_API int maixfit_evaluate_each(maixfit *fit);

/* Reads the models only; no board is looked at. 0; MAIXFIT_STATUS_BAD_MODEL;
 * MAIXFIT_STATUS_USAGE where no model was set. */
MAIXFIT_API int maixfit_inspect(maixfit *fit);

/* Reads the board only. 0; MAIXFIT_STATUS_DOES_NOT_FIT where the pool overlaps Linux;
 * MAIXFIT_STATUS_NO_FACTS where the pool is unknown; MAIXFIT_STATUS_USAGE where no board has the
 * name; MAIXFIT_STATUS_BAD_MODEL without memory. */
MAIXFIT_API int maixfit_probe(maixfit *fit);

/* The three calls on /boot/configs leave the results of the last evaluation as they are; only
 * maixfit_message, maixfit_reason and maixfit_problem then tell of them.
 *
 * This one looks at the file of a MaixCAM2 as U-Boot and the boot script read it. `path` is the
 * file, or NULL for /boot/configs (below MAIXFIT_SYSROOT, where that is set); the board is
 * MAIXFIT_DEVICE or the one that is found. 0: clean; MAIXFIT_STATUS_DOES_NOT_FIT: errors (with
 * MAIXFIT_STRICT warnings too); MAIXFIT_STATUS_BAD_MODEL: the file cannot be read;
 * MAIXFIT_STATUS_NO_FACTS: the board is unknown; MAIXFIT_STATUS_USAGE: the board has no such file,
 * or no board has the name. */
MAIXFIT_API int maixfit_config_check(maixfit *fit, const char *path);

/* Writes the one line `maix_memory_cmm=VALUE` that both readers take: MiB, or "auto" for the
 * board's default. The old file is kept beside it as `configs.maixfit-backup`; a failure at any
 * point leaves the old file or the new one, whole. With `dry_run` nothing is written, and the
 * report shows the difference. 0, or a status as above; MAIXFIT_STATUS_USAGE for a value that makes
 * no sense, too. */
MAIXFIT_API int maixfit_config_set(maixfit *fit, const char *value, const char *path, bool dry_run);

/* Writes the value that maixfit_pool_line_mib tells, where the models do not fit without it.
 * maixfit_evaluate must be the last evaluation, else MAIXFIT_STATUS_USAGE. Its status where no
 * value helps. */
MAIXFIT_API int maixfit_config_apply(maixfit *fit, const char *path, bool dry_run);

/* What came of the last call that set, evaluated or was on /boot/configs, as one sentence; ""
 * before the first, and after a value that was taken. */
MAIXFIT_API const char *maixfit_message(const maixfit *fit);

/* Its stable word, such as "fits", "too-big", "fragmented", "truncated", "usage"; "ok" where there
 * is nothing to say. */
MAIXFIT_API const char *maixfit_reason(const maixfit *fit);

/* Of the last evaluation: "fits", "marginal", "does-not-fit", "unknown". */
MAIXFIT_API const char *maixfit_verdict(const maixfit *fit);

/* Figures of the last evaluation. False where they are unknown, and then nothing is written. */
MAIXFIT_API bool maixfit_need_bytes(const maixfit *fit, uint64_t *bytes);
MAIXFIT_API bool maixfit_free_bytes(const maixfit *fit, uint64_t *bytes);
MAIXFIT_API bool maixfit_largest_hole_bytes(const maixfit *fit, uint64_t *bytes);

/* After maixfit_evaluate: the smallest legal maix_memory_cmm, in MiB, with which everything fits.
 * False where there is none, or where the board has no such line; maixfit_pool_line_message then
 * tells why (and else "" or a warning). */
MAIXFIT_API bool maixfit_pool_line_mib(const maixfit *fit, uint64_t *mib);
MAIXFIT_API const char *maixfit_pool_line_message(maixfit *fit);

MAIXFIT_API int maixfit_pool_line_status(const maixfit *fit);

/* The stable word behind it: "ok", "no-legal-value", "user-memory", "no-device-facts", "no-probe"…
 */
MAIXFIT_API const char *maixfit_pool_line_reason(const maixfit *fit);

/* What went wrong in that call, one line a problem ("path: reason"), from 0; NULL behind the
 * last. Models that cannot be judged stand here, and facts that are missing. */
MAIXFIT_API const char *maixfit_problem(const maixfit *fit, unsigned index);

/* A report, as UTF-8 with a final newline. `format` is a sum of enum maixfit_format. Free it with
 * maixfit_string_free. NULL where the call that it is of was not made, or was refused before it
 * looked at anything (MAIXFIT_STATUS_USAGE: no model, no such board), and without memory. */
MAIXFIT_API char *maixfit_report_text(const maixfit *fit, enum maixfit_report report,
                                      enum maixfit_format format);
MAIXFIT_API void maixfit_string_free(char *string);

#ifdef __cplusplus
}
#endif

#endif
