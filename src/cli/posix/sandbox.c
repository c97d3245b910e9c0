// SPDX-License-Identifier: MIT
#include "../sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>

#include "sandbox_calls.h"

#if defined(__x86_64__)
#define THIS_ARCH  AUDIT_ARCH_X86_64
#define THIS_TABLE SANDBOX_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define THIS_ARCH  AUDIT_ARCH_AARCH64
#define THIS_TABLE SANDBOX_GENERIC
#elif defined(__riscv) && __riscv_xlen == 64
#define THIS_ARCH  AUDIT_ARCH_RISCV64
#define THIS_TABLE SANDBOX_GENERIC
#elif defined(__arm__) && defined(__ARMEL__)
#define THIS_ARCH  AUDIT_ARCH_ARM
#define THIS_TABLE SANDBOX_ARM
#endif

/* Builds with sanitizers or coverage need ptrace and write files of their own. */
#if defined(THIS_ARCH) && !defined(MAIXFIT_NO_SANDBOX)

#define CALLS_MAX 480 /* above the last call of the table */
#define WORDS     (CALLS_MAX / 32)
#define RULES_MAX 128

#define X32_CALLS   0x40000000U
#define WRITE_FLAGS ((uint32_t)(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND))
/* linux/sched.h: CLONE_NEWNS, and from CLONE_NEWCGROUP on to CLONE_NEWNET */
#define NAMESPACE_FLAGS 0x7E020000U
/* What isatty() asks: TCGETS, TIOCGWINSZ, TCGETS2. Others inject keys or change a file's flags. */
static const uint32_t terminal_requests[] = {0x5401, 0x5413, 0x802C542A};

struct rules {
    struct sock_filter items[RULES_MAX];
    unsigned short count;
};

static void add(struct rules *rules, unsigned code, size_t value, unsigned yes, unsigned no)
{
    if (rules->count < RULES_MAX)
        rules->items[rules->count++] =
            (struct sock_filter){(uint16_t)code, (uint8_t)yes, (uint8_t)no, (uint32_t)value};
}

static void load(struct rules *rules, size_t offset)
{
    add(rules, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

/* The lower half of an argument: the kernel reads no more of flags and requests. */
static void load_argument(struct rules *rules, size_t index)
{
    load(rules, offsetof(struct seccomp_data, args) + index * sizeof(uint64_t));
}

static void end(struct rules *rules, uint32_t result)
{
    add(rules, BPF_RET | BPF_K, result, 0, 0);
}

static void refuse(struct rules *rules)
{
    end(rules, SECCOMP_RET_ERRNO | EPERM);
}

/* The comparison `code` decides: where it holds, the call is refused. */
static void refuse_if(struct rules *rules, unsigned code, size_t value)
{
    add(rules, BPF_JMP | BPF_K | code, value, 0, 1);
    refuse(rules);
}

static void judge_flags(struct rules *rules, int call, size_t argument, uint32_t flags)
{
    add(rules, BPF_JMP | BPF_JEQ | BPF_K, (size_t)call, 0, 4);
    load_argument(rules, argument);
    refuse_if(rules, BPF_JSET, flags);
    end(rules, SECCOMP_RET_ALLOW);
}

static void judge_request(struct rules *rules, int call)
{
    const unsigned count = sizeof terminal_requests / sizeof terminal_requests[0];
    add(rules, BPF_JMP | BPF_JEQ | BPF_K, (size_t)call, 0, count + 3);
    load_argument(rules, 1);
    for (unsigned i = 0; i < count; i++)
        add(rules, BPF_JMP | BPF_JEQ | BPF_K, terminal_requests[i], count - i, 0);
    refuse(rules);
    end(rules, SECCOMP_RET_ALLOW);
}

static void judge(struct rules *rules, enum sandbox_rule rule, int call, bool writes)
{
    if (rule == SANDBOX_OPEN && !writes)
        judge_flags(rules, call, 1, WRITE_FLAGS);
    if (rule == SANDBOX_OPENAT && !writes)
        judge_flags(rules, call, 2, WRITE_FLAGS);
    if (rule == SANDBOX_CLONE)
        judge_flags(rules, call, 0, NAMESPACE_FLAGS);
    if (rule == SANDBOX_IOCTL)
        judge_request(rules, call);
}

/* A bit a call: a kernel without a cache of answers runs the filter at each call, and without a
 * compiler of filters step by step. */
static void refuse_calls(struct rules *rules, const uint32_t refused[WORDS])
{
    add(rules, BPF_ALU | BPF_AND | BPF_K, 31, 0, 0);
    add(rules, BPF_MISC | BPF_TAX, 0, 0, 0);
    load(rules, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < WORDS; i++) {
        add(rules, BPF_JMP | BPF_JGE | BPF_K, (i + 1) * 32, 2, 0);
        add(rules, BPF_LD | BPF_IMM, refused[i], 0, 0);
        add(rules, BPF_JMP | BPF_JA, (WORDS - 1 - i) * 3, 0, 0);
    }
    add(rules, BPF_ALU | BPF_RSH | BPF_X, 0, 0, 0);
    refuse_if(rules, BPF_JSET, 1);
}

static bool filter_calls(bool writes)
{
    struct rules rules = {.count = 0};
    uint32_t refused[WORDS] = {0};
    load(&rules, offsetof(struct seccomp_data, arch));
    add(&rules, BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0);
    refuse(&rules);
    load(&rules, offsetof(struct seccomp_data, nr));
    refuse_if(&rules, BPF_JGE, X32_CALLS);
    /* Newer than the table: what it does is not known, so it is not there. */
    add(&rules, BPF_JMP | BPF_JGE | BPF_K, CALLS_MAX, 0, 1);
    end(&rules, SECCOMP_RET_ERRNO | ENOSYS);
    for (size_t i = 0; i < sandbox_call_count; i++) {
        enum sandbox_rule rule = sandbox_calls[i].rule;
        int call = sandbox_calls[i].number[THIS_TABLE];
        if (call == SANDBOX_NO_CALL || call >= CALLS_MAX)
            continue;
        if (rule == SANDBOX_NEVER || (rule == SANDBOX_WRITES && !writes))
            refused[call / 32] |= UINT32_C(1) << call % 32;
        else
            judge(&rules, rule, call, writes);
    }
    refuse_calls(&rules, refused);
    end(&rules, SECCOMP_RET_ALLOW);
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
