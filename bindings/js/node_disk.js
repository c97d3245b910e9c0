// SPDX-License-Identifier: MIT
// The disk of this machine, and its standard streams, for fds.js.
import fs from 'node:fs'
import tty from 'node:tty'
import { wasi } from './wasi.js'

const PAUSE_MS = 5

function typeOf(stat) {
  if (stat.isFile()) return wasi.FILETYPE_REGULAR_FILE
  if (stat.isDirectory()) return wasi.FILETYPE_DIRECTORY
  if (stat.isSymbolicLink()) return wasi.FILETYPE_SYMBOLIC_LINK
  if (stat.isCharacterDevice()) return wasi.FILETYPE_CHARACTER_DEVICE
  if (stat.isBlockDevice()) return wasi.FILETYPE_BLOCK_DEVICE
  return wasi.FILETYPE_SOCKET_STREAM // a pipe: WASI has no word for it
}

function described(stat) {
  return { type: typeOf(stat), size: stat.size, dev: stat.dev, ino: stat.ino }
}

// A pipe that another program has made non-blocking is asked again.
function patiently(call) {
  for (;;) {
    try {
      return call()
    } catch (error) {
      if (error.code === 'EOF') return 0
      if (error.code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    }
  }
}

function fileOf(descriptor) {
  return {
    ...described(fs.fstatSync(descriptor, { bigint: true })),
    read(offset, length) {
      const bytes = Buffer.allocUnsafe(length)
      return bytes.subarray(
        0,
        patiently(() => fs.readSync(descriptor, bytes, 0, length, offset))
      )
    },
    write: (bytes) => patiently(() => fs.writeSync(descriptor, bytes)),
    sync: () => fs.fsyncSync(descriptor),
    close: () => fs.closeSync(descriptor)
  }
}

function standardStream(descriptor) {
  const type = tty.isatty(descriptor) ? wasi.FILETYPE_CHARACTER_DEVICE : wasi.FILETYPE_SOCKET_STREAM
  return { ...fileOf(descriptor), type, sync: () => {}, close: () => {} }
}

export const standardStreams = () => [0, 1, 2].map(standardStream)

// WASI knows one root and slashes. A drive of Windows is a folder of it: /C:/models. A path that a person wrote with its
// drive stands behind the working folder then.
export function hostPath(path, platform = process.platform) {
  return platform === 'win32' ? path.replace(/^.*([A-Za-z]:(?=[/\\]|$))/s, '$1').replace(/^([A-Za-z]:)$/, '$1/') : path
}

export function workingFolder(platform = process.platform, folder = process.cwd()) {
  return platform === 'win32' ? `/${folder.replaceAll('\\', '/')}` : folder
}

const unfinished = new Set() // files that were made and have no final name yet

function create(path) {
  const descriptor = fs.openSync(path, 'wx')
  unfinished.add(path)
  return descriptor
}

// When the module has stopped in the middle of its work.
export function removeUnfinished() {
  for (const path of unfinished) fs.rmSync(path, { force: true })
}

export const nodeDisk = {
  stat: (path, follow) => described((follow ? fs.statSync : fs.lstatSync)(hostPath(path), { bigint: true })),
  list: (path) => fs.readdirSync(hostPath(path)),
  readlink: (path) => fs.readlinkSync(hostPath(path)),
  rename(from, to) {
    fs.renameSync(hostPath(from), hostPath(to))
    unfinished.delete(hostPath(from))
  },
  unlink(path) {
    fs.unlinkSync(hostPath(path))
    unfinished.delete(hostPath(path))
  },
  open(path, { creates, writes }) {
    return fileOf(creates ? create(hostPath(path)) : fs.openSync(hostPath(path), writes ? 'r+' : 'r'))
  }
}
