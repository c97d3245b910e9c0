// SPDX-License-Identifier: MIT
/* The models of one process: AI-ISP is on or off for all of them. */
#include "../core/checked.h"
#include "handle.h"

static bool is_mixed(const struct mf_result *result)
{
    bool on = false;
    bool off = false;
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_loaded *loaded = result->models[i]->loaded;
        on = on || loaded->ai_isp == MF_CHOICE_YES;
        off = off || loaded->ai_isp == MF_CHOICE_NO;
    }
    return on && off;
}

/* What one of the models was set to; false where two differ. */
static bool find_named(const struct maixfit *fit, enum mf_choice *named)
{
    for (size_t i = 0; i < fit->models.count; i++) {
        enum mf_choice own = fit->models.items[i].loading.ai_isp;
        if (own == MF_CHOICE_UNSET)
            own = fit->loading.ai_isp;
        if (own != MF_CHOICE_UNSET && *named != MF_CHOICE_UNSET && own != *named)
            return false;
        if (own != MF_CHOICE_UNSET)
            *named = own;
    }
    return true;
}

static bool sum_need(struct maixfit *fit, const struct mf_result *result, uint64_t *need)
{
    *need = 0;
    if (result->status != 0 || is_mixed(result))
        return true;
    for (size_t i = 0; i < result->model_count; i++) {
        uint64_t bytes;
        if (result->models[i]->problem) {
            *need = 0;
            return true;
        }
        if (!mf_blocks_sum(&result->models[i]->blocks, MF_POOL_NPU, &bytes, &fit->error) ||
            !mf_accumulate(need, bytes))
            return false;
    }
    return true;
}

/* Bytes that all take with one choice; 0 where it has a model refused. The result stays as it is.
 */
static bool need_if(struct maixfit *fit, const struct mf_result *result, struct mf_loading how,
                    const struct mf_opened *items, size_t count, uint64_t *need)
{
    struct mf_result trial = *result;
    size_t problems = fit->problem_count;
    trial.model_count = 0;
    trial.findings = (struct mf_finding_list){0};
    bool ok = mf_handle_load(fit, &trial, &how, items, count) && sum_need(fit, &trial, need);
    fit->problem_count = problems;
    return ok;
}

static bool load_process(struct maixfit *fit, struct mf_result *result,
                         const struct mf_loading *how, const struct mf_opened *items, size_t count)
{
    struct mf_loading one = *how;
    uint64_t need[2];
    if (!find_named(fit, &one.ai_isp))
        return mf_fail(&fit->error, MF_USAGE,
                       _("AI-ISP is set on for one model and off for another; it is one setting "
                         "of the whole program"));
    if (!mf_handle_load(fit, result, &one, items, count))
        return false;
    if (result->status != 0 || !is_mixed(result))
        return true;
    for (int i = 0; i < 2; i++) {
        one.assumed_ai_isp = i == 0 ? MF_CHOICE_NO : MF_CHOICE_YES;
        if (!need_if(fit, result, one, items, count, &need[i]))
            return false;
    }
    one.assumed_ai_isp = need[1] > need[0] ? MF_CHOICE_YES : MF_CHOICE_NO;
    result->model_count = 0;
    return mf_handle_load(fit, result, &one, items, count);
}

bool mf_handle_load_process(struct maixfit *fit, struct mf_result *result,
                            const struct mf_loading *how, const struct mf_opened *items,
                            size_t count)
{
    if (!load_process(fit, result, how, items, count))
        return false;
    mf_handle_note_use(fit, result);
    return true;
}
