// SPDX-License-Identifier: MIT
#include "many.h"

#include <string.h>

#include "../core/text.h"
#include "say.h"

static void say_of_check(const maixfit *fit, const char *line)
{
    const char *check = maixfit_value(fit, MAIXFIT_CHECK, NULL);
    struct mf_text text = {0};
    if (check)
        mf_text_format(&text, "%s: ", check);
    mf_text_add(&text, line);
    say(text.bytes && !text.failed ? text.bytes : line);
    mf_text_free(&text);
}

void say_problems(const maixfit *fit)
{
    const char *line;
    for (unsigned i = 0; (line = maixfit_problem(fit, i)) != NULL; i++)
        say_of_check(fit, line);
    if (!maixfit_problem(fit, 0))
        say_of_check(fit, maixfit_message(fit));
}

/* Of several models that cannot be read each has its own line. */
void say_verdict(const maixfit *fit)
{
    char *line = maixfit_problem(fit, 1)
                     ? NULL
                     : maixfit_report_text(fit, MAIXFIT_REPORT_ITEM, MAIXFIT_LINE);
    if (line) {
        line[strcspn(line, "\n")] = '\0';
        say(line);
    } else {
        say_problems(fit);
    }
    maixfit_string_free(line);
}

bool many_begin(struct many *many, struct options *options)
{
    *many = (struct many){options, false, false};
    return outputs_open(&options->outputs, options->quiet);
}

void many_item(void *user, const maixfit *fit)
{
    struct many *many = user;
    struct options *options = many->options;
    if (options->quiet && maixfit_status(fit) != MAIXFIT_STATUS_FITS)
        say_verdict(fit);
    if (many->failed)
        return;
    if (!many->begun)
        many->failed = !outputs_add(&options->outputs, fit, MAIXFIT_REPORT_HEAD);
    many->begun = true;
    many->failed = many->failed || !outputs_add(&options->outputs, fit, MAIXFIT_REPORT_ITEM);
}

int many_end(struct many *many, const maixfit *fit, int status)
{
    struct outputs *outputs = &many->options->outputs;
    bool text = !many->options->quiet && outputs_on_stdout(outputs) == MAIXFIT_TEXT;
    bool of_all = strcmp(maixfit_reason(fit), "baseline-missing") == 0; /* no verdict says it */
    if (!many->begun || (of_all && !text)) /* or lack of memory, or an empty folder */
        say_problems(fit);
    bool whole = !many->failed && (many->begun || outputs_add(outputs, fit, MAIXFIT_REPORT_HEAD)) &&
                 outputs_add(outputs, fit, MAIXFIT_REPORT_TAIL);
    return outputs_close(outputs, whole) && whole ? status : MAIXFIT_STATUS_USAGE;
}

int many_refuse(struct many *many, const maixfit *fit)
{
    if (many->begun && !many->failed) /* what is on standard output must be whole all the same */
        outputs_add(&many->options->outputs, fit, MAIXFIT_REPORT_TAIL);
    outputs_close(&many->options->outputs, false);
    return MAIXFIT_STATUS_USAGE;
}
