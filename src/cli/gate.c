// SPDX-License-Identifier: MIT
#include "gate.h"

#include <stdlib.h>
#include <string.h>

#include "../core/alike.h"
#include "../core/json_line.h"
#include "../core/json_read.h"
#include "../core/path.h"
#include "../core/print.h"
#include "../core/source.h"
#include "many.h"
#include "say.h"

#define POLICY_FILE   "maixfit.json"
#define POLICY_SCHEMA "maixfit-gate/1"
#define NUMBER_CHARS  24

/* What a value may be. */
enum kind { TEXT, TEXTS, FLAG, FLAG_OR_TEXT, NUMBER_OR_TEXT };

static const char *const kind_texts[] = {
    [TEXT] = N_("should be a text"),
    [TEXTS] = N_("should be a text or a list of texts"),
    [FLAG] = N_("should be true or false"),
    [FLAG_OR_TEXT] = N_("should be true, false or a text"),
    [NUMBER_OR_TEXT] = N_("should be a whole number or a text"),
};

/* What a policy may set, for all checks or for one. A path is looked for beside the policy. */
static const struct setting {
    const char *key;
    enum maixfit_option option;
    enum kind kind;
    bool is_path;
} settings[] = {
    {"boards", MAIXFIT_DEVICE, TEXTS, false},
    {"models", MAIXFIT_MODEL, TEXTS, true},
    {"each", MAIXFIT_EACH, FLAG, false},
    {"camera", MAIXFIT_CAMERA, TEXTS, false},
    {"sensor", MAIXFIT_SENSOR, TEXT, false},
    {"display", MAIXFIT_DISPLAY, FLAG_OR_TEXT, false},
    {"encode", MAIXFIT_ENCODE, TEXTS, false},
    {"decode", MAIXFIT_DECODE, TEXTS, false},
    {"audio", MAIXFIT_AUDIO, TEXTS, false},
    {"runner", MAIXFIT_RUNNER, TEXT, false},
    {"dual_buff", MAIXFIT_DUAL_BUFF, FLAG_OR_TEXT, false},
    {"ai_isp", MAIXFIT_AI_ISP, TEXT, false},
    {"context", MAIXFIT_CONTEXT, NUMBER_OR_TEXT, false},
    {"dynamic_layers", MAIXFIT_DYNAMIC_LAYERS, FLAG, false},
    {"sysroot", MAIXFIT_SYSROOT, TEXT, true},
    {"free", MAIXFIT_FREE, TEXT, false},
    {"pool", MAIXFIT_POOL, TEXT, false},
    {"margin", MAIXFIT_MARGIN, TEXT, false},
    {"strict", MAIXFIT_STRICT, FLAG, false},
    {"no_assume", MAIXFIT_NO_ASSUME, FLAG, false},
    {"max_need", MAIXFIT_MAX_NEED, TEXT, false},
    {"max_growth", MAIXFIT_MAX_GROWTH, TEXT, false},
};

#define SETTING_COUNT (sizeof settings / sizeof settings[0])

/* Set once, before all checks. */
static const struct setting profiles = {"profiles", MAIXFIT_PROFILE, TEXTS, true};

/* Of one check, and never of all. */
static const struct setting check_name = {"name", MAIXFIT_CHECK, TEXT, false};

struct policy {
    maixfit *fit;
    const char *file;
    const char *text;
    size_t size;
    const cJSON *root;
    struct many many;
};

/* "FILE, line 9: check 2: `camera`: WHAT"; of the whole file the number is 0. `at` is what stands
 * there. */
static bool refuse_at(const struct policy *policy, int check, const cJSON *at, const char *key,
                      const char *what)
{
    size_t line = mf_json_line(policy->text, policy->size, policy->root, at);
    if (check > 0 && key)
        return refuse(_("%s, line %zu: check %d: `%s`: %s"), policy->file, line, check, key, what);
    if (check > 0)
        return refuse(_("%s, line %zu: check %d: %s"), policy->file, line, check, what);
    return refuse(_("%s, line %zu: `%s`: %s"), policy->file, line, key, what);
}

static bool refuse_key(const struct policy *policy, int check, const cJSON *member,
                       const char *near)
{
    char what[128];
    if (!near)
        return refuse_at(policy, check, member, member->string, _("there is no such key"));
    mf_print(what, sizeof what, _("there is no such key; did you mean `%s`?"), near);
    return refuse_at(policy, check, member, member->string, what);
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
                     const cJSON *at, const char *text)
{
    char *path = setting->is_path ? beside(policy->file, text) : NULL;
    if (setting->is_path && !path) {
        say(_("out of memory"));
        return false;
    }
    bool ok = maixfit_set(policy->fit, setting->option, path ? path : text) == 0;
    free(path);
    return ok || refuse_at(policy, check, at, setting->key, maixfit_message(policy->fit));
}

static bool is_whole_number(const cJSON *value)
{
    if (!cJSON_IsNumber(value) || value->valuedouble < 0 || value->valuedouble > MF_JSON_NUMBER_MAX)
        return false;
    return !((double)(uint64_t)value->valuedouble < value->valuedouble);
}

static bool are_texts(const cJSON *list)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            return false;
    }
    return cJSON_IsArray(list);
}

/* As docs/maixfit-gate.schema.json has it. */
static bool is_kind(enum kind kind, const cJSON *value)
{
    if (kind == FLAG)
        return cJSON_IsBool(value);
    return cJSON_IsString(value) || (kind == TEXTS && are_texts(value)) ||
           (kind == FLAG_OR_TEXT && cJSON_IsBool(value)) ||
           (kind == NUMBER_OR_TEXT && is_whole_number(value));
}

