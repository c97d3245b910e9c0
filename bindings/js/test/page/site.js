// SPDX-License-Identifier: MIT
// The site on a server of its own, compressed as GitHub Pages does it, and Debian's Chromium before it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import zlib from 'node:zlib'
import { chromium } from 'playwright-core'
import { folder, ROOT } from '../made.js'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json'
}

function build() {
  const site = path.join(folder, 'site')
  const made = spawnSync(path.join(ROOT, 'scripts/site.sh'), [site], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
  return site
}

// {url, sent(), close()}: sent counts the bytes of all bodies.
export function serve() {
  const site = build()
  let sent = 0
  const server = http.createServer((asked, answer) => {
    const name = new URL(asked.url, 'http://site').pathname
    const file = path.join(site, name.endsWith('/') ? `${name}index.html` : name)
    if (!file.startsWith(`${site}/`) || !fs.existsSync(file)) {
      answer.writeHead(404).end()
      return
    }
    const body = zlib.gzipSync(fs.readFileSync(file))
    sent += body.length
    answer.writeHead(200, {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'content-encoding': 'gzip',
      'content-length': body.length,
      'cache-control': 'max-age=600'
    })
    answer.end(body)
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}/`,
        sent: () => sent,
        close: () => server.close()
      })
    )
  )
}

// Nothing leaves this machine.
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
  })

// A page whose errors are gathered; the tests end with none. What a browser says of the answers of other servers is none.
export async function open(browser, url, { asksOthers = false, ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000) // two busy cores
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(error.message))
  page.on('console', (message) => {
    const isOther = message.text().includes('CORS policy') || !message.location().url.startsWith(new URL(url).origin)
    if (message.type() === 'error' && !(asksOthers && isOther)) page.problems.push(message.text())
  })
  await page.goto(url)
  await idle(page)
  return page
}

// Until the newest verdict is shown.
export async function idle(page) {
  await page.waitForFunction(
    () =>
      document.querySelector('#version').textContent !== '' &&
      document.querySelector('#answer').getAttribute('aria-busy') === 'false'
  )
}

const AXE = fs.readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

// Nothing that axe-core finds, and nothing wider than the window.
export async function accessible(page) {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes[0].html]),
    []
  )
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
}

// Keeps a picture of the page, where MAIXFIT_SHOTS names a folder for it.
export async function keep(page, name) {
  const shots = process.env.MAIXFIT_SHOTS
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true })
}

// A page that is opened, used, and closed without an error of its own.
export async function visit(browser, url, act, options) {
  const page = await open(browser, url, options)
  try {
    await act(page)
    assert.deepEqual(page.problems, [])
  } finally {
    await page.context().close()
  }
}
