// SPDX-License-Identifier: MIT
// What all hubs have in common: where they are, and what their answers mean.
import { RemoteError } from './remote_file.js'

// The URL that the paths of an API begin with; `name` is what a person calls it.
export function endpoint(value, home, name) {
  const text = (value ?? '').trim() || home
  const full = text.includes('://') ? text : `https://${text}`
  const url = URL.canParse(full) ? new URL(full) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new RemoteError(`${name} is no URL of a server`)
  if (url.username || url.password) throw new RemoteError(`${name}: put no name and no password into an address`)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

export function parsed(answer, refuse) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.bytes)) ?? {}
  } catch {
    return refuse('the hub answers with what is no JSON')
  }
}

export function statusText(status) {
  if (status === 404 || status === 410) return `there is no such file (${status})`
  if (status === 401 || status === 403) return `the server does not give it to everybody (${status})`
  if (status === 429) return 'the server is asked too often (429); try again later'
  return `the server answers with status ${status}`
}
