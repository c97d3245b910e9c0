// SPDX-License-Identifier: MIT
/* cvimodel: CVITEK/Sophgo's format for CV18xx and SG200x. Layout of the buffer: sophgo/tpu-mlir,
 * include/tpu_mlir/Builder/CV18xx/proto/cvimodel.fbs. What loading takes: sophgo/cviruntime. */
#include "cvimodel.h"

#include <string.h>

#include "../src/core/checked.h"
#include "format.h"

#define MAGIC        "CviModel"
#define HEADER_BYTES ((uint64_t)48)
#define OLD_HEADER   ((uint64_t)32) /* version 1.0: no chip name */
#define CHIP_OFFSET  ((uint64_t)30)
#define CHIP_BYTES   ((size_t)16)
#define KNOWN_MINOR  4U

/* Fields of the root table. */
enum {
    MODEL_VERSION,
    MODEL_NAME,
    MODEL_BUILD_TIME,
    MODEL_PROGRAMS = 6,
    MODEL_SECTIONS,
    MODEL_MLIR_VERSION = 9
};

static enum mf_bid bid(const uint8_t *head, size_t length)
{
    return length >= 8 && memcmp(head, MAGIC, 8) == 0 ? MF_BID_STRONG : MF_BID_NONE;
}

/* Chips whose command records are known, and what older tools called them (sophgo/cviruntime,
 * bm_types and the size routines of 180x and 181x). */
static const struct chip {
    const char *name;
    const char *old_name;
    uint8_t magic;
} chips[] = {{"cv181x", "mars", 0xA7}, {"cv180x", "phobos", 0xA8}};

static bool take_chip(struct mf_cvi *cvi, const char *name)
{
    struct mf_model *model = cvi->model;
    for (size_t i = 0; i < sizeof chips / sizeof chips[0]; i++) {
        bool old = strcmp(name, chips[i].old_name) == 0;
        if (!old && strcmp(name, chips[i].name) != 0)
            continue;
        cvi->record_magic = chips[i].magic;
        model->chip = chips[i].name;
        return !old ||
               mf_findings_add(cvi->arena, &model->findings, MF_WARNING, "old-chip-name",
                               model->path, cvi->error,
                               _("the file calls its chip %s, the old name of %s: older runtimes "
                                 "take it, the newest refuse it; if yours does, build it again"),
                               chips[i].old_name, chips[i].name);
    }
    model->chip = mf_arena_string(cvi->arena, name);
    return model->chip ? true : mf_fail_memory(cvi->error);
}

/* cviruntime trusts the header alone, and assumes cv183x for a file of version 1.0. */
static bool read_chip(struct mf_cvi *cvi, const struct mf_view *view)
{
    char chip[CHIP_BYTES + 1] = "cv183x";
    if (cvi->minor > 0 && !mf_view_read(view, CHIP_OFFSET, chip, CHIP_BYTES, cvi->error))
        return false;
    if (chip[0] == '\0')
        return mf_fail(cvi->error, MF_DAMAGED,
                       _("names no chip in its header, so no runtime loads it; build it again"));
    return take_chip(cvi, chip);
}

static bool read_header(struct mf_cvi *cvi, const struct mf_view *view)
{
    uint8_t version[2];
    uint32_t body_bytes;
    struct mf_error *error = cvi->error;
    if (!mf_view_u32(view, 8, &body_bytes, error) || !mf_view_read(view, 12, version, 2, error))
        return false;
    if (version[0] != 1)
        return mf_fail(
            error, MF_UNKNOWN_VERSION,
            _("is a cvimodel of version %u.%u; only 1.x is known, so it cannot be judged"),
            version[0], version[1]);
    cvi->minor = version[1];
    uint64_t header = version[1] == 0 ? OLD_HEADER : HEADER_BYTES;
    if (!mf_view_slice(view, header, body_bytes, &cvi->fb.view)) {
        uint64_t end = header + body_bytes;
        return mf_fail(
            error, MF_TRUNCATED,
            _("model table ends %llu bytes past the end of the file (truncated download?)"),
            (unsigned long long)(end - view->size));
    }
    if (!mf_view_slice(view, header + body_bytes, view->size - header - body_bytes, &cvi->payload))
        return mf_fail(error, MF_TRUNCATED, _("ends inside its header; download it again"));
    cvi->model->version = mf_arena_format(cvi->arena, "%u.%u", version[0], version[1]);
    if (!cvi->model->version)
        return mf_fail_memory(error);
    return read_chip(cvi, view);
}

