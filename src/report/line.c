// SPDX-License-Identifier: MIT
/* One unwrapped line a verdict: "PATH: MESSAGE", as compilers write it. */
#include "../core/clean.h"
#include "issues.h"

bool mf_line_item(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    size_t before = out->length;
    if (!mf_is_refusal(result)) /* else its message begins with the path */
        mf_put_subject(out, result);
    mf_text_add(out, out->length > before ? ": " : "");
    mf_put_clean(out, result->message ? result->message : "", SIZE_MAX);
    mf_text_add(out, "\n");
    return !out->failed;
}
