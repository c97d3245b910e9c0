// SPDX-License-Identifier: MIT
/* The sections of a cvimodel, and what the runtime makes of each (sophgo/cviruntime, read line by
 * line). */
#include "../src/core/checked.h"
#include "cvimodel.h"

#include <stdlib.h>
#include <string.h>

enum {
    SECTION_TYPE,
    SECTION_NAME,
    SECTION_SIZE,
    SECTION_OFFSET,
    SECTION_ENCRYPT,
    SECTION_COMPRESS,
    SECTION_DECOMPRESSED_SIZE
};
enum { TYPE_WEIGHT, TYPE_CMDBUF, TYPE_FUNC_X86, TYPE_FUNC_AARCH64, TYPE_DMABUF, TYPE_COUNT };

/* A compressed command section cannot be walked; what it becomes is bounded by its unpacked size
 * and the descriptors' header. */
#define COMPRESSED_EXTRA ((uint64_t)512)

struct section {
    const char *name;
    const char *kind;
    uint64_t size;
    uint64_t decompressed;
    struct mf_view body;
    uint8_t type;
    bool encrypted;
    bool compressed;
    uint64_t command_bytes; /* what its records become, where they can be walked */
};

static const char *kind_of(uint8_t type)
{
    static const char *const kinds[TYPE_COUNT] = {"weight", "command", "x86 function",
                                                  "aarch64 function", "dmabuf"};
    return kinds[type];
}

static bool read_section(struct mf_cvi *cvi, const struct mf_fb_vector *sections, uint32_t index,
                         struct section *section)
{
    struct mf_fb_table table = mf_fb_vector_table(sections, index);
    section->type = mf_fb_u8(&table, SECTION_TYPE);
    section->name = mf_fb_string(cvi->scratch, &table, SECTION_NAME);
    section->size = mf_fb_u32(&table, SECTION_SIZE);
    section->encrypted = mf_fb_u8(&table, SECTION_ENCRYPT) != 0;
    section->compressed = mf_fb_u8(&table, SECTION_COMPRESS) != 0;
    section->decompressed = mf_fb_u32(&table, SECTION_DECOMPRESSED_SIZE);
    uint64_t offset = mf_fb_u32(&table, SECTION_OFFSET);
    if (cvi->fb.failed)
        return false;
    if (!section->name)
        section->name = "";
    if (section->type >= TYPE_COUNT)
        return mf_fail(cvi->error, MF_DAMAGED,
                       _("section %u (%s) is of type %u, which no version has"), index,
                       section->name, section->type);
    section->kind = kind_of(section->type);
    if (!mf_view_slice(&cvi->payload, offset, section->size, &section->body))
        return mf_fail(
            cvi->error, MF_TRUNCATED,
            _("%s section %s ends %llu bytes past the end of the file (truncated download?)"),
            section->kind, section->name,
            (unsigned long long)(offset + section->size - cvi->payload.size));
    return true;
}

static bool add_block(struct mf_cvi *cvi, const struct section *section, const char *prefix,
                      const char *source, uint64_t bytes, enum mf_pool pool,
                      enum mf_certainty certainty)
{
    if (bytes == 0)
        return true;
    const char *name = mf_arena_format(cvi->arena, "%s %s", prefix, section->name);
    if (!name)
        return mf_fail_memory(cvi->error);
    struct mf_block block = {.owner = cvi->model->owner,
                             .name = name,
                             .source = source,
                             .bytes = bytes,
                             .pool = pool,
                             .phase = MF_PHASE_LOAD,
                             .certainty = certainty};
    return mf_blocks_add(cvi->arena, &cvi->model->blocks, block, cvi->error);
}

/* Chips other than cv181x use sibling tables with other magics. */
static bool can_be_walked(const struct mf_cvi *cvi, const struct section *section)
{
    const char *chip = cvi->model->chip;
    return section->type == TYPE_CMDBUF && !section->encrypted && !section->compressed && chip &&
           strcmp(chip, "cv181x") == 0;
}

/* What a command section becomes in ION. */
static bool command_bytes(struct mf_cvi *cvi, const struct section *section, uint64_t *bytes,
                          const char **source, enum mf_certainty *certainty)
{
    *certainty = MF_DERIVED;
    *bytes = section->size;
    if (section->encrypted) {
        *source = _("encrypted: twice the section's size");
        return mf_mul(section->size, 2, bytes) ? true : mf_fail_overflow(cvi->error, section->name);
    }
    if (section->compressed) {
        *source = _("compressed: at most its unpacked size + 512");
        return mf_add(section->decompressed, COMPRESSED_EXTRA, bytes)
                   ? true
                   : mf_fail_overflow(cvi->error, section->name);
    }
    if (!can_be_walked(cvi, section)) {
        *source = _("the section's size: its records are known for cv181x only");
        return true;
    }
    *source = _("descriptors, by walking the section's records");
    *certainty = MF_EXACT;
    *bytes = section->command_bytes;
    return true;
}

