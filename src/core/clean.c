// SPDX-License-Identifier: MIT
/* Not wcwidth(): it asks the locale, and a library must not depend on one. Ranges: Unicode 15.0,
 * EastAsianWidth.txt (W and F) and the general category Mn in blocks; DerivedCoreProperties.txt. */
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
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
};

/* What a terminal could obey (C0, DEL, C1, separators of lines), and what can reorder or hide text:
 * the marks of direction, and all of Default_Ignorable_Code_Point, which shows nothing. */
static const struct range unsafe[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},       {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
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

/* Decodes the first character and returns its length in bytes; where the bytes are not valid UTF-8,
 * that is 1 and *code is REPLACEMENT. */
static size_t decode(const char *bytes, uint32_t *code)
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

static bool is_unsafe(uint32_t code)
{
    return is_in(code, unsafe, sizeof unsafe / sizeof unsafe[0]);
}

/* Columns of a safe character: 0 (combining), 1 or 2 (East Asian wide). */
static size_t code_columns(uint32_t code)
{
    if (is_in(code, zero, sizeof zero / sizeof zero[0]))
        return 0;
    return is_in(code, wide, sizeof wide / sizeof wide[0]) ? 2 : 1;
}

/* The bytes that `string` begins with, `most` at most, that are ASCII and printed as they are: a
 * column each. Most of all text is that. */
static size_t plain_length(const char *string, size_t most)
{
    size_t length = 0;
    while (length < most && string[length] >= ' ' && string[length] <= '~')
        length++;
    return length;
}

/* Returns the columns of a character as it is shown; an unsafe one is shown as `?`. */
static size_t shown(const char *bytes, size_t *length, bool *safe)
{
    uint32_t code;
    *length = plain_length(bytes, 1);
    *safe = *length > 0;
    if (*safe)
        return 1;
    *length = decode(bytes, &code);
    *safe = code != REPLACEMENT && !is_unsafe(code);
    return *safe ? code_columns(code) : 1;
}

size_t mf_character_columns(const char *bytes, size_t *length)
{
    bool safe;
    return shown(bytes, length, &safe);
}

size_t mf_columns(const char *string)
{
    size_t columns = plain_length(string, SIZE_MAX);
    size_t length;
    bool safe;
    for (const char *at = string + columns; *at != '\0'; at += length)
        columns += shown(at, &length, &safe);
    return columns;
}

static void put_character(struct mf_text *text, const char *bytes, size_t length, bool safe)
{
    if (safe)
        mf_text_add_bytes(text, bytes, length);
    else
        mf_text_add(text, "?");
}

size_t mf_put_clean(struct mf_text *text, const char *string, size_t limit)
{
    size_t length;
    bool safe;
    bool cut = mf_columns(string) > limit;
    size_t room = cut && limit > 0 ? limit - 1 : limit;
    size_t columns = plain_length(string, room);
    mf_text_add_bytes(text, string, columns);
    for (const char *at = string + columns; *at != '\0'; at += length) {
        size_t width = shown(at, &length, &safe);
        if (columns + width > room)
            break;
        put_character(text, at, length, safe);
        columns += width;
    }
    if (!cut || limit == 0)
        return columns;
    mf_text_add(text, text->ascii ? "~" : "…");
    return columns + 1;
}

void mf_put_clean_bytes(struct mf_text *text, const char *string, size_t bytes)
{
    size_t length;
    bool safe;
    size_t plain = plain_length(string, bytes);
    mf_text_add_bytes(text, string, plain);
    for (const char *at = string + plain; at < string + bytes; at += length) {
        shown(at, &length, &safe);
        put_character(text, at, length, safe);
    }
}

void mf_put_ascii(struct mf_text *text, const char *string)
{
    static const struct {
        uint32_t code;
        const char *ascii;
    } table[] = {
        {0xB7, "."},   {0xD7, "x"},   {0x2013, "-"}, {0x2014, "-"}, {0x2026, "..."},
        {0x2192, ">"}, {0x2212, "-"}, {0x2264, "<"}, {0x2265, ">"},
    };
    for (size_t length; *string != '\0'; string += length) {
        uint32_t code;
        const char *ascii = NULL;
        length = decode(string, &code);
        for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
            ascii = table[i].code == code ? table[i].ascii : ascii;
        if (code < 0x80)
            mf_text_add_bytes(text, string, length);
        else if (ascii)
            mf_text_add(text, ascii);
        else
            mf_text_repeat(text, '?', code_columns(code));
    }
}

void mf_put_escaped(struct mf_text *text, const char *string, const char *special,
                    mf_escape *escape)
{
    struct mf_text clean = {0};
    mf_put_clean(&clean, string, SIZE_MAX);
    const char *at = clean.bytes ? clean.bytes : "";
    for (; *at != '\0'; at++) {
        size_t plain = strcspn(at, special);
        mf_text_add_bytes(text, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        escape(text, *at);
    }
    mf_text_end(&clean, text);
}

/* Beyond the first plane as two surrogates, as JSON does it. */
static void put_escape(struct mf_text *text, uint32_t code)
{
    static const char names[] = "btn?fr"; /* of U+0008 to U+000D */
    if (code >= 0x8 && code <= 0xD && code != 0xB)
        mf_text_format(text, "\\%c", names[code - 0x8]);
    else if (code < 0x10000)
        mf_text_format(text, "\\u%04x", code);
    else
        mf_text_format(text, "\\u%04x\\u%04x", 0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF));
}

void mf_put_json(struct mf_text *text, const char *string)
{
    uint32_t code;
    mf_text_add(text, "\"");
    for (size_t length; *string != '\0'; string += length) {
        length = decode(string, &code);
        if (code == REPLACEMENT)
            mf_text_add(text, "\xEF\xBF\xBD");
        else if (code == '"' || code == '\\')
            mf_text_format(text, "\\%c", (char)code);
        else if (is_unsafe(code))
            put_escape(text, code);
        else
            mf_text_add_bytes(text, string, length);
    }
    mf_text_add(text, "\"");
}
