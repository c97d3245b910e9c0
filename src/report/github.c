// SPDX-License-Identifier: MIT
/* Workflow commands of GitHub Actions, one a line, which become annotations:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
#include "../core/clean.h"
#include "issues.h"

/* What would end the command or one of its properties is written as %XX. */
static void escape(struct mf_text *out, char letter)
{
    mf_text_format(out, "%%%02X", (unsigned)(unsigned char)letter);
}

static void put_property(struct mf_text *out, const char *text)
{
    mf_put_escaped(out, text, "%:,", escape);
}

static void put_issue(struct mf_text *out, const struct mf_report *report,
                      const struct mf_issue *issue)
{
    const char *path = issue->path ? issue->path : mf_subject_path(report->result, 0);
    mf_text_add(out, issue->severity == MF_ERROR ? "::error " : "::warning ");
    if (path) {
        mf_text_add(out, "file=");
        put_property(out, path);
        mf_text_add(out, ",");
    }
    if (issue->line > 0)
        mf_text_format(out, "line=%llu,", (unsigned long long)issue->line);
    mf_text_add(out, "title=");
    put_property(out, "maixfit: ");
    put_property(out, issue->rule);
    mf_text_add(out, "::");
    struct mf_text text = {0};
    mf_put_issue(&text, report, issue);
    mf_put_escaped(out, text.bytes ? text.bytes : "", "%", escape);
    mf_text_end(&text, out);
    mf_text_add(out, "\n");
}

bool mf_github_item(const struct mf_report *report, struct mf_text *out)
{
    struct mf_issue_list issues;
    bool done = mf_issues_gather(report->result, &issues);
    mf_text_add(out, ""); /* a verdict without issues is an empty report */
    for (size_t i = 0; done && i < issues.count; i++)
        put_issue(out, report, &issues.items[i]);
    mf_issues_free(&issues);
    return done && !out->failed;
}
