// SPDX-License-Identifier: MIT
/* What-ifs on a bundle: its twin, its layers one at a time, a shorter context. */
#include "../core/text.h"
#include "advice.h"

static bool npu_bytes(const struct mf_model *model, uint64_t *bytes, struct mf_error *error)
{
    return mf_blocks_sum(&model->blocks, MF_POOL_NPU, bytes, error);
}

/* What another way of loading frees, and whether that is enough. */
static bool try_loading(struct mf_advisor *advisor, size_t index, const struct mf_loading *how,
                        uint64_t *gains, bool *enough)
{
    struct mf_trial_answer answer;
    if (!mf_fit_try_loading(advisor->result, index, how, &advisor->request->margin, &answer,
                            advisor->error))
        return false;
    mf_advice_weigh(advisor, &answer, gains, enough);
    return true;
}

static bool offer(struct mf_advisor *advisor, const char *action, const char *text, uint64_t gains,
                  bool enough)
{
    struct mf_advice advice = {
        .action = action, .gains = {true, gains}, .text = text, .enough = enough};
    return mf_advice_add(advisor, advice);
}

static bool advise_twin(struct mf_advisor *advisor, const struct mf_model *model)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_loaded *loaded = model->loaded;
    uint64_t replaced;
    if (loaded->twin_bytes == 0 || model->member_count == 0 ||
        !npu_bytes(model->members[0], &replaced, advisor->error) || loaded->twin_bytes >= replaced)
        return true;
    uint64_t gains = replaced - loaded->twin_bytes;
    return offer(advisor, "twin",
                 mf_arena_format(advisor->arena, _("Load the twin %s: frees %s."), loaded->twin,
                                 mf_size_text(gains, size)),
                 gains, mf_advice_frees_enough(advisor, gains));
}

static bool advise_dynamic(struct mf_advisor *advisor, size_t index)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_model *model = advisor->result->models[index];
    struct mf_loading how = model->loaded->how;
    uint64_t gains;
    bool enough;
    if (!model->bundle->llm.can_load_dynamically || model->loaded->layer_pool > 0)
        return true;
    how.dynamic_layers = true;
    if (!try_loading(advisor, index, &how, &gains, &enough))
        return false;
    if (gains == 0)
        return true;
    return offer(advisor, "dynamic-layers",
                 mf_arena_format(advisor->arena,
                                 _("Load the layers one at a time (dynamic_load_axmodel_layer): "
                                   "frees %s, and is much slower."),
                                 mf_size_text(gains, size)),
                 gains, enough);
}

static bool advise_context(struct mf_advisor *advisor, size_t index)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_loaded *loaded = advisor->result->models[index]->loaded;
    const struct mf_amount *largest = &advisor->result->largest_context;
    uint64_t gains;
    bool enough;
    if (!largest->known || largest->bytes >= loaded->context)
        return true;
    struct mf_loading how = loaded->how;
    how.context = largest->bytes;
    if (!try_loading(advisor, index, &how, &gains, &enough))
        return false;
    if (gains == 0)
        return true;
    struct mf_advice advice = {.action = "shorter-context",
                               .value = {true, largest->bytes},
                               .gains = {true, gains},
                               .enough = enough};
    advice.text =
        mf_arena_format(advisor->arena,
                        _("Take files that are compiled for a context of at most %llu tokens "
                          "(--context): frees %s."),
                        (unsigned long long)largest->bytes, mf_size_text(gains, size));
    return mf_advice_add(advisor, advice);
}

bool mf_advise_bundle(struct mf_advisor *advisor)
{
    for (size_t i = 0; i < advisor->result->model_count; i++) {
        const struct mf_model *model = advisor->result->models[i];
        if (model->bundle && !(advise_twin(advisor, model) && advise_dynamic(advisor, i) &&
                               advise_context(advisor, i)))
            return false;
    }
    return true;
}
