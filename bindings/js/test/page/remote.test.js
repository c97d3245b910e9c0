// SPDX-License-Identifier: MIT
// Addresses on the page, in Chromium, from servers of this machine; no other one is reached.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before, beforeEach } from 'node:test'
import { startHub, urlOf } from '../hub.js'
import { makeLayers } from '../layers.js'
import { folder, make, NATIVE, run } from '../made.js'
import { accessible, idle, keep, launch, serve, visit } from './site.js'

const DEVICE = 'maixcam2-4g'
const MIB = 1 << 20
const root = path.join(folder, 'hub')
fs.mkdirSync(path.join(root, 'me/one/sub'), { recursive: true })
const axmodel = make('axmodel', 'hub/me/one/a.axmodel', '--const', '3M', '--words', '9000')
make('cvimodel', 'hub/me/one/sub/é b.cvimodel')
fs.writeFileSync(
  path.join(root, 'me/one/a.mud'),
  '[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n\n[extra]\nmodel_type = yolo11\n'
)
make('axmodel', 'hub/large.axmodel', '--const', '80M')

let hub
let site
let browser
before(async () => {
  hub = await startHub(root)
  site = await serve()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  site?.close()
  hub?.close()
})
beforeEach(() => hub.reset())

const cdnUrl = (name) => `${urlOf(hub.cdn)}/${name}`
const mirror = () => `#device=${DEVICE}&lang=en&hf-mirror=${hub.url}`
const use = (fragment, act, options) => visit(browser, `${site.url}${fragment}`, act, { asksOthers: true, ...options })
const fragmentOf = (address) => `${mirror()}&model=${encodeURIComponent(address)}`
const verdictOf = (page) => page.locator('.verdict').first().textContent()
const rule =
  (status, headers, body = '') =>
  (_request, response) =>
    response.writeHead(status, headers).end(body)

// The core is asked as the page does it.
const judged = (page, addresses, settings = {}) =>
  page.evaluate(
    async ([models, hubs, options]) => {
      const { ask } = await import('./core.js')
      return ask('check', { models, board: null, options, hubs }).catch((error) => ({ error: error.message }))
    },
    [addresses.map((address) => ({ address })), { hf: hub.url, modelscope: hub.url, ...settings }, { device: DEVICE }]
  )

// The report is the native one, but for where the files lie.
async function likeNative(page, address, file, settings) {
  const { report, error } = await judged(page, [address], settings)
  assert.equal(error, undefined)
  const { out } = run(NATIVE, [file, '-d', DEVICE, '-f', 'json'])
  const [there, here] = [decodeURI(address).split('/'), file.split('/')]
  while (there.at(-1) === here.at(-1)) [there, here].forEach((parts) => parts.pop())
  const placed = JSON.stringify(report).replaceAll(there.join('/'), here.join('/'))
  assert.deepEqual(JSON.parse(placed), JSON.parse(out), address)
}

async function refused(page, address, sentence, settings) {
  const { error } = await judged(page, [address], settings)
  assert.match(error ?? 'a verdict', sentence)
}

test('a repository is added by hand, judged with a file, kept by the link, and removed', () =>
  use(mirror(), async (page) => {
    await page.focus('#address')
    await page.keyboard.type('hf://me/one/a.axmodel')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.verdict-fits')
    await idle(page)
    assert.match(await page.textContent('#chosen'), new RegExp(`hf://me/one/a.axmodel.*${new URL(hub.url).host}`))
    const figures = () => page.textContent('.figures dd')
    const alone = await figures()
    assert.match(await page.locator('.result .hint').last().textContent(), /^Read .* from 127\.0\.0\.1:\d+, 127.*; no other/)
    await page.setInputFiles('#files', axmodel)
    await page.waitForFunction((text) => document.querySelector('.figures dd')?.textContent !== text, alone)
    await idle(page)
    assert.match(await page.locator('.result').textContent(), /in your files; nothing of them was sent/)
    assert.match(new URL(page.url()).hash, /&model=hf:\/\/me\/one\/a\.axmodel$/)
    await use(new URL(page.url()).hash, async (other) => {
      await other.waitForSelector('.verdict-fits')
      assert.equal(await other.textContent('.figures dd'), alone)
      assert.equal(await other.inputValue('[name=hf-mirror]'), hub.url)
    })
    await page.getByRole('button', { name: 'Remove hf://me/one/a.axmodel' }).click()
    await page.waitForFunction((text) => document.querySelector('.figures dd')?.textContent === text, alone)
    assert.doesNotMatch(page.url(), /model=/)
    await page.fill('#address', 'me/one')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.waitForFunction(() => document.querySelector('.verdict')?.textContent.includes('begins with hf://'))
  }))