static bool read_identity(struct mf_cvi *cvi, const struct mf_fb_table *root)
{
    struct mf_model *model = cvi->model;
    model->name = mf_fb_string(cvi->arena, root, MODEL_NAME);
    model->build_time = mf_fb_string(cvi->arena, root, MODEL_BUILD_TIME);
    const char *mlir = mf_fb_string(cvi->arena, root, MODEL_MLIR_VERSION);
    if (cvi->fb.failed)
        return false;
    if (mlir) {
        model->toolchain = mf_arena_format(cvi->arena, "tpu-mlir %s", mlir);
        if (!model->toolchain)
            return mf_fail_memory(cvi->error);
    }
    if (cvi->minor > KNOWN_MINOR &&
        !mf_findings_add(
            cvi->arena, &model->findings, MF_WARNING, "newer-version", model->path, cvi->error,
            _("the file has version 1.%u; fields newer than 1.%u are unknown and not counted"),
            cvi->minor, KNOWN_MINOR))
        return false;
    return true;
}

/* The sum that the vendor's tool prints, and what it is made of (docs/formats.md). */
static bool add_figures(struct mf_cvi *cvi)
{
    struct mf_model *model = cvi->model;
    const struct mf_cvi_sums *sums = &cvi->sums;
    uint64_t need = sums->sections;
    bool ok = mf_accumulate(&need, sums->neuron) && mf_accumulate(&need, sums->private_memory) &&
              mf_accumulate(&need, sums->shared) && mf_accumulate(&need, sums->vendor_io);
    uint64_t runtime = 0;
    for (size_t i = 0; i < model->blocks.count && ok; i++) {
        if (model->blocks.items[i].pool == MF_POOL_NPU)
            ok = mf_accumulate(&runtime, model->blocks.items[i].bytes);
    }
    if (!ok)
        return mf_fail_overflow(cvi->error, _("the model"));
    model->has_vendor_figure = true;
    model->vendor_figure = (struct mf_part){"need_ion", need};
    const struct mf_part parts[] = {
        {"weight", sums->weight},          {"cmdbuf", sums->cmdbuf}, {"dmabuf", sums->dmabuf},
        {"private", sums->private_memory}, {"shared", sums->shared}, {"io", sums->vendor_io},
        {"io_blocks", sums->io_blocks},    {"runtime", runtime},     {"neuron", sums->neuron},
    };
    size_t count = sizeof parts / sizeof parts[0] - (sums->neuron == 0); /* older files only */
    return mf_model_set_parts(cvi->arena, model, parts, count, cvi->error);
}

static bool read_model(struct mf_arena *arena, struct mf_arena *scratch, const struct mf_view *view,
                       struct mf_model *model, struct mf_error *error)
{
    struct mf_cvi cvi = {.arena = arena, .scratch = scratch, .model = model, .error = error};
    cvi.fb.error = error;
    if (!read_header(&cvi, view) || !mf_view_hold(&cvi.fb.view, cvi.fb.view.size, error))
        return false;
    struct mf_fb_table root = mf_fb_root(&cvi.fb);
    if (cvi.fb.failed || !read_identity(&cvi, &root))
        return false;
    struct mf_fb_vector sections = mf_fb_vector(&root, MODEL_SECTIONS, 4);
    struct mf_fb_vector programs = mf_fb_vector(&root, MODEL_PROGRAMS, 4);
    if (cvi.fb.failed)
        return false;
    if (programs.count == 0)
        return mf_fail(error, MF_DAMAGED,
                       _("holds no program, so there is nothing to load; build it again"));
    return mf_cvi_read_sections(&cvi, &sections) && mf_cvi_read_programs(&cvi, &programs) &&
           add_figures(&cvi);
}

const struct mf_format mf_cvimodel_format = {
    .traits = {.format = "cvimodel", .pool_kind = MF_KIND_ION},
    .suffix = ".cvimodel",
    .magic = MAGIC,
    .bid = bid,
    .read = read_model,
};
