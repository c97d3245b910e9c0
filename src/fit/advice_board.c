// SPDX-License-Identifier: MIT
/* Another board, the one that was not named, or a file for this one. */
#include <string.h>

#include "../core/checked.h"
#include "../bundle/runner.h"
#include "../core/text.h"
#include "advice.h"

/* Without a board neither its pool nor what it can be set to is known. */
bool mf_advise_name(struct mf_advisor *advisor)
{
    if (advisor->result->supply.device)
        return true;
    return mf_advice_add(
        advisor,
        (struct mf_advice){.action = "name-device",
                           .text = _("Name the board with --device: its pool's legal sizes "
                                     "and other boards are then part of the advice.")});
}

static enum mf_runner usual_runner(const struct mf_device *device)
{
    return device->runner ? mf_runner_of(device->runner) : MF_RUNNER_PLAIN;
}

/* A board on which the same program runs is better; then less RAM, which is cheaper; of two with as
 * much, the one with the larger pool; of two that are alike, the one that is assumed elsewhere. */
static bool is_better(const struct mf_device *device, const struct mf_device *best,
                      enum mf_runner runner)
{
    bool same = usual_runner(device) == runner;
    if (same != (usual_runner(best) == runner))
        return same;
    if (device->ram_mib != best->ram_mib)
        return device->ram_mib < best->ram_mib;
    if (mf_device_largest_pool(device) != mf_device_largest_pool(best))
        return mf_device_largest_pool(device) > mf_device_largest_pool(best);
    if (device->pool_bytes != best->pool_bytes)
        return device->pool_bytes > best->pool_bytes;
    return device->default_format && !best->default_format;
}

/* About what Linux has on that board when the pool is just large enough. */
static struct mf_amount linux_beside(const struct mf_device *device, uint64_t need)
{
    uint64_t pool = mf_device_largest_setting(device) > 0 ? need : device->pool_bytes;
    uint64_t cost = mf_ceil_div(mf_device_pool_cost(device, pool), MF_MIB);
    uint64_t rest = device->ram_mib > cost ? device->ram_mib - cost : 0;
    return (struct mf_amount){true, mf_linux_usable(rest)};
}

/* Models are loaded as that board's programs do it, where nothing else was asked for. */
static void load_there(struct mf_what_if *what_if, size_t count, const struct mf_device *device)
{
    enum mf_runner runner = usual_runner(device);
    for (size_t i = 0; i < count; i++) {
        struct mf_loading *how = &what_if->loadings[i];
        what_if->is_changed[i] = how->default_runner != runner || how->on_card != device->on_card;
        how->default_runner = runner;
        how->on_card = device->on_card;
        how->board_ai_isp = MF_CHOICE_UNSET;
    }
}

/* The whole request on another board with a pool of that size. */
static bool fits_on(struct mf_advisor *advisor, const struct mf_device *device, uint64_t pool,
                    bool *fits)
{
    struct mf_result *result = advisor->result;
    struct mf_what_if what_if;
    struct mf_trial_answer answer;
    struct mf_fit_request there = *advisor->request;
    there.pipeline_data = there.all_pipeline_data
                              ? mf_pipeline_find(there.all_pipeline_data, device->pipeline)
                              : NULL;
    *fits = false;
    if (mf_fit_lacks_pipelines(&there))
        return true;
    if (!mf_what_if_begin(advisor->arena, &there, result, &what_if))
        return mf_fail_memory(advisor->error);
    load_there(&what_if, result->model_count, device);
    what_if.pipelines.board_sensor = mf_device_sensor(device);
    what_if.pipelines.old_stack = device->old_stack;
    mf_what_if_pool(&what_if, pool, device->idle_use_kib * MF_KIB);
    what_if.supply.kind = device->kind;
    what_if.supply.user_available.known = false;
    if (result->reason == MF_USER_MEMORY)
        what_if.supply.user_available = linux_beside(device, advisor->need);
    if (!mf_what_if_try(&what_if, &there, result, &answer, advisor->error))
        return false;
    *fits = answer.with_margin;
    return true;
}

/* Could the board be an answer at all? */
static bool is_candidate(const struct mf_advisor *advisor, const struct mf_device *device)
{
    const struct mf_device *present = advisor->result->supply.device;
    if (!present || !device->is_usual || strcmp(device->id, present->id) == 0 ||
        mf_find_misfit(device, device->kind, advisor->result))
        return false;
    if (advisor->result->reason == MF_USER_MEMORY)
        return device->ram_mib > present->ram_mib;
    return advisor->result->reason == MF_WRONG_CHIP ||
           (device->ram_mib >= present->ram_mib &&
            mf_device_largest_pool(device) > mf_device_largest_pool(present));
}

/* The board with the least RAM that can take all that is asked for; NULL where there is none. */
static bool find_board(struct mf_advisor *advisor, const struct mf_device **best)
{
    const struct mf_device_list *devices = advisor->request->devices;
    enum mf_runner runner = usual_runner(advisor->result->supply.device);
    *best = NULL;
    for (size_t i = 0; i < devices->count; i++) {
        const struct mf_device *device = &devices->items[i];
        bool fits;
        if (!is_candidate(advisor, device) || (*best && !is_better(device, *best, runner)))
            continue;
        if (!fits_on(advisor, device, mf_device_largest_pool(device), &fits))
            return false;
        if (fits)
            *best = device;
    }
    return true;
}

static const char *board_text(struct mf_advisor *advisor, const struct mf_device *device,
                              bool as_it_comes)
{
    char size[MF_SIZE_TEXT_MAX];
    if (advisor->result->reason == MF_USER_MEMORY)
        return mf_arena_format(advisor->arena,
                               _("Take another board: %s (%s) has %llu MiB of RAM."), device->id,
                               _(device->title), (unsigned long long)device->ram_mib);
    if (as_it_comes)
        return mf_arena_format(advisor->arena, _("Take another board: %s (%s) has a pool of %s."),
                               device->id, _(device->title),
                               mf_size_text(device->pool_bytes, size));
    return mf_arena_format(advisor->arena,
                           _("Take another board: %s (%s), with a larger pool than its usual %llu "
                             "MiB, up to %llu; --device %s --emit prints the setting."),
                           device->id, _(device->title),
                           (unsigned long long)(device->pool_bytes / MF_MIB),
                           (unsigned long long)mf_device_largest_setting(device), device->id);
}

bool mf_advise_board(struct mf_advisor *advisor)
{
    bool as_it_comes;
    if (!advisor->result->supply.device || !advisor->request->devices)
        return true;
    const struct mf_device *device;
    if (!find_board(advisor, &device))
        return false;
    if (!device)
        return true;
    uint64_t pool = mf_device_largest_pool(device);
    struct mf_advice advice = {.action = "other-board", .enough = true};
    if (advisor->result->supply.total.known && pool > advisor->result->supply.total.bytes)
        advice.gains = (struct mf_amount){true, pool - advisor->result->supply.total.bytes};
    if (!fits_on(advisor, device, device->pool_bytes, &as_it_comes))
        return false;
    advice.text = board_text(advisor, device, as_it_comes);
    return mf_advice_add(advisor, advice);
}

bool mf_advise_compile(struct mf_advisor *advisor)
{
    struct mf_advice advice = {.action = "compile"};
    if (!advisor->result->supply.device)
        return true;
    advice.text =
        mf_arena_format(advisor->arena, _("Compile the model for %s, or take a file made for it."),
                        advisor->result->supply.device->npu.items[0]);
    return mf_advice_add(advisor, advice) && mf_advise_board(advisor);
}
