// SPDX-License-Identifier: MIT
/* What of a pool belongs to programs that have ended (docs/memory.md, "What a program leaves
 * behind"). It is a lower bound: what nothing tells is not counted. */
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "finder.h"
#include "probe.h"

#define POOL_NAME    "VbPool"
#define POOL_NUMBERS 1024 /* more than the driver has */

static bool begins(const char *name, const char *start)
{
    return strncmp(name, start, strlen(start)) == 0;
}

static bool ends(const char *name, const char *end)
{
    size_t length = strlen(name);
    return length >= strlen(end) && strcmp(name + length - strlen(end), end) == 0;
}

/* Buffers of the codecs: the driver makes these two once a channel, and a channel is open once. */
static bool is_channel_buffer(const char *name)
{
    return (begins(name, "VENC_") || begins(name, "VDEC_")) &&
           (ends(name, "WorkBuffer") || ends(name, "BitStreamBuffer"));
}

/* Buffers that exist once where one program has camera and codecs open. */
static bool is_single(const char *name)
{
    return strcmp(name, "VI_DMA_BUF") == 0 || begins(name, "ISP_SHARED_BUFFER_") ||
           (begins(name, "VCODEC_") && ends(name, "_FW_Buffer")) || strcmp(name, "jpeg_ion") == 0 ||
           is_channel_buffer(name);
}

/* Buffers that nobody frees for a program that was killed. Those of the NPU are freed. */
static bool outlives_program(const char *name)
{
    return is_single(name) || begins(name, POOL_NAME) || begins(name, "VENC_") ||
           begins(name, "VDEC_");
}

/* The blocks of one program after the other, by address. */
struct generations {
    const char *seen[MF_SINGLES_MAX]; /* single buffers of the last generation */
    size_t seen_count;
    uint64_t bytes; /* of the last generation */
    uint64_t largest;
    uint64_t total;
    uint64_t count;
};

static bool is_seen(const struct generations *all, const char *name)
{
    for (size_t i = 0; i < all->seen_count; i++) {
        if (strcmp(all->seen[i], name) == 0)
            return true;
    }
    return false;
}

static void end_generation(struct generations *all)
{
    if (all->bytes > all->largest)
        all->largest = all->bytes;
    all->bytes = 0;
    all->seen_count = 0;
    all->count++;
}

/* A single buffer that the last generation has already begins the next. */
static void split(const struct mf_supply *supply, struct generations *all)
{
    for (size_t i = 0; i < supply->block_count; i++) {
        const struct mf_pool_block *block = &supply->blocks[i];
        if (!outlives_program(block->name))
            continue;
        if (is_single(block->name)) {
            if (all->seen_count == MF_SINGLES_MAX || is_seen(all, block->name))
                end_generation(all);
            all->seen[all->seen_count++] = block->name;
        }
        all->bytes += block->bytes; /* blocks of one pool: addresses bound their sum */
        all->total += block->bytes;
    }
    end_generation(all);
}

/* Drivers number the pools of frames in the order in which they are made. Does a later one stand
 * below an earlier one? Then it filled a hole, and the order of the addresses tells nothing. */
static bool is_mixed(const struct mf_supply *supply)
{
    bool seen[POOL_NUMBERS] = {false};
    uint64_t highest = 0;
    for (size_t i = 0; i < supply->block_count; i++) {
        const char *at = supply->blocks[i].name;
        uint64_t number;
        if (!begins(at, POOL_NAME))
            continue;
        at += strlen(POOL_NAME);
        if (!mf_scan_number(&at, 10, &number) || number >= POOL_NUMBERS)
            continue;
        if (number < highest && !seen[number])
            return true;
        seen[number] = true;
        highest = number > highest ? number : highest;
    }
    return false;
}

/* How often the single buffer stands there that stands there most often. */
static uint64_t count_generations(const struct mf_supply *supply)
{
    uint64_t most = 0;
    for (size_t i = 0; i < supply->owner_count; i++) {
        const struct mf_owner *owner = &supply->owners[i];
        if (owner->blocks > most && is_single(owner->name))
            most = owner->blocks;
    }
    return most;
}

