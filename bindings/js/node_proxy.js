// SPDX-License-Identifier: MIT
// The way to a server: straight, or by the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, as curl and Node take them.
import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import { RemoteError, say } from './sentences.js'

const SOCKETS = { keepAlive: true, maxSockets: 4 }

const variable = (environment, name) => environment[name.toLowerCase()] || environment[name] || ''

function isExempt(url, list) {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true
      const [, name, onPort] = /^(.*?)(?::(\d+))?$/.exec(entry)
      const end = name.replace(/^\*?\./, '')
      return (!onPort || onPort === port) && (host === end || host.endsWith(`.${end}`))
    })
}

// The proxy for a URL, or null.
export function proxyOf(url, environment) {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const text = variable(environment, name)
  if (text === '' || isExempt(url, variable(environment, 'NO_PROXY'))) return null
  const full = text.includes('://') ? text : `http://${text}`
  if (!URL.canParse(full) || !['http:', 'https:'].includes(new URL(full).protocol)) throw new RemoteError(say('badProxy', name))
  return new URL(full)
}

function login(proxy) {
  if (proxy.username === '') return {}
  const words = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` }
}

// Where the proxy listens; its user and password would go on to the server.
function address(proxy) {
  const { protocol, hostname, port } = proxy
  return { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port: port || undefined }
}

const transport = (url) => (url.protocol === 'https:' ? https : http)

// Connections to https servers through a tunnel.
class TunnelAgent extends https.Agent {
  #proxy
  constructor(proxy) {
    super(SOCKETS)
    this.#proxy = proxy
  }
  createConnection(options, done) {
    const target = `${options.host}:${options.port}`
    const headers = { host: target, ...login(this.#proxy) }
    const how = { ...address(this.#proxy), method: 'CONNECT', path: target, headers, agent: false }
    const ask = transport(this.#proxy).request(how)
    const fail = (key, ...values) => done(new RemoteError(say(key, this.#proxy.host, ...values)))
    ask.on('error', (error) => fail('proxyFailed', error.message))
    ask.on('connect', (answer, socket) => {
      if (answer.statusCode === 200)
        return done(null, tls.connect({ ...options, socket, servername: options.servername || options.host }))
      socket.destroy()
      return fail('proxyRefuses', answer.statusCode)
    })
    ask.setTimeout(options.timeout ?? 0, () => {
      fail('proxySilent')
      ask.destroy()
    })
    ask.end()
  }
}

const agents = new Map()

function agent(key, make) {
  if (!agents.has(key)) agents.set(key, make())
  return agents.get(key)
}

// A request for a URL, not yet sent.
export function requestBy(url, settings, environment) {
  const proxy = proxyOf(url, environment)
  if (proxy && url.protocol === 'http:') {
    const headers = { ...settings.headers, host: url.host, ...login(proxy) }
    return transport(proxy).request({ ...settings, ...address(proxy), path: url.href, headers })
  }
  const way = proxy
    ? agent(`tunnel ${proxy}`, () => new TunnelAgent(proxy))
    : agent(url.protocol, () => new (transport(url).Agent)(SOCKETS))
  return transport(url).request(url, { ...settings, agent: way })
}
