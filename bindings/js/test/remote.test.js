// SPDX-License-Identifier: MIT
// Models behind addresses, from servers of this machine; no other one is reached.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import path from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sendFile, startHub, urlOf } from './hub.js'
import { proxyOf } from '../node_proxy.js'
import { makeLayers } from './layers.js'
import { COMMAND, folder, make, NATIVE, run } from './made.js'

const root = path.join(folder, 'hub')
const BOARD = ['-d', 'maixcam2-4g']
const GUARD = fileURLToPath(new URL('only_here.cjs', import.meta.url))
const MIB = 2 ** 20

fs.mkdirSync(path.join(root, 'me/one/sub'), { recursive: true })
const axmodel = make('axmodel', 'hub/me/one/a.axmodel', '--const', '3M', '--words', '9000')
make('cvimodel', 'hub/me/one/sub/é b.cvimodel')
const mud = (model) => `[basic]\ntype = axmodel\nmodel_npu = ${model}\n\n[extra]\nmodel_type = yolo11\n`
fs.writeFileSync(path.join(root, 'me/one/a.mud'), mud('a.axmodel'))

const hub = await startHub(root)
after(() => hub.close())
beforeEach(() => hub.reset())

const environment = (more) => ({
  PATH: process.env.PATH,
  HOME: folder,
  HF_ENDPOINT: hub.url,
  MODELSCOPE_DOMAIN: hub.url,
  HF_HUB_DOWNLOAD_TIMEOUT: '30',
  NODE_OPTIONS: `--require ${GUARD}`,
  ...more
})

// The servers answer in this process, so that it must not wait.
function command(words, more = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [COMMAND, ...words], { cwd: folder, env: environment(more) })
    let [out, err] = ['', '']
    child.stdout.on('data', (part) => (out += part))
    child.stderr.on('data', (part) => (err += part))
    child.on('close', (status) => resolve({ status, out, err }))
  })
}

// The figures of a verdict, without names of files.
function figures(text) {
  const { verdict, reason, demand, supply } = JSON.parse(text)
  const bytes = Object.entries(demand ?? {}).filter(([, value]) => typeof value === 'number')
  return { verdict, reason, demand: Object.fromEntries(bytes), free: supply?.free }
}

async function likeNative(address, file, more) {
  const { status, out, err } = await command([address, ...BOARD, '-f', 'json'], more)
  const wanted = run(NATIVE, [file, ...BOARD, '-f', 'json'])
  assert.equal(status, wanted.status, err)
  assert.deepEqual(figures(out), figures(wanted.out))
  return JSON.parse(out)
}

async function refused(address, sentence, more) {
  const { status, out, err } = await command([address, ...BOARD], more)
  assert.equal(out, '')
  assert.match(err, sentence)
  assert.equal(err.trim().split('\n').length, 1, err)
  assert.equal(status, 3)
  return err
}

test('a file, a manifest and a repository of Hugging Face', async () => {
  const verdict = await likeNative('hf://me/one/a.axmodel', axmodel)
  assert.equal(verdict.models[0].path, 'hf://me/one/a.axmodel')
  await likeNative('hf://me/one/a.mud', 'hub/me/one/a.mud')
  await likeNative('hf://me/one@v1.0/sub', 'hub/me/one/sub')
  await likeNative(`${hub.url}/me/one/blob/main/a.axmodel`, axmodel)
  assert.match(hub.log[0].path, /^\/api\/models\/me\/one\/revision\/main$/)
  assert.ok(hub.log.some(({ path: asked }) => asked === '/api/models/me/one/revision/v1.0'))
})

test('the list of a repository has pages', async () => {
  hub.rules.page = 1
  await likeNative('hf://me/one/sub', 'hub/me/one/sub')
  assert.equal(hub.log.filter(({ path: asked }) => asked.includes('/tree/')).length, 3)
})

test('ModelScope', async () => {
  await likeNative('modelscope://me/one/a.mud', 'hub/me/one/a.mud')
  assert.match(hub.log[0].path, /repo\/files\?Revision=master&Recursive=true$/)
  await refused('modelscope://me/none', /^maixfit: modelscope:\/\/me\/none: there is no model me\/none/)
})

