// SPDX-License-Identifier: MIT
/* The JSON files of models/pipelines, compiled into the library by scripts/cmake/embed.cmake. */
#ifndef MAIXFIT_CORE_DATA_H
#define MAIXFIT_CORE_DATA_H

#include <stddef.h>

struct mf_data_file {
    const char *name; /* "pipelines/maixcam.json" */
    const char *id;   /* the text's own, "maixcam" */
    const char *text; /* NUL-terminated */
    size_t size;      /* without the NUL */
};

/* Sorted by name; the last entry has a NULL name. */
extern const struct mf_data_file mf_pipeline_files[];
extern const struct mf_data_file mf_word_files[]; /* models/words.json alone */

#endif
