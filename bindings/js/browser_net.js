// SPDX-License-Identifier: MIT
// The net of remote_file.js in a browser: synchronous requests, one after another, which only a worker may wait for.
// Redirects are the browser's; no cookie and no token is sent, and no header that a server must allow first.
import { pause, roomFor, SILENCE_S, SLOWEST, tooLarge } from './http.js'
import { endpointsOf } from './remote.js'
import { RemoteError, say } from './sentences.js'

const LONGEST_MS = 100_000 // of one request; the page ends what says nothing for two minutes

// A worker can sleep on shared memory, which a module may have on a page that is not isolated, too; where a browser has
// none (Safari), it waits awake.
function sleep(milliseconds) {
  const end = performance.now() + milliseconds
  try {
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
    Atomics.wait(new Int32Array(buffer), 0, 0, milliseconds)
  } catch {
    while (performance.now() < end);
  }
}

// What the server lets pages see.
function headersOf(sent) {
  const lines = sent.getAllResponseHeaders().split('\r\n').filter(Boolean)
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
}

const isHere = (host) => host === 'localhost' || host.endsWith('.localhost') || /^127\.|^\[::1\]$/.test(host)

class BrowserNet {
  #silence
  #progress
  #ranged = new Set() // origins that send parts of files
  #heard = new Set() // origins that let this page read an answer
  #refused = new Set() // origins that did not
  #sizes = new Map() // of files whose size no header shows
  opened = new Map()
  constructor({ hf, modelscope, seconds, progress = () => {} }) {
    this.endpoints = endpointsOf({ hf, modelscope })
    this.#silence = (seconds > 0 ? seconds : SILENCE_S) * 1000
    this.#progress = progress
  }

  withToken(variable) {
    return say('noTokenHere', variable)
  }

  // Learns whether a server sends parts of files: a stream ends when its headers are there, a request that is waited for
  // does not. What goes wrong is said when the file is read.
  async prepare(url) {
    const { origin } = new URL(url)
    if (this.#ranged.has(origin)) return
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), this.#silence)
    try {
      const { status, url: last } = await fetch(url, {
        headers: { range: 'bytes=0-0' },
        credentials: 'omit',
        signal: stop.signal
      })
      if (status === 206) this.#ranged.add(origin).add(new URL(last).origin)
    } catch (error) {
      if (error.name !== 'AbortError') this.#refused.add(origin)
    }
    clearTimeout(timer)
    stop.abort()
  }

  // What failed once fails for those behind it too.
  ask(requests) {
    let failed = null
    return requests.map((request) => {
      const answer = failed ?? this.#load(request)
      if (answer.failure) failed = answer
      return answer
    })
  }

  #load(request) {
    const { url, range, limit, size } = request
    const part = range && this.#ranged.has(new URL(url).origin)
    if (range && !part && (size ?? Infinity) > limit) {
      const refusal = this.#tooLong(request)
      if (refusal) return refusal
    }
    const answer = this.#send('GET', url, range, part ? range[1] - range[0] : (size ?? limit))
    if (answer.failure) return answer
    if (answer.status < 300 && answer.bytes.length > roomFor(answer.status, request))
      return { failure: tooLarge(answer.status, request, new URL(answer.url).host) }
    if (answer.status !== 206 || !range) return answer
    this.#ranged.add(new URL(url).origin).add(new URL(answer.url).origin)
    return { ...answer, headers: { ...this.#placed(request, answer), ...answer.headers } }
  }

  // The answer for a file that may not be read as a whole by the word of a server that may send no parts.
  #tooLong(request) {
    const { length, answer } = this.#lengthOf(request.url)
    if (answer.failure || (answer.status >= 400 && length === null && ![405, 501].includes(answer.status))) return answer
    const { host } = new URL(answer.url)
    if (length === null) return { failure: say('lengthUnknown', host) }
    return length > request.limit ? { failure: tooLarge(200, request, host) } : null
  }

  #lengthOf(url) {
    const answer = this.#send('HEAD', url, [0], 0)
    const text = answer.headers?.['content-length'] ?? ''
    return { answer, length: answer.status < 300 && /^\d+$/.test(text) ? Number(text) : null }
  }

  // A server may send Content-Range and not let a page see it. Then what came is what was asked for, and the size that
  // somebody has said is tried: a file has a last byte, and none behind it.
  #placed({ file, range, size }, answer) {
    if (answer.headers['content-range'] !== undefined) return {}
    const isSize = (bytes) => {
      const edge = bytes > 0 ? this.#send('GET', answer.url, [bytes - 1, bytes], 2) : {}
      return edge.status === 206 && edge.bytes.length === 1
    }
    if (!this.#sizes.has(file)) {
      const listed = size !== null && isSize(size) ? size : null
      const said = listed === null ? this.#lengthOf(answer.url).length : null
      this.#sizes.set(file, listed ?? (said !== null && isSize(said) ? said : null))
    }
    const total = this.#sizes.get(file)
    return total === null ? {} : { 'content-range': `bytes ${range[0]}-${range[0] + answer.bytes.length - 1}/${total}` }
  }

  #send(method, url, range, room) {
    for (let tries = 0; ; tries++) {
      this.#progress(0, url)
      const answer = this.#once(method, url, range, room)
      this.#progress(answer.bytes?.length ?? 0, answer.url ?? url)
      const wait = pause(tries, answer)
      if (wait === null) return answer
      sleep(wait)
    }
  }

  #once(method, url, range, room) {
    const { host, hostname, origin, protocol } = new URL(url)
    if (location.protocol === 'https:' && protocol === 'http:' && !isHere(hostname))
      return { failure: say('insecure'), isFinal: true }
    const sent = new XMLHttpRequest()
    try {
      sent.open(method, url, false)
      sent.responseType = 'arraybuffer'
      sent.timeout = Math.min(this.#silence + room / SLOWEST, LONGEST_MS)
      if (range) sent.setRequestHeader('range', `bytes=${range[0]}-${range[1] ?? ''}`)
      sent.send()
    } catch (error) {
      if (error.name === 'TimeoutError') return { failure: say('notWithin', host, Math.ceil(sent.timeout / 1000)) }
      return { failure: say('unreadable', host), status: 0, isFinal: !this.#heard.has(origin) || this.#refused.has(origin) }
    }
    this.#heard.add(origin).add(new URL(sent.responseURL).origin)
    return { status: sent.status, url: sent.responseURL, headers: headersOf(sent), bytes: new Uint8Array(sent.response ?? 0) }
  }
}

export function openNet(settings) {
  if (typeof FileReaderSync === 'undefined') throw new RemoteError(say('workerOnly'))
  return new BrowserNet(settings)
}
