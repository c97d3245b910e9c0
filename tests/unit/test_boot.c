// SPDX-License-Identifier: MIT
/* Replacing /boot/configs while every system call fails in turn; and the shell's reading by hand.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "boot/boot.h"
#include "boot/disk.h"
#include "support.h"

/* The call that fails is counted down; after a loss of power nothing works any more. */
static int calls_left;
static bool power_lost;
static bool loses_power;
static size_t most_written;

static bool fails(void)
{
    if (power_lost || --calls_left == 0) {
        power_lost = power_lost || loses_power;
        errno = EIO;
        return true;
    }
    return false;
}

static int test_open(const char *path, int flags, mode_t mode)
{
    return fails() ? -1 : open(path, flags, mode);
}

static ssize_t test_write(int file, const void *bytes, size_t length)
{
    return fails() ? -1 : write(file, bytes, length < most_written ? length : most_written);
}

static int test_chmod(int file, mode_t mode)
{
    return fails() ? -1 : fchmod(file, mode);
}

static int test_chown(int file, uid_t user, gid_t group)
{
    return fails() ? -1 : fchown(file, user, group);
}

static int test_sync(int file)
{
    return fails() ? -1 : fsync(file);
}

static int test_close(int file)
{
    bool failing = fails();
    int result = close(file);
    return failing ? -1 : result;
}

static int test_rename(const char *from, const char *to)
{
    return fails() ? -1 : rename(from, to);
}

static int test_unlink(const char *path)
{
    return fails() ? -1 : unlink(path);
}

static int test_stat(const char *path, struct stat *status)
{
    return fails() ? -1 : stat(path, status);
}

static const struct mf_disk failing_disk = {test_open,   test_write,  test_chmod,
                                            test_chown,  test_sync,   test_close,
                                            test_rename, test_unlink, test_stat};

/* A file, and what a replacement writes beside it. */
struct place {
    char folder[32];
    char path[64];
    char backup[64];
    char temporary[64];
};

static void open_place(struct place *place)
{
    snprintf(place->folder, sizeof place->folder, "/tmp/maixfit-boot-XXXXXX");
    cr_assert_not_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/configs", place->folder);
    snprintf(place->backup, sizeof place->backup, "%s/backup", place->folder);
    snprintf(place->temporary, sizeof place->temporary, "%s/new", place->folder);
}

static void close_place(const struct place *place)
{
    unlink(place->path);
    unlink(place->backup);
    rmdir(place->folder);
}

