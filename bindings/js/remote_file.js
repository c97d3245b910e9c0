// SPDX-License-Identifier: MIT
// A file behind a URL as a reader: parts of it by range requests, which are kept for a while.
//
// A net is what a host has for them: net.ask(requests) makes the requests {url, range, limit, hub, file, size} and
// returns, at once, an answer for each: {status, url, headers, bytes}, or {failure} with a sentence of sentences.js. A file is its first
// URL, and its size null if nobody has said it; the requests for a list have neither.

import { RemoteError, say } from './sentences.js'

// Of 8 to 128 KiB the sizes with which 28 layers took the fewest requests and less than 4 MiB.
const HEAD = 16 * 1024
const PART = 32 * 1024
const PART_MAX = 4 * 1024 * 1024 // when a file is read on and on
const PIECE = 1024 * 1024 // of a large part, for one request
const SIDE_BY_SIDE = 4
const KEPT_MAX = 32 * 1024 * 1024
const WHOLE_MAX = 64 * 1024 * 1024 // what is taken of a server that sends no ranges

const POINTER = 'version https://git-lfs.github.com/spec/'

// What was read of all files, the oldest first; it forgets.
class Kept {
  #parts = []
  #bytes = 0
  add(file, offset, bytes) {
    this.#parts.push({ file, offset, bytes })
    this.#bytes += bytes.length
    while (this.#bytes > KEPT_MAX && this.#parts.length > 1) this.#bytes -= this.#parts.shift().bytes.length
  }
  find(file, offset, length) {
    const has = (part) => part.file === file && part.offset <= offset && offset + length <= part.offset + part.bytes.length
    const part = this.#parts.findLast(has)
    return part && part.bytes.subarray(offset - part.offset, offset - part.offset + length)
  }
}

// The length of the file and where the bytes begin, by a Content-Range; null is not said.
function contentRange(text) {
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(text ?? '') ?? []
  if (from === undefined) return null
  return { from: Number(from), to: Number(to), total: total === '*' ? null : Number(total) }
}

export class RemoteFile {
  #group
  #url
  #direct = null // where redirects led to
  #etag = null
  #end = 0 // where the last part ended, and how long it was: reading on takes more
  #ahead = PART
  #whole = null
  // name is what a person sees; size is what a hub lists, null if nobody has said it.
  constructor(group, { name, url, size = null, hub = null, alike = '' }) {
    this.#group = group
    this.#url = url
    this.name = name
    this.size = size
    this.hub = hub
    this.alike = alike
  }

  // Another call opens it anew.
  fail(why) {
    this.#group.forget()
    throw new RemoteError(why, this.name)
  }

