// SPDX-License-Identifier: MIT
// Calls on the worker. One that is canceled, or that its worker does not survive, is refused; the next has a new worker.
const WATCH_MS = 120_000

let worker = null
let next = 1
const open = new Map()

function end(reason) {
  worker?.terminate()
  worker = null
  for (const { reject } of open.values()) reject(new Error(reason))
  open.clear()
}

function start() {
  worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data: { id, value, error } }) => {
    const { resolve, reject } = open.get(id) ?? {}
    open.delete(id)
    if (error === undefined) resolve?.(value)
    else reject?.(new Error(error))
  }
  worker.onerror = (event) => {
    event.preventDefault()
    end('stopped')
  }
}

export function ask(call, values) {
  if (!worker) start()
  const id = next++
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end('slow'), WATCH_MS)
    const stop = (act) => (value) => {
      clearTimeout(timer)
      act(value)
    }
    open.set(id, { resolve: stop(resolve), reject: stop(reject) })
    worker.postMessage({ id, call, values })
  })
}

export const cancel = () => end('canceled')