static void fail_every_call(bool power, size_t piece)
{
    static const char old_text[] = "a=1\nmaix_memory_cmm=512\n";
    static const char new_text[] = "a=1\nmaix_memory_cmm=768\nlonger=1\n";
    struct place place;
    bool done = false;
    open_place(&place);
    struct mf_replacement replacement = {place.path,       place.backup, place.temporary, old_text,
                                         strlen(old_text), new_text,     strlen(new_text)};
    int turn = 1;
    for (; !done; turn++) {
        bool kept;
        struct mf_error error = {MF_OK, ""};
        write_text(place.path, old_text);
        chmod(place.path, 0640);
        unlink(place.backup);
        calls_left = turn;
        power_lost = false;
        loses_power = power;
        most_written = piece;
        bool ok = mf_disk_replace(&failing_disk, &replacement, &kept, &error);
        done = calls_left > 0;
        cr_expect(holds_text(place.path, old_text) || holds_text(place.path, new_text), "call %d",
                  turn);
        cr_expect(access(place.backup, F_OK) != 0 || holds_text(place.backup, old_text), "call %d",
                  turn);
        cr_expect(!ok || holds_text(place.path, new_text), "call %d", turn);
        cr_expect(ok || error.text[0] != '\0', "call %d", turn);
        /* But for a loss of power nothing is left lying about. */
        cr_expect(power || access(place.temporary, F_OK) != 0 || !ok, "call %d", turn);
        unlink(place.temporary);
    }
    cr_expect_gt(turn, 15);
    struct stat status;
    cr_assert_eq(stat(place.backup, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0640);
    close_place(&place);
}

Test(disk, every_call_fails_in_turn)
{
    fail_every_call(false, SIZE_MAX);
    fail_every_call(false, 5);
}

Test(disk, power_fails_at_every_call)
{
    fail_every_call(true, SIZE_MAX);
    fail_every_call(true, 5);
}

static int fat_chmod(int file, mode_t mode)
{
    (void)file;
    (void)mode;
    errno = EPERM;
    return -1;
}

static int fat_chown(int file, uid_t user, gid_t group)
{
    (void)file;
    (void)user;
    (void)group;
    errno = EPERM;
    return -1;
}

/* FAT keeps no permissions: that is told, and the file is written all the same. */
Test(disk, fat_keeps_no_permissions)
{
    struct place place;
    bool kept = true;
    struct mf_error error;
    struct mf_disk fat = mf_disk_real;
    fat.chmod = fat_chmod;
    fat.chown = fat_chown;
    open_place(&place);
    struct mf_replacement replacement = {
        place.path, place.backup, place.temporary, "old\n", 4, "new\n", 4};
    write_text(place.path, "old\n");
    cr_assert(mf_disk_replace(&fat, &replacement, &kept, &error), "%s", error.text);
    cr_expect_not(kept);
    cr_expect(holds_text(place.path, "new\n") && holds_text(place.backup, "old\n"));
    close_place(&place);
}

/* What a folder that may not be written says, without a half-written file. */
Test(disk, old_file_stands_where_the_folder_is_gone)
{
    bool kept;
    struct mf_error error;
    struct mf_replacement replacement = {"/tmp/no/such/folder/configs",
                                         "/tmp/no/such/folder/b",
                                         "/tmp/no/such/folder/n",
                                         "a",
                                         1,
                                         "b",
                                         1};
    cr_expect_not(mf_disk_replace(&mf_disk_real, &replacement, &kept, &error));
    cr_expect_not_null(strstr(error.text, "the old file stands"));
}

static const char *value_of(struct mf_arena *arena, const char *text, uint64_t *puzzle)
{
    struct mf_shell shell;
    struct mf_error error;
    cr_assert(mf_shell_read(arena, text, strlen(text), &shell, &error));
    *puzzle = shell.puzzle;
    return shell.sets.count == 0 ? "" : shell.sets.items[shell.sets.count - 1].value;
}

Test(shell, by_hand)
{
    static const struct {
        const char *text;
        const char *value;
        uint64_t puzzle;
    } cases[] = {
        {"maix_memory_cmm=5", "5", 0},
        {"  export a=1 maix_memory_cmm='5'\"6\" # c\n", "56", 0},
        {"a='x;y' maix_memory_cmm=7\n", "7", 0},
        {"maix_memory_cmm=5 reboot\n", "", 0},
        {"maix_memory_cmm = 5\n", "", 0},
        {"maix_memory_cmm=5\nif true; then\n", "5", 2},
        {"a=$(b)\nmaix_memory_cmm=5\n", "5", 1},
        {"a=\"two\nlines\"\nmaix_memory_cmm=5\n", "5", 1},
        {"maix_memory_cmm=$A\n", "$A", 1},
        {"#maix_memory_cmm=5\n", "", 0},
        {"my_maix_memory_cmm=5\nmaix_memory_cmm_x=6\n", "", 0},
        {"maix_memory_cmm=\\5\n", "5", 0},
        {"maix_memory_cmm=1#2\n", "1#2", 0},
        {"pass=a&b;c|d\nmaix_memory_cmm=5\n", "5", 0},
        {"a=1; maix_memory_cmm=5;b=2\n", "5", 0},
        {"maix_memory_cmm=5 &\n", "", 0},
        {"maix_memory_cmm=5 | x\n", "", 0},
        {"x | maix_memory_cmm=5\n", "", 0},
        {"x && maix_memory_cmm=5\n", "5", 1},
        {"x || y\nmaix_memory_cmm=5\n", "5", 0},
        {"x > /dev/null 2>&1\nmaix_memory_cmm=5 > f\n", "5", 0},
        {"x << E\nmaix_memory_cmm=5\nE\n", "5", 1},
        {"f() { a; }\n", "", 1},
        {"exit\nmaix_memory_cmm=5\n", "5", 1},
        {"maix_memory_cmm='5\n", "5\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_arena arena = {0};
        uint64_t puzzle;
        const char *value = value_of(&arena, cases[i].text, &puzzle);
        cr_expect_str_eq(value, cases[i].value, "%s: %s", cases[i].text, value);
        cr_expect_eq(puzzle, cases[i].puzzle, "%s: %d", cases[i].text, (int)puzzle);
        mf_arena_free(&arena);
    }
}
