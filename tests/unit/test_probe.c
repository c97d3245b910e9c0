// SPDX-License-Identifier: MIT
/* Probes of captured boards where something fails. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device/probe.h"
#include "support.h"

#define ION "/sys/kernel/debug/ion"

static void run(const char *command)
{
    cr_assert_eq(system(command), 0, "%s", command);
}

/* A captured board in a folder of its own, with one file. */
static void make_board(char root[MODEL_PATH_MAX], const char *folder, const char *file,
                       const char *text)
{
    char path[512];
    make_folder(root);
    chmod(root, 0755);
    snprintf(path, sizeof path, "mkdir -p '%s%s'", root, folder);
    run(path);
    snprintf(path, sizeof path, "%s%s/%s", root, folder, file);
    write_text(path, text);
}

static void remove_board(const char *root)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    run(command);
}

/* The path of the heap takes much more memory than what comes behind it, so that with some rooms it
 * alone fails: that must not be reported as a board without a heap. */
Test(probe, lack_of_memory_is_reported_as_such)
{
    static const char summary[] = "Summary:\n[0] x heap size:1048576 bytes, used:0 bytes\n"
                                  "\nfree memory regions:\n 0 90000000 90100000 1048576\n";
    const size_t whole = (size_t)16 * 1024;
    char root[MODEL_PATH_MAX];
    char folder[300];
    bool was_read = false;
    snprintf(folder, sizeof folder, ION "/cvi_%0200d_heap_dump", 0);
    make_board(root, folder, "summary", summary);
    for (size_t room = 0; room < 4096; room += 16) {
        struct mf_arena arena = {.limit = whole};
        struct mf_supply supply = {0};
        struct mf_error error = {MF_OK, ""};
        cr_assert_not_null(mf_arena_take(&arena, whole - room));
        was_read = mf_probe_board(&arena, &(struct mf_root){.name = root}, true, &supply, &error);
        cr_expect_eq(error.reason, was_read ? MF_OK : MF_NO_MEMORY, "%zu bytes left", room);
        cr_expect(!was_read || supply.problem == MF_OK, "%zu bytes left: %s", room,
                  supply.problem_text);
        mf_arena_free(&arena);
    }
    cr_expect(was_read, "4 KiB are enough");
    remove_board(root);
}

Test(probe, a_folder_that_may_not_be_read_is_named_with_what_to_do)
{
    char root[MODEL_PATH_MAX];
    char path[96];
    struct mf_arena arena = {0};
    struct mf_supply supply = {0};
    struct mf_error error;
    bool is_root = geteuid() == 0;
    make_board(root, ION, "x", "");
    snprintf(path, sizeof path, "%s" ION, root);
    chmod(path, 0);
    cr_assert(!is_root || seteuid(65534) == 0);
    bool ok = mf_probe_board(&arena, &(struct mf_root){.name = root}, false, &supply, &error);
    cr_assert(!is_root || seteuid(0) == 0);
    cr_assert(ok);
    cr_expect_eq(supply.problem, MF_PROBE_FAILED);
    cr_assert_not_null(supply.probe_path);
    cr_expect_str_eq(supply.probe_path, path);
    cr_expect(strstr(supply.problem_text, "permission denied") &&
                  strstr(supply.problem_text, "chmod"),
              "%s", supply.problem_text);
    chmod(path, 0755);
    remove_board(root);
    mf_arena_free(&arena);
}