test('a URL: a model, a manifest with what it names, an archive', async () => {
  const other = `${urlOf(hub.cdn)}/me/one`
  const verdict = await likeNative(`${other}/a.axmodel?download=true`, axmodel)
  assert.equal(verdict.models[0].path, `${other}/a.axmodel`)
  await likeNative(`${other}/a.mud`, 'hub/me/one/a.mud')
  await likeNative(`${other}/sub/%C3%A9%20b.cvimodel`, 'hub/me/one/sub/é b.cvimodel')
  run('tar', ['-czf', 'hub/all.tgz', '-C', 'hub/me/one', 'a.axmodel'])
  await likeNative(`${urlOf(hub.cdn)}/all.tgz`, 'hub/all.tgz')
  await refused(`${other}/none.axmodel`, /none\.axmodel: there is no such file \(404\)/)
})

test('what a manifest names and nobody has is missing', async () => {
  fs.writeFileSync(path.join(root, 'lone.mud'), mud('nowhere.axmodel'))
  const { status, out } = await command([`${urlOf(hub.cdn)}/lone.mud`, ...BOARD, '-f', 'json'])
  assert.equal(status, 3)
  assert.equal(JSON.parse(out).reason, 'missing-file')
})

test('an LLM of 28 layers: less than 4 MiB and 120 requests, redirects too', async (t) => {
  makeLayers('hub/me/llm', '1500')
  await likeNative('hf://me/llm', 'hub/me/llm')
  t.diagnostic(`${hub.log.length} requests, ${hub.bytes} bytes`)
  assert.ok(hub.log.length < 120 && hub.bytes < 4 * MIB, `${hub.log.length} requests, ${hub.bytes} bytes`)
  // Code that lies far apart needs a request for each piece; the redirects, one a file, come on top.
  hub.reset()
  makeLayers('hub/me/llm', '200000')
  await likeNative('hf://me/llm', 'hub/me/llm')
  const redirects = hub.log.filter(({ path: asked }) => asked.includes('/resolve/')).length
  t.diagnostic(`far apart: ${hub.log.length} requests, of them ${redirects} redirects, ${hub.bytes} bytes`)
  assert.ok(hub.log.length - redirects < 120 && hub.bytes < 4 * MIB, `${hub.log.length} requests, ${hub.bytes} bytes`)
})

test('the token goes to the hub alone, from where huggingface_hub takes it', async () => {
  fs.writeFileSync(path.join(folder, 'token'), 'hf_file\n')
  fs.mkdirSync(path.join(folder, '.cache/huggingface'), { recursive: true })
  fs.writeFileSync(path.join(folder, '.cache/huggingface/token'), 'hf_home')
  const address = 'hf://me/one/a.axmodel'
  for (const [more, wanted] of [
    [{ HF_TOKEN: ' hf_a\n' }, 'Bearer hf_a'],
    [{ HF_TOKEN_PATH: path.join(folder, 'token') }, 'Bearer hf_file'],
    [{ HF_HOME: folder }, 'Bearer hf_file'],
    [{}, 'Bearer hf_home'],
    [{ HF_TOKEN: 'hf_a', HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }, undefined]
  ]) {
    hub.reset()
    await likeNative(address, axmodel, more)
    assert.deepEqual([...new Set(hub.log.filter(({ where }) => where === 'hub').map(({ token }) => token))], [wanted])
    assert.ok(hub.log.some(({ where }) => where === 'cdn'))
    assert.ok(hub.log.every(({ where, token }) => where === 'hub' || token === undefined))
  }
  hub.reset()
  await likeNative(`${urlOf(hub.cdn)}/me/one/a.axmodel`, axmodel, { HF_TOKEN: 'hf_a' })
  assert.ok(hub.log.every(({ token }) => token === undefined))
  const err = await refused(address, /has a character that is not allowed/, { HF_TOKEN: 'hf_\u00e9secret' })
  assert.doesNotMatch(err, /secret/)
})

