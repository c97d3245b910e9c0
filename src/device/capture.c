// SPDX-License-Identifier: MIT
/* Which files of a board are captured. */
#include "capture.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "../core/kernel_file.h"
#include "probe.h"

#define ION            "/sys/kernel/debug/ion"
#define RESERVED       "/proc/device-tree/reserved-memory"
#define BOARD          "/boot/board"
#define PROCESS_PREFIX "_pid" /* in the names of blocks, before the number of their process */
#define PROCESS_DIGITS 10
#define FIRST_PROCESS  1 /* with it the list of processes is there */
#define LAUNCHER       "launcher\n"
#define ENTRY_MAX      256
#define COUNT(a)       (sizeof(a) / sizeof(a)[0])

struct file {
    const char *path;
    enum mf_capture_form form;
};

static const struct file before_heaps[] = {
    {"/boot/ver", MF_CAPTURE_PLAIN},
    {"/etc/os-release", MF_CAPTURE_PLAIN},
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
static const struct file of_node[] = {
    {"compatible", MF_CAPTURE_PLAIN},   {"reg", MF_CAPTURE_CELLS},
    {"size", MF_CAPTURE_CELLS},         {"alignment", MF_CAPTURE_CELLS},
    {"alloc-ranges", MF_CAPTURE_CELLS}, {"status", MF_CAPTURE_PLAIN},
};

static const struct file of_heap[] = {
    {"summary", MF_CAPTURE_PLAIN},
    {"total_mem", MF_CAPTURE_PLAIN},
    {"alloc_mem", MF_CAPTURE_PLAIN},
};

/* A process that has one of these open uses the pool or makes blocks in it. */
static const char *const pool_devices[] = {"/dev/ion", "/dev/cvi-", "/dev/ax_"};

struct gathering {
    struct mf_arena *arena;
    const char *sysroot;
    struct mf_capture *capture;
    struct mf_error *error;
    char *bytes; /* of one file, and one more */
};

static bool add(const struct gathering *gathering, struct mf_captured item)
{
    struct mf_capture *capture = gathering->capture;
    struct mf_captured *items = mf_arena_grow(gathering->arena, capture->items, capture->count,
                                              &capture->capacity, sizeof *items);
    if (!items || !item.path || (!item.text && !item.problem))
        return mf_fail_memory(gathering->error);
    capture->items = items;
    capture->items[capture->count++] = item;
    return true;
}

static bool is_absent(int number)
{
    return number == ENOENT || number == ENOTDIR;
}

static const char *why_not(struct mf_arena *arena, struct mf_reading reading)
{
    switch (reading.end) {
    case MF_READING_NO_FILE:
        return _("it is not a regular file");
    case MF_READING_TOO_LARGE:
        return _("it is larger than 1 MiB");
    case MF_READING_NO_ANSWER:
        return _("it gave no answer");
    case MF_READING_WHOLE:
    case MF_READING_ERRNO:
        break;
    }
    return mf_arena_string(arena, strerror(reading.number));
}

static struct mf_reading read_file(const struct gathering *gathering, const char *path)
{
    const char *whole = mf_probe_path(gathering->arena, gathering->sysroot, path);
    if (!whole)
        return (struct mf_reading){.end = MF_READING_ERRNO, .number = ENOMEM};
    return mf_file_read_guarded(whole, gathering->bytes, MF_PROBE_FILE_MAX);
}

static bool add_file(const struct gathering *gathering, const char *path, enum mf_capture_form form)
{
    struct mf_text text = {0};
    struct mf_captured item = {.path = path};
    struct mf_reading reading = read_file(gathering, path);
    if (reading.end == MF_READING_ERRNO && is_absent(reading.number))
        return true;
    if (reading.end == MF_READING_WHOLE) {
        mf_capture_put(&text, form, gathering->bytes, reading.length);
        item.text =
            text.failed ? NULL : mf_arena_string(gathering->arena, text.bytes ? text.bytes : "");
        mf_text_free(&text);
    } else {
        item.problem = why_not(gathering->arena, reading);
    }
    return add(gathering, item);
}

static bool add_files(const struct gathering *gathering, const char *folder,
                      const struct file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *path = folder[0] == '\0'
                               ? files[i].path
                               : mf_arena_format(gathering->arena, "%s/%s", folder, files[i].path);
        if (!path)
            return mf_fail_memory(gathering->error);
        if (!add_file(gathering, path, files[i].form))
            return false;
    }
    return true;
}

