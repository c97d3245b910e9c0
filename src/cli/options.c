// SPDX-License-Identifier: MIT
#include "options.h"

#include <getopt.h>
#include <string.h>

#include "../core/alike.h"
#include "../core/one_of.h"
#include "language.h"
#include "say.h"

/* getopt's numbers for long options, behind all letters, and for a word that is no option. */
#define FIRST_LONG 256
#define WORD       1

#define OPTIONS_CHARS 400 /* a list of all long options */

/* The value of `config set` that looks like an option. */
#define DEFAULT_VALUE "-1"

/* A row's place in `longs` is not its number: some have only a letter. */
static void build_getopt(struct option longs[OPTIONS_MAX + 1], char letters[2 * OPTIONS_MAX + 4])
{
    char *at = letters;
    struct option *next = longs;
    *at++ = '-'; /* words come in their turn */
    *at++ = ':';
    for (size_t i = 0; i < option_count; i++) {
        int argument = !option_rows[i].value            ? no_argument
                       : option_rows[i].value[0] == '[' ? optional_argument
                                                        : required_argument;
        if (option_rows[i].name)
            *next++ = (struct option){option_rows[i].name, argument, NULL, FIRST_LONG + (int)i};
        if (!option_rows[i].letter)
            continue;
        *at++ = option_rows[i].letter;
        if (argument == required_argument)
            *at++ = ':';
    }
    *next = (struct option){NULL, 0, NULL, 0};
    *at = '\0';
}

static const struct option_row *row_of(int code)
{
    if (code >= FIRST_LONG)
        return &option_rows[code - FIRST_LONG];
    for (size_t i = 0; i < option_count; i++) {
        if (option_rows[i].letter == code)
            return &option_rows[i];
    }
    return NULL;
}

static bool set_library(maixfit *fit, const struct option_row *row, const char *value)
{
    if (maixfit_set(fit, row->option, value ? value : row->fixed) == 0)
        return true;
    return refuse("--%s: %s", row->name, maixfit_message(fit));
}

static bool set_color(struct options *options, const char *value)
{
    static const char *const words[] = {"auto", "always", "never"};
    struct mf_error error;
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, words[i]) == 0) {
            options->color = (enum color)i;
            return true;
        }
    }
    mf_fail_one_of(&error, value, words, 3);
    return refuse("--color: %s", error.text);
}

static bool apply(maixfit *fit, struct options *options, const struct option_row *row,
                  const char *value, bool is_letter)
{
    switch (row->kind) {
    case OPTION_SETS:
        return set_library(fit, row, value);
    case OPTION_DEVICE:
        options->boards++;
        return set_library(fit, row, value);
    case OPTION_EACH:
        options->each = true;
        return set_library(fit, row, value);
    case OPTION_FORMAT:
        return outputs_name(&options->outputs, value);
    case OPTION_COLOR:
        return set_color(options, value);
    case OPTION_LANGUAGE:
        options->language = value;
        return language_name(fit, value) || refuse("--lang: %s", maixfit_message(fit));
    case OPTION_QUIET:
        options->quiet = true;
        return true;
    case OPTION_EMIT:
        options->emit = true;
        return true;
    case OPTION_APPLY:
        if (value && value[0] == '\0')
            return refuse(_("--apply: the file's name is empty"));
        options->apply = true;
        options->file = value;
        return true;
    case OPTION_DRY_RUN:
        options->dry_run = true;
        return true;
    case OPTION_NO_SANDBOX:
        options->no_sandbox = true;
        return true;
    case OPTION_VERBOSE:
        options->verbose = true;
        return true;
    case OPTION_HELP:
        options->help = true;
        options->short_help = options->short_help || is_letter;
        return true;
    case OPTION_VERSION:
        options->version = true;
        return true;
    }
    return false;
}

/* What stands behind the dashes of a long option, without its value: "camera" of "--camera=4K", and
 * of "-camera", which has a dash too few. */
static size_t long_name(const char *word, const char **name)
{
    *name = word + strspn(word, "-");
    return strcspn(*name, "=");
}

static bool is_long_option(const char *word)
{
    const char *name;
    size_t length = long_name(word, &name);
    for (size_t i = 0; i < option_count; i++) {
        if (option_rows[i].name && strlen(option_rows[i].name) == length &&
            strncmp(option_rows[i].name, name, length) == 0)
            return true;
    }
    return false;
}

/* Long options that begin with the name, "--dry-run, --device", in `out`. */
static size_t list_begun(const char *name, size_t length, char out[OPTIONS_CHARS])
{
    size_t count = 0;
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; length > 0 && i < option_count && used < OPTIONS_CHARS; i++) {
        if (!option_rows[i].name || strncmp(option_rows[i].name, name, length) != 0)
            continue;
        used += (size_t)snprintf(out + used, OPTIONS_CHARS - used, "%s--%s",
                                 count++ > 0 ? ", " : "", option_rows[i].name);
    }
    return count;
}

