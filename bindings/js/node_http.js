// SPDX-License-Identifier: MIT
// A request of remote_file.js by node:http: redirects, time-outs, and another try where that may help.
import { setTimeout as sleep } from 'node:timers/promises'
import { pause, roomFor, SILENCE_S, SLOWEST, tooLarge } from './http.js'
import { endpoints, login } from './node_hubs.js'
import { proxyOf, requestBy } from './node_proxy.js'
import { RemoteError, say } from './sentences.js'

const HOPS_MAX = 10
const HEADERS_MAX = 64 * 1024
const GRACE = 10 // longest silences; later what drips is given up

const seconds = Number(process.env.HF_HUB_DOWNLOAD_TIMEOUT)
const SILENCE_MS = (seconds > 0 && seconds < 3600 ? seconds : SILENCE_S) * 1000

// Why a request has failed, and whether it will another time.
function failed(error, url) {
  const { host, protocol } = url
  const proxy = protocol === 'http:' ? proxyOf(url, process.env) : null // of https the tunnel says it itself
  const final = (failure) => ({ failure, isFinal: true })
  if (error instanceof RemoteError) return { failure: error.said }
  if (error.code === 'HPE_HEADER_OVERFLOW') return final(say('hugeHeaders', host, `${HEADERS_MAX / 1024} KiB`))
  if (error.code === 'ECONNRESET') return { failure: say('ended', host) }
  if (proxy) return { failure: say('proxyFailed', proxy.host, error.message) }
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return { failure: say('notFound', host) }
  return { failure: error.code === 'ECONNREFUSED' ? say('refused', host) : say('failed', host, error.message) }
}

function headersFor(url, { range, hub }) {
  const headers = { 'user-agent': 'maixfit', accept: '*/*', 'accept-encoding': 'identity' }
  if (range) headers.range = `bytes=${range[0]}-${range[1]}`
  // To whom it was given, and to nobody else.
  const isHome = hub && url.origin === new URL(endpoints(process.env)[hub]).origin
  return isHome ? { ...headers, ...login(process.env, hub) } : headers
}

// A request that is not sent yet; a setting that is wrong is said.
function prepared(url, request) {
  try {
    const settings = { headers: headersFor(url, request), maxHeaderSize: HEADERS_MAX, timeout: SILENCE_MS }
    return { sent: requestBy(url, settings, process.env) }
  } catch (error) {
    return { failure: error.said ?? say('failed', url.host, error.message), isFinal: true }
  }
}

// One request, one answer or failure.
function once(url, request) {
  const { sent, ...wrong } = prepared(url, request)
  if (!sent) return wrong
  return new Promise((resolve) => {
    const stop = (failure, isFinal = false) => {
      sent.destroy()
      clearTimeout(silence)
      resolve({ failure, isFinal })
    }
    const fail = (error) => {
      const { failure, isFinal } = failed(error, url)
      stop(failure, isFinal)
    }
    const silence = setTimeout(() => stop(say('silent', url.host, SILENCE_MS / 1000)), SILENCE_MS)
    const begun = Date.now()
    sent.on('error', fail)
    sent.on('response', (answer) => {
      const { statusCode: status, headers } = answer
      const room = roomFor(status, request)
      const stopTooLarge = () => stop(tooLarge(status, request, url.host), true)
      if (status < 300 && Number(headers['content-length']) > room) return stopTooLarge()
      const parts = []
      let length = 0
      answer.on('error', fail)
      answer.on('data', (part) => {
        silence.refresh()
        length += part.length
        parts.push(part)
        if (length > room && status < 300) stopTooLarge()
        else if (length > room) answer.destroy()
        else if (Date.now() - begun > GRACE * SILENCE_MS + length / SLOWEST) stop(say('tooSlow', url.host), true)
      })
      answer.on('close', () => {
        clearTimeout(silence)
        if (!answer.complete && status < 300) return stop(say('ended', url.host))
        const bytes = new Uint8Array(length)
        parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0)
        return resolve({ status, url: url.href, headers, bytes })
      })
    })
    sent.end()
  })
}

// {url} of a redirect, or {failure}.
function nextUrl(answer, url) {
  const { location } = answer.headers
  if (location === undefined || !URL.canParse(location, url)) return { failure: say('redirectsNowhere', url.host) }
  const next = new URL(location, url)
  if (next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:')) return { url: next }
  return { failure: say('redirectsAway', url.host, next.protocol, url.protocol) }
}

async function follow(request) {
  let url = new URL(request.url)
  for (let hops = 0; hops <= HOPS_MAX; hops++) {
    const answer = await once(url, request)
    if (![301, 302, 303, 307, 308].includes(answer.status)) return answer
    const next = nextUrl(answer, url)
    if (next.failure) return { ...next, isFinal: true }
    url = next.url
  }
  return { failure: say('redirectsOften', url.host, HOPS_MAX), isFinal: true }
}

export async function load(request) {
  for (let tries = 0; ; tries++) {
    const answer = await follow(request)
    const wait = pause(tries, answer)
    if (wait === null) return answer
    await sleep(wait)
  }
}
