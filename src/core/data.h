// SPDX-License-Identifier: MIT
/* JSON files of models/, compiled into the library as they are by scripts/cmake/embed.cmake. */
#ifndef MAIXFIT_CORE_DATA_H
#define MAIXFIT_CORE_DATA_H

#include <stddef.h>

struct mf_data_file {
    const char *name; /* "./words.json" */
    const char *text; /* NUL-terminated */
    size_t size;      /* without the NUL */
};

/* Sorted by name; the last entry has a NULL name. */
extern const struct mf_data_file mf_word_files[]; /* models/words.json alone */

#endif
