// SPDX-License-Identifier: MIT
/* `inspect`: what a model is, its tensors and its blocks. */
#include <stdio.h>

#include "layout.h"
#include "../core/clean.h"
#include "../core/i18n.h"
#include "../core/print.h"

#define TENSORS_SHOWN ((size_t)16)

static void put_optional(struct mf_text *out, const char *label, const char *value)
{
    if (value && value[0] != '\0')
        mf_put_fact(out, label, value);
}

static void put_bytes(struct mf_text *out, const char *label, uint64_t bytes, const char *behind)
{
    char size[MF_SIZE_TEXT_MAX];
    char text[160];
    if (bytes < MF_KIB)
        mf_print(text, sizeof text, _("%llu bytes%s"), (unsigned long long)bytes, behind);
    else
        mf_print(text, sizeof text, _("%llu bytes (%s)%s"), (unsigned long long)bytes,
                 mf_size_text(bytes, size), behind);
    mf_put_fact(out, label, text);
}

static void put_identity(struct mf_text *out, const struct mf_model *model)
{
    char text[64];
    put_optional(out, _("format"), model->format);
    put_optional(out, _("version"), model->version);
    put_optional(out, _("manifest"), model->bundle ? model->bundle->kind : NULL);
    put_optional(out, _("chip"), model->chip ? model->chip : _("unknown"));
    put_optional(out, _("NPU mode"), model->npu_mode);
    put_optional(out, _("name"), model->name);
    put_optional(out, _("made by"), model->toolchain);
    put_optional(out, _("built"), model->build_time);
    put_bytes(out, _("file"), model->file_bytes, "");
    snprintf(text, sizeof text, "%u", model->group_count);
    if (model->member_count == 0)
        mf_put_fact(out, _("programs"), text);
    snprintf(text, sizeof text, "%zu", model->member_count);
    if (model->member_count > 0)
        mf_put_fact(out, _("files"), text);
    for (size_t i = 0; i < model->part_count; i++)
        put_bytes(out, model->parts[i].name, model->parts[i].bytes, "");
    if (model->has_vendor_figure && !model->bundle)
        put_bytes(out, model->vendor_figure.name, model->vendor_figure.bytes,
                  _(": as the vendor's tool counts"));
}

static void put_shape(struct mf_text *text, const struct mf_tensor *tensor)
{
    for (uint32_t i = 0; i < tensor->rank; i++)
        mf_text_format(text, "%s%llu", i == 0 ? "" : "x", (unsigned long long)tensor->shape[i]);
    if (tensor->rank == 0)
        mf_text_add(text, "?");
}

/* Programs or shape groups have tensors of their own. */
static void put_group(struct mf_text *out, const struct mf_model *model, uint32_t group)
{
    uint32_t batch = group < model->group_count ? model->batches[group] : 0;
    if (batch > 0)
        mf_text_format(out, _("  program %u, batch %u\n"), group, batch);
    else
        mf_text_format(out, _("  program %u\n"), group);
}

#define SHAPE_COLUMNS  ((size_t)20)
#define NUMBER_COLUMNS ((size_t)12)

/* A narrow line has no shapes. */
static size_t shape_columns(const struct mf_text *out)
{
    return mf_line_columns(out) < 2 * SHAPE_COLUMNS + NUMBER_COLUMNS + 15 ? 0 : SHAPE_COLUMNS;
}

/* What "in", type, shape and bytes leave. */
static size_t name_columns(const struct mf_text *out)
{
    size_t rest = mf_line_columns(out) - shape_columns(out) - NUMBER_COLUMNS - 15;
    return rest < 40 ? rest : 40;
}

static void put_tensor(struct mf_text *out, const struct mf_tensor *tensor)
{
    struct mf_text shape = {0};
    char number[32];
    put_shape(&shape, tensor);
    mf_text_add(out, tensor->is_output ? "  out " : "  in  ");
    mf_put_cell(out, tensor->name, name_columns(out));
    mf_text_add(out, " ");
    mf_put_cell(out, tensor->dtype, 7);
    mf_text_add(out, " ");
    mf_put_cell(out, shape.bytes ? shape.bytes : "", shape_columns(out));
    snprintf(number, sizeof number, "%llu", (unsigned long long)tensor->bytes);
    mf_put_right(out, number, NUMBER_COLUMNS);
    mf_text_add(out, "\n");
    mf_text_end(&shape, out);
}