test('the token of ModelScope goes to the hub alone', async () => {
  const more = { MODELSCOPE_API_TOKEN: ' ms-a\n', HF_TOKEN: 'hf_a' }
  await likeNative('modelscope://me/one/a.axmodel', axmodel, more)
  const sent = (place) =>
    new Set(hub.log.filter(({ where }) => where === place).map(({ token, cookie }) => `${token} ${cookie}`))
  assert.deepEqual([...sent('hub')], ['Bearer ms-a m_session_id=ms-a'])
  assert.deepEqual([...sent('cdn')], ['undefined undefined'])
  hub.reset()
  await likeNative('modelscope://me/one/a.axmodel', axmodel, { MODELSCOPE_DOMAIN: 'x', MODELSCOPE_ENDPOINT: hub.url })
  assert.deepEqual([...sent('hub')], ['undefined undefined'])
  hub.rules.hub = (_request, response) => response.writeHead(403).end()
  await refused('modelscope://me/one', /does not show it to everybody; set MODELSCOPE_API_TOKEN to a token of yours/)
  await refused('modelscope://me/one', /ModelScope has a character that is not allowed/, { MODELSCOPE_API_TOKEN: 'a; b=c' })
})

test('gated, private, missing, renamed', async () => {
  const answer = (status, headers) => (_request, response) => (response.writeHead(status, headers).end('{}'), true)
  for (const [status, code, sentence] of [
    [401, 'GatedRepo', /is gated: accept its terms .* HF_TOKEN/],
    [403, 'GatedRepo', /is gated/],
    [401, 'RepoNotFound', /no public model me\/one/],
    [404, 'RepoNotFound', /there is no model me\/one/],
    [404, 'RevisionNotFound', /there is no revision main/]
  ]) {
    hub.rules.hub = answer(status, { 'x-error-code': code })
    await refused('hf://me/one', sentence)
  }
  hub.rules.hub = null
  await refused('hf://me/one/none.axmodel', /there is no none\.axmodel in this repository/)
  hub.rules.hub = (_request, response, url) =>
    url.pathname.includes('/old/') && response.writeHead(307, { location: url.pathname.replace('/old/', '/one/') }).end()
  await refused('hf://me/old', /has another name now; ask for hf:\/\/me\/one$/m)
  for (const address of ['hf://one', 'hf://me/..', 'hf://me/one/../x', 'hf://me/one@', 'hf:///one', 'hf://me/%zz'])
    await refused(address, /an address is hf:|not followed by the code/)
})

test('a refusal is said in the language of the tool', async () => {
  const said = async (words, more) => (await command([...words, 'hf://me/none', ...BOARD], more)).err
  const [english, chinese] = ['there is no model me/none', '没有模型 me/none'].map((text) => `maixfit: hf://me/none: ${text}\n`)
  assert.equal(await said([], { LC_ALL: 'zh_CN.UTF-8' }), chinese)
  assert.equal(await said([], { LANG: 'zh_CN.GB18030' }), english)
  assert.equal(await said(['--lang', 'en'], { LC_ALL: 'zh_CN.UTF-8' }), english)
  assert.equal(await said(['--lang', 'en', '--lang=zh'], {}), chinese)
  hub.rules.hub = (_request, response) => response.destroy()
  assert.match(await said(['--lang=zh']), /^maixfit: hf:\/\/me\/none: 127\.0\.0\.1:\d+ 在发送完之前断开了连接$/m)
})

test('redirects: to no file, not round and round', async () => {
  const to = (location) => (_request, response) => (response.writeHead(302, { location }).end(), true)
  for (const place of ['hub', 'cdn']) {
    hub.reset()
    hub.rules[place] = to('file:///etc/passwd')
    await refused('hf://me/one/a.axmodel', /redirects to a URL of file:\/\/ behind http:\/\/, which is not followed/)
  }
  hub.rules.cdn = to('/again')
  await refused('hf://me/one/a.axmodel', /redirects more than 10 times/)
  hub.rules.cdn = to('http://')
  await refused('hf://me/one/a.axmodel', /redirects to something that is not a URL/)
})

