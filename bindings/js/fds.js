// SPDX-License-Identifier: MIT
// What the module opens: folders and files of a disk, in the terms of WASI. A disk is an object with
//
//   stat(path, follow)   {type, size, dev, ino} of what is there
//   open(path, how)      a file {size, read(offset, length), …}; read's offset is null for a pipe
//   list(path)           names in a folder
//   readlink(path), rename(from, to), unlink(path)
//
// with absolute paths. Each throws an Error with the `code` of an errno, as node:fs does.
import { Fd, wasi } from './wasi.js'

const FOLLOW = 1
const ALL_RIGHTS = 0xffffffffn
const WRITES = BigInt(wasi.RIGHTS_FD_WRITE)

export function failure(code) {
  return Object.assign(new Error(code), { code })
}

// The result of `act`, or {ret} with the errno that it fails with. What is no errno is no failure of a disk.
function attempt(act) {
  try {
    return { ret: wasi.ERRNO_SUCCESS, ...act() }
  } catch (error) {
    if (typeof error.code !== 'string' || error.code.startsWith('ERR_')) throw error
    return { ret: wasi[`ERRNO_${error.code.slice(1)}`] ?? wasi.ERRNO_IO }
  }
}

function filestat({ type, size, dev = 0, ino }) {
  const stat = new wasi.Filestat(BigInt(ino), type, BigInt(size))
  stat.dev = BigInt(dev)
  stat.nlink = 1n
  return stat
}

function fdstat(type, rights = ALL_RIGHTS) {
  const stat = new wasi.Fdstat(type, 0)
  stat.fs_rights_base = stat.fs_rights_inherited = rights
  return stat
}

// A file, a pipe or a terminal that is open.
export class FileFd extends Fd {
  #file
  #offset = 0n
  constructor(file) {
    super()
    this.#file = file
  }
  get #isStream() {
    return this.#file.type !== wasi.FILETYPE_REGULAR_FILE
  }
  #readAt(length, offset) {
    return attempt(() => ({ data: this.#file.read(this.#isStream ? null : Number(offset), length) }))
  }
  fd_read(length) {
    const { ret, data = new Uint8Array() } = this.#readAt(length, this.#offset)
    this.#offset += BigInt(data.length)
    return { ret, data }
  }
  fd_pread(length, offset) {
    const { ret, data = new Uint8Array() } = this.#readAt(length, offset)
    return { ret, data }
  }
  fd_write(data) {
    const { ret, nwritten = 0 } = attempt(() => ({ nwritten: this.#file.write(data) }))
    return { ret, nwritten }
  }
  fd_seek(offset, whence) {
    if (this.#isStream) return { ret: wasi.ERRNO_SPIPE, offset: 0n }
    const from = { [wasi.WHENCE_SET]: 0n, [wasi.WHENCE_CUR]: this.#offset, [wasi.WHENCE_END]: BigInt(this.#file.size) }
    const to = from[whence] + offset
    if (to < 0n) return { ret: wasi.ERRNO_INVAL, offset: 0n }
    this.#offset = to
    return { ret: wasi.ERRNO_SUCCESS, offset: to }
  }
  fd_tell() {
    return this.fd_seek(0n, wasi.WHENCE_CUR)
  }
  fd_sync() {
    return attempt(() => this.#file.sync?.()).ret
  }
  fd_close() {
    return attempt(() => this.#file.close?.()).ret
  }
  fd_filestat_get() {
    return { ret: wasi.ERRNO_SUCCESS, filestat: filestat(this.#file) }
  }
  fd_fdstat_get() {
    // A terminal is told from other devices by what it cannot do.
    const seeks = BigInt(wasi.RIGHTS_FD_SEEK | wasi.RIGHTS_FD_TELL)
    const isTerminal = this.#file.type === wasi.FILETYPE_CHARACTER_DEVICE
    return { ret: wasi.ERRNO_SUCCESS, fdstat: fdstat(this.#file.type, isTerminal ? ALL_RIGHTS & ~seeks : ALL_RIGHTS) }
  }
  fd_fdstat_set_flags() {
    return wasi.ERRNO_SUCCESS
  }
}

// A folder of the disk; paths are taken from there.
export class FolderFd extends Fd {
  #disk
  #path
  #names
  constructor(disk, path) {
    super()
    this.#disk = disk
    this.#path = path
  }
  #at(path) {
    return path.startsWith('/') ? path : `${this.#path === '/' ? '' : this.#path}/${path}`
  }
  fd_prestat_get() {
    return { ret: wasi.ERRNO_SUCCESS, prestat: wasi.Prestat.dir(this.#path) }
  }
  fd_fdstat_get() {
    return { ret: wasi.ERRNO_SUCCESS, fdstat: fdstat(wasi.FILETYPE_DIRECTORY) }
  }
  fd_filestat_get() {
    return attempt(() => ({ filestat: filestat(this.#disk.stat(this.#path, true)) }))
  }
  fd_readdir_single(cookie) {
    return attempt(() => {
      this.#names ??= this.#disk.list(this.#path)
      const name = this.#names[Number(cookie)]
      if (name === undefined) return { dirent: null }
      return { dirent: new wasi.Dirent(cookie + 1n, 0n, name, wasi.FILETYPE_UNKNOWN) }
    })
  }
  path_filestat_get(flags, path) {
    return attempt(() => ({ filestat: filestat(this.#disk.stat(this.#at(path), (flags & FOLLOW) !== 0)) }))
  }
  path_open(flags, path, oflags, rights) {
    return attempt(() => ({ fd_obj: this.#open(this.#at(path), (flags & FOLLOW) !== 0, oflags, (rights & WRITES) !== 0n) }))
  }
  #open(path, follow, oflags, writes) {
    const creates = (oflags & wasi.OFLAGS_CREAT) !== 0
    if (!creates) {
      const { type } = this.#disk.stat(path, follow)
      if (type === wasi.FILETYPE_SYMBOLIC_LINK) throw failure('ELOOP')
      if (type === wasi.FILETYPE_DIRECTORY) return new FolderFd(this.#disk, path)
      if ((oflags & wasi.OFLAGS_DIRECTORY) !== 0) throw failure('ENOTDIR')
    }
    return new FileFd(this.#disk.open(path, { creates, writes }))
  }
  path_readlink(path) {
    return attempt(() => ({ data: this.#disk.readlink(this.#at(path)) }))
  }
  // A rename is an unlink and a link to WASI's shim: what it passes on is the path.
  path_unlink(path) {
    return { ret: wasi.ERRNO_SUCCESS, inode_obj: this.#at(path) }
  }
  path_link(path, from) {
    return attempt(() => this.#disk.rename(from, this.#at(path))).ret
  }
  path_unlink_file(path) {
    return attempt(() => this.#disk.unlink(this.#at(path))).ret
  }
}
