// SPDX-License-Identifier: MIT
/* Which files of a board are captured. */
#include <stdlib.h>
#include <string.h>

#include "../core/limits.h"
#include "capture_gather.h"

#define ION      "/sys/kernel/debug/ion"
#define RESERVED "/proc/device-tree/reserved-memory"
#define BOARD    "/boot/board"
#define ID_MAX   256
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct mf_gathered_file before_heaps[] = {
    {"/boot/ver", MF_CAPTURE_PLAIN},
    {"/etc/os-release", MF_CAPTURE_PLAIN},
    {"/var/log/dmesg", MF_CAPTURE_LOG},
    {"/proc/sys/kernel/osrelease", MF_CAPTURE_PLAIN},
    {"/proc/sys/kernel/version", MF_CAPTURE_PLAIN},
    {"/proc/cmdline", MF_CAPTURE_CMDLINE},
    {"/proc/meminfo", MF_CAPTURE_PLAIN},
    {"/proc/device-tree/model", MF_CAPTURE_PLAIN},
    {"/proc/device-tree/compatible", MF_CAPTURE_PLAIN},
    {RESERVED "/#address-cells", MF_CAPTURE_CELLS},
    {RESERVED "/#size-cells", MF_CAPTURE_CELLS},
};

/* Of each node of reserved-memory. */
static const struct mf_gathered_file of_node[] = {
    {"compatible", MF_CAPTURE_PLAIN},   {"reg", MF_CAPTURE_CELLS},
    {"size", MF_CAPTURE_CELLS},         {"alignment", MF_CAPTURE_CELLS},
    {"alloc-ranges", MF_CAPTURE_CELLS}, {"status", MF_CAPTURE_PLAIN},
};

static const struct mf_gathered_file of_heap[] = {
    {"summary", MF_CAPTURE_PLAIN},
    {"total_mem", MF_CAPTURE_PLAIN},
    {"alloc_mem", MF_CAPTURE_PLAIN},
};

/* The value of a key in a text that was captured; its length is 0 where there is none. */
static const char *value_of(const struct mf_captured *item, const char *key, size_t *length)
{
    *length = 0;
    for (const char *line = item->text; line && *line != '\0'; line = strchr(line, '\n') + 1) {
        const char *at = line + strspn(line, " \t");
        if (strncmp(at, key, strlen(key)) != 0)
            continue;
        at += strlen(key);
        at += strspn(at, " \t");
        if (*at != '=')
            continue;
        at += 1 + strspn(at + 1, " \t");
        *length = strcspn(at, " \t\n");
        return at;
    }
    return "";
}

/* /boot/board names the board; what it leaves out stands in the board's own file. */
static bool add_board(const struct mf_gathering *gathering)
{
    size_t length;
    size_t before = gathering->capture->count;
    if (!mf_gather_file(gathering, BOARD, MF_CAPTURE_BOARD))
        return false;
    if (gathering->capture->count == before)
        return true;
    const char *id = value_of(&gathering->capture->items[before], "id", &length);
    if (length == 0 || length > ID_MAX || memchr(id, '/', length))
        return true;
    const char *path =
        mf_arena_format(gathering->arena, "/boot/boards/board.%.*s", (int)length, id);
    return path ? mf_gather_file(gathering, path, MF_CAPTURE_BOARD)
                : mf_fail_memory(gathering->error);
}

static bool gather(const struct mf_gathering *gathering)
{
    if (!add_board(gathering) || !mf_gather_file(gathering, "/boot/configs", MF_CAPTURE_CONFIGS) ||
        !mf_gather_files(gathering, "", before_heaps, COUNT(before_heaps)) ||
        !mf_gather_folders(gathering, RESERVED, of_node, COUNT(of_node)) ||
        !mf_gather_sign(gathering, "/proc/cvitek") || !mf_gather_sign(gathering, "/proc/ax_proc") ||
        !mf_gather_file(gathering, "/proc/ax_proc/version", MF_CAPTURE_PLAIN))
        return false;
    size_t first = gathering->capture->count;
    return mf_gather_file(gathering, "/proc/ax_proc/mem_cmm_info", MF_CAPTURE_PLAIN) &&
           mf_gather_folders(gathering, ION, of_heap, COUNT(of_heap)) &&
           mf_gather_processes(gathering, first);
}

bool mf_capture_board(struct mf_arena *arena, const char *sysroot, struct mf_capture *capture,
                      struct mf_error *error)
{
    struct mf_gathering gathering = {arena, sysroot, capture, error, malloc(MF_PROBE_FILE_MAX + 1)};
    *capture = (struct mf_capture){.count = 0};
    bool ok = gathering.bytes ? gather(&gathering) : mf_fail_memory(error);
    free(gathering.bytes);
    return ok;
}
