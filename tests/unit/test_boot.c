// SPDX-License-Identifier: MIT
/* What both readers make of /boot/configs, by hand. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "boot/boot.h"
#include "boot/file.h"
#include "support.h"

static const char *value_of(struct mf_arena *arena, const char *text, uint64_t *undecidable)
{
    struct mf_shell shell;
    struct mf_error error;
    cr_assert(mf_shell_read(arena, text, strlen(text), &shell, &error));
    *undecidable = shell.undecidable;
    const char *value = "";
    for (size_t i = 0; i < shell.count; i++)
        value = shell.uses[i].value ? shell.uses[i].value : value;
    return value;
}

Test(shell, by_hand)
{
    static const struct {
        const char *text;
        const char *value;
        uint64_t undecidable;
    } cases[] = {
        {"maix_memory_cmm=5", "5", 0},
        {"  export a=1 maix_memory_cmm='5'\"6\" # c\n", "56", 0},
        {"export \"maix_memory_cmm=5\"\n", "5", 0},
        {"a='x;y' maix_memory_cmm=7\n", "7", 0},
        {"a=\"x\\\"; maix_memory_cmm=7 #\"\n", "", 0},
        {"maix_memory_cmm=5 reboot\n", "", 0},
        {"maix_memory_cmm = 5\n", "", 0},
        {"maix_memory_cmm=5\nif true; then\n", "5", 2},
        {"a=$(b)\nmaix_memory_cmm=5\n", "", 1},
        {"a=\"two\nlines\"\nmaix_memory_cmm=5\n", "", 1},
        {"maix_memory_cmm=$A\n", "", 1},
        {"#maix_memory_cmm=5\n", "", 0},
        {"my_maix_memory_cmm=5\nmaix_memory_cmm_x=6\n", "", 0},
        {"maix_memory_cmm=\\5\n", "5", 0},
        {"maix_memory_cmm=1#2\n", "1#2", 0},
        {"pass=a&b;c|d\nmaix_memory_cmm=5\n", "5", 0},
        {"a=1; maix_memory_cmm=5;b=2\n", "5", 0},
        {"maix_memory_cmm=5 &\n", "", 1},
        {"maix_memory_cmm=5 | x\n", "", 1},
        {"x | maix_memory_cmm=5\n", "", 1},
        {"x && maix_memory_cmm=5\n", "", 1},
        {"x &&\nmaix_memory_cmm=5\n", "", 1},
        {"x || y\nmaix_memory_cmm=5\n", "5", 0},
        {"x > /dev/null 2>&1\nmaix_memory_cmm=5\n", "5", 0},
        {"a=1\nmaix_memory_cmm=5 > f\n", "", 2},
        {"x << E\nmaix_memory_cmm=5\nE\n", "", 1},
        {"f() { a; }\n", "", 1},
        {"exit\nmaix_memory_cmm=5\n", "", 1},
        {"maix_memory_cmm='5\n", "", 1},
        {"a=1\nEUID=1;maix_memory_cmm=5\n", "", 2},
        {"export -n maix_memory_cmm=5\n", "", 1},
        {"maix_memory_cmm=5\n# \x01\n", "5", 0},
        {"maix_memory_cmm=5\x01\n", "", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_arena arena = {0};
        uint64_t undecidable;
        const char *value = value_of(&arena, cases[i].text, &undecidable);
        cr_expect_str_eq(value, cases[i].value, "%s: %s", cases[i].text, value);
        cr_expect_eq(undecidable, cases[i].undecidable, "%s: %d", cases[i].text, (int)undecidable);
        mf_arena_free(&arena);
    }
}

static const struct mf_boot_board one_gib = {.id = "b",
                                             .ram_mib = 1024,
                                             .default_linux_mib = 512,
                                             .legal_min_mib = 1,
                                             .legal_max_mib = 768,
                                             .linux_comfort_mib = 512};

static void check_text(struct mf_arena *arena, const char *text, const struct mf_boot_board *board,
                       struct mf_boot *boot)
{
    struct mf_error error;
    cr_assert(mf_boot_check(arena, "configs", text, strlen(text), board, boot, &error), "%s",
              error.text);
}

/* What defeats a value that is merely added to the file, the first of its kind. */
Test(boot, obstacles)
{
    static const struct {
        const char *text;
        const char *code; /* NULL: none, whatever else is wrong */
        uint64_t line;
    } cases[] = {
        {"maix_memory_cmm=512\n", NULL, 0},
        {"maix_memory_cmm=\"512\"\r\n", NULL, 0},
        {"a=1\n", NULL, 0},
        {"# maix_memory_cmm\na=1\nmaix_memory_cmm=512\n", "key-in-comment", 1},
        {"a=1\nmy_maix_memory_cmm=5\nmaix_memory_cmm=512\n", "longer-key", 2},
        {"maix_memory_cmm=512\na=1\nmaix_memory_cmm=512\n", "duplicate", 3},
        {"maix_memory_cmm\n", "no-equals", 1},
        {"maix_memory_cmm=512\nif x; then\n", "shell-unknown", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_arena arena = {0};
        struct mf_boot boot;
        check_text(&arena, cases[i].text, &one_gib, &boot);
        const struct mf_finding *obstacle = &boot.obstacle;
        cr_expect_eq(obstacle->code == NULL, cases[i].code == NULL, "%s", cases[i].text);
        cr_expect(!obstacle->code || strcmp(obstacle->code, cases[i].code) == 0, "%s: %s",
                  cases[i].text, obstacle->code);
        cr_expect_eq(obstacle->line, cases[i].line, "%s", cases[i].text);
        mf_arena_free(&arena);
    }
}

/* The warning names the file below the sysroot and the line; without a file there is none. */
Test(boot, warns_of_the_present_file)
{
    char root[MODEL_PATH_MAX];
    char path[64];
    struct mf_arena arena = {0};
    make_folder(root);
    cr_expect_str_eq(mf_boot_warning(&arena, &(struct mf_root){.name = root}, &one_gib), "");
    snprintf(path, sizeof path, "%s/boot", root);
    cr_assert_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s" MF_BOOT_FILE, root);
    write_text(path, "maix_memory_cmm=512\n");
    cr_expect_str_eq(mf_boot_warning(&arena, &(struct mf_root){.name = root}, &one_gib), "");
    write_text(path, "a=1\n# maix_memory_cmm\nmaix_memory_cmm=512\n");
    const char *text = mf_boot_warning(&arena, &(struct mf_root){.name = root}, &one_gib);
    cr_expect(strncmp(text, path, strlen(path)) == 0 && strstr(text, ", line 2: "), "%s", text);
    struct mf_arena none = {.limit = 1}; /* lack of memory is not a clean file */
    cr_expect_null(mf_boot_warning(&none, &(struct mf_root){.name = root}, &one_gib));
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    rmdir(root);
    mf_arena_free(&arena);
}

/* The range of each board's data is one that both readers accept, and its end is theirs. */
Test(boot, legal_ranges_of_the_boards_are_those_of_the_readers)
{
    struct mf_arena arena = {0};
    struct mf_device_list list = {0};
    size_t tested = 0;
    mf_devices_builtin(&list);
    for (size_t i = 0; i < list.count; i++) {
        struct mf_boot_board board;
        struct mf_boot boot;
        char text[64];
        if (!mf_boot_board_of(&list.items[i], &board))
            continue;
        uint64_t values[] = {board.legal_min_mib, board.legal_max_mib, board.legal_max_mib + 1};
        for (size_t k = 0; k < 3; k++) {
            snprintf(text, sizeof text, "maix_memory_cmm=%d\n", (int)values[k]);
            check_text(&arena, text, &board, &boot);
            bool accepted = k < 2;
            cr_expect_eq(boot.uboot.accepted, accepted, "%s: %s", board.id, text);
            cr_expect_eq(boot.pool_mib == values[k], accepted, "%s: %s", board.id, text);
            cr_expect_eq(boot.overlap_mib, 0);
        }
        tested++;
    }
    cr_expect_geq(tested, 6);
    mf_arena_free(&arena);
}
