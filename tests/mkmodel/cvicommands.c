// SPDX-License-Identifier: MIT
// The command section: records for the engines, and the size of the block that they become.
#include <stdlib.h>
#include <string.h>

#include "mkcvimodel.h"

enum { TIU = 0, CPU = 1, TDMA = 2 };
#define TIU_BODY  112u
#define TDMA_BODY 64u
#define CPU_BODY  224u
#define SYNC_ID   0xffffu
#define MAX_RUN   10000000u
#define LONGEST   CPU_BODY

struct record {
    unsigned engine;
    bool sync;
};

struct records {
    struct record *item;
    size_t count, cap;
};

static void add(struct records *list, unsigned engine, uint64_t times)
{
    for (uint64_t i = 0; i < times; i++) {
        if (list->count == list->cap) {
            list->cap = list->cap ? list->cap * 2 : 64;
            struct record *item = realloc(list->item, list->cap * sizeof(*item));
            if (!item)
                die(1, "out of memory");
            list->item = item;
        }
        list->item[list->count++] = (struct record){engine, engine == CPU};
    }
}

static void parse(struct records *list, const char *text)
{
    char *copy = copy_text(text);
    char *rest = NULL;
    for (char *p = strtok_r(copy, ",", &rest); p; p = strtok_r(NULL, ",", &rest)) {
        uint64_t times = p[0] && p[1] ? parse_number("--cmd", p + 1, MAX_RUN) : 1;
        if (p[0] == 't')
            add(list, TIU, times);
        else if (p[0] == 'd')
            add(list, TDMA, times);
        else if (p[0] == 'c')
            add(list, CPU, times);
        else if (strcmp(p, "s") == 0 && list->count > 0)
            list->item[list->count - 1].sync = true;
        else
            die(2, "--cmd '%s': want a list such as t3,d2,s,c", text);
    }
    free(copy);
    if (list->count == 0)
        die(2, "--cmd '%s': no record", text);
}

static void write_record(struct bytes *b, unsigned magic, const struct record *r, size_t index)
{
    uint8_t body[LONGEST] = {0};
    unsigned len = r->engine == TIU ? TIU_BODY : r->engine == TDMA ? TDMA_BODY : CPU_BODY;
    unsigned id_at = r->engine == TIU ? 4 : 2;
    unsigned id = r->sync ? SYNC_ID : (unsigned)(index % (SYNC_ID - 1)) + 1;
    if (r->engine != CPU) {
        body[id_at] = (uint8_t)id;
        body[id_at + 1] = (uint8_t)(id >> 8);
    }
    bytes_le(b, magic, 1);
    bytes_le(b, len, 1);
    bytes_le(b, r->engine, 1);
    bytes_zero(b, 5);
    bytes_put(b, body, len);
}

static uint64_t round_up(uint64_t value, uint64_t to)
{
    return (value + to - 1) / to * to;
}

// Each sync (the last record is one) closes a run: its TIU records become descriptors that end on
// 256 bytes, its TDMA ones are gathered behind; a CPU descriptor of 224 bytes starts each run.
static uint64_t block_size(const struct records *list)
{
    uint64_t runs = 0, tdma_total = 0, bd = 0, tiu = 0, tdma = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct record *r = &list->item[i];
        tiu += r->engine == TIU;
        tdma += r->engine == TDMA;
        if (!r->sync && i + 1 < list->count)
            continue;
        runs++;
        tdma_total += tdma;
        if (tiu > 0)
            bd = round_up(bd + tiu * 112 + 128, 256);
        tiu = tdma = 0;
    }
    return round_up(round_up(128 + runs * 224, 256) + bd, 64) + tdma_total * 64;
}

void cvi_commands(struct cvi_section *section, const char *list, unsigned magic)
{
    struct records records = {0};
    parse(&records, list);
    for (size_t i = 0; i < records.count; i++)
        write_record(&section->body, magic, &records.item[i], i);
    if (section->body.total > UINT32_MAX)
        die(2, "--cmd: a section holds less than 4 GiB");
    section->size = (uint32_t)section->body.total;
    section->walked = true;
    section->ion = block_size(&records);
    free(records.item);
}
