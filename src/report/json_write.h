// SPDX-License-Identifier: MIT
/* cJSON with exact integers and valid UTF-8. The first allocation that fails is remembered in the
 * writer. */
#ifndef MAIXFIT_REPORT_JSON_WRITE_H
#define MAIXFIT_REPORT_JSON_WRITE_H

#include <cjson/cJSON.h>

#include "report.h"

struct mf_json_writer {
    bool failed;
    cJSON **tree; /* as of struct mf_report */
};

cJSON *mf_json_object(struct mf_json_writer *writer, cJSON *parent, const char *key);
cJSON *mf_json_array(struct mf_json_writer *writer, cJSON *parent, const char *key);
cJSON *mf_json_item(struct mf_json_writer *writer, cJSON *array); /* a new object at its end */
void mf_json_put_string(struct mf_json_writer *writer, cJSON *object, const char *key,
                        const char *value);
/* A name or a sentence, in the language in which this thread shows text: English in the JSON that
 * programs read. */
void mf_json_put_shown(struct mf_json_writer *writer, cJSON *object, const char *key,
                       const char *text);
void mf_json_put_number(struct mf_json_writer *writer, cJSON *object, const char *key,
                        uint64_t value);
void mf_json_put_signed(struct mf_json_writer *writer, cJSON *object, const char *key,
                        int64_t value);
void mf_json_put_amount(struct mf_json_writer *writer, cJSON *object, const char *key,
                        struct mf_amount amount);
void mf_json_put_flag(struct mf_json_writer *writer, cJSON *object, const char *key, bool value);
void mf_json_put_null(struct mf_json_writer *writer, cJSON *object, const char *key);
void mf_json_append_amount(struct mf_json_writer *writer, cJSON *array, struct mf_amount amount);
void mf_json_append_number(struct mf_json_writer *writer, cJSON *array, uint64_t value);
void mf_json_put_strings(struct mf_json_writer *writer, cJSON *object, const char *key,
                         const char *const *strings, size_t count);

/* A root with `schema` and `tool`. */
cJSON *mf_json_root(struct mf_json_writer *writer, const struct mf_report *report);

/* Each prints the root and deletes it, but where the report wants the tree: on many lines; on one;
 * on one without the brace that closes it; without the one that opens it. */
bool mf_json_finish(struct mf_json_writer *writer, cJSON *root, struct mf_text *out);
bool mf_json_finish_line(struct mf_json_writer *writer, cJSON *root, struct mf_text *out);
bool mf_json_finish_open(struct mf_json_writer *writer, cJSON *root, struct mf_text *out);
bool mf_json_finish_close(struct mf_json_writer *writer, cJSON *root, struct mf_text *out);

void mf_json_put_models(struct mf_json_writer *writer, cJSON *root, const struct mf_result *result);
void mf_json_put_blocks(struct mf_json_writer *writer, cJSON *parent,
                        const struct mf_block_list *blocks);
void mf_json_put_supply(struct mf_json_writer *writer, cJSON *root, const struct mf_supply *supply);
void mf_json_put_list(struct mf_json_writer *writer, cJSON *array,
                      const struct mf_finding_list *list);
void mf_json_put_findings(struct mf_json_writer *writer, cJSON *root,
                          const struct mf_result *result);

#endif
