// SPDX-License-Identifier: MIT
/* `maix_memory_cmm`: the pool's size in MiB, the top of the RAM; Linux gets the rest. Both programs
 * that read it take 1 … RAM − 256 (sipeed/maix_ax620e_sdk, ax620e.c and auto_load_all_drv.sh). */
#include "../core/checked.h"
#include "fit.h"

/* What the pool takes, Linux gives: can a model still be loaded then? Only asked where it is known
 * what is available now. */
static uint64_t linux_lacks(const struct mf_supply *supply, uint64_t pool_mib, uint64_t user_peak)
{
    uint64_t together;
    if (!supply->user_available.known || !supply->total.known ||
        !mf_add(supply->user_available.bytes, supply->total.bytes, &together))
        return 0;
    uint64_t pool = pool_mib * MF_MIB;
    uint64_t available = together > pool ? together - pool : 0;
    return user_peak > available ? user_peak - available : 0;
}

struct mf_pool_line mf_pool_line_find(const struct mf_supply *supply,
                                      const struct mf_device *device, uint64_t npu_bytes,
                                      uint64_t user_peak)
{
    struct mf_pool_line line = {.reason = MF_NO_DEVICE_FACTS};
    uint64_t need;
    if (!device || device->legal_max_mib == 0)
        return line;
    line.reason = supply->problem;
    if (!supply->used.known) {
        if (line.reason == MF_OK)
            line.reason = MF_NO_PROBE;
        return line;
    }
    line.reason = MF_NO_LEGAL_VALUE;
    uint64_t limit = device->legal_max_mib * MF_MIB; /* RAM is bounded where profiles are read */
    if (!mf_add(npu_bytes, supply->used.bytes, &need))
        need = UINT64_MAX;
    if (need > limit) {
        line.shortfall = need - limit;
        return line;
    }
    line.value_mib = mf_ceil_div(need, MF_MIB);
    if (line.value_mib < device->legal_min_mib)
        line.value_mib = device->legal_min_mib;
    line.linux_mib = device->ram_mib - line.value_mib;
    line.shortfall = linux_lacks(supply, line.value_mib, user_peak);
    line.possible = line.shortfall == 0;
    line.reason = line.possible ? MF_OK : MF_USER_MEMORY;
    return line;
}

/* MemTotal ≈ OS − (49 + 0.0164 · OS) MiB, from two published `free` outputs of AX630C boards with 1
 * and 2 GiB for Linux. */
uint64_t mf_linux_usable(uint64_t linux_mib)
{
    uint64_t taken = 49 + mf_ceil_div(linux_mib * 164, 10000);
    return linux_mib > taken ? (linux_mib - taken) * MF_MIB : 0;
}
