// SPDX-License-Identifier: MIT
/* What a verdict rests on: each setting with its value, named by the user or assumed. */
#ifndef MAIXFIT_CORE_SETTING_H
#define MAIXFIT_CORE_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "error.h"
#include "text.h"

struct mf_setting {
    const char *name;  /* a stable word, such as "sensor" */
    const char *value; /* as an option would name it */
    bool assumed;      /* the user named none, or not all of it */
};

/* In the order of their evaluation; no two have one name. */
struct mf_setting_list {
    struct mf_setting *items;
    size_t count;
    size_t capacity;
};

/* Appends a setting, whose strings must live as long as the arena. A NULL name or value is how lack
 * of memory shows. False, with the error, only for lack of memory. */
bool mf_settings_add(struct mf_arena *arena, struct mf_setting_list *list,
                     struct mf_setting setting, struct mf_error *error);

/* Are two names those of one setting? The command line writes "dual-buff", JSON "dual_buff". */
bool mf_same_setting(const char *left, const char *right);

/* What a verdict may rest on and a user can name. */
struct mf_nameable {
    const char *title;
    const char *option;
};

/* NULL: a fact of the board, or a choice that needs more than the others. */
const struct mf_nameable *mf_setting_nameable(const struct mf_setting *setting);

/* Adds the option that names it with this value: "--sensor os04d10". The option alone where the
 * value differs by model, as no option is for all of them. */
void mf_setting_put_option(struct mf_text *out, const struct mf_setting *setting,
                           const struct mf_nameable *nameable);

/* The setting of that name, or NULL. */
const struct mf_setting *mf_settings_find(const struct mf_setting_list *list, const char *name);

#endif
