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

static uint64_t distance(uint64_t one, uint64_t other)
{
    return one > other ? one - other : other - one;
}

/* How a board that could be taken is like the present one; the first that differs decides. */
struct likeness {
    bool same_runner; /* the same program runs there */
    bool same_family; /* the same camera and display */
    bool same_chip;
    uint64_t ram_distance; /* the nearest is the cheapest that is enough */
};

static struct likeness compare(const struct mf_device *device, const struct mf_device *present)
{
    return (struct likeness){usual_runner(device) == usual_runner(present),
                             mf_same_text(device->pipeline, present->pipeline),
                             strcmp(device->chip, present->chip) == 0,
                             distance(device->ram_mib, present->ram_mib)};
}

/* The board that is more like the present one; of two that are alike, the one with the larger pool;
 * then the one that is assumed elsewhere. */
static bool is_better(const struct mf_device *device, const struct mf_device *best,
                      const struct mf_device *present)
{
    struct likeness one = compare(device, present);
    struct likeness other = compare(best, present);
    if (one.same_runner != other.same_runner)
        return one.same_runner;
    if (one.same_family != other.same_family)
        return one.same_family;
    if (one.same_chip != other.same_chip)
        return one.same_chip;
    if (one.ram_distance != other.ram_distance)
        return one.ram_distance < other.ram_distance;
    if (mf_device_largest_pool(device) != mf_device_largest_pool(best))
        return mf_device_largest_pool(device) > mf_device_largest_pool(best);
    if (device->pool_bytes != best->pool_bytes)
        return device->pool_bytes > best->pool_bytes;
    return device->default_format && !best->default_format;
}

/* What Linux has on that board beside such a pool: about, where that is the question, else at most.
 */
