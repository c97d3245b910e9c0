// SPDX-License-Identifier: MIT
/* The directory of a zip, before libarchive keeps all of it: how many files, whether two share
 * bytes (which makes a small file a large one), and what their decoders take. The format:
 * APPNOTE.TXT of PKWARE, 4.3. Found as libarchive finds it: in the last 16 KiB, else there is none.
 */
#include <stdlib.h>
#include <string.h>

#include "../../core/arena.h"
#include "../../core/checked.h"
#include "guard.h"

#define END_SEARCH    ((size_t)16 * 1024)
#define END_BYTES     ((size_t)22)
#define LOCATOR_BYTES UINT64_C(20)
#define LARGE_END_MIN UINT64_C(44) /* behind its first twelve bytes */
#define LARGE_END_MAX (UINT64_C(16) * MF_KIB)
#define LOCAL_BYTES   UINT64_C(30)
#define IN_EXTRA      UINT64_C(0xFFFFFFFF)

#define ENTRY     UINT64_C(0x02014B50)
#define END       UINT64_C(0x06054B50)
#define LARGE_END UINT64_C(0x06064B50)
#define LOCATOR   UINT64_C(0x07064B50)

enum { LZMA = 14, ZSTD = 93, XZ = 95 };

struct range {
    uint64_t start;
    uint64_t end;
};

struct zip {
    struct mf_view file;
    struct mf_arena scratch;
    struct range *ranges;
    size_t count;
    size_t capacity;
    uint64_t shift; /* bytes before the archive, which its offsets do not count */
    struct mf_error *error;
};

struct member {
    uint64_t method;
    uint64_t packed;
    uint64_t start;
};

static struct mf_cursor at(const struct zip *zip, uint64_t place)
{
    return (struct mf_cursor){.view = zip->file, .at = place};
}

/* Numbers that do not fit their four bytes stand in an extra field, in this order. */
static void read_extra(struct mf_cursor cursor, uint64_t length, bool large, struct member *member)
{
    uint64_t end = cursor.at + length;
    while (!cursor.ended && cursor.at + 4 <= end) {
        uint64_t id = mf_cursor_take(&cursor, 2);
        uint64_t size = mf_cursor_take(&cursor, 2);
        if (id != 1) {
            cursor.at += size;
            continue;
        }
        if (large)
            mf_cursor_take(&cursor, 8);
        if (member->packed == IN_EXTRA)
            member->packed = mf_cursor_take(&cursor, 8);
        if (member->start == IN_EXTRA)
            member->start = mf_cursor_take(&cursor, 8);
        return;
    }
}

static struct member take_member(struct mf_cursor *cursor)
{
    struct member member = {0};
    cursor->at += 6;
    member.method = mf_cursor_take(cursor, 2);
    cursor->at += 8;
    member.packed = mf_cursor_take(cursor, 4);
    bool large = mf_cursor_take(cursor, 4) == IN_EXTRA;
    uint64_t name = mf_cursor_take(cursor, 2);
    uint64_t extra = mf_cursor_take(cursor, 2);
    uint64_t comment = mf_cursor_take(cursor, 2);
    cursor->at += 8;
    member.start = mf_cursor_take(cursor, 4);
    cursor->at += name;
    read_extra(*cursor, extra, large, &member);
    cursor->at += extra + comment;
    return member;
}

/* LZMA in a zip: version and size of the properties, then they. */
static uint64_t lzma_memory(struct mf_cursor cursor)
{
    cursor.at += 5;
    return mf_cursor_take(&cursor, 4);
}

/* Behind the local header, whose name and extra field have lengths of their own. */
static uint64_t decoder_memory(struct mf_cursor local, uint64_t method)
{
    local.at += 26;
    uint64_t name = mf_cursor_take(&local, 2);
    uint64_t extra = mf_cursor_take(&local, 2);
    local.at += name + extra;
    switch (method) {
    case LZMA:
        return lzma_memory(local);
    case XZ:
        return mf_xz_memory(local);
    case ZSTD:
        return mf_zstd_memory(local);
    default:
        return 0;
    }
}

static bool add_range(struct zip *zip, const struct member *member)
{
    struct range *ranges =
        mf_arena_grow(&zip->scratch, zip->ranges, zip->count, &zip->capacity, sizeof *ranges);
    if (!ranges)
        return mf_fail_memory(zip->error);
    zip->ranges = ranges;
    struct range *range = &zip->ranges[zip->count++];
    range->start = member->start;
    if (!mf_add(member->start, LOCAL_BYTES, &range->end) ||
        !mf_accumulate(&range->end, member->packed))
        range->end = UINT64_MAX;
    return true;
}

