// SPDX-License-Identifier: MIT
/* maixfit: does an NPU model fit the contiguous memory of its board?
 *
 *     maixfit *fit = maixfit_new();
 *     if (!fit)
 *         return false; // out of memory
 *     maixfit_set(fit, MAIXFIT_MODEL, "yolo11n.axmodel");
 *     maixfit_set(fit, MAIXFIT_CAMERA, "1920x1080");
 *     if (maixfit_evaluate(fit) != MAIXFIT_STATUS_FITS)
 *         fprintf(stderr, "%s\n", maixfit_message(fit));
 *     maixfit_free(fit);
 *
 * The library prints nothing, never exits and keeps no global state. One thread at a time may use a
 * handle; different handles are independent, in any number of threads, and so are forked children.
 * It starts no process or thread, sets no signal handler and waits for no child: of the kernel it
 * wants memory, and to open, look at and read files; where a host denies these (seccomp), it says
 * what could not be read. Only maixfit_config_set, _apply and _restore write. JSON goes through
 * cJSON, which keeps its last error in a global: maixfit never reads that and takes a lock of its
 * own around each parse, but a host that calls cJSON_Parse in one thread while another one calls
 * maixfit has that race in cJSON_GetErrorPtr; cJSON_InitHooks is for before the first call of
 * either. All sizes are bytes unless a name says MiB.
 *
 * Strings that are returned as `const char *` belong to the handle. They stay valid until the next
 * call that takes the handle without `const`; copy what is needed for longer. The memory of an
 * evaluation is freed when the next one begins.
 *
 * A handle that is NULL is allowed everywhere: a call that returns a status returns
 * MAIXFIT_STATUS_USAGE, one that returns a string returns "", maixfit_problem and
 * maixfit_report_text return NULL, all others return false or do nothing. A call that has a pointer
 * for a figure returns false if that pointer is NULL.
 *
 * Every function is there since version 0.1. docs/architecture.md shows how the parts belong
 * together, CONTRIBUTING.md what may change in which version. */
#ifndef MAIXFIT_H
#define MAIXFIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "maixfit_words.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Marks what the shared library shows. */
#define MAIXFIT_API __attribute__((visibility("default")))

/* The version of this header; that of the library in use is maixfit_version(). */
#define MAIXFIT_VERSION "0.1.0"
/* The same as a number that grows with it: 10203 is 1.2.3. */
#define MAIXFIT_VERSION_NUMBER 100

/* One request with its answers. */
typedef struct maixfit maixfit;

/* The verdict as a number, which is also the tool's exit status. Fixed for good: no number is added
 * or changes its meaning. Lack of memory is MAIXFIT_STATUS_BAD_MODEL with the reason "no-memory".
 */
enum maixfit_status {
    MAIXFIT_STATUS_FITS = 0,
    MAIXFIT_STATUS_DOES_NOT_FIT = 1,
    MAIXFIT_STATUS_USAGE = 2,     /* the request is not valid */
    MAIXFIT_STATUS_BAD_MODEL = 3, /* a model cannot be judged */
    MAIXFIT_STATUS_NO_FACTS = 4,  /* facts of the board are missing */
    MAIXFIT_STATUS_MARGINAL = 5   /* marginal, where MAIXFIT_STRICT is set; else 0 */
};

/* The library's version, such as "0.1.0": MAIXFIT_VERSION of the header it was built with. */
MAIXFIT_API const char *maixfit_version(void);

/* Returns true if archives can be read: the library was built with them (MAIXFIT_ARCHIVE), and
 * libarchive is there. */
MAIXFIT_API bool maixfit_reads_archives(void);

/* Returns a new handle, or NULL without memory. The caller frees it with maixfit_free. */
MAIXFIT_API maixfit *maixfit_new(void);

/* Frees the handle and every string that belongs to it. */
MAIXFIT_API void maixfit_free(maixfit *fit);

/* Sets or adds one thing. `value` is copied. Returns 0, or MAIXFIT_STATUS_USAGE if the value is not
 * valid: then what was set before stays, and maixfit_message says what is wrong. A model is only
 * noted here; it is read when it is judged. The results of the last evaluation do not change. */
MAIXFIT_API int maixfit_set(maixfit *fit, enum maixfit_option option, const char *value);

/* The same by the option's name, "camera": for those who bind the library to another language, or
 * read settings from a file. */
MAIXFIT_API int maixfit_set_named(maixfit *fit, const char *option, const char *value);

/* Models from elsewhere: each call is one more MAIXFIT_MODEL, counted with those by path. `name`
 * stands in reports, and its end tells what the file is, as a path's does: "yolo.axmodel", "a.zip".
 * They are read at each evaluation, and must be there until the last one, or until the model is
 * forgotten. A manifest needs its folder, and so a reader with a list: "hub/yolo.mud" is that one
 * file of a list, any other name all that is listed. Each returns as maixfit_set.
 *
 * From memory, which is not copied. */
