// SPDX-License-Identifier: MIT
/* The calls that set options, and how each ends. */
#include "../core/alike.h"
#include "handle.h"

int mf_handle_end_setting(struct maixfit *fit, bool ok)
{
    if (ok)
        return 0;
    fit->message = fit->refusal.text;
    fit->reason = fit->refusal.reason;
    return fit->reason == MF_NO_MEMORY ? MAIXFIT_STATUS_BAD_MODEL : MAIXFIT_STATUS_USAGE;
}

static int set_option(maixfit *fit, enum maixfit_option option, const char *value)
{
    mf_handle_begin(fit);
    if (!value)
        return mf_handle_end_setting(fit,
                                     mf_fail(&fit->refusal, MF_USAGE, _("a value is missing")));
    return mf_handle_end_setting(fit, mf_handle_set(fit, option, value) &&
                                          mf_handle_note_named(fit, option, value));
}

int maixfit_set(maixfit *fit, enum maixfit_option option, const char *value)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = set_option(fit, option, value);
    mf_speak(before);
    return status;
}

static bool fail_name(struct maixfit *fit, const struct mf_nearest *nearest)
{
    if (nearest->name)
        return mf_fail(&fit->refusal, MF_USAGE, _("there is no option `%s`; did you mean `%s`?"),
                       nearest->wanted, nearest->name);
    return mf_fail(&fit->refusal, MF_USAGE, _("there is no option `%s`"), nearest->wanted);
}

static int set_named(maixfit *fit, const char *option, const char *value)
{
    struct mf_nearest nearest = {.wanted = option ? option : ""};
    const char *name;
    for (int i = 0; (name = maixfit_option_name((enum maixfit_option)i)) != NULL; i++) {
        if (mf_same_setting(name, nearest.wanted))
            return set_option(fit, (enum maixfit_option)i, value);
        mf_nearest_offer(&nearest, name);
    }
    mf_handle_begin(fit);
    return mf_handle_end_setting(fit, fail_name(fit, &nearest));
}

int maixfit_set_named(maixfit *fit, const char *option, const char *value)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = set_named(fit, option, value);
    mf_speak(before);
    return status;
}

static int set_of_model(maixfit *fit, unsigned model, enum maixfit_option option, const char *value)
{
    mf_handle_begin(fit);
    if (!value)
        return mf_handle_end_setting(fit,
                                     mf_fail(&fit->refusal, MF_USAGE, _("a value is missing")));
    if (model >= fit->models.count)
        return mf_handle_end_setting(
            fit, mf_fail(&fit->refusal, MF_USAGE,
                         _("there is no model %u; models are counted from 0 in the order "
                           "in which they were set"),
                         model));
    fit->models.differ = true;
    return mf_handle_end_setting(
        fit, mf_handle_set_loading(fit, &fit->models.items[model].loading, option, value));
}

int maixfit_set_model(maixfit *fit, unsigned model, enum maixfit_option option, const char *value)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = set_of_model(fit, model, option, value);
    mf_speak(before);
    return status;
}

void maixfit_set_progress(maixfit *fit, maixfit_progress *report, void *user)
{
    if (fit)
        fit->progress = (struct mf_progress){report, user};
}
