// SPDX-License-Identifier: MIT
/* Replacing a file while every system call fails in turn, two at once, and in odd places. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boot/disk.h"
#include "boot/place.h"
#include "support.h"

#define OLD_TEXT "a=1\nmaix_memory_cmm=512\n"
#define NEW_TEXT "a=1\nmaix_memory_cmm=768\nlonger=1\n"

/* The call that fails is counted down; after a loss of power nothing works any more. */
static int calls_left;
static int failure;
static bool power_lost;
static bool loses_power;
static size_t most_written;

static bool fails(void)
{
    if (power_lost || --calls_left == 0) {
        power_lost = power_lost || loses_power;
        errno = failure;
        return true;
    }
    return false;
}

static int test_open(int folder, const char *name, int flags, mode_t mode)
{
    return fails() ? -1 : mf_disk_real.open(folder, name, flags, mode);
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

static int test_rename(int folder, const char *from, const char *to)
{
    return fails() ? -1 : mf_disk_real.rename(folder, from, to);
}

static int test_unlink(int folder, const char *name)
{
    return fails() ? -1 : mf_disk_real.unlink(folder, name);
}

static int test_stat(int folder, const char *name, struct stat *status)
{
    return fails() ? -1 : mf_disk_real.stat(folder, name, status);
}

static int test_fstat(int file, struct stat *status)
{
    return fails() ? -1 : fstat(file, status);
}

static int test_lock(int file)
{
    return fails() ? -1 : mf_disk_real.lock(file);
}

static const struct mf_disk failing_disk = {test_open, test_write, test_chmod,  test_chown,
                                            test_sync, test_close, test_rename, test_unlink,
                                            test_stat, test_fstat, test_lock};

/* A file in a folder of its own. */
struct scene {
    char folder[MODEL_PATH_MAX];
    char path[96];
    char first[128];
    char last[128];
    struct mf_arena arena;
    struct mf_error error;
    bool kept;
};

static struct scene open_scene(void)
{
    struct scene scene = {.kept = false};
    make_folder(scene.folder);
    snprintf(scene.path, sizeof scene.path, "%s/configs", scene.folder);
    snprintf(scene.first, sizeof scene.first, "%s" MF_BACKUP_FIRST, scene.path);
    snprintf(scene.last, sizeof scene.last, "%s" MF_BACKUP_LAST, scene.path);
    write_text(scene.path, OLD_TEXT);
    return scene;
}

/* Removes all files; how many were there. */
static int empty(const struct scene *scene)
{
    int count = 0;
    char path[512];
    struct dirent *entry;
    DIR *folder = opendir(scene->folder);
    cr_assert_not_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", scene->folder, entry->d_name);
        remove(path);
        count++;
    }
    closedir(folder);
    return count;
}

static void close_scene(struct scene *scene)
{
    empty(scene);
    rmdir(scene->folder);
    mf_arena_free(&scene->arena);
}

/* Locks, reads and replaces, as `config set` does. */
static bool replace(struct scene *scene, const struct mf_disk *disk, const char *text)
{
    struct mf_place place;
    struct mf_place_text old;
    bool ok = false;
    scene->error = (struct mf_error){MF_OK, ""};
    if (!mf_place_open(&scene->arena, NULL, scene->path, &place, &scene->error))
        return false;
    int lock = mf_disk_lock(disk, place.folder, scene->path, &scene->error);
    if (lock >= 0 && mf_place_read(&scene->arena, &place, place.name, &old, &scene->error)) {
        const struct mf_replacement replacement = {
            lock, place.name, scene->path, old.bytes, old.length, text, strlen(text), old.status};
        ok = mf_disk_replace(disk, &replacement, &scene->kept, &scene->error);
    }
    if (lock >= 0)
        close(lock);
    mf_place_close(&place);
    return ok;
}

