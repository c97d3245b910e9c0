// SPDX-License-Identifier: MIT
/* What a request leaves open is decided here, and said to be assumed. */
#include <string.h>

#include "../core/checked.h"
#include "loader.h"
#include "model_class.h"

static const char *on_or_off(enum mf_choice choice)
{
    return choice == MF_CHOICE_YES ? "on" : "off";
}

static bool is_llm(const struct mf_loader *loader)
{
    return loader->bundle && loader->bundle->llm.layer_count > 0;
}

/* Is the manifest one of MaixCDK's, or one that states no program? */
static bool is_maixcdks(const struct mf_bundle *bundle)
{
    return !bundle || strcmp(bundle->kind, MF_KIND_MUD) == 0 ||
           strcmp(bundle->kind, MF_KIND_NAMES) == 0;
}

static bool decide_runner(struct mf_loader *loader)
{
    const struct mf_loading *how = loader->how;
    struct mf_loaded *decided = loader->decided;
    enum mf_runner own = loader->bundle ? loader->bundle->runner : MF_RUNNER_UNSET;
    enum mf_runner board = how->default_runner ? how->default_runner : MF_RUNNER_PLAIN;
    bool refused = how->runner == MF_RUNNER_AXLLM && !is_llm(loader);
    bool named = how->runner != MF_RUNNER_UNSET && !refused;
    if (refused &&
        !mf_loader_unused(loader, MF_HOW_RUNNER, "runner-unused",
                          _("--runner axllm has no effect: axllm loads an LLM by its manifest")))
        return false;
    if (is_llm(loader) && how->runner == MF_RUNNER_PLAIN)
        return mf_fail(loader->error, MF_USAGE,
                       _("--runner plain cannot load %s: the vendor's runtime alone does not load "
                         "an LLM; name maixcdk or axllm"),
                       loader->model->owner);
    decided->runner = named ? how->runner : own != MF_RUNNER_UNSET ? own : board;
    decided->by_maixcdk = decided->runner == MF_RUNNER_MAIXCDK &&
                          (named || (board == MF_RUNNER_MAIXCDK && is_maixcdks(loader->bundle)));
    decided->can_load_dynamically = is_llm(loader) && (loader->bundle->llm.can_load_dynamically ||
                                                       decided->runner == MF_RUNNER_AXLLM);
    loader->run.runner = decided->runner;
    loader->run.fixed_caches = loader->bundle && loader->bundle->llm.fixed_caches && !named;
    loader->run.copies_file = how->on_card || (loader->bundle && loader->bundle->copies_files);
    return mf_decided(loader, "runner", mf_runner_word(decided->runner), !named);
}

/* The second set of buffers is MaixCDK's: other programs have none, and its LLM classes neither. */
static bool decide_buffers(struct mf_loader *loader)
{
    struct mf_loaded *decided = loader->decided;
    enum mf_choice asked = loader->how->dual_buff;
    const char *type = loader->bundle ? loader->bundle->model_type : NULL;
    bool second = true; /* where no class is known, what needs more */
    if (decided->runner != MF_RUNNER_MAIXCDK || is_llm(loader))
        return asked == MF_CHOICE_UNSET ||
               mf_loader_unused(loader, MF_HOW_DUAL_BUFF, "dual-buff-unused",
                                _("--dual-buff has no effect: only MaixCDK has a second buffer, "
                                  "and its LLM classes have none"));
    const struct mf_model_class *class = mf_model_class_find(type);
    if (class)
        second = class->second_buffer;
    if (asked != MF_CHOICE_UNSET)
        second = asked == MF_CHOICE_YES;
    decided->dual_buff = second ? MF_CHOICE_YES : MF_CHOICE_NO;
    loader->run.second_buffer = second;
    if (class && !mf_decided(loader, "model_type", type, false))
        return false;
    return mf_decided(loader, "dual_buff", second ? "yes" : "no", asked == MF_CHOICE_UNSET);
}

static bool is_loaded_if(const struct mf_bundle_part *part, enum mf_choice ai_isp)
{
    return part->when == MF_WHEN_ALWAYS ||
           (part->when == MF_WHEN_AI_ISP_ON) == (ai_isp == MF_CHOICE_YES);
}

bool mf_part_is_loaded(const struct mf_loader *loader, const struct mf_bundle_part *part)
{
    return is_loaded_if(part, loader->decided->ai_isp);
}

/* What a choice takes; UINT64_MAX where it cannot be made. */
static uint64_t bytes_if(const struct mf_bundle *bundle, enum mf_choice ai_isp)
{
    uint64_t sum = 0;
    if (ai_isp == MF_CHOICE_YES ? bundle->lacks_on : bundle->lacks_off)
        return UINT64_MAX;
    for (size_t i = 0; i < bundle->part_count; i++) {
        const struct mf_bundle_part *part = &bundle->parts[i];
        struct mf_error ignored;
        uint64_t bytes;
        if (!is_loaded_if(part, ai_isp))
            continue;
        if (!part->file || !mf_blocks_sum(&part->file->blocks, MF_POOL_NPU, &bytes, &ignored) ||
            !mf_accumulate(&sum, bytes))
            return UINT64_MAX;
    }
    return sum;
}

static enum mf_choice choice_that_needs_more(const struct mf_bundle *bundle)
{
    uint64_t on = bytes_if(bundle, MF_CHOICE_YES);
    uint64_t off = bytes_if(bundle, MF_CHOICE_NO);
    if (on == UINT64_MAX || off == UINT64_MAX)
        return off == UINT64_MAX && on != UINT64_MAX ? MF_CHOICE_YES : MF_CHOICE_NO;
    return on > off ? MF_CHOICE_YES : MF_CHOICE_NO;
}