/* All but one of each single buffer. */
static uint64_t sum_doubles(const struct mf_supply *supply)
{
    uint64_t doubles = 0;
    for (size_t i = 0; i < supply->owner_count; i++) {
        const struct mf_owner *owner = &supply->owners[i];
        if (owner->blocks > 1 && is_single(owner->name))
            doubles += owner->bytes - owner->largest;
    }
    return doubles;
}

/* At most one generation is alive, and that may be the largest. Where holes were filled again, the
 * blocks of several generations are mixed, and the order of the addresses tells nothing. */
static uint64_t leaked_generations(const struct mf_supply *supply, uint64_t count)
{
    struct generations all = {.seen_count = 0};
    split(supply, &all);
    return all.count == count && !is_mixed(supply) ? all.total - all.largest : sum_doubles(supply);
}

static uint64_t sum_processes(const struct mf_supply *supply, enum mf_life life)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < supply->process_count; i++)
        sum += supply->processes[i].life == life ? supply->processes[i].bytes : 0;
    return sum;
}

/* Older runtimes end the names of their blocks with `_null`, whether their program runs or not. */
static uint64_t sum_nameless(const struct mf_supply *supply)
{
    uint64_t sum = 0;
    for (size_t i = 0; supply->kind == MF_KIND_CMM && i < supply->owner_count; i++)
        sum += ends(supply->owners[i].name, "_null") ? supply->owners[i].bytes : 0;
    return sum;
}

static bool report_leaked(const struct mf_finder *finder, uint64_t generations)
{
    char size[MF_SIZE_TEXT_MAX];
    mf_size_text(finder->supply->leaked_bytes, size);
    return mf_finder_report(
        finder, MF_WARNING, "leak",
        generations > 1
            ? mf_arena_format(finder->arena,
                              _("at least %s belong to programs that have ended: buffers that "
                                "exist once a program stand there up to %llu times; a reboot "
                                "frees them"),
                              size, (unsigned long long)generations)
            : mf_arena_format(
                  finder->arena,
                  _("at least %s belong to programs that have ended; a reboot frees them"), size));
}

static bool report_unseen(const struct mf_finder *finder, uint64_t bytes)
{
    char size[MF_SIZE_TEXT_MAX];
    return bytes == 0 ||
           mf_finder_report(
               finder, MF_NOTE, "possible-leak",
               mf_arena_format(finder->arena,
                               _("%s belong to processes of which it is unknown whether they still "
                                 "run, because /proc does not list the processes here; if they "
                                 "have ended, a reboot frees them"),
                               mf_size_text(bytes, size)));
}

static bool report_nameless(const struct mf_finder *finder, uint64_t bytes)
{
    char size[MF_SIZE_TEXT_MAX];
    return bytes == 0 ||
           mf_finder_report(finder, MF_NOTE, "possible-leak",
                            mf_arena_format(finder->arena,
                                            _("%s are in blocks of an older runtime, which do not "
                                              "name their process (`_null`); if no program uses "
                                              "the NPU now, they are left over, and a reboot "
                                              "frees them"),
                                            mf_size_text(bytes, size)));
}

bool mf_find_leaks(const struct mf_finder *finder)
{
    struct mf_supply *supply = finder->supply;
    uint64_t generations = supply->kind == MF_KIND_ION ? count_generations(supply) : 0;
    uint64_t ended = sum_processes(supply, MF_LIFE_ENDED);
    uint64_t unseen = sum_processes(supply, MF_LIFE_UNKNOWN);
    uint64_t nameless = sum_nameless(supply);
    supply->leaked_bytes = ended;
    supply->certainly_leaked = ended;
    if (generations > 1) {
        supply->leaked_bytes += leaked_generations(supply, generations);
        supply->certainly_leaked += sum_doubles(supply);
    }
    if (supply->used.known && supply->leaked_bytes > supply->used.bytes)
        supply->leaked_bytes = supply->used.bytes; /* a listing that contradicts itself */
    supply->doubtful_bytes = unseen + nameless;
    if (supply->leaked_bytes > 0 && !report_leaked(finder, generations))
        return false;
    return report_unseen(finder, unseen) && report_nameless(finder, nameless);
}
