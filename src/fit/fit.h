// SPDX-License-Identifier: MIT
/* Demand + supply → verdict and advice. */
#ifndef MAIXFIT_FIT_FIT_H
#define MAIXFIT_FIT_FIT_H

#include "../bundle/loading.h"
#include "result.h"

/* --margin: bytes, or a share of what is needed. Not given: 16 MiB where a figure is an estimate,
 * else 0. */
struct mf_margin {
    bool given;
    bool percent;
    uint64_t value;
};

struct mf_fit_request {
    struct mf_margin margin;
    bool strict;
    bool minimum; /* of maix_memory_cmm, the smallest value that passes */
    const struct mf_device_list *devices;
    const struct mf_pipeline_data *pipeline_data; /* NULL: no camera or display is judged */
    const struct mf_pipeline_request *pipelines;
    const struct mf_pipeline_data_list *all_pipeline_data; /* of other boards; NULL: not known */
};

/* Is it unknown what the app takes here beside its models? Then no advice is enough. */
bool mf_fit_lacks_pipelines(const struct mf_fit_request *request);

/* Expects models, pipelines and supply in the result, and fills in the rest. False only for lack of
 * memory or for sizes that overflow. */
bool mf_fit_evaluate(struct mf_arena *arena, const struct mf_fit_request *request,
                     struct mf_result *result, struct mf_error *error);

/* A request that is changed in one point. */
struct mf_trial {
    struct mf_model **models;
    size_t model_count;
    const struct mf_pipeline_list *pipelines;
    const struct mf_supply *supply;
};

struct mf_trial_answer {
    uint64_t npu_bytes;       /* Σ whole pages */
    uint64_t need_bytes;      /* the same with the margin */
    uint64_t user_peak_bytes; /* what loading takes of Linux's memory */
    bool fits; /* into the pool's holes and into Linux's memory, as far as both are known */
    bool with_margin;
    uint64_t missing_bytes; /* of the pool, margin and all; where what is free is known */
};

bool mf_fit_try(const struct mf_trial *trial, const struct mf_margin *margin,
                struct mf_trial_answer *answer, struct mf_error *error);

/* The same, with the model at `index` loaded in another way. */
bool mf_fit_try_loading(const struct mf_result *result, size_t index, const struct mf_loading *how,
                        const struct mf_margin *margin, struct mf_trial_answer *answer,
                        struct mf_error *error);

/* Gathers what is counted: the common pools, all models in the order given, the rest of the app.
 * Models in one process share one block of shared memory: one is counted where it is larger than
 * all before it. */
bool mf_demand_gather(struct mf_arena *arena, struct mf_result *result,
                      const struct mf_margin *margin, struct mf_error *error);

/* The smallest legal maix_memory_cmm that holds `npu_bytes` beside the present users of the pool;
 * which value to set is chosen after it. */
struct mf_pool_line mf_pool_line_find(const struct mf_supply *supply, uint64_t npu_bytes,
                                      uint64_t user_peak);

/* For a fragmented pool: what is enough even if it fragments the same way again, for those who
 * would rather not rely on a reboot. */
bool mf_pool_line_split(const struct mf_result *result, uint64_t npu_bytes,
                        struct mf_pool_line *line, struct mf_error *error);

/* Chooses the value to set. It is the smallest where that is asked for (`minimum`). Else it leaves
 * the board what it needs beside this request: at least its image's default, where Linux then has
 * enough to load; at least what Linux could not use anyway; of a fragmented pool, no less than the
 * pool that just failed. Where there is no value, nothing is chosen. */
bool mf_pool_line_choose(struct mf_arena *arena, struct mf_result *result, bool minimum,
                         struct mf_error *error);

/* Is a pool of this size as good as the chosen value: large enough, and Linux can load beside it?
 */
bool mf_pool_line_is_met(const struct mf_result *result, uint64_t pool_mib);

/* Sentences on maix_memory_cmm, in the arena; NULL without memory. The first: no legal value holds
 * it. The second: what Linux keeps with the chosen value. */
const char *mf_no_legal_value_text(struct mf_arena *arena, const struct mf_result *result);
const char *mf_linux_keeps_text(struct mf_arena *arena, const struct mf_result *result);

/* What to know of a value that is possible, "" where nothing is. `boot_warning` is added. */
const char *mf_pool_line_warning(struct mf_arena *arena, const struct mf_result *result,
                                 const char *boot_warning);

/* Why there is no value. */
const char *mf_pool_line_refusal(struct mf_arena *arena, const struct mf_result *result);

/* What will be available to Linux when the pool is so large; unknown where it is not known what is
 * available now. */
struct mf_amount mf_linux_after(const struct mf_supply *supply, uint64_t pool_mib);

/* About what is free for Linux with the chosen value, in bytes: from what is available now, else
 * from what boards are known to have. */
uint64_t mf_linux_left(const struct mf_supply *supply, const struct mf_pool_line *line);

/* About what Linux can use of the memory it is given, in bytes. */
uint64_t mf_linux_usable(uint64_t linux_mib);

/* The first model or member that cannot be loaded on a board with this NPU and kind of pool, or
 * NULL. The device may be NULL (unknown): then only the pool is held against the model's format. */
const struct mf_model *mf_find_misfit(const struct mf_device *device, enum mf_pool_kind kind,
                                      const struct mf_result *result);

/* Fills in largest_context, where one LLM is judged. */
bool mf_find_context(const struct mf_margin *margin, struct mf_result *result,
                     struct mf_error *error);

/* Where MaixPy's launcher holds a part of the pool: says what the verdict is once it has ended. */
bool mf_judge_without_launcher(struct mf_arena *arena, const struct mf_fit_request *request,
                               struct mf_result *result, struct mf_error *error);

/* Fills in other_images, where the board was not read. */
bool mf_find_other_images(const struct mf_fit_request *request, struct mf_result *result,
                          struct mf_error *error);

/* The message and a sentence on these images; NULL without memory. */
const char *mf_other_images_text(struct mf_arena *arena, const struct mf_result *result,
                                 const char *message);

bool mf_advise(struct mf_arena *arena, const struct mf_fit_request *request,
               struct mf_result *result, struct mf_error *error);

/* What the pool holds, as one sentence; NULL without memory. */
const char *mf_supply_sentence(struct mf_arena *arena, const struct mf_supply *supply);

/* Is there enough memory in all, and the holes are the trouble? */
static inline bool mf_is_about_holes(enum mf_reason reason)
{
    return reason == MF_FRAGMENTED || reason == MF_PLACEMENT;
}

/* How sentences name the board; NULL without memory. */
const char *mf_board_text(struct mf_arena *arena, const struct mf_supply *supply);

/* "weights of a.axmodel (40 MiB)": the block that found no hole. NULL without memory. */
const char *mf_unplaced_text(struct mf_arena *arena, const struct mf_result *result);

/* When it finds none: by the driver's policy, in the app's order, or by both together. */
const char *mf_failing_text(struct mf_arena *arena, const struct mf_result *result);

/* The model that was read, but that the program cannot load so; NULL: none, or another chip weighs
 * more. */
const struct mf_model *mf_problem_model(const struct mf_result *result);

/* Does MaixCDK refuse a part of the app? It is counted all the same: the verdict is of memory
 * alone, and its first line says so. */
bool mf_app_is_refused(const struct mf_result *result);

/* Fills in `why`. */
bool mf_say_why(struct mf_arena *arena, struct mf_result *result, struct mf_error *error);

/* Puts the verdict into words. */
bool mf_describe_verdict(struct mf_arena *arena, struct mf_result *result, struct mf_error *error);

#endif
