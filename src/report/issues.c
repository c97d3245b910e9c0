// SPDX-License-Identifier: MIT
#include "issues.h"

#include <string.h>

#include "../core/clean.h"

#define SUBJECTS_SHOWN 3

const struct mf_finding_list *mf_result_findings(const struct mf_result *result, size_t index)
{
    const struct mf_finding_list *const lists[] = {&result->findings, &result->findings_of_files,
                                                   &result->supply.findings,
                                                   &result->pipelines.findings};
    size_t own = sizeof lists / sizeof lists[0];
    if (index < own)
        return lists[index];
    return index - own < result->model_count ? &result->models[index - own]->findings : NULL;
}

const struct mf_finding *mf_unread_model(const struct mf_result *result, size_t index)
{
    for (size_t i = 0; i < result->findings.count; i++) {
        const struct mf_finding *finding = &result->findings.items[i];
        if (finding->severity == MF_ERROR && finding->path && index-- == 0)
            return finding;
    }
    return NULL;
}

const char *mf_subject_path(const struct mf_result *result, size_t index)
{
    if (index < result->model_count)
        return result->models[index]->path;
    const struct mf_finding *unread = mf_unread_model(result, index - result->model_count);
    return unread ? unread->path : NULL;
}

static bool put_name(struct mf_text *out, const struct mf_result *result)
{
    const struct mf_setting *check = mf_settings_find(&result->request, "check");
    if (check)
        mf_put_clean(out, check->value, SIZE_MAX);
    return check != NULL;
}

void mf_put_check(struct mf_text *out, const struct mf_result *result)
{
    if (put_name(out, result))
        mf_text_add(out, ": ");
}

static void put_paths(struct mf_text *out, const struct mf_result *result)
{
    const char *path;
    size_t count = 0;
    for (; (path = mf_subject_path(result, count)) != NULL; count++) {
        if (count >= SUBJECTS_SHOWN)
            continue;
        mf_text_add(out, count > 0 ? ", " : "");
        mf_put_clean(out, path, SIZE_MAX);
    }
    if (count > SUBJECTS_SHOWN)
        mf_text_format(out, _(" and %zu more"), count - SUBJECTS_SHOWN);
}

void mf_put_subject(struct mf_text *out, const struct mf_result *result)
{
    if (put_name(out, result) && mf_subject_path(result, 0))
        mf_text_add(out, ": ");
    put_paths(out, result);
}

void mf_put_issue(struct mf_text *out, const struct mf_report *report, const struct mf_issue *issue)
{
    size_t before = out->length;
    const struct mf_result *result = report->result;
    if (issue->path) {
        mf_put_check(out, result);
        mf_put_clean(out, issue->path, SIZE_MAX);
    } else {
        mf_put_subject(out, result);
    }
    mf_text_add(out, out->length > before ? ": " : "");
    if (report->shows_boards && !issue->names_board)
        mf_text_format(out, "%s: ", mf_board_name(result));
    mf_put_clean(out, issue->text, SIZE_MAX);
}

const char *mf_supply_title(const struct mf_supply *supply)
{
    const char *name = mf_supply_board_name(supply);
    if (name)
        return name;
    return supply->candidate_count > 0 ? _("one of several") : _("unknown board");
}

const char *mf_board_name(const struct mf_result *result)
{
    return mf_supply_title(&result->supply);
}

/* The message, and what is enough against it. */
static const char *verdict_text(struct mf_arena *arena, const struct mf_result *result)
{
    const char *message = result->message ? result->message : "";
    for (size_t i = 0; i < result->advice.count; i++) {
        if (result->advice.items[i].enough)
            return mf_arena_format(arena, _("%s Enough: %s"), message,
                                   result->advice.items[i].text);
    }
    return result->plan.text ? mf_arena_format(arena, "%s %s", message, result->plan.text)
                             : message;
}

bool mf_is_refusal(const struct mf_result *result)
{
    const struct mf_finding *first = result->findings.items;
    return result->verdict == MF_VERDICT_UNKNOWN && result->findings.count > 0 &&
           first->severity == MF_ERROR && first->path &&
           strcmp(first->code, mf_reason_word(result->reason)) == 0;
}

/* What was refused is an issue by its own finding, which has the file's path. */
static bool says_verdict(const struct mf_result *result)
{
    return result->status == 0 ? result->verdict == MF_VERDICT_MARGINAL : !mf_is_refusal(result);
}

size_t mf_issue_count(const struct mf_result *result)
{
    const struct mf_finding_list *findings;
    size_t count = says_verdict(result);
    for (size_t i = 0; (findings = mf_result_findings(result, i)) != NULL; i++) {
        for (size_t k = 0; k < findings->count; k++)
            count += findings->items[k].severity != MF_NOTE;
    }
    return count;
}

static void add_findings(struct mf_issue_list *list, const struct mf_result *result,
                         enum mf_severity severity)
{
    const struct mf_finding_list *findings;
    for (size_t i = 0; (findings = mf_result_findings(result, i)) != NULL; i++) {
        for (size_t k = 0; k < findings->count; k++) {
            const struct mf_finding *finding = &findings->items[k];
            if (finding->severity == severity)
                list->items[list->count++] =
                    (struct mf_issue){severity,      finding->code, finding->text,
                                      finding->path, finding->line, finding->path != NULL};
        }
    }
}

bool mf_issues_gather(const struct mf_result *result, struct mf_issue_list *list)
{
    size_t count = mf_issue_count(result);
    *list = (struct mf_issue_list){.count = 0};
    list->items = mf_arena_take(&list->arena, (count + 1) * sizeof *list->items);
    if (!list->items)
        return false;
    add_findings(list, result, MF_ERROR);
    if (says_verdict(result)) {
        const char *text = verdict_text(&list->arena, result);
        enum mf_severity severity = result->status == 0 ? MF_WARNING : MF_ERROR;
        list->items[list->count++] =
            (struct mf_issue){severity, mf_reason_word(result->reason), text, NULL, 0, true};
        if (!text)
            return false;
    }
    add_findings(list, result, MF_WARNING);
    return true;
}

void mf_issues_free(struct mf_issue_list *list)
{
    mf_arena_free(&list->arena);
    *list = (struct mf_issue_list){.count = 0};
}
