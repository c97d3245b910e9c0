// SPDX-License-Identifier: MIT
// What answers of all hubs have in common.

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
