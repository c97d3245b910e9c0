// SPDX-License-Identifier: MIT
#include "decoder.h"

#include "../../core/text.h"

uint64_t mf_cursor_take(struct mf_cursor *cursor, unsigned bytes)
{
    uint8_t read[8] = {0};
    struct mf_error ignored;
    uint64_t value = 0;
    if (cursor->ended || !mf_view_read(&cursor->view, cursor->at, read, bytes, &ignored)) {
        cursor->ended = true;
        return 0;
    }
    cursor->at += bytes;
    for (unsigned i = bytes; i > 0; i--)
        value = (value << 8) | read[i - 1];
    return value;
}

bool mf_decoder_check(uint64_t bytes, struct mf_error *error)
{
    if (bytes <= MF_DECODER_MEMORY_MAX)
        return true;
    return mf_fail(
        error, MF_LIMIT,
        _("was packed with a dictionary of %llu MiB, which unpacking takes in memory; the "
          "limit is %llu MiB; unpack it first"),
        (unsigned long long)(bytes / MF_MIB), (unsigned long long)(MF_DECODER_MEMORY_MAX / MF_MIB));
}

uint64_t mf_lzma2_memory(uint8_t property)
{
    if (property >= 40)
        return property == 40 ? UINT32_MAX : 0;
    return (UINT64_C(2) | (property & 1)) << (property / 2 + 11);
}

/* Seven bits a byte, the lowest first. */
static uint64_t take_xz_number(struct mf_cursor *cursor)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        uint64_t byte = mf_cursor_take(cursor, 1);
        value |= (byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    return value;
}

uint64_t mf_xz_memory(struct mf_cursor cursor)
{
    const uint64_t lzma2 = 0x21;
    uint64_t memory = 0;
    if (mf_cursor_take(&cursor, 6) != UINT64_C(0x005A587A37FD))
        return 0;
    mf_cursor_take(&cursor, 6);                 /* flags and sum of the stream */
    uint64_t size = mf_cursor_take(&cursor, 1); /* of the block's header; 0: there is no block */
    uint64_t flags = mf_cursor_take(&cursor, 1);
    if (flags & 0x40)
        take_xz_number(&cursor);
    if (flags & 0x80)
        take_xz_number(&cursor);
    for (uint64_t filters = size == 0 ? 0 : (flags & 3) + 1; filters > 0; filters--) {
        uint64_t id = take_xz_number(&cursor);
        uint64_t properties = take_xz_number(&cursor);
        if (id == lzma2 && properties == 1)
            memory += mf_lzma2_memory((uint8_t)mf_cursor_take(&cursor, 1));
        else
            cursor.at += properties & UINT32_MAX;
    }
    return memory;
}

uint64_t mf_zstd_memory(struct mf_cursor cursor)
{
    static const unsigned id_bytes[] = {0, 1, 2, 4};
    static const unsigned size_bytes[] = {1, 2, 4, 8};
    if (mf_cursor_take(&cursor, 4) != 0xFD2FB528)
        return 0;
    uint64_t flags = mf_cursor_take(&cursor, 1);
    if (flags & 0x20) { /* one segment: all of the content is the window */
        mf_cursor_take(&cursor, id_bytes[flags & 3]);
        return mf_cursor_take(&cursor, size_bytes[flags >> 6]);
    }
    uint64_t window = mf_cursor_take(&cursor, 1);
    uint64_t base = UINT64_C(1) << (10 + (window >> 3));
    return base + base / 8 * (window & 7);
}
