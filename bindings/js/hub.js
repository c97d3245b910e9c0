// SPDX-License-Identifier: MIT
// What all hubs have in common: where they are, and what their answers mean.
import { RemoteError, say } from './sentences.js'

// The URL that the paths of an API begin with; `name` is what a person calls it, or a sentence.
export function endpoint(value, home, name) {
  const text = (value ?? '').trim() || home
  const full = text.includes('://') ? text : `https://${text}`
  const url = URL.canParse(full) ? new URL(full) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new RemoteError(say('badHub', name))
  if (url.username || url.password) throw new RemoteError(say('hubHasLogin', name))
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

export function parsed(answer, refuse) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.bytes)) ?? {}
  } catch {
    return refuse(say('noJson'))
  }
}

export function statusText(status) {
  if (status === 404 || status === 410) return say('status404', status)
  if (status === 401 || status === 403) return say('status403', status)
  return status === 429 ? say('status429') : say('statusOther', status)
}