/* AI-ISP takes half of the NPU of MaixCAM2's chip; others have a part of their own for it. */
static bool has_modes(const struct mf_model *model)
{
    return model->chip && strcmp(model->chip, "AX620E") == 0;
}

static bool refuse_lacking(struct mf_loader *loader, bool on)
{
    struct mf_error problem;
    mf_fail(&problem, MF_NPU_MODE,
            on ? _("names neither model_vnpu nor model, one of which is loaded while AI-ISP is on; "
                   "turn it off (--ai-isp off)")
               : _("names neither model_npu nor model, one of which is loaded while AI-ISP is off; "
                   "turn it on (--ai-isp on)"));
    return mf_model_set_problem(loader->arena, loader->model, &problem, loader->error);
}

/* A build for the whole NPU runs only while AI-ISP is off, wherever it is named. */
static bool needs_whole_npu(const struct mf_loader *loader)
{
    const struct mf_bundle *bundle = loader->bundle;
    if (!bundle)
        return has_modes(loader->opened) && loader->opened->takes_whole_npu;
    for (size_t i = 0; i < bundle->part_count; i++) {
        const struct mf_model *file = bundle->parts[i].file;
        if (bundle->parts[i].when == MF_WHEN_ALWAYS && file && has_modes(file) &&
            file->takes_whole_npu)
            return true;
    }
    return false;
}

static enum mf_choice assumed_ai_isp(const struct mf_loader *loader, bool builds)
{
    if (needs_whole_npu(loader))
        return MF_CHOICE_NO;
    if (loader->how->assumed_ai_isp != MF_CHOICE_UNSET)
        return loader->how->assumed_ai_isp;
    return builds ? choice_that_needs_more(loader->bundle) : MF_CHOICE_UNSET;
}

/* Where the choice lacks its file, the other one's shows what the model takes. */
static bool decide_ai_isp(struct mf_loader *loader)
{
    const struct mf_loading *how = loader->how;
    const struct mf_bundle *bundle = loader->bundle;
    struct mf_loaded *decided = loader->decided;
    bool builds = bundle && (bundle->has_builds || bundle->lacks_on || bundle->lacks_off);
    bool named = how->ai_isp != MF_CHOICE_UNSET;
    enum mf_choice known = named ? how->ai_isp : how->board_ai_isp;
    if (is_llm(loader))
        return known != MF_CHOICE_YES ||
               mf_loader_note(loader, MF_WARNING, "ai-isp-llm",
                              _("an LLM takes the whole NPU: MaixCDK warns where AI-ISP is on, and "
                                "asks for a program without a camera"));
    if (!builds && !has_modes(loader->opened))
        return !named || mf_loader_unused(loader, MF_HOW_AI_ISP, "ai-isp-unused",
                                          _("--ai-isp has no effect: on this chip AI-ISP does not "
                                            "use the NPU, and the model has no other build"));
    decided->ai_isp = known != MF_CHOICE_UNSET ? known : assumed_ai_isp(loader, builds);
    if (decided->ai_isp == MF_CHOICE_UNSET)
        return true;
    bool on = decided->ai_isp == MF_CHOICE_YES;
    if (!mf_decided(loader, "ai_isp", on_or_off(decided->ai_isp), known == MF_CHOICE_UNSET))
        return false;
    if (!builds || !(on ? bundle->lacks_on : bundle->lacks_off))
        return true;
    decided->ai_isp = on ? MF_CHOICE_NO : MF_CHOICE_YES;
    return refuse_lacking(loader, on);
}

bool mf_check_npu_mode(struct mf_loader *loader, const struct mf_model *file, bool is_half)
{
    struct mf_error problem;
    bool is_on = loader->decided->ai_isp == MF_CHOICE_YES && !loader->model->problem;
    if (!is_on || !has_modes(file) || (is_half && !file->takes_whole_npu))
        return true;
    if (!file->npu_mode)
        return mf_findings_add(loader->arena, &loader->model->findings, MF_NOTE, "npu-mode-unknown",
                               file->path, loader->error,
                               _("does not state for how much of the NPU it is compiled; while "
                                 "AI-ISP is on, a build for the whole NPU is refused"));
    if (!file->takes_whole_npu)
        return true;
    if (loader->bundle)
        mf_fail(&problem, MF_NPU_MODE,
                _("%s is compiled for the whole NPU, and while AI-ISP is on the runtime refuses "
                  "it; turn AI-ISP off (--ai-isp off) or load a build for half of the NPU"),
                file->owner);
    else
        mf_fail(&problem, MF_NPU_MODE,
                _("is compiled for the whole NPU, and while AI-ISP is on the runtime refuses it; "
                  "turn AI-ISP off (--ai-isp off) or load a build for half of the NPU"));
    return mf_model_set_problem(loader->arena, loader->model, &problem, loader->error);
}

/* What-ifs on an LLM that this one cannot do. */
static bool note_unused(struct mf_loader *loader)
{
    const struct mf_loading *how = loader->how;
    if (!loader->bundle && how->context > 0 &&
        !mf_loader_unused(loader, MF_HOW_CONTEXT, "no-context",
                          _("--context has no effect: this model has no caches")))
        return false;
    return !how->dynamic_layers || loader->decided->can_load_dynamically ||
           mf_loader_unused(loader, MF_HOW_DYNAMIC_LAYERS, "dynamic-layers-unused",
                            _("--dynamic-layers has no effect: its program loads all layers at "
                              "once"));
}

bool mf_decide(struct mf_loader *loader)
{
    return decide_runner(loader) && note_unused(loader) && decide_buffers(loader) &&
           decide_ai_isp(loader);
}
