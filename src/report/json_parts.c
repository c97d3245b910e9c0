// SPDX-License-Identifier: MIT
#include "../bundle/loading.h"
#include "issues.h"
#include "json_write.h"

void mf_json_put_blocks(struct mf_json_writer *writer, cJSON *parent,
                        const struct mf_block_list *blocks)
{
    cJSON *array = mf_json_array(writer, parent, "blocks");
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        cJSON *item = mf_json_item(writer, array);
        mf_json_put_shown(writer, item, "owner", block->owner);
        mf_json_put_shown(writer, item, "name", block->name);
        mf_json_put_number(writer, item, "bytes", block->bytes);
        mf_json_put_string(writer, item, "pool", mf_pool_word(block->pool));
        mf_json_put_string(writer, item, "phase", mf_phase_word(block->phase));
        mf_json_put_string(writer, item, "certainty", mf_certainty_word(block->certainty));
        mf_json_put_shown(writer, item, "source", block->source);
        mf_json_put_flag(writer, item, "shared", block->shared);
        mf_json_put_flag(writer, item, "spread", block->spread);
        mf_json_put_flag(writer, item, "transient", block->transient);
    }
}

static void put_tensors(struct mf_json_writer *writer, cJSON *parent,
                        const struct mf_tensor_list *tensors)
{
    cJSON *array = mf_json_array(writer, parent, "tensors");
    for (size_t i = 0; i < tensors->count; i++) {
        const struct mf_tensor *tensor = &tensors->items[i];
        cJSON *item = mf_json_item(writer, array);
        mf_json_put_string(writer, item, "name", tensor->name);
        mf_json_put_string(writer, item, "kind", tensor->is_output ? "output" : "input");
        mf_json_put_string(writer, item, "dtype", tensor->dtype);
        if (tensor->rank == 0) {
            mf_json_put_null(writer, item, "shape");
        } else {
            cJSON *shape = mf_json_array(writer, item, "shape");
            for (uint32_t k = 0; k < tensor->rank; k++)
                mf_json_append_number(writer, shape, tensor->shape[k]);
        }
        mf_json_put_number(writer, item, "bytes", tensor->bytes);
        mf_json_put_number(writer, item, "group", tensor->group);
    }
}

static void put_bundle(struct mf_json_writer *writer, cJSON *item, const struct mf_model *model)
{
    const struct mf_bundle *bundle = model->bundle;
    const struct mf_loaded *loaded = model->loaded;
    cJSON *object = mf_json_object(writer, item, "bundle");
    mf_json_put_string(writer, object, "kind", bundle->kind);
    mf_json_put_string(writer, object, "runner", mf_runner_word(loaded->runner));
    mf_json_put_number(writer, object, "layers", bundle->llm.layer_count);
    mf_json_put_flag(writer, object, "dynamic_layers", loaded->layer_pool > 0);
    mf_json_put_number(writer, object, "steady_bytes", model->held_bytes);
    mf_json_put_number(writer, object, "peak_bytes", loaded->peak_bytes);
    mf_json_put_amount(writer, object, "at_least_bytes",
                       (struct mf_amount){loaded->at_least_bytes > 0, loaded->at_least_bytes});
    mf_json_put_number(writer, object, "guard_bytes", loaded->guard_bytes);
    mf_json_put_amount(writer, object, "context",
                       (struct mf_amount){loaded->context > 0, loaded->context});
    cJSON *contexts = mf_json_array(writer, object, "contexts");
    for (size_t i = 0; i < bundle->context_count; i++)
        mf_json_append_number(writer, contexts, bundle->contexts[i]);
    mf_json_put_string(writer, object, "twin", loaded->twin);
}

static void put_model(struct mf_json_writer *writer, cJSON *item, const struct mf_model *model);

static void put_members(struct mf_json_writer *writer, cJSON *item, const struct mf_model *model)
{
    cJSON *array = mf_json_array(writer, item, "members");
    for (size_t i = 0; i < model->member_count; i++) {
        cJSON *member = mf_json_item(writer, array);
        mf_json_put_string(writer, member, "role", model->members[i]->role);
        put_model(writer, member, model->members[i]);
    }
}

static void put_model(struct mf_json_writer *writer, cJSON *item, const struct mf_model *model)
{
    mf_json_put_string(writer, item, "path", model->path);
    mf_json_put_string(writer, item, "format", model->format);
    mf_json_put_string(writer, item, "name", model->name);
    mf_json_put_string(writer, item, "chip", model->chip);
    mf_json_put_string(writer, item, "version", model->version);
    mf_json_put_string(writer, item, "toolchain", model->toolchain);
    mf_json_put_string(writer, item, "build_time", model->build_time);
    mf_json_put_string(writer, item, "npu_mode", model->npu_mode);
    mf_json_put_number(writer, item, "file_bytes", model->file_bytes);
    mf_json_put_number(writer, item, "groups", model->group_count);
    cJSON *batches = mf_json_array(writer, item, "batches");
    for (uint32_t i = 0; i < model->group_count; i++)
        mf_json_append_amount(writer, batches,
                              (struct mf_amount){model->batches[i] > 0, model->batches[i]});
    if (model->has_vendor_figure) {
        cJSON *figure = mf_json_object(writer, item, "vendor_figure");
        mf_json_put_string(writer, figure, "name", model->vendor_figure.name);
        mf_json_put_number(writer, figure, "bytes", model->vendor_figure.bytes);
    } else {
        mf_json_put_null(writer, item, "vendor_figure");
    }
    mf_json_put_number(writer, item, "npu_bytes", model->npu_bytes);
    cJSON *parts = mf_json_object(writer, item, "parts");
    for (size_t i = 0; i < model->part_count; i++)
        mf_json_put_number(writer, parts, model->parts[i].name, model->parts[i].bytes);
    put_tensors(writer, item, &model->tensors);
    mf_json_put_blocks(writer, item, &model->blocks);
    if (!model->bundle)
        return;
    put_bundle(writer, item, model);
    put_members(writer, item, model);
}

