// SPDX-License-Identifier: MIT
/* A mutator that knows the two model formats: it changes numbers where numbers stand, so that what
 * comes out is still a model, only a strange one. */
#include <string.h>

#include "targets.h"

static const uint64_t strange[] = {
    0,          1,          2,          127,        128,        4095,       4096,
    0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 1ULL << 40, 1ULL << 63, UINT64_MAX - 1,
    UINT64_MAX};

static uint64_t pick(unsigned *seed)
{
    *seed = *seed * 1103515245U + 12345U;
    return (*seed >> 8) & 0xFFFFFF;
}

static uint64_t strange_number(unsigned *seed, size_t size)
{
    uint64_t index = pick(seed) % (sizeof strange / sizeof strange[0] + 2);
    if (index == 0)
        return size;
    if (index == 1)
        return pick(seed) % (size + 1);
    return strange[index - 2];
}

/* A little-endian number of 2, 4 or 8 bytes at a place that is likely to hold one. */
static size_t change_field(uint8_t *data, size_t size, unsigned *seed)
{
    size_t width = (size_t)1 << (1 + pick(seed) % 3);
    if (size < width)
        return size;
    size_t place = pick(seed) % (size - width + 1);
    if (pick(seed) % 4 != 0)
        place -= place % (width > 4 ? 4 : width);
    uint64_t value = strange_number(seed, size);
    for (size_t i = 0; i < width; i++)
        data[place + i] = (uint8_t)(value >> (8 * i));
    return size;
}

static size_t read_varint(const uint8_t *data, size_t size, size_t at, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < 10 && at + i < size; i++) {
        *value |= (uint64_t)(data[at + i] & 0x7F) << (7 * i);
        if ((data[at + i] & 0x80) == 0)
            return i + 1;
    }
    return 0;
}

/* Walks into random messages and stops at a random field: the place of its number or length. */
static size_t find_varint(const uint8_t *data, size_t size, unsigned *seed)
{
    size_t at = 0;
    size_t end = size;
    size_t found = 0;
    while (at < end) {
        uint64_t tag;
        uint64_t value;
        size_t tag_length = read_varint(data, end, at, &tag);
        size_t length = tag_length ? read_varint(data, end, at + tag_length, &value) : 0;
        if (length == 0)
            break;
        found = at + tag_length;
        if (pick(seed) % 6 == 0)
            break;
        at = found + length;
        if ((tag & 7) != 2)
            continue;
        if (value > end - at)
            break;
        if (pick(seed) % 3 == 0)
            end = at + (size_t)value; /* into it */
        else
            at += (size_t)value;
    }
    return found;
}

static size_t write_varint(uint8_t *out, uint64_t value)
{
    size_t length = 0;
    do {
        out[length] = (uint8_t)((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
        value >>= 7;
    } while (out[length++] & 0x80);
    return length;
}

/* The number becomes a strange one; what follows moves. */
static size_t change_varint(uint8_t *data, size_t size, size_t most, unsigned *seed)
{
    uint8_t number[10];
    uint64_t value;
    size_t place = find_varint(data, size, seed);
    size_t before = read_varint(data, size, place, &value);
    size_t after = write_varint(number, strange_number(seed, size));
    if (before == 0 || size - before + after > most)
        return size;
    memmove(data + place + after, data + place + before, size - place - before);
    memcpy(data + place, number, after);
    return size - before + after;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    const char *name = fuzz_target_name();
    int is_ax = strcmp(name, "axmodel") == 0;
    int knows = is_ax || strcmp(name, "cvimodel") == 0 || strcmp(name, "blob") == 0;
    if (!knows || size < 16 || seed % 2 == 0)
        return LLVMFuzzerMutate(data, size, most);
    if (is_ax && seed % 4 == 1)
        return change_varint(data, size, most, &seed);
    return change_field(data, size, &seed);
}
