// SPDX-License-Identifier: MIT
/* Everything that was found and concluded. Reports read it and compute nothing. */
#ifndef MAIXFIT_FIT_RESULT_H
#define MAIXFIT_FIT_RESULT_H

#include "../device/supply.h"
#include "../pipeline/pipeline.h"
#include "allocator.h"

enum mf_verdict {
    MF_VERDICT_UNKNOWN,
    MF_VERDICT_FITS,
    MF_VERDICT_MARGINAL,
    MF_VERDICT_DOES_NOT_FIT
};

struct mf_demand {
    struct mf_block_list blocks; /* what is counted: common pools, models as given, the rest of the
                                    app */
    size_t model_start;          /* of the list of blocks: behind the common pools */
    size_t model_end;            /* behind the last model's blocks */
    size_t *model_ends;          /* behind each model's */
    uint64_t *model_bytes;       /* whole pages of each */
    size_t model_count;
    struct mf_holding_list holdings;
    uint64_t npu_bytes;         /* the most whole pages that are held at any moment */
    uint64_t npu_steady_bytes;  /* the same once everything is loaded */
    uint64_t npu_largest_block; /* whole pages */
    uint64_t user_peak_bytes;
    uint64_t margin_bytes;
    bool has_estimate; /* some counted figure is an estimate */
};

struct mf_advice {
    const char *action; /* a stable word */
    const char *text;
    const char *change;     /* the change in the app's own line or file, or NULL */
    const char *option;     /* the same as an option of the tool, or NULL */
    struct mf_amount value; /* of maix_memory_cmm in MiB, where the action has one */
    struct mf_amount gains; /* bytes */
    bool enough;            /* this alone makes it fit */
};

struct mf_advice_list {
    struct mf_advice *items;
    size_t count;
    size_t capacity;
};

/* The smallest set of steps that is enough together, where none is alone. */
struct mf_advice_plan {
    bool known;
    bool enough;          /* else `actions` are all steps, which together are not enough */
    const char **actions; /* words */
    size_t action_count;
    const char **options; /* of all together: what several of them change is stated once */
    const char **changes; /* the same in the app's own lines, as far as they are known */
    size_t option_count;
    uint64_t missing_bytes; /* where they are not enough; 0 there: only the holes are too small */
    const char *text;
};

/* `maix_memory_cmm`, as far as it is known. */
struct mf_pool_line {
    bool possible;         /* a legal value is enough */
    enum mf_reason reason; /* else why not */
    uint64_t least_mib;    /* the smallest that passes */
    uint64_t mib;          /* what to set: the same, or more, so that the board keeps what it needs
                              beside this request (mf_pool_line_choose) */
    const char *setting;   /* that, as the board takes it: "maix_memory_cmm=2048" */
    uint64_t linux_mib;    /* what Linux can use with that */
    uint64_t shortfall;    /* bytes, where no legal value is enough */
    bool is_split;         /* the pool is fragmented now; the value is for one piece */
    uint64_t split_mib;    /* enough even if it fragments the same way again; 0: no legal value */
};

/* A program loads its models and then opens camera, display and codecs, or the other way round. The
 * common pools come first in either order. */
enum mf_order { MF_MODELS_FIRST, MF_APP_FIRST, MF_ORDER_COUNT };

/* How it went in each order that the program can have, with each policy that the driver may have.
 */
struct mf_placement {
    bool possible[MF_ORDER_COUNT][2]; /* by enum mf_order and enum mf_policy */
    bool always;                      /* in all of them */
    bool sometimes;                   /* in some of them */
    bool largest_first;               /* not always, but with the largest model loaded first… */
    enum mf_order largest_order;      /* …in this order, whatever the policy */
    const struct mf_block *unplaced;  /* the first that found no hole, or NULL… */
    enum mf_order failed_order;       /* …in this order, */
    enum mf_policy failed_policy;     /* by this policy */
};

struct mf_result {
    struct mf_model **models;
    size_t model_count;
    struct mf_pipeline_list pipelines;
    struct mf_demand demand;
    struct mf_supply supply;
    enum mf_verdict verdict;
    enum mf_reason reason;
    int status;                    /* the exit status, 0…5 */
    const char *message;           /* one sentence, the verdict in plain words */
    const char *why;               /* the same for a text's first line, without the verdict's word;
                                      read it with mf_result_why */
    const char *why_of;            /* the message that it was said with */
    struct mf_amount left;         /* free − need, where it fits */
    struct mf_placement placement; /* where the totals suffice */
    const struct mf_model *misfit; /* the model for another NPU, where the chip is wrong */
    struct mf_pool_line pool_line;
    struct mf_advice_list advice;
    struct mf_advice_plan plan;
    struct mf_setting_list request; /* what the verdict rests on */
    struct mf_finding_list findings;
    struct mf_finding_list findings_of_files;            /* of folders and archives */
    const struct mf_device *other_images[MF_IMAGES_MAX]; /* of the board, with another verdict */
    size_t other_image_count;
    bool others_are_marginal;         /* they fit with less than the margin left */
    struct mf_amount largest_context; /* tokens: the longest context that fits */
    size_t order;                     /* --each: as it was named */
    bool is_summary;                  /* of many verdicts: there are no figures */
};

const char *mf_verdict_word(enum mf_verdict verdict);

/* `why`, where the message is still the one that it was said with; else NULL: a verdict that was
 * changed afterwards has a message of its own. */
static inline const char *mf_result_why(const struct mf_result *result)
{
    return result->message && result->message == result->why_of ? result->why : NULL;
}

/* With or without what the margin wants. */
static inline bool mf_verdict_fits(enum mf_verdict verdict)
{
    return verdict == MF_VERDICT_FITS || verdict == MF_VERDICT_MARGINAL;
}

/* Why there is no value to set, or that there is one: the verdict's where none was looked for. */
static inline enum mf_reason mf_pool_line_reason(const struct mf_result *result)
{
    const struct mf_pool_line *line = &result->pool_line;
    bool judged = line->possible || line->reason != MF_OK;
    return judged ? line->reason : result->reason;
}

/* False where the need could not be summed up: then its 0 is no figure. */
static inline bool mf_need_is_known(const struct mf_result *result)
{
    return !result->is_summary &&
           (result->demand.blocks.count > 0 || result->verdict != MF_VERDICT_UNKNOWN);
}

#endif
