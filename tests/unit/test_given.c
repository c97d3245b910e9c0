// SPDX-License-Identifier: MIT
/* Models without a path: from memory, from an open file, through functions. Each is judged as the
 * same file by its path. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "staged.h"
#include "support.h"

static maixfit *new_handle(void)
{
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-4g"), 0);
    return fit;
}

/* Judges, and gives the report; free() it. */
static char *judge(maixfit *fit)
{
    maixfit_evaluate(fit);
    char *report = verdict_json(fit);
    maixfit_free(fit);
    return report;
}

static char *judge_path(const char *path)
{
    maixfit *fit = new_handle();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    return judge(fit);
}

static void expect_same(char *report, const char *expected)
{
    cr_expect_str_eq(report, expected);
    maixfit_string_free(report);
}

/* A reader of a folder of the disk. */
struct folder {
    const char *path;
    const char *const *names;
    int open_files;
    bool fails;
};

struct file {
    struct folder *folder;
    int descriptor;
};

static void *open_file(void *user, const char *path, uint64_t *size)
{
    struct folder *folder = user;
    struct stat status;
    char whole[256];
    snprintf(whole, sizeof whole, "%s%s%s", folder->path, *folder->path ? "/" : "", path);
    int descriptor = open(whole, O_RDONLY);
    if (descriptor < 0)
        return NULL;
    struct file *file = malloc(sizeof *file);
    fstat(descriptor, &status);
    *size = (uint64_t)status.st_size;
    *file = (struct file){folder, descriptor};
    folder->open_files++;
    return file;
}

/* Never more than a few bytes at once. */
static int64_t read_file(void *user, uint64_t offset, void *bytes, size_t length)
{
    const struct file *file = user;
    if (file->folder->fails)
        return -1;
    return pread(file->descriptor, bytes, length < 1000 ? length : 1000, (off_t)offset);
}

static void close_file(void *user)
{
    struct file *file = user;
    close(file->descriptor);
    file->folder->open_files--;
    free(file);
}

static const char *list_files(void *user, unsigned index)
{
    const struct folder *folder = user;
    return folder->names[index];
}

static const maixfit_reader one_file = {open_file, read_file, close_file, NULL};
static const maixfit_reader files = {open_file, read_file, close_file, list_files};

static char *judge_reader(const char *name, const maixfit_reader *reader, struct folder *folder)
{
    maixfit *fit = new_handle();
    cr_assert_eq(maixfit_add_reader(fit, name, reader, folder), 0);
    char *report = judge(fit);
    cr_expect_eq(folder->open_files, 0);
    return report;
}

static const char axmodel[] = "axmodel %s --const 40M --input x:FP32:1x16 --output y:FP32:1x4";

Test(given, a_model_is_the_same_from_everywhere)
{
    char path[MODEL_PATH_MAX];
    size_t size;
    uint8_t *bytes = make_model(axmodel, &size);
    make_model_file(path, axmodel);
    char *expected = judge_path(path);
    cr_assert(strstr(expected, "\"fits\""), "%s", expected);

    maixfit *fit = new_handle();
    cr_assert_eq(maixfit_add_memory(fit, path, bytes, size), 0);
    expect_same(judge(fit), expected);

    int descriptor = open(path, O_RDONLY);
    fit = new_handle();
    cr_assert_eq(maixfit_add_descriptor(fit, path, descriptor), 0);
    cr_assert_eq(maixfit_evaluate(fit), 0);
    expect_same(judge(fit), expected);
    cr_expect_eq(lseek(descriptor, 0, SEEK_CUR), 0);
    cr_expect_eq(close(descriptor), 0, "it stayed open");

    struct folder disk = {.path = ""};
    expect_same(judge_reader(path, &one_file, &disk), expected);
    maixfit_string_free(expected);
    free(bytes);
    unlink(path);
}

static void run_in(const char *folder, const char *commands)
{
    char command[512];
    snprintf(command, sizeof command, "cd %s && %s", folder, commands);
    cr_assert_eq(system(command), 0);
}

Test(given, a_bundle_comes_from_functions)
{
    static const char *const names[] = {"sub/../config.json", "./sub/l0.axmodel", "post.axmodel",
                                        "tokenizer.json", NULL};
    char folder[MODEL_PATH_MAX];
    make_folder(folder);
    run_in(folder,
           "mkdir sub && " MKMODEL " axmodel sub/l0.axmodel --const 3M >/dev/null && " MKMODEL
           " axmodel post.axmodel --const 5M >/dev/null && echo '{\"filename_post_axmodel\": "
           "\"post.axmodel\", \"template_filename_axmodel\": \"sub/l%d.axmodel\", "
           "\"axmodel_num\": 1}' >config.json && echo '{}' >tokenizer.json");
    char *expected = judge_path(folder);
    cr_expect(strstr(expected, "\"bundle\"") && strstr(expected, "\"members\""), "%s", expected);
    struct folder disk = {.path = folder, .names = names};
    expect_same(judge_reader(folder, &files, &disk), expected);
    maixfit_string_free(expected);

    static const char *const without[] = {"config.json", "post.axmodel", NULL};
    disk.names = without;
    char *report = judge_reader(folder, &files, &disk);
    cr_expect(strstr(report, "\"missing-file\""), "it is on the disk, and not in the list: %s",
              report);
    maixfit_string_free(report);
    run_in(folder, "rm -r \"$PWD\"");
}

