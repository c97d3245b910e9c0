// SPDX-License-Identifier: MIT
/* A property of a device tree: cells of 32 bits, big-endian (Devicetree Specification, 2.2.4), or
 * the text that somebody made of them. */
#include <string.h>

#include "probe.h"

#define BYTES_MAX  ((size_t)64) /* more than any property that is read here */
#define SEPARATORS " \t\r\n<>;,"

struct bytes {
    uint8_t items[BYTES_MAX];
    size_t count;
};

static bool add_number(struct bytes *bytes, uint64_t number, size_t size)
{
    if (bytes->count + size > BYTES_MAX)
        return false;
    for (size_t i = 0; i < size; i++)
        bytes->items[bytes->count++] = (uint8_t)(number >> (8 * (size - 1 - i)));
    return true;
}

/* "0x3200000" and "03200000" are a cell, "0x0000000003200000" is two of them, "03" is a byte. */
static bool add_word(struct bytes *bytes, const char *word, size_t length)
{
    const char *at = word;
    uint64_t number;
    bool has_prefix = length > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
    at += has_prefix ? 2 : 0;
    size_t digits = length - (has_prefix ? 2 : 0);
    if ((!has_prefix && digits != 2 && digits != 8) || !mf_scan_number(&at, 16, &number) ||
        at != word + length)
        return false;
    return add_number(bytes, number, digits == 2 && !has_prefix ? 1 : (digits > 8 ? 8 : 4));
}

static bool read_words(const char *text, struct bytes *bytes)
{
    for (text += strspn(text, SEPARATORS); *text != '\0'; text += strspn(text, SEPARATORS)) {
        size_t length = strcspn(text, SEPARATORS);
        if (!add_word(bytes, text, length))
            return false;
        text += length;
    }
    return true;
}

/* A decimal number alone, which stands for a size. */
static bool read_decimal(const char *text, struct bytes *bytes)
{
    uint64_t number;
    text += strspn(text, SEPARATORS);
    bool is_hex = text[0] == '0' && text[1] != '\0' && !strchr(SEPARATORS, text[1]);
    return !is_hex && mf_scan_number(&text, 10, &number) &&
           text[strspn(text, SEPARATORS)] == '\0' && add_number(bytes, number, 8);
}

bool mf_cells_are_text(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((bytes[i] < ' ' && !strchr("\t\r\n", bytes[i])) || bytes[i] == '\0' || bytes[i] > '~')
            return false;
    }
    return length > 0;
}

/* The last line must be whole: one that is cut has a smaller number. */
static bool is_whole(const char *text, size_t length)
{
    return text[length - 1] == '\n';
}

size_t mf_cells_parse(const char *bytes, size_t length, uint32_t *cells, size_t capacity)
{
    struct bytes read = {.count = 0};
    if (mf_cells_are_text(bytes, length)) {
        if (!is_whole(bytes, length))
            return 0;
        if (!read_decimal(bytes, &read)) {
            read.count = 0;
            if (!read_words(bytes, &read))
                return 0;
        }
    } else if (length <= BYTES_MAX) {
        memcpy(read.items, bytes, length);
        read.count = length;
    }
    if (read.count % 4 != 0 || read.count / 4 > capacity)
        return 0;
    for (size_t i = 0; i < read.count / 4; i++)
        cells[i] = (uint32_t)read.items[4 * i] << 24 | (uint32_t)read.items[4 * i + 1] << 16 |
                   (uint32_t)read.items[4 * i + 2] << 8 | read.items[4 * i + 3];
    return read.count / 4;
}
