// SPDX-License-Identifier: MIT
// A file of the page as a reader for the package: by slices, through the blocks that were read last.
const BLOCK = 16 * 1024
const BLOCKS = 64

export function cachedReader(file, name, count) {
  const reader = new FileReaderSync()
  const blocks = new Map()

  function slice(offset, length) {
    count(Math.min(length, file.size - offset))
    try {
      return new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + length)))
    } catch {
      throw Object.assign(new Error(`${name} cannot be read`), { code: 'EIO' })
    }
  }

  function block(index) {
    const known = blocks.get(index) ?? slice(index * BLOCK, BLOCK)
    blocks.delete(index) // the last that was used is the last of the map
    blocks.set(index, known)
    if (blocks.size > BLOCKS) blocks.delete(blocks.keys().next().value)
    return known
  }

  function read(offset, length) {
    if (length >= BLOCK) return slice(offset, length)
    const first = Math.floor(offset / BLOCK)
    const head = block(first).subarray(offset - first * BLOCK, offset - first * BLOCK + length)
    if (head.length === length || head.length === 0) return head
    const tail = block(first + 1).subarray(0, length - head.length)
    const whole = new Uint8Array(head.length + tail.length)
    whole.set(head)
    whole.set(tail, head.length)
    return whole
  }

  return { name, size: file.size, read }
}
