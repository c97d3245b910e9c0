// SPDX-License-Identifier: MIT
// maixfit for browsers: it sees what it is given, and no path.
import { makeApi } from './api.js'
import { openNet } from './browser_net.js'
import { endpointsOf } from './remote.js'

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

let hubs = {}
let net = null // what was read is kept for the next call

export function useHubs(settings = {}) {
  endpointsOf(settings)
  hubs = settings
  net = null
}

const api = makeApi({ load, disk: null, folder: () => '/', openNet: () => (net ??= openNet(hubs)) })
export const { check, checkAll, checkConfig, devices, inspect, sensors, setConfig, show, status, version } = api
