// SPDX-License-Identifier: MIT
// What a caller gives instead of a path, as a disk for fds.js: readers, bytes, texts and Blobs, and folders of them.
import { wasi } from './wasi.js'
import { failure } from './fds.js'

const BLOB_MAX = 64 * 1024 * 1024

let nextIno = 1

// Below the folder that it stands in: no path leads out of that.
function plainName(name) {
  return String(name ?? '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')
}

// One name for one path: "/a//b/../c" is "/a/c".
function normalized(path) {
  const parts = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

function bytesFile(bytes) {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) }
}

// A Blob is read by slices where that can be waited for, in a worker; elsewhere a small one is read as a whole.
async function blobFile(blob) {
  if (typeof FileReaderSync !== 'undefined') {
    const reader = new FileReaderSync()
    const read = (offset, length) => new Uint8Array(reader.readAsArrayBuffer(blob.slice(offset, offset + length)))
    return { size: blob.size, read }
  }
  if (blob.size > BLOB_MAX)
    throw new TypeError(
      `${blob.name ?? 'a Blob'} is larger than 64 MiB, and outside of a worker a Blob is read as a whole; ` +
        'call maixfit in a Web Worker, or give a reader {name, size, read}'
    )
  return bytesFile(new Uint8Array(await blob.arrayBuffer()))
}

async function fileOf(source) {
  if (source instanceof Blob) return blobFile(source)
  if (typeof source?.text === 'string') return bytesFile(new TextEncoder().encode(source.text))
  if (ArrayBuffer.isView(source?.bytes))
    return bytesFile(new Uint8Array(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength))
  if (source?.bytes instanceof ArrayBuffer) return bytesFile(new Uint8Array(source.bytes))
  if (typeof source?.read === 'function' && Number.isSafeInteger(source.size) && source.size >= 0) return source
  throw new TypeError('a model is a path, a Blob, {name, size, read}, {name, bytes}, {name, text} or {name, files}')
}

// What a reader of the caller returns is held to what was asked.
function checkedRead(file, name, offset, length) {
  const wanted = Math.max(0, Math.min(length, file.size - offset))
  if (wanted === 0) return new Uint8Array()
  const bytes = file.read(offset, wanted)
  if (!(bytes instanceof Uint8Array) || bytes.length > wanted)
    throw new TypeError(`${name}: read(${offset}, ${wanted}) returned no Uint8Array of at most ${wanted} bytes`)
  return bytes
}

export class GivenDisk {
  #root
  #entries = new Map()
  #folders = [] // that were given as a whole, each with a slash at its end
  constructor(folder) {
    this.#root = folder
    this.#folder(normalized(folder))
  }
  #folder(path) {
    const known = this.#entries.get(path)
    if (known) return known
    const entry = { type: wasi.FILETYPE_DIRECTORY, size: 0, ino: nextIno++, names: [] }
    this.#entries.set(path, entry)
    if (path !== '/') this.#enter(path)
    return entry
  }
  #enter(path) {
    const at = path.lastIndexOf('/')
    this.#folder(path.slice(0, at) || '/').names.push(path.slice(at + 1))
  }
  // Returns the path that stands for the source: its name, which no other has.
  async add(source, within = '') {
    const name = plainName(source?.webkitRelativePath || source?.name) || 'model'
    let path = `${within}${name}`
    for (let i = 2; this.#entries.has(this.#at(path)); i++) path = `${within}${i}/${name}`
    if (Array.isArray(source?.files)) {
      this.#folder(this.#at(path))
      this.#folders.push({ path: `${this.#at(path)}/`, find: source.find })
      for (const file of source.files) await this.add(file, `${path}/`)
      return path
    }
    const file = await fileOf(source)
    this.#entries.set(this.#at(path), this.#entryOf(file, path))
    this.#enter(this.#at(path))
    return path
  }
  #entryOf(file, path) {
    const read = (offset, length) => checkedRead(file, path, offset, length)
    return { type: wasi.FILETYPE_REGULAR_FILE, size: file.size, ino: nextIno++, read }
  }
  #at(path) {
    return normalized(`${this.#root}/${path}`)
  }
  // Of a folder that was given, no other disk has a part.
  claims(path) {
    const wanted = normalized(path)
    const isFile = this.#entries.get(wanted)?.type === wasi.FILETYPE_REGULAR_FILE
    return isFile || this.#folderOf(wanted) !== undefined
  }
  #folderOf(path) {
    return this.#folders.find((folder) => `${path}/`.startsWith(folder.path))
  }
  // A folder may find a file that is not in its list.
  #lookUp(path) {
    const folder = this.#folderOf(path)
    const source = folder?.find?.(path.slice(folder.path.length)) ?? null
    this.#entries.set(path, source && this.#entryOf(source, path))
  }
  #find(path) {
    const wanted = normalized(path)
    if (!this.#entries.has(wanted)) this.#lookUp(wanted)
    const entry = this.#entries.get(wanted)
    if (!entry) throw failure('ENOENT')
    return entry
  }
  stat(path) {
    return this.#find(path)
  }
  list(path) {
    return this.#find(path).names ?? []
  }
  open(path, { creates, writes }) {
    if (creates || writes) throw failure('EROFS')
    return this.#find(path)
  }
  readlink(path) {
    this.#find(path)
    throw failure('EINVAL')
  }
  rename() {
    throw failure('EROFS')
  }
  unlink() {
    throw failure('EROFS')
  }
}

// What was given stands in for what has the same path; all else is of the disk behind.
export function before(given, disk) {
  const choose =
    (name) =>
    (path, ...rest) =>
      (given.claims(path) ? given : disk)[name](path, ...rest)
  return Object.fromEntries(Object.keys(disk).map((name) => [name, choose(name)]))
}
