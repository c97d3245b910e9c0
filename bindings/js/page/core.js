// SPDX-License-Identifier: MIT
// Calls on the worker. One that is canceled, that its worker does not survive, or that reads nothing for a while and does
// not end, is refused; the next has a new worker.
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
  worker.onmessage = ({ data: { id, read, value, error } }) => {
    const { resolve, reject, progress } = open.get(id) ?? {}
    if (read !== undefined) return progress?.(read)
    open.delete(id)
    if (error === undefined) resolve?.(value)
    else reject?.(new Error(error))
  }
  worker.onerror = (event) => {
    event.preventDefault()
    end('stopped')
  }
}

// `told` is called with the bytes that were read, while it takes long.
export function ask(call, values, told) {
  if (!worker) start()
  const id = next++
  return new Promise((resolve, reject) => {
    const watch = () => setTimeout(() => end('slow'), WATCH_MS)
    let timer = watch()
    const stop = (act) => (value) => {
      clearTimeout(timer)
      act(value)
    }
    const progress = (read) => {
      clearTimeout(timer)
      timer = watch()
      told?.(read)
    }
    open.set(id, { resolve: stop(resolve), reject: stop(reject), progress })
    worker.postMessage({ id, call, values })
  })
}

export const cancel = () => end('canceled')
