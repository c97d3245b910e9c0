// SPDX-License-Identifier: MIT
// Written by scripts/words.py from docs/maixfit.schema.json and scripts/interface.json; change these.

import type { Source } from './maixfit.js'

/** What can be set: the options of the tool, and those of the library alone. docs/words.md lists them. */
export interface Options {
  /**
   * "WxH[@FORMAT][@FPS][xN]": pixels, format, pictures a second, buffers; may be set many times. 720p, 1080p and
   * 4K are sizes too
   */
  camera?: string | [number, number] | Array<string | [number, number]>
  /** "os04d10"; not set: the board's usual one is assumed */
  sensor?: string
  /** "yes", "no" or "PANEL[:IMAGE]": WxH of the panel, WxH[@FORMAT] of the image that is shown */
  display?: boolean | "yes" | "no" | (string & {})
  /** "WxH@h264", h265 or jpeg; may be set many times */
  encode?: string | [number, number] | Array<string | [number, number]>
  /** "WxH@h264"; may be set many times */
  decode?: string | [number, number] | Array<string | [number, number]>
  /** "record" or "play"; may be set for both */
  audio?: string | Array<string>
  /**
   * the id of a board, "maixcam2-4g"; may be set many times, for maixfit_evaluate_all; looked up when it is
   * needed, so that MAIXFIT_PROFILE may bring it later
   */
  device?: string | Array<string>
  /** a captured board: a folder with its /proc and /sys, a text (read once), or "-" */
  sysroot?: Source
  /** size of the free memory, "300M" */
  free?: string
  /** size of the pool, "2G" */
  pool?: string
  /** "16M" or "10%" of the need */
  margin?: string
  /** "yes" or "no": a marginal verdict is MAIXFIT_STATUS_MARGINAL */
  strict?: boolean | "yes" | "no"
  /** a JSON file with a board or its camera; may be set many times */
  profile?: Source | Array<Source>
  /** "maixcdk", "axllm" or "plain": what loads the models; not set: the board's, an LLM's by its manifest */
  runner?: string
  /** "yes" or "no": a second set of tensors under MaixCDK; not set: as the class of the model does it */
  dualBuff?: boolean | "yes" | "no"
  /** "on" or "off": model_vnpu or model_npu of a .mud; not set: as the board has it, else the one that needs more */
  aiIsp?: boolean | "on" | "off"
  /** tokens: only the shape groups that they need */
  context?: string | number
  /** "yes" or "no": an LLM's layers are loaded one at a time */
  dynamicLayers?: boolean | "yes" | "no"
  /** "yes" or "no": every model is judged alone, by maixfit_evaluate_all */
  each?: boolean | "yes" | "no"
  /**
   * "yes" or "no": the program that asks is the app, and runs: each pool of frames and each block of a driver
   * that it takes and that the live pool has, of the same kind and size, counts once; models never
   */
  inside?: boolean | "yes" | "no"
  /**
   * "yes" or "no": what the verdict rests on and was not named is MAIXFIT_STATUS_NO_FACTS with the reason
   * "assumed"
   */
  noAssume?: boolean | "yes" | "no"
  /** size: a need above it does not fit its budget */
  maxNeed?: string
  /**
   * a JSON report of an earlier run: a need that has grown since then fails, and each block that differs is a
   * finding
   */
  baseline?: Source
  /** "1M" or "2%" of the need in the baseline: what it may have grown; not set: nothing */
  maxGrowth?: string
  /** the file whose check this is: of what lies beside it, a baseline's paths count from its folder on */
  policy?: string
  /** the name of the check: it stands with every verdict, and a baseline's verdict of that name is compared */
  check?: string
  /**
   * "yes" or "no": of maix_memory_cmm the smallest value that passes, even below the board's default;
   * maixfit_config_set takes a value below what launcher and camera need
   */
  minimum?: boolean | "yes" | "no"
  /** "yes" or "no": text reports in ASCII alone, for terminals that do not show UTF-8 */
  ascii?: boolean | "yes" | "no"
  /**
   * what the report of that name explains: a term, a word of a report, or an error that a program printed; not
   * set: all of them
   */
  explain?: string
}

export type Bytes = number

export type Amount = number | null

export type Text = string | null

export type Word = (string & {})

