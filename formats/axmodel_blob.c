// SPDX-License-Identifier: MIT
/* What an NPU program takes: code, workspace and tensors. */
#include "axmodel.h"

#include <string.h>

#include "../src/core/checked.h"
#include "../src/core/text.h"

#define CODE_FIELDS_620 3U
#define CODE_FIELDS_650 2U
#define KIND_ON_CHIP    1U
#define OFFSET_BYTES    ((uint64_t)4)

struct group {
    const struct mf_ax_program *program;
    const struct mf_ax_blob *blob;
    const char *name;
    uint32_t index;
};

/* The list of inputs also holds the weights and their parameters, which are not tensors. */
static bool is_hidden(const struct group *group, const char *name)
{
    for (size_t i = 0; i < group->program->hidden_count; i++) {
        if (strcmp(group->program->hidden[i], name) == 0)
            return true;
    }
    return strcmp(name, "params") == 0 || strcmp(name, "dyn_params") == 0;
}

/* Each tensor has an input `<tensor>_offset` of four bytes beside it, which is not allocated. */
static bool is_offset_of_tensor(const struct mf_ax *ax, const struct mf_ax_entry *entry)
{
    static const char suffix[] = "_offset";
    size_t length = strlen(entry->name);
    if (entry->bytes != OFFSET_BYTES || length < sizeof suffix ||
        strcmp(entry->name + length - (sizeof suffix - 1), suffix) != 0)
        return false;
    return !mf_ax_find_value(ax, entry->name);
}

/* Takes shape and type from the graph where they agree with the size in the memory table: the shape
 * groups of an LLM share names but not shapes. */
static bool describe(struct mf_ax *ax, const struct mf_ax_value *value, struct mf_tensor *tensor)
{
    uint64_t bytes;
    tensor->dtype = mf_ax_element(value ? value->element_type : 0)->name;
    if (!value || !mf_ax_value_bytes(value, &bytes) || bytes != tensor->bytes)
        return true;
    return mf_ax_copy_shape(ax, value, tensor);
}

static bool add_tensor(struct mf_ax *ax, const struct group *group, const struct mf_ax_entry *entry,
                       bool is_output)
{
    struct mf_model *model = ax->model;
    struct mf_ax_value *value = mf_ax_find_value(ax, entry->name);
    struct mf_tensor tensor = {.name = mf_arena_string(ax->arena, entry->name),
                               .is_output = is_output,
                               .group = group->index,
                               .bytes = entry->bytes};
    if (!tensor.name)
        return mf_fail_memory(ax->error);
    if (value && !value->found) {
        value->found = true;
        value->table_bytes = entry->bytes;
    }
    if (!describe(ax, value, &tensor) ||
        !mf_tensors_add(ax->arena, &model->tensors, tensor, ax->error))
        return false;
    if (!mf_accumulate(&ax->tensor_bytes, entry->bytes))
        return mf_fail_overflow(ax->error, entry->name);
    return mf_model_add_tensor_block(ax->arena, model, &tensor, ax->error);
}

static bool add_listed(struct mf_ax *ax, const struct group *group, uint32_t which)
{
    const struct mf_ax_entries *entries = &group->blob->lists[which];
    bool is_output = which == MF_AX_OUTPUTS;
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct mf_ax_entry *entry = &entries->items[i];
        if (!is_output && (is_hidden(group, entry->name) || is_offset_of_tensor(ax, entry)))
            continue;
        ax->tabled[is_output] = true;
        if (!add_tensor(ax, group, entry, is_output))
            return false;
    }
    return true;
}

static bool add_tensors(struct mf_ax *ax, const struct group *group)
{
    size_t before = ax->model->tensors.count;
    if (!add_listed(ax, group, MF_AX_INPUTS) || !add_listed(ax, group, MF_AX_OUTPUTS))
        return false;
    return ax->model->tensors.count > before || mf_ax_take_values(ax, group->name);
}

/* Weights that the memory table declares and that no initializer holds. */
static bool count_params(struct mf_ax *ax, const struct group *group, uint64_t bytes)
{
    if (group->program->source->params_counted)
        return true;
    if (!mf_accumulate(&ax->const_bytes, bytes))
        return mf_fail_overflow(ax->error, group->name);
    return mf_ax_add_block(ax, mf_arena_format(ax->arena, _("weights of %s"), group->name),
                           _("`params` of the memory table"), bytes);
}

/* `params` of the memory table has the size of the weights that the node names (in all files seen).
 * Where the node names none, the table is the only source. */
static bool check_params(struct mf_ax *ax, const struct group *group)
{
    const struct mf_ax_entries *entries = &group->blob->lists[MF_AX_INPUTS];
    const struct mf_ax_program *program = group->program;
    uint64_t declared = 0;
    for (uint32_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->items[i].name, "params") == 0)
            declared = entries->items[i].bytes;
    }
    if (declared == 0 || (declared <= program->weights_bytes && program->names_weights))
        return true;
    char table[MF_SIZE_TEXT_MAX];
    char file[MF_SIZE_TEXT_MAX];
    const char *text = mf_arena_format(
        ax->arena,
        program->names_weights ? _("the memory table of %s declares %s of weights, but the file "
                                   "holds %s, which are counted")
                               : _("the memory table of %s declares %s of weights, which are "
                                   "counted although the node names none"),
        group->name, mf_size_text(declared, table), mf_size_text(program->weights_bytes, file));
    return mf_ax_warn(ax, "weights-unsure", text) &&
           (program->names_weights || count_params(ax, group, declared));
}

