// SPDX-License-Identifier: MIT
/* run_*.sh of the older ax-llm: a shell script that starts `main` with the keys of a config.json as
 * arguments, `--axmodel_num 24`. Only these are read, as text; nothing is run. */
#include <stdlib.h>
#include <string.h>

#include "../core/text.h"
#include "plan_keys.h"

struct words {
    const char *at;
    const char *end;
    char *out; /* where the next word is put: all of them take no more than the text */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Blanks, line ends with a backslash before them, and comments. */
static void skip_blanks(struct words *words)
{
    while (words->at < words->end) {
        char c = *words->at;
        bool joins = c == '\\' && words->at + 1 < words->end && is_blank(words->at[1]);
        if (c == '#') {
            while (words->at < words->end && *words->at != '\n')
                words->at++;
        } else if (is_blank(c) || joins) {
            words->at++;
        } else {
            return;
        }
    }
}

/* The next word without its quotes; NULL at the end. */
static char *next_word(struct words *words)
{
    char quote = '\0';
    char *word = words->out;
    skip_blanks(words);
    if (words->at >= words->end)
        return NULL;
    for (; words->at < words->end; words->at++) {
        char c = *words->at;
        if (quote == '\0' && is_blank(c))
            break;
        if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote && quote != '\0')
            quote = '\0';
        else
            *words->out++ = c;
    }
    *words->out++ = '\0';
    return word;
}

static cJSON *make_value(const char *text)
{
    uint64_t number;
    return mf_number_parse(text, &number) ? cJSON_CreateNumber((double)number)
                                          : cJSON_CreateString(text);
}

/* `--key value` and `--key=value`; a word that begins with `--` is no value. */
static bool add_argument(struct words *words, char *word, cJSON *keys)
{
    char *key = word + 2;
    char *value = strchr(key, '=');
    if (value)
        *value++ = '\0';
    if (!value) {
        struct words before = *words;
        value = next_word(words);
        if (!value || strncmp(value, "--", 2) == 0) {
            *words = before;
            return true;
        }
    }
    cJSON *item = make_value(value);
    if (item && cJSON_AddItemToObject(keys, key, item))
        return true;
    cJSON_Delete(item);
    return false;
}

static bool read_arguments(struct words *words, cJSON *keys, struct mf_error *error)
{
    size_t count = 0;
    for (char *word = next_word(words); word; word = next_word(words)) {
        if (strncmp(word, "--", 2) != 0 || word[2] == '\0')
            continue;
        if (++count > MF_MANIFEST_KEYS_MAX)
            return mf_fail(error, MF_LIMIT, _("has more than %zu arguments"), MF_MANIFEST_KEYS_MAX);
        if (!add_argument(words, word, keys))
            return mf_fail_memory(error);
    }
    return true;
}

/* What a shell would put in a variable's place is unknown here. */
static bool has_variables(const struct mf_plan *plan, const char **path)
{
    for (size_t i = 0; i < plan->file_count; i++) {
        *path = plan->files[i].path;
        if (strchr(*path, '$'))
            return true;
    }
    *path = plan->embedding.path;
    return *path && strchr(*path, '$');
}

static bool read_keys(struct mf_planner *planner, const struct mf_entry *manifest,
                      const cJSON *keys, bool *is_plan)
{
    struct mf_plan *plan = planner->plan;
    const char *path;
    *is_plan = mf_keys_name_models(keys);
    if (!*is_plan)
        return true;
    plan->kind = MF_KIND_SCRIPT;
    plan->runner = MF_RUNNER_MAIXCDK; /* the older ax-llm allocates as MaixCDK's classes do */
    if (!mf_plan_read_keys(planner, keys, manifest->path))
        return false;
    if (has_variables(plan, &path))
        return mf_fail(planner->error, MF_BAD_MANIFEST,
                       _("names %s, which depends on a shell variable; scripts are read, not run"),
                       path);
    return true;
}

static bool read_text(struct mf_planner *planner, const struct mf_entry *manifest, char *out,
                      bool *is_plan)
{
    struct words words = {manifest->text, manifest->text + manifest->text_length, out};
    cJSON *keys = cJSON_CreateObject();
    bool ok = keys ? read_arguments(&words, keys, planner->error) &&
                         read_keys(planner, manifest, keys, is_plan)
                   : mf_fail_memory(planner->error);
    cJSON_Delete(keys);
    return ok;
}

bool mf_plan_script(struct mf_planner *planner, struct mf_entry *manifest, bool *is_plan)
{
    *is_plan = false;
    planner->plan->manifest = manifest->path;
    if (!mf_plan_read_text(planner, manifest))
        return false;
    char *out = calloc(1, manifest->text_length + 2);
    bool ok = out ? read_text(planner, manifest, out, is_plan) : mf_fail_memory(planner->error);
    free(out);
    return ok;
}