static void expect_sound(const struct scene *scene, bool ok, bool power, int turn)
{
    bool is_new = holds_text(scene->path, NEW_TEXT);
    cr_expect(is_new || holds_text(scene->path, OLD_TEXT), "call %d", turn);
    cr_expect(!ok || is_new, "call %d", turn);
    cr_expect(ok || strstr(scene->error.text, scene->path), "call %d: %s", turn, scene->error.text);
    bool has_first = access(scene->first, F_OK) == 0;
    bool has_last = access(scene->last, F_OK) == 0;
    cr_expect(!has_first || holds_text(scene->first, OLD_TEXT), "call %d", turn);
    cr_expect(!has_last || holds_text(scene->last, OLD_TEXT), "call %d", turn);
    cr_expect(!is_new || (has_first && has_last), "call %d", turn);
    /* But for a loss of power nothing is left lying about. */
    int count = empty(scene);
    cr_expect(power || count == 1 + has_first + has_last, "call %d: %d files", turn, count);
}

static void fail_every_call(int number, bool power, size_t piece)
{
    struct scene scene = open_scene();
    int turn = 1;
    failure = number;
    for (bool done = false; !done; turn++) {
        write_text(scene.path, OLD_TEXT);
        chmod(scene.path, 0640);
        calls_left = turn;
        power_lost = false;
        loses_power = power;
        most_written = piece;
        bool ok = replace(&scene, &failing_disk, NEW_TEXT);
        done = calls_left > 0;
        expect_sound(&scene, ok, power, turn);
    }
    cr_expect_gt(turn, 25);
    close_scene(&scene);
}

Test(disk, every_call_fails_in_turn)
{
    static const int numbers[] = {EIO, ENOSPC, EROFS, EACCES, EINVAL};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        fail_every_call(numbers[i], false, SIZE_MAX);
        fail_every_call(numbers[i], false, 5);
    }
}

Test(disk, power_fails_at_every_call)
{
    fail_every_call(EIO, true, SIZE_MAX);
    fail_every_call(EIO, true, 5);
}

Test(disk, the_first_backup_stays_and_the_last_follows)
{
    struct scene scene = open_scene();
    struct stat status;
    chmod(scene.path, 0640);
    cr_assert(replace(&scene, &mf_disk_real, "b\n"), "%s", scene.error.text);
    cr_assert(replace(&scene, &mf_disk_real, "c\n"), "%s", scene.error.text);
    cr_expect(holds_text(scene.first, OLD_TEXT) && holds_text(scene.last, "b\n") &&
              holds_text(scene.path, "c\n"));
    cr_assert_eq(stat(scene.first, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0640);
    cr_expect(scene.kept);
    cr_expect_eq(empty(&scene), 3);
    close_scene(&scene);
}

static int refuse_number;

static int refuse_write(int file, mode_t mode)
{
    (void)file;
    (void)mode;
    errno = EPERM;
    return -1;
}

static int refuse_owner(int file, uid_t user, gid_t group)
{
    (void)file;
    (void)user;
    (void)group;
    errno = EPERM;
    return -1;
}

static int refuse_open(int folder, const char *name, int flags, mode_t mode)
{
    errno = refuse_number;
    return flags & O_CREAT ? -1 : openat(folder, name, flags, mode);
}

/* FAT keeps no permissions: that is reported, and the file is written all the same. */
Test(disk, fat_keeps_no_permissions)
{
    struct mf_disk fat = mf_disk_real;
    struct scene scene = open_scene();
    fat.chmod = refuse_write;
    fat.chown = refuse_owner;
    cr_assert(replace(&scene, &fat, NEW_TEXT), "%s", scene.error.text);
    cr_expect_not(scene.kept);
    cr_expect(holds_text(scene.path, NEW_TEXT) && holds_text(scene.last, OLD_TEXT));
    close_scene(&scene);
}

static void expect_refused(struct scene *scene, const struct mf_disk *disk, const char *words)
{
    cr_expect_not(replace(scene, disk, NEW_TEXT));
    cr_expect(strstr(scene->error.text, words), "%s: %s", words, scene->error.text);
    cr_expect(strstr(scene->error.text, "unchanged"), "%s", scene->error.text);
    cr_expect(holds_text(scene->path, OLD_TEXT), "%s", words);
}

static int foreign_owner(int file, struct stat *status)
{
    int result = fstat(file, status);
    status->st_uid++;
    return result;
}

/* Each has its own sentence, and the old file stays. */
Test(disk, what_cannot_be_kept_is_refused)
{
    static const struct {
        int number;
        const char *words;
    } cases[] = {{EROFS, "mounted read-only"},
                 {ENOSPC, "disk is full"},
                 {EDQUOT, "disk is full"},
                 {EACCES, "as root"}};
    struct scene scene = open_scene();
    char other[128];
    struct mf_disk disk = mf_disk_real;
    disk.open = refuse_open;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        refuse_number = cases[i].number;
        expect_refused(&scene, &disk, cases[i].words);
    }
    disk = mf_disk_real;
    disk.chown = refuse_owner;
    disk.fstat = foreign_owner;
    expect_refused(&scene, &disk, "belongs to user");
    snprintf(other, sizeof other, "%s/other", scene.folder);
    cr_assert_eq(link(scene.path, other), 0);
    expect_refused(&scene, &mf_disk_real, "hard links");
    cr_expect_eq(empty(&scene), 2);
    close_scene(&scene);
}

