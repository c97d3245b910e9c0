// SPDX-License-Identifier: MIT
// A server on 127.0.0.1 that answers as both hubs do, and another one that has the bytes, as their CDNs do. What pages of
// other servers may see is what the hubs let them see; what needs their consent first (a preflight) is refused.
import http from 'node:http'
import fs from 'node:fs'
import path from 'node:path'

const SHOWN =
  'X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,Accept-Ranges,Content-Range,' +
  'X-Linked-Size,X-Linked-ETag,X-Xet-Hash'

export const SHA = '0123456789abcdef0123456789abcdef01234567'

function listening(handle, settings = {}) {
  const server = http.createServer(settings, handle)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

export const urlOf = (server) => `http://127.0.0.1:${server.address().port}`

// A part of a file, as nginx sends it.
export function sendFile(request, response, name, change = {}) {
  const { size: real } = fs.statSync(name)
  const size = change.size ?? real
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  if (request.method === 'HEAD') return response.writeHead(change.head ?? 200, { 'content-length': size }).end()
  if (from === undefined || change.noRanges) {
    response.writeHead(200, change.noLength ? {} : { 'content-length': size })
    return fs.createReadStream(name).pipe(response)
  }
  const end = Math.min(Number(to), size - 1)
  if (Number(from) >= size) return response.writeHead(416, { 'content-range': `bytes */${size}` }).end()
  const range = `bytes ${from}-${end}/${size}`
  response.writeHead(206, { 'content-range': range, 'content-length': end - from + 1, etag: '"a"', ...change.headers })
  return fs.createReadStream(name, { start: Number(from), end }).pipe(response)
}

function files(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((name) => ({ path: path.relative(folder, name), size: fs.statSync(name).size }))
}

const json = (response, value, headers = {}) => response.writeHead(200, headers).end(JSON.stringify(value))

// The hub has the models of `root`: root/OWNER/NAME. `rules` may answer in its place: each gets (request, response, url)
// and returns true if it did. `log` has what was asked.
export async function startHub(root) {
  const log = []
  const rules = { hub: null, cdn: null, page: 1000 }
  let bytes = 0
  const counted = (where, handle) => (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host}`)
    const { range, authorization: token, cookie } = request.headers
    log.push({ where, method: request.method, path: url.pathname + url.search, range, token, cookie })
    if (rules.cors !== 'none') allow(request, response, where, url)
    if (request.method === 'OPTIONS') return response.writeHead(403).end()
    const { write, end } = response
    response.write = (part, ...rest) => ((bytes += part.length), write.call(response, part, ...rest))
    response.end = (part, ...rest) => ((bytes += typeof part === 'string' ? part.length : 0), end.call(response, part, ...rest))
    return rules[where]?.(request, response, url) || handle(request, response, url)
  }
  function allow(request, response, where, url) {
    const isHub = where === 'hub' && !url.pathname.startsWith('/api/v1/')
    response.setHeader('access-control-allow-origin', isHub ? (request.headers.origin ?? '*') : '*')
    if (isHub) response.setHeader('access-control-expose-headers', SHOWN)
    else if (where === 'cdn' && rules.cors !== 'hides' && !url.searchParams.has('tag'))
      response.setHeader('access-control-expose-headers', '*')
  }
  const missing = (response, code = 'RepoNotFound') => response.writeHead(404, { 'x-error-code': code }).end('{}')

  const cdn = await listening(
    counted('cdn', (request, response, url) => {
      const name = path.join(root, decodeURIComponent(url.pathname))
      return fs.existsSync(name) ? sendFile(request, response, name, rules.change) : missing(response)
    })
  )

  function huggingFace(request, response, url) {
    const [, model, what] = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/[^/?]+$/.exec(url.pathname) ?? []
    const folder = model && path.join(root, model)
    if (!folder || !fs.existsSync(folder)) return missing(response)
    if (what === 'revision') return json(response, { id: model, sha: SHA })
    const all = files(folder).map((file) => ({ type: 'file', ...file, oid: 'x' }))
    const at = Number(url.searchParams.get('cursor') ?? 0)
    const next = at + rules.page
    const link = `<${urlOf(hub)}${url.pathname}?recursive=true&cursor=${next}>; rel="next"`
    return json(response, all.slice(at, next), next < all.length ? { link } : {})
  }

  function modelScope(_request, response, url) {
    const [, model, rest] = /^\/api\/v1\/models\/([^/]+\/[^/]+)\/(repo(?:\/files)?)$/.exec(url.pathname)
    const folder = path.join(root, model)
    if (!fs.existsSync(folder)) return missing(response)
    if (rest === 'repo') return redirect(response, `${model}/${url.searchParams.get('FilePath')}`, '?tag=model')
    const entry = ({ path: name, size }) => ({ Type: 'blob', Path: name, Name: path.basename(name), Size: size })
    const list = files(folder).map(entry)
    return json(response, { Code: 200, Success: true, Message: '', Data: { Files: list } })
  }

  const redirect = (response, name, query = '') => {
    const place = name.split('/').map(encodeURIComponent).join('/')
    return response.writeHead(302, { location: `${urlOf(cdn)}/${place}${query}` }).end()
  }

  const hub = await listening(
    counted('hub', (request, response, url) => {
      if (url.pathname.startsWith('/api/v1/')) return modelScope(request, response, url)
      if (url.pathname.startsWith('/api/')) return huggingFace(request, response, url)
      const [, model, name] = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.*)$/.exec(decodeURIComponent(url.pathname)) ?? []
      if (model) return redirect(response, `${model}/${name}`)
      const file = path.join(root, decodeURIComponent(url.pathname))
      return fs.existsSync(file) && fs.statSync(file).isFile()
        ? sendFile(request, response, file, rules.change)
        : missing(response)
    })
  )
  return {
    hub,
    cdn,
    rules,
    log,
    url: urlOf(hub),
    get bytes() {
      return bytes
    },
    reset() {
      log.length = 0
      bytes = 0
      Object.assign(rules, { hub: null, cdn: null, page: 1000, change: undefined, cors: undefined })
    },
    close() {
      for (const server of [hub, cdn]) {
        server.closeAllConnections()
        server.close()
      }
    }
  }
}