test('a size that is not true makes no verdict', async () => {
  for (const size of [1000, fs.statSync(axmodel).size - 1, fs.statSync(axmodel).size + 1]) {
    hub.reset()
    hub.rules.change = { size }
    await refused('hf://me/one/a.axmodel', /it is listed with \d+ bytes, but has \d+|ends the connection/)
  }
  hub.reset()
  hub.rules.cdn = (_request, response) => response.writeHead(206, { 'content-range': 'bytes 0-9/*' }).end('0123456789')
  await refused('hf://me/one/a.axmodel', /does not say how large it is/)
  const elsewhere = { 'content-range': `bytes 5-9/${fs.statSync(axmodel).size}` }
  hub.rules.cdn = (_request, response) => response.writeHead(206, elsewhere).end('01234')
  await refused('hf://me/one/a.axmodel', /were asked for, and 5 bytes from 5 to 9 came/)
  hub.rules.cdn = (_request, response) => response.writeHead(206, { 'content-encoding': 'gzip' }).end('x')
  await refused('hf://me/one/a.axmodel', /sends it compressed/)
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3000000\n`
  hub.rules.cdn = (_request, response) =>
    response.writeHead(206, { 'content-range': `bytes 0-${pointer.length - 1}/${pointer.length}` }).end(pointer)
  await refused('hf://me/one/a.axmodel', /Git LFS pointer|were asked for/)
  let etag = 0
  hub.rules.cdn = (_request, response) => {
    hub.rules.change = { headers: { etag: `"${etag++}"` } }
  }
  await refused('hf://me/one/a.axmodel', /changed while it was read/)
})

test('lists that lie', async () => {
  const list = (entries) => (_request, response, url) =>
    url.pathname.includes('/tree/') && response.end(JSON.stringify(entries))
  const file = (name, size = 1) => ({ type: 'file', path: name, size })
  for (const [entries, sentence] of [
    [[file('../a')], /not a valid name/],
    [[file('/etc/a')], /not a valid name/],
    [[file('a\u0000')], /not a valid name/],
    [[file('a', -1)], /without its size/],
    [[file('a', '9')], /without its size/],
    [[file('a'), file('a')], /twice/],
    [[file('a'), file('a/b')], /as a file and as a folder/],
    [{ error: 'x' }, /gives no list/]
  ]) {
    hub.rules.hub = list(entries)
    await refused('hf://me/one', sentence)
  }
  hub.rules.hub = (_request, response, url) => url.pathname.includes('/tree/') && response.end('<html>')
  await refused('hf://me/one', /is not JSON/)
})

test('a list without end is given up', async () => {
  let pages = 0
  const body = `[${' '.repeat(30 * MIB)}]`
  hub.rules.hub = (_request, response, url) =>
    url.pathname.includes('/tree/') &&
    response.writeHead(200, { link: `<${hub.url}${url.pathname}?cursor=${++pages}>; rel="next"` }).end(body)
  await refused('hf://me/one', /the list of its files does not end after 3 pages, 91 MiB/)
  assert.equal(pages, 3)
})

test('busy servers are asked again, and not for ever', async () => {
  let left = 2
  hub.rules.cdn = (_request, response) => left-- > 0 && response.writeHead(left ? 429 : 503, { 'retry-after': '0' }).end()
  await likeNative('hf://me/one/a.axmodel', axmodel)
  hub.rules.cdn = (_request, response) => response.writeHead(429, { 'retry-after': '0' }).end()
  await refused('hf://me/one/a.axmodel', /asked too often \(429\)/)
  hub.rules.cdn = (_request, response) => response.writeHead(429, { 'retry-after': '9999' }).end()
  await refused('hf://me/one/a.axmodel', /asked too often \(429\)/)
})

test('connections that are cut, that stall, and huge headers', async () => {
  let left = 2
  hub.rules.cdn = (_request, response) => left-- > 0 && response.socket.destroy()
  await likeNative('hf://me/one/a.axmodel', axmodel)
  hub.rules.hub = (_request, response) =>
    response.writeHead(200, { 'content-length': 100 }).write('short', () => response.socket.destroy())
  await refused('hf://me/one/a.axmodel', /ends the connection before all is sent/)
  hub.rules.hub = () => true
  await refused('hf://me/one/a.axmodel', /nothing has come for 0.5 s/, { HF_HUB_DOWNLOAD_TIMEOUT: '0.5' })
  hub.rules.hub = (_request, response) => {
    response.writeHead(200)
    const drops = setInterval(() => response.write(' '), 50)
    return response.on('close', () => clearInterval(drops))
  }
  await refused('hf://me/one/a.axmodel', /sends too slowly/, { HF_HUB_DOWNLOAD_TIMEOUT: '0.5' })
  hub.rules.hub = (_request, response) => response.writeHead(200, { 'x-large': 'x'.repeat(100_000) }).end()
  await refused('hf://me/one/a.axmodel', /sends headers of more than 64 KiB/)
})

test('a server without ranges: small files as a whole, large ones not', async () => {
  hub.rules.change = { noRanges: true }
  await likeNative('hf://me/one/a.axmodel', axmodel)
  make('axmodel', 'hub/large.axmodel', '--const', '80M')
  await refused(`${urlOf(hub.cdn)}/large.axmodel`, /sends no parts of files \(ranges\), and as a whole it has more than 64 MiB/)
  assert.ok(hub.bytes < 70 * MIB)
})

test('a failure in the middle leaves no half of a report', async () => {
  hub.rules.cdn = (_request, response) => response.writeHead(500).end()
  const { status } = await command(['hf://me/one', '--each', ...BOARD, '-f', 'json=report.json'])
  assert.equal(status, 3)
  assert.deepEqual(
    fs.readdirSync(folder).filter((name) => name.includes('report.json')),
    []
  )
})

test('the functions of the package take addresses too', async () => {
  const script = `import { check, RemoteError, useHubs } from ${JSON.stringify(new URL('../node.js', import.meta.url).href)}
    let read = 0
    useHubs({ hf: ${JSON.stringify(hub.url)}, progress: (bytes) => (read += bytes) })
    const { verdict } = await check('hf://me/one/a.axmodel', { device: 'maixcam2-4g' })
    const error = await check('hf://me/none').catch((problem) => problem)
    const chinese = await check('hf://me/none', { language: 'zh' }).catch((problem) => problem.message)
    console.log(verdict, read > 16384, error instanceof RemoteError, error.message, chinese)`
  const elsewhere = environment({ HF_ENDPOINT: 'http://127.0.0.1:1' })
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: elsewhere })
  let out = ''
  child.stdout.on('data', (part) => (out += part))
  await new Promise((resolve) => child.on('close', resolve))
  assert.equal(out, 'fits true true hf://me/none: there is no model me/none hf://me/none: 没有模型 me/none\n')
})

test('which proxy is taken', () => {
  const of = (url, environment) => proxyOf(new URL(url), environment)?.href ?? null
  const all = { HTTPS_PROXY: 'http://p:1', http_proxy: 'p:2', HTTP_PROXY: 'http://no:3' }
  assert.equal(of('https://a.org/', all), 'http://p:1/')
  assert.equal(of('http://a.org/', all), 'http://p:2/')
  assert.equal(of('https://a.org/', {}), null)
  for (const list of ['*', 'a.org', '.org', '*.org', 'b, a.org', 'A.ORG:443'])
    assert.equal(of('https://a.org/', { ...all, NO_PROXY: list }), null, list)
  for (const list of ['', 'b.org', 'a.org:80', 'aa.org', 'g']) assert.ok(of('https://a.org/', { ...all, NO_PROXY: list }))
  assert.throws(() => of('https://a.org/', { HTTPS_PROXY: 'socks5://p:1' }), /HTTPS_PROXY is not the URL of an HTTP proxy/)
})

// A proxy for http, and for tunnels; what it was asked, and by whom.
async function startProxy() {
  const asked = []
  const note = (request) => asked.push([request.method, request.url, request.headers['proxy-authorization']])
  const server = http.createServer((request, response) => {
    note(request)
    const headers = { ...request.headers }
    delete headers['proxy-authorization']
    http.get(request.url, { headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers)))
  })
  server.on('connect', (request, socket) => {
    note(request)
    const [host, port] = request.url.split(':')
    const other = net.connect(port, host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      other.pipe(socket).pipe(other)
    })
    for (const end of [other, socket]) end.on('error', () => {})
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => (server.closeAllConnections(), server.close()))
  return { asked, url: urlOf(server).replace('//', '//me:pass%20word@') }
}

const LOGIN = `Basic ${Buffer.from('me:pass word').toString('base64')}`

test('by a proxy, which gets its password alone', async () => {
  const proxy = await startProxy()
  await likeNative('hf://me/one/a.axmodel', axmodel, { HTTP_PROXY: proxy.url })
  assert.equal(proxy.asked.length, hub.log.length)
  assert.ok(proxy.asked.every(([method, url, login]) => method === 'GET' && url.startsWith('http://') && login === LOGIN))
  assert.ok(hub.log.every(({ token }) => token === undefined || token === 'Bearer hf_home'))
  proxy.asked.length = 0
  await likeNative('hf://me/one/a.axmodel', axmodel, { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' })
  assert.deepEqual(proxy.asked, [])
})

test('https, by a tunnel too, leads to no http', async () => {
  const made = run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    '-subj',
    '/CN=here',
    '-addext',
    'subjectAltName=IP:127.0.0.1'
  ])
  assert.equal(made.status, 0, made.err)
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => fs.readFileSync(path.join(folder, name)))
  const server = https.createServer({ key, cert }, (request, response) => {
    if (request.url === '/down') return response.writeHead(302, { location: `${hub.url}/me/one/a.axmodel` }).end()
    return sendFile(request, response, axmodel)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => (server.closeAllConnections(), server.close()))
  const url = urlOf(server).replace('http:', 'https:')
  const trusted = { NODE_EXTRA_CA_CERTS: path.join(folder, 'cert.pem') }
  await likeNative(`${url}/a.axmodel`, axmodel, trusted)
  await refused(`${url}/a.axmodel`, /self-signed certificate/)
  await refused(`${url}/down`, /redirects to a URL of http:\/\/ behind https:\/\/, which is not followed/, trusted)
  assert.deepEqual(hub.log, [])
  const proxy = await startProxy()
  await likeNative(`${url}/a.axmodel`, axmodel, { ...trusted, HTTPS_PROXY: proxy.url })
  assert.ok(proxy.asked.length > 0)
  assert.ok(proxy.asked.every(([method, , login]) => method === 'CONNECT' && login === LOGIN))
})

test('a link to the bytes that is good no more is asked for anew', async () => {
  let links = 0
  const used = new Map()
  hub.rules.hub = (_request, response, url) =>
    url.pathname.includes('/resolve/') &&
    response.writeHead(302, { location: `${urlOf(hub.cdn)}/me/one/a.axmodel?link=${links++}` }).end()
  hub.rules.cdn = (_request, response, url) => {
    const times = (used.get(url.search) ?? 0) + 1
    used.set(url.search, times)
    return times > 1 && response.writeHead(403).end()
  }
  await likeNative('hf://me/one/a.axmodel', axmodel)
  assert.ok(links > 1)
  hub.rules.cdn = (_request, response) => response.writeHead(403).end()
  await refused('hf://me/one/a.axmodel', /the server does not show it to everybody \(403\)/)
})

test('what is read on and on is read in large parts, a few at a time', async () => {
  make('axmodel', 'hub/packed.axmodel', '--const', '1M')
  const noise = Buffer.concat(Array.from({ length: 640 }, () => crypto.getRandomValues(new Uint8Array(65536))))
  fs.writeFileSync(path.join(root, 'noise.bin'), noise)
  run('tar', ['-czf', 'hub/large.tgz', '-C', 'hub', 'noise.bin', 'packed.axmodel'])
  await likeNative(`${urlOf(hub.cdn)}/large.tgz`, 'hub/large.tgz')
  assert.ok(hub.bytes >= noise.length && hub.log.length < 80, `${hub.log.length} requests, ${hub.bytes} bytes`)
})
