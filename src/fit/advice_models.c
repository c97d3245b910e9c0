// SPDX-License-Identifier: MIT
/* Steps that load the models in another way. Each is offered only where it frees memory of this
 * very request. */
#include "../bundle/model_class.h"
#include "../core/text.h"
#include "advice.h"

/* Of all models that have two: --dual-buff sets it for all. */
static void apply_one_buffer(struct mf_what_if *what_if, const struct mf_step *step)
{
    for (size_t i = 0; i < step->index; i++) {
        if (what_if->loadings[i].dual_buff == MF_CHOICE_NO)
            continue;
        what_if->loadings[i].dual_buff = MF_CHOICE_NO;
        what_if->is_changed[i] = true;
    }
}

/* AI-ISP is on or off for the whole process. */
static void apply_ai_isp(struct mf_what_if *what_if, const struct mf_step *step)
{
    for (size_t i = 0; i < step->index; i++) {
        what_if->loadings[i].ai_isp = (enum mf_choice)step->value.bytes;
        what_if->is_changed[i] = true;
    }
}

static void apply_dynamic_layers(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->loadings[step->index].dynamic_layers = true;
    what_if->is_changed[step->index] = true;
}

static void apply_context(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->loadings[step->index].context = step->value.bytes;
    what_if->is_changed[step->index] = true;
}

static void apply_in_turn(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    what_if->in_turn = true;
}

static const char *one_buffer_line(struct mf_advisor *advisor, const struct mf_model *model,
                                   size_t count)
{
    const struct mf_model_class *class =
        mf_model_class_find(model->bundle ? model->bundle->model_type : NULL);
    return mf_arena_format(advisor->arena, "%s(…, dual_buff=False)",
                           class && count == 1 ? class->name : "nn.NN");
}

static const char *one_buffer_text(struct mf_advisor *advisor, const struct mf_model *model,
                                   size_t count)
{
    return count > 1 ? _("Load each model with one set of buffers")
                     : mf_arena_format(advisor->arena, _("Load %s with one set of buffers"),
                                       model->owner);
}

bool mf_advise_buffers(struct mf_advisor *advisor)
{
    const struct mf_result *result = advisor->result;
    const struct mf_model *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_loaded *loaded = result->models[i]->loaded;
        if (!loaded || loaded->dual_buff != MF_CHOICE_YES)
            continue;
        last = result->models[i];
        count++;
    }
    if (count == 0)
        return true;
    struct mf_step step = {.action = "dual-buff",
                           .apply = apply_one_buffer,
                           .text = one_buffer_text(advisor, last, count),
                           .change = one_buffer_line(advisor, last, count),
                           .option = "--dual-buff no",
                           .index = result->model_count};
    return step.change ? mf_advisor_offer(advisor, step) : mf_fail_memory(advisor->error);
}

/* How the models are loaded now; UNSET where none depends on it. */
static enum mf_choice present_ai_isp(const struct mf_result *result, const char **twin)
{
    enum mf_choice present = MF_CHOICE_UNSET;
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_loaded *loaded = result->models[i]->loaded;
        if (!loaded || loaded->ai_isp == MF_CHOICE_UNSET)
            continue;
        present = loaded->ai_isp;
        if (loaded->twin && !*twin)
            *twin = loaded->twin;
    }
    return present;
}

/* Only with one AI-ISP runs. */
static bool has_camera(const struct mf_advisor *advisor)
{
    const struct mf_pipeline_request *pipelines = advisor->request->pipelines;
    return pipelines && pipelines->camera_count > 0;
}

static struct mf_step ai_isp_step(const struct mf_advisor *advisor, bool on)
{
    return (struct mf_step){.action = "twin",
                            .apply = apply_ai_isp,
                            .index = advisor->result->model_count,
                            .value = {false, on ? MF_CHOICE_YES : MF_CHOICE_NO},
                            .option = on ? "--ai-isp on" : "--ai-isp off",
                            .is_unsure = on && has_camera(advisor)};
}

