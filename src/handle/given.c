// SPDX-License-Identifier: MIT
/* Models that have no path. */
#include "handle.h"

static int add(struct maixfit *fit, const char *name, struct mf_given given)
{
    struct mf_given *kept = mf_arena_take(&fit->settings, sizeof *kept);
    if (!kept)
        return mf_handle_end_setting(fit, mf_fail_memory(&fit->refusal));
    *kept = given;
    return mf_handle_end_setting(fit, mf_handle_add_model(fit, name, kept));
}

static int refuse(struct maixfit *fit, const char *why)
{
    return mf_handle_end_setting(fit, mf_fail(&fit->refusal, MF_USAGE, "%s", why));
}

static int add_memory(maixfit *fit, const char *name, const void *bytes, size_t size)
{
    mf_handle_begin(fit);
    if (!name || !bytes)
        return refuse(fit, _("the model's name or its bytes are missing"));
    return add(fit, name, (struct mf_given){.bytes = bytes, .size = size, .descriptor = -1});
}

int maixfit_add_memory(maixfit *fit, const char *name, const void *bytes, size_t size)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = add_memory(fit, name, bytes, size);
    mf_speak(before);
    return status;
}

static int add_descriptor(maixfit *fit, const char *name, int descriptor)
{
    mf_handle_begin(fit);
    if (!name || descriptor < 0)
        return refuse(fit, _("the model's name or its file is missing"));
    return add(fit, name, (struct mf_given){.descriptor = descriptor});
}

int maixfit_add_descriptor(maixfit *fit, const char *name, int descriptor)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = add_descriptor(fit, name, descriptor);
    mf_speak(before);
    return status;
}

static int add_reader(maixfit *fit, const char *name, const maixfit_reader *reader, void *user)
{
    mf_handle_begin(fit);
    if (!name || !reader || !reader->open || !reader->read)
        return refuse(fit, _("the model's name, or `open` or `read` of its reader is missing"));
    struct mf_reader kept = {reader->open, reader->read, reader->close, reader->list, user};
    return add(fit, name, (struct mf_given){.descriptor = -1, .reader = kept});
}

int maixfit_add_reader(maixfit *fit, const char *name, const maixfit_reader *reader, void *user)
{
    if (!fit)
        return MAIXFIT_STATUS_USAGE;
    struct mf_voice before = mf_handle_speak(fit);
    int status = add_reader(fit, name, reader, user);
    mf_speak(before);
    return status;
}
