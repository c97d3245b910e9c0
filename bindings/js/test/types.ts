// SPDX-License-Identifier: MIT
// What the types must allow, and what they must refuse; tsc reads it.
import {
  check,
  checkAll,
  checkConfig,
  devices,
  inspect,
  MaixfitError,
  RemoteError,
  setConfig,
  status,
  useHubs
} from '../maixfit.js'
import type { Action, Options, Source, VerdictReport } from '../maixfit.js'

const bytes = new Uint8Array(4)
const reader: Source = { name: 'a.axmodel', size: 4, read: (offset, length) => bytes.subarray(offset, offset + length) }
const options: Options = { camera: ['640x480', '320x240'], dualBuff: false, device: 'maixcam2-4g', context: 1024 }
export const sizes: Options = { camera: [640, 480], encode: ['1280x720@h264', [640, 480]] }

export async function use(file: File): Promise<string[]> {
  useHubs({ hf: 'https://hf-mirror.com', seconds: 5, progress: (bytes, url) => [bytes + 1, url.length] })
  const verdict: VerdictReport = await check([file, reader, 'b.mud', { name: 'd', files: [file] }], options)
  if (verdict.verdict === 'fits' && (verdict.demand?.npu_bytes ?? 0) > 0) return []
  const firsts: Action[] = verdict.advice.map((step) => step.action)
  const all = await checkAll(file, { each: true, device: ['maixcam', 'maixcam2-4g'] })
  const pool: number | null = (await status({ text: 'captured' })).supply.total
  const known: string[] = (await devices()).devices.map((device) => device.id)
  const written: string = await setConfig('', 'auto', { device: 'maixcam2-4g' })
  const uboot = (await checkConfig(bytes)).uboot
  return [
    ...firsts,
    ...known,
    written,
    String(pool),
    String(uboot),
    all.results[0].message,
    (await inspect('a.axmodel')).models[0].path,
    new MaixfitError('no').message
  ]
}

export const reasons = (error: unknown): string[] =>
  error instanceof RemoteError ? [error.key, error.message, error.textIn('zh')] : []

// @ts-expect-error there is no such option
export const wrongOption: Options = { colour: 1 }
// @ts-expect-error a verdict is one of four words
export const wrongWord: VerdictReport['verdict'] = 'maybe'
// @ts-expect-error a reader has a size
export const wrongReader: Source = { name: 'a', read: () => bytes }
// @ts-expect-error a mirror is a URL
useHubs({ hf: 1 })
// @ts-expect-error a picture has two sides
export const wrongPicture: Options = { camera: [640] }
// @ts-expect-error a size needs its unit
export const wrongSize: Options = { pool: 12 }