/* The names in a folder, in order. */
struct names {
    char **items;
    size_t count;
    int number; /* an errno; 0: it was read */
};

static int by_name(const void *a, const void *b)
{
    char *const *left = a;
    char *const *right = b;
    return strcmp(*left, *right);
}

static bool list(const struct gathering *gathering, const char *path, struct names *names)
{
    size_t capacity = 0;
    const char *whole = mf_probe_path(gathering->arena, gathering->sysroot, path);
    DIR *folder = whole ? opendir(whole) : NULL;
    *names = (struct names){.number = folder ? 0 : errno};
    if (!whole)
        return mf_fail_memory(gathering->error);
    if (!folder)
        return true;
    bool ok = true;
    const struct dirent *entry;
    while (ok && names->count < MF_CAPTURE_NAMES_MAX && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        char **items =
            mf_arena_grow(gathering->arena, names->items, names->count, &capacity, sizeof *items);
        char *name = mf_arena_string(gathering->arena, entry->d_name);
        ok = items && name;
        if (!ok)
            break;
        names->items = items;
        names->items[names->count++] = name;
    }
    closedir(folder);
    if (names->count > 0)
        qsort(names->items, names->count, sizeof *names->items, by_name);
    return ok || mf_fail_memory(gathering->error);
}

/* The files of each folder in a folder; of one that cannot be listed, why. */
static bool add_folders(const struct gathering *gathering, const char *path,
                        const struct file *files, size_t count)
{
    struct names names;
    if (!list(gathering, path, &names))
        return false;
    if (names.number != 0 && !is_absent(names.number)) {
        const char *why = mf_arena_string(gathering->arena, strerror(names.number));
        return add(gathering, (struct mf_captured){.path = path, .problem = why});
    }
    for (size_t i = 0; i < names.count; i++) {
        const char *folder = mf_arena_format(gathering->arena, "%s/%s", path, names.items[i]);
        if (!folder)
            return mf_fail_memory(gathering->error);
        if (!add_files(gathering, folder, files, count))
            return false;
    }
    return true;
}

/* A folder that is a sign of the board, and is not read. */
static bool add_sign(const struct gathering *gathering, const char *path)
{
    return !mf_probe_exists(gathering->sysroot, path) ||
           add(gathering, (struct mf_captured){.path = path, .text = "(a folder)\n"});
}

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
static bool add_board(const struct gathering *gathering)
{
    size_t length;
    size_t before = gathering->capture->count;
    if (!add_file(gathering, BOARD, MF_CAPTURE_BOARD))
        return false;
    if (gathering->capture->count == before)
        return true;
    const char *id = value_of(&gathering->capture->items[before], "id", &length);
    if (length == 0 || length > ENTRY_MAX || memchr(id, '/', length))
        return true;
    const char *path =
        mf_arena_format(gathering->arena, "/boot/boards/board.%.*s", (int)length, id);
    return path ? add_file(gathering, path, MF_CAPTURE_BOARD) : mf_fail_memory(gathering->error);
}

struct processes {
    uint64_t items[MF_CAPTURE_PROCESSES_MAX];
    size_t count;
};

static void note_process(struct processes *processes, uint64_t number)
{
    for (size_t i = 0; i < processes->count; i++) {
        if (processes->items[i] == number)
            return;
    }
    if (number > 0 && processes->count < MF_CAPTURE_PROCESSES_MAX)
        processes->items[processes->count++] = number;
}

/* The numbers at the ends of the blocks' names. */
static void note_named(struct processes *processes, const struct mf_captured *item)
{
    const char *at = item->text;
    while (at && (at = strstr(at, PROCESS_PREFIX)) != NULL) {
        uint64_t number = 0;
        at += strlen(PROCESS_PREFIX);
        for (int i = 0; i < PROCESS_DIGITS && *at >= '0' && *at <= '9'; i++, at++)
            number = number * 10 + (uint64_t)(*at - '0');
        note_process(processes, number);
    }
}

