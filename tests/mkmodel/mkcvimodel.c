// SPDX-License-Identifier: MIT
// The file around a cvimodel's FlatBuffer: header and sections.
#include "mkcvimodel.h"

#include <md5.h>
#include <string.h>

#define MD5_AT 14u
// A sum has to pass over every byte, holes too: of 64 MiB that takes 0.1 s. The runtime does
// not look at it, so larger files have zeros there.
#define MD5_MOST ((uint64_t)1 << 20)

bool cvi_short_header(const struct cvi_plan *plan)
{
    return plan->major <= 1 && plan->minor == 0;
}

// Version 1.0 is older than every chip but this one.
const char *cvi_chip(const struct cvi_plan *plan)
{
    return cvi_short_header(plan) ? "cv183x" : plan->chip;
}

unsigned cvi_magic(const char *chip)
{
    if (strcmp(chip, "cv181x") == 0 || strcmp(chip, "mars") == 0)
        return 0xa7;
    return strcmp(chip, "cv180x") == 0 || strcmp(chip, "phobos") == 0 ? 0xa8 : 0;
}

static void add_zeros(MD5_CTX *sum, uint64_t len)
{
    static const uint8_t zeros[64 << 10];
    for (; len > sizeof(zeros); len -= sizeof(zeros))
        MD5Update(sum, zeros, sizeof(zeros));
    MD5Update(sum, zeros, (size_t)len);
}

static void sum_run(void *to, const uint8_t *data, uint64_t len, uint64_t at)
{
    (void)at;
    if (data)
        MD5Update(to, data, (size_t)len);
    else
        add_zeros(to, len);
}

// Of the FlatBuffer and all sections.
static void digest(const struct bytes *b, uint8_t out[MD5_DIGEST_LENGTH])
{
    MD5_CTX sum;
    memset(out, 0, MD5_DIGEST_LENGTH);
    if (b->total > MD5_MOST)
        return;
    MD5Init(&sum);
    bytes_walk(b, sum_run, &sum);
    MD5Final(out, &sum);
}

// 48 bytes, but 32 in version 1.0. The last two are padding that real files fill so.
static void header(struct bytes *b, const struct cvi_plan *plan, uint64_t size,
                   const struct bytes *rest)
{
    char chip[16] = {0};
    uint8_t sum[MD5_DIGEST_LENGTH];
    digest(rest, sum);
    bytes_put(b, "CviModel", 8);
    bytes_le(b, size, 4);
    bytes_le(b, plan->major, 1);
    bytes_le(b, plan->minor, 1);
    bytes_put(b, sum, sizeof(sum));
    if (!cvi_short_header(plan)) {
        memcpy(chip, plan->chip, strnlen(plan->chip, sizeof(chip)));
        bytes_put(b, chip, sizeof(chip));
    }
    bytes_put(b, "Cv", 2);
}

static void payload(struct bytes *b, const struct cvi_section *section)
{
    if (section->body.total > 0)
        bytes_append(b, &section->body);
    else
        bytes_hole(b, section->size);
}

void cvi_model(struct bytes *out, const struct cvi_plan *plan)
{
    struct bytes rest = {0};
    cvi_flat(&rest, plan);
    uint64_t flat = rest.total;
    payload(&rest, &plan->weight);
    for (unsigned i = 0; i < plan->sections; i++)
        payload(&rest, &plan->section[i]);
    header(out, plan, flat, &rest);
    bytes_append(out, &rest);
    bytes_free(&rest);
}
