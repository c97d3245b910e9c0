// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_TESTS_FUZZ_TARGETS_H
#define MAIXFIT_TESTS_FUZZ_TARGETS_H

#include <stddef.h>
#include <stdint.h>

/* "axmodel", "mud"… */
const char *fuzz_target_name(void);

/* The whole command line: one argument a line, then an empty line, then the bytes of `model`. */
void fuzz_cli(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

#endif
