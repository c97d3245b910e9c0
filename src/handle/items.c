// SPDX-License-Identifier: MIT
/* Lists of the last evaluation, item by item and field by field, by the names of the JSON. */
#include "../report/issues.h"
#include "handle.h"

/* What a field holds: a text, a number, or neither. */
struct value {
    const char *text;
    struct mf_amount number;
};

static struct value text(const char *string)
{
    return (struct value){.text = string};
}

static struct value number(uint64_t value)
{
    return (struct value){.number = {true, value}};
}

static struct value amount(struct mf_amount amount)
{
    return (struct value){.number = amount};
}

static struct value none(void)
{
    return (struct value){.text = NULL};
}

static struct value of_model(const struct mf_model *model, enum maixfit_field field)
{
    switch ((int)field) {
    case MAIXFIT_FIELD_PATH:
        return text(model->path);
    case MAIXFIT_FIELD_FORMAT:
        return text(model->format);
    case MAIXFIT_FIELD_NAME:
        return text(model->name);
    case MAIXFIT_FIELD_CHIP:
        return text(model->chip);
    case MAIXFIT_FIELD_NPU_BYTES:
        return number(model->npu_bytes);
    case MAIXFIT_FIELD_FILE_BYTES:
        return number(model->file_bytes);
    default:
        return none();
    }
}

static struct value of_advice(const struct mf_advice *advice, enum maixfit_field field)
{
    switch ((int)field) {
    case MAIXFIT_FIELD_ACTION:
        return text(advice->action);
    case MAIXFIT_FIELD_TEXT:
        return text(advice->text);
    case MAIXFIT_FIELD_OPTION:
        return text(advice->option);
    case MAIXFIT_FIELD_CHANGE:
        return text(advice->change);
    case MAIXFIT_FIELD_VALUE:
        return amount(advice->value);
    case MAIXFIT_FIELD_GAINS_BYTES:
        return amount(advice->gains);
    case MAIXFIT_FIELD_ENOUGH:
        return number(advice->enough);
    default:
        return none();
    }
}

static struct value of_finding(const struct mf_finding *finding, enum maixfit_field field)
{
    if (!finding)
        return none();
    switch ((int)field) {
    case MAIXFIT_FIELD_CODE:
        return text(finding->code);
    case MAIXFIT_FIELD_SEVERITY:
        return text(mf_severity_word(finding->severity));
    case MAIXFIT_FIELD_TEXT:
        return text(finding->text);
    case MAIXFIT_FIELD_PATH:
        return text(finding->path);
    case MAIXFIT_FIELD_LINE:
        return amount((struct mf_amount){finding->line > 0, finding->line});
    default:
        return none();
    }
}

static struct value of_setting(const struct mf_setting *setting, enum maixfit_field field)
{
    switch ((int)field) {
    case MAIXFIT_FIELD_NAME:
        return text(setting->name);
    case MAIXFIT_FIELD_VALUE:
        return text(setting->value);
    case MAIXFIT_FIELD_ASSUMED:
        return number(setting->assumed);
    default:
        return none();
    }
}

static struct value of_hole(const struct mf_hole *hole, enum maixfit_field field)
{
    switch ((int)field) {
    case MAIXFIT_FIELD_START:
        return number(hole->start);
    case MAIXFIT_FIELD_BYTES:
        return number(hole->bytes);
    default:
        return none();
    }
}

static struct value of_owner(const struct mf_owner *owner, enum maixfit_field field)
{
    switch ((int)field) {
    case MAIXFIT_FIELD_NAME:
        return text(owner->name);
    case MAIXFIT_FIELD_BYTES:
        return number(owner->bytes);
    case MAIXFIT_FIELD_BLOCKS:
        return number(owner->blocks);
    default:
        return none();
    }
}

static struct value of_process(const struct mf_process *process, enum maixfit_field field)
{
    switch ((int)field) {
    case MAIXFIT_FIELD_PID:
        return number(process->number);
    case MAIXFIT_FIELD_NAME:
        return text(process->name);
    case MAIXFIT_FIELD_BYTES:
        return number(process->bytes);
    case MAIXFIT_FIELD_BLOCKS:
        return number(process->blocks);
    case MAIXFIT_FIELD_STATE:
        return text(mf_life_word(process->life));
    default:
        return none();
    }
}

/* The index-th of all lists of findings. */
static const struct mf_finding *find_finding(const struct mf_result *result, size_t index)
{
    const struct mf_finding_list *list;
    for (size_t i = 0; (list = mf_result_findings(result, i)) != NULL; i++) {
        if (index < list->count)
            return &list->items[index];
        index -= list->count;
    }
    return NULL;
}

static size_t count_findings(const struct mf_result *result)
{
    const struct mf_finding_list *list;
    size_t count = 0;
    for (size_t i = 0; (list = mf_result_findings(result, i)) != NULL; i++)
        count += list->count;
    return count;
}

static size_t count(const struct mf_result *result, enum maixfit_list list)
{
    switch (list) {
    case MAIXFIT_LIST_MODELS:
        return result->model_count;
    case MAIXFIT_LIST_ADVICE:
        return result->advice.count;
    case MAIXFIT_LIST_FINDINGS:
        return count_findings(result);
    case MAIXFIT_LIST_REQUEST:
        return result->request.count;
    case MAIXFIT_LIST_HOLES:
        return result->supply.holes_known ? result->supply.hole_count : 0;
    case MAIXFIT_LIST_OWNERS:
        return result->supply.owner_count;
    case MAIXFIT_LIST_PROCESSES:
        return result->supply.process_count;
    }
    return 0; /* a number that is none of the enum's */
}

unsigned maixfit_count(const maixfit *fit, enum maixfit_list list)
{
    return fit && fit->evaluation != MF_NO_EVALUATION ? (unsigned)count(&fit->result, list) : 0;
}

static struct value value_of(const maixfit *fit, enum maixfit_list list, unsigned index,
                             enum maixfit_field field)
{
    if (index >= maixfit_count(fit, list))
        return none();
    const struct mf_result *result = &fit->result;
    switch (list) {
    case MAIXFIT_LIST_MODELS:
        return of_model(result->models[index], field);
    case MAIXFIT_LIST_ADVICE:
        return of_advice(&result->advice.items[index], field);
    case MAIXFIT_LIST_FINDINGS:
        return of_finding(find_finding(result, index), field);
    case MAIXFIT_LIST_REQUEST:
        return of_setting(&result->request.items[index], field);
    case MAIXFIT_LIST_HOLES:
        return of_hole(&result->supply.holes[index], field);
    case MAIXFIT_LIST_OWNERS:
        return of_owner(&result->supply.owners[index], field);
    case MAIXFIT_LIST_PROCESSES:
        return of_process(&result->supply.processes[index], field);
    }
    return none();
}

const char *maixfit_item_text(const maixfit *fit, enum maixfit_list list, unsigned index,
                              enum maixfit_field field)
{
    const char *text = value_of(fit, list, index, field).text;
    return field == MAIXFIT_FIELD_TEXT ? mf_handle_shown(fit, text) : text;
}

bool maixfit_item_figure(const maixfit *fit, enum maixfit_list list, unsigned index,
                         enum maixfit_field field, uint64_t *value)
{
    struct mf_amount found = value_of(fit, list, index, field).number;
    if (!found.known || !value)
        return false;
    *value = found.bytes;
    return true;
}
