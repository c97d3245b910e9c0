// SPDX-License-Identifier: MIT
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

#define MAX_ROWS 64

const char *options_parse(int argc, char **argv, const struct option_row *rows, size_t count,
                          void *plan)
{
    struct option list[MAX_ROWS] = {0};
    if (count >= MAX_ROWS)
        die(2, "too many rows in the option table");
    for (size_t i = 0; i < count; i++) {
        int has = rows[i].arg == NULL ? no_argument : required_argument;
        if (rows[i].arg && rows[i].arg[0] == '[')
            has = optional_argument;
        list[i] = (struct option){rows[i].name, has, NULL, 0};
    }
    int index = 0;
    for (;;) {
        int got = getopt_long(argc, argv, "", list, &index);
        if (got == -1)
            break;
        if (got != 0)
            exit(2); // getopt has said why
        rows[index].set(plan, optarg);
    }
    if (argc - optind != 1)
        die(2, "one output file is wanted (see mkmodel -h)");
    return argv[optind];
}

void options_print(const struct option_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char left[80];
        const char *arg = rows[i].arg ? rows[i].arg : "";
        snprintf(left, sizeof(left), "--%s%s%s", rows[i].name, *arg && *arg != '[' ? " " : "", arg);
        printf(strlen(left) > 26 ? "  %s\n%30s%s\n" : "  %-26s  %s%s\n", left,
               strlen(left) > 26 ? "" : rows[i].help, strlen(left) > 26 ? rows[i].help : "");
    }
}

static uint64_t parse(const char *what, const char *text, bool suffix, uint64_t max)
{
    uint64_t value = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (__builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*p - '0'), &value))
            die(2, "%s: %s is too large", what, text);
    }
    const char *unit = *p ? strchr("KMG", *p) : NULL;
    uint64_t times = 1;
    if (suffix && p != text && unit) {
        times = (uint64_t)1 << (10 * (*p == 'K' ? 1 : *p == 'M' ? 2 : 3));
        p++;
    }
    if (p == text || *p)
        die(2, "%s: '%s' is not a %s", what, text, suffix ? "size" : "number");
    if (__builtin_mul_overflow(value, times, &value) || value > max)
        die(2, "%s: %s is too large", what, text);
    return value;
}

uint64_t parse_number(const char *what, const char *text, uint64_t max)
{
    return parse(what, text, false, max);
}

uint64_t parse_size(const char *what, const char *text)
{
    return parse(what, text, true, INT64_MAX);
}

uint32_t parse_size32(const char *what, const char *text)
{
    return (uint32_t)parse(what, text, true, UINT32_MAX);
}

struct dims parse_dims(const char *text)
{
    struct dims dims = {0};
    char *copy = copy_text(text);
    char *rest = NULL;
    for (char *p = strtok_r(copy, "x", &rest); p; p = strtok_r(NULL, "x", &rest)) {
        if (dims.count == MAX_DIMS)
            die(2, "dims '%s': at most %d", text, MAX_DIMS);
        bool dynamic = strcmp(p, "-1") == 0;
        dims.size[dims.count++] = dynamic ? -1 : (int64_t)parse_number("dim", p, MAX_DIM);
    }
    free(copy);
    if (dims.count == 0)
        die(2, "dims '%s': want 1x3x224x224", text);
    return dims;
}

unsigned split(char *text, char **part, unsigned max)
{
    unsigned count = 0;
    for (char *p = text; p;) {
        if (count == max)
            die(2, "'%s': too many parts", text);
        part[count++] = p;
        p = strchr(p, ':');
        if (p)
            *p++ = '\0';
    }
    return count;
}

char *copy_text(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        die(1, "out of memory");
    return copy;
}

uint64_t dims_bytes(const struct dims *dims, unsigned first, uint64_t unit)
{
    uint64_t total = unit;
    for (unsigned i = 0; i < dims->count && i < first; i++)
        total = checked_mul(total, dims->size[i] < 0 ? 0 : (uint64_t)dims->size[i]);
    return total;
}

uint64_t checked_add(uint64_t a, uint64_t b)
{
    uint64_t sum;
    if (__builtin_add_overflow(a, b, &sum) || sum > INT64_MAX)
        die(2, "the sizes add up to more than 2^63 bytes");
    return sum;
}

uint64_t checked_mul(uint64_t a, uint64_t b)
{
    uint64_t product;
    if (__builtin_mul_overflow(a, b, &product) || product > INT64_MAX)
        die(2, "a size is more than 2^63 bytes");
    return product;
}

uint64_t round_page(uint64_t bytes)
{
    return checked_add(bytes, PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
}
