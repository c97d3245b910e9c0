// SPDX-License-Identifier: MIT
/* The part of maixfit.h that scripts/words.py writes, from models/words.json and
 * scripts/interface.json. Each value and each word is fixed for good; a later version may add some
 * at the end. */
#ifndef MAIXFIT_WORDS_H
#define MAIXFIT_WORDS_H

/* What can be set. Values are the texts of the tool's options. */
enum maixfit_option {
    /* a model, .mud, config.json, folder, archive, "a.zip:inside", or "-" for standard input;
       may be set many times: all are judged together */
    MAIXFIT_MODEL,
    /* "WxH[@FORMAT][@FPS][xN]": pixels, format, pictures a second, buffers; may be set many
       times. 720p, 1080p and 4K are sizes too */
    MAIXFIT_CAMERA,
    /* "os04d10"; not set: the board's usual one is assumed */
    MAIXFIT_SENSOR,
    /* "yes", "no" or "PANEL[:IMAGE]": WxH of the panel, WxH[@FORMAT] of the image that is shown */
    MAIXFIT_DISPLAY,
    /* "WxH@h264", h265 or jpeg; may be set many times */
    MAIXFIT_ENCODE,
    /* "WxH@h264"; may be set many times */
    MAIXFIT_DECODE,
    /* "record" or "play"; may be set for both */
    MAIXFIT_AUDIO,
    /* the id of a board, "maixcam2-4g"; may be set many times, for maixfit_evaluate_all; looked
       up when it is needed, so that MAIXFIT_PROFILE may bring it later */
    MAIXFIT_DEVICE,
    /* a captured board: a folder with its /proc and /sys, a text (read once), or "-" */
    MAIXFIT_SYSROOT,
    /* size of the free memory, "300M" */
    MAIXFIT_FREE,
    /* size of the pool, "2G" */
    MAIXFIT_POOL,
    /* "16M" or "10%" of the need */
    MAIXFIT_MARGIN,
    /* "yes" or "no": a marginal verdict is MAIXFIT_STATUS_MARGINAL */
    MAIXFIT_STRICT,
    /* a JSON file with a board or its camera; may be set many times */
    MAIXFIT_PROFILE,
    /* "maixcdk", "axllm" or "plain": what loads the models; not set: the board's, an LLM's by
       its manifest */
    MAIXFIT_RUNNER,
    /* "yes" or "no": a second set of tensors under MaixCDK; not set: as the class of the model
       does it */
    MAIXFIT_DUAL_BUFF,
    /* "on" or "off": model_vnpu or model_npu of a .mud; not set: as the board has it, else the
       one that needs more */
    MAIXFIT_AI_ISP,
    /* tokens: only the shape groups that they need */
    MAIXFIT_CONTEXT,
    /* "yes" or "no": an LLM's layers are loaded one at a time */
    MAIXFIT_DYNAMIC_LAYERS,
    /* "yes" or "no": text reports with terminal colors */
    MAIXFIT_COLOR,
    /* "yes" or "no": text reports in which nothing is folded */
    MAIXFIT_VERBOSE,
    /* "yes" or "no": every model is judged alone, by maixfit_evaluate_all */
    MAIXFIT_EACH,
    /* columns of text reports, "40" to "400"; not set: 80 */
    MAIXFIT_WIDTH,
    /* of text reports and messages: "en" (not set), "zh", or a locale such as "zh_CN.UTF-8";
       machine formats are always English */
    MAIXFIT_LANGUAGE,
    /* "yes" or "no": the program that asks is the app, and runs: each pool of frames and each
       block of a driver that it takes and that the live pool has, of the same kind and size,
       counts once; models never */
    MAIXFIT_INSIDE,
    /* "yes" or "no": what the verdict rests on and was not named is MAIXFIT_STATUS_NO_FACTS with
       the reason "assumed" */
    MAIXFIT_NO_ASSUME,
    /* size: a need above it does not fit its budget */
    MAIXFIT_MAX_NEED,
    /* a JSON report of an earlier run: a need that has grown since then fails, and each block
       that differs is a finding */
    MAIXFIT_BASELINE,
    /* "1M" or "2%" of the need in the baseline: what it may have grown; not set: nothing */
    MAIXFIT_MAX_GROWTH,
    /* the file whose check this is: of what lies beside it, a baseline's paths count from its
       folder on */
    MAIXFIT_POLICY,
    /* the name of the check: it stands with every verdict, and a baseline's verdict of that name
       is compared */
    MAIXFIT_CHECK,
    /* "yes" or "no": of maix_memory_cmm the smallest value that passes, even below the board's
       default; maixfit_config_set takes a value below what launcher and camera need */
    MAIXFIT_MINIMUM,
    /* "yes" or "no": text reports in ASCII alone, for terminals that do not show UTF-8 */
    MAIXFIT_ASCII,
    /* what the report of that name explains: a term, a word of a report, or an error that a
       program printed; not set: all of them */
    MAIXFIT_EXPLAIN
};

