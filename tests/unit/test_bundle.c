// SPDX-License-Identifier: MIT
/* Manifests, folders and archives. */
#include <criterion/criterion.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "maixfit.h"
#include "support.h"

#define TAR_BLOCK 512

/* A folder with a model, for what a test adds to it. */
struct place {
    char folder[MODEL_PATH_MAX];
    char model[64];
    char other[64];
};

static void make_place(struct place *place, const char *other)
{
    char made[MODEL_PATH_MAX];
    make_folder(place->folder);
    make_model_file(made, "axmodel %s --const 5000");
    snprintf(place->model, sizeof place->model, "%s/a.axmodel", place->folder);
    snprintf(place->other, sizeof place->other, "%s/%s", place->folder, other);
    cr_assert_eq(rename(made, place->model), 0);
}

static void remove_place(const struct place *place)
{
    unlink(place->other);
    unlink(place->model);
    rmdir(place->folder);
}

static maixfit *inspect(const char *path)
{
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    cr_expect_eq(maixfit_inspect(fit), 0, "%s", maixfit_message(fit));
    return fit;
}

/* Findings of a manifest were copied into the report without their line. */
Test(bundle, a_finding_keeps_its_line)
{
    struct place place;
    make_place(&place, "m.mud");
    write_text(place.other, "[basic]\ntype = axmodel\nmodel_npu = b.axmodel\n"
                            "model_npu = a.axmodel\n");
    maixfit *fit = inspect(place.other);
    char *json = maixfit_report_text(fit, MAIXFIT_REPORT_INSPECT, MAIXFIT_JSON);
    cr_assert_not_null(json);
    const char *finding = strstr(json, "key-twice");
    cr_assert_not_null(finding);
    const char *line = strstr(finding, "\"line\":");
    cr_assert_not_null(line);
    cr_expect_eq(strtoul(line + strlen("\"line\":"), NULL, 10), 4);
    maixfit_string_free(json);
    maixfit_free(fit);
    remove_place(&place);
}

#ifndef __SANITIZE_ADDRESS__ /* which reserves more than any limit of ours */
/* One ustar member and the end of the archive. */
static void write_tar(const char *path, const char *name, const char *text)
{
    char blocks[4 * TAR_BLOCK] = {0};
    unsigned sum = 0;
    snprintf(blocks, 100, "%s", name);
    snprintf(blocks + 100, 8, "%07o", 0644);
    snprintf(blocks + 124, 12, "%011o", (unsigned)strlen(text));
    snprintf(blocks + 136, 12, "%011o", 0);
    memset(blocks + 148, ' ', 8); /* stands in the sum for the sum */
    snprintf(blocks + 257, 6, "ustar");
    memcpy(blocks + 263, "00", 2);
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += (unsigned char)blocks[i];
    snprintf(blocks + 148, 8, "%06o", sum);
    snprintf(blocks + TAR_BLOCK, TAR_BLOCK, "%s", text);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(blocks, 1, sizeof blocks, file), sizeof blocks);
    cr_assert_eq(fclose(file), 0);
}

static size_t address_space(void)
{
    size_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    cr_assert_not_null(file);
    cr_assert_eq(fscanf(file, "%zu", &pages), 1);
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* A manifest of 45 bytes took a buffer of 1 MiB. */
Test(bundle, a_small_manifest_in_an_archive_takes_little_memory)
{
    struct place place;
    if (!maixfit_reads_archives())
        return;
    make_place(&place, "a.tar");
    write_tar(place.other, "m.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n");
    mallopt(M_MMAP_THRESHOLD, 128 * 1024); /* what is freed goes back to the system */
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, place.other), 0);
    cr_assert_eq(maixfit_inspect(fit), 3); /* there is no a.axmodel in the archive */
    cr_expect_str_eq(maixfit_reason(fit), "missing-file");
    rlim_t enough = address_space() + 768 * 1024;
    cr_assert_eq(setrlimit(RLIMIT_AS, &(struct rlimit){enough, enough}), 0);
    cr_expect_eq(maixfit_inspect(fit), 3);
    cr_expect_str_eq(maixfit_reason(fit), "missing-file");
    maixfit_free(fit);
    remove_place(&place);
}
#endif
