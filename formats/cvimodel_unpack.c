// SPDX-License-Identifier: MIT
/* A compressed command section is one LZ4 block; it must be unpacked to be walked. */
#include <lz4.h>

#include "../src/platform/library.h"
#include "cvimodel.h"

typedef __typeof__(&LZ4_decompress_safe) unpack_call;

#ifdef MAIXFIT_DLOPEN

#define SONAME "liblz4.so.1"

MF_DLOPEN_NOTE("[{\"feature\":\"lz4\",\"description\":\"Compressed commands of a cvimodel\","
               "\"priority\":\"recommended\",\"soname\":[\"" SONAME "\"]}]");

static bool load(unpack_call *unpack, struct mf_error *error)
{
    const struct mf_library_call call = {"LZ4_decompress_safe", unpack};
    const char *why;
    if (mf_library_load(SONAME, &call, 1, &why))
        return true;
    return mf_fail(error, MF_UNREADABLE,
                   _("has compressed commands, and the library that unpacks them cannot be loaded "
                     "(%s); install it (Debian: liblz4-1)"),
                   why);
}

#else

static bool load(unpack_call *unpack, struct mf_error *error)
{
    (void)error;
    *unpack = LZ4_decompress_safe;
    return true;
}

#endif

bool mf_cvi_packed_command_bytes(struct mf_arena *scratch, const struct mf_view *section,
                                 uint8_t magic, uint64_t unpacked_bytes, uint64_t *bytes,
                                 bool *done, struct mf_error *error)
{
    struct mf_source source;
    struct mf_error ignored;
    unpack_call unpack;
    *done = false;
    if (section->size > MF_PACKED_COMMANDS_MAX || unpacked_bytes > MF_PACKED_COMMANDS_MAX)
        return true;
    char *packed = mf_arena_take(scratch, (size_t)section->size + 1);
    char *unpacked = mf_arena_take(scratch, (size_t)unpacked_bytes + 1);
    if (!packed || !unpacked)
        return mf_fail_memory(error);
    if (!mf_view_read(section, 0, packed, (size_t)section->size, error) || !load(&unpack, error))
        return false;
    int length = unpack(packed, unpacked, (int)section->size, (int)unpacked_bytes);
    if (length < 0 || (uint64_t)length != unpacked_bytes)
        return true;
    mf_source_memory(&source, unpacked, (size_t)unpacked_bytes);
    struct mf_view view = mf_view_all(&source);
    *done = mf_cvi_command_bytes(&view, magic, bytes, &ignored);
    return true;
}
