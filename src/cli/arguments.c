// SPDX-License-Identifier: MIT
#include "arguments.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../core/i18n.h"
#include "say.h"

#define EXPLAINED_CHARS 1024 /* of an error that is pasted; a longer one is cut */

static bool check_outputs(const struct options *options)
{
    const struct outputs *outputs = &options->outputs;
    for (size_t i = 0; i < outputs->count; i++) {
        enum maixfit_format format = outputs->items[i].format;
        const char *file = outputs->items[i].file;
        bool judges = command_report(options->command) == MAIXFIT_REPORT_VERDICT;
        if (!judges && format != MAIXFIT_TEXT && format != MAIXFIT_JSON)
            return refuse(_("`maixfit %s` has the formats text and json, not %s"),
                          command_name(options->command), maixfit_format_name(format));
        for (size_t k = 0; file && k < i; k++) {
            if (outputs->items[k].file && strcmp(outputs->items[k].file, file) == 0)
                return refuse(_("--format: two reports cannot both go to %s"), file);
        }
    }
    return true;
}

static bool check_together(const struct line *line, const struct options *options)
{
    bool writes = options->emit || options->apply;
    if (options->each && (options->emit || options->apply))
        return refuse(_("--emit and --apply judge the models together; leave out --each"));
    if (options->emit && options->apply)
        return refuse(_("--emit prints the line, --apply writes it; choose one"));
    if (options->boards > 1 && (options->emit || options->apply))
        return refuse(_("--emit and --apply are of one board; name it with one --device"));
    if (options->emit && options->outputs.count > 0)
        return refuse(_("--emit prints one line and no report; leave out --format"));
    if (options->dry_run && options->command == COMMAND_JUDGE && !options->apply)
        return refuse(_("--dry-run goes with --apply, `config set` or `config restore`"));
    if (options->command == COMMAND_JUDGE && options_given(line, "minimum") && !writes)
        return refuse(_("--minimum goes with --emit, --apply or `config set`"));
    return true;
}

/* A model that does not exist, and is no path, may be a command that was written wrong. */
static bool check_first_word(const struct line *line)
{
    struct stat ignored;
    if (line->before_end == 0 || strchr(line->words[0], '/') ||
        lstat(line->words[0], &ignored) == 0)
        return true;
    enum command near = command_guess(line->words, line->before_end);
    if (near == COMMAND_JUDGE)
        return true;
    if (near == COMMAND_COUNT)
        return refuse(
            _("`%s` is neither a file nor a whole command; did you mean `maixfit config check`, "
              "`maixfit config set` or `maixfit config restore`?"),
            line->words[0]);
    return refuse(_("`%s` is neither a file nor a command; did you mean `maixfit %s`?"),
                  line->words[0], command_name(near));
}

/* `config check [FILE]`, `config set N|auto [FILE]`, `config restore [last] [FILE]` */
static bool take_config(const struct line *line, struct options *options)
{
    int at = 0;
    bool sets = options->command == COMMAND_CONFIG_SET;
    if (sets && line->count == 0)
        return refuse(_("which value? `maixfit config set N`, in MiB, or `config set auto`"));
    bool restores = options->command == COMMAND_CONFIG_RESTORE;
    if (sets || (restores && line->count > 0 && strcmp(line->words[0], "last") == 0))
        options->value = line->words[at++];
    if (at < line->count)
        options->file = line->words[at++];
    return at == line->count ||
           refuse(_("`maixfit %s` takes no `%s`"), command_name(options->command), line->words[at]);
}

/* `gate [FILE]` */
static bool take_policy(const struct line *line, struct options *options)
{
    options->file = line->count > 0 ? line->words[0] : NULL;
    return line->count <= 1 || refuse(_("`maixfit gate` takes no `%s`"), line->words[1]);
}

static bool take_models(const struct line *line, maixfit *fit, const struct options *options)
{
    bool wants = options->command == COMMAND_JUDGE || options->command == COMMAND_INSPECT;
    if (!wants && line->count > 0)
        return refuse(_("`maixfit %s` takes no `%s`"), command_name(options->command),
                      line->words[0]);
    for (int i = 0; i < line->count; i++) {
        if (maixfit_set(fit, MAIXFIT_MODEL, line->words[i]) != 0)
            return refuse("%s", maixfit_message(fit));
    }
    return true;
}

/* What `help WORDS` or `WORDS --help` is about. Words of no command are models, and only behind
 * `help` an error. */
static bool take_topic(const struct line *line, struct options *options)
{
    bool is_command = options->command == COMMAND_HELP && !options->help;
    char **words = line->words + is_command;
    int count = line->before_end - is_command;
    int length;
    options->help = true;
    options->command = command_find(words, count, &length);
    options->topic = count > 0 ? words[0] : NULL;
    if (is_command && !options_belong(line, COMMAND_HELP))
        return false;
    if (!is_command || count == length || (count == 1 && command_begins(words[0])))
        return true;
    enum command near = command_guess(words, count);
    if (length > 0)
        return refuse(_("`maixfit help` takes no `%s`"), words[length]);
    if (near == COMMAND_JUDGE || near == COMMAND_COUNT)
        return refuse(_("there is no command `%s`"), words[0]);
    return refuse(_("there is no command `%s`; did you mean `maixfit help %s`?"), words[0],
                  command_name(near));
}

/* An error need not be quoted: its words may stand one by one. */
static bool take_explained(const struct line *line, maixfit *fit)
{
    char text[EXPLAINED_CHARS] = "";
    size_t used = 0;
    for (int i = 0; i < line->count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? " " : "",
                                 line->words[i]);
    return line->count == 0 || maixfit_set(fit, MAIXFIT_EXPLAIN, text) == 0 ||
           refuse("%s", maixfit_message(fit));
}

bool arguments_parse(int argc, char **argv, maixfit *fit, struct options *options)
{
    struct line line;
    int length;
    if (!options_read(argc, argv, fit, options, &line))
        return false;
    options->command = command_find(line.words, line.before_end, &length);
    if (options->command == COMMAND_HELP || options->help)
        return take_topic(&line, options);
    if (options->version)
        return true;
    if (options->command == COMMAND_JUDGE && line.count > 0 && !check_first_word(&line))
        return false;
    line.words += length;
    line.count -= length;
    if (!options_belong(&line, options->command) || !check_outputs(options) ||
        !check_together(&line, options))
        return false;
    if (options->command == COMMAND_EXPLAIN)
        return take_explained(&line, fit);
    if (options->command == COMMAND_GATE)
        return take_policy(&line, options);
    if (options->command == COMMAND_CONFIG_CHECK || options->command == COMMAND_CONFIG_SET ||
        options->command == COMMAND_CONFIG_RESTORE)
        return take_config(&line, options);
    return take_models(&line, fit, options);
}
