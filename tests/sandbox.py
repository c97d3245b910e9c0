#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The sandbox of the tool: every call that SECURITY.md says is given up, tried by number with glibc and with musl; and the
numbers of all architectures against the kernel's headers.

  sandbox.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import errno
import functools
import pathlib
import platform
import subprocess
import sys

import harness

SOURCES = [harness.ROOT / path for path in ("tests/sandbox/try.c", "src/cli/posix/sandbox.c", "src/cli/posix/sandbox_calls.c")]
LINUX = ["-idirafter", "/usr/include", "-idirafter", f"/usr/include/{platform.machine()}-linux-gnu"]
COMPILERS = {"glibc": ["cc"], "musl": ["musl-gcc", *LINUX]}
HEADERS = {  # the folder of asm/unistd.h, what its compiler would define, and the column of the table
    "x86_64": (f"/usr/include/{platform.machine()}-linux-gnu", ["-D__x86_64__"], 0),
    "arm64": ("/usr/aarch64-linux-gnu/include", ["-D__aarch64__"], 1),
    "riscv64": ("/usr/riscv64-linux-gnu/include", ["-D__riscv_xlen=64"], 1),
    "arm": ("/usr/arm-linux-gnueabihf/include", ["-D__ARM_EABI__"], 2),
}
NONE = -1
NEVER, WRITES = 0, 1  # enum sandbox_rule; others are judged by an argument
# Not out of the table that is tested.
NEVER_CALLS = """
    socket socketpair connect bind listen execve execveat ptrace process_vm_readv process_vm_writev unshare setns clone3
    mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick open_tree move_mount mount_setattr
    setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset
    setuid32 setgid32 setreuid32 setregid32 setresuid32 setresgid32 setfsuid32 setfsgid32 setgroups32
    init_module finit_module delete_module kexec_load kexec_file_load bpf perf_event_open
    io_uring_setup io_uring_enter io_uring_register io_setup reboot swapon swapoff acct keyctl add_key request_key
    settimeofday clock_settime clock_settime64 sethostname setdomainname mknod mknodat open_by_handle_at
    setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat
    utime utimes futimesat utimensat utimensat_time64 fchmodat2""".split()
WRITES_CALLS = """
    creat rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat mkdir mkdirat rmdir truncate truncate64
    ftruncate ftruncate64 fallocate chmod fchmod fchmodat chown fchown lchown fchownat chown32 fchown32 lchown32
    openat2""".split()
NAMESPACES = {"NEWNS": 0x20000, "NEWCGROUP": 0x2000000, "NEWUTS": 0x4000000, "NEWIPC": 0x8000000, "NEWUSER": 0x10000000,
              "NEWPID": 0x20000000, "NEWNET": 0x40000000}
X32 = 0x40000000
OPEN, OPENAT, IOCTL, CLONE = 2, 257, 16, 56  # of x86-64
TIOCSTI, TIOCLINUX, FS_IOC_SETFLAGS, TCGETS, TIOCGWINSZ = 0x5412, 0x541C, 0x40086602, 0x5401, 0x5413


class Case(harness.Case):
    def build(self, libc):
        program = self.folder / libc
        subprocess.run([*COMPILERS[libc], "-D_GNU_SOURCE", "-I", harness.ROOT / "src", "-o", program, *SOURCES], check=True)
        return program

    def table(self):
        """name -> its rule and numbers"""
        lines = subprocess.run([self.build("glibc"), "list"], check=True, capture_output=True, text=True).stdout.splitlines()
        return {name: (int(rule), [*map(int, numbers)]) for name, rule, *numbers in map(str.split, lines)}

    def errors(self, program, mode, calls):
        done = subprocess.run([program, mode, *map(str, calls)], capture_output=True, text=True, cwd=self.folder)
        if done.returncode == 77:
            print("sandbox: this kernel has none; SKIPPED")
            sys.exit(0)
        found = [*map(int, done.stdout.split())]
        self.equal((done.returncode, len(found)), (0, len(calls)), f"{program.name} {mode}")
        return found

    def refused(self, program, mode, calls, wanted=True):
        """calls: what is said of each -> its command line"""
        for name, error in zip(calls, self.errors(program, mode, calls.values())):
            self.check((error == errno.EPERM) == wanted, f"{program.name} {mode}, {name}: {errno.errorcode.get(error, error)}")


