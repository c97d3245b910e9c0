// SPDX-License-Identifier: MIT
// The core, beside the page: it may wait for slices of files. Each message is a call and has one answer.
import * as maixfit from './maixfit/browser.js'
import { cachedReader } from './cached.js'

const TELL_MS = 500

function opened(source, count) {
  if (source.address) return source.address
  if (source.files) return { name: source.name, files: source.files.map((file) => opened(file, count)) }
  return cachedReader(source.file, source.name, count)
}

// What is read by addresses is kept while these and the hubs are the same, so that another setting asks no server again.
const remote = { key: '', read: 0, hosts: new Set(), tell: () => {} }

function useHubs(addresses, hubs, tell) {
  const key = JSON.stringify([addresses, hubs])
  remote.tell = tell
  if (key === remote.key) return
  const progress = (bytes, url) => {
    remote.read += bytes
    if (bytes > 0) remote.hosts.add(new URL(url).host)
    remote.tell()
  }
  maixfit.useHubs({ ...hubs, progress })
  Object.assign(remote, { key, read: 0, hosts: new Set() })
}

const boardOf = (text) => ({ name: 'board', text })
const on = (board, options) => (board ? { ...options, sysroot: boardOf(board) } : options)

const calls = {
  lists: async (options) => ({
    devices: (await maixfit.show.devices(options)).devices,
    sensors: (await maixfit.sensors(options)).sensors,
    version: await maixfit.version()
  }),
  async check({ models, board, options, hubs }, tell) {
    let read = 0
    let told = performance.now()
    const count = (bytes) => {
      read += bytes
      if (performance.now() - told < TELL_MS) return
      told = performance.now()
      tell(read + remote.read)
    }
    const addresses = models.filter((source) => source.address)
    if (addresses.length > 0) useHubs(addresses, hubs, () => tell(read + remote.read))
    const shown = await maixfit.show.check(
      models.map((source) => opened(source, count)),
      on(board, options)
    )
    return { ...shown, read, remote: addresses.length > 0 ? { read: remote.read, hosts: [...remote.hosts] } : null }
  },
  status: ({ board, options }) => maixfit.show.status(boardOf(board), options),
  checkConfig: ({ bytes, board, options }) => maixfit.show.checkConfig(bytes, on(board, options)),
  setConfig: ({ text, value, board, options }) => maixfit.setConfig(text, value, on(board, options))
}

onmessage = async ({ data: { id, call, values } }) => {
  try {
    postMessage({ id, value: await calls[call](values, (read) => postMessage({ id, read })) })
  } catch (error) {
    postMessage({ id, error: error.textIn?.(values.options?.language) ?? error.message, name: error.name })
  }
}