static bool add_command(struct mf_cvi *cvi, const struct section *section)
{
    uint64_t bytes;
    const char *source;
    enum mf_certainty certainty;
    if (!command_bytes(cvi, section, &bytes, &source, &certainty))
        return false;
    if (!mf_accumulate(&cvi->sums.cmdbuf, section->size) ||
        !mf_accumulate(&cvi->sums.dmabuf, bytes))
        return mf_fail_overflow(cvi->error, section->name);
    return add_block(cvi, section, "commands", source, bytes, MF_POOL_NPU, certainty) &&
           add_block(cvi, section, "command section",
                     _("read into the heap while it is translated"), section->size, MF_POOL_USER,
                     MF_EXACT);
}

/* A compressed one is held twice for a moment: packed and unpacked. */
static bool add_dmabuf(struct mf_cvi *cvi, const struct section *section)
{
    if (section->compressed &&
        !add_block(cvi, section, "unpacked", _("unpacked beside the packed section"),
                   section->decompressed, MF_POOL_NPU, MF_EXACT))
        return false;
    return add_block(cvi, section, "dmabuf", _("section, as stored"), section->size, MF_POOL_NPU,
                     MF_EXACT);
}

static bool add_weight(struct mf_cvi *cvi, const struct section *section)
{
    if (!mf_accumulate(&cvi->sums.weight, section->size))
        return mf_fail_overflow(cvi->error, section->name);
    if (section->compressed &&
        !add_block(cvi, section, "unpacked", _("unpacked beside the packed section"),
                   section->decompressed, MF_POOL_NPU, MF_DERIVED))
        return false;
    return add_block(cvi, section, "weights", _("section, as stored"), section->size, MF_POOL_NPU,
                     MF_EXACT);
}

static bool add_section(struct mf_cvi *cvi, const struct section *section)
{
    if (!mf_accumulate(&cvi->sums.sections, section->size))
        return mf_fail_overflow(cvi->error, section->name);
    switch (section->type) {
    case TYPE_WEIGHT:
        return add_weight(cvi, section);
    case TYPE_CMDBUF:
        return add_command(cvi, section);
    case TYPE_DMABUF:
        return add_dmabuf(cvi, section);
    default: /* functions for the CPU take no ION */
        return add_block(cvi, section, "function", _("code for the CPU"), section->size,
                         MF_POOL_USER, MF_DERIVED);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct section *const *left = a;
    const struct section *const *right = b;
    if ((*left)->body.start != (*right)->body.start)
        return (*left)->body.start < (*right)->body.start ? -1 : 1;
    return 0;
}

/* In the order of their places: a stream passes each once. */
static bool walk_commands(struct mf_cvi *cvi, struct section *items, uint32_t count)
{
    size_t walked = 0;
    struct section **sorted = mf_arena_take(cvi->scratch, (count + 1) * sizeof(struct section *));
    if (!sorted)
        return mf_fail_memory(cvi->error);
    for (uint32_t i = 0; i < count; i++) {
        if (can_be_walked(cvi, &items[i]))
            sorted[walked++] = &items[i];
    }
    qsort(sorted, walked, sizeof(struct section *), by_place);
    for (size_t i = 0; i < walked; i++) {
        if (!mf_cvi_command_bytes(&sorted[i]->body, &sorted[i]->command_bytes, cvi->error))
            return false;
    }
    return true;
}

bool mf_cvi_read_sections(struct mf_cvi *cvi, const struct mf_fb_vector *sections)
{
    if (sections->count > MF_SECTIONS_MAX)
        return mf_fail(cvi->error, MF_LIMIT, _("has %u sections; at most %u are read"),
                       sections->count, MF_SECTIONS_MAX);
    struct section *items = mf_arena_take(cvi->scratch, (sections->count + 1) * sizeof *items);
    if (!items)
        return mf_fail_memory(cvi->error);
    for (uint32_t i = 0; i < sections->count; i++) {
        if (!read_section(cvi, sections, i, &items[i]))
            return false;
    }
    if (!walk_commands(cvi, items, sections->count))
        return false;
    for (uint32_t i = 0; i < sections->count; i++) {
        if (!add_section(cvi, &items[i]))
            return false;
    }
    return true;
}
