// SPDX-License-Identifier: MIT
/* The tool: an ordinary client of maixfit.h. Reports go to stdout, messages to stderr. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/i18n.h"
#include "../core/print.h"
#include "arguments.h"
#include "gate.h"
#include "guard.h"
#include "help.h"
#include "language.h"
#include "many.h"
#include "memory.h"
#include "progress.h"
#include "sandbox.h"
#include "say.h"
#include "style.h"

/* A report that was not written must not look like a verdict. */
static int flush(int status)
{
    return outputs_flush() ? status : MAIXFIT_STATUS_USAGE;
}

static int print_report(maixfit *fit, struct options *options, enum maixfit_report report,
                        int status)
{
    if (!outputs_open(&options->outputs, options->quiet))
        return MAIXFIT_STATUS_USAGE;
    bool done = outputs_add(&options->outputs, fit, report);
    return outputs_close(&options->outputs, done) && done ? status : MAIXFIT_STATUS_USAGE;
}

/* A report as a message. */
static void say_report(const maixfit *fit, enum maixfit_report report)
{
    char *text = maixfit_report_text(fit, report, MAIXFIT_TEXT);
    say_lines(text ? text : "");
    maixfit_string_free(text);
}

static int emit(maixfit *fit, const struct options *options)
{
    const char *message = maixfit_pool_line_message(fit);
    const char *line = maixfit_pool_line(fit);
    if (message[0] != '\0')
        say(message);
    if (!options->quiet) /* what the value rests on: a board that was assumed, a failed probe */
        say_report(fit, MAIXFIT_REPORT_FINDINGS);
    if (line[0] == '\0')
        return maixfit_pool_line_status(fit);
    printf("%s\n", line);
    return flush(MAIXFIT_STATUS_FITS);
}

/* The verdict was printed; what was written is a message. */
static int apply(maixfit *fit, const struct options *options)
{
    int status = maixfit_config_apply(fit, options->file, options->dry_run);
    if (status == 0 && options->dry_run)
        say_report(fit, MAIXFIT_REPORT_CONFIG);
    else
        say(maixfit_message(fit));
    return status;
}

/* Only these have their problems on stderr instead of a report. */
static bool is_for_people(const struct options *options)
{
    return outputs_on_stdout(&options->outputs) == MAIXFIT_TEXT;
}

/* A word behind an option whose value may be missing is a model, which it may not have been. */
static void say_bare(const char *name)
{
    char text[128];
    mf_print(text, sizeof text,
             _("--%s takes its value behind a `=`, as in --%s=VALUE; any other word is a model"),
             name, name);
    say(text);
}

/* Why there is no report on stdout, or none that says it: without a model or a board's facts, or
 * with -q. */
static void say_trouble(const maixfit *fit, const struct options *options, int status, bool reports)
{
    if (options->quiet && status != MAIXFIT_STATUS_FITS)
        say_verdict(fit);
    else if (status == MAIXFIT_STATUS_BAD_MODEL || (status == MAIXFIT_STATUS_NO_FACTS && !reports))
        say_problems(fit);
    if (status == MAIXFIT_STATUS_BAD_MODEL && options->bare)
        say_bare(options->bare);
}

static int judge(maixfit *fit, struct options *options)
{
    int status = maixfit_evaluate(fit);
    uint64_t need;
    if (status == MAIXFIT_STATUS_USAGE) {
        refuse("%s", maixfit_message(fit));
        return status;
    }
    if (options->emit && status != MAIXFIT_STATUS_BAD_MODEL)
        return emit(fit, options);
    bool reports = is_for_people(options) && !options->quiet &&
                   maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &need);
    say_trouble(fit, options, status, reports);
    if (options->emit)
        return status;
    options->quiet = options->quiet || (is_for_people(options) && !reports);
    int printed = print_report(fit, options, MAIXFIT_REPORT_VERDICT, status);
    bool judged = status == MAIXFIT_STATUS_FITS || status == MAIXFIT_STATUS_DOES_NOT_FIT ||
                  status == MAIXFIT_STATUS_MARGINAL;
    return options->apply && judged && printed == status ? apply(fit, options) : printed;
}

static int judge_many(maixfit *fit, struct options *options)
{
    struct many many;
    if (!many_begin(&many, options))
        return MAIXFIT_STATUS_USAGE;
    int status = maixfit_evaluate_all(fit, many_item, &many);
    if (status != MAIXFIT_STATUS_USAGE)
        return many_end(&many, fit, status);
    refuse("%s", maixfit_message(fit));
    return many_refuse(&many, fit);
}

static int inspect(maixfit *fit, struct options *options)
{
    int status = maixfit_inspect(fit);
    if (status == MAIXFIT_STATUS_USAGE) {
        refuse("%s", maixfit_message(fit));
        return status;
    }
    if (status != 0)
        say_problems(fit);
    return print_report(fit, options, command_report(options->command), status);
}

static int probe(maixfit *fit, struct options *options)
{
    int status = maixfit_probe(fit);
    if (status == MAIXFIT_STATUS_USAGE) {
        refuse("%s", maixfit_message(fit));
        return status;
    }
    if (status == MAIXFIT_STATUS_NO_FACTS && (!is_for_people(options) || options->quiet))
        say_problems(fit);
    return print_report(fit, options, command_report(options->command), status);
}

