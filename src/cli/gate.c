// SPDX-License-Identifier: MIT
#include "gate.h"

#include <stdlib.h>
#include <string.h>

#include "../core/alike.h"
#include "../core/json_read.h"
#include "../core/path.h"
#include "../core/source.h"
#include "many.h"
#include "say.h"

#define POLICY_FILE   "maixfit.json"
#define POLICY_SCHEMA "maixfit-gate/1"
#define NUMBER_CHARS  24

/* What a policy may set, for all checks or for one. A path is looked for beside the policy. */
static const struct setting {
    const char *key;
    enum maixfit_option option;
    bool is_path;
} settings[] = {
    {"boards", MAIXFIT_DEVICE, false},       {"models", MAIXFIT_MODEL, true},
    {"each", MAIXFIT_EACH, false},           {"camera", MAIXFIT_CAMERA, false},
    {"sensor", MAIXFIT_SENSOR, false},       {"display", MAIXFIT_DISPLAY, false},
    {"encode", MAIXFIT_ENCODE, false},       {"decode", MAIXFIT_DECODE, false},
    {"audio", MAIXFIT_AUDIO, false},         {"runner", MAIXFIT_RUNNER, false},
    {"dual_buff", MAIXFIT_DUAL_BUFF, false}, {"ai_isp", MAIXFIT_AI_ISP, false},
    {"context", MAIXFIT_CONTEXT, false},     {"dynamic_layers", MAIXFIT_DYNAMIC_LAYERS, false},
    {"sysroot", MAIXFIT_SYSROOT, true},      {"free", MAIXFIT_FREE, false},
    {"pool", MAIXFIT_POOL, false},           {"margin", MAIXFIT_MARGIN, false},
    {"strict", MAIXFIT_STRICT, false},       {"no_assume", MAIXFIT_NO_ASSUME, false},
    {"max_need", MAIXFIT_MAX_NEED, false},   {"max_growth", MAIXFIT_MAX_GROWTH, false},
};

#define SETTING_COUNT (sizeof settings / sizeof settings[0])

/* Set once, before all checks. */
static const struct setting profiles = {"profiles", MAIXFIT_PROFILE, true};

struct policy {
    maixfit *fit;
    const char *file;
    const cJSON *root;
    struct many many;
};

/* "FILE: check 2: `camera`: WHAT"; of the whole file the number is 0. */
static bool refuse_at(const struct policy *policy, int check, const char *key, const char *what)
{
    if (check > 0 && key)
        return refuse(_("%s: check %d: `%s`: %s"), policy->file, check, key, what);
    if (check > 0)
        return refuse(_("%s: check %d: %s"), policy->file, check, what);
    return refuse("%s: `%s`: %s", policy->file, key, what);
}

static bool refuse_key(const struct policy *policy, int check, const char *key, const char *near)
{
    char what[128];
    if (!near)
        return refuse_at(policy, check, key, _("there is no such key"));
    snprintf(what, sizeof what, _("there is no such key; did you mean `%s`?"), near);
    return refuse_at(policy, check, key, what);
}

/* "models/a.mud" of "ci/maixfit.json" is "ci/models/a.mud". NULL without memory; else free it. */
static char *beside(const char *file, const char *path)
{
    size_t folder = path[0] == '/' ? 0 : (size_t)(mf_base_name(file) - file);
    size_t length = strlen(path);
    char *whole = malloc(folder + length + 1);
    if (!whole)
        return NULL;
    memcpy(whole, file, folder);
    memcpy(whole + folder, path, length + 1);
    return whole;
}

static bool set_text(const struct policy *policy, int check, const struct setting *setting,
                     const char *text)
{
    char *path = setting->is_path ? beside(policy->file, text) : NULL;
    if (setting->is_path && !path) {
        say(_("out of memory"));
        return false;
    }
    bool ok = maixfit_set(policy->fit, setting->option, path ? path : text) == 0;
    free(path);
    return ok || refuse_at(policy, check, setting->key, maixfit_message(policy->fit));
}

