// SPDX-License-Identifier: MIT
/* axmodel: what Axera's Pulsar2 writes for AX620E (AX630C, MaixCAM2) and AX650, an ONNX ModelProto
 * (onnx/onnx, onnx/onnx.proto). */
#include "axmodel.h"

#include <string.h>

#include "../src/core/checked.h"
#include "../src/core/text.h"
#include "format.h"

enum {
    MODEL_IR_VERSION = 1,
    MODEL_PRODUCER = 2,
    MODEL_DOC = 6,
    MODEL_GRAPH = 7,
    MODEL_METADATA = 14
};
#define LAST_NPU_MODE 2U
#define WHOLE_NPU_620 1U

enum { METADATA_KEY = 1, METADATA_VALUE = 2 };

/* The ModelProto fields that onnx.proto knows, and their wire types. Others are skipped, as every
 * reader of protobuf does. */
static bool is_model_field(const struct mf_pb_field *field, bool *fits)
{
    static const uint8_t numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26};
    for (size_t i = 0; i < sizeof numbers; i++) {
        if (field->number != numbers[i])
            continue;
        *fits = (field->number == 1 || field->number == 5) == (field->wire == MF_WIRE_VARINT);
        return true;
    }
    return false;
}

static bool is_producer(const struct mf_pb_field *field)
{
    static const char producer[] = "Pulsar2";
    char text[sizeof producer - 1];
    struct mf_error ignored;
    return field->number == MODEL_PRODUCER && field->wire == MF_WIRE_BYTES &&
           field->body.size >= sizeof text &&
           mf_view_read(&field->body, 0, text, sizeof text, &ignored) &&
           memcmp(text, producer, sizeof text) == 0;
}

/* Walks the fields in the head. The last may end after the head. */
static enum mf_bid bid(const uint8_t *head, size_t length)
{
    struct mf_source source;
    struct mf_error error = {.reason = MF_OK};
    struct mf_pb_field field = {0};
    enum mf_bid found = MF_BID_NONE;
    mf_source_memory(&source, head, length);
    struct mf_pb pb = mf_pb_open(mf_view_all(&source), &error);
    for (bool more = true; more;) {
        bool fits = true;
        field.number = 0;
        more = mf_pb_next(&pb, &field);
        if (more && is_producer(&field))
            return MF_BID_STRONG;
        if (is_model_field(&field, &fits))
            found = MF_BID_WEAK;
        else if (field.number > 0 && found == MF_BID_NONE)
            found = MF_BID_FAINT;
        if (!fits)
            return MF_BID_NONE;
    }
    return pb.failed && error.reason != MF_TRUNCATED ? MF_BID_NONE : found;
}

static bool read_metadata(struct mf_ax *ax, struct mf_view view)
{
    const char *key = NULL;
    struct mf_pb_field field;
    struct mf_pb_field value = {0};
    struct mf_pb pb = mf_pb_open(view, ax->error);
    if (!mf_view_hold(&view, view.size, ax->error))
        return false;
    while (mf_pb_next(&pb, &field)) {
        if (field.number == METADATA_KEY &&
            !mf_pb_string(ax->scratch, &field, MF_STRING_MAX, &key, ax->error))
            return false;
        if (field.number == METADATA_VALUE)
            value = field;
    }
    if (pb.failed || !key || strcmp(key, "extra_data") != 0 || value.wire != MF_WIRE_BYTES)
        return !pb.failed;
    if (value.body.size > MF_EXTRA_DATA_MAX)
        return mf_ax_warn(
            ax, "extra-data",
            _("its extra_data is too large to read, so its NPU mode is unknown; no figure "
              "depends on it"));
    return mf_pb_string(ax->scratch, &value, MF_EXTRA_DATA_MAX, &ax->extra_data, ax->error);
}

static bool read_model_field(struct mf_ax *ax, const struct mf_pb_field *field,
                             const char **producer, const char **doc)
{
    if (field->number == MODEL_IR_VERSION && field->wire == MF_WIRE_VARINT) {
        ax->model->version =
            mf_arena_format(ax->arena, "ONNX IR %llu", (unsigned long long)field->value);
        return ax->model->version ? true : mf_fail_memory(ax->error);
    }
    if (field->wire != MF_WIRE_BYTES)
        return true;
    switch (field->number) {
    case MODEL_PRODUCER:
        return mf_pb_string(ax->arena, field, MF_STRING_MAX, producer, ax->error);
    case MODEL_DOC:
        return mf_pb_string(ax->scratch, field, MF_STRING_MAX, doc, ax->error);
    case MODEL_GRAPH:
        return mf_ax_read_graph(ax, field->body);
    case MODEL_METADATA:
        return read_metadata(ax, field->body);
    default:
        return true;
    }
}

/* The doc string is `Pulsar2 Version:  1.8-beta1\nPulsar2 Commit: 6a7e59de`. */
static bool name_toolchain(struct mf_ax *ax, const char *producer, const char *doc)
{
    static const char version_key[] = "Version:";
    static const char commit_key[] = "Commit:";
    const char *version = doc ? strstr(doc, version_key) : NULL;
    ax->model->toolchain = producer;
    if (!version)
        return true;
    version += sizeof version_key - 1;
    version += strspn(version, " ");
    int version_length = (int)strcspn(version, " \r\n");
    const char *compiler = producer ? producer : "Pulsar2";
    const char *commit = strstr(version, commit_key);
    if (commit) {
        commit += sizeof commit_key - 1;
        commit += strspn(commit, " ");
        int commit_length = (int)strcspn(commit, " \r\n");
        ax->model->toolchain = mf_arena_format(ax->arena, "%s %.*s (%.*s)", compiler,
                                               version_length, version, commit_length, commit);
    } else {
        ax->model->toolchain =
            mf_arena_format(ax->arena, "%s %.*s", compiler, version_length, version);
    }
    return ax->model->toolchain || mf_fail_memory(ax->error);
}

