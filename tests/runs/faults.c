// SPDX-License-Identifier: MIT
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#ifdef MAIXFIT_TESTS_NO_FAULTS /* the allocations are the sanitizer's */

void faults_begin(struct faults *faults)
{
    (void)faults;
}

#else

static struct faults *active;

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);

/* What dlsym() itself allocates; it is never freed. */
static bool is_looking;
static char early[4096];
static size_t early_used;

static void look_up(void)
{
    if (real_pread || is_looking)
        return;
    is_looking = true;
    *(void **)&real_malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&real_calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&real_realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&real_read = dlsym(RTLD_NEXT, "read");
    *(void **)&real_pread = dlsym(RTLD_NEXT, "pread64");
    is_looking = false;
}

void faults_begin(struct faults *faults)
{
    active = faults;
}

static bool allocation_fails(void)
{
    if (!active)
        return false;
    long count = ++active->allocations;
    bool fails = active->failing_allocation > 0 &&
                 (count == active->failing_allocation ||
                  (active->all_after_it_fail && count > active->failing_allocation));
    if (fails)
        errno = ENOMEM; /* as POSIX has it: opendir passes it on */
    return fails;
}

void *malloc(size_t size)
{
    look_up();
    return allocation_fails() ? NULL : real_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    look_up();
    if (!real_calloc) {
        void *place = early + early_used;
        early_used += (count * size + 15) / 16 * 16;
        return early_used <= sizeof early ? place : NULL;
    }
    return allocation_fails() ? NULL : real_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    look_up();
    return allocation_fails() ? NULL : real_realloc(old, size);
}

/* -1: fails; else how much to read. */
static ssize_t allowed(size_t length)
{
    if (!active)
        return (ssize_t)length;
    long count = ++active->reads;
    if (count == active->failing_read) {
        errno = EIO;
        return -1;
    }
    if (active->interrupts && count % 2 == 0) {
        errno = EINTR;
        return -1;
    }
    return active->short_reads && length > 1 ? (ssize_t)length - 1 : (ssize_t)length;
}

ssize_t read(int file, void *bytes, size_t length)
{
    look_up();
    ssize_t most = allowed(length);
    return most < 0 ? -1 : real_read(file, bytes, (size_t)most);
}

/* With 64-bit offsets this is pread64. */
ssize_t pread(int file, void *bytes, size_t length, off_t offset)
{
    look_up();
    ssize_t most = allowed(length);
    return most < 0 ? -1 : real_pread(file, bytes, (size_t)most, offset);
}

#endif
