# SPDX-License-Identifier: MIT
"""Written by scripts/words.py; change models/words.json, scripts/interface.json or src/maixfit.h."""
from __future__ import annotations

import os
from enum import Enum, IntEnum
from typing import Sequence, Tuple, TypedDict, Union

VERSION = "0.1.0"

Setting = Union[str, int, Tuple[int, int], "os.PathLike[str]", None]
Settings = Union[Setting, Sequence[Setting]]
Switch = Union[bool, str, None]


class Status(IntEnum):
    FITS = 0
    DOES_NOT_FIT = 1
    USAGE = 2
    BAD_MODEL = 3
    NO_FACTS = 4
    MARGINAL = 5


class Report(IntEnum):
    VERDICT = 0
    INSPECT = 1
    STATUS = 2
    DEVICES = 3
    SENSORS = 4
    CONFIG = 5
    FINDINGS = 6
    CAPTURE = 7
    HEAD = 8
    ITEM = 9
    TAIL = 10
    EXPLAIN = 11


class Format(IntEnum):
    TEXT = 0
    JSON = 1
    JSONL = 2
    LINE = 3
    SARIF = 4
    JUNIT = 5
    MARKDOWN = 6
    GITHUB = 7


class Reason(str, Enum):
    OK = "ok"
    FITS = "fits"
    TOO_BIG = "too-big"
    FRAGMENTED = "fragmented"
    USER_MEMORY = "user-memory"
    WRONG_CHIP = "wrong-chip"
    POOL_OVERLAPS_LINUX = "pool-overlaps-linux"
    INSIDE_MARGIN = "inside-margin"
    PLACEMENT = "placement"
    NO_PROBE = "no-probe"
    PROBE_FAILED = "probe-failed"
    HOLES_UNKNOWN = "holes-unknown"
    NO_DEVICE_FACTS = "no-device-facts"
    NO_LEGAL_VALUE = "no-legal-value"
    NO_POOL_LINE = "no-pool-line"
    CAMERA_UNKNOWN = "camera-unknown"
    USAGE = "usage"
    NO_SUCH_FILE = "no-such-file"
    UNREADABLE = "unreadable"
    DIRECTORY = "directory"
    NOT_A_FILE = "not-a-file"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    LIMIT = "limit"
    LFS_POINTER = "lfs-pointer"
    HTML_PAGE = "html-page"
    SPLIT_PART = "split-part"
    NOT_COMPILED = "not-compiled"
    AIISP_PACK = "aiisp-pack"
    JOINT = "joint"
    FOREIGN = "foreign"
    UNKNOWN_FORMAT = "unknown-format"
    UNKNOWN_VERSION = "unknown-version"
    DYNAMIC_SHAPE = "dynamic-shape"
    NO_MEMORY = "no-memory"
    STREAM_ORDER = "stream-order"
    BAD_MANIFEST = "bad-manifest"
    MISSING_FILE = "missing-file"
    MANIFEST_LOOP = "manifest-loop"
    EMBEDDING_SIZE = "embedding-size"
    CONTEXT_TOO_LONG = "context-too-long"
    NO_MODELS = "no-models"
    ENCRYPTED_ARCHIVE = "encrypted-archive"
    NO_ARCHIVE_SUPPORT = "no-archive-support"
    UNSAFE_PATH = "unsafe-path"
    LINK = "link"
    NESTED_ARCHIVE = "nested-archive"
    NEEDS_FILE = "needs-file"
    NPU_MODE = "npu-mode"
    ASSUMED = "assumed"
    OVER_BUDGET = "over-budget"
    GROWN = "grown"
    BASELINE_MISSING = "baseline-missing"


