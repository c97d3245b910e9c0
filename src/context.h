// SPDX-License-Identifier: MIT
/* What stands behind the handle. */
#ifndef MAIXFIT_CONTEXT_H
#define MAIXFIT_CONTEXT_H

#include "boot/boot.h"
#include "bundle/bundle.h"
#include "fit/fit.h"
#include "maixfit.h"

struct mf_paths {
    const char **items;
    size_t count;
    size_t capacity;
};

/* What the last call on /boot/configs found or did. */
struct mf_config {
    struct mf_boot boot; /* of the text as it is, or as it will be */
    const char *path;
    const char *backup; /* NULL: nothing was written */
    const char *diff;   /* NULL: nothing was to change */
    const char *message;
    int status;
    bool dry_run;
};

struct maixfit {
    struct mf_arena arena;
    struct mf_arena files; /* what was read of models and bundles, bounded */
    struct mf_error error; /* of the last call */
    struct mf_device_list devices;
    struct mf_pipeline_data_list pipeline_data;
    struct mf_paths models;
    struct mf_bundle_options bundle_options;
    struct mf_progress progress; /* tell is NULL: nobody wants to know */
    struct mf_camera cameras[MF_CAMERAS_MAX];
    struct mf_pipeline_request pipelines;
    struct mf_supply_request supply;
    struct mf_margin margin;
    bool strict;
    struct mf_result result;
    struct mf_result **each; /* one a model, by need */
    size_t each_count;
    struct mf_config config;
    const char *message;
    const char *pool_line_message;
    const char **problems;
    size_t problem_count;
    size_t problem_capacity;
};

/* Notes one line of trouble, "path: text"; the path may be NULL. */
bool mf_context_problem(struct maixfit *fit, const char *path, const char *text);

/* Reads the board: it may be a live or captured one, a named one or the one for a model format. */
bool mf_context_find_supply(struct maixfit *fit, const char *model_format,
                            struct mf_supply *supply);

/* What in the board's present /boot/configs would defeat a new value; "" where nothing would. */
const char *mf_context_boot_warning(struct maixfit *fit);

/* Sets the sentence on maix_memory_cmm for the last evaluation. */
bool mf_context_tell_pool_line(struct maixfit *fit);

#endif
