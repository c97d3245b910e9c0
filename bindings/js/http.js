// SPDX-License-Identifier: MIT
// What the requests of remote_file.js have in common, whoever makes them.

import { say } from './sentences.js'

const PAUSES_MS = [500, 1000, 2000, 4000]
const PAUSE_MAX_MS = 60_000
const REFUSAL_MAX = 64 * 1024 // of the text that comes with a refusal

export const SILENCE_S = 20 // after which a connection is given up
export const SLOWEST = 16 // bytes a millisecond; what comes more slowly is given up

export const mebibytes = (bytes) => `${Math.ceil(bytes / 2 ** 20)} MiB`

// How long to wait for another try; null: none helps.
export function pause(tries, answer) {
  const isBusy = answer.failure ? !answer.isFinal : answer.status === 429 || answer.status >= 500
  if (!isBusy || tries >= PAUSES_MS.length) return null
  const text = answer.headers?.['retry-after']
  if (text === undefined) return PAUSES_MS[tries]
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  const wait = Number.isFinite(asked) ? Math.max(asked, 0) : PAUSES_MS[tries]
  return wait <= PAUSE_MAX_MS ? wait : null
}

// How many bytes of a body are taken.
export function roomFor(status, { range, limit }) {
  if (status === 206 && range) return range[1] - range[0] + 1
  return status === 200 ? limit : REFUSAL_MAX
}

export function tooLarge(status, { range, limit }, host) {
  if (status === 206) return say('moreThanAsked', host)
  return say(range ? 'noRanges' : 'moreThan', host, mebibytes(limit))
}
