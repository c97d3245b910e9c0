// SPDX-License-Identifier: MIT
/* The one list of formats, and what can be answered by looking it up. */
#include <stdio.h>
#include <string.h>

#include "../src/core/path.h"
#include "format.h"

const struct mf_format *const mf_formats[] = {&mf_cvimodel_format, &mf_axmodel_format, NULL};

const struct mf_format *mf_format_find(const char *name)
{
    const struct mf_format *const *format = mf_formats;
    while (*format && strcmp((*format)->traits.format, name) != 0)
        format++;
    return *format;
}

const char *mf_format_names(char out[MF_FORMAT_NAMES_MAX])
{
    size_t length = 0;
    out[0] = '\0';
    for (size_t i = 0; mf_formats[i] && length < MF_FORMAT_NAMES_MAX; i++)
        length += (size_t)snprintf(out + length, MF_FORMAT_NAMES_MAX - length, "%s%s",
                                   i == 0 ? "" : ", ", mf_formats[i]->traits.format);
    return out;
}

bool mf_model_suffix(const char *path)
{
    for (size_t i = 0; mf_formats[i]; i++) {
        if (mf_ends_with(path, mf_formats[i]->suffix))
            return true;
    }
    return false;
}
