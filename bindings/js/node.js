// SPDX-License-Identifier: MIT
// maixfit for Node: paths are those of this machine.
import { readFile } from 'node:fs/promises'
import { makeApi } from './api.js'
import { nodeDisk, workingFolder } from './node_disk.js'

export { MaixfitError } from './api.js'

let module

export function load() {
  module ??= readFile(new URL('maixfit.wasm', import.meta.url)).then((bytes) => WebAssembly.compile(bytes))
  return module
}

const api = makeApi({ load, disk: nodeDisk, folder: workingFolder })
export const { check, checkAll, checkConfig, devices, inspect, sensors, setConfig, show, status, version } = api
