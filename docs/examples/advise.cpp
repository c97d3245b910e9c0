// SPDX-License-Identifier: MIT
// advise MODEL [BOARD]: the model from memory; where it does not fit, everything that would help.
#include <fstream>
#include <iostream>
#include <iterator>
#include <maixfit.h>
#include <memory>
#include <vector>

int main(int argc, char **argv)
{
    std::unique_ptr<maixfit, decltype(&maixfit_free)> fit(maixfit_new(), maixfit_free);
    if (!fit || argc < 2)
        return MAIXFIT_STATUS_USAGE;
    std::ifstream file(argv[1], std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    const void *start = bytes.empty() ? "" : static_cast<const void *>(bytes.data());
    if (maixfit_add_memory(fit.get(), argv[1], start, bytes.size()) != 0 ||
        (argc > 2 && maixfit_set_named(fit.get(), "sysroot", argv[2]) != 0))
        return MAIXFIT_STATUS_USAGE;
    const int status = maixfit_evaluate(fit.get());
    std::cout << maixfit_message(fit.get()) << '\n';
    for (unsigned i = 0; i < maixfit_count(fit.get(), MAIXFIT_LIST_ADVICE); i++)
        std::cout << "- " << maixfit_item_text(fit.get(), MAIXFIT_LIST_ADVICE, i, MAIXFIT_FIELD_TEXT) << '\n';
    return status;
}
