// SPDX-License-Identifier: MIT
// A request of remote_file.js by node:http: redirects, time-outs, and another try where that may help.
import { setTimeout as sleep } from 'node:timers/promises'
import { pause, roomFor, SILENCE_S, SLOWEST, tooLarge } from './http.js'
import { endpoints, login } from './node_hubs.js'
import { requestBy } from './node_proxy.js'

const HOPS_MAX = 10
const HEADERS_MAX = 64 * 1024
const GRACE = 10 // longest silences; later what drips is given up

const seconds = Number(process.env.HF_HUB_DOWNLOAD_TIMEOUT)
const SILENCE_MS = (seconds > 0 && seconds < 3600 ? seconds : SILENCE_S) * 1000

// What was sent is of no use, and will not be another time.
class Final extends Error {}

function why(error, url) {
  if (error instanceof Final) return error.message
  if (error.code === 'HPE_HEADER_OVERFLOW') return `${url.host} sends headers of more than ${HEADERS_MAX / 1024} KiB`
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return `the host ${url.host} is not found`
  if (error.code === 'ECONNREFUSED') return `${url.host} refuses the connection`
  if (error.code === 'ECONNRESET' || error.message === 'aborted') return `${url.host} ends the connection before all is sent`
  return `${url.host}: ${error.message}`
}

function headersFor(url, { range, hub }) {
  const headers = { 'user-agent': 'maixfit', accept: '*/*', 'accept-encoding': 'identity' }
  if (range) headers.range = `bytes=${range[0]}-${range[1]}`
  // To whom it was given, and to nobody else.
  const isHome = hub && url.origin === new URL(endpoints(process.env)[hub]).origin
  return isHome ? { ...headers, ...login(process.env, hub) } : headers
}

function prepared(url, request) {
  try {
    const settings = { headers: headersFor(url, request), maxHeaderSize: HEADERS_MAX, timeout: SILENCE_MS }
    return requestBy(url, settings, process.env)
  } catch (error) {
    throw new Final(error.message) // a setting is wrong
  }
}

// One request, one answer.
function once(url, request) {
  return new Promise((resolve, reject) => {
    const sent = prepared(url, request)
    const stop = (error) => {
      sent.destroy()
      clearTimeout(silence)
      const isFinal = error instanceof Final || error.code === 'HPE_HEADER_OVERFLOW'
      reject(isFinal ? new Final(why(error, url)) : new Error(why(error, url)))
    }
    const silence = setTimeout(() => stop(new Error(`nothing has come for ${SILENCE_MS / 1000} s`)), SILENCE_MS)
    const begun = Date.now()
    sent.on('error', stop)
    sent.on('response', (answer) => {
      const { statusCode: status, headers } = answer
      const room = roomFor(status, request)
      if (status < 300 && Number(headers['content-length']) > room) return stop(new Final(tooLarge(status, request, url.host)))
      const parts = []
      let length = 0
      answer.on('error', stop)
      answer.on('data', (part) => {
        silence.refresh()
        length += part.length
        parts.push(part)
        if (length > room && status < 300) stop(new Final(tooLarge(status, request, url.host)))
        else if (length > room) answer.destroy()
        else if (Date.now() - begun > GRACE * SILENCE_MS + length / SLOWEST) stop(new Final(`${url.host} sends too slowly`))
      })
      answer.on('close', () => {
        clearTimeout(silence)
        if (!answer.complete && status < 300) return stop(Object.assign(new Error(), { code: 'ECONNRESET' }))
        const bytes = new Uint8Array(length)
        parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0)
        return resolve({ status, url: url.href, headers, bytes })
      })
    })
    sent.end()
  })
}

function nextUrl(answer, url) {
  const { location } = answer.headers
  if (location === undefined || !URL.canParse(location, url)) throw new Final(`${url.host} redirects to what is no URL`)
  const next = new URL(location, url)
  if (next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:')) return next
  throw new Final(`${url.host} redirects to a URL of ${next.protocol}// behind ${url.protocol}//, which is not followed`)
}

async function follow(request) {
  let url = new URL(request.url)
  for (let hops = 0; hops <= HOPS_MAX; hops++) {
    const answer = await once(url, request)
    if (![301, 302, 303, 307, 308].includes(answer.status)) return answer
    url = nextUrl(answer, url)
  }
  throw new Final(`${url.host} redirects more than ${HOPS_MAX} times`)
}

export async function load(request) {
  for (let tries = 0; ; tries++) {
    const answer = await follow(request).catch((error) => ({ failure: error.message, isFinal: error instanceof Final }))
    const wait = pause(tries, answer)
    if (wait === null) return answer
    await sleep(wait)
  }
}
