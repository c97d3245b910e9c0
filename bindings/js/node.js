// SPDX-License-Identifier: MIT
// maixfit for Node: paths are those of this machine.
import { readFile } from 'node:fs/promises'
import { makeApi } from './api.js'
import { nodeDisk, workingFolder } from './node_disk.js'
import { openNet } from './node_net.js'

export { MaixfitError } from './api.js'
export { RemoteError } from './remote.js'

let module

export function load() {
  module ??= readFile(new URL('maixfit.wasm', import.meta.url)).then((bytes) => WebAssembly.compile(bytes))
  return module
}

let net

const api = makeApi({ load, disk: nodeDisk, folder: workingFolder, openNet: () => (net ??= openNet()) })
export const { check, checkAll, checkConfig, devices, inspect, sensors, setConfig, show, status, version } = api
