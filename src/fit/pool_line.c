// SPDX-License-Identifier: MIT
/* `maix_memory_cmm`: the pool's size in MiB, the top of the RAM; Linux gets the rest. Both programs
 * that read it take 1 … RAM − 256 (sipeed/maix_ax620e_sdk, ax620e.c and auto_load_all_drv.sh). */
#include <string.h>

#include "../core/checked.h"
#include "fit.h"
#include "place.h"

struct mf_amount mf_linux_after(const struct mf_supply *supply, uint64_t pool_mib)
{
    const struct mf_device *device = supply->device;
    struct mf_amount after = {0};
    uint64_t together;
    if (!supply->user_available.known || !supply->total.known ||
        !mf_add(supply->user_available.bytes, mf_device_pool_cost(device, supply->total.bytes),
                &together))
        return after;
    uint64_t cost = mf_device_pool_cost(device, pool_mib * MF_MIB);
    return (struct mf_amount){true, together > cost ? together - cost : 0};
}

/* The most that it can be then. */
static struct mf_amount most_after(const struct mf_supply *supply, uint64_t pool_mib)
{
    struct mf_amount after = mf_linux_after(supply, pool_mib);
    return after.known ? after : mf_supply_linux_beside(supply, pool_mib * MF_MIB);
}

/* Is it unknown, or known to be enough, what Linux has to load the models? */
static bool linux_can_load(const struct mf_supply *supply, uint64_t pool_mib, uint64_t user_peak)
{
    struct mf_amount most = most_after(supply, pool_mib);
    return !most.known || user_peak <= most.bytes;
}

static void set_least(struct mf_pool_line *line, const struct mf_supply *supply, uint64_t value,
                      uint64_t user_peak)
{
    struct mf_amount most = most_after(supply, value);
    line->least_mib = value;
    line->shortfall = most.known && user_peak > most.bytes ? user_peak - most.bytes : 0;
    line->possible = line->shortfall == 0;
    line->reason = line->possible ? MF_OK : MF_USER_MEMORY;
}

static uint64_t smallest_value(const struct mf_device *device)
{
    return device->least_supported_mib > device->legal_min_mib ? device->least_supported_mib
                                                               : device->legal_min_mib;
}

struct mf_pool_line mf_pool_line_find(const struct mf_supply *supply, uint64_t npu_bytes,
                                      uint64_t user_peak)
{
    const struct mf_device *device = supply->device;
    struct mf_pool_line line = {.reason = MF_NO_DEVICE_FACTS};
    uint64_t need;
    if (!device)
        return line;
    line.reason = MF_NO_POOL_LINE;
    if (mf_device_largest_setting(device) == 0)
        return line;
    line.reason = supply->problem;
    if (!supply->used.known) {
        if (line.reason == MF_OK)
            line.reason = MF_NO_PROBE;
        return line;
    }
    line.reason = MF_NO_LEGAL_VALUE;
    uint64_t limit = mf_device_largest_pool(device); /* RAM is bounded where profiles are read */
    if (!mf_add(npu_bytes, mf_supply_used_again(supply), &need))
        need = UINT64_MAX;
    if (need > limit) {
        line.shortfall = need - limit;
        return line;
    }
    uint64_t value = mf_ceil_div(need, MF_MIB);
    if (value < smallest_value(device))
        value = smallest_value(device);
    set_least(&line, supply, value, user_peak);
    return line;
}

/* Do all blocks find a hole when `more` bytes come behind the last one? CMM fills its pool from the
 * bottom, so that is where new memory lies when the same programs have made the same holes again.
 */
static bool places_with(const struct mf_result *result, uint64_t npu_bytes, uint64_t more,
                        bool *placed, struct mf_error *error)
{
    struct mf_arena scratch = {0};
    const struct mf_supply *present = &result->supply;
    struct mf_placement placement;
    struct mf_supply grown = *present;
    size_t last = present->hole_count;
    grown.holes = mf_arena_take(&scratch, (last + 1) * sizeof *grown.holes);
    if (!grown.holes)
        return mf_fail_memory(error);
    memcpy(grown.holes, present->holes, last * sizeof *grown.holes);
    bool at_end = last > 0 && present->pool_end ==
                                  present->holes[last - 1].start + present->holes[last - 1].bytes;
    if (at_end)
        grown.holes[last - 1].bytes += more; /* both are parts of RAM: no overflow */
    else
        grown.holes[grown.hole_count++] = (struct mf_hole){present->pool_end, more};
    bool ok = mf_place(&result->demand, &grown, &placement, error);
    *placed = ok && placement.always && npu_bytes <= present->free.bytes + more;
    mf_arena_free(&scratch);
    return ok;
}

