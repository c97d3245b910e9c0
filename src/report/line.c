// SPDX-License-Identifier: MIT
/* One unwrapped line a verdict: "PATH: MESSAGE", as compilers write it; of a check with a name,
 * "NAME: PATH: MESSAGE". */
#include "../core/clean.h"
#include "../core/i18n.h"
#include "issues.h"

bool mf_line_item(const struct mf_report *report, struct mf_text *out)
{
    const struct mf_result *result = report->result;
    size_t before = out->length;
    bool has_path = mf_is_refusal(result); /* its message begins with it */
    if (has_path)
        mf_put_check(out, result);
    else
        mf_put_subject(out, result);
    mf_text_add(out, !has_path && out->length > before ? ": " : "");
    mf_put_clean(out, result->message ? mf_shown(result->message) : "", SIZE_MAX);
    mf_text_add(out, "\n");
    return !out->failed;
}
