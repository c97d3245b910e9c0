// SPDX-License-Identifier: MIT
/* SARIF 2.1.0, the format of code scanning: one run whose rules are all words, and a result for
 * each error or warning (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). The
 * results come first, so that a document can be written while it is judged. */
#include <string.h>

#include "../core/words.h"
#include "issues.h"
#include "json_write.h"

static const char *level_of(enum mf_severity severity)
{
    return severity == MF_ERROR ? "error" : "warning";
}

bool mf_sarif_head(const struct mf_report *report, struct mf_text *out)
{
    (void)report;
    mf_text_add(out, "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                     "\"version\": \"2.1.0\",\n\"runs\": [{\n\"results\": [\n");
    return !out->failed;
}

/* A path as a URI reference (RFC 3986): what may not stand in one is written as %XX. */
static void put_uri(struct mf_text *out, const char *path)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    mf_text_add(out, path[0] == '/' ? "file://" : "");
    for (; *path != '\0'; path++) {
        if (strchr(plain, *path))
            mf_text_repeat(out, *path, 1);
        else
            mf_text_format(out, "%%%02X", (unsigned)(unsigned char)*path);
    }
}

static void put_location(struct mf_json_writer *writer, cJSON *locations, const char *path,
                         uint64_t line)
{
    struct mf_text uri = {0};
    cJSON *place = mf_json_object(writer, mf_json_item(writer, locations), "physicalLocation");
    cJSON *artifact = mf_json_object(writer, place, "artifactLocation");
    put_uri(&uri, path);
    mf_json_put_string(writer, artifact, "uri", uri.bytes ? uri.bytes : "");
    writer->failed |= uri.failed;
    mf_text_free(&uri);
    if (line > 0)
        mf_json_put_number(writer, mf_json_object(writer, place, "region"), "startLine", line);
}

/* The model, or the manifest with its line; of the whole request, each of its models. */
static void put_locations(struct mf_json_writer *writer, cJSON *item,
                          const struct mf_result *result, const struct mf_issue *issue)
{
    const char *path;
    cJSON *locations = mf_json_array(writer, item, "locations");
    if (issue->path)
        put_location(writer, locations, issue->path, issue->line);
    for (size_t i = 0; !issue->path && (path = mf_subject_path(result, i)) != NULL; i++)
        put_location(writer, locations, path, 0);
}

static void put_properties(struct mf_json_writer *writer, cJSON *item,
                           const struct mf_result *result)
{
    const struct mf_supply *supply = &result->supply;
    struct mf_amount need = {mf_need_is_known(result), result->demand.npu_bytes};
    const struct mf_setting *check = mf_settings_find(&result->request, "check");
    cJSON *properties = mf_json_object(writer, item, "properties");
    mf_json_put_string(writer, properties, "check", check ? check->value : NULL);
    mf_json_put_string(writer, properties, "device", mf_supply_board_name(supply));
    mf_json_put_string(writer, properties, "verdict", mf_verdict_word(result->verdict));
    mf_json_put_amount(writer, properties, "npu_bytes", need);
    mf_json_put_amount(writer, properties, "free", supply->free);
}

static bool put_issue(struct mf_text *out, const struct mf_report *report,
                      const struct mf_issue *issue)
{
    const struct mf_result *result = report->result;
    struct mf_json_writer writer = {false};
    struct mf_text text = {0};
    cJSON *item = cJSON_CreateObject();
    mf_json_put_string(&writer, item, "ruleId", issue->rule);
    mf_json_put_string(&writer, item, "level", level_of(issue->severity));
    mf_put_issue(&text, report, issue);
    mf_json_put_string(&writer, mf_json_object(&writer, item, "message"), "text",
                       text.bytes ? text.bytes : "");
    writer.failed |= text.failed;
    mf_text_free(&text);
    put_locations(&writer, item, result, issue);
    put_properties(&writer, item, result);
    return mf_json_finish_line(&writer, item, out);
}

bool mf_sarif_item(const struct mf_report *report, struct mf_text *out)
{
    struct mf_issue_list issues;
    bool done = mf_issues_gather(report->result, &issues);
    mf_text_add(out, "");
    for (size_t i = 0; done && i < issues.count; i++) {
        mf_text_add(out, report->issues + i > 0 ? "," : "");
        done = put_issue(out, report, &issues.items[i]);
    }
    mf_issues_free(&issues);
    return done && !out->failed;
}

static void put_rule(struct mf_json_writer *writer, cJSON *rules, const struct mf_word *word)
{
    cJSON *rule = mf_json_item(writer, rules);
    mf_json_put_string(writer, rule, "id", word->word);
    mf_json_put_string(writer, mf_json_object(writer, rule, "shortDescription"), "text",
                       word->meaning);
    mf_json_put_string(writer, mf_json_object(writer, rule, "help"), "text", word->advice);
}

static void put_rules(struct mf_json_writer *writer, cJSON *driver)
{
    cJSON *rules = mf_json_array(writer, driver, "rules");
    const struct mf_word_list *reasons = &mf_words[MF_REASON_WORD];
    const struct mf_word_list *codes = &mf_words[MF_CODE_WORD];
    for (size_t i = 0; i < reasons->count; i++)
        put_rule(writer, rules, &reasons->items[i]);
    for (size_t i = 0; i < codes->count; i++) {
        if (!mf_words_get(MF_REASON_WORD, codes->items[i].word)) /* one that is both is one rule */
            put_rule(writer, rules, &codes->items[i]);
    }
}

bool mf_sarif_tail(const struct mf_report *report, struct mf_text *out)
{
    struct mf_json_writer writer = {false};
    cJSON *tool = cJSON_CreateObject();
    cJSON *driver = mf_json_object(&writer, tool, "driver");
    mf_json_put_string(&writer, driver, "name", "maixfit");
    mf_json_put_string(&writer, driver, "semanticVersion", report->version);
    put_rules(&writer, driver);
    mf_text_add(out, "],\n\"columnKind\": \"unicodeCodePoints\",\n\"tool\": ");
    bool done = mf_json_finish_line(&writer, tool, out);
    mf_text_add(out, "}]}\n");
    return done && !out->failed;
}
