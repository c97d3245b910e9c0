// SPDX-License-Identifier: MIT
/* Functions of the host of maixfit.wasm. A pointer to a function is an index of the module's table,
 * which cannot grow; so a host puts its own in the places of these, and passes what
 * maixfit_host_reader and maixfit_host_judged return. Until it does, there is no file. */
#include "handle/handle.h"
#include "maixfit.h"

#define EXPORTED(name) __attribute__((export_name(#name)))

EXPORTED(maixfit_host_reader) const maixfit_reader *maixfit_host_reader(bool is_folder);
EXPORTED(maixfit_host_judged) maixfit_judged *maixfit_host_judged(void);
EXPORTED(maixfit_host_shown)
char *maixfit_host_shown(const maixfit *fit, enum maixfit_report report);

static void *host_open(void *user, const char *path, uint64_t *size)
{
    (void)user;
    (void)path;
    *size = 0;
    return NULL;
}

static int64_t host_read(void *file, uint64_t offset, void *bytes, size_t length)
{
    (void)file;
    (void)offset;
    (void)bytes;
    (void)length;
    return -1;
}

static void host_close(void *file)
{
    (void)file;
}

static const char *host_list(void *user, unsigned index)
{
    (void)user;
    (void)index;
    return NULL;
}

static void host_judged(void *user, const maixfit *fit)
{
    (void)user;
    (void)fit;
}

const maixfit_reader *maixfit_host_reader(bool is_folder)
{
    static const maixfit_reader file = {host_open, host_read, host_close, NULL};
    static const maixfit_reader folder = {host_open, host_read, host_close, host_list};
    return is_folder ? &folder : &file;
}

maixfit_judged *maixfit_host_judged(void)
{
    return host_judged;
}

/* JSON to be shown to people: names and sentences in the handle's language. */
char *maixfit_host_shown(const maixfit *fit, enum maixfit_report report)
{
    return mf_handle_report(fit, report, MAIXFIT_JSON, true);
}
