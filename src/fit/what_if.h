// SPDX-License-Identifier: MIT
/* The same request, changed in some points, loaded and judged again. */
#ifndef MAIXFIT_FIT_WHAT_IF_H
#define MAIXFIT_FIT_WHAT_IF_H

#include "fit.h"

struct mf_what_if {
    struct mf_pipeline_request pipelines; /* its lists are the three below */
    struct mf_picture_spec cameras[MF_CAMERAS_MAX];
    struct mf_picture_spec encoders[MF_CODECS_MAX];
    struct mf_picture_spec decoders[MF_CODECS_MAX];
    struct mf_loading *loadings; /* one for each model of the result */
    bool *is_changed;            /* those that differ from how it was loaded */
    bool in_turn;                /* one model at a time is held, not all */
    bool is_elsewhere;           /* on another board, which has to have data on the app */
    struct mf_supply supply;
    struct mf_hole holes[MF_PARTITIONS_MAX]; /* of that supply, where its pool is another */
    struct mf_arena arena;                   /* of its lists */
};

/* Fills in the request as it is. False without memory; then it has ended, too. */
bool mf_what_if_begin(const struct mf_fit_request *request, const struct mf_result *result,
                      struct mf_what_if *what_if);

/* Frees its memory. */
void mf_what_if_end(struct mf_what_if *what_if);

/* The pool has `total` bytes in one piece, of which `used` are not free. */
void mf_what_if_pool(struct mf_what_if *what_if, uint64_t total, uint64_t used);

/* The pool is as after a reboot: those who come back hold `used` from the bottom of its partitions,
 * as the driver of CMM fills them. */
void mf_what_if_reboot(struct mf_what_if *what_if, uint64_t used);

/* Judges it, and ends it. A request that the board cannot do, or a model that cannot be loaded so,
 * fits nothing and needs UINT64_MAX bytes. False only without memory. */
bool mf_what_if_try(struct mf_what_if *what_if, const struct mf_fit_request *request,
                    const struct mf_result *result, struct mf_trial_answer *answer,
                    struct mf_error *error);

#endif
