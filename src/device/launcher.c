// SPDX-License-Identifier: MIT
/* MaixPy's launcher: the menu that runs while no app does. It shows itself through MaixCDK, and so
 * holds the common pool of a program and those of the display, until an app is started from it. */
#include <stdio.h>
#include <string.h>

#include "../core/text.h"
#include "finder.h"
#include "probe.h"

#define POOLS_NAMED 8

static bool begins_with_any(const char *name, const char *const *starts)
{
    for (; *starts; starts++) {
        if (strncmp(name, *starts, strlen(*starts)) == 0)
            return true;
    }
    return false;
}

bool mf_is_frame_pool(const char *name)
{
    static const char *const pools[] = {"VbPool", "comm_pool_", "user_pool_", NULL};
    return begins_with_any(name, pools);
}

/* Buffers of an open camera or codec, of which the launcher opens none. */
static bool is_of_camera(const char *name)
{
    static const char *const buffers[] = {"VI_DMA_BUF", "ISP_SHARED", "VENC_",    "VDEC_",
                                          "VCODEC_",    "jpeg_ion",   "isp_",     "3a-",
                                          "venc_ewl",   "jenc_ewl",   "dmabuf_p", NULL};
    return begins_with_any(name, buffers);
}

bool mf_read_process_name(const struct mf_finder *finder, struct mf_process *process)
{
    char path[64];
    struct mf_probe_text probe;
    snprintf(path, sizeof path, "/proc/%llu/comm", (unsigned long long)process->number);
    if (!mf_probe_read(finder->arena, finder->request->sysroot, path, &probe, finder->error))
        return false;
    if (probe.state != MF_PROBE_READ || probe.text[0] == '\0' || probe.text[0] == '\n')
        return true;
    process->name = mf_arena_copy(finder->arena, probe.text, strcspn(probe.text, "\r\n"));
    return process->name ? true : mf_fail_memory(finder->error);
}

/* The number of the launcher that runs; 0: none is seen. */
static bool look_for_launcher(const struct mf_finder *finder, uint64_t *launcher)
{
    struct mf_probe_folder folder;
    *launcher = 0;
    if (!mf_probe_list(finder->arena, finder->request->sysroot, "/proc", &folder, finder->error))
        return false;
    for (size_t i = 0; i < folder.count && *launcher == 0; i++) {
        struct mf_process process = {0};
        if (!mf_number_parse(folder.names[i], &process.number))
            continue;
        if (!mf_read_process_name(finder, &process))
            return false;
        if (process.name && strcmp(process.name, MF_LAUNCHER) == 0)
            *launcher = process.number;
    }
    return true;
}

/* *all: all pools are the launcher's where no other program is seen to have some of them. Each
 * program makes its common pool, the largest, once; and what opens a camera is another program. */
static struct mf_process sum_pools(const struct mf_supply *supply, uint64_t number, bool *all)
{
    struct mf_process launcher = {.number = number, .is_launcher = true};
    uint64_t largest = 0;
    *all = true;
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        if (is_of_camera(block->name))
            *all = false;
        if (!mf_is_frame_pool(block->name))
            continue;
        launcher.bytes += block->bytes; /* blocks of one pool: addresses bound their sum */
        launcher.blocks++;
        largest = block->bytes > largest ? block->bytes : largest;
    }
    size_t common = 0;
    for (size_t i = 0; i < supply->block_count; i++)
        common += mf_is_frame_pool(supply->blocks[i].name) && supply->blocks[i].bytes == largest;
    *all = *all && common == 1;
    return launcher;
}

static bool has_pools(const struct mf_supply *supply)
{
    for (size_t i = 0; i < supply->owner_count; i++) {
        if (mf_is_frame_pool(supply->owners[i].name))
            return true;
    }
    return false;
}

/* "VbPool0 16.2 MiB, VbPool1 1.2 MiB"; NULL without memory. */
static const char *pool_names(const struct mf_finder *finder)
{
    const struct mf_supply *supply = finder->supply;
    struct mf_text text = {0};
    size_t found = 0;
    for (size_t i = 0; i < supply->owner_count && found <= POOLS_NAMED; i++) {
        char size[MF_SIZE_TEXT_MAX];
        if (!mf_is_frame_pool(supply->owners[i].name))
            continue;
        if (found++ == POOLS_NAMED)
            mf_text_add(&text, ", …");
        else
            mf_text_format(&text, "%s%s %s", found > 1 ? ", " : "", supply->owners[i].name,
                           mf_size_text(supply->owners[i].bytes, size));
    }
    const char *names = text.failed ? NULL : mf_arena_string(finder->arena, text.bytes);
    mf_text_free(&text);
    return names;
}

static bool report(const struct mf_finder *finder, const struct mf_process *launcher, bool all)
{
    unsigned long long number = launcher->number;
    char size[MF_SIZE_TEXT_MAX];
    const char *names = pool_names(finder);
    if (!names)
        return mf_fail_memory(finder->error);
    return mf_finder_report(
        finder, MF_NOTE, "launcher",
        all ? mf_arena_format(finder->arena,
                              _("MaixPy's launcher runs (process %llu) and holds %s of the pool "
                                "(%s); it ends when an app is started from it"),
                              number, mf_size_text(launcher->bytes, size), names)
            : mf_arena_format(finder->arena,
                              _("MaixPy's launcher runs (process %llu); which of the pools are its "
                                "is unknown, because another program has some too or left them "
                                "(%s)"),
                              number, names));
}

bool mf_find_launcher(const struct mf_finder *finder, struct mf_process *processes, size_t *count)
{
    uint64_t number;
    if (!has_pools(finder->supply))
        return true;
    if (!look_for_launcher(finder, &number))
        return false;
    if (number == 0)
        return true;
    bool all;
    struct mf_process launcher = sum_pools(finder->supply, number, &all);
    if (all)
        processes[(*count)++] = launcher;
    return report(finder, &launcher, all);
}