Test(given, an_archive_comes_from_memory)
{
    char path[MODEL_PATH_MAX + 8];
    char folder[MODEL_PATH_MAX];
    size_t size;
    char bytes[65536];
    if (!maixfit_reads_archives())
        return;
    make_folder(folder);
    run_in(folder, MKMODEL " axmodel a.axmodel --const 4096 >/dev/null && bsdtar -cf a.zip "
                           "--format zip a.axmodel");
    snprintf(path, sizeof path, "%s/a.zip", folder);
    char *expected = judge_path(path);
    FILE *file = fopen(path, "rb");
    size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    maixfit *fit = new_handle();
    cr_assert_eq(maixfit_add_memory(fit, path, bytes, size), 0);
    expect_same(judge(fit), expected);
    struct folder disk = {.path = ""};
    expect_same(judge_reader(path, &one_file, &disk), expected);
    maixfit_string_free(expected);
    run_in(folder, "rm -r \"$PWD\"");
}

static void expect_reason(maixfit *fit, const char *reason)
{
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_BAD_MODEL, "%s", reason);
    cr_expect_str_eq(maixfit_reason(fit), reason, "%s", maixfit_message(fit));
    maixfit_free(fit);
}

static void *open_huge(void *user, const char *path, uint64_t *size)
{
    (void)path;
    *size = UINT64_MAX;
    return user;
}

static int64_t read_too_much(void *file, uint64_t offset, void *bytes, size_t length)
{
    (void)file;
    (void)offset;
    (void)bytes;
    return (int64_t)length + 1;
}

static void *open_small(void *user, const char *path, uint64_t *size)
{
    (void)path;
    *size = 100;
    return user;
}

Test(given, a_manifest_of_a_reader_is_judged_alone)
{
    static const char *const names[] = {"a.axmodel", "b.axmodel", "a.mud", "b.mud", NULL};
    struct stage stage;
    begin(&stage);
    add_model(&stage, "a.axmodel", axmodel);
    add_model(&stage, "b.axmodel", axmodel);
    add_text(&stage, "a.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n");
    add_text(&stage, "b.mud", "[basic]\ntype = axmodel\nmodel_npu = b.axmodel\n");
    struct folder disk = {.path = stage.folder, .names = names};
    for (unsigned i = 0; i < 2; i++) {
        maixfit *fit = new_handle();
        cr_assert_eq(maixfit_add_reader(fit, i ? "hub" : "hub/b.mud", &files, &disk), 0);
        cr_assert_eq(maixfit_inspect(fit), 0, "%s", maixfit_message(fit));
        cr_expect_eq(maixfit_count(fit, MAIXFIT_LIST_MODELS), 1 + i);
        const char *path = maixfit_item_text(fit, MAIXFIT_LIST_MODELS, i, MAIXFIT_FIELD_PATH);
        cr_expect_str_eq(path, "hub/b.mud");
        maixfit_free(fit);
    }
    end(&stage);
}

Test(given, what_cannot_be_read_says_why)
{
    static const char *const outside[] = {"../a.axmodel", NULL};
    static const char manifest[] = "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n";
    struct folder disk = {.path = "/no/such", .names = outside};
    int pipes[2];

    maixfit *fit = new_handle();
    cr_assert_eq(maixfit_add_memory(fit, "a.mud", manifest, sizeof manifest - 1), 0);
    expect_reason(fit, "needs-file");
    fit = new_handle();
    cr_assert_eq(maixfit_add_memory(fit, "a.axmodel", manifest, 0), 0);
    expect_reason(fit, "empty");
    fit = new_handle();
    cr_assert_eq(maixfit_add_reader(fit, "folder", &files, &disk), 0);
    expect_reason(fit, "unsafe-path");
    fit = new_handle();
    cr_assert_eq(maixfit_add_reader(fit, "a.axmodel", &one_file, &disk), 0);
    expect_reason(fit, "no-such-file");
    fit = new_handle();
    cr_assert_eq(maixfit_add_reader(fit, "a.axmodel",
                                    &(maixfit_reader){open_huge, read_too_much, NULL, NULL}, &disk),
                 0);
    expect_reason(fit, "limit");
    fit = new_handle();
    cr_assert_eq(maixfit_add_reader(fit, "a.axmodel",
                                    &(maixfit_reader){open_small, read_too_much, NULL, NULL},
                                    &disk),
                 0);
    expect_reason(fit, "unreadable");
    cr_assert_eq(pipe(pipes), 0);
    fit = new_handle();
    cr_assert_eq(maixfit_add_descriptor(fit, "a.axmodel", pipes[0]), 0);
    expect_reason(fit, "not-a-file");
}

Test(given, a_failing_reader_is_unreadable)
{
    char path[MODEL_PATH_MAX];
    struct folder disk = {.path = "", .fails = true};
    make_model_file(path, axmodel);
    char *report = judge_reader(path, &one_file, &disk);
    cr_expect(strstr(report, "\"unreadable\""), "%s", report);
    maixfit_string_free(report);
    unlink(path);
}

Test(given, a_wrong_call_is_refused)
{
    maixfit *fit = new_handle();
    cr_expect_eq(maixfit_add_memory(fit, "a", NULL, 1), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_add_memory(fit, "", "x", 1), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_add_memory(fit, NULL, "x", 1), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_add_descriptor(fit, "a", -1), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_add_reader(fit, "a", NULL, NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_add_reader(fit, "a", &(maixfit_reader){.open = open_file}, NULL),
                 MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_USAGE, "no model was added");
    cr_expect_eq(maixfit_add_memory(NULL, "a", "x", 1), MAIXFIT_STATUS_USAGE);
    maixfit_free(fit);
}
