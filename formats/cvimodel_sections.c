// SPDX-License-Identifier: MIT
/* The sections of a cvimodel, and the memory that sophgo/cviruntime allocates for each
 * (docs/formats.md). */
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

/* Added to the unpacked size of a compressed command section that cannot be unpacked, for the
 * header of the descriptors. An estimate, not a bound: short records between many syncs take more.
 */
#define UNPACKED_EXTRA ((uint64_t)512)

struct section {
    const char *name;
    uint64_t size;
    uint64_t decompressed;
    struct mf_view body;
    uint8_t type;
    bool encrypted;
    bool compressed;
    bool walked;
    uint64_t command_bytes; /* in ION, where `walked` */
};

static const char *kind_of(uint8_t type)
{
    static const char *const kinds[TYPE_COUNT] = {N_("weight"), N_("command"), N_("x86 function"),
                                                  N_("aarch64 function"), N_("dmabuf")};
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
    section->decompressed = mf_fb_u32(&table, SECTION_DECOMPRESSED_SIZE);
    /* cviruntime ignores the flag where the unpacked size is 0. */
    section->compressed = mf_fb_u8(&table, SECTION_COMPRESS) != 0 && section->decompressed > 0;
    uint64_t offset = mf_fb_u32(&table, SECTION_OFFSET);
    if (cvi->fb.failed)
        return false;
    if (!section->name)
        section->name = "";
    if (section->type >= TYPE_COUNT)
        return mf_fail(cvi->error, MF_DAMAGED, _("section %u (%s) has the unknown type %u"), index,
                       section->name, section->type);
    if (!mf_view_slice(&cvi->payload, offset, section->size, &section->body))
        return mf_fail(
            cvi->error, MF_TRUNCATED,
            _("%s section %s ends %llu bytes past the end of the file (truncated download?)"),
            _(kind_of(section->type)), section->name,
            (unsigned long long)(offset + section->size - cvi->payload.size));
    return true;
}

static bool add_block(struct mf_cvi *cvi, const struct section *section, const char *prefix,
                      struct mf_block block)
{
    block.name = mf_arena_format(cvi->arena, "%s %s", prefix, section->name);
    block.phase = MF_PHASE_LOAD;
    return mf_model_add_block(cvi->arena, cvi->model, block, cvi->error);
}

static bool can_be_walked(const struct mf_cvi *cvi, const struct section *section)
{
    return section->type == TYPE_CMDBUF && section->size > 0 && !section->encrypted &&
           cvi->record_magic != 0;
}

static bool warn_packed(struct mf_cvi *cvi, const struct section *section)
{
    return mf_findings_add(
        cvi->arena, &cvi->model->findings, MF_WARNING, "commands-packed", cvi->model->path,
        cvi->error,
        _("command section %s cannot be unpacked (damaged?); it is counted as its "
          "unpacked size + 512 bytes, which may be too little"),
        section->name);
}

/* The block of ION for the descriptors of a command section. */
static bool command_block(struct mf_cvi *cvi, const struct section *section, struct mf_block *block)
{
    *block = (struct mf_block){.bytes = section->size, .certainty = MF_DERIVED};
    if (section->walked) {
        block->source = _("descriptors, by walking the section's records");
        block->bytes = section->command_bytes;
        block->certainty = MF_EXACT;
        return true;
    }
    if (section->encrypted) {
        block->source = _("encrypted: twice the section's size");
        return mf_mul(section->size, 2, &block->bytes)
                   ? true
                   : mf_fail_overflow(cvi->error, section->name);
    }
    if (!section->compressed) {
        block->source = _("the section's size: the records of this chip are not known");
        return true;
    }
    block->source = _("compressed: about its unpacked size + 512");
    block->bytes = section->decompressed + UNPACKED_EXTRA; /* the sum of 32 bits and a constant */
    if (!can_be_walked(cvi, section))
        return true;
    return warn_packed(cvi, section);
}

static bool add_command(struct mf_cvi *cvi, const struct section *section)
{
    struct mf_block block;
    if (section->size == 0)
        return true; /* cviruntime, loadCmdbuf: nothing is allocated */
    if (!command_block(cvi, section, &block))
        return false;
    if (!mf_accumulate(&cvi->sums.cmdbuf, section->size) ||
        !mf_accumulate(&cvi->sums.dmabuf, block.bytes))
        return mf_fail_overflow(cvi->error, section->name);
    struct mf_block heap = {.source = _("read into the heap while it is translated"),
                            .bytes =
                                section->size + (section->compressed ? section->decompressed : 0),
                            .pool = MF_POOL_USER,
                            .certainty = MF_EXACT};
    return add_block(cvi, section, _("commands"), block) &&
           add_block(cvi, section, _("command section"), heap);
}