/* A text, true or false, a whole number, or a list of texts. */
static bool set_value(const struct policy *policy, int check, const struct setting *setting,
                      const cJSON *value)
{
    char number[NUMBER_CHARS];
    const cJSON *item;
    if (cJSON_IsString(value))
        return set_text(policy, check, setting, value->valuestring);
    if (cJSON_IsBool(value))
        return set_text(policy, check, setting, cJSON_IsTrue(value) ? "yes" : "no");
    if (cJSON_IsNumber(value)) {
        snprintf(number, sizeof number, "%.0f", value->valuedouble);
        return set_text(policy, check, setting, number);
    }
    if (!cJSON_IsArray(value))
        return refuse_at(policy, check, setting->key,
                         _("is neither a text, true, false, a number nor a list of texts"));
    cJSON_ArrayForEach(item, value)
    {
        if (!cJSON_IsString(item))
            return refuse_at(policy, check, setting->key, _("has an item that is no text"));
        if (!set_text(policy, check, setting, item->valuestring))
            return false;
    }
    return true;
}

/* Of each setting the check's own value, else that of all; null is none. */
static bool set_all(const struct policy *policy, int check, const cJSON *own)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const cJSON *value = mf_json_member(own, settings[i].key);
        if (!value)
            value = mf_json_member(policy->root, settings[i].key);
        maixfit_forget(policy->fit, settings[i].option);
        if (value && !cJSON_IsNull(value) && !set_value(policy, check, &settings[i], value))
            return false;
    }
    return true;
}

/* A typing error must not pass as a check. `more` are keys beside the settings. */
static bool check_keys(const struct policy *policy, int check, const cJSON *object,
                       const char *const *more)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        struct mf_nearest nearest = {.wanted = member->string};
        for (size_t i = 0; i < SETTING_COUNT; i++)
            mf_nearest_offer(&nearest, settings[i].key);
        for (size_t i = 0; more[i]; i++)
            mf_nearest_offer(&nearest, more[i]);
        if (!nearest.name || strcmp(nearest.name, member->string) != 0)
            return refuse_key(policy, check, member->string, nearest.name);
    }
    return true;
}

/* All that can be told of a check before anything is read. */
static bool take_check(const struct policy *policy, int number, const cJSON *check)
{
    static const char *const more[] = {"name", NULL};
    if (!cJSON_IsObject(check))
        return refuse_at(policy, number, NULL, _("is not an object"));
    return check_keys(policy, number, check, more) && set_all(policy, number, check);
}

static bool take_policy(const struct policy *policy)
{
    static const char *const more[] = {"$schema", "schema", "profiles", "checks", NULL};
    const cJSON *list = mf_json_member(policy->root, "checks");
    const cJSON *shared = mf_json_member(policy->root, profiles.key);
    const cJSON *check;
    int number = 0;
    if (!check_keys(policy, 0, policy->root, more) ||
        (shared && !set_value(policy, 0, &profiles, shared)))
        return false;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) == 0)
        return refuse_at(policy, 0, "checks", _("is missing, or is a list without a check"));
    cJSON_ArrayForEach(check, list)
    {
        if (!take_check(policy, ++number, check))
            return false;
    }
    return true;
}

static bool run_checks(struct policy *policy, int *status)
{
    const cJSON *check;
    int number = 0;
    cJSON_ArrayForEach(check, mf_json_member(policy->root, "checks"))
    {
        if (!set_all(policy, ++number, check))
            return false;
        *status = maixfit_evaluate_next(policy->fit, many_item, &policy->many);
        if (*status == MAIXFIT_STATUS_USAGE)
            return refuse_at(policy, number, NULL, maixfit_message(policy->fit));
    }
    return true;
}

static int run(maixfit *fit, struct options *options, const char *file, const cJSON *root)
{
    int status = MAIXFIT_STATUS_FITS;
    struct policy policy = {.fit = fit, .file = file, .root = root};
    if (!take_policy(&policy) || !many_begin(&policy.many, options))
        return MAIXFIT_STATUS_USAGE;
    return run_checks(&policy, &status) ? many_end(&policy.many, fit, status)
                                        : many_refuse(&policy.many, fit);
}

int gate(maixfit *fit, struct options *options)
{
    const char *file = options->file ? options->file : POLICY_FILE;
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_json json = {&arena, file, &error};
    char *text;
    size_t size;
    if (!mf_read_whole(file, MF_PROBE_FILE_MAX, &text, &size, &error)) {
        refuse("%s: %s", file, error.text);
        return MAIXFIT_STATUS_USAGE;
    }
    cJSON *root = mf_json_open(&json, text, size, POLICY_SCHEMA);
    free(text);
    if (!root)
        refuse("%s", error.text);
    int status = root ? run(fit, options, file, root) : MAIXFIT_STATUS_USAGE;
    cJSON_Delete(root);
    mf_arena_free(&arena);
    return status;
}