test('another setting asks no server again; an address that is added again does', () =>
  use(fragmentOf('hf://me/one/a.axmodel'), async (page) => {
    await page.waitForSelector('.verdict-fits')
    const asked = hub.log.length
    await page.fill('[name=camera]', '640x480')
    await page.waitForFunction(() => document.querySelector('.legend')?.textContent.includes('camera'))
    await page.fill('[name=camera]', 'large')
    await page.waitForFunction(() => document.querySelector('.verdict')?.textContent.includes('is not a camera'))
    await page.fill('[name=camera]', '')
    await page.waitForSelector('.verdict-fits')
    assert.equal(hub.log.length, asked)
    await page.click('summary:has-text("More settings")')
    await page.fill('[name=hf-mirror]', `${hub.url}/`)
    await page.locator('[name=hf-mirror]').pressSequentially('ab', { delay: 300 }) // slowly: no half a name is asked
    await page.press('[name=hf-mirror]', 'Enter')
    await page.waitForFunction(() => document.querySelector('.verdict')?.textContent.includes('there is no model'))
    assert.ok(hub.log.slice(asked).every(({ path: wanted }) => wanted.startsWith('/ab/')))
    await page.fill('[name=hf-mirror]', hub.url)
    await page.press('[name=hf-mirror]', 'Enter')
    await page.waitForSelector('.verdict-fits')
    const again = hub.log.length
    await page.fill('#address', 'hf://me/one/a.axmodel')
    await page.press('#address', 'Enter')
    await page.waitForFunction(() => document.querySelector('#address').value === '')
    await idle(page)
    assert.equal(await page.locator('#chosen li').count(), 1)
    assert.ok(hub.log.length > again)
  }))

test('what failed is opened anew by the next call', () =>
  use('', async (page) => {
    const { size } = fs.statSync(axmodel)
    hub.rules.change = { size: size + 1 }
    await refused(page, 'hf://me/one/a.axmodel', /is listed with|cannot be reached/)
    hub.rules.change = undefined
    await likeNative(page, 'hf://me/one/a.axmodel', 'hub/me/one/a.axmodel')
  }))

test('an LLM of 28 layers: as the tool, less than 4 MiB and 120 requests, redirects too', (t) =>
  use('', async (page) => {
    makeLayers('hub/me/llm', '1500')
    await likeNative(page, 'hf://me/llm', 'hub/me/llm')
    t.diagnostic(`${hub.log.length} requests, ${hub.bytes} bytes`)
    assert.ok(hub.log.length < 120 && hub.bytes < 4 * MIB, `${hub.log.length} requests, ${hub.bytes} bytes`)
    assert.ok(hub.log.every(({ method, token, cookie }) => method === 'GET' && !token && !cookie))
    hub.reset()
    await likeNative(page, 'modelscope://me/llm', 'hub/me/llm')
    t.diagnostic(`ModelScope: ${hub.log.length} requests, ${hub.bytes} bytes`)
    assert.ok(hub.bytes < 4 * MIB, `${hub.bytes} bytes`)
  }))

test('files and folders of both hubs, a manifest with its model, an archive', () =>
  use('', async (page) => {
    await likeNative(page, 'hf://me/one/a.axmodel', 'hub/me/one/a.axmodel')
    await likeNative(page, 'hf://me/one@v1.0/sub', 'hub/me/one/sub')
    await likeNative(page, 'modelscope://me/one/a.mud', 'hub/me/one/a.mud')
    await likeNative(page, cdnUrl('me/one/a.mud'), 'hub/me/one/a.mud')
    await likeNative(page, cdnUrl('me/one/sub/%C3%A9%20b.cvimodel'), 'hub/me/one/sub/é b.cvimodel')
    run('tar', ['-czf', 'hub/all.tgz', '-C', 'hub/me/one', 'a.axmodel'])
    await likeNative(page, cdnUrl('all.tgz'), 'hub/all.tgz')
    assert.equal((await judged(page, [`${hub.url}/me/one/tree/main`])).error, undefined)
  }))

test('a server that shows pages no Content-Range: its sizes are tried', () =>
  use('', async (page) => {
    hub.rules.cors = 'hides'
    await likeNative(page, cdnUrl('me/one/a.axmodel'), 'hub/me/one/a.axmodel')
    await likeNative(page, 'modelscope://me/one/a.mud', 'hub/me/one/a.mud')
    const { size } = fs.statSync(axmodel)
    const lie = (bytes) => (_request, response, url) =>
      url.pathname.endsWith('/repo/files') &&
      response.end(JSON.stringify({ Success: true, Data: { Files: [{ Type: 'blob', Path: 'a.axmodel', Size: bytes }] } }))
    for (const bytes of [size - 1, size + 1, 1000, 10 * size]) {
      hub.rules.hub = lie(bytes)
      await refused(page, 'modelscope://me/one', new RegExp(`is listed with ${bytes} bytes, but has ${size}`))
    }
    hub.rules.hub = null
    hub.rules.change = { head: 405 }
    await refused(page, cdnUrl('me/one/a.axmodel'), /does not say how large it is \(Content-Range\), or not to a web page/)
  }))

