// SPDX-License-Identifier: MIT
/* The README's example, built against the installed library. */
#include <maixfit.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 2)
        return MAIXFIT_STATUS_USAGE;
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, argv[1]);
    maixfit_set(fit, MAIXFIT_CAMERA, "1920x1080");
    int status = maixfit_evaluate(fit);
    if (status != MAIXFIT_STATUS_FITS)
        fprintf(stderr, "%s\n", maixfit_message(fit));
    maixfit_free(fit);
    return status;
}
