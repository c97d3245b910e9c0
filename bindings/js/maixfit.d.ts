// SPDX-License-Identifier: MIT
import type {
  ConfigReport,
  DevicesReport,
  InspectReport,
  Options,
  ResultsReport,
  SensorsReport,
  StatusReport,
  VerdictReport
} from './report.js'

export type * from './report.js'

/** Anything that can be read at any place, at once: `read` returns up to `length` bytes from `offset` on. */
export interface Reader {
  name?: string
  size: number
  read(offset: number, length: number): Uint8Array
}

/** A folder, with the files in it; their names are paths below it. */
export interface Folder {
  name: string
  files: Exclude<Source, string>[]
}

/**
 * A model, a manifest, an archive, a captured board: a path (in Node only), an address (in a browser, in a Web Worker only),
 * a Blob or File, a reader, bytes, a text, or a folder. Addresses are hf://OWNER/NAME[@REVISION][/PATH], modelscope://… and
 * https://…. The end of a name tells what the file is, as a path's does.
 *
 * A Blob is read by slices in a Web Worker; elsewhere as a whole, and then it may have 64 MiB.
 */
export type Source =
  string | Blob | Reader | Folder | { name?: string; bytes: ArrayBuffer | ArrayBufferView } | { name?: string; text: string }

/** What was asked is not valid: the message is one sentence that says why. */
export class MaixfitError extends Error {
  name: 'MaixfitError'
}

/**
 * What an address leads to cannot be read; nothing is said of it. The message is one sentence that says why, in
 * `options.language`.
 */
export class RemoteError extends Error {
  private constructor()
  name: 'RemoteError'
  /** Which sentence it is, such as "noModel". */
  readonly key: string
  /** The sentence in "en" or "zh". */
  textIn(language: string): string
}

/** How addresses are read. What is not said is as usual: in Node by the variables of the environment. */
export interface Hubs {
  /** The URL of a mirror of Hugging Face, or of a server with its API. */
  hf?: string
  /** The same for ModelScope. */
  modelscope?: string
  /** Seconds without an answer after which a server is given up; 20. */
  seconds?: number
  /** Is called with the bytes of each answer and its URL; in a browser with 0 before each time that it waits, too. */
  progress?: (bytes: number, url: string) => void
}

/** For all calls from now on. What was read of an address before is read again; in a browser it is kept until then. */
export function useHubs(hubs?: Hubs): void

/**
 * Do all models together fit the board, with what else the app takes there? What cannot be read or is not known is a
 * result too: `verdict` is "unknown" then, and `message` says why.
 */
export function check(models: Source | Source[], options?: Options): Promise<VerdictReport>

/** A verdict for each board of `device`, and with `each` for each model or bundle alone. */
export function checkAll(models: Source | Source[], options?: Options): Promise<ResultsReport>

/** What models are and need; no board is read. */
export function inspect(models: Source | Source[], options?: Options): Promise<InspectReport>

/** What the pool of a captured board holds: a folder with its /proc and /sys, or a text (`maixfit capture`, a listing). */
export function status(board?: Source, options?: Options): Promise<StatusReport>

/** How U-Boot and the boot script read a /boot/configs, given as its text or bytes; `device` names the board. */
export function checkConfig(file: string | Uint8Array, options?: Options): Promise<ConfigReport>

/** The text of a /boot/configs with a pool of `value` MiB, or "auto", so that both of its readers take it. */
export function setConfig(text: string, value: number | string, options?: Options): Promise<string>

/** The known boards. */
export function devices(options?: Options): Promise<DevicesReport>

/** The known camera sensors. */
export function sensors(options?: Options): Promise<SensorsReport>

/** What people read, in `language`, "en" or "zh". */
export interface Shown<Report> {
  report: Report
  /** The same with its names and sentences in the language. */
  local: Report
  /** The whole report as text. */
  text: string
  /** Its first sentences. */
  headline: string
  /** What to know of report.pool_line. */
  poolLine: string
}

export interface ShownOptions extends Options {
  language?: string
  /** Columns of the text, 40 to 400. */
  width?: number | string
}

/** The same as check, status and checkConfig, to be shown to people. */
export const show: {
  check(models: Source | Source[], options?: ShownOptions): Promise<Shown<VerdictReport>>
  status(board?: Source, options?: ShownOptions): Promise<Shown<StatusReport>>
  checkConfig(file: string | Uint8Array, options?: ShownOptions): Promise<Shown<ConfigReport>>
  /** The known boards, with their titles in the language. */
  devices(options?: ShownOptions): Promise<DevicesReport>
}

export function version(): Promise<string>