static bool take(struct zip *zip, struct member member)
{
    struct mf_cursor local = at(zip, member.start + zip->shift);
    bool has_memory = member.method == LZMA || member.method == XZ || member.method == ZSTD;
    if (has_memory && !mf_decoder_check(decoder_memory(local, member.method), zip->error))
        return false;
    if (member.packed == 0) { /* then libarchive takes what stands before the file */
        local.at += 18;
        member.packed = mf_cursor_take(&local, 4);
    }
    return add_range(zip, &member);
}

static int by_start(const void *a, const void *b)
{
    const struct range *left = a;
    const struct range *right = b;
    return left->start < right->start ? -1 : left->start > right->start;
}

static bool check_ranges(struct zip *zip)
{
    if (zip->count > 1)
        qsort(zip->ranges, zip->count, sizeof *zip->ranges, by_start);
    for (size_t i = 1; i < zip->count; i++) {
        if (zip->ranges[i].start < zip->ranges[i - 1].end)
            return mf_fail(zip->error, MF_DAMAGED,
                           _("is a zip in which two files share bytes, as no program packs them; "
                             "pack it anew"));
    }
    return true;
}

static bool refuse_place(struct zip *zip)
{
    return mf_fail(zip->error, MF_DAMAGED,
                   _("is a zip whose directory is not where its end says (damaged?)"));
}

static bool check_directory(struct zip *zip, uint64_t place, uint64_t shift)
{
    struct mf_cursor cursor = at(zip, place);
    uint64_t sign = mf_cursor_take(&cursor, 4);
    if (sign != ENTRY && sign != END && sign != LARGE_END)
        return refuse_place(zip);
    zip->count = 0;
    zip->shift = shift;
    for (; sign == ENTRY; sign = mf_cursor_take(&cursor, 4)) {
        struct member member = take_member(&cursor);
        if (cursor.ended)
            break;
        if (zip->count >= MF_ENTRIES_MAX)
            return mf_fail(zip->error, MF_LIMIT, _("holds more than %u files"), MF_ENTRIES_MAX);
        if (!take(zip, member))
            return false;
    }
    return check_ranges(zip);
}

/* What stands before the archive is not counted in its offsets. */
static bool check_small(struct zip *zip, uint64_t end)
{
    struct mf_cursor cursor = at(zip, end + 12);
    uint64_t size = mf_cursor_take(&cursor, 4);
    uint64_t stated = mf_cursor_take(&cursor, 4);
    if (cursor.ended || size > end || stated > end - size)
        return true;
    return check_directory(zip, end - size, end - size - stated);
}

/* A zip beyond 4 GiB or 65535 files has an end of its own, which `locator` leads to. Readers differ
 * in what they make of an odd one. */
static bool check_large(struct zip *zip, struct mf_cursor locator)
{
    uint64_t disk = mf_cursor_take(&locator, 4);
    uint64_t end = mf_cursor_take(&locator, 8);
    uint64_t disks = mf_cursor_take(&locator, 4);
    struct mf_cursor cursor = at(zip, end);
    uint64_t sign = mf_cursor_take(&cursor, 4);
    uint64_t rest = mf_cursor_take(&cursor, 8);
    cursor.at += 4;
    uint64_t disks_of_entries = mf_cursor_take(&cursor, 8);
    uint64_t entries_here = mf_cursor_take(&cursor, 8);
    uint64_t entries = mf_cursor_take(&cursor, 8);
    uint64_t size = mf_cursor_take(&cursor, 8);
    uint64_t place = mf_cursor_take(&cursor, 8);
    bool one_disk = disk == 0 && disks == 1 && disks_of_entries == 0 && entries == entries_here;
    if (cursor.ended || sign != LARGE_END || !one_disk || rest < LARGE_END_MIN ||
        rest > LARGE_END_MAX || place > end || end - place != size)
        return refuse_place(zip);
    return check_directory(zip, place, 0);
}

static bool check_end(struct zip *zip, uint64_t end)
{
    struct mf_cursor locator = at(zip, end - LOCATOR_BYTES);
    bool is_large = end >= LOCATOR_BYTES && mf_cursor_take(&locator, 4) == LOCATOR;
    return is_large ? check_large(zip, locator) : check_small(zip, end);
}

static bool check_ends(struct zip *zip)
{
    uint8_t tail[END_SEARCH];
    struct mf_error ignored;
    uint64_t size = zip->file.size;
    size_t length = size < sizeof tail ? (size_t)size : sizeof tail;
    if (length < END_BYTES || !mf_view_read(&zip->file, size - length, tail, length, &ignored))
        return true;
    for (size_t i = length - END_BYTES + 1; i > 0; i--) {
        uint64_t end = size - length + i - 1;
        if (memcmp(tail + i - 1, "PK\x05\x06", 4) == 0)
            return check_end(zip, end);
    }
    return true;
}

bool mf_zip_check(const struct mf_view *file, struct mf_error *error)
{
    struct zip zip = {.file = *file, .error = error};
    bool ok = check_ends(&zip);
    mf_arena_free(&zip.scratch);
    return ok;
}