MAIXFIT_API int maixfit_add_memory(maixfit *fit, const char *name, const void *bytes, size_t size);

/* From an open regular file, which stays open, and whose own place is not moved. */
MAIXFIT_API int maixfit_add_descriptor(maixfit *fit, const char *name, int descriptor);

/* From functions, which may not use the handle: a file, or a folder. They are for good. */
typedef struct maixfit_reader {
    /* Opens the file of that path (the `name`, where there is no list) and sets *size to its bytes;
     * NULL where there is none. */
    void *(*open)(void *user, const char *path, uint64_t *size);
    /* Copies up to `length` bytes from `offset` on: their number, 0 at the end, negative on
     * failure. */
    int64_t (*read)(void *file, uint64_t offset, void *bytes, size_t length);
    /* Closes what `open` returned; or NULL. */
    void (*close)(void *file);
    /* The paths of the folder's files, by index from 0, with slashes and below the folder; NULL
     * behind the last. Each is copied before the next call. NULL: it is one file. */
    const char *(*list)(void *user, unsigned index);
} maixfit_reader;

/* `reader` is copied; `user` is the first argument of `open` and `list`. */
MAIXFIT_API int maixfit_add_reader(maixfit *fit, const char *name, const maixfit_reader *reader,
                                   void *user);

/* The word of a format, such as "text"; NULL behind the last. Text and JSON have every report, the
 * others those of verdicts alone. */
MAIXFIT_API const char *maixfit_format_name(enum maixfit_format format);
/* The word of a report, such as "verdict"; NULL behind the last. */
MAIXFIT_API const char *maixfit_report_name(enum maixfit_report report);
/* The name of an option, as docs/words.md lists it; NULL behind the last. */
MAIXFIT_API const char *maixfit_option_name(enum maixfit_option option);
/* The same of a figure. */
MAIXFIT_API const char *maixfit_figure_name(enum maixfit_figure figure);
/* The same of a list. */
MAIXFIT_API const char *maixfit_list_name(enum maixfit_list list);
/* The same of a field. */
MAIXFIT_API const char *maixfit_field_name(enum maixfit_field field);

/* Sets for one model what maixfit_set sets for all: MAIXFIT_RUNNER, MAIXFIT_DUAL_BUFF,
 * MAIXFIT_AI_ISP, MAIXFIT_CONTEXT or MAIXFIT_DYNAMIC_LAYERS. `model` counts the calls that set
 * MAIXFIT_MODEL, from 0. It takes precedence over what maixfit_set sets, whichever is called later;
 * AI-ISP is one setting of a program, so that two models that differ are refused. Returns as
 * maixfit_set; MAIXFIT_STATUS_USAGE also where there is no such model, or the option is another. */
MAIXFIT_API int maixfit_set_model(maixfit *fit, unsigned model, enum maixfit_option option,
                                  const char *value);

/* Takes back everything that was set by one option. Returns 0; MAIXFIT_STATUS_USAGE for
 * MAIXFIT_PROFILE, which stays until maixfit_reset, and where there is no such option. */
MAIXFIT_API int maixfit_forget(maixfit *fit, enum maixfit_option option);

/* Makes the handle as maixfit_new returned it: settings, profiles and results are gone. */
MAIXFIT_API void maixfit_reset(maixfit *fit);

/* Called while a long archive is read: `path` of the archive, bytes `done` and in `total` (0:
 * unknown). It must not use the handle. */
typedef void maixfit_progress(void *user, const char *path, uint64_t done, uint64_t total);

/* Sets the function that is called, with `user` as its first argument. NULL turns it off. */
MAIXFIT_API void maixfit_set_progress(maixfit *fit, maixfit_progress *report, void *user);

/* Judges all models together, with what else the app takes, on the board: the one that the program
 * runs on, else the one that was set, else one that is assumed. Without a model, camera, display,
 * codecs and audio are judged alone. May be called again after more was set. Returns the status;
 * MAIXFIT_STATUS_USAGE where neither a model nor any of these was set, no board has the name, or
 * there are many verdicts (several boards, MAIXFIT_EACH). */
MAIXFIT_API int maixfit_evaluate(maixfit *fit);

/* Called for each verdict: everything that is read off a handle after maixfit_evaluate can be read
 * off `fit` then. It may not begin another call that takes `fit` without `const`. */
typedef void maixfit_judged(void *user, const maixfit *fit);

/* Judges the request on every board that was named, by its profile where several were, or on the
 * one that is found or assumed: all models together, or with MAIXFIT_EACH each model or bundle
 * alone. The verdicts come in the order in which models and then boards were named, and each is
 * forgotten before the next one: what is held does not grow with their number. `judged` may be
 * NULL. Returns the worst status, in the order 3, 4, 1, 5, 0; verdict and reason are then the
 * worst's, the message is on all, and there are no figures. MAIXFIT_STATUS_USAGE as above. */
