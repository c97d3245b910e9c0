// SPDX-License-Identifier: MIT
/* What an app takes beside its models, evaluated from the built-in data for a test. */
#ifndef MAIXFIT_TESTS_EVALUATED_H
#define MAIXFIT_TESTS_EVALUATED_H

#include "pipeline/pipeline.h"

/* One evaluation; its memory lives until `finish`. */
struct evaluated {
    struct mf_arena arena;
    struct mf_pipeline_list list;
    struct mf_error error;
    bool ok;
};

struct evaluated evaluate(const char *board, const struct mf_pipeline_request *request);
void finish(struct evaluated *run);

/* The part of that name, or NULL. */
const struct mf_pipeline *part_of(const struct evaluated *run, const char *name);

/* Bytes as asked for of the block at `index`; 0 where there is none. */
uint64_t block_of(const struct evaluated *run, const char *name, size_t index);
enum mf_certainty certainty_of(const struct evaluated *run, const char *name, size_t index);

/* Σ bytes as asked for of all blocks of a part. */
uint64_t bytes_of(const struct evaluated *run, const char *name);

/* KiB in whole pages of one part, and of all. */
uint64_t part_kib(const struct evaluated *run, const char *name);
uint64_t all_kib(const struct evaluated *run);

/* Is there a finding of that code with that word in its text? */
bool has_finding(const struct evaluated *run, const char *code, const char *word);

void expect_setting(const struct evaluated *run, const char *name, const char *value, bool assumed);

struct mf_picture_spec picture_of(const char *text, enum mf_picture_role role);

/* Evaluates a request with one camera (or NULL) and one display (or NULL). */
struct evaluated with_camera(const char *board, const char *camera, const char *sensor,
                             const char *display);

/* Evaluates a request with one encoder or one decoder; the other is NULL. */
struct evaluated with_codec(const char *board, const char *encode, const char *decode);

#endif
