// SPDX-License-Identifier: MIT
/* What only apps ask, with each allocation failing in turn, and with all behind it: `app BOARD`.
 * The answer is then that there is no memory, or the whole one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faults.h"
#include "maixfit.h"

static const char *board;
static char model[1 << 20];
static size_t model_size;

/* A folder of two files in memory. */
struct file {
    const char *bytes;
    size_t size;
};

static const char manifest[] = "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n";
static struct file files[] = {{manifest, sizeof manifest - 1}, {model, 0}};

static void *open_file(void *user, const char *path, uint64_t *size)
{
    (void)user;
    struct file *file = strcmp(path, "a.mud") == 0       ? &files[0]
                        : strcmp(path, "a.axmodel") == 0 ? &files[1]
                                                         : NULL;
    *size = file ? file->size : 0;
    return file;
}

static int64_t read_file(void *user, uint64_t offset, void *bytes, size_t length)
{
    const struct file *file = user;
    size_t left = file->size - (size_t)offset;
    size_t part = length < left ? length : left;
    memcpy(bytes, file->bytes + offset, part);
    return (int64_t)part;
}

static const char *list_files(void *user, unsigned index)
{
    static const char *const names[] = {"a.mud", "a.axmodel", NULL};
    (void)user;
    return names[index];
}

static const maixfit_reader reader = {open_file, read_file, NULL, list_files};

static bool set(maixfit *fit)
{
    return maixfit_set_named(fit, "sysroot", board) == 0 &&
           maixfit_set_named(fit, "device", "maixcam2-4g") == 0 &&
           maixfit_set_named(fit, "camera", "1280x720") == 0 &&
           maixfit_set_named(fit, "inside", "yes") == 0 &&
           maixfit_add_memory(fit, "one.axmodel", model, model_size) == 0 &&
           maixfit_add_reader(fit, "folder", &reader, NULL) == 0;
}

static char *ask(maixfit *fit)
{
    return maixfit_evaluate(fit) == MAIXFIT_STATUS_BAD_MODEL
               ? NULL
               : maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
}

static bool lacks_memory(const maixfit *fit)
{
    const char *reason = maixfit_reason(fit);
    return strcmp(reason, "no-memory") == 0 || strcmp(reason, "ok") == 0 ||
           strcmp(reason, "fits") == 0;
}

/* False, with a line, where something else was said. */
static bool judge(const char *expected, const char *edited)
{
    maixfit *fit = maixfit_new();
    if (!fit)
        return expected != NULL;
    bool is_set = set(fit);
    char *said = is_set ? ask(fit) : NULL;
    bool well = said ? !expected || strcmp(said, expected) == 0 : lacks_memory(fit);
    if (!well)
        fprintf(stderr, "app: %s: %s\n%s\n", maixfit_reason(fit), maixfit_message(fit),
                said ? said : "");
    char *text = NULL;
    int status = maixfit_config_text(fit, "2048", "other=1\n", &text);
    if (is_set)
        well = well && (status == 0 ? strcmp(text, edited) == 0 : !text && lacks_memory(fit));
    if (!well)
        fprintf(stderr, "app: edited: %s\n", text ? text : maixfit_message(fit));
    maixfit_string_free(said);
    maixfit_string_free(text);
    maixfit_free(fit);
    return well;
}

static bool read_model(const char *path)
{
    char command[512];
    snprintf(command, sizeof command,
             MKMODEL " axmodel %s --const 65536 --input x:FP32:1x16 >/dev/null", path);
    FILE *file = system(command) == 0 ? fopen(path, "rb") : NULL;
    model_size = files[1].size = file ? fread(model, 1, sizeof model, file) : 0;
    if (file)
        fclose(file);
    unlink(path);
    return model_size > 0;
}

int main(int argc, char **argv)
{
    char path[64];
    struct faults faults = {.failing_allocation = 0};
    snprintf(path, sizeof path, "/tmp/app-%d.axmodel", (int)getpid());
    board = argc > 1 ? argv[1] : "";
    maixfit *fit = maixfit_new();
    char *edited = NULL;
    char *expected = read_model(path) && fit && set(fit) ? ask(fit) : NULL;
    bool well = expected && maixfit_config_text(fit, "2048", "other=1\n", &edited) == 0;
    if (!well)
        fprintf(stderr, "app: %s\n", maixfit_message(fit));
    faults_begin(&faults);
    judge(expected, edited);
    long count = faults.allocations;
    for (long i = 1; well && i <= 2 * count; i++) {
        faults.failing_allocation = (i + 1) / 2;
        faults.all_after_it_fail = i % 2 == 0;
        faults.allocations = 0;
        well = judge(expected, edited);
    }
    faults_begin(NULL);
    maixfit_string_free(expected);
    maixfit_string_free(edited);
    maixfit_free(fit);
    printf("app: %ld allocations, each failed in turn\n", count);
    return well && count > 50 ? 0 : 1;
}
