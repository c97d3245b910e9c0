// SPDX-License-Identifier: MIT
#include "../core/i18n.h"
#include "issues.h"
#include "json_write.h"

/* How the call ended. */
static void put_end(struct mf_json_writer *writer, cJSON *item, const struct mf_result *result)
{
    mf_json_put_string(writer, item, "reason", mf_reason_word(result->reason));
    mf_json_put_number(writer, item, "status", (uint64_t)result->status);
    mf_json_put_shown(writer, item, "message", result->message ? result->message : "");
}

static void put_conclusion(struct mf_json_writer *writer, cJSON *item,
                           const struct mf_result *result)
{
    mf_json_put_string(writer, item, "verdict", mf_verdict_word(result->verdict));
    put_end(writer, item, result);
}

static void put_pipelines(struct mf_json_writer *writer, cJSON *item,
                          const struct mf_pipeline_list *pipelines)
{
    cJSON *array = mf_json_array(writer, item, "pipelines");
    for (size_t i = 0; i < pipelines->count; i++) {
        cJSON *pipeline = mf_json_item(writer, array);
        mf_json_put_string(writer, pipeline, "name", pipelines->items[i].name);
        mf_json_put_blocks(writer, pipeline, &pipelines->items[i].blocks);
    }
}

/* Nothing was gathered where a model could not be read: null, not 0. */
static void put_demand(struct mf_json_writer *writer, cJSON *item, const struct mf_result *result)
{
    const struct mf_demand *demand = &result->demand;
    bool is_known = mf_need_is_known(result);
    if (!is_known) {
        mf_json_put_null(writer, item, "demand");
        return;
    }
    cJSON *object = mf_json_object(writer, item, "demand");
    mf_json_put_number(writer, object, "npu_bytes", demand->npu_bytes);
    mf_json_put_number(writer, object, "npu_steady_bytes", demand->npu_steady_bytes);
    mf_json_put_number(writer, object, "npu_largest_block", demand->npu_largest_block);
    mf_json_put_number(writer, object, "user_peak_bytes", demand->user_peak_bytes);
    mf_json_put_number(writer, object, "margin_bytes", demand->margin_bytes);
}

static void put_advice(struct mf_json_writer *writer, cJSON *item,
                       const struct mf_advice_list *advice)
{
    cJSON *array = mf_json_array(writer, item, "advice");
    for (size_t i = 0; i < advice->count; i++) {
        cJSON *entry = mf_json_item(writer, array);
        mf_json_put_string(writer, entry, "action", advice->items[i].action);
        mf_json_put_shown(writer, entry, "text", advice->items[i].text);
        mf_json_put_string(writer, entry, "change", advice->items[i].change);
        mf_json_put_string(writer, entry, "option", advice->items[i].option);
        mf_json_put_amount(writer, entry, "value", advice->items[i].value);
        mf_json_put_amount(writer, entry, "gains_bytes", advice->items[i].gains);
        mf_json_put_flag(writer, entry, "enough", advice->items[i].enough);
    }
}

/* null: no plan is needed, or there is nothing to combine. */
static void put_plan(struct mf_json_writer *writer, cJSON *item, const struct mf_advice_plan *plan)
{
    if (!plan->known) {
        mf_json_put_null(writer, item, "plan");
        return;
    }
    cJSON *object = mf_json_object(writer, item, "plan");
    mf_json_put_strings(writer, object, "actions", plan->actions, plan->action_count);
    mf_json_put_strings(writer, object, "options", plan->options, plan->option_count);
    mf_json_put_strings(writer, object, "changes", plan->changes, plan->option_count);
    mf_json_put_flag(writer, object, "enough", plan->enough);
    mf_json_put_number(writer, object, "missing_bytes", plan->missing_bytes);
    mf_json_put_shown(writer, object, "text", plan->text);
}

/* The pool to set; nulls where there is none, and the reason. */
static void put_pool_line(struct mf_json_writer *writer, cJSON *item,
                          const struct mf_result *result)
{
    const struct mf_pool_line *line = &result->pool_line;
    cJSON *object = mf_json_object(writer, item, "pool_line");
    mf_json_put_string(writer, object, "setting", line->possible ? line->setting : NULL);
    mf_json_put_amount(writer, object, "mib", (struct mf_amount){line->possible, line->mib});
    mf_json_put_amount(writer, object, "least_mib",
                       (struct mf_amount){line->possible, line->least_mib});
    mf_json_put_string(writer, object, "reason", mf_reason_word(mf_pool_line_reason(result)));
}