/** The words of this version; docs/words.md has the meanings. A later version may add words. */
export type Reason =
  | "ok" | "fits" | "too-big" | "fragmented" | "user-memory" | "wrong-chip" | "pool-overlaps-linux" |
  "inside-margin" | "placement" | "no-probe" | "probe-failed" | "holes-unknown" | "no-device-facts" |
  "no-legal-value" | "no-pool-line" | "camera-unknown" | "usage" | "no-such-file" | "unreadable" | "directory" |
  "not-a-file" | "empty" | "truncated" | "damaged" | "limit" | "lfs-pointer" | "html-page" | "split-part" |
  "not-compiled" | "aiisp-pack" | "joint" | "foreign" | "unknown-format" | "unknown-version" | "dynamic-shape" |
  "no-memory" | "stream-order" | "bad-manifest" | "missing-file" | "manifest-loop" | "embedding-size" |
  "context-too-long" | "no-models" | "encrypted-archive" | "no-archive-support" | "unsafe-path" | "link" |
  "nested-archive" | "needs-file" | "npu-mode" | "assumed" | "over-budget" | "grown" | "baseline-missing"

/** The words of this version; docs/words.md has the meanings. A later version may add words. */
export type Code =
  | "ai-isp-llm" | "ai-isp-unknown" | "ai-isp-unused" | "allocation-refused" | "baseline-difference" |
  "below-supported" | "blanks" | "buffers-raised" | "camera-beyond-sensor" | "camera-no-block" | "camera-refused"
  | "cards" | "carriage-return" | "chip-unknown" | "chip-unsure" | "cma-upper-bound" | "commands-packed" |
  "cpu-nodes" | "cpu-only" | "decoder-refused" | "decoder-unknown" | "derived-formula" | "device" |
  "device-assumed" | "device-candidates" | "device-differs" | "device-unknown" | "device-unsure" |
  "display-beyond-panel" | "dual-buff-unused" | "duplicate" | "dynamic-layers-unused" | "embedding-mapped" |
  "empty-manifest" | "extra-data" | "first-program" | "format-assumed" | "guessed" | "held-already" |
  "holes-rebuilt" | "key-in-comment" | "key-twice" | "launcher" | "leak" | "leftover" | "little-linux" |
  "load-order" | "longer-key" | "meminfo-unreadable" | "memory-kind" | "memory-lost" | "nameless" |
  "newer-version" | "next-start" | "no-context" | "no-equals" | "no-final-newline" | "no-pool" | "not-plain" |
  "npu-mode-unknown" | "odd-value" | "old-chip-name" | "other-chip" | "out-of-range" | "overlap-unchecked" |
  "pool-empty" | "pool-idle" | "pool-too-small" | "possible-leak" | "probe-cut" | "probe-sums" | "profile-idle" |
  "profile-used" | "quotes" | "reclaimed" | "runner-unused" | "same-files" | "same-name" | "sample-pools" |
  "sensor-assumed" | "service" | "shape-groups" | "shell-unknown" | "slots-unused" | "tensor-empty" |
  "tensor-missing" | "tensor-outside" | "tensor-unsure" | "tokenizer-unknown" | "too-many-pools" | "twin" |
  "unnamed" | "wasted" | "weights-unsure" | "workspace-sum" | Reason

/** The words of this version; docs/words.md has the meanings. A later version may add words. */
export type Action =
  | "ai-isp" | "camera-format" | "compile" | "dual-buff" | "dynamic-layers" | "end-process" | "fewer-buffers" |
  "fewer-encoders" | "linux-too-small" | "load-in-turn" | "load-order" | "name-device" | "no-display" |
  "no-decoder" | "no-encoder" | "no-legal-value" | "no-preview" | "other-board" | "pool-fixed" | "reboot" |
  "set-cmm" | "set-linux" | "shorter-context" | "smaller-camera" | "smaller-image" | "smaller-video" | "twin"

export type Schema = "maixfit/1"

export type Tool = {
  version: string
}

export type Status = 0 | 1 | 2 | 3 | 4 | 5

export type Conclusion = {
  verdict: "fits" | "does-not-fit" | "marginal" | "unknown"
  reason: Reason
  status: Status
  message: string
}

export type Block = {
  owner: string
  name: string
  bytes: Bytes
  pool: "npu" | "user"
  phase: "load" | "run"
  certainty: "exact" | "derived" | "measured" | "estimate"
  source: string
  /** Models of one process share it: demand counts it only where it is larger than those before. */
  shared?: boolean
  /** A sum of blocks of unknown sizes: counted, but it needs no hole of its own. */
  spread?: boolean
  /** A copy of the file that is freed when its owner has been loaded: it counts only in that moment. */
  transient?: boolean
}

