// SPDX-License-Identifier: MIT
/* Not wcwidth(): it asks the locale, and a library must not depend on one. Ranges: Unicode 15.0,
 * EastAsianWidth.txt (W and F) and the general categories Mn and Cf, in blocks. */
#include "clean.h"

#include <string.h>

#define REPLACEMENT ((uint32_t)0xFFFD)

struct range {
    uint32_t first;
    uint32_t last;
};

static const struct range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x2FFFD},
    {0x30000, 0x3FFFD},
};

static const struct range zero[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

/* What a terminal could obey: C0, DEL, C1, and marks that change the direction of writing. */
static const struct range unsafe[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0x200E, 0x200F},
    {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF},
};

static bool is_in(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}

static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

size_t mf_utf8_decode(const char *bytes, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)bytes[0];
    size_t length = sequence_length(first);
    *code = REPLACEMENT;
    if (length == 0)
        return 1;
    if (length == 1) {
        *code = first;
        return 1;
    }
    uint32_t value = first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if (((unsigned char)bytes[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | ((unsigned char)bytes[i] & 0x3F);
    }
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[length] || value > 0x10FFFF || surrogate)
        return 1;
    *code = value;
    return length;
}

size_t mf_code_columns(uint32_t code)
{
    if (is_in(code, zero, sizeof zero / sizeof zero[0]))
        return 0;
    return is_in(code, wide, sizeof wide / sizeof wide[0]) ? 2 : 1;
}

/* Returns the columns of a character as it is shown; an unsafe one is shown as `?`. */
static size_t shown(const char *bytes, size_t *length, bool *safe)
{
    uint32_t code;
    *length = mf_utf8_decode(bytes, &code);
    *safe = code != REPLACEMENT && !is_in(code, unsafe, sizeof unsafe / sizeof unsafe[0]);
    return *safe ? mf_code_columns(code) : 1;
}

size_t mf_columns(const char *string)
{
    size_t columns = 0;
    size_t length;
    bool safe;
    for (const char *at = string; *at != '\0'; at += length)
        columns += shown(at, &length, &safe);
    return columns;
}

static void put_bytes(struct mf_text *text, const char *bytes, size_t length)
{
    char character[5] = {0};
    memcpy(character, bytes, length);
    mf_text_add(text, character);
}

static void put_character(struct mf_text *text, const char *bytes, size_t length, bool safe)
{
    if (safe)
        put_bytes(text, bytes, length);
    else
        mf_text_add(text, "?");
}

size_t mf_put_clean(struct mf_text *text, const char *string, size_t limit)
{
    size_t columns = 0;
    size_t length;
    bool safe;
    bool cut = mf_columns(string) > limit;
    size_t room = cut && limit > 0 ? limit - 1 : limit;
    for (const char *at = string; *at != '\0'; at += length) {
        size_t width = shown(at, &length, &safe);
        if (columns + width > room)
            break;
        put_character(text, at, length, safe);
        columns += width;
    }
    if (!cut || limit == 0)
        return columns;
    mf_text_add(text, "…");
    return columns + 1;
}

void mf_put_clean_bytes(struct mf_text *text, const char *string, size_t bytes)
{
    size_t length;
    bool safe;
    for (const char *at = string; at < string + bytes; at += length) {
        shown(at, &length, &safe);
        put_character(text, at, length, safe);
    }
}

void mf_put_utf8(struct mf_text *text, const char *string)
{
    uint32_t code;
    for (size_t length; *string != '\0'; string += length) {
        length = mf_utf8_decode(string, &code);
        if (code == REPLACEMENT && length == 1)
            mf_text_add(text, "\xEF\xBF\xBD");
        else
            put_bytes(text, string, length);
    }
}
