// SPDX-License-Identifier: MIT
#include "what_if.h"

#include <string.h>

struct trying {
    const struct mf_what_if *what_if;
    const struct mf_fit_request *request;
    const struct mf_result *result;
    struct mf_model **models;
    struct mf_pipeline_list pipelines;
    struct mf_arena scratch;
    struct mf_error problem; /* why it cannot be done */
};

static void copy_pictures(const struct mf_pipeline_request *from, struct mf_what_if *what_if)
{
    memcpy(what_if->cameras, from->cameras, from->camera_count * sizeof *from->cameras);
    memcpy(what_if->encoders, from->encoders, from->encoder_count * sizeof *from->encoders);
    memcpy(what_if->decoders, from->decoders, from->decoder_count * sizeof *from->decoders);
}

void mf_what_if_end(struct mf_what_if *what_if)
{
    mf_arena_free(&what_if->arena);
}

bool mf_what_if_begin(const struct mf_fit_request *request, const struct mf_result *result,
                      struct mf_what_if *what_if)
{
    struct mf_arena *arena = &what_if->arena;
    size_t count = result->model_count;
    memset(what_if, 0, sizeof *what_if);
    if (request->pipelines) {
        what_if->pipelines = *request->pipelines;
        copy_pictures(request->pipelines, what_if);
    }
    what_if->pipelines.cameras = what_if->cameras;
    what_if->pipelines.encoders = what_if->encoders;
    what_if->pipelines.decoders = what_if->decoders;
    what_if->supply = result->supply;
    what_if->loadings = mf_arena_take(arena, (count + 1) * sizeof *what_if->loadings);
    what_if->is_changed = mf_arena_take(arena, (count + 1) * sizeof *what_if->is_changed);
    if (!what_if->loadings || !what_if->is_changed) {
        mf_what_if_end(what_if);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (result->models[i]->loaded)
            what_if->loadings[i] = result->models[i]->loaded->how;
    }
    return true;
}

void mf_what_if_pool(struct mf_what_if *what_if, uint64_t total, uint64_t used)
{
    uint64_t free = total > used ? total - used : 0;
    what_if->holes[0] = (struct mf_hole){0, free};
    what_if->supply.holes = what_if->holes;
    what_if->supply.hole_count = 1;
    what_if->supply.holes_known = true;
    what_if->supply.total = (struct mf_amount){true, total};
    what_if->supply.free = (struct mf_amount){true, free};
}

void mf_what_if_reboot(struct mf_what_if *what_if, uint64_t used)
{
    struct mf_supply *supply = &what_if->supply;
    mf_what_if_pool(what_if, supply->total.bytes, used);
    if (supply->partition_count == 0)
        return;
    supply->hole_count = supply->partition_count;
    for (size_t i = 0; i < supply->partition_count; i++) {
        struct mf_hole hole = supply->partitions[i];
        uint64_t taken = used < hole.bytes ? used : hole.bytes;
        what_if->holes[i] = (struct mf_hole){hole.start + taken, hole.bytes - taken};
        used -= taken;
    }
}

static bool load_models(struct trying *trying)
{
    const struct mf_what_if *what_if = trying->what_if;
    size_t count = trying->result->model_count;
    trying->models = mf_arena_take(&trying->scratch, (count + 1) * sizeof(struct mf_model *));
    if (!trying->models)
        return mf_fail_memory(&trying->problem);
    for (size_t i = 0; i < count; i++) {
        trying->models[i] = trying->result->models[i];
        if (!what_if->is_changed[i])
            continue;
        struct mf_model *model = mf_arena_take(&trying->scratch, sizeof *model);
        if (!model)
            return mf_fail_memory(&trying->problem);
        if (!mf_load(&trying->scratch, trying->result->models[i], &what_if->loadings[i], model,
                     &trying->problem))
            return false;
        if (model->problem)
            return mf_fail(&trying->problem, model->problem->reason, "%s", model->problem->text);
        trying->models[i] = model;
    }
    return true;
}

/* A build that is loaded instead may be for another chip. */
static bool can_run(struct trying *trying)
{
    const struct mf_supply *supply = &trying->what_if->supply;
    const struct mf_result loaded = {.models = trying->models,
                                     .model_count = trying->result->model_count};
    if (mf_find_misfit(supply->device, supply->kind, &loaded))
        trying->problem.reason = MF_WRONG_CHIP;
    return trying->problem.reason != MF_WRONG_CHIP;
}

/* What the app takes, which depends on who loads the models. */
static bool open_app(struct trying *trying)
{
    struct mf_pipeline_request changed = trying->what_if->pipelines;
    changed.maixcdk_model = mf_any_by_maixcdk(trying->models, trying->result->model_count);
    if (!mf_pipeline_is_needed(&changed))
        return true;
    if (!trying->request->pipeline_data) {
        if (trying->what_if->is_elsewhere)
            trying->problem.reason = MF_CAMERA_UNKNOWN;
        return !trying->what_if->is_elsewhere;
    }
    return mf_pipeline_evaluate(&trying->scratch, trying->request->pipeline_data, &changed,
                                &trying->pipelines, &trying->problem);
}

static bool try_models(struct trying *trying, struct mf_model **models, size_t count,
                       struct mf_trial_answer *answer)
{
    struct mf_trial trial = {models, count, &trying->pipelines, &trying->what_if->supply};
    return mf_fit_try(&trial, &trying->request->margin, answer, &trying->problem);
}

/* Each model alone must fit; the one that needs most counts. */
static bool try_in_turn(struct trying *trying, struct mf_trial_answer *answer)
{
    *answer = (struct mf_trial_answer){.fits = true, .with_margin = true};
    for (size_t i = 0; i < trying->result->model_count; i++) {
        struct mf_trial_answer alone;
        if (!try_models(trying, &trying->models[i], 1, &alone))
            return false;
        if (alone.npu_bytes > answer->npu_bytes)
            answer->npu_bytes = alone.npu_bytes;
        if (alone.need_bytes > answer->need_bytes)
            answer->need_bytes = alone.need_bytes;
        if (alone.user_peak_bytes > answer->user_peak_bytes)
            answer->user_peak_bytes = alone.user_peak_bytes;
        if (alone.missing_bytes > answer->missing_bytes)
            answer->missing_bytes = alone.missing_bytes;
        answer->fits = answer->fits && alone.fits;
        answer->with_margin = answer->with_margin && alone.with_margin;
    }
    return true;
}

bool mf_what_if_try(struct mf_what_if *what_if, const struct mf_fit_request *request,
                    const struct mf_result *result, struct mf_trial_answer *answer,
                    struct mf_error *error)
{
    struct trying trying = {.what_if = what_if, .request = request, .result = result};
    bool ok = load_models(&trying) && can_run(&trying) && open_app(&trying);
    if (ok)
        ok = what_if->in_turn ? try_in_turn(&trying, answer)
                              : try_models(&trying, trying.models, result->model_count, answer);
    if (!ok)
        *answer = (struct mf_trial_answer){.npu_bytes = UINT64_MAX};
    mf_arena_free(&trying.scratch);
    mf_what_if_end(what_if);
    return ok || trying.problem.reason != MF_NO_MEMORY ? true : mf_fail_memory(error);
}
