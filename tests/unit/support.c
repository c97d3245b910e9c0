// SPDX-License-Identifier: MIT
#include "support.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

uint8_t *make_model(const char *format, size_t *size)
{
    char path[] = "/tmp/maixfit-unit-XXXXXX";
    char command[2048];
    int descriptor = mkstemp(path);
    cr_assert_geq(descriptor, 0);
    close(descriptor);
    const char *gap = strstr(format, "%s");
    cr_assert_not_null(gap);
    snprintf(command, sizeof command, MKMODEL " %.*s%s%s >/dev/null", (int)(gap - format), format,
             path, gap + 2);
    cr_assert_eq(system(command), 0, "mkmodel failed: %s", command);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*size);
    cr_assert_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    unlink(path);
    return bytes;
}
