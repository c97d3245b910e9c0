// SPDX-License-Identifier: MIT
// preflight MODEL...: of these models, the best one first, names the first that fits beside a camera of 640x480: the one
// to pass to maix::nn. Where none fits, it says why and what would help.
#include <iostream>
#include <maixfit.h>
#include <memory>

int main(int argc, char **argv)
{
    std::unique_ptr<maixfit, decltype(&maixfit_free)> fit(maixfit_new(), maixfit_free);
    int status = MAIXFIT_STATUS_USAGE;
    if (!fit)
        return status; // out of memory
    for (int i = 1; i < argc; i++) {
        maixfit_reset(fit.get());
        if (maixfit_set(fit.get(), MAIXFIT_CAMERA, "640x480") != 0 ||
            maixfit_set(fit.get(), MAIXFIT_MODEL, argv[i]) != 0)
            return MAIXFIT_STATUS_USAGE;
        status = maixfit_evaluate(fit.get());
        if (status == MAIXFIT_STATUS_FITS) {
            std::cout << argv[i] << '\n';
            return status;
        }
        std::cerr << argv[i] << ": " << maixfit_message(fit.get()) << '\n';
        for (unsigned k = 0; k < maixfit_count(fit.get(), MAIXFIT_LIST_ADVICE); k++)
            std::cerr << "- " << maixfit_item_text(fit.get(), MAIXFIT_LIST_ADVICE, k, MAIXFIT_FIELD_TEXT) << '\n';
    }
    return status;
}
