// SPDX-License-Identifier: MIT
/* ask MODEL [BOARD]: does it fit beside a camera, on the board that this runs on or a captured one?
 */
#include <inttypes.h>
#include <maixfit.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    uint64_t need;
    maixfit *fit = maixfit_new();
    if (!fit || argc < 2 || maixfit_set(fit, MAIXFIT_MODEL, argv[1]) != 0 ||
        maixfit_set(fit, MAIXFIT_CAMERA, "1920x1080") != 0 ||
        (argc > 2 && maixfit_set(fit, MAIXFIT_SYSROOT, argv[2]) != 0))
        return MAIXFIT_STATUS_USAGE;
    int status = maixfit_evaluate(fit);
    if (maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &need))
        printf("needs %" PRIu64 " bytes\n", need);
    if (status != MAIXFIT_STATUS_FITS)
        fprintf(stderr, "%s\n", maixfit_message(fit));
    maixfit_free(fit);
    return status;
}