/* "request": {"sensor": {"value": "os04d10", "assumed": true}} */
static void put_request(struct mf_json_writer *writer, cJSON *item,
                        const struct mf_setting_list *settings)
{
    cJSON *request = mf_json_object(writer, item, "request");
    for (size_t i = 0; i < settings->count; i++) {
        const struct mf_setting *setting = &settings->items[i];
        cJSON *object = mf_json_object(writer, request, setting->name);
        mf_json_put_string(writer, object, "value", setting->value);
        mf_json_put_flag(writer, object, "assumed", setting->assumed);
    }
}

/* The images of the board with which the verdict is the other one. */
static void put_other_images(struct mf_json_writer *writer, cJSON *item,
                             const struct mf_result *result)
{
    cJSON *array = mf_json_array(writer, item, "other_images");
    for (size_t i = 0; i < result->other_image_count; i++) {
        const struct mf_device *image = result->other_images[i];
        cJSON *object = mf_json_item(writer, array);
        mf_json_put_string(writer, object, "device", image->name);
        mf_json_put_shown(writer, object, "title",
                          image->image_title ? _(image->image_title) : NULL);
        mf_json_put_flag(writer, object, "fits", result->verdict == MF_VERDICT_DOES_NOT_FIT);
    }
}

/* Models that were named and could not be read. */
static void put_unread(struct mf_json_writer *writer, cJSON *item, const struct mf_result *result)
{
    const struct mf_finding *finding;
    cJSON *unread = mf_json_array(writer, item, "unread");
    for (size_t i = 0; (finding = mf_unread_model(result, i)) != NULL; i++) {
        cJSON *entry = mf_json_item(writer, unread);
        mf_json_put_string(writer, entry, "path", finding->path);
        mf_json_put_string(writer, entry, "reason", finding->code);
        mf_json_put_shown(writer, entry, "text", finding->text);
    }
}

static void put_verdict(struct mf_json_writer *writer, cJSON *item, const struct mf_result *result)
{
    put_conclusion(writer, item, result);
    mf_json_put_models(writer, item, result);
    put_unread(writer, item, result);
    put_pipelines(writer, item, &result->pipelines);
    put_demand(writer, item, result);
    mf_json_put_amount(writer, item, "largest_context", result->largest_context);
    mf_json_put_supply(writer, item, &result->supply);
    put_other_images(writer, item, result);
    put_request(writer, item, &result->request);
    put_advice(writer, item, &result->advice);
    put_plan(writer, item, &result->plan);
    put_pool_line(writer, item, result);
    mf_json_put_findings(writer, item, result);
}

bool mf_verdict_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = mf_json_root(&writer, report);
    put_verdict(&writer, root, report->result);
    return mf_json_finish(&writer, root, out);
}

/* The beginning of every report but a verdict. */
static cJSON *begin(struct mf_json_writer *writer, const struct mf_report *report)
{
    cJSON *root = mf_json_root(writer, report);
    put_end(writer, root, report->result);
    return root;
}

bool mf_inspect_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = begin(&writer, report);
    mf_json_put_models(&writer, root, report->result);
    mf_json_put_findings(&writer, root, report->result);
    return mf_json_finish(&writer, root, out);
}

bool mf_status_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = begin(&writer, report);
    mf_json_put_supply(&writer, root, &report->result->supply);
    mf_json_put_findings(&writer, root, report->result);
    return mf_json_finish(&writer, root, out);
}

bool mf_findings_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = begin(&writer, report);
    mf_json_put_findings(&writer, root, report->result);
    return mf_json_finish(&writer, root, out);
}

/* Many verdicts are one object, whose list is written as they come. */
bool mf_json_head(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    bool done = mf_json_finish_open(&writer, mf_json_root(&writer, report), out);
    mf_text_add(out, ",\n\"results\": [\n");
    return done && !out->failed;
}

bool mf_json_next(const struct mf_report *report, struct mf_text *out)
{
    mf_text_add(out, report->judged > 0 ? "," : "");
    return mf_verdict_json(report, out);
}

bool mf_json_tail(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = cJSON_CreateObject();
    put_request(&writer, root, report->request);
    put_conclusion(&writer, root, report->result);
    mf_text_add(out, "],\n");
    return mf_json_finish_close(&writer, root, out);
}

