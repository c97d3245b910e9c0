// SPDX-License-Identifier: MIT
// Calls on the worker. One that is canceled, that its worker does not survive, or for which nothing is read for a while, is
// refused with all others; the next has a new worker. A worker that waits for a server says so.
const WATCH_MS = 120_000

let worker = null
let next = 1
let timer
const open = new Map()

function end(reason) {
  worker?.terminate()
  worker = null
  clearTimeout(timer)
  for (const { reject } of open.values()) reject(new Error(reason))
  open.clear()
}

// From now on, as long as an answer is waited for.
function watch() {
  clearTimeout(timer)
  if (open.size > 0) timer = setTimeout(() => end('slow'), WATCH_MS)
}

function start() {
  worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data: { id, read, value, error, name } }) => {
    const { resolve, reject, told } = open.get(id) ?? {}
    if (read === undefined) open.delete(id)
    watch()
    if (read !== undefined) told?.(read)
    else if (error === undefined) resolve?.(value)
    else reject?.(Object.assign(new Error(error), { name }))
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
    open.set(id, { resolve, reject, told })
    watch()
    worker.postMessage({ id, call, values })
  })
}

export const cancel = () => end('canceled')
