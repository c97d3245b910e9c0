// SPDX-License-Identifier: MIT
// Models that lie elsewhere: hf://OWNER/NAME[@REVISION][/PATH], modelscope://…, https://…. openRemote() gives what
// stands there as a source of given.js. Of a net it takes bytes (remote_file.js), where the hubs are (net.endpoints, by the
// hub's name), and how to use a token (net.withToken). net.prepare(url), if there is one, is waited for before a server
// is asked for files, and net.opened keeps what an address led to for other calls.
import { endpoint, statusText } from './hub.js'
import { huggingFace } from './hub_hf.js'
import { modelScope } from './hub_modelscope.js'
import { RemoteGroup } from './remote_file.js'
import { RemoteError, say } from './sentences.js'

export { RemoteError } from './sentences.js'

const HUBS = { hf: huggingFace, modelscope: modelScope }
const FILES_MAX = 100_000

export const isRemote = (text) => typeof text === 'string' && /^(hf|modelscope|https?):\/\//i.test(text)

// Where each hub is: at home, or at the URL that `given` has for it. `names` says what a person calls that.
export function endpointsOf(given = {}, names = {}) {
  const at = ({ scheme, title, home }) => [scheme, endpoint(given[scheme], home, names[scheme] ?? say('hubOf', title))]
  return Object.fromEntries(Object.values(HUBS).map(at))
}

const schemeOf = (address) => address.slice(0, address.indexOf(':')).toLowerCase()

// The host that an address asks first; '' for what is no URL.
export function hostOf(address, endpoints) {
  const url = endpoints[schemeOf(address)] ?? address
  return URL.canParse(url) ? new URL(url).host : ''
}

function refuse(address, why) {
  throw new RemoteError(why, address)
}

function decoded(text, address) {
  try {
    return decodeURIComponent(text)
  } catch {
    return refuse(address, say('badPercent'))
  }
}

// A file's name in a hub's list must be that of a file below the repository.
function isPlain(path) {
  return (
    typeof path === 'string' &&
    path.length <= 4096 &&
    !/[\0-\x1f\\]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  )
}

function checked(files, address) {
  if (files.length > FILES_MAX) refuse(address, say('manyFiles', FILES_MAX))
  const seen = new Set()
  for (const { path, size } of files) {
    if (!isPlain(path)) refuse(address, say('listsNoName', JSON.stringify(path)))
    if (!Number.isSafeInteger(size) || size < 0) refuse(address, say('listsNoSize', path))
    if (seen.has(path)) refuse(address, say('listsTwice', path))
    seen.add(path)
  }
  for (const { path } of files) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (seen.has(path.slice(0, at))) refuse(address, say('listsBoth', path.slice(0, at)))
  }
  return files
}

const suffix = (name) => name.slice(name.lastIndexOf('.') + 1)
const folderOf = (path) => path.slice(0, path.lastIndexOf('/') + 1)

async function openRepository(net, hub, place) {
  const { owner, name, revision, path } = place
  const root = `${hub.scheme}://${owner}/${name}${revision ? `@${revision}` : ''}`
  const listed = hub.list(net, place, (why) => refuse(root, why))
  const home = new URL(net.endpoints[hub.scheme]).host
  const group = new RemoteGroup(net, (_file, answer) =>
    new URL(answer.url).host === home ? hub.refusal(answer, place, net) : statusText(answer.status)
  )
  const files = checked(listed.files, root).map((file) => {
    const alike = `${folderOf(file.path)} ${suffix(file.path)} ${file.size}`
    return group.add({ name: `${root}/${file.path}`, url: listed.url(file.path), size: file.size, hub: hub.scheme, alike })
  })
  const isThere = path === '' || listed.files.some((file) => file.path === path || file.path.startsWith(`${path}/`))
  if (!isThere) refuse(root, say('noPath', path))
  const largest = listed.files.reduce((most, file) => (file.size > (most?.size ?? 0) ? file : most), null)
  if (largest) await net.prepare?.(listed.url(largest.path))
  const entries = files.map((file, i) => ({ name: listed.files[i].path, size: file.size, read: file.read.bind(file) }))
  return { place: path === '' ? root : `${root}/${path}`, source: { name: root, files: entries } }
}

// A page of a hub that a person has copied is the repository that it shows.
function hubOfPage(net, url) {
  for (const hub of Object.values(HUBS)) {
    const home = new URL(net.endpoints[hub.scheme])
    const place = url.host === home.host ? hub.placeOfPage(url.pathname.slice(home.pathname.replace(/\/$/, '').length)) : null
    if (place) return { hub, place }
  }
  return null
}

const encoded = (path) => path.split('/').map(encodeURIComponent).join('/')

async function openUrl(net, address) {
  if (!URL.canParse(address)) refuse(address, say('badUrl'))
  const url = new URL(address)
  if (url.username || url.password) refuse(`${url.protocol}//${url.host}`, say('hasLogin'))
  const page = hubOfPage(net, url)
  if (page) return openRepository(net, page.hub, page.place)
  const path = decoded(url.pathname.slice(1), `${url.origin}${url.pathname}`)
  const group = new RemoteGroup(net, (_file, { status }) => statusText(status))
  const at = (name, from) => group.add({ name: `${url.origin}/${name}`, url: from })
  const reader = (file) => ({ name: file.name.slice(url.origin.length + 1), size: file.size, read: file.read.bind(file) })
  if (!isPlain(path)) refuse(`${url.origin}/${path}`, say('notAFile'))
  await net.prepare?.(url.href)
  const file = at(path, url.href)
  if (!file.exists()) file.fail(statusText(404))
  // What a manifest names is looked for where it lies, when it is looked for.
  const found = new Map()
  function find(name) {
    const other = found.get(name) ?? at(name, `${url.origin}/${encoded(name)}`)
    if (!found.has(name) && !other.exists()) return null
    found.set(name, other)
    return reader(other)
  }
  return { place: file.name, source: { name: url.origin, files: [reader(file)], find } }
}

// {place, source}: the path that stands for the address, in the folder or file `source`.
export async function openRemote(net, address) {
  const scheme = schemeOf(address)
  if (!(scheme in HUBS)) return openUrl(net, address)
  const hub = HUBS[scheme]
  const form = `${scheme}://OWNER/NAME[@REVISION][/PATH]`
  const rest = decoded(address.slice(scheme.length + 3), address).replace(/\/+$/, '')
  const match = /^([\w.-]+)\/([\w.-]+)(?:@(refs\/(?:pr|convert)\/[^/@]+|[^/@]+))?(?:\/(.*))?$/s.exec(rest)
  if (!match || match.slice(1, 3).some((part) => /^\.+$/.test(part))) refuse(address, say('badForm', form))
  const [, owner, name, revision = '', path = ''] = match
  if (path !== '' && !isPlain(path)) refuse(address, say('badForm', form))
  return openRepository(net, hub, { owner, name, revision, path })
}

// The addresses of one run; openNet() gives a net, or a promise of one.
export class Remotes {
  #openNet
  #net
  #known = new Set()
  constructor(openNet) {
    this.#openNet = openNet
  }
  // Shows what stands behind the address in `given`; returns its path there.
  async add(address, given) {
    this.#net ??= this.#openNet()
    const net = await this.#net
    const { place, source } = net.opened?.get(address) ?? (await openRemote(net, address))
    net.opened?.set(address, { place, source })
    if (!this.#known.has(source.name)) await given.add(source)
    this.#known.add(source.name)
    return place
  }
}
