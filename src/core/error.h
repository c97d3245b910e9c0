// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CORE_ERROR_H
#define MAIXFIT_CORE_ERROR_H

#include <stdbool.h>

#include "i18n.h"
#include "limits.h"

/* Marks a function whose failure must not be ignored: the build fails where it is. */
#define MF_CHECK_RESULT __attribute__((warn_unused_result))

/* Why something failed. Their words (mf_reason_word) are fixed for good, as programs compare them:
 * a new one may be added, none may change. */
enum mf_reason {
    MF_OK,
    MF_FITS,
    MF_TOO_BIG,
    MF_FRAGMENTED,
    MF_USER_MEMORY,
    MF_WRONG_CHIP,
    MF_POOL_OVERLAPS_LINUX,
    MF_MARGIN,
    MF_NO_PROBE,
    MF_PROBE_FAILED,
    MF_HOLES_UNKNOWN,
    MF_NO_DEVICE_FACTS,
    MF_NO_LEGAL_VALUE,
    MF_USAGE,
    MF_NO_SUCH_FILE,
    MF_UNREADABLE,
    MF_DIRECTORY,
    MF_NOT_A_FILE,
    MF_EMPTY,
    MF_TRUNCATED,
    MF_DAMAGED,
    MF_LIMIT,
    MF_LFS_POINTER,
    MF_HTML_PAGE,
    MF_SPLIT_PART,
    MF_NOT_COMPILED,
    MF_AIISP_PACK,
    MF_JOINT,
    MF_FOREIGN,
    MF_UNKNOWN_FORMAT,
    MF_UNKNOWN_VERSION,
    MF_DYNAMIC_SHAPE,
    MF_NO_MEMORY,
    MF_STREAM_ORDER,
    MF_BAD_MANIFEST,
    MF_MISSING_FILE,
    MF_MANIFEST_LOOP,
    MF_EMBEDDING_SIZE,
    MF_CONTEXT_TOO_LONG,
    MF_NO_MODELS,
    MF_ENCRYPTED,
    MF_NO_ARCHIVES,
    MF_UNSAFE_PATH,
    MF_LINK,
    MF_NESTED_ARCHIVE,
    MF_NEEDS_FILE,
    MF_CAMERA_UNKNOWN,
    MF_NO_POOL_LINE,
    MF_PLACEMENT,
    MF_NPU_MODE,
    MF_ASSUMED,
    MF_OVER_BUDGET,
    MF_GROWN,
    MF_BASELINE_MISSING,
    MF_REASON_COUNT
};

/* What went wrong, in one sentence that continues the path of a file ("a.axmodel: is empty") and
 * has no full stop. A longer text is cut. */
struct mf_error {
    enum mf_reason reason;
    char text[MF_ERROR_TEXT_MAX];
};

/* The stable word of a reason, such as "truncated". Never NULL: "unknown" for an unknown one. */
const char *mf_reason_word(enum mf_reason reason);

/* Fills in the error from a printf format. Always false, for `return mf_fail(...)`. */
bool mf_fail(struct mf_error *error, enum mf_reason reason, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The two most common errors. `what` overflowed, in the words of the user. Always false. */
bool mf_fail_memory(struct mf_error *error);
bool mf_fail_overflow(struct mf_error *error, const char *what);

#endif
