// SPDX-License-Identifier: MIT
#include "many.h"

#include "say.h"

void say_problems(const maixfit *fit)
{
    const char *line;
    for (unsigned i = 0; (line = maixfit_problem(fit, i)) != NULL; i++)
        say(line);
    if (!maixfit_problem(fit, 0))
        say(maixfit_message(fit));
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
        say_problems(fit);
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
    if (!many->begun) /* lack of memory, or an empty folder */
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
