// SPDX-License-Identifier: MIT
/* Every reader of foreign bytes. The fuzzer calls them, and the unit tests on damage of each kind.
 * They abort where a refusal has no words, or an edit of /boot/configs does not hold. */
#ifndef MAIXFIT_TESTS_FUZZ_READERS_H
#define MAIXFIT_TESTS_FUZZ_READERS_H

#include <stddef.h>
#include <stdint.h>

struct reader {
    const char *name;
    void (*read)(const uint8_t *data, size_t size);
};

/* The last has no name. */
extern const struct reader foreign_readers[];

#endif
