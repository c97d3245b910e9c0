// SPDX-License-Identifier: MIT
/* What the parts of the advice share. */
#ifndef MAIXFIT_FIT_ADVICE_H
#define MAIXFIT_FIT_ADVICE_H

#include "fit.h"
#include "what_if.h"

/* What states a part of the request; NULL without memory. */
typedef const char *mf_step_writer(struct mf_arena *arena, const struct mf_what_if *what_if);

/* A change of the app that may be enough, alone or with others. */
struct mf_step {
    const char *action; /* a stable word */
    const char *text;   /* a sentence without its full stop */
    const char *change; /* the app's own line, or what of a file is changed; NULL: not known */
    const char *option; /* the same as an option of the tool */
    void (*apply)(struct mf_what_if *what_if, const struct mf_step *step);
    mf_step_writer *write_change;   /* of what other steps change too; else NULL */
    mf_step_writer *write_option;   /* with it */
    size_t index;                   /* of the model, or of a list of the step's own */
    struct mf_amount value;         /* for the report, where known */
    const struct mf_supply *supply; /* the pool after a step that changes it, or NULL */
    uint64_t gains;                 /* bytes that it frees alone */
    bool enough;                    /* alone */
    bool is_unsure;                 /* it takes memory too, how much is unknown: never enough */
    bool is_told;                   /* it stands in the advice already */
};

struct mf_advisor {
    struct mf_arena *arena;
    const struct mf_fit_request *request;
    struct mf_result *result;
    struct mf_error *error;
    uint64_t need;    /* with the margin */
    uint64_t missing; /* bytes that must become free */
    uint64_t weight;  /* what a step is held against: that, or the block that finds no hole */
    struct mf_step steps[MF_STEPS_MAX];
    size_t step_count;
    uint64_t planned; /* a bit for each step of the plan */
};

/* Fails when the advice has no text: that is how lack of memory shows. */
bool mf_advice_add(struct mf_advisor *advisor, struct mf_advice advice);

/* Judges the request with the step done. False without memory. */
bool mf_advisor_try(struct mf_advisor *advisor, const struct mf_step *step,
                    struct mf_trial_answer *answer);

/* Is the step, judged so, enough by itself? */
bool mf_step_is_enough(const struct mf_advisor *advisor, const struct mf_step *step,
                       const struct mf_trial_answer *answer);

/* Sets `gains` and `enough` of the step, by judging the request with it. False without memory. */
bool mf_advisor_weigh(struct mf_advisor *advisor, struct mf_step *step);

/* Keeps a weighed step, for the plan and to be told. NULL texts are how lack of memory shows. */
bool mf_advisor_take(struct mf_advisor *advisor, const struct mf_step *step);

/* Keeps a step for the plan that is told already. A NULL option is how lack of memory shows. */
bool mf_advisor_keep(struct mf_advisor *advisor, struct mf_step step);

/* Weighs the step, and takes it where it frees anything. */
bool mf_advisor_offer(struct mf_advisor *advisor, struct mf_step step);

/* Frees a step so much of what is missing that it is worth reading? */
bool mf_step_matters(const struct mf_advisor *advisor, const struct mf_step *step);

/* Adds the steps that matter or that the plan needs to the advice. */
bool mf_advise_steps(struct mf_advisor *advisor);

/* Is the app one of MaixPy or MaixCDK, whose lines are known? */
bool mf_advisor_knows_app(const struct mf_advisor *advisor);

/* Fills in what the writers of the step write. False without memory. */
bool mf_step_write(struct mf_advisor *advisor, struct mf_step *step);

mf_step_writer mf_write_cameras;
mf_step_writer mf_write_camera_lines;
mf_step_writer mf_write_decoders;
mf_step_writer mf_write_display;
mf_step_writer mf_write_display_line;

/* End the programs that are seen to hold memory of the pool. */
bool mf_advise_processes(struct mf_advisor *advisor);

/* After a reboot: what was leaked is free again, and each partition is one hole. */
bool mf_advise_reboot(struct mf_advisor *advisor);

/* The value of maix_memory_cmm, or why none helps. */
bool mf_advise_pool(struct mf_advisor *advisor);

/* A pool whose size no setting changes. */
bool mf_advise_fixed_pool(struct mf_advisor *advisor);

/* The board most like this one that can take all that is asked for. */
bool mf_advise_board(struct mf_advisor *advisor);

/* Compile the model for this board, or take another board. */
bool mf_advise_compile(struct mf_advisor *advisor);

/* Name the board, where it is unknown. */
bool mf_advise_name(struct mf_advisor *advisor);

/* The order of loading that fits, where another does not. */
bool mf_advise_order(struct mf_advisor *advisor);

/* Every change of what the app opens that frees memory. */
bool mf_advise_app(struct mf_advisor *advisor);

/* One set of buffers for models that have two. */
bool mf_advise_buffers(struct mf_advisor *advisor);

/* Every other way of loading the models that frees memory. */
bool mf_advise_models(struct mf_advisor *advisor);

/* Another setting of AI-ISP, where it has a model refused. */
bool mf_advise_ai_isp(struct mf_advisor *advisor);

/* The smallest set of these that is enough, where none is alone. */
bool mf_advise_plan(struct mf_advisor *advisor);

#endif