export type Tensor = {
  name: string
  kind: "input" | "output"
  dtype: string
  shape: Array<Bytes> | null
  bytes: Bytes
  group?: Bytes
}

export type Model = {
  path: string
  format: "axmodel" | "cvimodel" | "bundle"
  name?: Text
  chip: Text
  version?: Text
  toolchain: Text
  build_time?: Text
  npu_mode?: Text
  file_bytes?: Bytes
  /** Programs or shape groups. */
  groups?: Bytes
  /** The batch of each group. */
  batches?: Array<Amount>
  vendor_figure: {
    name: "cmm" | "need_ion" | "cmm_size"
    bytes: Bytes
  } | null
  npu_bytes: Amount
  parts: Record<string, Bytes>
  tensors: Array<Tensor>
  blocks: Array<Block>
  role?: string
  bundle?: Bundle
  members?: Array<Model>
}

/**
 * Only where format is bundle. steady_bytes: held while it runs; peak_bytes: the most at any time;
 * at_least_bytes: if many shape groups share code and workspace, null where they are few; guard_bytes: what its
 * program leaves free, or it stops.
 */
export type Bundle = {
  kind: "mud" | "ax-llm" | "StackFlow" | "script" | "names"
  runner: "plain" | "maixcdk" | "axllm"
  layers: Bytes
  dynamic_layers: boolean
  steady_bytes: Amount
  peak_bytes: Amount
  at_least_bytes?: Amount
  guard_bytes?: Bytes
  context: Amount
  contexts: Array<Bytes>
  twin: Text
}

export type Models = Array<Model>

export type Pipelines = Array<{
  name: "program" | "sensor" | "camera" | "display" | "encoder" | "decoder" | "audio"
  blocks: Array<Block>
}>

export type Demand = {
  npu_bytes: Bytes
  /** Once everything is loaded; npu_bytes is the most at any moment. */
  npu_steady_bytes?: Bytes
  npu_largest_block: Bytes
  user_peak_bytes: Bytes
  margin_bytes: Bytes
} | null

export type Supply = {
  device: Text
  /** Boards, or images of boards, that cannot be told apart by what was read; then device is null. */
  candidates?: Array<string>
  origin: "live" | "sysroot" | "profile" | "option" | null
  kind: "cmm" | "ion" | "cma" | null
  probe?: Text
  total: Amount
  used: Amount
  free: Amount
  largest_hole: Amount
  holes: Array<{
    start: Bytes
    bytes: Bytes
  }> | null
  owners: Array<{
    name: string
    bytes: Bytes
    blocks: Bytes
  }>
  /** Who holds blocks whose names tell it. The state is null where it is unknown. */
  processes?: Array<{
    pid: Bytes
    name: Text
    bytes: Bytes
    blocks: Bytes
    state: "running" | "ended" | null
  }>
  /** Length of the block for which the driver had no room, where its listing comes from a kernel log. */
  refused?: Amount
  leaked?: Amount
  /**
   * What was leaked and counts as free, because MaixCDK frees it when the program starts; null where what is
   * used is unknown.
   */
  reclaimed?: Amount
  user_total: Amount
  user_available: Amount
  linux_mem?: Amount
  overlaps_linux?: boolean | null
}

export type Advice = Array<{
  action: Action
  text: string
  /** The change in the app's own line, or in its file, where it is known. */
  change?: Text
  /** The change as an option of the tool, where there is one. */
  option?: Text
  value: Amount
  gains_bytes: Amount
  enough?: boolean
}>

/**
 * The smallest set of actions that is enough together, where none is alone; else null. Where enough is false,
 * actions are all that free a part worth it of what is missing.
 */
export type Plan = {
  actions: Array<Action>
  /** All changes together as options of the tool, or in words. */
  options?: Array<string>
  /** The same in the app's own lines, as far as they are known. */
  changes?: Array<string>
  enough: boolean
  missing_bytes: Bytes
  text?: string
} | null

/**
 * The pool to set, as --emit prints it (setting) and in MiB; least_mib is the smallest that passes. Null where
 * no value is legal or known, and reason says why.
 */
export type PoolLine = {
  setting: string | null
  mib: Amount
  least_mib: Amount
  reason: Reason
}

/** Images of the board with which the verdict is the other one, where the board was not read. */
export type OtherImages = Array<{
  /** As -d takes it. */
  device: string
  title: string
  fits: boolean
}>

