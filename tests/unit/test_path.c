// SPDX-License-Identifier: MIT
/* Names of files and first bytes: one rule for all readers. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/magic.h"
#include "core/path.h"
#include "support.h"

Test(path, a_suffix_matches_in_either_case)
{
    cr_expect(mf_ends_with("a/YOLO.AXMODEL", ".axmodel"));
    cr_expect(mf_ends_with("yolo.axmodel", ".axmodel"));
    cr_expect_not(mf_ends_with("yolo.axmodel.onnx", ".axmodel"));
    cr_expect_not(mf_ends_with("xmodel", ".axmodel"));
    /* 'Ä' and 'ä' of Latin-1 are no ASCII letters, and '@' is no '`'. */
    cr_expect_not(mf_ends_with("a.\xC4", ".\xE4"));
    cr_expect_not(mf_ends_with("a.@", ".`"));
}

/* A config.json names its models as a .mud does. */
Test(path, every_manifest_takes_a_suffix_in_either_case)
{
    char folder[MODEL_PATH_MAX];
    char made[MODEL_PATH_MAX];
    char model[64];
    char manifest[64];
    make_folder(folder);
    make_model_file(made, "axmodel %s --const 5000");
    snprintf(model, sizeof model, "%s/YOLO.AXMODEL", folder);
    snprintf(manifest, sizeof manifest, "%s/config.json", folder);
    cr_assert_eq(rename(made, model), 0);
    write_text(manifest, "{\"filename_model\": \"YOLO.AXMODEL\"}");
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, manifest), 0);
    cr_expect_eq(maixfit_inspect(fit), 0, "%s", maixfit_message(fit));
    maixfit_free(fit);
    unlink(manifest);
    unlink(model);
    rmdir(folder);
}

static const char *kind_of(const char *bytes, size_t offset)
{
    uint8_t head[300] = {0};
    memcpy(head + offset, bytes, strlen(bytes));
    const struct mf_magic *magic = mf_magic_find(head, sizeof head);
    return magic ? magic->what : "";
}

Test(magic, kinds_of_files_are_recognized)
{
    cr_expect_str_eq(kind_of("PK\x03\x04", 0), "a zip archive");
    cr_expect_str_eq(kind_of("ustar", 257), "a tar archive");
    cr_expect_str_eq(kind_of("usta", 257), "");
    cr_expect_null(mf_magic_find((const uint8_t *)"PK\x03", 3));
}

Test(magic, models_of_other_makers_are_recognized)
{
    const uint8_t gguf[] = "GGUF";
    cr_assert_not_null(mf_foreign_model_find(gguf, 4));
    cr_expect_str_eq(mf_foreign_model_find(gguf, 4)->suffix, ".gguf");
    cr_expect_null(mf_foreign_model_find(gguf, 3));
    cr_assert_not_null(mf_foreign_model_find((const uint8_t *)"CYPTRKNN", 8));
    cr_expect_not_null(
        strstr(mf_foreign_model_find((const uint8_t *)"CYPTRKNN", 8)->says, "encrypted"));
    cr_expect_null(mf_foreign_model_named("a.axmodel"));
    cr_assert_not_null(mf_foreign_model_named("A.BMODEL"));
}
