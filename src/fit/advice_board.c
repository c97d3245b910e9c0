// SPDX-License-Identifier: MIT
/* Another board, the one that was not named, or a file for this one. */
#include "../core/checked.h"
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

/* The most that a board's pool can be, in MiB. */
static uint64_t largest_pool(const struct mf_device *device)
{
    return device->legal_max_mib > 0 ? device->legal_max_mib : device->pool_mib;
}

/* Less RAM is cheaper; of two with as much, the one with the larger pool. */
static bool is_better(const struct mf_device *device, const struct mf_device *best)
{
    if (device->ram_mib != best->ram_mib)
        return device->ram_mib < best->ram_mib;
    if (largest_pool(device) != largest_pool(best))
        return largest_pool(device) > largest_pool(best);
    return device->pool_mib > best->pool_mib;
}

/* About what Linux has on that board when the pool is just large enough. */
static struct mf_amount linux_beside(const struct mf_device *device, uint64_t need)
{
    uint64_t pool = device->legal_max_mib > 0 ? need : device->pool_mib * MF_MIB;
    uint64_t cost = mf_ceil_div(mf_device_pool_cost(device, pool), MF_MIB);
    uint64_t rest = device->ram_mib > cost ? device->ram_mib - cost : 0;
    return (struct mf_amount){true, mf_linux_usable(rest)};
}

/* The whole request on another board with the largest pool that it can have. */
static bool fits_on(struct mf_advisor *advisor, const struct mf_device *device, bool *fits)
{
    const struct mf_fit_request *request = advisor->request;
    struct mf_result *result = advisor->result;
    struct mf_arena scratch = {0};
    struct mf_pipeline_list pipelines = {0};
    struct mf_error error;
    struct mf_trial_answer answer = {0};
    uint64_t free = largest_pool(device) * MF_MIB - device->idle_use_kib * MF_KIB;
    struct mf_hole hole = {0, free};
    struct mf_supply supply = {
        .free = {true, free}, .holes = &hole, .hole_count = 1, .holes_known = true};
    struct mf_trial trial = {result->models, result->model_count, &pipelines, &supply};
    if (result->reason == MF_USER_MEMORY)
        supply.user_available = linux_beside(device, advisor->need);
    const struct mf_pipeline_data *data =
        request->all_pipeline_data ? mf_pipeline_find(request->all_pipeline_data, device->pipeline)
                                   : NULL;
    bool wanted = request->pipelines && mf_pipeline_wanted(request->pipelines);
    bool possible = !wanted || (data && mf_pipeline_evaluate(&scratch, data, request->pipelines,
                                                             &pipelines, &error));
    bool ok = true;
    if (possible)
        ok = mf_fit_try(&trial, &request->margin, &answer, advisor->error);
    else if (data && error.reason == MF_NO_MEMORY)
        ok = mf_fail_memory(advisor->error);
    mf_arena_free(&scratch);
    *fits = answer.with_margin;
    return ok;
}

/* Could the board be an answer at all? */
static bool is_candidate(const struct mf_advisor *advisor, const struct mf_device *device)
{
    const struct mf_device *present = advisor->result->supply.device;
    if (!present || device == present || device->image_of ||
        mf_find_misfit(device, device->kind, advisor->result))
        return false;
    if (advisor->result->reason == MF_USER_MEMORY)
        return device->ram_mib > present->ram_mib;
    return advisor->result->reason == MF_WRONG_CHIP ||
           (device->ram_mib >= present->ram_mib && largest_pool(device) > largest_pool(present));
}

/* The board with the least RAM that can take all that is asked for; NULL where there is none. */
static bool find_board(struct mf_advisor *advisor, const struct mf_device **best)
{
    const struct mf_device_list *devices = advisor->request->devices;
    *best = NULL;
    for (size_t i = 0; i < devices->count; i++) {
        const struct mf_device *device = &devices->items[i];
        bool fits;
        if (!is_candidate(advisor, device) || (*best && !is_better(device, *best)))
            continue;
        if (!fits_on(advisor, device, &fits))
            return false;
        if (fits)
            *best = device;
    }
    return true;
}

bool mf_advise_board(struct mf_advisor *advisor)
{
    char size[MF_SIZE_TEXT_MAX];
    if (!advisor->result->supply.device || !advisor->request->devices)
        return true;
    const struct mf_device *device;
    if (!find_board(advisor, &device))
        return false;
    if (!device)
        return true;
    uint64_t pool = largest_pool(device) * MF_MIB;
    struct mf_advice advice = {.action = "other-board", .enough = true};
    if (advisor->result->supply.total.known && pool > advisor->result->supply.total.bytes)
        advice.gains = (struct mf_amount){true, pool - advisor->result->supply.total.bytes};
    if (advisor->result->reason == MF_USER_MEMORY)
        advice.text =
            mf_arena_format(advisor->arena, _("Take another board: %s (%s) has %llu MiB of RAM."),
                            device->id, _(device->title), (unsigned long long)device->ram_mib);
    else
        advice.text = mf_arena_format(advisor->arena,
                                      _("Take another board: %s (%s) has a pool of up to %s."),
                                      device->id, _(device->title), mf_size_text(pool, size));
    return mf_advice_add(advisor, advice);
}

bool mf_advise_compile(struct mf_advisor *advisor)
{
    struct mf_advice advice = {.action = "compile"};
    if (!advisor->result->supply.device)
        return true;
    advice.text =
        mf_arena_format(advisor->arena, _("Compile the model for %s, or take a file made for it."),
                        advisor->result->supply.device->npu[0]);
    return mf_advice_add(advisor, advice) && mf_advise_board(advisor);
}
