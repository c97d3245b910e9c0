// SPDX-License-Identifier: MIT
/* libarchive and what it needs in turn would be two thirds of what a start loads, and only archives
 * need it. */
#include "libarchive.h"

#include "../../platform/library.h"
#include "../tree.h"

#ifdef MAIXFIT_DLOPEN

#define SONAME "libarchive.so.13"

MF_DLOPEN_NOTE("[{\"feature\":\"archives\",\"description\":\"Models in zip, tar, 7z and deb\","
               "\"priority\":\"recommended\",\"soname\":[\"" SONAME "\"]}]");

bool mf_libarchive_load(struct mf_libarchive *library, struct mf_error *error)
{
    const struct mf_library_call calls[] = {
#define MF_ROW(name) {#name, &library->name},
        MF_LIBARCHIVE_CALLS(MF_ROW)
#undef MF_ROW
    };
    const char *why;
    if (mf_library_load(SONAME, calls, sizeof calls / sizeof calls[0], &why))
        return true;
    return mf_fail(error, MF_NO_ARCHIVES,
                   _("is an archive, and the library that reads it cannot be loaded (%s); install "
                     "it (Debian: libarchive13 or libarchive13t64), or unpack the archive first"),
                   why);
}

#else

bool mf_libarchive_load(struct mf_libarchive *library, struct mf_error *error)
{
    (void)error;
#define MF_SET(name) library->name = name;
    MF_LIBARCHIVE_CALLS(MF_SET)
#undef MF_SET
    return true;
}

#endif

bool mf_reads_archives(void)
{
    struct mf_libarchive library;
    struct mf_error ignored;
    return mf_libarchive_load(&library, &ignored);
}
