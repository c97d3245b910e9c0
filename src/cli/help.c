// SPDX-License-Identifier: MIT
/* What -h, --help and `maixfit help` print, from the table. No line is longer than 80 columns. */
#include "help.h"

#include <string.h>

#include "../core/i18n.h"

#define INDENT         ((size_t)2)
#define OPTION_COLUMN  29 /* where the text of an option begins */
#define COMMAND_COLUMN 39
#define NO_GROUP       ((size_t)-1)

static void put_blanks(FILE *out, size_t count)
{
    fprintf(out, "%*s", (int)count, "");
}

/* `left`, and `right` from a column on: in a line of its own where `left` is too long. */
static void put_row(FILE *out, const char *left, const char *right, size_t column)
{
    size_t used = INDENT + strlen(left);
    put_blanks(out, INDENT);
    fputs(left, out);
    if (used >= column) {
        fputs("\n", out);
        used = 0;
    }
    put_blanks(out, column - used);
    fprintf(out, "%s\n", right);
}

static void put_examples(FILE *out, const struct example *examples)
{
    size_t widest = 0;
    for (const struct example *at = examples; at->line; at++) {
        size_t width = strlen(at->line);
        if (width > widest)
            widest = width;
    }
    for (const struct example *at = examples; at->line; at++)
        put_row(out, at->line, _(at->what), widest + 2 * INDENT);
}

/* "-d, --device ID"; the value is the row's own, or NULL, or shorter. */
static void put_option(FILE *out, const struct option_row *row, const char *value)
{
    char left[64];
    char letter[8] = "    ";
    const char *name = row->name;
    if (row->letter)
        snprintf(letter, sizeof letter, "-%c%s", row->letter, name ? ", " : "");
    bool is_apart = value && value[0] != '\0' && value[0] != '[';
    snprintf(left, sizeof left, "%s%s%s%s%s", letter, name ? "--" : "", name ? name : "",
             is_apart ? " " : "", value ? value : "");
    put_row(out, left, _(row->help), OPTION_COLUMN);
}

/* The options that are about any of the subjects, each group under its title. */
static void put_groups(FILE *out, unsigned subjects)
{
    size_t group = NO_GROUP;
    for (size_t i = 0; i < option_count; i++) {
        const struct option_row *row = &option_rows[i];
        if ((row->subjects & subjects) == 0)
            continue;
        if (row->group != group)
            fprintf(out, "\n%s\n", _(option_groups[row->group]));
        group = row->group;
        put_option(out, row, row->value);
    }
}

static void put_command(FILE *out, enum command command)
{
    char usage[64];
    const struct command_row *row = &command_rows[command];
    snprintf(usage, sizeof usage, "maixfit %s%s%s", row->name, row->name[0] != '\0' ? " " : "",
             row->usage);
    put_row(out, usage, _(row->help), COMMAND_COLUMN);
}

void help_short(FILE *out)
{
    fprintf(out, "%s\n", _(help_text.about));
    put_examples(out, help_text.examples);
    fputs("\n", out);
    for (size_t i = 0; i < option_count; i++) {
        if (option_rows[i].common)
            put_option(out, &option_rows[i], option_rows[i].common);
    }
    fprintf(out, "\n%s", _(help_text.more));
}

void help_whole(FILE *out)
{
    fprintf(out, "%s\n", _(help_text.about));
    put_examples(out, help_text.examples);
    fprintf(out, "\n%s\n", _(help_text.models));
    for (int i = 0; i < COMMAND_COUNT; i++)
        put_command(out, (enum command)i);
    put_groups(out, ~0U);
    fprintf(out, "\n%s%s%s", _(help_text.sizes), _(help_text.formats), _(help_text.statuses));
}

void help_command(FILE *out, enum command command)
{
    const struct command_row *row = &command_rows[command];
    put_command(out, command);
    fprintf(out, "\n%s", _(row->text));
    if (row->examples[0].line)
        fputs("\n", out);
    put_examples(out, row->examples);
    put_groups(out, row->subjects);
    fprintf(out, "\n%s",
            row->report == MAIXFIT_REPORT_VERDICT ? _(help_text.formats)
                                                  : _(help_text.few_formats));
}

bool help_commands(FILE *out, const char *word)
{
    bool any = false;
    size_t length = strlen(word);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        const char *name = command_rows[i].name;
        if (length == 0 || strncmp(name, word, length) != 0 || name[length] != ' ')
            continue;
        put_command(out, (enum command)i);
        any = true;
    }
    return any;
}
