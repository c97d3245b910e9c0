// SPDX-License-Identifier: MIT
/* LD_PRELOAD for tests: lets the n-th call fail. MAIXFIT_FAIL_MALLOC=n: the n-th allocation gives
 * NULL, and with MAIXFIT_FAIL_ON all after it too. MAIXFIT_FAIL_READ=n: the n-th read of a file
 * gives EIO; MAIXFIT_READ_MODE=short: every read gives one byte less than asked; =eintr: every
 * other read is interrupted. At the end the number of calls goes to the file of MAIXFIT_COUNT. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long allocations;
static atomic_long reads;
static long failing_allocation;
static long failing_read;
static int fails_on;
static int short_reads;
static int interrupts;
static int ready;
static int counts_file = -1;

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);

/* dlsym() allocates before calloc is known. */
static char early[4096];
static size_t early_used;

static void *look_up(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static long number(const char *name)
{
    const char *value = getenv(name);
    return value ? atol(value) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *mode = getenv("MAIXFIT_READ_MODE");
    *(void **)&real_malloc = look_up("malloc");
    *(void **)&real_calloc = look_up("calloc");
    *(void **)&real_realloc = look_up("realloc");
    *(void **)&real_read = look_up("read");
    *(void **)&real_pread = look_up("pread64");
    failing_allocation = number("MAIXFIT_FAIL_MALLOC");
    failing_read = number("MAIXFIT_FAIL_READ");
    fails_on = getenv("MAIXFIT_FAIL_ON") != NULL;
    short_reads = mode && strcmp(mode, "short") == 0;
    interrupts = mode && strcmp(mode, "eintr") == 0;
    /* Opened now: later the tool may not write any more. */
    if (getenv("MAIXFIT_COUNT"))
        counts_file = open(getenv("MAIXFIT_COUNT"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ready = 1;
}

__attribute__((destructor)) static void end(void)
{
    ready = 0;
    if (counts_file >= 0)
        dprintf(counts_file, "%ld %ld\n", (long)allocations, (long)reads);
}

static int allocation_fails(void)
{
    if (!ready)
        return 0;
    long count = ++allocations;
    return failing_allocation > 0 &&
           (count == failing_allocation || (fails_on && count > failing_allocation));
}

void *malloc(size_t size)
{
    if (!real_malloc)
        *(void **)&real_malloc = look_up("malloc");
    return allocation_fails() ? NULL : real_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (!real_calloc) {
        void *place = early + early_used;
        early_used += (count * size + 15) / 16 * 16;
        return early_used <= sizeof early ? place : NULL;
    }
    return allocation_fails() ? NULL : real_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    if (!real_realloc)
        *(void **)&real_realloc = look_up("realloc");
    return allocation_fails() ? NULL : real_realloc(old, size);
}

/* -1: fails; else how much to read. */
static ssize_t allowed(size_t length)
{
    if (!ready)
        return (ssize_t)length;
    long count = ++reads;
    if (count == failing_read) {
        errno = EIO;
        return -1;
    }
    if (interrupts && count % 2 == 0) {
        errno = EINTR;
        return -1;
    }
    return short_reads && length > 1 ? (ssize_t)length - 1 : (ssize_t)length;
}

ssize_t read(int file, void *bytes, size_t length)
{
    ssize_t most = allowed(length);
    return most < 0 ? -1 : real_read(file, bytes, (size_t)most);
}

/* With 64-bit offsets this is pread64. */
ssize_t pread(int file, void *bytes, size_t length, off_t offset)
{
    ssize_t most = allowed(length);
    return most < 0 ? -1 : real_pread(file, bytes, (size_t)most, offset);
}
