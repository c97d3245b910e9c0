// SPDX-License-Identifier: MIT
/* A table for a job's summary, in the Markdown of GitHub and GitLab. */
#include "../core/clean.h"
#include "issues.h"

static void escape(struct mf_text *out, char letter)
{
    mf_text_add(out, "\\");
    mf_text_repeat(out, letter, 1);
}

/* Nothing of it is taken for markup. */
static void put_cell(struct mf_text *out, const char *text)
{
    mf_put_escaped(out, text, "\\`*_[]<>|~#&", escape);
}

static const char *title_of(const struct mf_result *result)
{
    if (result->verdict == MF_VERDICT_FITS)
        return _("✅ fits");
    if (result->verdict == MF_VERDICT_MARGINAL)
        return _("⚠️ marginal");
    return result->verdict == MF_VERDICT_DOES_NOT_FIT ? _("❌ does not fit") : _("❓ unknown");
}

static void put_size(struct mf_text *out, struct mf_amount amount)
{
    char size[MF_SIZE_TEXT_MAX];
    mf_text_add(out, amount.known ? mf_size_text(amount.bytes, size) : _("unknown"));
}

bool mf_markdown_head(const struct mf_report *report, struct mf_text *out)
{
    (void)report;
    mf_text_add(out, _("| Verdict | Model | Board | Needs | Free | What to do |\n"));
    mf_text_add(out, "| --- | --- | --- | ---: | ---: | --- |\n");
    return !out->failed;
}

/* What was found wrong; nothing where it fits. */
static bool put_issues(struct mf_text *out, const struct mf_result *result)
{
    struct mf_issue_list issues;
    bool done = mf_issues_gather(result, &issues);
    for (size_t i = 0; done && i < issues.count; i++) {
        mf_text_add(out, i > 0 ? "<br>" : "");
        put_cell(out, issues.items[i].text);
    }
    mf_issues_free(&issues);
    return done;
}

bool mf_markdown_item(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    struct mf_text subject = {0};
    struct mf_amount need = {mf_need_is_known(result), result->demand.npu_bytes};
    mf_text_format(out, "| %s | ", title_of(result));
    mf_put_subject(&subject, result);
    put_cell(out, subject.bytes ? subject.bytes : "");
    mf_text_end(&subject, out);
    mf_text_add(out, " | ");
    put_cell(out, mf_board_name(result));
    mf_text_add(out, " | ");
    put_size(out, need);
    mf_text_add(out, " | ");
    put_size(out, result->supply.free);
    mf_text_add(out, " | ");
    bool done = put_issues(out, result);
    mf_text_add(out, " |\n");
    return done && !out->failed;
}