bool mf_jsonl_item(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = mf_json_root(&writer, report);
    put_verdict(&writer, root, report->result);
    return mf_json_finish_line(&writer, root, out);
}

/* "maixcam2-4g@since-2025-09"; null where only one image is known. */
static void put_image_name(struct mf_json_writer *writer, cJSON *item,
                           const struct mf_device *device)
{
    struct mf_text name = {0};
    if (device->image)
        mf_text_format(&name, "%s@%s", device->id, device->image);
    mf_json_put_string(writer, item, "image_name", name.bytes);
    writer->failed |= name.failed;
    mf_text_free(&name);
}

static void put_device(struct mf_json_writer *writer, cJSON *item, const struct mf_device *device)
{
    mf_json_put_string(writer, item, "id", device->id);
    mf_json_put_string(writer, item, "name", device->name);
    mf_json_put_string(writer, item, "image", device->image);
    put_image_name(writer, item, device);
    mf_json_put_shown(writer, item, "image_title",
                      device->image_title ? _(device->image_title) : NULL);
    mf_json_put_flag(writer, item, "usual_image", device->is_usual);
    mf_json_put_string(writer, item, "since", device->since);
    mf_json_put_shown(writer, item, "title", _(device->title));
    mf_json_put_string(writer, item, "chip", device->chip);
    mf_json_put_string(writer, item, "kind", mf_kind_word(device->kind));
    mf_json_put_number(writer, item, "ram_mib", device->ram_mib);
    mf_json_put_number(writer, item, "pool_mib", device->pool_bytes / MF_MIB);
    mf_json_put_number(writer, item, "pool_bytes", device->pool_bytes);
    bool legal = device->legal_max_mib > 0;
    mf_json_put_amount(writer, item, "legal_min_mib",
                       (struct mf_amount){legal, device->legal_min_mib});
    mf_json_put_amount(writer, item, "legal_max_mib",
                       (struct mf_amount){legal, device->legal_max_mib});
    mf_json_put_amount(
        writer, item, "least_supported_mib",
        (struct mf_amount){device->least_supported_mib > 0, device->least_supported_mib});
    mf_json_put_strings(writer, item, "sensors", device->sensors.items, device->sensors.count);
    mf_json_put_string(writer, item, "adjust", device->adjust);
    mf_json_put_string(writer, item, "source", device->source);
    mf_json_put_strings(writer, item, "npu", device->npu.items, device->npu.count);
    mf_json_put_strings(writer, item, "aliases", device->aliases.items, device->aliases.count);
}

bool mf_devices_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    const struct mf_device_list *devices = report->devices;
    cJSON *root = mf_json_root(&writer, report);
    cJSON *array = mf_json_array(&writer, root, "devices");
    for (size_t i = 0; i < devices->count; i++)
        put_device(&writer, mf_json_item(&writer, array), &devices->items[i]);
    return mf_json_finish(&writer, root, out);
}

static void put_sensor(struct mf_json_writer *writer, cJSON *array,
                       const struct mf_pipeline_data *data, size_t index)
{
    struct mf_arena scratch = {0};
    struct mf_error ignored;
    struct mf_sensor_info info;
    if (mf_pipeline_sensor(&scratch, data, index, &info, &ignored)) {
        cJSON *item = mf_json_item(writer, array);
        mf_json_put_string(writer, item, "family", mf_pipeline_id(data));
        mf_json_put_string(writer, item, "name", info.name);
        mf_json_put_number(writer, item, "width", info.width);
        mf_json_put_number(writer, item, "height", info.height);
        mf_json_put_number(writer, item, "pool_bytes", info.pool_bytes);
        mf_json_put_flag(writer, item, "is_default", info.is_default);
        mf_json_put_string(writer, item, "source", info.source);
    } else {
        writer->failed = true;
    }
    mf_arena_free(&scratch);
}

bool mf_sensors_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    const struct mf_pipeline_data_list *data = report->pipelines;
    cJSON *root = mf_json_root(&writer, report);
    cJSON *array = mf_json_array(&writer, root, "sensors");
    for (size_t i = 0; i < data->count; i++) {
        for (size_t k = 0; k < mf_pipeline_sensor_count(data->items[i]); k++)
            put_sensor(&writer, array, data->items[i], k);
    }
    return mf_json_finish(&writer, root, out);
}
