// SPDX-License-Identifier: MIT
/* The size of the ION carveout where its listing cannot be read: /proc/device-tree says to anybody
 * what is reserved, and the kernel logs it at the boot (sipeed/LicheeRV-Nano-Build, linux_5.10,
 * drivers/staging/android/ion: ion_of.c, ion_carveout_heap.c). How much is in use neither knows. */
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "probe.h"

#define RESERVED_PATH "/proc/device-tree/reserved-memory"
#define CELLS_MAX     ((size_t)4) /* an address and a size of 64 bits each */

static bool read_cells(struct mf_arena *arena, const struct mf_root *sysroot, const char *node,
                       const char *property, uint32_t cells[CELLS_MAX], size_t *count,
                       struct mf_error *error)
{
    struct mf_probe_text probe;
    const char *path = mf_arena_format(arena, RESERVED_PATH "/%s/%s", node, property);
    *count = 0;
    if (!path || !mf_probe_read(arena, sysroot, path, &probe, error))
        return path ? false : mf_fail_memory(error);
    if (probe.state == MF_PROBE_READ)
        *count = mf_cells_parse(probe.text, probe.length, cells, CELLS_MAX);
    return true;
}

static uint64_t number_of(const uint32_t *cells, size_t count)
{
    return count == 1 ? cells[0] : (uint64_t)cells[0] << 32 | cells[1];
}

/* `size` alone, or an address and a size: `alloc-ranges` (where it may lie) or `reg`. */
static bool read_node(struct mf_arena *arena, const struct mf_root *sysroot, const char *node,
                      struct mf_reserved *reserved, struct mf_error *error)
{
    static const char *const ranges[] = {"alloc-ranges", "reg"};
    uint32_t cells[CELLS_MAX];
    size_t count;
    if (!read_cells(arena, sysroot, node, "size", cells, &count, error))
        return false;
    if (count == 1 || count == 2)
        reserved->bytes = number_of(cells, count);
    for (size_t i = 0; i < 2; i++) {
        if (!read_cells(arena, sysroot, node, ranges[i], cells, &count, error))
            return false;
        if (count != 2 && count != 4)
            continue;
        uint64_t bytes = number_of(cells + count / 2, count / 2);
        if (reserved->bytes == 0)
            reserved->bytes = bytes;
        if (bytes == reserved->bytes) /* else the pool lies somewhere in it */
            reserved->start = number_of(cells, count / 2);
    }
    return true;
}

/* "ion", "ion@8b300000" */
static bool is_ion(const char *node)
{
    return strcmp(node, "ion") == 0 || strncmp(node, "ion@", 4) == 0;
}

static bool read_tree(struct mf_arena *arena, const struct mf_root *sysroot,
                      struct mf_reserved *reserved, struct mf_error *error)
{
    struct mf_probe_folder folder;
    if (!mf_probe_list(arena, sysroot, RESERVED_PATH, &folder, error))
        return false;
    for (size_t i = 0; i < folder.count; i++) {
        if (is_ion(folder.names[i]) && !read_node(arena, sysroot, folder.names[i], reserved, error))
            return false;
    }
    return true;
}

/* "size 75 MiB", rounded down; other lines have every byte: "heap carveout base 0x8b300000 size
 * 0x4b00000". */
bool mf_boot_log_parse(const char *text, struct mf_reserved *reserved)
{
    static const char setup[] = "Ion memory setup at 0x";
    static const char *const exact[] = {"heap carveout base 0x", "type 2, base 0x"};
    *reserved = (struct mf_reserved){0};
    for (size_t i = 0; i < 2; i++) {
        const char *line = strstr(text, exact[i]);
        const char *size = line ? strstr(line, "size 0x") : NULL;
        if (size && size < line + strcspn(line, "\n") &&
            mf_scan_after(line, exact[i], 16, &reserved->start) &&
            mf_scan_after(line, "size 0x", 16, &reserved->bytes) &&
            strspn(size + 7, "0123456789abcdefABCDEF") < strlen(size + 7))
            return true;
    }
    const char *line = strstr(text, setup);
    const char *size = line ? strstr(line, " size ") : NULL;
    uint64_t mib;
    if (!size || size > line + strcspn(line, "\n") ||
        !mf_scan_after(line, setup, 16, &reserved->start))
        return false;
    size += 6;
    reserved->unsure = MF_MIB - MF_PAGE;
    return mf_scan_number(&size, 10, &mib) && strncmp(size, " MiB", 4) == 0 &&
           mf_mul(mib, MF_MIB, &reserved->bytes);
}

static bool take(struct mf_arena *arena, struct mf_supply *supply,
                 const struct mf_reserved *reserved, const char *path, struct mf_error *error)
{
    char size[MF_SIZE_TEXT_MAX];
    if (reserved->bytes == 0 || reserved->bytes > MF_POOL_BYTES_MAX ||
        reserved->start > MF_ADDRESS_MAX)
        return true;
    mf_size_text(reserved->bytes, size);
    const char *why = supply->problem == MF_PROBE_FAILED
                          ? supply->problem_text
                          : _("ION's own listing, /sys/kernel/debug/ion, is not there");
    supply->kind = MF_KIND_ION;
    supply->probe_path = path;
    supply->problem_text =
        mf_arena_format(arena, _("the pool has %s (%s), but what of it is in use is not known: %s"),
                        size, path, why);
    supply->total = (struct mf_amount){true, reserved->bytes};
    supply->total_unsure = reserved->unsure;
    supply->pool_start = reserved->start;
    supply->pool_end = reserved->start > 0 ? reserved->start + reserved->bytes : 0;
    return supply->problem_text ? true : mf_fail_memory(error);
}

bool mf_probe_reserved(struct mf_arena *arena, const struct mf_root *sysroot,
                       struct mf_supply *supply, struct mf_error *error)
{
    struct mf_reserved reserved = {0};
    struct mf_probe_text log;
    if (!read_tree(arena, sysroot, &reserved, error))
        return false;
    if (reserved.bytes > 0) {
        const char *path = mf_probe_path(arena, sysroot, RESERVED_PATH "/ion");
        return path ? take(arena, supply, &reserved, path, error) : mf_fail_memory(error);
    }
    if (!mf_probe_read(arena, sysroot, MF_BOOT_LOG_PATH, &log, error))
        return false;
    if (log.state != MF_PROBE_READ || !mf_boot_log_parse(log.text, &reserved))
        return true;
    return take(arena, supply, &reserved, log.path, error);
}
