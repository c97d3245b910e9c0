// SPDX-License-Identifier: MIT
/* JUnit's XML, as Jenkins and GitLab read it: a suite with one case for each verdict, so that a
 * document can be written while it is judged. */
#include "../core/clean.h"
#include "issues.h"

static void escape(struct mf_text *out, char letter)
{
    mf_text_add(out, letter == '&'   ? "&amp;"
                     : letter == '<' ? "&lt;"
                     : letter == '>' ? "&gt;"
                                     : "&quot;");
}

/* What mf_put_clean leaves holds no character that XML forbids. */
static void put_xml(struct mf_text *out, const char *text)
{
    mf_put_escaped(out, text, "&<>\"", escape);
}

static void put_attribute(struct mf_text *out, const char *name, const char *value)
{
    mf_text_format(out, " %s=\"", name);
    put_xml(out, value);
    mf_text_add(out, "\"");
}

bool mf_junit_head(const struct mf_report *report, struct mf_text *out)
{
    (void)report;
    mf_text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"maixfit\">\n");
    return !out->failed;
}

bool mf_junit_tail(const struct mf_report *report, struct mf_text *out)
{
    (void)report;
    mf_text_add(out, "</testsuites>\n");
    return !out->failed;
}

/* A verdict that could not be given is an error; one that was, a failure. */
static bool is_failure(const struct mf_result *result)
{
    return result->verdict == MF_VERDICT_DOES_NOT_FIT || result->verdict == MF_VERDICT_MARGINAL;
}

static bool put_outcome(struct mf_text *out, const struct mf_result *result)
{
    const char *element = result->status == 0  ? "system-out"
                          : is_failure(result) ? "failure"
                                               : "error";
    struct mf_issue_list issues;
    bool done = mf_issues_gather(result, &issues);
    mf_text_format(out, "      <%s", element);
    if (result->status != 0) {
        put_attribute(out, "type", mf_reason_word(result->reason));
        put_attribute(out, "message", result->message ? result->message : "");
    }
    mf_text_add(out, ">");
    if (result->status == 0)
        put_xml(out, result->message ? result->message : "");
    for (size_t i = 0; done && i < issues.count; i++) {
        mf_text_add(out, "\n");
        put_xml(out, issues.items[i].text);
    }
    mf_text_format(out, "</%s>\n", element);
    mf_issues_free(&issues);
    return done;
}

bool mf_junit_item(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    struct mf_text subject = {0};
    bool failed = result->status != 0;
    mf_put_subject(&subject, result);
    mf_text_add(out, "  <testsuite");
    put_attribute(out, "name", subject.bytes && subject.length > 0 ? subject.bytes : "maixfit");
    mf_text_format(out, " tests=\"1\" failures=\"%d\" errors=\"%d\" skipped=\"0\">\n    <testcase",
                   failed && is_failure(result), failed && !is_failure(result));
    /* Readers tell cases apart by these two alone. */
    put_attribute(out, "classname",
                  subject.bytes && subject.length > 0 ? subject.bytes : "maixfit");
    mf_text_end(&subject, out);
    struct mf_text name = {0};
    mf_text_format(&name, _("fits %s"), mf_board_name(result));
    put_attribute(out, "name", name.bytes ? name.bytes : "");
    mf_text_end(&name, out);
    mf_text_add(out, ">\n");
    bool done = put_outcome(out, result);
    mf_text_add(out, "    </testcase>\n  </testsuite>\n");
    return done && !out->failed;
}
