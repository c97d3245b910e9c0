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

// One that says what is wrong with what was given; any other is of the page itself.
const isSaid = (error) => error instanceof maixfit.MaixfitError || error instanceof maixfit.RemoteError

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
    const sysroot = board && { sysroot: { name: 'board', text: board } }
    const shown = await maixfit.show.check(
      models.map((source) => opened(source, count)),
      { ...options, ...sysroot }
    )
    return { ...shown, read, remote: addresses.length > 0 ? { read: remote.read, hosts: [...remote.hosts] } : null }
  },
  status: ({ board, options }) => maixfit.show.status({ name: 'board', text: board }, options),
  checkConfig: ({ bytes, options }) => maixfit.show.checkConfig(bytes, options),
  setConfig: ({ text, value, options }) => maixfit.setConfig(text, value, options)
}

onmessage = async ({ data: { id, call, values } }) => {
  try {
    postMessage({ id, value: await calls[call](values, (read) => postMessage({ id, read })) })
  } catch (error) {
    postMessage({ id, error: error.textIn?.(values.options?.language) ?? error.message, isSaid: isSaid(error) })
  }
}
