// SPDX-License-Identifier: MIT
#include "error.h"
#include "print.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const reason_words[MF_REASON_COUNT] = {
    [MF_OK] = "ok",
    [MF_FITS] = "fits",
    [MF_TOO_BIG] = "too-big",
    [MF_FRAGMENTED] = "fragmented",
    [MF_USER_MEMORY] = "user-memory",
    [MF_WRONG_CHIP] = "wrong-chip",
    [MF_POOL_OVERLAPS_LINUX] = "pool-overlaps-linux",
    [MF_MARGIN] = "inside-margin",
    [MF_NO_PROBE] = "no-probe",
    [MF_PROBE_FAILED] = "probe-failed",
    [MF_HOLES_UNKNOWN] = "holes-unknown",
    [MF_NO_DEVICE_FACTS] = "no-device-facts",
    [MF_NO_LEGAL_VALUE] = "no-legal-value",
    [MF_USAGE] = "usage",
    [MF_NO_SUCH_FILE] = "no-such-file",
    [MF_UNREADABLE] = "unreadable",
    [MF_DIRECTORY] = "directory",
    [MF_NOT_A_FILE] = "not-a-file",
    [MF_EMPTY] = "empty",
    [MF_TRUNCATED] = "truncated",
    [MF_DAMAGED] = "damaged",
    [MF_LIMIT] = "limit",
    [MF_LFS_POINTER] = "lfs-pointer",
    [MF_HTML_PAGE] = "html-page",
    [MF_SPLIT_PART] = "split-part",
    [MF_NOT_COMPILED] = "not-compiled",
    [MF_AIISP_PACK] = "aiisp-pack",
    [MF_JOINT] = "joint",
    [MF_FOREIGN] = "foreign",
    [MF_UNKNOWN_FORMAT] = "unknown-format",
    [MF_UNKNOWN_VERSION] = "unknown-version",
    [MF_DYNAMIC_SHAPE] = "dynamic-shape",
    [MF_NO_MEMORY] = "no-memory",
    [MF_STREAM_ORDER] = "stream-order",
    [MF_BAD_MANIFEST] = "bad-manifest",
    [MF_MISSING_FILE] = "missing-file",
    [MF_MANIFEST_LOOP] = "manifest-loop",
    [MF_EMBEDDING_SIZE] = "embedding-size",
    [MF_CONTEXT_TOO_LONG] = "context-too-long",
    [MF_NO_MODELS] = "no-models",
    [MF_ENCRYPTED] = "encrypted-archive",
    [MF_NO_ARCHIVES] = "no-archive-support",
    [MF_UNSAFE_PATH] = "unsafe-path",
    [MF_LINK] = "link",
    [MF_NESTED_ARCHIVE] = "nested-archive",
    [MF_NEEDS_FILE] = "needs-file",
    [MF_CAMERA_UNKNOWN] = "camera-unknown",
    [MF_NO_POOL_LINE] = "no-pool-line",
    [MF_NPU_MODE] = "npu-mode",
    [MF_PLACEMENT] = "placement",
    [MF_ASSUMED] = "assumed",
    [MF_OVER_BUDGET] = "over-budget",
    [MF_GROWN] = "grown",
    [MF_BASELINE_MISSING] = "baseline-missing",
};

const char *mf_reason_word(enum mf_reason reason)
{
    return reason < MF_REASON_COUNT ? reason_words[reason] : "unknown";
}

bool mf_fail(struct mf_error *error, enum mf_reason reason, const char *format, ...)
{
    va_list arguments;
    error->reason = reason;
    va_start(arguments, format);
    mf_vprint(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

bool mf_fail_memory(struct mf_error *error)
{
    return mf_fail(error, MF_NO_MEMORY, _("out of memory"));
}

bool mf_fail_overflow(struct mf_error *error, const char *what)
{
    return mf_fail(error, MF_DAMAGED, _("%s: the sizes add up to more than 2^64 bytes"), what);
}
