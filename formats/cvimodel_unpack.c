// SPDX-License-Identifier: MIT
/* A compressed command section is one LZ4 block; it must be unpacked to be walked. */
#include <lz4.h>

#include "cvimodel.h"

bool mf_cvi_packed_command_bytes(struct mf_arena *scratch, const struct mf_view *section,
                                 uint64_t unpacked_bytes, uint64_t *bytes, bool *done,
                                 struct mf_error *error)
{
    struct mf_source source;
    struct mf_error ignored;
    *done = false;
    if (section->size > MF_PACKED_COMMANDS_MAX || unpacked_bytes > MF_PACKED_COMMANDS_MAX)
        return true;
    char *packed = mf_arena_take(scratch, (size_t)section->size + 1);
    char *unpacked = mf_arena_take(scratch, (size_t)unpacked_bytes + 1);
    if (!packed || !unpacked)
        return mf_fail_memory(error);
    if (!mf_view_read(section, 0, packed, (size_t)section->size, error))
        return false;
    int length = LZ4_decompress_safe(packed, unpacked, (int)section->size, (int)unpacked_bytes);
    if (length < 0 || (uint64_t)length != unpacked_bytes)
        return true;
    mf_source_memory(&source, unpacked, (size_t)unpacked_bytes);
    struct mf_view view = mf_view_all(&source);
    *done = mf_cvi_command_bytes(&view, bytes, &ignored);
    return true;
}