void mf_json_put_models(struct mf_json_writer *writer, cJSON *root, const struct mf_result *result)
{
    cJSON *array = mf_json_array(writer, root, "models");
    for (size_t i = 0; i < result->model_count; i++)
        put_model(writer, mf_json_item(writer, array), result->models[i]);
}

static void put_pieces(struct mf_json_writer *writer, cJSON *item, const struct mf_supply *supply)
{
    if (supply->holes_known) {
        cJSON *holes = mf_json_array(writer, item, "holes");
        for (size_t i = 0; i < supply->hole_count; i++) {
            cJSON *hole = mf_json_item(writer, holes);
            mf_json_put_number(writer, hole, "start", supply->holes[i].start);
            mf_json_put_number(writer, hole, "bytes", supply->holes[i].bytes);
        }
    } else {
        mf_json_put_null(writer, item, "holes");
    }
    cJSON *owners = mf_json_array(writer, item, "owners");
    for (size_t i = 0; i < supply->owner_count; i++) {
        cJSON *owner = mf_json_item(writer, owners);
        mf_json_put_shown(writer, owner, "name", supply->owners[i].name);
        mf_json_put_number(writer, owner, "bytes", supply->owners[i].bytes);
        mf_json_put_number(writer, owner, "blocks", supply->owners[i].blocks);
    }
}

static void put_processes(struct mf_json_writer *writer, cJSON *item,
                          const struct mf_supply *supply)
{
    cJSON *processes = mf_json_array(writer, item, "processes");
    for (size_t i = 0; i < supply->process_count; i++) {
        const struct mf_process *process = &supply->processes[i];
        cJSON *object = mf_json_item(writer, processes);
        mf_json_put_number(writer, object, "pid", process->number);
        mf_json_put_string(writer, object, "name", process->name);
        mf_json_put_number(writer, object, "bytes", process->bytes);
        mf_json_put_number(writer, object, "blocks", process->blocks);
        mf_json_put_string(writer, object, "state", mf_life_word(process->life));
    }
}

void mf_json_put_supply(struct mf_json_writer *writer, cJSON *root, const struct mf_supply *supply)
{
    cJSON *item = mf_json_object(writer, root, "supply");
    mf_json_put_string(writer, item, "device", mf_supply_board_name(supply));
    const char *candidates[MF_CANDIDATES_MAX];
    for (size_t i = 0; i < supply->candidate_count; i++)
        candidates[i] = supply->candidates[i]->name;
    mf_json_put_strings(writer, item, "candidates", candidates, supply->candidate_count);
    mf_json_put_string(writer, item, "origin", mf_origin_word(supply->origin));
    mf_json_put_string(writer, item, "kind", mf_kind_word(supply->kind));
    mf_json_put_string(writer, item, "probe", supply->probe_path);
    mf_json_put_amount(writer, item, "total", supply->total);
    mf_json_put_amount(writer, item, "used", supply->used);
    mf_json_put_amount(writer, item, "free", supply->free);
    mf_json_put_amount(writer, item, "largest_hole", supply->largest_hole);
    put_pieces(writer, item, supply);
    put_processes(writer, item, supply);
    mf_json_put_amount(writer, item, "refused", supply->refused);
    mf_json_put_amount(writer, item, "leaked", mf_supply_leaked(supply));
    mf_json_put_amount(writer, item, "reclaimed", mf_supply_reclaimed(supply));
    mf_json_put_amount(writer, item, "user_total", supply->user_total);
    mf_json_put_amount(writer, item, "user_available", supply->user_available);
    mf_json_put_amount(writer, item, "linux_mem", supply->linux_mem);
    if (supply->overlap_checked)
        mf_json_put_flag(writer, item, "overlaps_linux", supply->overlaps_linux);
    else
        mf_json_put_null(writer, item, "overlaps_linux");
}

void mf_json_put_list(struct mf_json_writer *writer, cJSON *array,
                      const struct mf_finding_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct mf_finding *finding = &list->items[i];
        cJSON *item = mf_json_item(writer, array);
        mf_json_put_string(writer, item, "code", finding->code);
        mf_json_put_string(writer, item, "severity", mf_severity_word(finding->severity));
        mf_json_put_shown(writer, item, "text", finding->text);
        mf_json_put_string(writer, item, "path", finding->path);
        mf_json_put_amount(writer, item, "line",
                           (struct mf_amount){finding->line > 0, finding->line});
    }
}

void mf_json_put_findings(struct mf_json_writer *writer, cJSON *root,
                          const struct mf_result *result)
{
    const struct mf_finding_list *findings;
    cJSON *array = mf_json_array(writer, root, "findings");
    for (size_t i = 0; (findings = mf_result_findings(result, i)) != NULL; i++)
        mf_json_put_list(writer, array, findings);
}
