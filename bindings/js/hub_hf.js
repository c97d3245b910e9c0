// SPDX-License-Identifier: MIT
// Hugging Face, and mirrors that have its API (huggingface.co/docs/hub/api).
import { parsed, statusText } from './hub.js'

const PAGES_MAX = 200

const api = (net, { owner, name }) => `${net.endpoints.hf}/api/models/${owner}/${name}`

// The page after this one: <URL>; rel="next"
function nextPage(link, url) {
  const [, next] = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? []
  return next === undefined ? null : new URL(next, url)
}

function refusal({ status, headers }, { owner, name, revision }, net) {
  const code = headers['x-error-code'] ?? ''
  if (code === 'GatedRepo' || (status === 403 && code === ''))
    return `is gated: accept its terms on its page there, and ${net.withToken('HF_TOKEN')}`
  if (code === 'RevisionNotFound') return `there is no revision ${revision || 'main'}`
  if (code === 'EntryNotFound') return 'there is no such file'
  if (status === 401 || status === 403)
    return `there is no model ${owner}/${name} for everybody; if it is private or gated, ${net.withToken('HF_TOKEN')}`
  if (status === 404) return `there is no model ${owner}/${name}`
  return statusText(status)
}

// A repository that has another name now answers with a redirect.
function newName(url, { owner, name }) {
  const [, now] = /\/api\/models\/([^/]+\/[^/]+)/.exec(new URL(url).pathname) ?? []
  return now !== undefined && now.toLowerCase() !== `${owner}/${name}`.toLowerCase() ? decodeURIComponent(now) : null
}

function list(net, place, refuse) {
  const branch = place.revision || 'main'
  const ask = (url) => {
    const [answer] = net.ask([{ url, range: null, limit: 32 * 1024 * 1024, hub: 'hf' }])
    if (answer.failure) refuse(answer.failure)
    if (answer.status !== 200) refuse(refusal(answer, place, net))
    const now = newName(answer.url, place)
    if (now) refuse(`has another name now; ask for hf://${now}`)
    return answer
  }
  // What is listed and what is read are of one commit, whatever is pushed meanwhile.
  const { sha } = parsed(ask(`${api(net, place)}/revision/${encodeURIComponent(branch)}`), refuse)
  const commit = /^[0-9a-f]{40}$/.test(sha) ? sha : branch
  const files = []
  let url = `${api(net, place)}/tree/${encodeURIComponent(commit)}?recursive=true`
  for (let page = 0; url !== null; page++) {
    if (page === PAGES_MAX) refuse(`the list of its files has more than ${PAGES_MAX} pages`)
    const answer = ask(url)
    const entries = parsed(answer, refuse)
    if (!Array.isArray(entries)) refuse('the hub gives no list of its files')
    for (const { type, path, size, lfs } of entries.filter(Boolean))
      if (type === 'file') files.push({ path, size: lfs?.size ?? size })
    const next = nextPage(answer.headers.link, answer.url)
    if (next && next.origin !== new URL(net.endpoints.hf).origin) refuse('the list of its files goes on at another host')
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
