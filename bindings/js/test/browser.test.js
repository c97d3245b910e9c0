// SPDX-License-Identifier: MIT
// The package as a browser loads it, without a bundler: in a worker, where Files are read by slices, and in a page.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { folder, make, NATIVE, run } from './made.js'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' }
const BROWSER = ['chromium', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0)
const OPTIONS = { device: 'maixcam2-4g', camera: '640x480' }

const PAGE = `<!doctype html><script type="module">
import { ask } from '/ask.js'
await ask('page')
new Worker('/worker.js', { type: 'module' })
</script>`
const ASK = `import { check, MaixfitError } from '/browser.js'
export async function ask(where) {
  const bytes = await (await fetch('/a.axmodel')).arrayBuffer()
  const options = ${JSON.stringify(OPTIONS)}
  const answer = { slices: 0 }
  if (globalThis.FileReaderSync) {
    const read = FileReaderSync.prototype.readAsArrayBuffer
    FileReaderSync.prototype.readAsArrayBuffer = function (blob) {
      answer.slices += 1
      return read.call(this, blob)
    }
  }
  try {
    answer.verdict = await check(new File([bytes], 'a.axmodel'), options)
    answer.byPath = await check('a.axmodel', options)
    if (!globalThis.FileReaderSync) answer.address = await check('hf://me/one', options).catch((error) => error.message)
    answer.refused = await check([], {}).catch((error) => error instanceof MaixfitError && error.message)
  } catch (error) {
    answer.error = String(error.stack)
  }
  await fetch('/done/' + where, { method: 'POST', body: JSON.stringify(answer) })
}`
const MADE = { '/': PAGE, '/ask.js': ASK, '/worker.js': "import { ask } from '/ask.js'\nawait ask('worker')" }

function serve(request, response, done) {
  const { pathname } = new URL(request.url, 'http://localhost')
  if (request.method === 'POST') {
    let body = ''
    request
      .on('data', (part) => (body += part))
      .on('end', () => {
        response.end()
        done(pathname.split('/').pop(), JSON.parse(body))
      })
    return
  }
  const file = pathname === '/a.axmodel' ? path.join(folder, 'a.axmodel') : path.join(PACKAGE, pathname)
  const content = MADE[pathname] ?? (fs.existsSync(file) ? fs.readFileSync(file) : null)
  response.writeHead(content === null ? 404 : 200, { 'content-type': TYPES[path.extname(pathname) || '.html'] ?? 'text/plain' })
  response.end(content)
}

test(
  'a browser judges as the native tool does',
  { skip: BROWSER ? false : 'chromium is not here', timeout: 120000 },
  async () => {
    make('axmodel', 'a.axmodel')
    const words = ['a.axmodel', '-d', OPTIONS.device, '-c', OPTIONS.camera, '--format', 'json']
    const wanted = JSON.parse(run(NATIVE, words).out)
    const answers = {}
    let ended
    const all = new Promise((resolve) => (ended = resolve))
    const server = http.createServer((request, response) =>
      serve(request, response, (where, answer) => {
        answers[where] = answer
        if (answers.page && answers.worker) ended()
      })
    )
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const browser = spawn(
      BROWSER,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        `--user-data-dir=${folder}/profile`,
        `http://127.0.0.1:${server.address().port}/`
      ],
      { stdio: 'ignore' }
    )
    try {
      await all
    } finally {
      browser.kill()
      await new Promise((resolve) => browser.once('exit', resolve))
      server.closeAllConnections()
      server.close()
    }
    for (const [where, answer] of Object.entries(answers)) {
      assert.equal(answer.error, undefined, where)
      assert.deepEqual(answer.verdict, wanted, where)
      assert.equal(answer.byPath.reason, 'no-such-file', where)
      assert.match(answer.refused, /neither a model/, where)
    }
    assert.match(answers.page.address, /in a Web Worker only/)
    assert.equal(answers.page.slices, 0)
    assert.ok(answers.worker.slices > 0)
  }
)