static void put_tensors(struct mf_text *out, const struct mf_model *model, bool verbose)
{
    size_t shown =
        verbose || model->tensors.count <= TENSORS_SHOWN ? model->tensors.count : TENSORS_SHOWN;
    if (model->tensors.count == 0)
        return;
    mf_text_add(out, "\n  ");
    mf_put_cell(out, _("Tensors"), name_columns(out) + 5);
    mf_put_cell(out, _("type"), 8);
    mf_put_cell(out, _("shape"), shape_columns(out));
    mf_put_right(out, _("bytes"), NUMBER_COLUMNS);
    mf_text_add(out, "\n");
    for (size_t i = 0; i < shown; i++) {
        const struct mf_tensor *tensor = &model->tensors.items[i];
        bool first = i == 0 || tensor->group != model->tensors.items[i - 1].group;
        if (first && model->group_count > 1)
            put_group(out, model, tensor->group);
        put_tensor(out, tensor);
    }
    if (shown < model->tensors.count)
        mf_text_format(out, _("  and %zu more; -v lists them\n"), model->tensors.count - shown);
}

static const char *runner_title(enum mf_runner runner)
{
    return runner == MF_RUNNER_AXLLM ? _("axllm (B: shape groups share their tensors)")
                                     : _("maixcdk (A: every shape group has tensors of its own)");
}

/* A copy of a file that is held while it is loaded makes a peak. */
static void put_steady(struct mf_text *out, const struct mf_model *model)
{
    char size[MF_SIZE_TEXT_MAX];
    char peak[MF_SIZE_TEXT_MAX];
    char text[96];
    uint64_t most = model->loaded->peak_bytes;
    if (most > model->held_bytes)
        mf_print(text, sizeof text, _("%s while it runs, up to %s while it loads"),
                 mf_size_text(model->held_bytes, size), mf_size_text(most, peak));
    else
        mf_print(text, sizeof text, _("%s while it runs, and no more while it loads"),
                 mf_size_text(model->held_bytes, size));
    mf_put_fact(out, _("holds"), text);
}

static void put_cmm_size(struct mf_text *out, const struct mf_bundle *bundle,
                         const struct mf_loaded *loaded)
{
    char size[MF_SIZE_TEXT_MAX];
    char text[96];
    mf_print(text, sizeof text, _("%s, by the vendor's manifest; the larger figure counts"),
             mf_size_text(bundle->vendor_bytes, size));
    if (loaded->is_what_if)
        mf_print(text, sizeof text, _("%s, by the vendor's manifest; not asked in a what-if"),
                 mf_size_text(bundle->vendor_bytes, size));
    mf_put_fact(out, "cmm_size", text);
}

static void put_layer_pool(struct mf_text *out, uint64_t pool)
{
    char text[96];
    mf_print(text, sizeof text, _("weights of %llu at a time; the tensors of all stay"),
             (unsigned long long)pool);
    mf_put_fact(out, _("layers"), text);
}

void mf_put_bundle(struct mf_text *out, const struct mf_model *model)
{
    const struct mf_bundle *bundle = model->bundle;
    const struct mf_loaded *loaded = model->loaded;
    struct mf_text text = {0};
    if (bundle->vendor_bytes > 0)
        put_cmm_size(out, bundle, loaded);
    if (bundle->llm.layer_count == 0)
        return;
    put_steady(out, model);
    mf_put_fact(out, _("runner"), runner_title(loaded->runner));
    if (loaded->layer_pool > 0)
        put_layer_pool(out, loaded->layer_pool);
    if (bundle->context_count == 0)
        return;
    mf_text_format(&text, _("%llu of %llu tokens"), (unsigned long long)loaded->context,
                   (unsigned long long)bundle->contexts[bundle->context_count - 1]);
    mf_put_fact(out, _("context"), text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
}

static void put_model(struct mf_text *out, const struct mf_model *model, bool verbose)
{
    mf_put_clean(out, model->path, SIZE_MAX);
    mf_text_add(out, "\n");
    put_identity(out, model);
    if (model->bundle)
        mf_put_bundle(out, model);
    put_tensors(out, model, verbose);
    mf_text_add(out, "\n");
    mf_put_blocks(out, &model->blocks, &model->holdings, verbose);
    mf_put_row(out, 0, _("Needed in all"), &model->held_bytes, NULL, NULL);
}

bool mf_put_models(struct mf_text *out, const struct mf_result *result, bool verbose)
{
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_model *model = result->models[i];
        if (i > 0)
            mf_text_add(out, "\n");
        put_model(out, model, verbose);
        for (size_t k = 0; verbose && k < model->member_count; k++) {
            mf_text_add(out, "\n");
            put_model(out, model->members[k], verbose);
        }
    }
    return true;
}
