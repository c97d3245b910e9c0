#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Any number of handles in threads, without a data race: ThreadSanitizer sees the library, built anew; Helgrind sees
# what it calls too, such as cJSON, which keeps its last error in a global. Then forks in between.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/llm"
"$build/tools/mkmodel" axmodel "$work/a.axmodel" --const 1M --input x:FP32:1x16 --output y:FP32:1x4 >/dev/null
"$build/tools/mkmodel" axmodel "$work/llm/one.axmodel" --const 1M --input x:FP32:1x16 --output y:FP32:1x4 >/dev/null
printf '{"filename_axmodel": "one.axmodel"}\n' >"$work/llm/config.json"
asked=(tests/boards/cmm-4g-idle "$work/a.axmodel" "$work/llm/config.json")

cmake -S . -B build-threads -G Ninja -DCMAKE_BUILD_TYPE=Debug -DMAIXFIT_TESTS=OFF -DCMAKE_C_FLAGS=-fsanitize=thread >/dev/null
cmake --build build-threads --target maixfit_static >/dev/null
cc -std=c17 -g -fsanitize=thread -D_GNU_SOURCE -Isrc tests/threads/threads.c build-threads/libmaixfit.a -lcjson -o "$work/tsan"
TSAN_OPTIONS="halt_on_error=1 exitcode=66" "$work/tsan" 40 "${asked[@]}"

valgrind --tool=helgrind --quiet --error-exitcode=66 "$build/tests/threads" 2 "${asked[@]}"

# A host may deny all but a few calls of the kernel, and waits for its own children: the library reads, and no more.
# What stands first belongs to the start of a process.
allowed='execve|arch_prctl|set_tid_address|set_robust_list|rseq|prlimit64|exit_group|write'
allowed+='|openat|close|read|pread64|lseek|fstat|newfstatat|statfs|access|readlink|readlinkat|getdents64'
allowed+='|mmap|munmap|mprotect|mremap|madvise|brk|futex|getrandom'
(cd "$work" && bsdtar -cf a.zip --format zip a.axmodel && bsdtar -cJf a.tar.xz a.axmodel)
for model in "$work/a.axmodel" "$work/llm" "$work/a.zip" "$work/a.tar.xz"; do
    strace -f -o "$work/calls" "$build/tests/host" 1 tests/boards/cmm-4g-idle "$model" >"$work/said"
    grep -q pread64 "$work/calls"
    if grep -oE '^[0-9]+ +[a-z0-9_]+' "$work/calls" | awk '{ print $2 }' | sort -u | grep -vxE "$allowed"; then
        echo "threads: with $model the library makes the calls above"
        exit 1
    fi
done
THREADS_FORK=1 "$build/tests/threads" 200 "${asked[@]}"
echo "threads: passed"
