// SPDX-License-Identifier: MIT
/* The handle itself: its life, and what all calls on it share. */
#include "handle.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

const char *maixfit_version(void)
{
    return MAIXFIT_VERSION;
}

bool maixfit_reads_archives(void)
{
    return mf_reads_archives();
}

static void forget_trees(struct maixfit *fit)
{
    for (size_t i = 0; i < MF_REPORT_COUNT; i++) {
        cJSON_Delete(fit->trees->of[i]);
        fit->trees->of[i] = NULL;
    }
}

/* Fills in a handle that is all zeros but for the trees. */
static void begin_life(struct maixfit *fit)
{
    mf_handle_begin(fit);
    fit->pipelines.cameras = fit->cameras;
    fit->pipelines.encoders = fit->encoders;
    fit->pipelines.decoders = fit->decoders;
    fit->files.limit = MF_TREE_MEMORY_MAX;
    mf_devices_builtin(&fit->devices);
    mf_pipelines_builtin(&fit->pipeline_data);
}

static void end_life(struct maixfit *fit)
{
    forget_trees(fit);
    mf_arena_free(&fit->settings);
    mf_arena_free(&fit->results);
    mf_arena_free(&fit->files);
    mf_arena_free(&fit->boards);
    mf_arena_free(&fit->config.arena);
    if (fit->speech)
        mf_speech_free(fit->speech);
    free(fit->speech);
}

maixfit *maixfit_new(void)
{
    struct maixfit *fit = calloc(1, sizeof *fit);
    struct mf_trees *trees = calloc(1, sizeof *trees);
    if (!fit || !trees) {
        free(fit);
        free(trees);
        return NULL;
    }
    fit->trees = trees;
    begin_life(fit);
    return fit;
}

void maixfit_free(maixfit *fit)
{
    if (!fit)
        return;
    end_life(fit);
    free(fit->trees);
    free(fit);
}

void maixfit_reset(maixfit *fit)
{
    if (!fit)
        return;
    struct mf_trees *trees = fit->trees;
    end_life(fit);
    memset(fit, 0, sizeof *fit);
    fit->trees = trees;
    begin_life(fit);
}

struct mf_voice mf_handle_speak(const struct maixfit *fit)
{
    return mf_speak((struct mf_voice){fit->speech, false});
}

const char *mf_handle_shown(const struct maixfit *fit, const char *text)
{
    struct mf_voice before = mf_speak((struct mf_voice){fit->speech, true});
    const char *shown = mf_shown(text);
    mf_speak(before);
    return shown;
}

void mf_handle_begin(struct maixfit *fit)
{
    forget_trees(fit);
    fit->reason = MF_OK;
    fit->message = "";
    fit->problems = NULL;
    fit->problem_count = 0;
    fit->problem_capacity = 0;
}

bool mf_handle_problem(struct maixfit *fit, const char *path, const char *text)
{
    const char **problems = mf_arena_grow(&fit->results, fit->problems, fit->problem_count,
                                          &fit->problem_capacity, sizeof *problems);
    if (!problems)
        return mf_fail_memory(&fit->error);
    fit->problems = problems;
    const char *line = path ? mf_arena_format(&fit->results, "%s: %s", path, text)
                            : mf_arena_string(&fit->results, text);
    if (!line)
        return mf_fail_memory(&fit->error);
    fit->problems[fit->problem_count++] = line;
    return true;
}

bool mf_handle_find_device(const struct maixfit *fit, const char *name,
                           const struct mf_device **device, struct mf_error *error)
{
    *device = name ? mf_device_find(&fit->devices, name) : NULL;
    return *device || !name || mf_device_fail_name(&fit->devices, name, error);
}

bool mf_handle_one_board(const struct maixfit *fit, const char **name, struct mf_error *error)
{
    *name = fit->device_names.count > 0 ? fit->device_names.items[0] : NULL;
    return fit->device_names.count <= 1 ||
           mf_fail(error, MF_USAGE, _("--device: this is of one board, and %zu were named"),
                   fit->device_names.count);
}

bool mf_handle_find_supply(struct maixfit *fit, struct mf_arena *arena, const char *name,
                           const struct mf_target *target, struct mf_supply *supply,
                           struct mf_error *error)
{
    struct mf_supply_request request = fit->supply;
    request.model_format = target ? target->format : NULL;
    request.model_chip = target ? target->chip : NULL;
    request.device_name = name;
    request.profile_only = fit->device_names.count > 1; /* what is here is one board */
    return (!request.sysroot || mf_root_open(&fit->settings, &fit->sysroot, error)) &&
           mf_handle_find_device(fit, name, &request.device, error) &&
           mf_supply_find(arena, &fit->devices, &request, supply, error);
}
