// SPDX-License-Identifier: MIT
/* What the program that loads a model makes of it: its blocks, in the order in which they are
 * allocated. docs/bundles.md says which program does what. */
#ifndef MAIXFIT_BUNDLE_LOADING_H
#define MAIXFIT_BUNDLE_LOADING_H

#include "../core/setting.h"
#include "bundle.h"

enum mf_choice { MF_CHOICE_UNSET, MF_CHOICE_NO, MF_CHOICE_YES };

/* How models are loaded, as far as it is known. Zeroed: by the vendor's runtime alone, an LLM by
 * its manifest's runner. */
struct mf_loading {
    enum mf_runner runner;         /* UNSET: a manifest's own, else the default */
    enum mf_runner default_runner; /* of the board; UNSET: PLAIN */
    enum mf_choice dual_buff;      /* UNSET: as the class of the .mud's model_type does it */
    enum mf_choice ai_isp;         /* UNSET: board_ai_isp, else assumed_ai_isp */
    enum mf_choice board_ai_isp;   /* maix_npu_ai_isp of the board; UNSET: unknown */
    enum mf_choice assumed_ai_isp; /* where neither is known; UNSET: what needs more */
    uint64_t context;              /* of an LLM, in tokens; 0: all that its files can do */
    bool dynamic_layers;           /* of an LLM: weights of some layers at a time */
    bool on_card;                  /* a card on a PC: files are copied into its memory first */
};

/* What can be named of it. */
enum mf_how {
    MF_HOW_RUNNER,
    MF_HOW_DUAL_BUFF,
    MF_HOW_AI_ISP,
    MF_HOW_CONTEXT,
    MF_HOW_DYNAMIC_LAYERS,
    MF_HOW_COUNT
};

/* Was it named? */
bool mf_how_is_named(const struct mf_loading *how, enum mf_how what);

/* What was decided for a model. */
struct mf_loaded {
    const struct mf_model *opened; /* as it was read: another mf_load begins there */
    struct mf_loading how;         /* as it was asked for, to be changed in one point */
    enum mf_runner runner;
    bool by_maixcdk; /* by MaixCDK itself, which has common pools; not only in its manner */
    enum mf_choice dual_buff; /* UNSET: plays no part; so too for the next */
    enum mf_choice ai_isp;
    uint64_t context;          /* tokens that are judged, 0: no LLM with a cache */
    bool can_load_dynamically; /* an LLM's layers one at a time */
    uint64_t layer_pool;       /* layers whose weights are held at once; 0: all */
    bool is_what_if;           /* differs from what the manifest states */
    const char *twin;          /* path of the build for the other choice of AI-ISP, or NULL */
    uint64_t twin_bytes;       /* whole pages that it takes; 0: unknown */
    uint64_t guard_bytes;      /* the program stops where less would stay free; 0: it does not */
    uint64_t at_least_bytes; /* whole pages, if shape groups share code and workspace; 0: there are
                                few groups, so the sum stands alone */
    uint64_t peak_bytes;     /* the most whole pages that are held while it is loaded */
    struct mf_setting_list settings;  /* what the blocks rest on: runner, dual_buff… */
    const char *unused[MF_HOW_COUNT]; /* why what was named has no effect; NULL: it has one */
};

/* Makes `loaded` a copy of the model with blocks, members and findings of how it is loaded. All
 * memory is the arena's; `opened` and what it points at must live as long, and may be a loaded
 * model too. False with
 * - `no-memory`,
 * - `usage`: --runner plain for an LLM,
 * - another reason why a file that would be loaded cannot be judged.
 * What makes the program refuse the model is no failure: it stands in loaded->problem. */
bool mf_load(struct mf_arena *arena, const struct mf_model *opened, const struct mf_loading *how,
             struct mf_model *loaded, struct mf_error *error);

/* Is any of them loaded by MaixCDK itself? It then makes the common pools of a program. */
bool mf_any_by_maixcdk(struct mf_model *const *models, size_t count);

#endif
