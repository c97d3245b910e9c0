// SPDX-License-Identifier: MIT
// The net of remote_file.js in Node: a worker makes the requests, and this thread waits for it.
import { once } from 'node:events'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { endpoints } from './node_hubs.js'
import { say } from './sentences.js'

const ANSWER_MS = 2 * 60 * 60 * 1000 // longer than all that the worker waits for itself

export async function openNet(environment = process.env, progress = () => {}) {
  const { port1, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('node_net_worker.js', import.meta.url), {
    workerData: { port: port2, signal },
    transferList: [port2],
    execArgv: [], // those of the program may be of its own script
    env: { ...environment }
  })
  await once(worker, 'message') // it stands, or it has failed, which is thrown
  worker.unref()
  port1.unref()
  let isLost = false // a late answer must not be taken for that of another question
  return {
    endpoints: endpoints(environment),
    withToken: (variable) => say('setToken', variable),
    ask(requests) {
      Atomics.store(signal, 0, 0)
      if (!isLost) port1.postMessage(requests)
      if (!isLost) Atomics.wait(signal, 0, 0, ANSWER_MS)
      const answers = isLost ? null : receiveMessageOnPort(port1)?.message
      isLost ||= !answers
      for (const { bytes, url } of answers ?? []) if (bytes) progress(bytes.length, url)
      return answers ?? requests.map(() => ({ failure: say('threadLost') }))
    },
    close() {
      port1.close()
      return worker.terminate()
    }
  }
}
