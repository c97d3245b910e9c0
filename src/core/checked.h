// SPDX-License-Identifier: MIT
/* Arithmetic on numbers from a file or a user: it reports overflow instead of wrapping. */
#ifndef MAIXFIT_CORE_CHECKED_H
#define MAIXFIT_CORE_CHECKED_H

#include <stdbool.h>
#include <stdint.h>

/* Each returns false on overflow and then leaves *out unspecified. */
static inline bool mf_add(uint64_t a, uint64_t b, uint64_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

static inline bool mf_mul(uint64_t a, uint64_t b, uint64_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

/* *sum += value */
static inline bool mf_accumulate(uint64_t *sum, uint64_t value)
{
    return mf_add(*sum, value, sum);
}

/* Rounds up to a multiple of `step`, which must not be 0. */
static inline bool mf_round_up(uint64_t value, uint64_t step, uint64_t *out)
{
    uint64_t rest = value % step;
    return mf_add(value, rest == 0 ? 0 : step - rest, out);
}

/* ceil(value / divisor); the divisor must not be 0. Cannot overflow. */
static inline uint64_t mf_ceil_div(uint64_t value, uint64_t divisor)
{
    return value / divisor + (value % divisor != 0);
}

/* Is [offset, offset + length) inside [0, size)? */
static inline bool mf_inside(uint64_t offset, uint64_t length, uint64_t size)
{
    return offset <= size && length <= size - offset;
}

#endif