/* What could not be read stands in the report too, but that goes into a file. */
static int capture(maixfit *fit, struct options *options)
{
    int status = maixfit_capture(fit);
    if (status == MAIXFIT_STATUS_USAGE) {
        refuse("%s", maixfit_message(fit));
        return status;
    }
    if (status != 0 || maixfit_problem(fit, 0))
        say_problems(fit);
    return status != MAIXFIT_STATUS_BAD_MODEL
               ? print_report(fit, options, command_report(options->command), status)
               : status;
}

static int call_config(maixfit *fit, const struct options *options)
{
    if (options->command == COMMAND_CONFIG_CHECK)
        return maixfit_config_check(fit, options->file);
    if (options->command == COMMAND_CONFIG_SET)
        return maixfit_config_set(fit, options->value, options->file, options->dry_run);
    return maixfit_config_restore(fit, options->value != NULL, options->file, options->dry_run);
}

static int config(maixfit *fit, struct options *options)
{
    int status = call_config(fit, options);
    bool done = status == MAIXFIT_STATUS_FITS || status == MAIXFIT_STATUS_DOES_NOT_FIT;
    bool wrote = options->command != COMMAND_CONFIG_CHECK && status == MAIXFIT_STATUS_FITS &&
                 !options->dry_run;
    if (status == MAIXFIT_STATUS_USAGE)
        refuse("%s", maixfit_message(fit));
    else if (!done)
        say_problems(fit);
    if (status == MAIXFIT_STATUS_USAGE || (!done && is_for_people(options)))
        return status;
    signal(SIGPIPE, SIG_IGN); /* that the report is lost must be known */
    int printed = print_report(fit, options, command_report(options->command), status);
    if (wrote && (options->quiet || printed != status))
        say(maixfit_message(fit));
    return printed;
}

/* Only these write, and only the file that was asked for. */
static struct sandbox enter_sandbox(const struct options *options)
{
    bool writes = outputs_write_files(&options->outputs) ||
                  (!options->dry_run && (options->apply || options->command == COMMAND_CONFIG_SET ||
                                         options->command == COMMAND_CONFIG_RESTORE));
    if (options->no_sandbox)
        return (struct sandbox){false, false, false};
    memory_limit();
    return sandbox_enter(writes);
}

static void print_version(const struct options *options, const struct sandbox *sandbox)
{
    printf("maixfit %s\n", maixfit_version());
    if (!options->verbose)
        return;
    printf(_("archives: %s\n"), maixfit_reads_archives() ? _("yes") : _("no"));
    printf(_("sandbox: %s%s%s\n"), sandbox->no_new_privileges ? "no_new_privs" : _("off"),
           sandbox->system_calls ? ", seccomp" : "", sandbox->read_only ? _(", read only") : "");
}

static void show_help(const struct options *options)
{
    if (options->command != COMMAND_JUDGE)
        help_command(stdout, options->command);
    else if (!options->topic || !help_commands(stdout, options->topic))
        (options->short_help ? help_short : help_whole)(stdout);
}

static int run(maixfit *fit, struct options *options)
{
    if (!style_set(fit, options)) {
        say(maixfit_message(fit));
        return MAIXFIT_STATUS_USAGE;
    }
    struct sandbox sandbox = enter_sandbox(options);
    if (options->help) {
        show_help(options);
        return flush(0);
    }
    if (options->version) {
        print_version(options, &sandbox);
        return flush(0);
    }
    switch ((int)options->command) {
    case COMMAND_JUDGE:
        return options->each || options->boards > 1 ? judge_many(fit, options)
                                                    : judge(fit, options);
    case COMMAND_GATE:
        return gate(fit, options);
    case COMMAND_INSPECT:
        return inspect(fit, options);
    case COMMAND_STATUS:
        return probe(fit, options);
    case COMMAND_CAPTURE:
        return capture(fit, options);
    case COMMAND_CONFIG_CHECK:
    case COMMAND_CONFIG_SET:
    case COMMAND_CONFIG_RESTORE:
        return config(fit, options);
    default: /* a list of what is known */
        return print_report(fit, options, command_report(options->command), MAIXFIT_STATUS_FITS);
    }
}

static bool is_finished;

/* A library below may end the process itself when memory runs out, with a status that would look
 * like a verdict. */
static void guard_exit(void)
{
    static const char text[] = "maixfit: out of memory\n";
    if (is_finished)
        return;
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written; /* nothing is left to do about a failure */
    _exit(MAIXFIT_STATUS_BAD_MODEL);
}

int main(int argc, char **argv)
{
    struct options options;
    setenv("TZ", "UTC0", 0); /* else the C library looks at /etc/localtime for each file of a zip */
    atexit(guard_exit);
    maixfit *fit = maixfit_new();
    is_finished = !fit;
    if (!fit) {
        say(_("out of memory"));
        return MAIXFIT_STATUS_BAD_MODEL;
    }
    struct progress progress;
    language_begin(fit, argc, argv);
    progress_begin(&progress, fit);
    guard_begin();
    int status =
        arguments_parse(argc, argv, fit, &options) ? run(fit, &options) : MAIXFIT_STATUS_USAGE;
    maixfit_free(fit);
    language_end();
    guard_end();
    is_finished = true;
    return status;
}