static bool offer_twin(struct mf_advisor *advisor)
{
    const char *twin = NULL;
    enum mf_choice present = present_ai_isp(advisor->result, &twin);
    if (!twin)
        return true;
    bool on = present == MF_CHOICE_NO; /* what the twin is for */
    struct mf_step step = ai_isp_step(advisor, on);
    step.text = mf_arena_format(advisor->arena,
                                on ? _("Turn AI-ISP on, so that %s is loaded")
                                   : _("Turn AI-ISP off, so that %s is loaded"),
                                twin);
    step.change =
        on ? _("maix_npu_ai_isp=1 in /boot/configs") : _("maix_npu_ai_isp=0 in /boot/configs");
    return mf_advisor_offer(advisor, step);
}

static enum mf_choice refused_ai_isp(const struct mf_result *result)
{
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_loading *how = &result->models[i]->loaded->how;
        if (result->models[i]->problem)
            return how->ai_isp != MF_CHOICE_UNSET ? how->ai_isp : how->board_ai_isp;
    }
    return MF_CHOICE_UNSET;
}

/* Where a build is refused as AI-ISP is set: the other setting, if all can be loaded with it. */
bool mf_advise_ai_isp(struct mf_advisor *advisor)
{
    bool on = refused_ai_isp(advisor->result) == MF_CHOICE_NO;
    struct mf_step step = ai_isp_step(advisor, on);
    struct mf_trial_answer answer = {0};
    if (!mf_advisor_try(advisor, &step, &answer))
        return false;
    if (answer.npu_bytes == UINT64_MAX)
        return true;
    return mf_advice_add(
        advisor,
        (struct mf_advice){.action = "ai-isp",
                           .option = step.option,
                           .enough = mf_step_is_enough(advisor, &step, &answer),
                           .text = on ? _("Turn AI-ISP on (maix_npu_ai_isp=1 in /boot/configs; "
                                          "--ai-isp on).")
                                      : _("Turn AI-ISP off (maix_npu_ai_isp=0 in /boot/configs; "
                                          "--ai-isp off).")});
}

static bool offer_dynamic_layers(struct mf_advisor *advisor, size_t index)
{
    const struct mf_model *model = advisor->result->models[index];
    if (!model->loaded->can_load_dynamically || model->loaded->layer_pool > 0)
        return true;
    struct mf_step step = {.action = "dynamic-layers",
                           .apply = apply_dynamic_layers,
                           .text = _("Load the layers one at a time, which is much slower"),
                           .change = model->loaded->runner == MF_RUNNER_AXLLM
                                         ? "\"dynamic_load_enable\": true"
                                         : "\"dynamic_load_axmodel_layer\": true",
                           .option = "--dynamic-layers"};
    step.index = index;
    return mf_advisor_offer(advisor, step);
}

static bool offer_context(struct mf_advisor *advisor, size_t index)
{
    const struct mf_model *model = advisor->result->models[index];
    const struct mf_amount *largest = &advisor->result->largest_context;
    if (!model->bundle || model->bundle->context_count == 0 || !largest->known ||
        largest->bytes >= model->loaded->context)
        return true;
    struct mf_step step = {.action = "shorter-context", .apply = apply_context, .value = *largest};
    step.index = index;
    step.text = mf_arena_format(advisor->arena,
                                _("Take files that are compiled for a context of at most %llu "
                                  "tokens"),
                                (unsigned long long)largest->bytes);
    step.option =
        mf_arena_format(advisor->arena, "--context %llu", (unsigned long long)largest->bytes);
    return mf_advisor_offer(advisor, step);
}

/* Of MaixPy, where it loads them. */
static const char *in_turn_line(const struct mf_advisor *advisor)
{
    const struct mf_result *result = advisor->result;
    bool by_maixcdk = mf_any_by_maixcdk(result->models, result->model_count);
    return by_maixcdk && mf_advisor_knows_app(advisor) ? "del model" : NULL;
}

bool mf_advise_models(struct mf_advisor *advisor)
{
    const struct mf_result *result = advisor->result;
    if (!offer_twin(advisor))
        return false;
    for (size_t i = 0; i < result->model_count; i++) {
        if (result->models[i]->loaded &&
            !(offer_dynamic_layers(advisor, i) && offer_context(advisor, i)))
            return false;
    }
    return result->model_count < 2 ||
           mf_advisor_offer(advisor,
                            (struct mf_step){.action = "load-in-turn",
                                             .apply = apply_in_turn,
                                             .text = _("Load the models in turn, each after the "
                                                       "one before it was deleted"),
                                             .change = in_turn_line(advisor),
                                             .option = "--each"});
}
