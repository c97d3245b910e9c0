// SPDX-License-Identifier: MIT
/* What a verdict raises where machines read it (annotations, SARIF, JUnit): errors and warnings,
 * each with the stable word that is its rule. Notes are for people, and are left out. */
#ifndef MAIXFIT_REPORT_ISSUES_H
#define MAIXFIT_REPORT_ISSUES_H

#include "report.h"

struct mf_issue {
    enum mf_severity severity; /* an error or a warning */
    const char *rule;          /* a reason or the code of a finding */
    const char *text;          /* one or more sentences, without the path */
    const char *path;          /* of the model or manifest; NULL: what the result is of */
    uint64_t line;             /* 0: none */
    bool names_board;          /* or is of a file, whatever the board */
};

struct mf_issue_list {
    struct mf_issue *items;
    size_t count;
    struct mf_arena arena;
};

/* Fills in the issues of a result, errors first: none where it fits without a doubt. The caller
 * frees them with mf_issues_free. False without memory. */
bool mf_issues_gather(const struct mf_result *result, struct mf_issue_list *list);
void mf_issues_free(struct mf_issue_list *list);

/* All lists of findings of a result by index from 0, its own first; NULL behind the last. */
const struct mf_finding_list *mf_result_findings(const struct mf_result *result, size_t index);

/* The index-th model that was named and could not be read; NULL behind the last. */
const struct mf_finding *mf_unread_model(const struct mf_result *result, size_t index);

/* The path of the i-th model that the result is of, else of the i-th file that was refused; NULL
 * behind the last. */
const char *mf_subject_path(const struct mf_result *result, size_t index);

/* Is the message that of a file which was refused? It then begins with the file's path. */
bool mf_is_refusal(const struct mf_result *result);

/* The number of issues of a result. */
size_t mf_issue_count(const struct mf_result *result);

/* Adds the name of the check, "detector: "; nothing where it has none. */
void mf_put_check(struct mf_text *out, const struct mf_result *result);

/* Adds what the result is of: "detector: a.axmodel, b.axmodel", with the number of those beyond
 * three. Nothing where neither a check nor a model was named. */
void mf_put_subject(struct mf_text *out, const struct mf_result *result);

/* Adds the issue as a sentence that stands alone: "detector: a.axmodel: Does not fit: …"; with the
 * board, where there may be several. */
void mf_put_issue(struct mf_text *out, const struct mf_report *report,
                  const struct mf_issue *issue);

/* The id of the board, or words for an unknown one. */
const char *mf_supply_title(const struct mf_supply *supply);
const char *mf_board_name(const struct mf_result *result);

#endif