class Code(str, Enum):
    AI_ISP_LLM = "ai-isp-llm"
    AI_ISP_UNKNOWN = "ai-isp-unknown"
    AI_ISP_UNUSED = "ai-isp-unused"
    ALLOCATION_REFUSED = "allocation-refused"
    BASELINE_DIFFERENCE = "baseline-difference"
    BELOW_SUPPORTED = "below-supported"
    BLANKS = "blanks"
    BUFFERS_RAISED = "buffers-raised"
    CAMERA_BEYOND_SENSOR = "camera-beyond-sensor"
    CAMERA_NO_BLOCK = "camera-no-block"
    CAMERA_REFUSED = "camera-refused"
    CARDS = "cards"
    CARRIAGE_RETURN = "carriage-return"
    CHIP_UNKNOWN = "chip-unknown"
    CHIP_UNSURE = "chip-unsure"
    CMA_UPPER_BOUND = "cma-upper-bound"
    COMMANDS_PACKED = "commands-packed"
    CPU_NODES = "cpu-nodes"
    CPU_ONLY = "cpu-only"
    DECODER_REFUSED = "decoder-refused"
    DECODER_UNKNOWN = "decoder-unknown"
    DERIVED_FORMULA = "derived-formula"
    DEVICE = "device"
    DEVICE_ASSUMED = "device-assumed"
    DEVICE_CANDIDATES = "device-candidates"
    DEVICE_DIFFERS = "device-differs"
    DEVICE_UNKNOWN = "device-unknown"
    DEVICE_UNSURE = "device-unsure"
    DISPLAY_BEYOND_PANEL = "display-beyond-panel"
    DUAL_BUFF_UNUSED = "dual-buff-unused"
    DUPLICATE = "duplicate"
    DYNAMIC_LAYERS_UNUSED = "dynamic-layers-unused"
    EMBEDDING_MAPPED = "embedding-mapped"
    EMPTY_MANIFEST = "empty-manifest"
    EXTRA_DATA = "extra-data"
    FIRST_PROGRAM = "first-program"
    FORMAT_ASSUMED = "format-assumed"
    GUESSED = "guessed"
    HELD_ALREADY = "held-already"
    HOLES_REBUILT = "holes-rebuilt"
    KEY_IN_COMMENT = "key-in-comment"
    KEY_TWICE = "key-twice"
    LAUNCHER = "launcher"
    LEAK = "leak"
    LEFTOVER = "leftover"
    LITTLE_LINUX = "little-linux"
    LOAD_ORDER = "load-order"
    LONGER_KEY = "longer-key"
    MEMINFO_UNREADABLE = "meminfo-unreadable"
    MEMORY_KIND = "memory-kind"
    MEMORY_LOST = "memory-lost"
    NAMELESS = "nameless"
    NEWER_VERSION = "newer-version"
    NEXT_START = "next-start"
    NO_CONTEXT = "no-context"
    NO_EQUALS = "no-equals"
    NO_FINAL_NEWLINE = "no-final-newline"
    NO_POOL = "no-pool"
    NOT_PLAIN = "not-plain"
    NPU_MODE_UNKNOWN = "npu-mode-unknown"
    ODD_VALUE = "odd-value"
    OLD_CHIP_NAME = "old-chip-name"
    OTHER_CHIP = "other-chip"
    OUT_OF_RANGE = "out-of-range"
    OVERLAP_UNCHECKED = "overlap-unchecked"
    POOL_EMPTY = "pool-empty"
    POOL_IDLE = "pool-idle"
    POOL_TOO_SMALL = "pool-too-small"
    POSSIBLE_LEAK = "possible-leak"
    PROBE_CUT = "probe-cut"
    PROBE_SUMS = "probe-sums"
    PROFILE_IDLE = "profile-idle"
    PROFILE_USED = "profile-used"
    QUOTES = "quotes"
    RECLAIMED = "reclaimed"
    RUNNER_UNUSED = "runner-unused"
    SAME_FILES = "same-files"
    SAME_NAME = "same-name"
    SAMPLE_POOLS = "sample-pools"
    SENSOR_ASSUMED = "sensor-assumed"
    SERVICE = "service"
    SHAPE_GROUPS = "shape-groups"
    SHELL_UNKNOWN = "shell-unknown"
    SLOTS_UNUSED = "slots-unused"
    TENSOR_EMPTY = "tensor-empty"
    TENSOR_MISSING = "tensor-missing"
    TENSOR_OUTSIDE = "tensor-outside"
    TENSOR_UNSURE = "tensor-unsure"
    TOKENIZER_UNKNOWN = "tokenizer-unknown"
    TOO_MANY_POOLS = "too-many-pools"
    TWIN = "twin"
    UNNAMED = "unnamed"
    WASTED = "wasted"
    WEIGHTS_UNSURE = "weights-unsure"
    WORKSPACE_SUM = "workspace-sum"


