// SPDX-License-Identifier: MIT
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "checked.h"
#include "i18n.h"
#include "print.h"

#define FIRST_BYTES ((size_t)256)

/* Makes room for `more` bytes and a NUL. False without memory, now or before. */
static bool reserve(struct mf_text *text, size_t more)
{
    if (text->failed)
        return false;
    if (more < text->capacity - text->length)
        return true;
    size_t wanted = text->capacity == 0 ? FIRST_BYTES : text->capacity;
    while (wanted - text->length <= more && wanted <= SIZE_MAX / 2)
        wanted *= 2;
    char *grown = wanted - text->length > more ? realloc(text->bytes, wanted) : NULL;
    if (!grown) {
        text->failed = true;
        return false;
    }
    text->bytes = grown;
    text->capacity = wanted;
    return true;
}

void mf_text_add_bytes(struct mf_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void mf_text_add(struct mf_text *text, const char *string)
{
    mf_text_add_bytes(text, string, strlen(string));
}

void mf_text_format(struct mf_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = mf_vprint(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(text, (size_t)length)) {
        text->failed = true;
        return;
    }
    va_start(arguments, format);
    mf_vprint(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void mf_text_repeat(struct mf_text *text, char c, size_t times)
{
    if (!reserve(text, times))
        return;
    memset(text->bytes + text->length, c, times);
    text->length += times;
    text->bytes[text->length] = '\0';
}

void mf_text_free(struct mf_text *text)
{
    free(text->bytes);
    *text = (struct mf_text){0};
}

void mf_text_end(struct mf_text *part, struct mf_text *whole)
{
    whole->failed = whole->failed || part->failed;
    mf_text_free(part);
}

bool mf_same_text(const char *left, const char *right)
{
    return left == right || (left && right && strcmp(left, right) == 0);
}

const char *mf_size_text(uint64_t bytes, char out[MF_SIZE_TEXT_MAX])
{
    static const struct {
        uint64_t unit;
        const char *name;
    } units[] = {{MF_GIB, "GiB"}, {MF_MIB, "MiB"}, {MF_KIB, "KiB"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        /* 2.9996 GiB would round to 3.0: what is not a whole number of GiB is written in MiB. */
        bool is_part = units[i].unit == MF_GIB && bytes % MF_GIB != 0;
        if (bytes < units[i].unit || is_part)
            continue;
        if (bytes % units[i].unit == 0)
            snprintf(out, MF_SIZE_TEXT_MAX, "%llu %s", (unsigned long long)(bytes / units[i].unit),
                     units[i].name);
        else
            snprintf(out, MF_SIZE_TEXT_MAX, "%.1f %s", (double)bytes / (double)units[i].unit,
                     units[i].name);
        return out;
    }
    mf_print(out, MF_SIZE_TEXT_MAX, bytes == 1 ? _("%llu byte") : _("%llu bytes"),
             (unsigned long long)bytes);
    return out;
}

const char *mf_mib_text(uint64_t bytes, char out[MF_SIZE_TEXT_MAX])
{
    if (bytes >= MF_MIB)
        snprintf(out, MF_SIZE_TEXT_MAX, "%.1f MiB", (double)bytes / (double)MF_MIB);
    else if (bytes == 0)
        snprintf(out, MF_SIZE_TEXT_MAX, "0 MiB");
    else
        mf_size_text(bytes, out);
    return out;
}

const char *mf_mib_number(uint64_t bytes, char out[MF_SIZE_TEXT_MAX])
{
    double mib = (double)bytes / (double)MF_MIB;
    snprintf(out, MF_SIZE_TEXT_MAX, bytes > 0 && mib < 0.05 ? "<0.1" : "%.1f", mib);
    return out;
}

static bool unit_of(const char *suffix, uint64_t *unit)
{
    static const struct {
        const char *name;
        uint64_t unit;
    } units[] = {
        {"", 1},         {"B", 1},       {"K", MF_KIB},   {"KB", MF_KIB},
        {"KiB", MF_KIB}, {"M", MF_MIB},  {"MB", MF_MIB},  {"MiB", MF_MIB},
        {"G", MF_GIB},   {"GB", MF_GIB}, {"GiB", MF_GIB},
    };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcasecmp(suffix, units[i].name) == 0) {
            *unit = units[i].unit;
            return true;
        }
    }
    return false;
}

/* Reads digits into *number and steps past them. */
static bool digits(const char **at, uint64_t *number)
{
    const char *start = *at;
    *number = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        if (!mf_mul(*number, 10, number) || !mf_add(*number, (uint64_t)(**at - '0'), number))
            return false;
    }
    return *at != start;
}

/* The digits after the point, in bytes, rounded down. */
static bool fraction(const char **at, uint64_t unit, uint64_t *bytes)
{
    uint64_t value = 0;
    uint64_t scale = 1;
    const char *start = *at;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        if (*at - start >= MF_FRACTION_DIGITS_MAX)
            return false;
        value = value * 10 + (uint64_t)(**at - '0');
        scale *= 10;
    }
    *bytes = value * unit / scale; /* below 10^9 · 2^30 < 2^60 */
    return *at != start;
}

bool mf_size_parse(const char *text, uint64_t *bytes)
{
    uint64_t whole;
    uint64_t unit;
    uint64_t rest = 0;
    const char *at = text;
    if (!digits(&at, &whole))
        return false;
    const char *point = *at == '.' ? at + 1 : NULL;
    const char *suffix = point ? point + strspn(point, "0123456789") : at;
    if (!unit_of(suffix, &unit))
        return false;
    if (point && (unit == 1 || !fraction(&point, unit, &rest)))
        return false;
    return mf_mul(whole, unit, bytes) && mf_accumulate(bytes, rest);
}

bool mf_number_parse(const char *text, uint64_t *number)
{
    const char *at = text;
    return digits(&at, number) && *at == '\0';
}
