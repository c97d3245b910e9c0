// SPDX-License-Identifier: MIT
/* `capture`: headings and what the files hold. No word of it is translated: programs read it, and
 * scripts/capture-board.sh prints the same. */
#include "json_write.h"

bool mf_capture_text(const struct mf_report *report, struct mf_text *out)
{
    mf_text_add(out, "");
    for (size_t i = 0; i < report->capture->count; i++) {
        const struct mf_captured *item = &report->capture->items[i];
        mf_text_format(out, "== %s\n", item->path);
        if (item->problem)
            mf_text_format(out, "(cannot be read: %s)\n", item->problem);
        else
            mf_text_add(out, item->text);
    }
    return !out->failed;
}

bool mf_capture_json(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *root = mf_json_root(&writer, report);
    cJSON *list = mf_json_array(&writer, root, "capture");
    for (size_t i = 0; i < report->capture->count; i++) {
        const struct mf_captured *item = &report->capture->items[i];
        cJSON *object = mf_json_item(&writer, list);
        mf_json_put_string(&writer, object, "path", item->path);
        mf_json_put_string(&writer, object, "text", item->text);
        mf_json_put_string(&writer, object, "problem", item->problem);
    }
    return mf_json_finish(&writer, root, out);
}
