// SPDX-License-Identifier: MIT
/* The directory of a 7z as far as it names decoders, before libarchive makes them. The format:
 * DOC/7zFormat.txt of the LZMA SDK. A packed directory is bounded in its size; what it holds is not
 * seen here. */
#include "guard.h"

enum {
    HEADER = 0x01,
    PROPERTIES = 0x02,
    STREAMS = 0x04,
    PACKED_STREAMS = 0x06,
    DECODERS = 0x07,
    SIZES = 0x09,
    SUMS = 0x0A,
    FOLDERS = 0x0B,
    UNPACKED_SIZES = 0x0C,
    PACKED_HEADER = 0x17
};

#define LZMA  UINT64_C(0x030101)
#define LZMA2 UINT64_C(0x21)
#define PPMD  UINT64_C(0x030401)

/* The bits that lead the first byte say how many bytes follow. */
static uint64_t take_number(struct mf_cursor *cursor)
{
    uint64_t first = mf_cursor_take(cursor, 1);
    unsigned more = 0;
    while (more < 8 && (first & (0x80U >> more)))
        more++;
    uint64_t low = mf_cursor_take(cursor, more);
    uint64_t high = more < 7 ? first & (0x7FU >> more) : 0;
    return more < 8 ? low | high << (8 * more) : low;
}

/* Of things that are read one by one. */
static uint64_t take_count(struct mf_cursor *cursor)
{
    uint64_t count = take_number(cursor);
    if (!cursor->ended && count > MF_ENTRIES_MAX)
        cursor->ended = cursor->too_many = true;
    return cursor->ended ? 0 : count;
}

static uint64_t take_id(struct mf_cursor *cursor, unsigned bytes)
{
    uint64_t id = 0; /* the first byte is the highest */
    for (unsigned i = 0; i < bytes; i++)
        id = id << 8 | mf_cursor_take(cursor, 1);
    return id;
}

/* What it takes is in its properties. */
static uint64_t decoder_memory(struct mf_cursor cursor, uint64_t id, uint64_t properties)
{
    if (id == LZMA2 && properties >= 1)
        return mf_lzma2_memory((uint8_t)mf_cursor_take(&cursor, 1));
    if ((id == LZMA || id == PPMD) && properties >= 5) {
        mf_cursor_take(&cursor, 1);
        return mf_cursor_take(&cursor, 4);
    }
    return 0;
}

/* The decoders of a chain work at once. */
static uint64_t take_folder(struct mf_cursor *cursor, uint64_t *outputs)
{
    uint64_t memory = 0;
    uint64_t inputs = 0;
    *outputs = 0;
    for (uint64_t left = take_count(cursor); left > 0 && !cursor->ended; left--) {
        uint64_t flags = mf_cursor_take(cursor, 1);
        uint64_t id = take_id(cursor, flags & 0x0F);
        inputs += flags & 0x10 ? take_count(cursor) : 1;
        *outputs += flags & 0x10 ? take_count(cursor) : 1;
        uint64_t properties = flags & 0x20 ? take_count(cursor) : 0;
        memory += decoder_memory(*cursor, id, properties);
        cursor->at += properties;
    }
    uint64_t bound = *outputs > 0 ? *outputs - 1 : 0;
    for (uint64_t i = 0; i < 2 * bound && !cursor->ended; i++)
        take_number(cursor);
    uint64_t packed = inputs > bound ? inputs - bound : 0;
    for (uint64_t i = 0; packed > 1 && i < packed && !cursor->ended; i++)
        take_number(cursor);
    return memory;
}

/* A sum of four bytes for all, or for those whose bit is set. */
static void pass_sums(struct mf_cursor *cursor, uint64_t count)
{
    uint64_t given = count;
    if (mf_cursor_take(cursor, 1) == 0) {
        given = 0;
        for (uint64_t i = 0; i < (count + 7) / 8 && !cursor->ended; i++)
            given += (uint64_t)__builtin_popcountll(mf_cursor_take(cursor, 1));
    }
    cursor->at += 4 * given;
}

static void pass_packed_streams(struct mf_cursor *cursor)
{
    take_number(cursor); /* where they stand */
    uint64_t count = take_count(cursor);
    for (uint64_t id = take_number(cursor); id != 0 && !cursor->ended; id = take_number(cursor)) {
        if (id == SUMS)
            pass_sums(cursor, count);
        for (uint64_t i = 0; id == SIZES && i < count && !cursor->ended; i++)
            take_number(cursor);
    }
}

static bool check_decoders(struct mf_cursor *cursor, uint64_t *first_size, struct mf_error *error)
{
    uint64_t outputs = 0;
    uint64_t count = mf_cursor_take(cursor, 1) == FOLDERS ? take_count(cursor) : 0;
    mf_cursor_take(cursor, 1); /* they stand here, not elsewhere */
    for (; count > 0 && !cursor->ended; count--) {
        uint64_t memory = take_folder(cursor, &outputs);
        if (!cursor->ended && !mf_decoder_check(memory, error))
            return false;
    }
    if (mf_cursor_take(cursor, 1) == UNPACKED_SIZES)
        *first_size = take_number(cursor);
    return true;
}

static bool refuse_directory(struct mf_error *error)
{
    return mf_fail(error, MF_LIMIT, _("has a directory of more than %llu MiB; unpack it first"),
                   (unsigned long long)(MF_DIRECTORY_MAX / MF_MIB));
}

bool mf_sevenzip_check(const struct mf_view *file, struct mf_error *error)
{
    struct mf_cursor cursor = {.view = *file, .at = 12};
    uint64_t first_size = 0;
    uint64_t start = mf_cursor_take(&cursor, 8);
    uint64_t size = mf_cursor_take(&cursor, 8);
    if (size > MF_DIRECTORY_MAX)
        return refuse_directory(error);
    if (start > file->size || start + 32 > file->size)
        return true;
    cursor.at = start + 32;
    uint64_t kind = take_number(&cursor);
    bool packed = kind == PACKED_HEADER;
    uint64_t id = take_number(&cursor);
    if (!packed && id == PROPERTIES) {
        while (take_number(&cursor) != 0 && !cursor.ended)
            take_number(&cursor);
        id = take_number(&cursor);
    }
    if (!packed && (kind != HEADER || id != STREAMS))
        return true;
    if (!packed)
        id = take_number(&cursor);
    if (id == PACKED_STREAMS) {
        pass_packed_streams(&cursor);
        id = take_number(&cursor);
    }
    if (id == DECODERS && !check_decoders(&cursor, &first_size, error))
        return false;
    if (cursor.too_many)
        return mf_fail(error, MF_LIMIT, _("holds more than %u packed streams; unpack it first"),
                       MF_ENTRIES_MAX);
    return !packed || first_size <= MF_DIRECTORY_MAX || refuse_directory(error);
}