static struct mf_amount linux_beside(const struct mf_advisor *advisor,
                                     const struct mf_device *device, uint64_t pool)
{
    const struct mf_supply there = {.device = device};
    if (advisor->result->reason != MF_USER_MEMORY)
        return mf_supply_linux_beside(&there, pool);
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

/* The pool that just holds the answer on that board, in bytes of whole MiB. */
static uint64_t least_pool(const struct mf_device *device, const struct mf_trial_answer *answer)
{
    uint64_t need;
    if (!mf_add(answer->need_bytes, device->idle_use_kib * MF_KIB, &need))
        return UINT64_MAX;
    uint64_t mib = mf_ceil_div(need, MF_MIB);
    return mib > UINT64_MAX / MF_MIB ? UINT64_MAX : mib * MF_MIB;
}

/* Another board, with the pool that it comes with or with one that is set. */
struct there {
    bool is_set;
    bool fits;
    uint64_t least; /* bytes of a pool that just holds it there */
};

/* Linux keeps what the pool does not need, where it can be set. */
static void conclude_there(const struct mf_advisor *advisor, const struct mf_device *device,
                           const struct mf_trial_answer *answer, struct there *there)
{
    there->least = least_pool(device, answer);
    struct mf_amount linux_has =
        linux_beside(advisor, device, there->is_set ? there->least : device->pool_bytes);
    there->fits =
        answer->with_margin && (!linux_has.known || answer->user_peak_bytes <= linux_has.bytes);
}

/* The whole request on that board. */
static bool try_there(struct mf_advisor *advisor, const struct mf_device *device,
                      struct there *there)
{
    struct mf_result *result = advisor->result;
    struct mf_what_if what_if;
    struct mf_trial_answer answer;
    struct mf_fit_request request = *advisor->request;
    request.pipeline_data = request.all_pipeline_data
                                ? mf_pipeline_find(request.all_pipeline_data, device->pipeline)
                                : NULL;
    if (!mf_what_if_begin(&request, result, &what_if))
        return mf_fail_memory(advisor->error);
    what_if.is_elsewhere = true;
    load_there(&what_if, result->model_count, device);
    what_if.pipelines.board_sensor = mf_device_sensor(device);
    what_if.pipelines.old_stack = device->old_stack;
    mf_what_if_pool(&what_if, there->is_set ? mf_device_largest_pool(device) : device->pool_bytes,
                    device->idle_use_kib * MF_KIB);
    what_if.supply.kind = device->kind;
    what_if.supply.device = NULL; /* Linux's memory is looked at below */
    what_if.supply.user_available.known = false;
    if (!mf_what_if_try(&what_if, &request, result, &answer, advisor->error))
        return false;
    conclude_there(advisor, device, &answer, there);
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

/* The board most like the present one that can take all that is asked for; NULL where there is
 * none.
 */
static bool find_board(struct mf_advisor *advisor, const struct mf_device **best)
{
    const struct mf_device_list *devices = advisor->request->devices;
    const struct mf_device *present = advisor->result->supply.device;
    *best = NULL;
    for (size_t i = 0; i < devices->count; i++) {
        const struct mf_device *device = &devices->items[i];
        struct there there = {.is_set = mf_device_largest_setting(device) > 0};
        if (!is_candidate(advisor, device) || (*best && !is_better(device, *best, present)))
            continue;
        if (!try_there(advisor, device, &there))
            return false;
        if (there.fits)
            *best = device;
    }
    return true;
}

static const char *board_text(struct mf_advisor *advisor, const struct mf_device *device,
                              const struct there *as_it_comes)
{
    char size[MF_SIZE_TEXT_MAX];
    if (advisor->result->reason == MF_USER_MEMORY)
        return mf_arena_format(advisor->arena,
                               _("Take another board: %s (%s) has %llu MiB of RAM."), device->id,
                               _(device->title), (unsigned long long)device->ram_mib);
    if (as_it_comes->fits)
        return mf_arena_format(advisor->arena, _("Take another board: %s (%s) has a pool of %s."),
                               device->id, _(device->title),
                               mf_size_text(device->pool_bytes, size));
    if (device->pool_bytes >= as_it_comes->least)
        return mf_arena_format(advisor->arena,
                               _("Take another board: %s (%s), with a smaller pool than its usual "
                                 "%llu MiB, as Linux needs the rest to load; --device %s --emit "
                                 "prints the setting."),
                               device->id, _(device->title),
                               (unsigned long long)(device->pool_bytes / MF_MIB), device->id);
    return mf_arena_format(advisor->arena,
                           _("Take another board: %s (%s), with a larger pool than its usual %llu "
                             "MiB, up to %llu; --device %s --emit prints the setting."),
                           device->id, _(device->title),
                           (unsigned long long)(device->pool_bytes / MF_MIB),
                           (unsigned long long)mf_device_largest_setting(device), device->id);
}

bool mf_advise_board(struct mf_advisor *advisor)
{
    struct there as_it_comes = {.is_set = false};
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
    if (!try_there(advisor, device, &as_it_comes))
        return false;
    advice.text = board_text(advisor, device, &as_it_comes);
    return mf_advice_add(advisor, advice);
}

/* The format of the models of boards with that kind of pool. */
static const char *format_for(const struct mf_device_list *devices, enum mf_pool_kind kind)
{
    for (size_t i = 0; i < devices->count; i++) {
        if (devices->items[i].default_format && devices->items[i].kind == kind)
            return devices->items[i].default_format;
    }
    return NULL;
}

/* "axmodel" or "cvimodel", of a bundle too. */
static const char *format_of_files(const struct mf_model *model)
{
    return model->member_count > 0 ? model->members[0]->format : model->format;
}

/* The board that the file is for: the usual one of its format, or the first with its chip. */
static const struct mf_device *home_of(const struct mf_device_list *devices,
                                       const struct mf_model *model)
{
    const struct mf_device *usual = mf_device_for_format(devices, format_of_files(model));
    bool runs = usual && mf_device_runs(usual, model->chip);
    return runs ? usual : mf_device_for_chip(devices, model->chip);
}

/* What the file is for, and which one this board takes. */
static const char *right_file_text(struct mf_advisor *advisor)
{
    const struct mf_device_list *devices = advisor->request->devices;
    const struct mf_device *device = advisor->result->supply.device;
    const struct mf_model *model = advisor->result->misfit;
    const struct mf_device *home = home_of(devices, model);
    const char *format = format_for(devices, device->kind);
    const char *npu = device->npu.items[0];
    if (!home)
        return mf_arena_format(advisor->arena,
                               _("Take a file that is made for %s, or compile the model for it."),
                               npu);
    const char *chip = model->chip ? model->chip : home->npu.items[0];
    if (format && !mf_same_text(format, format_of_files(model)))
        return mf_arena_format(
            advisor->arena,
            _("%s is for %s (%s); for %s take the .%s, or compile the model for %s."), model->owner,
            chip, home->id, device->name, format, npu);
    return mf_arena_format(advisor->arena,
                           _("%s is for %s (%s); for %s take a file for %s, or compile one."),
                           model->owner, chip, home->id, device->name, npu);
}

bool mf_advise_compile(struct mf_advisor *advisor)
{
    if (!advisor->result->supply.device || !advisor->request->devices)
        return true;
    struct mf_advice advice = {.action = "compile", .text = right_file_text(advisor)};
    return mf_advice_add(advisor, advice) && mf_advise_board(advisor);
}