class Action(str, Enum):
    AI_ISP = "ai-isp"
    CAMERA_FORMAT = "camera-format"
    COMPILE = "compile"
    DUAL_BUFF = "dual-buff"
    DYNAMIC_LAYERS = "dynamic-layers"
    END_PROCESS = "end-process"
    FEWER_BUFFERS = "fewer-buffers"
    FEWER_ENCODERS = "fewer-encoders"
    LINUX_TOO_SMALL = "linux-too-small"
    LOAD_IN_TURN = "load-in-turn"
    LOAD_ORDER = "load-order"
    NAME_DEVICE = "name-device"
    NO_DISPLAY = "no-display"
    NO_DECODER = "no-decoder"
    NO_ENCODER = "no-encoder"
    NO_LEGAL_VALUE = "no-legal-value"
    NO_PREVIEW = "no-preview"
    OTHER_BOARD = "other-board"
    POOL_FIXED = "pool-fixed"
    REBOOT = "reboot"
    SET_CMM = "set-cmm"
    SET_LINUX = "set-linux"
    SHORTER_CONTEXT = "shorter-context"
    SMALLER_CAMERA = "smaller-camera"
    SMALLER_IMAGE = "smaller-image"
    SMALLER_VIDEO = "smaller-video"
    TWIN = "twin"


class Options(TypedDict, total=False):
    """What can be set: the options of the tool, with _ for -.

    camera: "WxH[@FORMAT][@FPS][xN]": pixels, format, pictures a second, buffers; one, or a list. 720p, 1080p and 4K
        are sizes too
    sensor: "os04d10"; not set: the board's usual one is assumed
    display: True, False or "PANEL[:IMAGE]": WxH of the panel, WxH[@FORMAT] of the image that is shown
    encode: "WxH@h264", h265 or jpeg; one, or a list
    decode: "WxH@h264"; one, or a list
    audio: "record" or "play"; one, or a list of both
    device: the id of a board, "maixcam2-4g"; one, or a list, for check_all; looked up when it is needed, so that
        profile may bring it later
    sysroot: a captured board: a folder with its /proc and /sys, a text (read once), or "-"
    free: size of the free memory, "300M"
    pool: size of the pool, "2G"
    margin: "16M" or "10%" of the need
    strict: True or False: a marginal verdict is Status.MARGINAL
    profile: a JSON file with a board or its camera; one, or a list
    runner: "maixcdk", "axllm" or "plain": what loads the models; not set: the board's, an LLM's by its manifest
    dual_buff: True or False: a second set of tensors under MaixCDK; not set: as the class of the model does it
    ai_isp: True or False: model_vnpu or model_npu of a .mud; not set: as the board has it, else the one that needs
        more
    context: tokens: only the shape groups that they need
    dynamic_layers: True or False: an LLM's layers are loaded one at a time
    color: True or False: text reports with terminal colors
    verbose: True or False: text reports in which nothing is folded
    each: True or False: every model is judged alone, by check_all
    width: columns of text reports, "40" to "400"; not set: 80
    language: of text reports and messages: "en" (not set), "zh", or a locale such as "zh_CN.UTF-8"; machine formats
        are always English
    inside: True or False: the program that asks is the app, and runs: each pool of frames and each block of a driver
        that it takes and that the live pool has, of the same kind and size, counts once; models never
    no_assume: True or False: what the verdict rests on and was not named is Status.NO_FACTS with the reason "assumed"
    max_need: size: a need above it does not fit its budget
    baseline: a JSON report of an earlier run: a need that has grown since then fails, and each block that differs is
        a finding
    max_growth: "1M" or "2%" of the need in the baseline: what it may have grown; not set: nothing
    policy: the file whose check this is: of what lies beside it, a baseline's paths count from its folder on
    check: the name of the check: it stands with every verdict, and a baseline's verdict of that name is compared
    minimum: True or False: of maix_memory_cmm the smallest value that passes, even below the board's default;
        `maixfit config set` takes a value below what launcher and camera need
    ascii: True or False: text reports in ASCII alone, for terminals that do not show UTF-8
    explain: what the report of that name explains: a term, a word of a report, or an error that a program printed;
        not set: all of them
    """

    camera: Settings
    sensor: Setting
    display: Switch
    encode: Settings
    decode: Settings
    audio: Settings
    device: Settings
    sysroot: Setting
    free: Setting
    pool: Setting
    margin: Setting
    strict: Switch
    profile: Settings
    runner: Setting
    dual_buff: Switch
    ai_isp: Switch
    context: Setting
    dynamic_layers: Switch
    color: Switch
    verbose: Switch
    each: Switch
    width: Setting
    language: Setting
    inside: Switch
    no_assume: Switch
    max_need: Setting
    baseline: Setting
    max_growth: Setting
    policy: Setting
    check: Setting
    minimum: Switch
    ascii: Switch
    explain: Setting