static bool warn_kind(struct mf_ax *ax, const struct group *group, const struct mf_ax_entry *entry)
{
    return mf_ax_warn(ax, "memory-kind",
                      mf_arena_format(ax->arena,
                                      _("%s of %s is in memory of the unknown kind %u; it is "
                                        "counted as CMM"),
                                      entry->name, group->name, entry->kind));
}

/* Each entry is a block of its own; on-chip memory is not part of the pool. */
static bool add_entry(struct mf_ax *ax, const struct group *group, const struct mf_ax_entry *entry,
                      uint64_t *sum)
{
    if (entry->kind == KIND_ON_CHIP)
        return true;
    if (entry->kind > KIND_ON_CHIP && !warn_kind(ax, group, entry))
        return false;
    if (group->program->params_inside && strcmp(entry->name, "params") == 0)
        return count_params(ax, group, entry->bytes);
    if (!mf_accumulate(sum, entry->bytes))
        return mf_fail_overflow(ax->error, group->name);
    return mf_ax_add_block(
        ax, mf_arena_format(ax->arena, _("workspace %s of %s"), entry->name, group->name),
        _("DDR entry of the memory table"), entry->bytes);
}

static bool add_workspace(struct mf_ax *ax, const struct group *group)
{
    static const int lists[] = {MF_AX_WORKSPACE, MF_AX_RUNTIME};
    uint64_t sum = 0;
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        const struct mf_ax_entries *entries = &group->blob->lists[lists[k]];
        for (uint32_t i = 0; i < entries->count; i++) {
            if (!add_entry(ax, group, &entries->items[i], &sum))
                return false;
        }
    }
    if (!mf_accumulate(&ax->workspace_bytes, sum))
        return mf_fail_overflow(ax->error, group->name);
    if (sum > ax->largest_workspace)
        ax->largest_workspace = sum;
    return true;
}

/* The chip that `extra_data` declares. */
static const char *declared_chip(struct mf_ax *ax)
{
    static const char *const chips[] = {"AX650", "AX620E"};
    return ax->hardware_type < 2 ? chips[ax->hardware_type]
                                 : mf_arena_format(ax->arena, _("hardware type %llu"),
                                                   (unsigned long long)ax->hardware_type);
}

/* `extra_data` declares the chip too; where the two differ, the program itself decides. */
static bool set_chip(struct mf_ax *ax, const struct group *group)
{
    struct mf_model *model = ax->model;
    const char *chip = group->blob->code_fields == CODE_FIELDS_620 ? "AX620E" : "AX650";
    if (model->chip)
        return strcmp(model->chip, chip) == 0 ||
               mf_fail(
                   ax->error, MF_DAMAGED,
                   _("NPU program %s is for %s, but another in the file is for %s; build it again"),
                   group->name, chip, model->chip);
    model->chip = chip;
    const char *declared = ax->has_hardware_type ? declared_chip(ax) : chip;
    if (!declared)
        return mf_fail_memory(ax->error);
    if (strcmp(chip, declared) == 0)
        return true;
    return mf_ax_warn(
        ax, "chip-unsure",
        mf_arena_format(ax->arena,
                        _("its program has the layout of %s, but its extra_data declares %s; %s "
                          "is assumed"),
                        chip, declared, chip));
}

static bool add_code(struct mf_ax *ax, const struct group *group)
{
    uint64_t bytes = group->blob->code_bytes;
    uint32_t fields = group->blob->code_fields;
    if (fields != CODE_FIELDS_620 && fields != CODE_FIELDS_650)
        return mf_fail(
            ax->error, MF_UNKNOWN_VERSION,
            _("NPU program %s: its code table has %u fields; only 2 (AX650) and 3 (AX620E) "
              "are known, so it cannot be judged"),
            group->name, fields);
    if (bytes == 0)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("NPU program %s has no instructions; build or download it again"),
                       group->name);
    if (!mf_accumulate(&ax->code_bytes, bytes))
        return mf_fail_overflow(ax->error, group->name);
    return set_chip(ax, group) &&
           mf_ax_add_block(ax, mf_arena_format(ax->arena, _("code %s"), group->name),
                           _("8 bytes × instruction words"), bytes);
}

static bool refuse_blob(struct mf_ax *ax, const struct mf_ax_initializer *source)
{
    if (!source->blob)
        return mf_fail(ax->error, MF_DAMAGED,
                       _("NPU program %s at byte %llu does not begin like an NPU program; download "
                         "the file again"),
                       source->name, (unsigned long long)source->data.start);
    return mf_fail(ax->error, source->blob->problem->reason, _("NPU program %s: %s"), source->name,
                   source->blob->problem->text);
}

bool mf_ax_count_blob(struct mf_ax *ax, const struct mf_ax_program *program)
{
    struct mf_ax_initializer *source = program->source;
    struct group group = {program, source->blob, source->name, ax->model->group_count};
    if (!group.blob || group.blob->problem)
        return refuse_blob(ax, source);
    ax->program = group.index + 1;
    bool ok = mf_model_add_group(ax->arena, ax->model, program->batch, ax->error) &&
              add_code(ax, &group) && check_params(ax, &group) && add_workspace(ax, &group) &&
              add_tensors(ax, &group);
    source->params_counted = true;
    ax->program = 0;
    return ok;
}