static bool note(struct mf_ax *ax, const char *code, const char *text)
{
    return mf_findings_add(ax->arena, &ax->model->findings, MF_NOTE, code, ax->model->path,
                           ax->error, "%s", text);
}

/* The formula was verified on one file whose size is published: for AX620E, with one program
 * (docs/formats.md). */
static bool note_certainty(struct mf_ax *ax)
{
    struct mf_model *model = ax->model;
    bool is_verified = model->chip && strcmp(model->chip, "AX620E") == 0 &&
                       model->group_count == 1 && ax->cpu_nodes == 0 && !ax->old_layout &&
                       !ax->is_doubtful;
    if (!note(ax, "derived-formula",
              is_verified
                  ? _("computed from the file with a formula that matches the one published figure")
                  : _("computed from the file with a formula verified on one simpler AX620E model; "
                      "expect a larger error")))
        return false;
    if (ax->cpu_nodes > 0 &&
        !mf_findings_add(
            ax->arena, &model->findings, MF_WARNING, "cpu-nodes", model->path, ax->error,
            _("nodes that run on the CPU: %llu (the first: %s); their memory is not counted"),
            (unsigned long long)ax->cpu_nodes, ax->cpu_op ? ax->cpu_op : "?"))
        return false;
    if (model->group_count < 2 || ax->workspace_bytes == ax->largest_workspace)
        return true;
    char sum[MF_SIZE_TEXT_MAX];
    char largest[MF_SIZE_TEXT_MAX];
    return mf_findings_add(
        ax->arena, &model->findings, MF_NOTE, "workspace-sum", model->path, ax->error,
        _("the workspaces of %u shape groups add up to %s, which is counted; if the runtime shares "
          "one, it takes %s"),
        model->group_count, mf_size_text(ax->workspace_bytes, sum),
        mf_size_text(ax->largest_workspace, largest));
}

static bool add_figures(struct mf_ax *ax)
{
    struct mf_model *model = ax->model;
    uint64_t cmm = ax->const_bytes;
    if (!mf_accumulate(&cmm, ax->code_bytes) || !mf_accumulate(&cmm, ax->workspace_bytes))
        return mf_fail_overflow(ax->error, _("the model"));
    model->has_vendor_figure = true;
    model->vendor_figure = (struct mf_part){"cmm", cmm};
    const struct mf_part parts[] = {{"const", ax->const_bytes},
                                    {"mcode", ax->code_bytes},
                                    {"workspace", ax->workspace_bytes},
                                    {"io", ax->tensor_bytes}};
    return mf_model_set_parts(ax->arena, model, parts, sizeof parts / sizeof parts[0], ax->error);
}

/* AX620E: 1 is the whole NPU; AX650: 1 and 2 are two and three cores. Protobuf leaves out a 0: it
 * is the smallest mode or an unknown one. */
static bool name_npu_mode(struct mf_ax *ax)
{
    bool is_620e = ax->model->chip && strcmp(ax->model->chip, "AX620E") == 0;
    if (ax->npu_mode == 0 || ax->npu_mode > LAST_NPU_MODE)
        return true;
    ax->model->takes_whole_npu = is_620e && ax->npu_mode == WHOLE_NPU_620;
    ax->model->npu_mode = mf_arena_format(
        ax->arena, ax->model->takes_whole_npu ? _("NPU%llu (the whole NPU)") : "NPU%llu",
        (unsigned long long)ax->npu_mode + 1);
    return ax->model->npu_mode ? true : mf_fail_memory(ax->error);
}

static bool fail_without_graph(const struct mf_ax *ax, const struct mf_view *view)
{
    uint64_t size = view->source->open_ended ? view->source->position : view->size;
    return mf_fail(ax->error, MF_TRUNCATED,
                   _("ends after %llu bytes, before the graph of an axmodel; download it again"),
                   (unsigned long long)size);
}

static bool read_fields(struct mf_ax *ax, const struct mf_view *view)
{
    const char *producer = NULL;
    const char *doc = NULL;
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(*view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (!read_model_field(ax, &field, &producer, &doc))
            return false;
    }
    if (pb.failed || !name_toolchain(ax, producer, doc))
        return false;
    if (!ax->has_graph)
        return fail_without_graph(ax, view);
    if (ax->node_count == 0)
        return mf_fail(ax->error, MF_NOT_COMPILED,
                       _("is not compiled: an ONNX graph without a `neu mode` node; compile it "
                         "with Pulsar2 for "
                         "MaixCAM2 or with tpu-mlir for MaixCAM"));
    return true;
}

static bool read_model(struct mf_arena *arena, struct mf_arena *scratch, const struct mf_view *view,
                       struct mf_model *model, struct mf_error *error)
{
    struct mf_ax ax = {.arena = arena, .scratch = scratch, .model = model, .error = error};
    return read_fields(&ax, view) && (!ax.extra_data || mf_ax_read_extra_data(&ax)) &&
           mf_ax_resolve(&ax) && name_npu_mode(&ax) && add_figures(&ax) && note_certainty(&ax);
}

const struct mf_format mf_axmodel_format = {
    .traits = {.format = "axmodel",
               .pool_kind = MF_KIND_CMM,
               .input_source = N_("input of the memory table"),
               .output_source = N_("output of the memory table"),
               .file_source = N_("read whole into the heap or mapped while it is loaded"),
               .has_npu_modes = true},
    .suffix = ".axmodel",
    .bid = bid,
    .read = read_model,
};