ON_OFF = {"ai-isp"}
SIZES = {"free", "pool", "margin", "max-need", "max-growth"}
# What each function returns and takes: s a text, p another pointer, i u b z numbers, v nothing.
CALLS = {
    "maixfit_version": "s",
    "maixfit_reads_archives": "b",
    "maixfit_new": "p",
    "maixfit_free": "vp",
    "maixfit_set": "ipis",
    "maixfit_set_named": "ipss",
    "maixfit_add_memory": "ipspz",
    "maixfit_add_descriptor": "ipsi",
    "maixfit_add_reader": "ipspp",
    "maixfit_format_name": "si",
    "maixfit_report_name": "si",
    "maixfit_option_name": "si",
    "maixfit_figure_name": "si",
    "maixfit_list_name": "si",
    "maixfit_field_name": "si",
    "maixfit_set_model": "ipuis",
    "maixfit_forget": "ipi",
    "maixfit_reset": "vp",
    "maixfit_set_progress": "vppp",
    "maixfit_evaluate": "ip",
    "maixfit_evaluate_all": "ippp",
    "maixfit_evaluate_next": "ippp",
    "maixfit_inspect": "ip",
    "maixfit_probe": "ip",
    "maixfit_capture": "ip",
    "maixfit_config_check": "ips",
    "maixfit_config_set": "ipssb",
    "maixfit_config_apply": "ipsb",
    "maixfit_config_text": "ipssp",
    "maixfit_config_restore": "ipbsb",
    "maixfit_message": "sp",
    "maixfit_reason": "sp",
    "maixfit_verdict": "sp",
    "maixfit_figure": "bpip",
    "maixfit_value": "spip",
    "maixfit_count": "upi",
    "maixfit_item_text": "spiui",
    "maixfit_item_figure": "bpiuip",
    "maixfit_json_number": "bpisp",
    "maixfit_json_text": "spis",
    "maixfit_json_count": "upis",
    "maixfit_pool_line": "sp",
    "maixfit_pool_line_message": "sp",
    "maixfit_pool_line_reason": "sp",
    "maixfit_pool_line_status": "ip",
    "maixfit_problem": "spu",
    "maixfit_status": "ip",
    "maixfit_report_text": "ppii",
    "maixfit_string_free": "vp",
}
