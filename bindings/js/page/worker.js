// SPDX-License-Identifier: MIT
// The core, beside the page: it may wait for slices of files. Each message is a call and has one answer.
import * as maixfit from './maixfit/browser.js'
import { cachedReader } from './cached.js'

const TELL_MS = 500

function opened(source, count) {
  if (source.files) return { name: source.name, files: source.files.map((file) => opened(file, count)) }
  return cachedReader(source.file, source.name, count)
}

const calls = {
  lists: async (options) => ({
    devices: (await maixfit.devices(options)).devices,
    sensors: (await maixfit.sensors(options)).sensors,
    version: await maixfit.version()
  }),
  async check({ models, board, options }, tell) {
    let read = 0
    let told = performance.now()
    const count = (bytes) => {
      read += bytes
      if (performance.now() - told < TELL_MS) return
      told = performance.now()
      tell(read)
    }
    const sysroot = board && { sysroot: { name: 'board', text: board } }
    const shown = await maixfit.show.check(
      models.map((source) => opened(source, count)),
      { ...options, ...sysroot }
    )
    return { ...shown, read }
  },
  status: ({ board, options }) => maixfit.show.status({ name: 'board', text: board }, options),
  checkConfig: ({ bytes, options }) => maixfit.show.checkConfig(bytes, options),
  setConfig: ({ text, value, options }) => maixfit.setConfig(text, value, options)
}

onmessage = async ({ data: { id, call, values } }) => {
  try {
    postMessage({ id, value: await calls[call](values, (read) => postMessage({ id, read })) })
  } catch (error) {
    postMessage({ id, error: error.message })
  }
}
