// SPDX-License-Identifier: MIT
/* The ION that a command section of cv181x or cv180x takes when the runtime has translated it into
 * descriptors. The formula is that of sophgo/cviruntime's size routine for cv181x, and was compared
 * with it on 250 sections; that of cv180x differs in the magic only (docs/formats.md). */
#include "../src/core/checked.h"
#include "cvimodel.h"

#define RECORD_HEADER ((uint64_t)8)
#define ENGINE_TIU    0U
#define ENGINE_TDMA   2U /* any other is the CPU */
#define TIU_BYTES     ((uint64_t)112)
#define TDMA_BYTES    ((uint64_t)64)
#define CPU_BYTES     ((uint64_t)224)
#define TIU_TAIL      ((uint64_t)128)
#define LIST_HEADER   ((uint64_t)128)
#define SYNC_ID       0xFFFFU
#define TIU_SYNC_AT   ((uint64_t)4)
#define TDMA_SYNC_AT  ((uint64_t)2)
#define LOOKED_AT     (RECORD_HEADER + TIU_SYNC_AT + 2) /* of a record */
#define BODY_ALIGN    ((uint64_t)256)
#define RESULT_ALIGN  ((uint64_t)64)

struct counters {
    uint64_t tiu;
    uint64_t tdma;
    uint64_t cpu;
    uint64_t total_tdma;
    uint64_t tiu_lists; /* bytes of all lists for the TIU so far */
};

struct record {
    uint32_t engine;
    uint64_t bytes; /* with its header */
    bool sync;
};

static bool is_cpu(const struct record *record)
{
    return record->engine != ENGINE_TIU && record->engine != ENGINE_TDMA;
}

/* At a sync the runtime passes on what was gathered since the last one. No sum here can overflow:
 * each counts records of at least eight bytes in a section of at most MF_CMDBUF_MAX. */
static void sync(struct counters *counters)
{
    counters->cpu++;
    counters->total_tdma += counters->tdma;
    if (counters->tiu > 0) {
        uint64_t list = counters->tiu_lists + counters->tiu * TIU_BYTES + TIU_TAIL;
        counters->tiu_lists = (list + BODY_ALIGN - 1) / BODY_ALIGN * BODY_ALIGN;
    }
    counters->tiu = 0;
    counters->tdma = 0;
}

static bool damaged(struct mf_error *error, const struct mf_view *section, uint64_t offset,
                    const char *what)
{
    return mf_fail(error, MF_DAMAGED,
                   _("command section is damaged at byte %llu: %s; download it again"),
                   (unsigned long long)(section->start + offset), what);
}

static bool has_sync_id(const struct record *record, const uint8_t *head)
{
    const uint8_t *id =
        head + RECORD_HEADER + (record->engine == ENGINE_TIU ? TIU_SYNC_AT : TDMA_SYNC_AT);
    return (id[0] | id[1] << 8) == SYNC_ID;
}

static bool has_right_length(const struct record *record)
{
    uint64_t body = record->engine == ENGINE_TIU ? TIU_BYTES : TDMA_BYTES;
    return record->bytes == RECORD_HEADER + body;
}

static bool read_record(const struct mf_view *section, uint8_t magic, uint64_t offset,
                        struct record *record, struct mf_error *error)
{
    uint8_t head[LOOKED_AT] = {0};
    uint64_t left = section->size - offset;
    if (!mf_inside(offset, RECORD_HEADER, section->size))
        return damaged(error, section, offset, _("it ends in the middle of a record"));
    if (!mf_view_read(section, offset, head, left < sizeof head ? (size_t)left : sizeof head,
                      error))
        return false;
    if (head[0] != magic)
        return damaged(error, section, offset, _("no record begins here"));
    record->bytes = RECORD_HEADER + head[1];
    record->engine = head[2] & 0x0FU;
    if (!mf_inside(offset, record->bytes, section->size))
        return damaged(error, section, offset, _("a record ends past the end of the section"));
    record->sync = offset + record->bytes == section->size;
    if (is_cpu(record)) {
        record->sync = true;
        return true;
    }
    if (!has_right_length(record))
        return damaged(error, section, offset,
                       _("the length of a record does not match its engine"));
    record->sync = record->sync || has_sync_id(record, head);
    return true;
}

bool mf_cvi_command_bytes(const struct mf_view *section, uint8_t magic, uint64_t *bytes,
                          struct mf_error *error)
{
    struct counters counters = {0};
    for (uint64_t offset = 0; offset < section->size;) {
        struct record record = {0};
        if (!read_record(section, magic, offset, &record, error))
            return false;
        if (record.engine == ENGINE_TIU)
            counters.tiu++;
        else if (record.engine == ENGINE_TDMA)
            counters.tdma++;
        if (record.sync)
            sync(&counters);
        offset += record.bytes;
    }
    uint64_t lists = LIST_HEADER + counters.cpu * CPU_BYTES;
    lists = (lists + BODY_ALIGN - 1) / BODY_ALIGN * BODY_ALIGN + counters.tiu_lists;
    *bytes =
        (lists + RESULT_ALIGN - 1) / RESULT_ALIGN * RESULT_ALIGN + counters.total_tdma * TDMA_BYTES;
    return true;
}
