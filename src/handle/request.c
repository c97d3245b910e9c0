// SPDX-License-Identifier: MIT
/* What a verdict rests on: every setting, named or assumed. */
#include <string.h>

#include "../core/text.h"
#include "handle.h"

struct gathering {
    struct maixfit *fit;
    struct mf_result *result;
};

static bool add(const struct gathering *all, const char *name, const char *value, bool assumed)
{
    struct mf_setting setting = {name, value, assumed};
    return mf_settings_add(&all->fit->results, &all->result->request, setting, &all->fit->error);
}

static bool add_named(const struct gathering *all, const char *name, const char *value)
{
    return !value || add(all, name, value, false);
}

/* In the grammar of the options: "16777216B". */
static const char *bytes_text(const struct gathering *all, uint64_t bytes)
{
    return mf_arena_format(&all->fit->results, "%lluB", (unsigned long long)bytes);
}

static bool add_amount(const struct gathering *all, const char *name, struct mf_amount amount)
{
    return !amount.known || add(all, name, bytes_text(all, amount.bytes), false);
}

static bool add_board(const struct gathering *all)
{
    const struct mf_supply *supply = &all->result->supply;
    const struct mf_supply_request *request = &all->fit->supply;
    return (!supply->device || add(all, "device", supply->device->name, supply->device_assumed)) &&
           add_named(all, "sysroot", request->sysroot ? request->sysroot->name : NULL) &&
           add_amount(all, "free", request->free) && add_amount(all, "pool", request->pool) &&
           add_named(all, "inside", all->fit->inside ? "yes" : NULL);
}

static bool add_margin(const struct gathering *all)
{
    const struct mf_margin *margin = &all->fit->margin;
    const char *value =
        margin->given && margin->percent
            ? mf_arena_format(&all->fit->results, "%llu%%", (unsigned long long)margin->value)
            : bytes_text(all, all->result->demand.margin_bytes);
    return add(all, "margin", value, !margin->given) &&
           add_amount(all, "max_need", all->fit->max_need) &&
           add_named(all, "baseline", all->fit->baseline.path);
}

static bool add_strictness(const struct gathering *all)
{
    return add(all, "strict", all->fit->strict ? "yes" : "no", !all->fit->strict_named);
}

static bool add_pipelines(const struct gathering *all)
{
    const struct mf_setting_list *settings = &all->result->pipelines.settings;
    for (size_t i = 0; i < settings->count; i++) {
        const struct mf_setting *setting = &settings->items[i];
        if (!add(all, setting->name, setting->value, setting->assumed))
            return false;
    }
    return true;
}

static const struct mf_setting *setting_of(const struct gathering *all, size_t model,
                                           const char *name)
{
    const struct mf_loaded *loaded = all->result->models[model]->loaded;
    return loaded ? mf_settings_find(&loaded->settings, name) : NULL;
}

/* Do all models that have the setting have this value? */
static bool all_agree(const struct gathering *all, const struct mf_setting *setting)
{
    for (size_t i = 0; i < all->result->model_count; i++) {
        const struct mf_setting *other = setting_of(all, i, setting->name);
        if (other && strcmp(other->value, setting->value) != 0)
            return false;
    }
    return true;
}

/* One setting of all models: its value, or where they differ "a.axmodel: plain, b.mud: maixcdk". It
 * is assumed where it is of any model. */
static bool add_loading(const struct gathering *all, const struct mf_setting *setting)
{
    const char *value = all_agree(all, setting) ? setting->value : "";
    bool differs = value != setting->value;
    bool assumed = false;
    for (size_t i = 0; value && i < all->result->model_count; i++) {
        const struct mf_setting *own = setting_of(all, i, setting->name);
        if (!own)
            continue;
        assumed = assumed || own->assumed;
        if (differs)
            value = mf_arena_format(&all->fit->results, "%s%s%s: %s", value, *value ? ", " : "",
                                    all->result->models[i]->owner, own->value);
    }
    return value ? add(all, setting->name, value, assumed) : mf_fail_memory(&all->fit->error);
}

static bool add_models(const struct gathering *all)
{
    for (size_t i = 0; i < all->result->model_count; i++) {
        const struct mf_loaded *loaded = all->result->models[i]->loaded;
        for (size_t k = 0; loaded && k < loaded->settings.count; k++) {
            const struct mf_setting *setting = &loaded->settings.items[k];
            if (!mf_settings_find(&all->result->request, setting->name) &&
                !add_loading(all, setting))
                return false;
        }
    }
    return true;
}

bool mf_handle_gather_request(struct maixfit *fit, struct mf_result *result)
{
    struct gathering all = {fit, result};
    bool judged = result->status != MAIXFIT_STATUS_BAD_MODEL;
    return add_board(&all) &&
           (!judged || (add_models(&all) && add_pipelines(&all) && add_margin(&all))) &&
           add_strictness(&all) && mf_handle_add_named(fit, &fit->results, &result->request);
}
