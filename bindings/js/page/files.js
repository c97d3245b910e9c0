// SPDX-License-Identifier: MIT
// What a person chose or dropped, as models, a captured board, or a /boot/configs.
const TEXT_MAX = 4 * 1024 * 1024
const HEAD = 4096
const BINARY = /\.(axmodel|cvimodel|onnx|bin|zip|7z|tar|t?gz|xz|zst|bz2|json|mud|mud\.txt|npy|safetensors)$/i
const CAPTURE = /(PARTITION|mem_cmm|anonymous|heap|carveout|\bION\b|\bion_|CMM|MemTotal:|Linux version)/
const MANIFEST = /(\.mud|\.json|\.sh)$/i

const nameOf = (file) => file.webkitRelativePath || file.name

// "configs", "capture" or "model".
export async function kindOf(file) {
  if (/^configs(\.txt|\.bak|\.maixfit-[a-z]+)?$/i.test(file.name)) return 'configs'
  if (file.size > TEXT_MAX || BINARY.test(file.name)) return 'model'
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  if (head.includes(0)) return 'model'
  const text = new TextDecoder().decode(head)
  if (/^== \//m.test(text)) return 'capture' // of maixfit capture, which has /boot/configs in it too
  if (/^\s*#?\s*maix_memory_cmm\s*=/m.test(text)) return 'configs'
  return CAPTURE.test(text) ? 'capture' : 'model'
}

// Files of one folder, whose paths begin with its name.
function folderOf(files) {
  const name = nameOf(files[0]).split('/')[0]
  return { name, files: files.map((file) => ({ name: nameOf(file).slice(name.length + 1), file })) }
}

// A manifest and the files that it names belong together, as in a folder.
export function modelsOf(loose, folders) {
  const together = loose.length > 1 && loose.some((file) => MANIFEST.test(file.name))
  const singles = together
    ? [{ name: 'files', files: loose.map((file) => ({ name: file.name, file })) }]
    : loose.map((file) => ({ name: file.name, file }))
  return [...folders.filter((files) => files.length > 0).map(folderOf), ...singles]
}

const entries = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject))
const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject))

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await fileOf(entry)
    Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.slice(1) })
    found.push(file)
    return
  }
  const reader = entry.createReader()
  for (let some = await entries(reader); some.length > 0; some = await entries(reader))
    for (const one of some) await walk(one, found)
}

// Of a drop: {loose, folders}. The entries are asked for before anything is waited for, as they are gone then.
export async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  const all = items.map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }))
  const loose = []
  const folders = []
  for (const { entry, file } of all) {
    if (!entry?.isDirectory) {
      if (file) loose.push(file)
      continue
    }
    const found = []
    await walk(entry, found)
    folders.push(found)
  }
  return { loose, folders }
}

export const sizeOf = (source) => (source.files ? source.files.reduce((all, { file }) => all + file.size, 0) : source.file.size)
