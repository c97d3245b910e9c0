// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../core/checked.h"
#include "probe.h"

#define PIECE ((size_t)4096)

static const char *join(struct mf_arena *arena, const char *sysroot, const char *path)
{
    return mf_arena_format(arena, "%s%s", sysroot ? sysroot : "", path);
}

bool mf_probe_exists(struct mf_arena *arena, const char *sysroot, const char *path)
{
    struct stat status;
    const char *whole = join(arena, sysroot, path);
    return whole && stat(whole, &status) == 0;
}

/* Makes room for one more piece and a NUL. */
static bool reserve(struct mf_arena *arena, struct mf_probe_text *probe, size_t *capacity)
{
    if (*capacity - probe->length > PIECE)
        return true;
    size_t wanted = *capacity == 0 ? 4 * PIECE : *capacity * 2; /* bounded by MF_PROBE_FILE_MAX */
    char *grown = mf_arena_take(arena, wanted);
    if (!grown)
        return false;
    if (probe->length > 0)
        memcpy(grown, probe->text, probe->length);
    probe->text = grown;
    *capacity = wanted;
    return true;
}

/* Kernel files tell no size: they are read until they end. */
static bool read_whole(struct mf_arena *arena, int descriptor, struct mf_probe_text *probe,
                       struct mf_error *error)
{
    size_t capacity = 0;
    for (;;) {
        if (!reserve(arena, probe, &capacity))
            return mf_fail_memory(error);
        ssize_t got = read(descriptor, probe->text + probe->length, PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            probe->why = strerror(errno);
            return true;
        }
        probe->length += (size_t)got;
        probe->text[probe->length] = '\0';
        if (got == 0) {
            probe->state = MF_PROBE_READ;
            return true;
        }
        if (probe->length > MF_PROBE_FILE_MAX) {
            probe->why = _("it is larger than 1 MiB");
            return true;
        }
    }
}

bool mf_probe_read(struct mf_arena *arena, const char *sysroot, const char *path,
                   struct mf_probe_text *probe, struct mf_error *error)
{
    struct stat status;
    *probe = (struct mf_probe_text){.path = join(arena, sysroot, path)};
    if (!probe->path)
        return mf_fail_memory(error);
    /* O_NONBLOCK: a FIFO in a captured board must not be waited for. */
    int descriptor = open(probe->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    probe->state = MF_PROBE_UNREADABLE;
    if (descriptor < 0) {
        probe->why = errno == EACCES || errno == EPERM ? _("permission denied; try as root")
                                                       : strerror(errno);
        return true;
    }
    bool ok = true;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        probe->why = _("it is not a file");
    else
        ok = read_whole(arena, descriptor, probe, error);
    close(descriptor);
    return ok;
}

bool mf_probe_fail(struct mf_arena *arena, struct mf_supply *supply, struct mf_error *error,
                   const char *format, ...)
{
    char text[MF_ERROR_TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    supply->problem = MF_PROBE_FAILED;
    supply->problem_text = supply->probe_path
                               ? mf_arena_format(arena, "%s: %s", supply->probe_path, text)
                               : mf_arena_string(arena, text);
    return supply->problem_text ? true : mf_fail_memory(error);
}

static int digit_of(char c, int base)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (base == 16 && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return base == 16 && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool mf_scan_number(const char **at, int base, uint64_t *number)
{
    *at += strspn(*at, " \t");
    const char *start = *at;
    *number = 0;
    for (; digit_of(**at, base) >= 0; (*at)++) {
        if (!mf_mul(*number, (uint64_t)base, number) ||
            !mf_add(*number, (uint64_t)digit_of(**at, base), number))
            return false;
    }
    return *at != start;
}

bool mf_scan_after(const char *text, const char *key, int base, uint64_t *number)
{
    const char *at = strstr(text, key);
    if (!at)
        return false;
    at += strlen(key);
    return mf_scan_number(&at, base, number);
}

/* "Key:   123 kB" at the start of a line. */
static struct mf_amount read_kib(const char *text, const char *key)
{
    struct mf_amount amount = {0};
    const char *at = text;
    while ((at = strstr(at, key)) != NULL) {
        uint64_t kib;
        const char *number = at + strlen(key);
        if ((at == text || at[-1] == '\n') && mf_scan_number(&number, 10, &kib) &&
            strncmp(number, " kB", 3) == 0) {
            amount.known = mf_mul(kib, MF_KIB, &amount.bytes);
            return amount;
        }
        at++;
    }
    return amount;
}

void mf_meminfo_parse(const char *text, struct mf_meminfo *meminfo)
{
    meminfo->total = read_kib(text, "MemTotal:");
    meminfo->available = read_kib(text, "MemAvailable:");
    meminfo->cma_total = read_kib(text, "CmaTotal:");
    meminfo->cma_free = read_kib(text, "CmaFree:");
}

struct mf_amount mf_cmdline_mem(const char *text)
{
    static const char units[] = "kKmMgG";
    struct mf_amount amount = {0};
    const char *at = text;
    while ((at = strstr(at, "mem=")) != NULL) {
        uint64_t number;
        const char *end = at + 4;
        bool is_word = at == text || at[-1] == ' ';
        at++;
        if (!is_word || !mf_scan_number(&end, 10, &number))
            continue;
        const char *unit = *end != '\0' ? strchr(units, *end) : NULL;
        uint64_t scale = !unit ? 1 : (uint64_t)1 << (10 * ((unit - units) / 2 + 1));
        amount.known = mf_mul(number, scale, &amount.bytes);
    }
    return amount;
}
