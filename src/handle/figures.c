// SPDX-License-Identifier: MIT
/* Numbers of the last evaluation, by the names that they have in the JSON. */
#include "handle.h"

static struct mf_amount known(uint64_t value)
{
    return (struct mf_amount){true, value};
}

static struct mf_amount demand_figure(const struct mf_result *result, enum maixfit_figure figure)
{
    const struct mf_demand *demand = &result->demand;
    if (!mf_need_is_known(result))
        return (struct mf_amount){0};
    switch ((int)figure) {
    case MAIXFIT_FIGURE_DEMAND_NPU_BYTES:
        return known(demand->npu_bytes);
    case MAIXFIT_FIGURE_DEMAND_NPU_STEADY_BYTES:
        return known(demand->npu_steady_bytes);
    case MAIXFIT_FIGURE_DEMAND_NPU_LARGEST_BLOCK:
        return known(demand->npu_largest_block);
    case MAIXFIT_FIGURE_DEMAND_USER_PEAK_BYTES:
        return known(demand->user_peak_bytes);
    default:
        return known(demand->margin_bytes);
    }
}

static struct mf_amount find(const struct mf_result *result, enum maixfit_figure figure)
{
    const struct mf_supply *supply = &result->supply;
    switch (figure) {
    case MAIXFIT_FIGURE_DEMAND_NPU_BYTES:
    case MAIXFIT_FIGURE_DEMAND_NPU_STEADY_BYTES:
    case MAIXFIT_FIGURE_DEMAND_NPU_LARGEST_BLOCK:
    case MAIXFIT_FIGURE_DEMAND_USER_PEAK_BYTES:
    case MAIXFIT_FIGURE_DEMAND_MARGIN_BYTES:
        return demand_figure(result, figure);
    case MAIXFIT_FIGURE_SUPPLY_TOTAL:
        return supply->total;
    case MAIXFIT_FIGURE_SUPPLY_USED:
        return supply->used;
    case MAIXFIT_FIGURE_SUPPLY_FREE:
        return supply->free;
    case MAIXFIT_FIGURE_SUPPLY_LARGEST_HOLE:
        return supply->largest_hole;
    case MAIXFIT_FIGURE_SUPPLY_REFUSED:
        return supply->refused;
    case MAIXFIT_FIGURE_SUPPLY_LEAKED:
        return mf_supply_leaked(supply);
    case MAIXFIT_FIGURE_SUPPLY_RECLAIMED:
        return mf_supply_reclaimed(supply);
    case MAIXFIT_FIGURE_SUPPLY_USER_TOTAL:
        return supply->user_total;
    case MAIXFIT_FIGURE_SUPPLY_USER_AVAILABLE:
        return supply->user_available;
    case MAIXFIT_FIGURE_SUPPLY_LINUX_MEM:
        return supply->linux_mem;
    case MAIXFIT_FIGURE_LARGEST_CONTEXT:
        return result->largest_context;
    case MAIXFIT_FIGURE_PLAN_MISSING_BYTES:
        return (struct mf_amount){result->plan.known, result->plan.missing_bytes};
    case MAIXFIT_FIGURE_POOL_LINE_MIB:
        return (struct mf_amount){result->pool_line.possible, result->pool_line.mib};
    case MAIXFIT_FIGURE_POOL_LINE_LEAST_MIB:
        return (struct mf_amount){result->pool_line.possible, result->pool_line.least_mib};
    }
    return (struct mf_amount){0}; /* a number that is none of the enum's */
}

bool maixfit_figure(const maixfit *fit, enum maixfit_figure figure, uint64_t *value)
{
    if (!fit || !value || fit->evaluation == MF_NO_EVALUATION)
        return false;
    struct mf_amount amount = find(&fit->result, figure);
    if (amount.known)
        *value = amount.bytes;
    return amount.known;
}

const char *maixfit_value(const maixfit *fit, enum maixfit_option option, bool *assumed)
{
    const char *name = maixfit_option_name(option);
    const struct mf_setting *setting =
        fit && name ? mf_settings_find(&fit->result.request, name) : NULL;
    if (setting && assumed)
        *assumed = setting->assumed;
    return setting ? setting->value : NULL;
}
