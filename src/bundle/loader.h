// SPDX-License-Identifier: MIT
/* What the parts of mf_load share. They call each other one way only:
 * loading.c → load_bundle.c → load_llm.c → decide.c → loader.c. */
#ifndef MAIXFIT_BUNDLE_LOADER_H
#define MAIXFIT_BUNDLE_LOADER_H

#include "loading.h"

struct mf_loader {
    struct mf_arena *arena;
    const struct mf_model *opened;
    const struct mf_bundle *bundle; /* NULL: a file */
    const struct mf_loading *how;
    struct mf_loaded *decided;
    struct mf_model *model;              /* that is being filled in */
    const struct mf_bundle_part **parts; /* of its members */
    struct mf_run run;
    struct mf_error *error;
};

/* Settles runner, second buffer and AI-ISP, and adds them to the settings. */
bool mf_decide(struct mf_loader *loader);

/* Is the part loaded with AI-ISP as it was decided? */
bool mf_part_is_loaded(const struct mf_loader *loader, const struct mf_bundle_part *part);

/* Sets a problem where AI-ISP keeps the runtime from loading the file. Adds a note where that is
 * unknown, unless the manifest names the file as the build for half of the NPU. */
bool mf_check_npu_mode(struct mf_loader *loader, const struct mf_model *file, bool is_half);

/* Adds a setting. A NULL value is how lack of memory shows. */
bool mf_decided(struct mf_loader *loader, const char *name, const char *value, bool assumed);

/* Adds a finding of the model. */
bool mf_loader_note(struct mf_loader *loader, enum mf_severity severity, const char *code,
                    const char *text);

/* What was named has no effect on this model, which is a warning. `text` is a constant. */
bool mf_loader_unused(struct mf_loader *loader, enum mf_how what, const char *code,
                      const char *text);

/* Members and blocks of a bundle. */
bool mf_load_bundle(struct mf_loader *loader);

/* The blocks of an LLM from its members: layers, the rest, more caches. */
bool mf_hold_llm(struct mf_loader *loader);

/* A note where the program runs one of several programs in the file. */
bool mf_note_first_program(struct mf_loader *loader, const struct mf_model *file);

/* Appends a member's blocks to the model's. */
bool mf_hold(struct mf_loader *loader, const struct mf_model *member, enum mf_fold fold);

#endif
