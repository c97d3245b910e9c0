// SPDX-License-Identifier: MIT
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define THIS_ARCH AUDIT_ARCH_RISCV64
#elif defined(__arm__)
#define THIS_ARCH AUDIT_ARCH_ARM
#endif

/* Builds with sanitizers or coverage need ptrace and write files of their own. */
#if defined(THIS_ARCH) && !defined(MAIXFIT_NO_SANDBOX)

#define WRITE_FLAGS         (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)
#define RULES_MAX           160
#define LOW_ARGUMENT(index) (offsetof(struct seccomp_data, args) + (index) * sizeof(uint64_t))

/* No network, no other program, nothing that rules the machine. */
static const int forbidden[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_unshare,
    SYS_setns,
    SYS_userfaultfd,
    SYS_open_by_handle_at,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_setuid,
    SYS_setgid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_sethostname,
    SYS_io_setup,
    SYS_mknodat,
#ifdef SYS_io_uring_setup
    SYS_io_uring_setup,
#endif
#ifdef SYS_openat2
    SYS_openat2, /* its flags stand in memory, where a filter cannot look */
#endif
};

/* What changes the disk. */
static const int writing[] = {
    SYS_unlinkat,  SYS_linkat, SYS_symlinkat, SYS_mkdirat,  SYS_fchmodat,  SYS_fchownat,
    SYS_fchmod,    SYS_fchown, SYS_ftruncate, SYS_truncate, SYS_fallocate,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_renameat2
    SYS_renameat2,
#endif
#ifdef SYS_rename
    SYS_rename,    SYS_unlink, SYS_link,      SYS_symlink,  SYS_mkdir,     SYS_rmdir,
    SYS_chmod,     SYS_chown,  SYS_lchown,    SYS_creat,
#endif
};

struct rules {
    struct sock_filter items[RULES_MAX];
    unsigned short count;
};

static void add(struct rules *rules, struct sock_filter rule)
{
    if (rules->count < RULES_MAX)
        rules->items[rules->count++] = rule;
}

static void refuse_call(struct rules *rules, int call)
{
    add(rules, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1));
    add(rules, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
}

/* Refuses the call where its flags ask to write. */
static void refuse_writing(struct rules *rules, int call, size_t argument)
{
    add(rules, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4));
    add(rules,
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)LOW_ARGUMENT(argument)));
    add(rules, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, WRITE_FLAGS, 0, 1));
    add(rules, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    add(rules, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
}

static bool filter_calls(bool writes)
{
    struct rules rules = {.count = 0};
    add(&rules, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                             offsetof(struct seccomp_data, arch)));
    add(&rules, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0));
    add(&rules, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    add(&rules,
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++)
        refuse_call(&rules, forbidden[i]);
    for (size_t i = 0; !writes && i < sizeof writing / sizeof writing[0]; i++)
        refuse_call(&rules, writing[i]);
    if (!writes) {
#ifdef SYS_open
        refuse_writing(&rules, SYS_open, 1);
#endif
        refuse_writing(&rules, SYS_openat, 2);
    }
    add(&rules, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = {rules.count, rules.items};
    return rules.count < RULES_MAX &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

struct sandbox sandbox_enter(bool writes)
{
    struct sandbox sandbox = {false, false, false};
    sandbox.no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    sandbox.system_calls = sandbox.no_new_privileges && filter_calls(writes);
    sandbox.read_only = sandbox.system_calls && !writes;
    return sandbox;
}

#else

struct sandbox sandbox_enter(bool writes)
{
    (void)writes;
    return (struct sandbox){false, false, false};
}

#endif