/* No long option is called so: a later version may have one more that begins so, and no script may
 * break by that. */
static bool refuse_name(const char *word)
{
    char begun[OPTIONS_CHARS];
    char wanted[MF_NAME_COMPARED_MAX + 2]; /* longer than any name that is compared */
    struct mf_nearest nearest = {.wanted = wanted};
    const char *name;
    size_t length = long_name(word, &name);
    int shown = (int)(name - word + (ptrdiff_t)length);
    size_t count = list_begun(name, length, begun);
    if (count == 1)
        return refuse(_("there is no option %.*s; did you mean %s?"), shown, word, begun);
    if (count > 1)
        return refuse(_("there is no option %.*s; did you mean one of %s?"), shown, word, begun);
    snprintf(wanted, sizeof wanted, "%.*s", (int)length, name);
    for (size_t i = 0; i < option_count; i++) {
        if (option_rows[i].name)
            mf_nearest_offer(&nearest, option_rows[i].name);
    }
    if (nearest.name)
        return refuse(_("there is no option %.*s; did you mean --%s?"), shown, word, nearest.name);
    return refuse(_("there is no option %.*s"), shown, word);
}

/* Of two values one would be lost without a word; a second flag changes nothing. */
static bool check_once(const struct line *line, const struct option_row *row)
{
    bool is_second = (line->given >> (row - option_rows) & 1) != 0;
    return !is_second || !row->value || row->repeats ||
           refuse(_("--%s is given twice; name it once"), row->name);
}

/* getopt takes the first letters of a long option for the whole, and "-camera" for the letter c. */
static bool is_misspelled(const char *word)
{
    const char *name;
    if (word[0] != '-' || word[1] == '\0' || (word[1] == '-' && word[2] == '\0'))
        return false;
    if (word[1] == '-')
        return !is_long_option(word);
    return long_name(word, &name) > 1 && is_long_option(word);
}

/* What getopt did not take; `word` is what it was reading. */
static bool refuse_option(const char *word, int code)
{
    if (code == ':')
        return refuse(_("%s needs a value"), word);
    if (word[1] == '-' && optopt >= FIRST_LONG) /* musl has the code point of a letter there */
        return refuse(_("--%s takes no value"), option_rows[optopt - FIRST_LONG].name);
    if (optopt > ' ' && optopt < 0x7F)
        return refuse(_("there is no option -%c"), optopt);
    return refuse(_("there is no option %s"), word);
}

/* musl ends at a lone `-`, as if it were `--`, but does not take it. */
static int next_word(int argc, char **argv, const char *letters, const struct option *longs)
{
    int before = optind;
    int code = getopt_long(argc, argv, letters, longs, NULL);
    if (code != -1 || optind != before || optind >= argc)
        return code;
    optarg = argv[optind++];
    return WORD;
}

/* Was the value left out that it may have? A word behind it may have been meant for one. */
static bool is_bare(const struct option_row *row, const char *value)
{
    return !value && row->value && row->value[0] == '[';
}

bool options_read(int argc, char **argv, maixfit *fit, struct options *options, struct line *line)
{
    struct option longs[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 4];
    int code;
    int at = 1; /* what getopt reads: it may hold several letters */
    *options = (struct options){.command = COMMAND_JUDGE};
    *line = (struct line){.words = argv + 1}; /* a word is never written before it is read */
    build_getopt(longs, letters);
    opterr = 0;
    while ((code = next_word(argc, argv, letters, longs)) != -1) {
        const struct option_row *row = row_of(code);
        if (is_misspelled(argv[at]))
            return refuse_name(argv[at]);
        if (code == WORD)
            line->words[line->count++] = optarg;
        else if (!row && strcmp(argv[at], DEFAULT_VALUE) == 0)
            line->words[line->count++] = argv[at];
        else if (!row)
            return refuse_option(argv[at], code);
        else if (!check_once(line, row) || !apply(fit, options, row, optarg, code < FIRST_LONG))
            return false;
        else
            line->given |= UINT64_C(1) << (row - option_rows);
        if (row && is_bare(row, optarg) && optind < argc && argv[optind][0] != '-')
            options->bare = row->name;
        at = optind;
    }
    line->before_end = line->count;
    while (optind < argc)
        line->words[line->count++] = argv[optind++];
    return true;
}

bool options_given(const struct line *line, const char *name)
{
    for (size_t i = 0; i < option_count; i++) {
        if (option_rows[i].name && strcmp(option_rows[i].name, name) == 0)
            return (line->given >> i & 1) != 0;
    }
    return false;
}

bool options_belong(const struct line *line, enum command command)
{
    for (size_t i = 0; i < option_count; i++) {
        if ((line->given >> i & 1) != 0 &&
            (option_rows[i].subjects & command_subjects(command)) == 0)
            return refuse(_("`maixfit %s` has no option --%s"), command_name(command),
                          option_rows[i].name);
    }
    return true;
}
