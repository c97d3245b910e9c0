// SPDX-License-Identifier: MIT
/* Reads the rows of a file of models/pipelines, and the values that stand in its other parts too.
 * All are strict: what is wrong is an error that names the file and the key. */
#ifndef MAIXFIT_PIPELINE_DATA_ROWS_H
#define MAIXFIT_PIPELINE_DATA_ROWS_H

#include "../core/json_read.h"
#include "data.h"

/* [width, height] in pixels. A missing key leaves *size as it is, unless `needed`. */
bool mf_read_size(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                  struct mf_size *size);

/* Appends a list of such pairs. A missing key is no size. */
bool mf_read_sizes(const struct mf_json *json, const cJSON *object, const char *key,
                   struct mf_size_list *list);

/* The name of a format. A missing key leaves *format as it is, unless `needed`. */
bool mf_read_format(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    const struct mf_pixel_format **format);

/* "plain", "ax" or "cvi". A missing key leaves *rules as it is, unless `needed`. */
bool mf_read_rules(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                   enum mf_picture_rules *rules);

/* Appends a list of rows. Those that name no rules follow `rules`. A missing key is no row. */
bool mf_read_rows(const struct mf_json *json, const cJSON *object, const char *key,
                  enum mf_picture_rules rules, struct mf_row_list *list);

#endif