MAIXFIT_API int maixfit_evaluate_all(maixfit *fit, maixfit_judged *judged, void *user);

/* The same for one request of many that are counted together, such as the checks of a gate: the
 * call goes on with what was judged since the last other evaluation, so that status and tail are of
 * all of them. The head is taken at the first verdict. After MAIXFIT_STATUS_USAGE the next call
 * begins anew. */
MAIXFIT_API int maixfit_evaluate_next(maixfit *fit, maixfit_judged *judged, void *user);

/* Reads the models only; no board is read. Returns 0; MAIXFIT_STATUS_BAD_MODEL where a model cannot
 * be judged; MAIXFIT_STATUS_USAGE where no model was set. */
MAIXFIT_API int maixfit_inspect(maixfit *fit);

/* Reads the board only. Returns 0; MAIXFIT_STATUS_DOES_NOT_FIT where the pool is empty or overlaps
 * Linux; MAIXFIT_STATUS_NO_FACTS where the pool is unknown; MAIXFIT_STATUS_USAGE where no board has
 * the name; MAIXFIT_STATUS_BAD_MODEL without memory. */
MAIXFIT_API int maixfit_probe(maixfit *fit);

/* Gathers what a report on the board needs: what its kernel says of its memory, which board and
 * image it is, and who uses the pool. The report can be pasted anywhere, as it holds no secret, and
 * MAIXFIT_SYSROOT takes it as the board itself. What cannot be read is said in it, and is a problem
 * (maixfit_problem). Returns 0; MAIXFIT_STATUS_NO_FACTS where nothing is there;
 * MAIXFIT_STATUS_USAGE where MAIXFIT_SYSROOT is no folder; MAIXFIT_STATUS_BAD_MODEL without memory.
 */
MAIXFIT_API int maixfit_capture(maixfit *fit);

/* The five calls on /boot/configs keep the results of the last evaluation; only maixfit_message,
 * maixfit_reason, maixfit_problem and MAIXFIT_REPORT_CONFIG then report on them.
 *
 * This one checks the file of a MaixCAM2 as U-Boot and the boot script read it. `path` is the file,
 * or NULL for /boot/configs (below MAIXFIT_SYSROOT, where that is set); the board is MAIXFIT_DEVICE
 * or the one that is found. Returns 0 if the file is clean; MAIXFIT_STATUS_DOES_NOT_FIT for errors
 * (with MAIXFIT_STRICT for warnings too); MAIXFIT_STATUS_BAD_MODEL where the file cannot be read;
 * MAIXFIT_STATUS_NO_FACTS where the board is unknown; MAIXFIT_STATUS_USAGE where the board has no
 * such file, or no board has the name. */
MAIXFIT_API int maixfit_config_check(maixfit *fit, const char *path);

/* Writes the one line `maix_memory_cmm=VALUE` that both readers take: MiB, or "auto" for the
 * board's default. The old file is kept beside it as `configs.maixfit-backup`, and as it was before
 * the first time as `configs.maixfit-first`; a failure at any point leaves the old file or the new
 * one, whole. The folder is locked meanwhile (flock), for which it may wait 5 seconds. With
 * `dry_run` nothing is written, and the report shows the difference. Returns 0, or a status as
 * above; MAIXFIT_STATUS_USAGE also for a value that is not legal on the board. */
MAIXFIT_API int maixfit_config_set(maixfit *fit, const char *value, const char *path, bool dry_run);

/* Writes the advised value, where the models do not fit without it. maixfit_evaluate must be the
 * last evaluation, else MAIXFIT_STATUS_USAGE. Returns 0, or the verdict's status where no value
 * helps, or a status as of maixfit_config_set. */
MAIXFIT_API int maixfit_config_apply(maixfit *fit, const char *path, bool dry_run);

/* The same for a text: of `in`, the whole content of such a file, makes the one with that line, for
 * pages and tools that have no file. Sets *out, which the caller frees with maixfit_string_free, to
 * it, or to NULL on failure. Returns 0, or a status as of maixfit_config_set;
 * MAIXFIT_STATUS_DOES_NOT_FIT where both readers would not agree on any edit. */
MAIXFIT_API int maixfit_config_text(maixfit *fit, const char *value, const char *in, char **out);

/* Brings the file back as it was before maixfit first wrote it, or with `last` before the last
 * time; what stands there now becomes the last one. The board need not be known. Returns 0;
 * MAIXFIT_STATUS_BAD_MODEL where there is no such backup, or a file cannot be read or written. */
MAIXFIT_API int maixfit_config_restore(maixfit *fit, bool last, const char *path, bool dry_run);