static const char *changed_path;

static int change_and_stat(int folder, const char *name, struct stat *status)
{
    if (strcmp(name, "configs") == 0)
        write_text(changed_path, "by another\n");
    return mf_disk_real.stat(folder, name, status);
}

Test(disk, what_another_program_wrote_meanwhile_is_not_lost)
{
    struct mf_disk disk = mf_disk_real;
    struct scene scene = open_scene();
    changed_path = scene.path;
    disk.stat = change_and_stat;
    cr_expect_not(replace(&scene, &disk, NEW_TEXT));
    cr_expect(strstr(scene.error.text, "changed by another program"), "%s", scene.error.text);
    cr_expect(holds_text(scene.path, "by another\n"));
    close_scene(&scene);
}

static void write_often(struct scene *scene, char letter)
{
    char text[16384];
    for (size_t length = 1; length < sizeof text; length += 1013) {
        memset(text, letter, length);
        text[length] = '\0';
        if (!replace(scene, &mf_disk_real, text))
            _exit(1);
    }
    _exit(0);
}

/* Not empty, and of one writer. */
static bool is_whole(const char *path)
{
    char text[16385] = "";
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    return length > 0 && strspn(text, (char[]){text[0], '\0'}) == length;
}

/* Two processes in a loop, while a third reads: the file is there at any time, whole. */
Test(disk, two_writers_at_once, .timeout = 120)
{
    struct scene scene = open_scene();
    pid_t writers[2];
    int running = 2;
    write_text(scene.path, "xx");
    for (int i = 0; i < 2; i++) {
        writers[i] = fork();
        if (writers[i] == 0)
            write_often(&scene, (char)('a' + i));
    }
    while (running > 0) {
        int status;
        cr_expect(is_whole(scene.path));
        if (waitpid(-1, &status, WNOHANG) > 0) {
            cr_expect_eq(status, 0, "a writer failed");
            running--;
        }
    }
    cr_expect(is_whole(scene.path) && is_whole(scene.last) && holds_text(scene.first, "xx"));
    cr_expect_eq(empty(&scene), 3);
    close_scene(&scene);
}

Test(disk, a_lock_that_is_held_is_an_error_after_some_seconds, .timeout = 30)
{
    struct mf_error error;
    struct scene scene = open_scene();
    int folder = open(scene.folder, O_PATH | O_DIRECTORY);
    int held = mf_disk_lock(&mf_disk_real, folder, scene.path, &error);
    cr_assert_geq(held, 0);
    cr_expect_not(replace(&scene, &mf_disk_real, NEW_TEXT));
    cr_expect(strstr(scene.error.text, "another maixfit"), "%s", scene.error.text);
    cr_expect(holds_text(scene.path, OLD_TEXT));
    close(held);
    cr_expect(replace(&scene, &mf_disk_real, NEW_TEXT), "%s", scene.error.text);
    close(folder);
    close_scene(&scene);
}