test('a server that no page may read, and one that is not there', () =>
  use('', async (page) => {
    const sentence = /cannot be reached, or does not allow web pages to read it \(CORS\).*; run npx maixfit/
    hub.rules.cors = 'none'
    await refused(page, cdnUrl('me/one/a.axmodel'), sentence)
    await refused(page, 'hf://me/one', sentence)
    assert.equal(hub.log.length, 3) // no second try; a stream and a request, and a request for the list
    await refused(page, 'http://127.0.0.1:1/a.axmodel', sentence)
    await refused(page, 'hf://me/one', /the server for Hugging Face is not the URL of a server/, { hf: 'file:///etc' })
  }))

test('missing, gated, private, a Git LFS pointer, a wrong length', () =>
  use('', async (page) => {
    await refused(page, 'hf://me/none', /hf:\/\/me\/none: there is no model me\/none/)
    await refused(page, 'hf://me/one/none.axmodel', /there is no none\.axmodel in this repository/)
    await refused(page, cdnUrl('none.axmodel'), /there is no such file \(404\)/)
    for (const [status, code, sentence] of [
      [401, 'GatedRepo', /is gated: .* run npx maixfit with HF_TOKEN set to a token of yours, as a page sends none/],
      [403, 'GatedRepo', /is gated/],
      [401, 'RepoNotFound', /no public model me\/one/]
    ]) {
      hub.rules.hub = rule(status, { 'x-error-code': code }, '{}')
      await refused(page, 'hf://me/one', sentence)
    }
    hub.rules.hub = null
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3000000\n`
    hub.rules.cdn = rule(206, { 'content-range': `bytes 0-${pointer.length - 1}/${pointer.length}` }, pointer)
    await refused(page, 'hf://me/one/a.axmodel', /Git LFS pointer/)
    hub.rules.cdn = null
    const { size } = fs.statSync(axmodel)
    for (const wrong of [1000, size - 1, size + 1]) {
      hub.rules.change = { size: wrong }
      await refused(page, 'hf://me/one/a.axmodel', /it is listed with \d+ bytes, but has \d+|were asked for|cannot be reached/)
    }
  }))

test('on a Chinese page each refusal is Chinese', () =>
  use(mirror().replace('lang=en', 'lang=zh'), async (page) => {
    const shown = (text) =>
      page.waitForFunction((wanted) => document.querySelector('.verdict p')?.textContent.includes(wanted), text)
    const give = async (address, text) => {
      while ((await page.locator('#chosen button').count()) > 0) await page.locator('#chosen button').first().click()
      await page.fill('#address', address)
      await page.press('#address', 'Enter')
      await shown(text)
    }
    await give('me/one', '地址应以 hf://')
    await give('hf://one', '地址的格式是 hf://OWNER/NAME')
    await give('hf://me/none', '没有模型 me/none')
    await give('http://127.0.0.1:1/a.axmodel', '无法连接 127.0.0.1:1')
    hub.rules.hub = rule(401, { 'x-error-code': 'GatedRepo' }, '{}')
    await give('hf://me/gated', '需要授权：请先在它的页面上接受条款；请把 HF_TOKEN 设为')
    await page.fill('[name=camera]', 'large')
    await page.click('#chosen button')
    await shown('不是摄像头')
    await page.fill('[name=camera]', '')
    await page.evaluate(async () => (await import('./core.js')).cancel())
    await page.evaluate(() => {
      globalThis.Worker = class {
        postMessage({ id }) {
          setTimeout(() => this.onmessage({ data: { id, error: 'out of memory' } }))
        }
        terminate() {}
      }
    })
    await page.fill('[name=camera]', '640x480')
    await shown('页面出错：out of memory')
  }))

test('a server without ranges: small files as a whole, large ones not', () =>
  use('', async (page) => {
    hub.rules.change = { noRanges: true }
    await likeNative(page, 'hf://me/one/a.axmodel', 'hub/me/one/a.axmodel')
    await likeNative(page, cdnUrl('me/one/a.mud'), 'hub/me/one/a.mud')
    hub.reset()
    hub.rules.change = { noRanges: true }
    await refused(page, cdnUrl('large.axmodel'), /sends no parts of files \(ranges\), and as a whole it has more than 64 MiB/)
    hub.rules.change = { noRanges: true, noLength: true, head: 405 }
    await refused(page, cdnUrl('large.axmodel'), /does not say how large it is; run npx maixfit/)
    assert.ok(hub.bytes < 20 * MIB, `${hub.bytes} bytes`)
  }))

test('busy servers are asked again, and not for ever; a stall ends', () =>
  use('', async (page) => {
    let left = 2
    hub.rules.cdn = (_request, response, url) =>
      left > 0 && rule(left-- > 1 ? 429 : 503, { 'retry-after': '1' })(_request, response, url)
    const start = performance.now()
    await likeNative(page, 'hf://me/one/a.axmodel', 'hub/me/one/a.axmodel')
    assert.ok(performance.now() - start > 1000)
    hub.rules.cdn = rule(429, { 'retry-after': '0' })
    await refused(page, cdnUrl('me/one/a.axmodel'), /asked too often \(429\)/)
    hub.rules.cdn = rule(429, { 'retry-after': '9999' })
    await refused(page, cdnUrl('me/one/a.axmodel'), /asked too often \(429\)/)
    hub.rules.cdn = () => true
    await refused(page, cdnUrl('me/one/a.axmodel'), /has not sent it within \d s/, { seconds: 0.2 })
  }))

test('a run that waits for a server is not taken for one that hangs', () =>
  use('', async (page) => {
    await page.evaluate(() => {
      // Two minutes are six seconds here.
      const { setTimeout: later } = globalThis
      globalThis.setTimeout = (act, wait, ...rest) => later(act, wait === 120_000 ? 6000 : wait, ...rest)
    })
    let left = 4
    hub.rules.cdn = (request, response, url) => left-- > 0 && rule(429, { 'retry-after': '2' })(request, response, url)
    await likeNative(page, 'hf://me/one/a.axmodel', 'hub/me/one/a.axmodel')
    hub.rules.cdn = () => true
    await refused(page, cdnUrl('me/one/a.axmodel'), /^slow$/)
  }))

test('progress counts what comes, in sight on a phone, and Cancel ends it', { timeout: 120_000 }, () =>
  use(
    mirror(),
    async (page) => {
      let asked = 0
      const ended = new Promise((resolve) => {
        hub.rules.cdn = (request) => {
          if (++asked < 3) return false
          request.socket.on('close', resolve)
          return true
        }
      })
      await page.fill('#address', 'hf://me/one')
      await page.press('#address', 'Enter')
      await page.waitForFunction(() => /[1-9]\d* KiB so far/.test(document.querySelector('#busy-text').textContent))
      await page.waitForFunction(() => document.querySelector('#cancel').getBoundingClientRect().bottom < innerHeight)
      await page.click('#cancel')
      await page.waitForFunction(() => document.querySelector('.verdict')?.textContent.includes('Canceled'))
      hub.rules.cdn = null
      await page.fill('[name=camera]', '640x480')
      await page.waitForSelector('.verdict-fits')
      await ended
    },
    { viewport: { width: 400, height: 900 } }
  )
)

test('what a hub sends is not kept for visits without a network', () =>
  use(fragmentOf('hf://me/one/a.axmodel'), async (page) => {
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.reload()
    await page.waitForSelector('.verdict-fits')
    const kept = await page.evaluate(async () => {
      const all = []
      for (const name of await caches.keys()) all.push(...(await (await caches.open(name)).keys()).map(({ url }) => url))
      return all
    })
    assert.ok(kept.length > 0 && kept.every((url) => url.startsWith(site.url)), kept.join('\n'))
  }))

for (const [colorScheme, locale, width] of [
  ['light', 'en-US', 400],
  ['dark', 'zh-CN', 400],
  ['dark', 'en-US', 1280],
  ['light', 'zh-CN', 1280]
])
  test(`accessible, with addresses: ${colorScheme}, ${locale}, ${width} pixels`, () =>
    use(
      fragmentOf('hf://me/one/a.axmodel').replace('lang=en&', ''),
      async (page) => {
        await page.waitForSelector('.verdict-fits')
        await page.fill('#address', 'hf://me/none')
        await page.press('#address', 'Enter')
        await page.waitForSelector('.verdict-unknown')
        await page.locator('#settings details').evaluate((node) => {
          node.open = true
        })
        await accessible(page)
        const shot = (state) => keep(page, `address-${state}-${width}-${colorScheme}-${locale}`)
        await shot('refused')
        await page.locator('#chosen button').nth(1).click()
        await page.waitForSelector('.verdict-fits')
        await shot('fits')
      },
      { colorScheme, locale, viewport: { width, height: 900 } }
    ))
