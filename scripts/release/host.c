// SPDX-License-Identifier: MIT
/* host MODEL BOARD: prints the library's JSON and ends with its status, as the tool does with
 * `MODEL -d BOARD -f json`. */
#include <stdio.h>

#include "maixfit.h"

int main(int argc, char **argv)
{
    maixfit *fit = maixfit_new();
    if (!fit || argc != 3 || maixfit_set(fit, MAIXFIT_MODEL, argv[1]) != 0 ||
        maixfit_set(fit, MAIXFIT_DEVICE, argv[2]) != 0)
        return MAIXFIT_STATUS_USAGE;
    int status = maixfit_evaluate(fit);
    char *report = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    fputs(report ? report : "", stdout);
    maixfit_string_free(report);
    maixfit_free(fit);
    return status;
}
