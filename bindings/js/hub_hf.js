// SPDX-License-Identifier: MIT
// Hugging Face, and mirrors that have its API (huggingface.co/docs/hub/api).
import { mebibytes } from './http.js'
import { parsed, statusText } from './hub.js'
import { say } from './sentences.js'

const PAGES_MAX = 200
const PAGE_MAX = 32 * 1024 * 1024
const LIST_MAX = 64 * 1024 * 1024

const api = (net, { owner, name }) => `${net.endpoints.hf}/api/models/${owner}/${name}`

// The page after this one: <URL>; rel="next"
function nextPage(link, url) {
  const [, next] = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? []
  return next === undefined ? null : new URL(next, url)
}

function refusal({ status, headers }, { owner, name, revision }, net) {
  const code = headers['x-error-code'] ?? ''
  if (code === 'GatedRepo' || (status === 403 && code === '')) return say('gated', net.withToken('HF_TOKEN'))
  if (code === 'RevisionNotFound') return say('noRevision', revision || 'main')
  if (code === 'EntryNotFound') return say('noFile')
  if (status === 401 || status === 403) return say('noModelForAll', `${owner}/${name}`, net.withToken('HF_TOKEN'))
  return status === 404 ? say('noModel', `${owner}/${name}`) : statusText(status)
}

// A repository that has another name now answers with a redirect.
function newName(url, { owner, name }) {
  const [, now] = /\/api\/models\/([^/]+\/[^/]+)/.exec(new URL(url).pathname) ?? []
  return now !== undefined && now.toLowerCase() !== `${owner}/${name}`.toLowerCase() ? decodeURIComponent(now) : null
}

function list(net, place, refuse) {
  const branch = place.revision || 'main'
  const ask = (url) => {
    const [answer] = net.ask([{ url, range: null, limit: PAGE_MAX, hub: 'hf' }])
    if (answer.failure) refuse(answer.failure)
    if (answer.status !== 200) refuse(refusal(answer, place, net))
    const now = newName(answer.url, place)
    if (now) refuse(say('renamed', `hf://${now}`))
    return answer
  }
  // What is listed and what is read are of one commit, whatever is pushed meanwhile.
  const { sha } = parsed(ask(`${api(net, place)}/revision/${encodeURIComponent(branch)}`), refuse)
  const commit = /^[0-9a-f]{40}$/.test(sha) ? sha : branch
  const files = []
  let url = `${api(net, place)}/tree/${encodeURIComponent(commit)}?recursive=true`
  let bytes = 0
  for (let page = 0; url !== null; page++) {
    if (page === PAGES_MAX || bytes > LIST_MAX) refuse(say('longList', page, mebibytes(bytes)))
    const answer = ask(url)
    bytes += answer.bytes.length
    const entries = parsed(answer, refuse)
    if (!Array.isArray(entries)) refuse(say('noList'))
    for (const { type, path, size, lfs } of entries.filter(Boolean))
      if (type === 'file') files.push({ path, size: lfs?.size ?? size })
    const next = nextPage(answer.headers.link, answer.url)
    if (next && next.origin !== new URL(net.endpoints.hf).origin) refuse(say('listElsewhere'))
    url = next?.href ?? null
  }
  const folder = `${net.endpoints.hf}/${place.owner}/${place.name}/resolve/${encodeURIComponent(commit)}/`
  return { files, url: (path) => folder + path.split('/').map(encodeURIComponent).join('/') }
}

// /OWNER/NAME[/(tree|blob|resolve|raw)/REVISION[/PATH]]
function placeOfPage(path) {
  const [, owner, name, , revision = '', inside = ''] =
    /^\/([\w.-]+)\/([\w.-]+)(\/(?:tree|blob|resolve|raw)\/([^/]+)(?:\/(.*))?)?\/?$/s.exec(path) ?? []
  if (owner === undefined || ['datasets', 'spaces', 'api', 'docs'].includes(owner)) return null
  return { owner, name, revision: decodeURIComponent(revision), path: decodeURIComponent(inside).replace(/\/+$/, '') }
}

export const huggingFace = { scheme: 'hf', title: 'Hugging Face', home: 'https://huggingface.co', list, refusal, placeOfPage }