/* What can be reported. Evaluations are maixfit_evaluate, maixfit_evaluate_all,
 * maixfit_inspect, maixfit_probe and maixfit_capture; each has its own report, until the next
 * one begins. Head, items and tail, one after the other, are the report of
 * maixfit_evaluate_all: head and items are taken in its callback, the tail behind it. Each of
 * them may be empty. */
enum maixfit_report {
    /* of maixfit_evaluate, or of the verdict in a callback: the whole */
    MAIXFIT_REPORT_VERDICT,
    /* of maixfit_inspect */
    MAIXFIT_REPORT_INSPECT,
    /* of maixfit_probe */
    MAIXFIT_REPORT_STATUS,
    /* the known boards; at any time */
    MAIXFIT_REPORT_DEVICES,
    /* the known sensors; at any time */
    MAIXFIT_REPORT_SENSORS,
    /* of the last maixfit_config_… */
    MAIXFIT_REPORT_CONFIG,
    /* of any evaluation: only what was assumed, is doubtful or is missing; may be empty */
    MAIXFIT_REPORT_FINDINGS,
    /* of maixfit_capture */
    MAIXFIT_REPORT_CAPTURE,
    /* what stands before all items; at any time */
    MAIXFIT_REPORT_HEAD,
    /* the verdict as one of many */
    MAIXFIT_REPORT_ITEM,
    /* what stands behind all items */
    MAIXFIT_REPORT_TAIL,
    /* what the words mean that MAIXFIT_EXPLAIN names, or all; at any time */
    MAIXFIT_REPORT_EXPLAIN
};

/* How a report is written. */
enum maixfit_format {
    /* for people, as UTF-8 */
    MAIXFIT_TEXT,
    /* one object, as docs/maixfit.schema.json describes */
    MAIXFIT_JSON,
    /* the object of each verdict on a line of its own */
    MAIXFIT_JSONL,
    /* one line a verdict, "PATH: MESSAGE", never wrapped */
    MAIXFIT_LINE,
    /* SARIF 2.1.0: a result for each error and warning */
    MAIXFIT_SARIF,
    /* JUnit's XML: a test case for each verdict */
    MAIXFIT_JUNIT,
    /* a table for a job's summary */
    MAIXFIT_MARKDOWN,
    /* annotations of GitHub Actions, for each error and warning */
    MAIXFIT_GITHUB
};

/* Numbers of the last evaluation, by their places in the JSON. */
enum maixfit_figure {
    /* what is needed of the pool: the most that is held at any moment, in whole pages */
    MAIXFIT_FIGURE_DEMAND_NPU_BYTES,
    /* the same once everything is loaded */
    MAIXFIT_FIGURE_DEMAND_NPU_STEADY_BYTES,
    /* the largest block of it */
    MAIXFIT_FIGURE_DEMAND_NPU_LARGEST_BLOCK,
    /* what loading takes of Linux's own memory at its peak */
    MAIXFIT_FIGURE_DEMAND_USER_PEAK_BYTES,
    /* what should stay free */
    MAIXFIT_FIGURE_DEMAND_MARGIN_BYTES,
    /* the pool */
    MAIXFIT_FIGURE_SUPPLY_TOTAL,
    /* what is used of it */
    MAIXFIT_FIGURE_SUPPLY_USED,
    /* what is free of it */
    MAIXFIT_FIGURE_SUPPLY_FREE,
    /* its largest hole */
    MAIXFIT_FIGURE_SUPPLY_LARGEST_HOLE,
    /* the block that the driver refused, where a kernel's log was read */
    MAIXFIT_FIGURE_SUPPLY_REFUSED,
    /* what programs that have ended still hold, at least */
    MAIXFIT_FIGURE_SUPPLY_LEAKED,
    /* what MaixCDK takes back of that at its start */
    MAIXFIT_FIGURE_SUPPLY_RECLAIMED,
    /* Linux's own memory */
    MAIXFIT_FIGURE_SUPPLY_USER_TOTAL,
    /* what is available of it */
    MAIXFIT_FIGURE_SUPPLY_USER_AVAILABLE,
    /* mem= of the kernel's command line */
    MAIXFIT_FIGURE_SUPPLY_LINUX_MEM,
    /* tokens: the longest context of the LLM that fits */
    MAIXFIT_FIGURE_LARGEST_CONTEXT,
    /* what is missing where all advice together is not enough */
    MAIXFIT_FIGURE_PLAN_MISSING_BYTES,
    /* MiB: the pool to set, with which everything fits: at least the board's default, unless
       MAIXFIT_MINIMUM is set */
    MAIXFIT_FIGURE_POOL_LINE_MIB,
    /* MiB: the smallest legal pool with which everything fits */
    MAIXFIT_FIGURE_POOL_LINE_LEAST_MIB
};

