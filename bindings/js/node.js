// SPDX-License-Identifier: MIT
// maixfit for Node: paths are those of this machine.
import { readFile } from 'node:fs/promises'
import { makeApi } from './api.js'
import { nodeDisk, workingFolder } from './node_disk.js'
import { endpoints } from './node_hubs.js'
import { openNet } from './node_net.js'

export { MaixfitError } from './api.js'
export { RemoteError } from './remote.js'

let module

export function load() {
  module ??= readFile(new URL('maixfit.wasm', import.meta.url)).then((bytes) => WebAssembly.compile(bytes))
  return module
}

let net = null
let makeNet = openNet

export function useHubs({ hf, modelscope, seconds, progress } = {}) {
  const given = Object.entries({ HF_ENDPOINT: hf, MODELSCOPE_ENDPOINT: modelscope, HF_HUB_DOWNLOAD_TIMEOUT: seconds })
  const set = given.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])
  const environment = { ...process.env, ...Object.fromEntries(set) }
  endpoints(environment)
  makeNet = () => openNet(environment, progress)
  net = null
}

const api = makeApi({ load, disk: nodeDisk, folder: workingFolder, openNet: () => (net ??= makeNet()) })
export const { check, checkAll, checkConfig, devices, inspect, sensors, setConfig, show, status, version } = api
