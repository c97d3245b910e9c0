// SPDX-License-Identifier: MIT
// maixfit for browsers: it sees what it is given, and no path.
import { makeApi } from './api.js'
import { RemoteError } from './remote.js'

export { MaixfitError } from './api.js'
export { RemoteError } from './remote.js'

let module

function load() {
  module ??= fetch(new URL('maixfit.wasm', import.meta.url))
    .then((answer) => {
      if (!answer.ok) throw new Error(`maixfit.wasm cannot be loaded: ${answer.status} ${answer.statusText}`)
      return answer.arrayBuffer()
    })
    .then((bytes) => WebAssembly.compile(bytes))
  return module
}

function openNet() {
  throw new RemoteError('addresses are read in Node only; give what was downloaded')
}

const api = makeApi({ load, disk: null, folder: () => '/', openNet })
export const { check, checkAll, checkConfig, devices, inspect, sensors, setConfig, show, status, version } = api
