// SPDX-License-Identifier: MIT
/* Files of a kernel: read whole, without a process of its own. */
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/kernel_file.h"
#include "support.h"

Test(kernel_file, is_read_whole_or_not_at_all)
{
    char folder[MODEL_PATH_MAX];
    char path[64];
    char bytes[16];
    make_folder(folder);
    snprintf(path, sizeof path, "%s/f", folder);
    struct mf_reading reading = mf_file_read(path, bytes, sizeof bytes);
    cr_expect(reading.end == MF_READING_ERRNO && reading.number == ENOENT);
    cr_expect_eq(mf_file_read(folder, bytes, sizeof bytes).end, MF_READING_NO_FILE);
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_expect_eq(mf_file_read(path, bytes, sizeof bytes).end, MF_READING_NO_FILE);
    unlink(path);
    write_text(path, "sixteen bytes...");
    reading = mf_file_read(path, bytes, sizeof bytes);
    cr_expect(reading.end == MF_READING_WHOLE && reading.length == sizeof bytes);
    write_text(path, "seventeen bytes..");
    cr_expect_eq(mf_file_read(path, bytes, sizeof bytes).end, MF_READING_TOO_LARGE);
    unlink(path);
    rmdir(folder);
}

static struct mf_reading no_answer(const char *path, char *bytes, size_t capacity)
{
    (void)path;
    (void)bytes;
    (void)capacity;
    return (struct mf_reading){.end = MF_READING_NO_ANSWER};
}

Test(kernel_file, only_the_kernels_are_guarded)
{
    char bytes[8192];
    cr_expect_eq(mf_file_read_guarded("/proc/meminfo", bytes, sizeof bytes).end, MF_READING_WHOLE);
    mf_set_kernel_guard(no_answer);
    cr_expect_eq(mf_file_read_guarded("/proc/meminfo", bytes, sizeof bytes).end,
                 MF_READING_NO_ANSWER);
    cr_expect_eq(mf_file_read_guarded("/proc/self/cwd/x", bytes, sizeof bytes).end,
                 MF_READING_ERRNO);
    cr_expect_eq(mf_file_read_guarded(SOURCE_DIR "/.clang-format", bytes, sizeof bytes).end,
                 MF_READING_WHOLE);
    mf_set_kernel_guard(NULL);
}

/* From now on a call that starts a process or a thread ends this one by SIGSYS. */
static bool forbid_processes(void)
{
    static const unsigned calls[] = {
        SYS_clone,
#ifdef SYS_clone3
        SYS_clone3,
#endif
#ifdef SYS_fork
        SYS_fork,
        SYS_vfork,
#endif
    };
    enum { COUNT = sizeof calls / sizeof calls[0] };
    struct sock_filter rules[COUNT * 2 + 2] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    for (size_t i = 0; i < COUNT; i++) {
        rules[1 + 2 * i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], 0, 1);
        rules[2 + 2 * i] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    }
    rules[COUNT * 2 + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {COUNT * 2 + 2, rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/* Judges an app, and reads the machine that it runs on, /proc/meminfo at least. */
static bool library_reads_linux(void)
{
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_CAMERA, "640x480");
    maixfit_evaluate(fit);
    maixfit_probe(fit);
    char *report = maixfit_report_text(fit, MAIXFIT_REPORT_STATUS, MAIXFIT_JSON);
    bool read =
        report && strstr(report, "\"user_total\":\t") && !strstr(report, "\"user_total\":\tnull");
    maixfit_string_free(report);
    maixfit_free(fit);
    return read;
}

/* The status of a process of its own in which processes are forbidden; -1: by a signal; 77: cannot
 * be tried here. */
static int try_without_processes(bool forks)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (!forbid_processes())
            _exit(77);
        if (forks)
            fork();
        _exit(library_reads_linux() ? 0 : 1);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Test(kernel_file, the_library_starts_no_process)
{
    int status = try_without_processes(true);
    if (status == 77)
        cr_skip("no seccomp on this machine");
    cr_assert_eq(status, -1, "the filter works");
    cr_expect_eq(try_without_processes(false), 0);
}