static bool check_kind(const struct policy *policy, int check, enum kind kind, const cJSON *value)
{
    return is_kind(kind, value) ||
           refuse_at(policy, check, value, value->string, _(kind_texts[kind]));
}

/* A value of the setting's kind. */
static bool set_value(const struct policy *policy, int check, const struct setting *setting,
                      const cJSON *value)
{
    char number[NUMBER_CHARS];
    const cJSON *item;
    if (cJSON_IsString(value))
        return set_text(policy, check, setting, value, value->valuestring);
    if (cJSON_IsBool(value))
        return set_text(policy, check, setting, value, cJSON_IsTrue(value) ? "yes" : "no");
    if (cJSON_IsNumber(value)) {
        snprintf(number, sizeof number, "%.0f", value->valuedouble);
        return set_text(policy, check, setting, value, number);
    }
    cJSON_ArrayForEach(item, value)
    {
        if (!set_text(policy, check, setting, item, item->valuestring))
            return false;
    }
    return true;
}

/* Of each setting the check's own value, else that of all; null is none. */
static bool set_all(const struct policy *policy, int check, const cJSON *own)
{
    const cJSON *name = mf_json_member(own, check_name.key);
    maixfit_forget(policy->fit, check_name.option);
    if (name && !set_value(policy, check, &check_name, name))
        return false;
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

static bool check_value(const struct policy *policy, int check, const cJSON *member)
{
    for (size_t i = 0; i < SETTING_COUNT && !cJSON_IsNull(member); i++) {
        if (strcmp(settings[i].key, member->string) == 0)
            return check_kind(policy, check, settings[i].kind, member);
    }
    return true;
}

/* A typing error must not pass as a check. `more` are keys beside the settings. */
static bool check_keys(const struct policy *policy, int check, const cJSON *object,
                       const char *const *more)
{
    const cJSON *member = mf_json_twice(object);
    if (member)
        return refuse_at(policy, check, member, member->string, _("stands there twice"));
    cJSON_ArrayForEach(member, object)
    {
        struct mf_nearest nearest = {.wanted = member->string};
        for (size_t i = 0; i < SETTING_COUNT; i++)
            mf_nearest_offer(&nearest, settings[i].key);
        for (size_t i = 0; more[i]; i++)
            mf_nearest_offer(&nearest, more[i]);
        if (!nearest.name || strcmp(nearest.name, member->string) != 0)
            return refuse_key(policy, check, member, nearest.name);
        if (!check_value(policy, check, member))
            return false;
    }
    return true;
}

/* By its name a check is found in a baseline. */
static bool check_own_name(const struct policy *policy, int number, const cJSON *check)
{
    const cJSON *name = mf_json_member(check, check_name.key);
    const cJSON *other;
    if (!name)
        return true;
    if (!check_kind(policy, number, check_name.kind, name))
        return false;
    cJSON_ArrayForEach(other, mf_json_member(policy->root, "checks"))
    {
        const cJSON *taken = mf_json_member(other, check_name.key);
        if (other == check)
            break;
        if (cJSON_IsString(taken) && strcmp(name->valuestring, taken->valuestring) == 0)
            return refuse_at(policy, number, name, check_name.key,
                             _("another check has this name"));
    }
    return true;
}

/* All that can be told of a check before anything is read. */
static bool take_check(const struct policy *policy, int number, const cJSON *check)
{
    static const char *const more[] = {"name", NULL};
    if (!cJSON_IsObject(check))
        return refuse_at(policy, number, check, NULL, _("is not an object"));
    return check_keys(policy, number, check, more) && check_own_name(policy, number, check) &&
           set_all(policy, number, check);
}

static bool take_profiles(const struct policy *policy)
{
    const cJSON *shared = mf_json_member(policy->root, profiles.key);
    return !shared || cJSON_IsNull(shared) ||
           (check_kind(policy, 0, profiles.kind, shared) &&
            set_value(policy, 0, &profiles, shared));
}

/* The one that editors look at. */
static bool check_schema(const struct policy *policy)
{
    const cJSON *schema = mf_json_member(policy->root, "$schema");
    return !schema || check_kind(policy, 0, TEXT, schema);
}

static bool take_policy(const struct policy *policy)
{
    static const char *const more[] = {"$schema", "schema", "profiles", "checks", NULL};
    const cJSON *list = mf_json_member(policy->root, "checks");
    const cJSON *check;
    int number = 0;
    if (!check_keys(policy, 0, policy->root, more) || !check_schema(policy) ||
        !take_profiles(policy))
        return false;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) == 0)
        return refuse_at(policy, 0, list ? list : policy->root, "checks",
                         _("is missing, or is a list without a check"));
    if (maixfit_set(policy->fit, MAIXFIT_POLICY, policy->file) != 0)
        return refuse("%s: %s", policy->file, maixfit_message(policy->fit));
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
            return refuse_at(policy, number, check, NULL, maixfit_message(policy->fit));
    }
    return true;
}

static int run(struct policy *policy, struct options *options)
{
    int status = MAIXFIT_STATUS_FITS;
    if (!take_policy(policy) || !many_begin(&policy->many, options))
        return MAIXFIT_STATUS_USAGE;
    return run_checks(policy, &status) ? many_end(&policy->many, policy->fit, status)
                                       : many_refuse(&policy->many, policy->fit);
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
    struct policy policy = {.fit = fit, .file = file, .text = text, .size = size, .root = root};
    if (!root)
        refuse("%s", error.text);
    int status = root ? run(&policy, options) : MAIXFIT_STATUS_USAGE;
    cJSON_Delete(root);
    free(text);
    mf_arena_free(&arena);
    return status;
}