/* Result of the last call that set an option, evaluated, or worked on /boot/configs, as one
 * sentence; "" before the first, and after a value that was accepted. */
MAIXFIT_API const char *maixfit_message(const maixfit *fit);

/* The same as a stable word, one of those in maixfit_words.h; "ok" where there is nothing to
 * report. */
MAIXFIT_API const char *maixfit_reason(const maixfit *fit);

/* Of the last evaluation: "fits", "marginal", "does-not-fit", "unknown". */
MAIXFIT_API const char *maixfit_verdict(const maixfit *fit);

/* A number of the last evaluation. False where it is unknown, and then nothing is written: unknown
 * is never 0. */
MAIXFIT_API bool maixfit_figure(const maixfit *fit, enum maixfit_figure figure, uint64_t *value);

/* What the verdict rests on: the value of an option, such as the board's id of MAIXFIT_DEVICE, and
 * in *assumed (which may be NULL) whether it was not named. NULL where it rests on none. */
MAIXFIT_API const char *maixfit_value(const maixfit *fit, enum maixfit_option option,
                                      bool *assumed);

/* The number of items in a list of the last evaluation. */
MAIXFIT_API unsigned maixfit_count(const maixfit *fit, enum maixfit_list list);

/* A text of the item at `index`, from 0; NULL where it has none. */
MAIXFIT_API const char *maixfit_item_text(const maixfit *fit, enum maixfit_list list,
                                          unsigned index, enum maixfit_field field);

/* A figure of the item; false where it has none, and then nothing is written. */
MAIXFIT_API bool maixfit_item_figure(const maixfit *fit, enum maixfit_list list, unsigned index,
                                     enum maixfit_field field, uint64_t *value);

/* Everything that the JSON of a report has, with what is nested in models, by its place: a JSON
 * pointer (RFC 6901) such as "/models/0/parts/const" or "/pipelines/1/blocks/0/bytes". The report
 * is made when it is first asked for, and stays until the next call that takes the handle without
 * `const`.
 *
 * A number, or true and false as 1 and 0. False where there is none at that place, or it is unknown
 * (null), and then nothing is written. */
MAIXFIT_API bool maixfit_json_number(const maixfit *fit, enum maixfit_report report,
                                     const char *pointer, uint64_t *value);

/* A text; NULL where there is none at that place. */
MAIXFIT_API const char *maixfit_json_text(const maixfit *fit, enum maixfit_report report,
                                          const char *pointer);

/* The number of items of a list, or of fields of an object; 0 where there is none. */
MAIXFIT_API unsigned maixfit_json_count(const maixfit *fit, enum maixfit_report report,
                                        const char *pointer);

/* MAIXFIT_FIGURE_POOL_LINE_MIB, the pool to set, as the line that the board takes,
 * "maix_memory_cmm=2048", or as the value that its program asks for, "MEM=1024" of core-config on a
 * Module LLM; "" where there is none. */
MAIXFIT_API const char *maixfit_pool_line(maixfit *fit);

/* What to know of that value, "" if nothing; or why there is none. Reads the board's /boot/configs,
 * as what stands there may defeat the value. */
MAIXFIT_API const char *maixfit_pool_line_message(maixfit *fit);

/* The same as a stable word: "ok", "no-legal-value", "user-memory", "no-device-facts"… */
MAIXFIT_API const char *maixfit_pool_line_reason(const maixfit *fit);

/* The same as a status, which the tool's --emit ends with: 0 where there is a value;
 * MAIXFIT_STATUS_DOES_NOT_FIT where none is enough; MAIXFIT_STATUS_USAGE where the board has no
 * such line; MAIXFIT_STATUS_NO_FACTS where facts are missing; MAIXFIT_STATUS_BAD_MODEL where a
 * model cannot be judged. */
MAIXFIT_API int maixfit_pool_line_status(const maixfit *fit);

/* Problems of the last call, one line each ("path: reason"), by index from 0; NULL behind the last.
 * They are the models that cannot be judged, and the facts that are missing. */
MAIXFIT_API const char *maixfit_problem(const maixfit *fit, unsigned index);

/* The status of the last evaluation, or of the verdict in a callback. */
MAIXFIT_API int maixfit_status(const maixfit *fit);

/* Returns a report as UTF-8 with a final newline; the caller frees it with maixfit_string_free.
 * Returns NULL where the call that it is of was not made, or was refused before it read anything
 * (MAIXFIT_STATUS_USAGE: no model, no such board), and without memory. */
MAIXFIT_API char *maixfit_report_text(const maixfit *fit, enum maixfit_report report,
                                      enum maixfit_format format);

/* Frees a string of maixfit_report_text or maixfit_config_text. */
MAIXFIT_API void maixfit_string_free(char *string);

#ifdef __cplusplus
}
#endif

#endif