/* Lists of the last evaluation, by their names in the JSON. */
enum maixfit_list {
    /* the models and bundles that could be read: path, format, name, chip, npu_bytes, file_bytes */
    MAIXFIT_LIST_MODELS,
    /* what to change: action, text, change, option, value (MiB), gains_bytes, enough */
    MAIXFIT_LIST_ADVICE,
    /* what was assumed, is doubtful or is missing: code, severity, text, path, line */
    MAIXFIT_LIST_FINDINGS,
    /* what the verdict rests on: name, value, assumed */
    MAIXFIT_LIST_REQUEST,
    /* of the pool: start, bytes */
    MAIXFIT_LIST_HOLES,
    /* who holds the pool: name, bytes, blocks */
    MAIXFIT_LIST_OWNERS,
    /* which hold blocks of the pool: pid, name, bytes, blocks, state */
    MAIXFIT_LIST_PROCESSES
};

/* What an item of a list has, by its name in the JSON. */
enum maixfit_field {
    /* text */
    MAIXFIT_FIELD_PATH,
    /* text */
    MAIXFIT_FIELD_FORMAT,
    /* text */
    MAIXFIT_FIELD_NAME,
    /* text */
    MAIXFIT_FIELD_CHIP,
    /* figure */
    MAIXFIT_FIELD_NPU_BYTES,
    /* figure */
    MAIXFIT_FIELD_FILE_BYTES,
    /* text */
    MAIXFIT_FIELD_ACTION,
    /* text */
    MAIXFIT_FIELD_TEXT,
    /* text */
    MAIXFIT_FIELD_OPTION,
    /* a figure of advice, a text of the request */
    MAIXFIT_FIELD_VALUE,
    /* figure */
    MAIXFIT_FIELD_GAINS_BYTES,
    /* figure: 1 if this alone makes it fit, else 0 */
    MAIXFIT_FIELD_ENOUGH,
    /* text */
    MAIXFIT_FIELD_CODE,
    /* text: error, warning or note */
    MAIXFIT_FIELD_SEVERITY,
    /* figure */
    MAIXFIT_FIELD_LINE,
    /* figure: 1 if it was not named, else 0 */
    MAIXFIT_FIELD_ASSUMED,
    /* figure: an address */
    MAIXFIT_FIELD_START,
    /* figure */
    MAIXFIT_FIELD_BYTES,
    /* figure */
    MAIXFIT_FIELD_BLOCKS,
    /* figure */
    MAIXFIT_FIELD_PID,
    /* text: running or ended */
    MAIXFIT_FIELD_STATE,
    /* text */
    MAIXFIT_FIELD_CHANGE
};

/* Words that programs may compare; docs/words.md says what each means.
 *
 * Reasons:
 *   ok fits too-big fragmented user-memory wrong-chip pool-overlaps-linux inside-margin
 *   placement no-probe probe-failed holes-unknown no-device-facts no-legal-value no-pool-line
 *   camera-unknown usage no-such-file unreadable directory not-a-file empty truncated damaged
 *   limit lfs-pointer html-page split-part not-compiled aiisp-pack joint foreign
 *   unknown-format unknown-version dynamic-shape no-memory stream-order bad-manifest
 *   missing-file manifest-loop embedding-size context-too-long no-models encrypted-archive
 *   no-archive-support unsafe-path link nested-archive needs-file npu-mode assumed over-budget
 *   grown baseline-missing
 *
 * Codes of findings, which may be reasons too:
 *   ai-isp-llm ai-isp-unknown ai-isp-unused allocation-refused baseline-difference
 *   below-supported blanks buffers-raised camera-beyond-sensor camera-no-block camera-refused
 *   cards carriage-return chip-unknown chip-unsure cma-upper-bound commands-packed cpu-nodes
 *   cpu-only decoder-refused decoder-unknown derived-formula device device-assumed
 *   device-candidates device-differs device-unknown device-unsure display-beyond-panel
 *   dual-buff-unused duplicate dynamic-layers-unused embedding-mapped empty-manifest
 *   extra-data first-program format-assumed guessed held-already holes-rebuilt key-in-comment
 *   key-twice launcher leak leftover little-linux load-order longer-key meminfo-unreadable
 *   memory-kind memory-lost nameless newer-version next-start no-context no-equals
 *   no-final-newline no-pool not-plain npu-mode-unknown odd-value old-chip-name other-chip
 *   out-of-range overlap-unchecked pool-empty pool-idle pool-too-small possible-leak probe-cut
 *   probe-sums profile-idle profile-used quotes reclaimed runner-unused same-files same-name
 *   sample-pools sensor-assumed service shape-groups shell-unknown slots-unused tensor-empty
 *   tensor-missing tensor-outside tensor-unsure tokenizer-unknown too-many-pools twin unnamed
 *   wasted weights-unsure workspace-sum
 *
 * Actions of advice:
 *   ai-isp camera-format compile dual-buff dynamic-layers end-process fewer-buffers
 *   fewer-encoders linux-too-small load-in-turn load-order name-device no-display no-decoder
 *   no-encoder no-legal-value no-preview other-board pool-fixed reboot set-cmm set-linux
 *   shorter-context smaller-camera smaller-image smaller-video twin */

#endif
