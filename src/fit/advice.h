// SPDX-License-Identifier: MIT
/* What the parts of the advice share. */
#ifndef MAIXFIT_FIT_ADVICE_H
#define MAIXFIT_FIT_ADVICE_H

#include "fit.h"

struct mf_advisor {
    struct mf_arena *arena;
    const struct mf_fit_request *request;
    struct mf_result *result;
    struct mf_error *error;
    uint64_t need;    /* with the margin */
    uint64_t missing; /* bytes that must become free */
};

/* Fails when the advice has no text: that is how lack of memory shows. */
bool mf_advice_add(struct mf_advisor *advisor, struct mf_advice advice);

/* Would `gains` more free bytes be enough? Never true where the holes are the trouble. */
bool mf_advice_frees_enough(const struct mf_advisor *advisor, uint64_t gains);

/* What a trial frees (0: nothing), and whether it then fits, margin and all. */
void mf_advice_weigh(const struct mf_advisor *advisor, const struct mf_trial_answer *answer,
                     uint64_t *gains, bool *enough);

/* After a reboot: what was leaked is free again, and each partition is one hole. */
bool mf_advise_reboot(struct mf_advisor *advisor);

/* The value of maix_memory_cmm, or why none helps. */
bool mf_advise_pool(struct mf_advisor *advisor);

/* A pool whose size no line of /boot/configs changes. */
bool mf_advise_fixed_pool(struct mf_advisor *advisor);

/* The board with the least RAM that can take all that is asked for. */
bool mf_advise_board(struct mf_advisor *advisor);

/* Compile the model for this board, or take another board. */
bool mf_advise_compile(struct mf_advisor *advisor);

/* Name the board, where it is unknown. */
bool mf_advise_name(struct mf_advisor *advisor);

/* A smaller camera, fewer buffers, another format, no display. */
bool mf_advise_pipeline(struct mf_advisor *advisor);

/* Another twin, layers loaded one at a time, a shorter context. */
bool mf_advise_bundle(struct mf_advisor *advisor);

#endif
