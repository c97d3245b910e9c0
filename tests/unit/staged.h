// SPDX-License-Identifier: MIT
/* A folder with models and a manifest, opened and loaded as a program does it. */
#ifndef MAIXFIT_TESTS_STAGED_H
#define MAIXFIT_TESTS_STAGED_H

#include "bundle/loading.h"
#include "bundle/open.h"
#include "support.h"

#define PAGE             ((uint64_t)4096)
#define STAGED_FILES_MAX 8

/* Lives from `begin` to `end`. */
struct stage {
    char folder[MODEL_PATH_MAX];
    char paths[STAGED_FILES_MAX][80];
    size_t count;
    struct mf_arena arena;
    struct mf_opened_list list;
    const struct mf_model *model; /* the first that was opened */
    struct mf_error error;
};

void begin(struct stage *stage);
void end(struct stage *stage); /* removes the folder */

/* Makes a model by the options of mkmodel, of which one is %s, the path. */
void add_model(struct stage *stage, const char *name, const char *options);
void add_text(struct stage *stage, const char *name, const char *text);

/* Opens what was added last. */
void open_last(struct stage *stage);

struct mf_model load(struct stage *stage, struct mf_loading how);

/* Bytes in the pool when all is loaded, in whole pages. */
uint64_t held(const struct mf_model *model);

/* The value of a setting; "" where there is none. */
const char *setting(const struct mf_model *model, const char *name);
bool is_assumed(const struct mf_model *model, const char *name);
bool model_has_finding(const struct mf_model *model, const char *code);

#endif