  read(offset, length) {
    const wanted = Math.min(length, this.size - offset)
    if (wanted <= 0) return new Uint8Array()
    if (this.#whole) return this.#whole.slice(offset, offset + wanted)
    const kept = this.#group.kept.find(this, offset, wanted)
    if (kept) return kept.slice()
    this.#ahead = offset > 0 && offset === this.#end ? Math.min(2 * this.#ahead, PART_MAX) : PART
    const part = this.#group.load(this, offset, Math.max(wanted, offset === 0 ? HEAD : this.#ahead))
    this.#end = part === null ? 0 : offset + part.length
    return part === null ? this.#whole.slice(offset, offset + wanted) : part.slice(0, wanted)
  }

  request(from, to) {
    const url = this.#direct ?? this.#url
    return { url, range: [from, to - 1], limit: WHOLE_MAX, hub: this.hub, file: this.#url, size: this.size }
  }

  // A link to where the bytes lie is good for a while only. Status 0 is a refusal that a browser does not show.
  isStale(request, answer) {
    if (request.url === this.#url || ![0, 400, 401, 403, 404, 410].includes(answer.status)) return false
    this.#direct = null
    return true
  }

  // The bytes of an answer, which must be those that were asked for; null if it was the whole file.
  take(answer, from, to) {
    if (answer.failure) this.fail(answer.failure)
    if (answer.status === 416) this.#ends(answer, from)
    if (answer.status !== 206 && answer.status !== 200) this.fail(this.#group.refusal(this, answer))
    if (!['', 'identity'].includes(answer.headers['content-encoding'] ?? '')) this.fail(say('compressed'))
    if (answer.url !== this.#url) this.#direct = answer.url
    const etag = answer.headers.etag ?? null
    if (this.#etag !== null && etag !== null && etag !== this.#etag) this.fail(say('changed'))
    this.#etag ??= etag
    return answer.status === 200 ? this.#takeWhole(answer) : this.#takePart(answer, from, to)
  }

  #ends(answer, from) {
    const total = /^bytes \*\/(\d+)$/.exec(answer.headers['content-range'] ?? '')?.[1]
    const wanted = this.size ?? from
    this.fail(total === undefined ? say('shorterUnknown', wanted) : say('shorter', total, wanted))
  }

  #settle(size, bytes) {
    const isPointer = size < 1024 && new TextDecoder().decode(bytes.subarray(0, POINTER.length)) === POINTER
    if (isPointer) this.fail(say('pointer'))
    if (this.size !== null && this.size !== size) this.fail(say('otherSize', this.size, size))
    this.size = size
  }

  #takePart(answer, from, to) {
    const range = contentRange(answer.headers['content-range'])
    if (!range || range.total === null || range.total > Number.MAX_SAFE_INTEGER) this.fail(say('sizeUnknown'))
    const end = Math.min(to, range.total)
    if (range.from !== from || range.to !== end - 1 || answer.bytes.length !== end - from)
      this.fail(say('otherBytes', from, end - 1, answer.bytes.length, range.from, range.to))
    this.#settle(range.total, answer.bytes)
    return answer.bytes
  }

  #takeWhole(answer) {
    this.#settle(answer.bytes.length, answer.bytes)
    this.#whole = answer.bytes
    return null
  }

  // What nobody has listed: the first part says its size. False if there is no such file.
  exists() {
    const [answer] = this.#group.ask([this.request(0, HEAD)])
    if (answer.status === 404 || answer.status === 410) return false
    if (answer.status === 416 && /^bytes \*\/0$/.test(answer.headers['content-range'] ?? '')) {
      this.size = 0
      return true
    }
    const bytes = this.take(answer, 0, HEAD)
    if (bytes) this.#group.kept.add(this, 0, bytes)
    return true
  }
}

// Files that are read by the same net. What is alike (the layers of an LLM have one size) is read at one place
// together, a few at a time.
export class RemoteGroup {
  #net
  #alike = new Map()
  kept = new Kept()
  constructor(net, refusal) {
    this.#net = net
    this.refusal = refusal
  }
  ask(requests) {
    return this.#net.ask(requests)
  }
  forget() {
    this.#net.opened?.clear()
  }
  add(settings) {
    const file = new RemoteFile(this, settings)
    if (file.alike === '') return file
    const others = this.#alike.get(file.alike)
    if (others) others.push(file)
    else this.#alike.set(file.alike, [file])
    return file
  }
  #pieces(file, offset, length) {
    const end = Math.min(offset + length, file.size)
    const pieces = []
    for (let from = offset; from < end; from += PIECE) pieces.push({ file, from, to: Math.min(from + PIECE, end) })
    return pieces
  }
  #neighbors(file, offset, length) {
    const all = this.#alike.get(file.alike) ?? []
    const after = all.slice(all.indexOf(file) + 1).filter((other) => !this.kept.find(other, offset, 1))
    return after.slice(0, SIDE_BY_SIDE - 1).flatMap((other) => this.#pieces(other, offset, length))
  }
  // Bytes from offset on, up to length; null if the server has sent the whole file.
  load(file, offset, length) {
    const own = this.#pieces(file, offset, length)
    const pieces = length > PART ? own : [...own, ...this.#neighbors(file, offset, length)]
    const parts = []
    for (let i = 0; i < pieces.length; i += SIDE_BY_SIDE)
      parts.push(...this.#loadPieces(file, pieces.slice(i, i + SIDE_BY_SIDE)))
    const mine = parts.slice(0, own.length)
    parts.slice(own.length).forEach((part, i) => part && this.kept.add(pieces[own.length + i].file, offset, part))
    if (mine.includes(null)) return null
    const bytes = new Uint8Array(mine.reduce((sum, part) => sum + part.length, 0))
    mine.reduce((at, part) => (bytes.set(part, at), at + part.length), 0)
    this.kept.add(file, offset, bytes)
    return bytes
  }
  #loadPieces(wanted, pieces) {
    const requests = pieces.map(({ file, from, to }) => file.request(from, to))
    const answers = this.ask(requests)
    const stale = pieces.flatMap(({ file }, i) => (file.isStale(requests[i], answers[i]) ? [i] : []))
    const again = stale.length > 0 ? this.ask(stale.map((i) => pieces[i].file.request(pieces[i].from, pieces[i].to))) : []
    stale.forEach((i, at) => (answers[i] = again[at]))
    return pieces.map(({ file, from, to }, i) => {
      if (file !== wanted && answers[i].status !== 206) return null // it is asked again when it is wanted itself
      return file.take(answers[i], from, to)
    })
  }
}
