// SPDX-License-Identifier: MIT
/* The request: one function an option, each checks its value and says what is wrong with it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "handle.h"
#include "../core/alike.h"
#include "../core/json_read.h"
#include "../core/one_of.h"
#include "../core/source.h"
#include "../core/text.h"

/* Like all below: what was set before stays where the new value is refused. */
static bool keep(struct maixfit *fit, const char *value, const char **kept)
{
    const char *copy = mf_arena_string(&fit->settings, value);
    if (!copy)
        return mf_fail_memory(&fit->refusal);
    *kept = copy;
    return true;
}

bool mf_handle_add_model(struct maixfit *fit, const char *path, const struct mf_given *given)
{
    struct mf_model_requests *models = &fit->models;
    if (path[0] == '\0')
        return mf_fail(&fit->refusal, MF_USAGE, _("the model's path is empty"));
    struct mf_model_request *items = mf_arena_grow(&fit->settings, models->items, models->count,
                                                   &models->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(&fit->refusal);
    models->items = items;
    models->items[models->count] = (struct mf_model_request){.given = given};
    if (!keep(fit, path, &models->items[models->count].path))
        return false;
    models->count++;
    return true;
}

/* One more picture of a list of `most`. */
static bool add_picture(struct maixfit *fit, const char *value, enum mf_picture_role role,
                        struct mf_picture_spec *list, size_t *count, uint32_t most)
{
    if (*count >= most)
        return mf_fail(&fit->refusal, MF_USAGE, _("more than %u of them; that is the limit"), most);
    if (!mf_picture_spec_parse(value, role, &list[*count], &fit->refusal))
        return false;
    (*count)++;
    return true;
}

static bool add_decoder(struct maixfit *fit, const char *value)
{
    struct mf_pipeline_request *request = &fit->pipelines;
    size_t index = request->decoder_count;
    if (!add_picture(fit, value, MF_ROLE_CODEC, fit->decoders, &request->decoder_count,
                     MF_CODECS_MAX))
        return false;
    if (strcmp(fit->decoders[index].what, MF_CODEC_H264) == 0)
        return true;
    request->decoder_count = index;
    return mf_fail(&fit->refusal, MF_USAGE,
                   _("`%s` cannot be decoded by the hardware of these boards; only h264 can"),
                   value);
}

/* One of two words. */
static bool choose(struct maixfit *fit, const char *value, const char *first, const char *second,
                   int *choice)
{
    *choice = strcmp(value, first) == 0 ? 1 : strcmp(value, second) == 0 ? 2 : 0;
    if (*choice > 0)
        return true;
    return mf_fail(&fit->refusal, MF_USAGE, _("`%s` is neither %s nor %s"), value, first, second);
}

static bool yes_or_no(struct maixfit *fit, const char *value, bool *answer)
{
    int choice;
    if (!choose(fit, value, "yes", "no", &choice))
        return false;
    *answer = choice == 1;
    return true;
}

static bool set_display(struct maixfit *fit, const char *value)
{
    struct mf_display_spec display;
    if (!mf_display_parse(value, &display, &fit->refusal))
        return false;
    fit->pipelines.display = display;
    return true;
}

static bool add_audio(struct maixfit *fit, const char *value)
{
    int choice;
    if (!choose(fit, value, "record", "play", &choice))
        return false;
    fit->pipelines.audio_record = fit->pipelines.audio_record || choice == 1;
    fit->pipelines.audio_play = fit->pipelines.audio_play || choice == 2;
    return true;
}

static bool set_choice(struct maixfit *fit, const char *value, const char *yes, const char *no,
                       enum mf_choice *answer)
{
    int choice;
    if (!choose(fit, value, yes, no, &choice))
        return false;
    *answer = choice == 1 ? MF_CHOICE_YES : MF_CHOICE_NO;
    return true;
}

static bool set_runner(struct maixfit *fit, const char *value, enum mf_runner *runner)
{
    const char *words[MF_RUNNER_AXLLM];
    enum mf_runner found = mf_runner_of(value);
    for (int i = MF_RUNNER_PLAIN; i <= MF_RUNNER_AXLLM; i++)
        words[i - MF_RUNNER_PLAIN] = mf_runner_word((enum mf_runner)i);
    if (found == MF_RUNNER_UNSET)
        return mf_fail_one_of(&fit->refusal, value, words, MF_RUNNER_AXLLM);
    *runner = found;
    return true;
}

static bool set_context(struct maixfit *fit, const char *value, uint64_t *context)
{
    uint64_t tokens;
    if (mf_number_parse(value, &tokens) && tokens > 0 && tokens <= MF_CONTEXT_MAX) {
        *context = tokens;
        return true;
    }
    return mf_fail(&fit->refusal, MF_USAGE,
                   _("`%s` is not a number of tokens; it is 1 to %llu, such as 1024"), value,
                   (unsigned long long)MF_CONTEXT_MAX);
}

static bool set_width(struct maixfit *fit, const char *value)
{
    uint64_t columns;
    if (!mf_number_parse(value, &columns) || columns < MF_WIDTH_MIN || columns > MF_WIDTH_MAX)
        return mf_fail(&fit->refusal, MF_USAGE, _("`%s` is not a width; it is %u to %u columns"),
                       value, MF_WIDTH_MIN, MF_WIDTH_MAX);
    fit->columns = (size_t)columns;
    return true;
}

static bool set_language(struct maixfit *fit, const char *value)
{
    const struct mf_catalog *catalog;
    if (!mf_catalog_find(value, &catalog))
        return mf_fail(&fit->refusal, MF_USAGE,
                       _("`%s` is not a known language; en (English) and zh (Chinese) are"), value);
    if (!fit->speech && !(fit->speech = calloc(1, sizeof *fit->speech)))
        return mf_fail_memory(&fit->refusal);
    fit->speech->catalog = catalog;
    return true;
}

bool mf_handle_set_loading(struct maixfit *fit, struct mf_loading *how, enum maixfit_option option,
                           const char *value)
{
    switch ((int)option) {
    case MAIXFIT_RUNNER:
        return set_runner(fit, value, &how->runner);
    case MAIXFIT_DUAL_BUFF:
        return set_choice(fit, value, "yes", "no", &how->dual_buff);
    case MAIXFIT_AI_ISP:
        return set_choice(fit, value, "on", "off", &how->ai_isp);
    case MAIXFIT_CONTEXT:
        return set_context(fit, value, &how->context);
    case MAIXFIT_DYNAMIC_LAYERS:
        return yes_or_no(fit, value, &how->dynamic_layers);
    default:
        return mf_fail(&fit->refusal, MF_USAGE, _("this option cannot be set for one model"));
    }
}

static bool set_explain(struct maixfit *fit, const char *value)
{
    struct mf_meaning meaning;
    if (mf_words_find(value, &meaning)) {
        fit->meaning = meaning;
        fit->explains = true;
        return true;
    }
    const char *nearest = mf_words_nearest(value);
    if (nearest)
        return mf_fail(&fit->refusal, MF_USAGE,
                       _("nothing is known of `%s`; did you mean `maixfit explain %s`?"), value,
                       nearest);
    return mf_fail(&fit->refusal, MF_USAGE,
                   _("nothing is known of `%s`; `maixfit explain` lists what is"), value);
}

/* Whether there is such a board is seen when it is needed: its profile may come later. */
static bool set_device(struct maixfit *fit, const char *value)
{
    if (value[0] == '\0')
        return mf_fail(&fit->refusal, MF_USAGE, _("the board's name is empty"));
    struct mf_name_list *names = &fit->device_names;
    const char **items =
        mf_arena_grow(&fit->settings, names->items, names->count, &names->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(&fit->refusal);
    names->items = items;
    if (!keep(fit, value, &names->items[names->count]))
        return false;
    names->count++;
    return true;
}

/* Only 0 is the same in every unit. */
static bool set_amount(struct maixfit *fit, const char *value, struct mf_amount *amount)
{
    uint64_t bytes;
    uint64_t number;
    if (!mf_size_parse(value, &bytes))
        return mf_fail(&fit->refusal, MF_USAGE,
                       _("`%s` is not a size; write it like 512M, 1.5GiB, 4096k or 1048576B"),
                       value);
    if (mf_number_parse(value, &number) && number != 0)
        return mf_fail(&fit->refusal, MF_USAGE,
                       _("`%s` may be bytes or MiB; write %lluB for bytes, %lluM for MiB"), value,
                       (unsigned long long)number, (unsigned long long)number);
    if (bytes > MF_SIZE_OPTION_MAX)
        return mf_fail(&fit->refusal, MF_USAGE, _("`%s` is more than any board has"), value);
    *amount = (struct mf_amount){true, bytes};
    return true;
}

/* It must be there: else everything below it would look as if it were absent. It is opened once,
 * when the board is looked for. */
static bool set_sysroot(struct maixfit *fit, const char *value)
{
    struct stat status = {.st_mode = S_IFIFO};
    if (strcmp(value, "-") != 0 && stat(value, &status) != 0)
        return mf_fail(&fit->refusal, MF_USAGE, _("`%s` cannot be opened: %s"), value,
                       strerror(errno));
    if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        return mf_fail(&fit->refusal, MF_USAGE,
                       _("`%s` is neither a folder, a text nor a pipe; it should hold what a board "
                         "reports of its memory"),
                       value);
    const char *name = NULL;
    if (!keep(fit, value, &name))
        return false;
    fit->sysroot = (struct mf_root){.name = name};
    fit->supply.sysroot = &fit->sysroot;
    return true;
}

/* "10%" */
static bool set_margin_share(struct maixfit *fit, const char *value, size_t digits,
                             struct mf_margin *margin)
{
    char number[MF_SIZE_TEXT_MAX];
    uint64_t percent;
    bool ok = digits < sizeof number;
    if (ok) {
        memcpy(number, value, digits);
        number[digits] = '\0';
        ok = mf_number_parse(number, &percent) && percent <= MF_MARGIN_PERCENT_MAX;
    }
    if (!ok)
        return mf_fail(&fit->refusal, MF_USAGE,
                       _("`%s` is not a margin; write a size or a share such as 10%%"), value);
    *margin = (struct mf_margin){true, true, percent};
    return true;
}

static bool set_margin(struct maixfit *fit, const char *value, struct mf_margin *margin)
{
    size_t length = strlen(value);
    struct mf_amount amount = {0};
    if (length > 1 && value[length - 1] == '%')
        return set_margin_share(fit, value, length - 1, margin);
    if (!set_amount(fit, value, &amount))
        return false;
    *margin = (struct mf_margin){true, false, amount.bytes};
    return true;
}

/* The kinds of profile, by their schema. */
static bool parse_profile(struct maixfit *fit, const char *path, const char *text, size_t size)
{
    char schema[MF_SCHEMA_NAME_MAX];
    struct mf_json json = {&fit->settings, path, &fit->refusal};
    if (!mf_json_schema(&json, text, size, schema))
        return false;
    if (strcmp(schema, MF_DEVICE_SCHEMA) == 0)
        return mf_devices_add(&fit->settings, &fit->devices, path, text, size, &fit->refusal);
    if (strcmp(schema, MF_PIPELINE_SCHEMA) == 0)
        return mf_pipelines_add(&fit->settings, &fit->pipeline_data, path, text, size,
                                &fit->refusal);
    return mf_fail(&fit->refusal, MF_USAGE,
                   _("%s: its schema is \"%s\"; a profile's is \"%s\" or \"%s\""), path, schema,
                   MF_DEVICE_SCHEMA, MF_PIPELINE_SCHEMA);
}

static bool add_profile(struct maixfit *fit, const char *path)
{
    struct mf_error error;
    char *text;
    size_t size;
    if (!mf_read_whole(path, MF_PROBE_FILE_MAX, &text, &size, &error))
        return error.reason == MF_NO_MEMORY
                   ? mf_fail_memory(&fit->refusal)
                   : mf_fail(&fit->refusal, MF_USAGE, "%s: %s", path, error.text);
    bool ok = parse_profile(fit, path, text, size);
    free(text);
    return ok;
}

bool mf_handle_set(struct maixfit *fit, enum maixfit_option option, const char *value)
{
    switch (option) {
    case MAIXFIT_MODEL:
        return mf_handle_add_model(fit, value, NULL);
    case MAIXFIT_CAMERA:
        return add_picture(fit, value, MF_ROLE_CAMERA, fit->cameras, &fit->pipelines.camera_count,
                           MF_CAMERAS_MAX);
    case MAIXFIT_SENSOR:
        return keep(fit, value, &fit->pipelines.sensor);
    case MAIXFIT_DISPLAY:
        return set_display(fit, value);
    case MAIXFIT_ENCODE:
        return add_picture(fit, value, MF_ROLE_CODEC, fit->encoders, &fit->pipelines.encoder_count,
                           MF_CODECS_MAX);
    case MAIXFIT_DECODE:
        return add_decoder(fit, value);
    case MAIXFIT_AUDIO:
        return add_audio(fit, value);
    case MAIXFIT_EACH:
        return yes_or_no(fit, value, &fit->each);
    case MAIXFIT_DEVICE:
        return set_device(fit, value);
    case MAIXFIT_SYSROOT:
        return set_sysroot(fit, value);
    case MAIXFIT_FREE:
        return set_amount(fit, value, &fit->supply.free);
    case MAIXFIT_POOL:
        return set_amount(fit, value, &fit->supply.pool);
    case MAIXFIT_MARGIN:
        return set_margin(fit, value, &fit->margin);
    case MAIXFIT_MAX_NEED:
        return set_amount(fit, value, &fit->max_need);
    case MAIXFIT_MAX_GROWTH:
        return set_margin(fit, value, &fit->max_growth);
    case MAIXFIT_BASELINE:
        return mf_handle_read_baseline(fit, value);
    case MAIXFIT_STRICT:
        if (!yes_or_no(fit, value, &fit->strict))
            return false;
        fit->strict_named = true;
        return true;
    case MAIXFIT_NO_ASSUME:
        return yes_or_no(fit, value, &fit->no_assume);
    case MAIXFIT_MINIMUM:
        return yes_or_no(fit, value, &fit->minimum);
    case MAIXFIT_PROFILE:
        return add_profile(fit, value);
    case MAIXFIT_RUNNER:
    case MAIXFIT_DUAL_BUFF:
    case MAIXFIT_AI_ISP:
    case MAIXFIT_CONTEXT:
    case MAIXFIT_DYNAMIC_LAYERS:
        return mf_handle_set_loading(fit, &fit->loading, option, value);
    case MAIXFIT_COLOR:
        return yes_or_no(fit, value, &fit->color);
    case MAIXFIT_VERBOSE:
        return yes_or_no(fit, value, &fit->verbose);
    case MAIXFIT_ASCII:
        return yes_or_no(fit, value, &fit->ascii);
    case MAIXFIT_INSIDE:
        return yes_or_no(fit, value, &fit->inside);
    case MAIXFIT_WIDTH:
        return set_width(fit, value);
    case MAIXFIT_LANGUAGE:
        return set_language(fit, value);
    case MAIXFIT_POLICY:
        return keep(fit, value, &fit->policy);
    case MAIXFIT_CHECK:
        return true; /* it is noted, as all are */
    case MAIXFIT_EXPLAIN:
        return set_explain(fit, value);
    }
    return mf_fail(&fit->refusal, MF_USAGE, _("there is no such option"));
}
