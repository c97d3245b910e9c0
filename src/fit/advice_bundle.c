// SPDX-License-Identifier: MIT
/* What-ifs on a bundle: its twin, its layers one at a time, a shorter context. */
#include "../bundle/bundle.h"
#include "../core/text.h"
#include "advice.h"

static bool npu_bytes(const struct mf_model *model, uint64_t *bytes, struct mf_error *error)
{
    return mf_blocks_sum(&model->blocks, MF_POOL_NPU, bytes, error);
}

/* What the bundle takes when it is changed so; more than now where that is impossible. */
static bool changed_bytes(const struct mf_advisor *advisor, const struct mf_model *model,
                          const struct mf_bundle *bundle, uint64_t context, uint64_t *bytes)
{
    struct mf_arena scratch = {0};
    struct mf_model changed = *model;
    bool ok = mf_bundle_fill(&scratch, bundle, context, &changed, advisor->error) &&
              npu_bytes(&changed, bytes, advisor->error);
    mf_arena_free(&scratch);
    return ok;
}

static bool offer(struct mf_advisor *advisor, const char *action, const char *text, uint64_t gains)
{
    struct mf_advice advice = {.action = action, .gains = {true, gains}, .text = text};
    advice.enough = mf_advice_frees_enough(advisor, gains);
    return mf_advice_add(advisor, advice);
}

static bool advise_twin(struct mf_advisor *advisor, const struct mf_model *model)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_bundle *bundle = model->bundle;
    uint64_t replaced;
    if (bundle->twin_bytes == 0 || model->member_count == 0 ||
        !npu_bytes(model->members[0], &replaced, advisor->error) || bundle->twin_bytes >= replaced)
        return true;
    uint64_t gains = replaced - bundle->twin_bytes;
    return offer(advisor, "twin",
                 mf_arena_format(advisor->arena, _("Load the twin %s: frees %s."), bundle->twin,
                                 mf_size_text(gains, size)),
                 gains);
}

static bool advise_dynamic(struct mf_advisor *advisor, const struct mf_model *model,
                           uint64_t present)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_bundle changed = *model->bundle;
    uint64_t bytes;
    if (!changed.can_load_dynamically || changed.dynamic_layers)
        return true;
    changed.dynamic_layers = true;
    changed.is_what_if = true;
    if (!changed_bytes(advisor, model, &changed, changed.context, &bytes))
        return false;
    if (bytes >= present)
        return true;
    return offer(advisor, "dynamic-layers",
                 mf_arena_format(advisor->arena,
                                 _("Load the layers one at a time (dynamic_load_axmodel_layer): "
                                   "frees %s, and is much slower."),
                                 mf_size_text(present - bytes, size)),
                 present - bytes);
}

static bool advise_context(struct mf_advisor *advisor, const struct mf_model *model,
                           uint64_t present)
{
    char size[MF_SIZE_TEXT_MAX];
    const struct mf_amount *largest = &advisor->result->largest_context;
    uint64_t bytes;
    if (!largest->known || largest->bytes >= model->bundle->context)
        return true;
    if (!changed_bytes(advisor, model, model->bundle, largest->bytes, &bytes))
        return false;
    if (bytes >= present)
        return true;
    struct mf_advice advice = {.action = "shorter-context",
                               .value = {true, largest->bytes},
                               .gains = {true, present - bytes},
                               .enough = true};
    advice.text =
        mf_arena_format(advisor->arena,
                        _("Take files that are compiled for a context of at most %llu tokens "
                          "(--context): frees %s."),
                        (unsigned long long)largest->bytes, mf_size_text(present - bytes, size));
    return mf_advice_add(advisor, advice);
}

bool mf_advise_bundle(struct mf_advisor *advisor)
{
    for (size_t i = 0; i < advisor->result->model_count; i++) {
        const struct mf_model *model = advisor->result->models[i];
        uint64_t present;
        if (!model->bundle)
            continue;
        if (!npu_bytes(model, &present, advisor->error) || !advise_twin(advisor, model) ||
            !advise_dynamic(advisor, model, present) || !advise_context(advisor, model, present))
            return false;
    }
    return true;
}
