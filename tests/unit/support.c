// SPDX-License-Identifier: MIT
#include "support.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../temporary.h"

void make_folder(char path[MODEL_PATH_MAX])
{
    name_temporary(path, MODEL_PATH_MAX);
    cr_assert_not_null(mkdtemp(path));
}

void make_file(char path[MODEL_PATH_MAX])
{
    name_temporary(path, MODEL_PATH_MAX);
    int descriptor = mkstemp(path);
    cr_assert_geq(descriptor, 0);
    close(descriptor);
}

void make_model_file(char path[MODEL_PATH_MAX], const char *format)
{
    char command[2048];
    make_file(path);
    const char *gap = strstr(format, "%s");
    cr_assert_not_null(gap);
    snprintf(command, sizeof command, MKMODEL " %.*s%s%s >/dev/null", (int)(gap - format), format,
             path, gap + 2);
    cr_assert_eq(system(command), 0, "mkmodel failed: %s", command);
}

const char *small_model(void)
{
    static char path[MODEL_PATH_MAX];
    make_model_file(path, "axmodel %s --const 1M --words 100 --input x:FP32:1x16 "
                          "--output y:FP32:1x4");
    return path;
}

uint8_t *make_model(const char *format, size_t *size)
{
    char path[MODEL_PATH_MAX];
    make_model_file(path, format);
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

void each_text(const char *pattern, take_text *take, void *user)
{
    static char text[64 * 1024];
    glob_t files;
    cr_assert_eq(glob(pattern, 0, NULL, &files), 0, "%s", pattern);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        FILE *file = fopen(files.gl_pathv[i], "r");
        cr_assert_not_null(file, "%s", files.gl_pathv[i]);
        size_t length = fread(text, 1, sizeof text, file);
        fclose(file);
        take(user, files.gl_pathv[i], text, length);
    }
    globfree(&files);
}

void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

bool holds_text(const char *path, const char *text)
{
    char bytes[256] = {0};
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    size_t length = fread(bytes, 1, sizeof bytes - 1, file);
    fclose(file);
    return length == strlen(text) && strcmp(bytes, text) == 0;
}

char *verdict_json(const maixfit *fit)
{
    char *text = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    cr_assert_not_null(text);
    return text;
}

void expect_same_verdict(const maixfit *fit, const char *before, const char *what)
{
    char *text = verdict_json(fit);
    cr_expect_str_eq(text, before, "%s", what);
    maixfit_string_free(text);
}