static bool add_stored(struct mf_cvi *cvi, const struct section *section, const char *what)
{
    return add_block(cvi, section, what,
                     (struct mf_block){.source = _("section, as stored"),
                                       .bytes = section->size,
                                       .certainty = MF_EXACT});
}

/* While a compressed one is loaded, it is held packed and unpacked. */
static bool add_dmabuf(struct mf_cvi *cvi, const struct section *section)
{
    struct mf_block unpacked = {.source = _("unpacked beside the packed section"),
                                .bytes = section->compressed ? section->decompressed : 0,
                                .certainty = MF_EXACT};
    return add_block(cvi, section, _("unpacked"), unpacked) &&
           add_stored(cvi, section, _("dmabuf"));
}

/* Copied into ION as stored; the runtime ignores both flags here. */
static bool add_weight(struct mf_cvi *cvi, const struct section *section)
{
    if (!mf_accumulate(&cvi->sums.weight, section->size))
        return mf_fail_overflow(cvi->error, section->name);
    return add_stored(cvi, section, _("weights"));
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
        return add_block(cvi, section, _("function"),
                         (struct mf_block){.source = _("code for the CPU"),
                                           .bytes = section->size,
                                           .pool = MF_POOL_USER,
                                           .certainty = MF_DERIVED});
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

static bool walk(struct mf_cvi *cvi, struct section *section)
{
    if (section->compressed)
        return mf_cvi_packed_command_bytes(cvi->scratch, &section->body, cvi->record_magic,
                                           section->decompressed, &section->command_bytes,
                                           &section->walked, cvi->error);
    section->walked = true;
    return mf_cvi_command_bytes(&section->body, cvi->record_magic, &section->command_bytes,
                                cvi->error);
}

/* In the order of the file, as a stream passes each once. Overlapping sections could make a small
 * file a long walk, so their sum is bounded. */
static bool walk_commands(struct mf_cvi *cvi, struct section *items, uint32_t count)
{
    size_t walked = 0;
    uint64_t sum = 0;
    struct section **sorted = mf_arena_take(cvi->scratch, (count + 1) * sizeof(struct section *));
    if (!sorted)
        return mf_fail_memory(cvi->error);
    for (uint32_t i = 0; i < count; i++) {
        if (can_be_walked(cvi, &items[i]))
            sorted[walked++] = &items[i];
    }
    qsort(sorted, walked, sizeof(struct section *), by_place);
    for (size_t i = 0; i < walked; i++) {
        sum += sorted[i]->size; /* at most MF_SECTIONS_MAX of 32 bits */
        if (sum > MF_CMDBUF_MAX)
            return mf_fail(
                cvi->error, MF_LIMIT,
                _("has command sections of more than %llu bytes; at most that much is read"),
                (unsigned long long)MF_CMDBUF_MAX);
        if (!walk(cvi, sorted[i]))
            return false;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

void mf_cvi_sort_names(struct mf_cvi_names *names)
{
    size_t count = names->count;
    if (count == 0)
        return;
    qsort(names->items, count, sizeof *names->items, by_name);
    names->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(names->items[i], names->items[names->count - 1]) != 0)
            names->items[names->count++] = names->items[i];
    }
}

bool mf_cvi_has_name(const struct mf_cvi_names *names, const char *name)
{
    return names->count > 0 &&
           bsearch(&name, names->items, names->count, sizeof *names->items, by_name) != NULL;
}

/* Lists the names of the sections that routines may run. */
static bool keep_buffers(struct mf_cvi *cvi, const struct section *items, uint32_t count)
{
    struct mf_cvi_names *buffers = &cvi->buffers;
    buffers->items = mf_arena_take(cvi->scratch, (count + 1) * sizeof *buffers->items);
    if (!buffers->items)
        return mf_fail_memory(cvi->error);
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].type == TYPE_CMDBUF || items[i].type == TYPE_DMABUF)
            buffers->items[buffers->count++] = items[i].name;
    }
    mf_cvi_sort_names(buffers);
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
    if (!keep_buffers(cvi, items, sections->count) || !walk_commands(cvi, items, sections->count))
        return false;
    for (uint32_t i = 0; i < sections->count; i++) {
        if (!add_section(cvi, &items[i]))
            return false;
    }
    return true;
}
