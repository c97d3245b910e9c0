// SPDX-License-Identifier: MIT
// Command line: one table per format, from which getopt and the help come.
#ifndef MKMODEL_OPTIONS_H
#define MKMODEL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_DIMS  8
#define MAX_DIM   ((uint64_t)1 << 40)
#define PAGE_SIZE 4096u

struct option_row {
    const char *name;
    const char *arg; // NULL: none; in brackets: may be left out
    const char *help;
    void (*set)(void *plan, const char *value);
};

struct dims {
    int64_t size[MAX_DIMS];
    unsigned count;
};

// Apply the options in their order to `plan`; returns the one argument left, the output path.
const char *options_parse(int argc, char **argv, const struct option_row *rows, size_t count,
                          void *plan);
void options_print(const struct option_row *rows, size_t count);

uint64_t parse_number(const char *what, const char *text, uint64_t max);
// With K, M or G of 1024 behind it.
uint64_t parse_size(const char *what, const char *text);
uint32_t parse_size32(const char *what, const char *text);
struct dims parse_dims(const char *text);
// Cut "a:b:c" in place; returns the number of parts.
unsigned split(char *text, char **part, unsigned max);
char *copy_text(const char *text);
// Elements times `unit`; a dynamic dim (below 0) makes it 0. Ends the program past 2^63.
uint64_t dims_bytes(const struct dims *dims, unsigned first, uint64_t unit);
uint64_t checked_add(uint64_t a, uint64_t b);
uint64_t checked_mul(uint64_t a, uint64_t b);
uint64_t round_page(uint64_t bytes);

#endif
