// SPDX-License-Identifier: MIT
// The worker of node_net.js: requests come together, and are answered together.
import { parentPort, workerData } from 'node:worker_threads'
import { load } from './node_http.js'
import { say } from './sentences.js'

const { port, signal } = workerData

port.on('message', async (requests) => {
  const settled = await Promise.allSettled(requests.map((request) => load(request)))
  port.postMessage(settled.map(({ value, reason }) => value ?? { failure: say('unexpected', String(reason)) }))
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
})

parentPort.postMessage('ready')