/**
 * Every setting that the verdict rests on, and every one that was named, by its name. Of several verdicts: what
 * was named for all of them, as it was written.
 */
export type Request = Record<string, Setting>

export type Setting = {
  value: string
  /** True where the user named none, or not all of it. */
  assumed: boolean
}

export type Findings = Array<{
  code: Code
  severity: "error" | "warning" | "note"
  text: string
  path: Text
  line: Amount
}>

export type Judgment = Conclusion & {
  schema?: Schema
  tool?: Tool
  request: Request
  /** Models that were named and could not be read. */
  unread: Array<{
    path: string
    reason: Reason
    text: string
  }>
  models: Models
  pipelines: Pipelines
  demand: Demand
  largest_context?: Amount
  other_images?: OtherImages
  supply: Supply
  advice: Advice
  plan?: Plan
  pool_line?: PoolLine
  findings: Findings
}

export type VerdictReport = Judgment

/**
 * With --each or several boards. results: each model (or all) on each board, in the order in which they were
 * named; request: what was named; verdict, reason and status are the worst's.
 */
export type ResultsReport = Conclusion & {
  schema?: Schema
  tool?: Tool
  results: Array<Judgment>
  request: Request
}

export type ConfigReport = {
  schema?: Schema
  tool?: Tool
  status: Status
  message: string
  file: Text
  ram_mib: Amount
  uboot: {
    /** null: it reads through a null pointer, or the number is that of other text on the line */
    value: number | null
    accepted: boolean
    linux_mib: Amount
    line?: Amount
  } | null
  script: {
    value: Text
    pool_mib: Amount
  } | null
  overlap_mib: Amount
  lost_mib: Amount
  written?: boolean
  backup?: Text
  diff?: Text
  findings: Findings
}

/** From the library only: what was assumed, is doubtful or is missing. */
export type FindingsReport = {
  schema?: Schema
  tool?: Tool
  reason: Reason
  status: Status
  message: string
  findings: Findings
  verdict?: never
  models?: never
  supply?: never
  devices?: never
  sensors?: never
  uboot?: never
  capture?: never
  explained?: never
}

export type CaptureReport = {
  schema?: Schema
  tool?: Tool
  /** Files of a board, in the order of the text. */
  capture: Array<{
    path: string
    text: Text
    problem: Text
  }>
}

export type ExplainReport = {
  schema?: Schema
  tool?: Tool
  /** What the word means that was asked for, of each kind; without one, all words. */
  explained: Array<{
    kind: "term" | "error" | "reason" | "finding" | "advice"
    word: string
    /** Other writings. */
    also: Array<string>
    means: string
    do: string
    /** Command lines. */
    example: Text
  }>
}

export type InspectReport = {
  schema?: Schema
  tool?: Tool
  reason: Reason
  status: 0 | 3
  message: string
  models: Models
  findings: Findings
  verdict?: never
}

export type StatusReport = {
  schema?: Schema
  tool?: Tool
  reason: Reason
  status: 0 | 1 | 4
  message: string
  supply: Supply
  findings: Findings
  verdict?: never
  models?: never
}

export type DevicesReport = {
  schema?: Schema
  tool?: Tool
  devices: Array<{
    id: Word
    /** As -d takes it: ID, or ID@IMAGE. */
    name?: string
    /** Null where only one is known. */
    image?: Text
    /** ID@IMAGE, which -d takes too; null where only one image is known. */
    image_name?: Text
    image_title?: Text
    /** The one that the id alone stands for. */
    usual_image?: boolean
    /** The date or version of the image. */
    since?: Text
    title: string
    chip: Text
    kind: "cmm" | "ion" | "cma"
    ram_mib: Bytes
    /** Whole MiB of pool_bytes. */
    pool_mib: Bytes
    pool_bytes?: Bytes
    /** The maker supports no smaller pool. */
    least_supported_mib?: Amount
    /** The usual one first. */
    sensors?: Array<string>
    legal_min_mib: Amount
    legal_max_mib: Amount
    adjust?: Text
    source?: Text
    npu?: Array<string>
    aliases?: Array<string>
  }>
}

export type SensorsReport = {
  schema?: Schema
  tool?: Tool
  sensors: Array<{
    family: string
    name: string
    width: Bytes
    height: Bytes
    pool_bytes: Bytes
    is_default: boolean
    source?: Text
  }>
}