static bool holds_device(const char *target)
{
    for (size_t i = 0; i < COUNT(pool_devices); i++) {
        if (strncmp(target, pool_devices[i], strlen(pool_devices[i])) == 0)
            return true;
    }
    return false;
}

/* Only root may see what the processes of others hold. False only for lack of memory. */
static bool has_device_open(const struct gathering *gathering, const char *process, bool *found)
{
    struct names names;
    char target[ENTRY_MAX];
    const char *path = mf_arena_format(gathering->arena, "/proc/%s/fd", process);
    *found = false;
    if (!path)
        return mf_fail_memory(gathering->error);
    if (!list(gathering, path, &names))
        return false;
    for (size_t i = 0; i < names.count && !*found; i++) {
        const char *link =
            mf_arena_format(gathering->arena, "%s%s/%s",
                            gathering->sysroot ? gathering->sysroot : "", path, names.items[i]);
        if (!link)
            return mf_fail_memory(gathering->error);
        ssize_t length = readlink(link, target, sizeof target - 1);
        target[length > 0 ? length : 0] = '\0';
        *found = holds_device(target);
    }
    return true;
}

/* MaixPy's launcher holds pools, and looks like any app else. */
static bool is_launcher(const struct gathering *gathering, const char *process)
{
    const char *path = mf_arena_format(gathering->arena, "/proc/%s/comm", process);
    struct mf_reading reading =
        path ? read_file(gathering, path) : (struct mf_reading){.end = MF_READING_ERRNO};
    return reading.end == MF_READING_WHOLE && reading.length == strlen(LAUNCHER) &&
           memcmp(gathering->bytes, LAUNCHER, reading.length) == 0;
}

static bool note_holders(const struct gathering *gathering, struct processes *processes)
{
    struct names names;
    if (!list(gathering, "/proc", &names))
        return false;
    for (size_t i = 0; i < names.count; i++) {
        bool found;
        const char *name = names.items[i];
        size_t digits = strspn(name, "0123456789");
        if (name[digits] != '\0' || digits > PROCESS_DIGITS)
            continue;
        if (!has_device_open(gathering, name, &found))
            return false;
        if (found || is_launcher(gathering, name))
            note_process(processes, strtoull(name, NULL, 10));
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Who owns the pool. `first` is the first of the listings. */
static bool add_processes(const struct gathering *gathering, size_t first)
{
    struct processes processes = {.count = 0};
    note_process(&processes, FIRST_PROCESS);
    for (size_t i = first; i < gathering->capture->count; i++)
        note_named(&processes, &gathering->capture->items[i]);
    if (!note_holders(gathering, &processes))
        return false;
    qsort(processes.items, processes.count, sizeof processes.items[0], by_number);
    for (size_t i = 0; i < processes.count; i++) {
        const char *path = mf_arena_format(gathering->arena, "/proc/%llu/comm",
                                           (unsigned long long)processes.items[i]);
        if (!path)
            return mf_fail_memory(gathering->error);
        if (!add_file(gathering, path, MF_CAPTURE_PLAIN))
            return false;
    }
    return true;
}

static bool gather(const struct gathering *gathering)
{
    if (!add_board(gathering) || !add_file(gathering, "/boot/configs", MF_CAPTURE_CONFIGS) ||
        !add_files(gathering, "", before_heaps, COUNT(before_heaps)) ||
        !add_folders(gathering, RESERVED, of_node, COUNT(of_node)) ||
        !add_sign(gathering, "/proc/cvitek") || !add_sign(gathering, "/proc/ax_proc") ||
        !add_file(gathering, "/proc/ax_proc/version", MF_CAPTURE_PLAIN))
        return false;
    size_t first = gathering->capture->count;
    return add_file(gathering, "/proc/ax_proc/mem_cmm_info", MF_CAPTURE_PLAIN) &&
           add_folders(gathering, ION, of_heap, COUNT(of_heap)) && add_processes(gathering, first);
}

bool mf_capture_board(struct mf_arena *arena, const char *sysroot, struct mf_capture *capture,
                      struct mf_error *error)
{
    struct gathering gathering = {arena, sysroot, capture, error, malloc(MF_PROBE_FILE_MAX + 1)};
    *capture = (struct mf_capture){.count = 0};
    bool ok = gathering.bytes ? gather(&gathering) : mf_fail_memory(error);
    free(gathering.bytes);
    return ok;
}