/* The smallest value in [present, most] that places every block; `most` where none does. */
static bool find_placing(const struct mf_result *result, uint64_t npu_bytes, uint64_t present,
                         uint64_t most, uint64_t *value, bool *placed, struct mf_error *error)
{
    uint64_t total = result->supply.total.bytes;
    uint64_t low = present;
    *value = most;
    *placed = false;
    while (low < *value) {
        uint64_t middle = low + (*value - low) / 2;
        if (!places_with(result, npu_bytes, middle * MF_MIB - total, placed, error))
            return false;
        if (*placed)
            *value = middle;
        else
            low = middle + 1;
    }
    return places_with(result, npu_bytes, *value * MF_MIB - total, placed, error);
}

bool mf_pool_line_split(const struct mf_result *result, uint64_t npu_bytes,
                        struct mf_pool_line *line, struct mf_error *error)
{
    const struct mf_supply *supply = &result->supply;
    const struct mf_device *device = supply->device;
    uint64_t peak = result->demand.user_peak_bytes;
    uint64_t present = mf_ceil_div(supply->total.bytes, MF_MIB);
    uint64_t value;
    bool placed;
    if (!line->possible || present > mf_device_largest_setting(device))
        return true;
    uint64_t largest = mf_device_largest_setting(device);
    if (!find_placing(result, npu_bytes, present, largest, &value, &placed, error))
        return false;
    line->is_split = true;
    line->split_mib = placed && linux_can_load(supply, value, peak) ? value : 0;
    return true;
}

static uint64_t larger(uint64_t one, uint64_t other)
{
    return one > other ? one : other;
}

/* What the board needs beside the request: its image's default was chosen for launcher and camera.
 */
static uint64_t with_default(const struct mf_supply *supply, uint64_t value, uint64_t user_peak)
{
    uint64_t usual = larger(value, mf_ceil_div(supply->device->pool_bytes, MF_MIB));
    bool legal = usual <= mf_device_largest_setting(supply->device);
    return legal && linux_can_load(supply, usual, user_peak) ? usual : value;
}

bool mf_pool_line_choose(struct mf_arena *arena, struct mf_result *result, bool minimum,
                         struct mf_error *error)
{
    const struct mf_supply *supply = &result->supply;
    struct mf_pool_line *line = &result->pool_line;
    uint64_t value = line->least_mib;
    if (!line->possible)
        return true;
    if (line->is_split && !minimum)
        value = larger(larger(value, line->split_mib), mf_ceil_div(supply->total.bytes, MF_MIB));
    if (!minimum)
        value = with_default(supply, value, result->demand.user_peak_bytes);
    uint64_t cost = mf_device_pool_cost(supply->device, value * MF_MIB) / MF_MIB;
    line->mib = minimum ? value : cost;
    line->linux_mib = supply->device->ram_mib - cost;
    line->setting = mf_device_setting_text(arena, supply->device, line->mib);
    return line->setting ? true : mf_fail_memory(error);
}

bool mf_pool_line_is_met(const struct mf_result *result, uint64_t pool_mib)
{
    const struct mf_pool_line *line = &result->pool_line;
    uint64_t least = line->is_split ? line->mib : line->least_mib;
    return line->possible && pool_mib >= least &&
           linux_can_load(&result->supply, pool_mib, result->demand.user_peak_bytes);
}

/* MemTotal ≈ OS − (49 + 0.0164 · OS) MiB, from two published `free` outputs of AX630C boards with 1
 * and 2 GiB for Linux. */
uint64_t mf_linux_usable(uint64_t linux_mib)
{
    uint64_t taken = 49 + mf_ceil_div(linux_mib * 164, 10000);
    return linux_mib > taken ? (linux_mib - taken) * MF_MIB : 0;
}

uint64_t mf_linux_left(const struct mf_supply *supply, const struct mf_pool_line *line)
{
    struct mf_amount after = mf_linux_after(supply, line->mib);
    return after.known ? after.bytes : mf_linux_usable(line->linux_mib);
}
