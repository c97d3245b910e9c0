// SPDX-License-Identifier: MIT
// One run of maixfit.wasm: as the tool, or as the library.
import { WASI } from './wasi.js'
import { FileFd, FolderFd } from './fds.js'

const NO_STREAM = { type: 6, size: 0, ino: 0, read: () => new Uint8Array(), write: (bytes) => bytes.length }

function prepare(module, { disk, folder, words = [], environment = {}, streams = [NO_STREAM, NO_STREAM, NO_STREAM] }) {
  const names = Object.entries({ ...environment, PWD: folder })
  const fds = [...streams.map((stream) => new FileFd(stream)), new FolderFd(disk, '/')]
  const host = new WASI(
    ['maixfit', ...words],
    names.map(([name, value]) => `${name}=${value}`),
    fds,
    { debug: false }
  )
  // The shim counts letters where it puts bytes.
  host.wasiImport.args_sizes_get = (count, size) => {
    const view = new DataView(host.inst.exports.memory.buffer)
    view.setUint32(count, host.args.length, true)
    view.setUint32(
      size,
      host.args.reduce((sum, word) => sum + new TextEncoder().encode(word).length + 1, 0),
      true
    )
    return 0
  }
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: host.wasiImport })
  return { host, instance }
}

// The tool with these words; returns the exit status.
export function runTool(module, settings) {
  const { host, instance } = prepare(module, settings)
  return host.start(instance)
}

// (i32, i32) -> () that calls the import e.f: a table of the module takes no function of JavaScript.
const CALLBACK = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 2, 127, 127, 0, 2, 7, 1, 1, 101, 1, 102, 0, 0, 7, 5, 1, 1, 102, 0, 0
])

// The functions of maixfit.h in memory of their own: what a file does to one run, no other sees.
export class Library {
  #exports
  constructor(module, disk, folder) {
    const { host, instance } = prepare(module, { disk, folder })
    this.#exports = instance.exports
    host.inst = instance
    this.#exports.__wasm_call_ctors()
  }
  // Texts may be arguments; they are never freed, as the memory goes with the run.
  call(name, ...values) {
    return this.#exports[name](...values.map((value) => (typeof value === 'string' ? this.#put(value) : value)))
  }
  #put(text) {
    const bytes = new TextEncoder().encode(`${text}\0`)
    const address = this.room(bytes.length)
    new Uint8Array(this.#exports.memory.buffer).set(bytes, address)
    return address
  }
  room(bytes) {
    const address = this.#exports.malloc(bytes)
    if (address === 0) throw new RangeError('out of memory')
    return address
  }
  text(address) {
    if (address === 0) return null
    const bytes = new Uint8Array(this.#exports.memory.buffer)
    return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)))
  }
  pointer(address) {
    return new DataView(this.#exports.memory.buffer).getUint32(address, true)
  }
  // The pointer to a maixfit_judged that is `f`, in the place that bindings/wasm/host.c has for it.
  judged(f) {
    const place = this.#exports.maixfit_host_judged()
    const made = new WebAssembly.Instance(new WebAssembly.Module(CALLBACK), { e: { f } })
    this.#exports.__indirect_function_table.set(place, made.exports.f)
    return place
  }
  // The number that maixfit_KIND_name has this name for.
  number(kind, name) {
    for (let i = 0; ; i++) {
      const found = this.text(this.call(`maixfit_${kind}_name`, i))
      if (found === name) return i
      if (found === null) throw new Error(`maixfit has no ${kind} ${name}`)
    }
  }
}