@functools.cache
def numbers(architecture):
    """name -> number, out of the kernel's header"""
    folder, defines, _ = HEADERS[architecture]
    if not pathlib.Path(folder, "asm", "unistd.h").exists():
        sys.exit(f"sandbox: {folder}/asm/unistd.h is missing: run scripts/setup.sh tests")
    compile_ = ["cc", "-E", "-U__x86_64__", "-U__ILP32__", *defines, "-nostdinc", "-I", folder, "-I", "/usr/include", "-"]

    def preprocess(text, *options):
        return subprocess.run([*compile_, *options], input=text, check=True, capture_output=True, text=True).stdout

    include = "#include <asm/unistd.h>\n"
    names = [line.split()[1][len("__NR_"):] for line in preprocess(include, "-dM").splitlines()
             if line.startswith("#define __NR_")]
    text = preprocess(include + "".join(f'"{name}" __NR_{name}\n' for name in names), "-P")
    rows = (line.split('"')[1:] for line in text.splitlines() if line.startswith('"'))
    sums = ((name, value.strip(" ()").replace("__NR_SYSCALL_BASE", "0").split("+")) for name, value in rows)
    return {name: sum(map(int, parts)) for name, parts in sums if all(part.strip().isdigit() for part in parts)}


def given_up(table, rule):
    return {name: numbers[0] for name, (found, numbers) in table.items() if found == rule and numbers[0] != NONE}


def test_numbers_are_the_kernels(case):
    for name, (_, columns) in case.table().items():
        for architecture, (_, _, column) in HEADERS.items():
            known, number = numbers(architecture), columns[column]
            wanted = known.get(name, NONE)
            # A header may be older than a call; its number must be free there.
            ok = number == wanted or (wanted == NONE and number not in known.values())
            case.check(ok, f"{name} on {architecture}: {number}, the kernel's is {wanted}")
            case.check(number < 480, f"{name} on {architecture}: {number} is beyond CALLS_MAX")


def test_no_name_is_left_out(case):
    table = case.table()
    for rule, names in ((NEVER, NEVER_CALLS), (WRITES, WRITES_CALLS)):
        for name in names:
            case.equal(table.get(name, (None,))[0], rule, name)


def test_each_call(case):
    table = case.table()
    never, writes = given_up(table, NEVER), given_up(table, WRITES)
    for libc in COMPILERS:
        program = case.build(libc)
        case.refused(program, "read", never)
        case.refused(program, "write", never)
        case.refused(program, "read", writes)
        case.refused(program, "write", writes, wanted=False)
        case.refused(program, "read", {f"x32 {number}": X32 + number for number in range(600)})
        case.refused(program, "read", {name: f"{CLONE}:{flag | 17}:0:0:0:0" for name, flag in NAMESPACES.items()})
        newer = case.errors(program, "read", [480, 511, 4095])
        case.equal(newer, [errno.ENOSYS] * 3, "calls that are newer than the table")


def test_arguments(case):
    case.folder.joinpath("there").write_text("")
    flags = {"O_WRONLY": 1, "O_RDWR": 2, "O_CREAT": 0o100, "O_TRUNC": 0o1000, "O_APPEND": 0o2000, "O_TMPFILE": 0o20200002}
    writing = {f"open {name}": f"{OPEN}:./there:{flag}:0" for name, flag in flags.items()}
    writing |= {f"openat {name}": f"{OPENAT}:-100:./there:{flag}:0" for name, flag in flags.items()}
    # The kernel does not look at the upper half of flags.
    writing["openat, high bits"] = f"{OPENAT}:-100:./there:{(1 << 32) + 1}:0"
    requests = {"TIOCSTI": TIOCSTI, "TIOCLINUX": TIOCLINUX, "FS_IOC_SETFLAGS": FS_IOC_SETFLAGS}
    asking = {"TCGETS": TCGETS, "TIOCGWINSZ": TIOCGWINSZ}
    reading = {"open": f"{OPEN}:./there:0", "openat": f"{OPENAT}:-100:./there:0", "fork": f"{CLONE}:17:0:0:0:0"}
    for libc in COMPILERS:
        program = case.build(libc)
        case.refused(program, "read", writing)
        case.refused(program, "write", writing, wanted=False)
        for mode in ("read", "write"):
            case.refused(program, mode, {name: f"{IOCTL}:0:{request}" for name, request in requests.items()})
            case.refused(program, mode, {name: f"{IOCTL}:0:{request}" for name, request in asking.items()}, wanted=False)
            case.refused(program, mode, reading, wanted=False)


if __name__ == "__main__":
    if platform.machine() != "x86_64":
        sys.exit("sandbox: SKIPPED: the calls are tried by the numbers of x86-64")
    sys.exit(harness.main("sandbox", dict(globals()), Case))
