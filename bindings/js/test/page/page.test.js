// SPDX-License-Identifier: MIT
// The page as a person uses it, in Chromium, over what scripts/site.sh makes.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import * as maixfit from '../../node.js'
import { folder, make, NATIVE, ROOT, run, SHARED } from '../made.js'
import { accessible, idle, keep, launch, open, serve, visit } from './site.js'

const BOARD = path.join(ROOT, 'tests/boards/cmm-2g-fragmented')
const MIB = 1 << 20

const small = make('axmodel', 'small.axmodel')
const large = make('axmodel', 'large.axmodel', '--const', '300M')
const capture = path.join(folder, 'capture.txt')
fs.writeFileSync(capture, run(NATIVE, ['capture', '--sysroot', BOARD]).out)

let site
let browser
before(async () => {
  site = await serve()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  site?.close()
})

const native = (...words) => JSON.parse(run(NATIVE, [...words, '--format', 'json']).out)
const verdictOf = (page) => page.locator('.verdict').first().textContent()

async function give(page, input, files) {
  await page.setInputFiles(input, files)
  await page.waitForFunction(() => document.querySelector('#chosen').children.length > 0)
  await idle(page)
}

const use = (fragment, act, options) => visit(browser, `${site.url}${fragment}`, act, options)

// Drops files as a person does, with what a page sees of them.
async function drop(page, files) {
  const given = files.map((file) => ({ name: path.basename(file), text: fs.readFileSync(file).toString('base64') }))
  await page.evaluate((list) => {
    const transfer = new DataTransfer()
    for (const { name, text } of list)
      transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name))
    dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
  }, given)
}

test('chosen files have the verdict of the tool, with a picture, advice and figures', () =>
  use('#device=maixcam2-512m', async (page) => {
    await give(page, '#files', [small, large])
    const wanted = native(small, large, '-d', 'maixcam2-512m')
    assert.equal(wanted.verdict, 'does-not-fit')
    assert.match(await verdictOf(page), /Does not fit/)
    assert.equal(await page.locator('.bar').count(), 2)
    assert.match(await page.locator('.bar').nth(1).getAttribute('aria-label'), /too much/)
    assert.equal(await page.locator('.advice li').count(), wanted.advice.length)
    assert.equal(await page.locator('.findings li').count(), wanted.findings.length)
    assert.match(await page.textContent('.figures'), new RegExp(`${(wanted.demand.npu_bytes / MIB).toFixed(1)} MiB`))
    assert.match(await page.textContent('#status'), /Does not fit/)
  }))

test('dropped files are told apart: a model, a captured board, a /boot/configs', () =>
  use('', async (page) => {
    const configs = path.join(folder, 'configs')
    fs.writeFileSync(configs, 'maix_memory_cmm = 1024\nwifi_ssid=home\nwifi_pass="MyWifiSecret"\n')
    await drop(page, [small])
    await page.waitForSelector('.verdict')
    await idle(page)
    await page.selectOption('#device', 'maixcam2-4g')
    await drop(page, [configs])
    await page.waitForSelector('.readers')
    assert.match(await page.textContent('.readers'), /U-Boot1024 \(line 1\)/)
    await page.waitForFunction(() => document.body.textContent.includes('+ maix_memory_cmm=1024'))
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click('#configs-result .main')])
    assert.equal(
      fs.readFileSync(await saved.path(), 'utf8'),
      await maixfit.setConfig(fs.readFileSync(configs, 'utf8'), 1024, { device: 'maixcam2-4g' })
    )
    await drop(page, [capture])
    await page.waitForFunction(() => document.querySelector('#chosen').children.length === 2)
    await idle(page)
    assert.equal(await page.inputValue('#device'), '')
    assert.ok(!(await page.content()).includes('MyWifiSecret'))
  }))

test('a pasted capture is the board', () =>
  use('', async (page) => {
    await page.click('summary:has-text("Memory of your board")')
    await page.fill('#capture', fs.readFileSync(capture, 'utf8'))
    await page.click('#use-capture')
    await page.waitForSelector('.bar')
    const status = native('status', '--sysroot', BOARD)
    assert.match(await page.textContent('.picture'), new RegExp(`${(status.supply.total / MIB).toFixed(1)} MiB`))
    await give(page, '#files', small)
    await page.waitForSelector('.verdict')
    const wanted = native(small, '--sysroot', BOARD)
    assert.match(await page.textContent('.figures'), new RegExp(`${(wanted.supply.free / MIB).toFixed(1)} MiB`))
  }))

test('of a pool in pieces the picture shows the holes, and no sum that has room', () =>
  use('', async (page) => {
    await page.setInputFiles('#capture-file', capture)
    await give(page, '#files', make('axmodel', 'wide.axmodel', '--const', '580M'))
    await page.waitForSelector('.verdict-does-not-fit')
    assert.match(await verdictOf(page), /fragmented/)
    const titles = await page.locator('.bar-title span:first-child').allTextContents()
    assert.deepEqual(titles, ['Now', 'Free memory by address', 'Largest block'])
  }))

test('a pasted /boot/configs shows no password', () =>
  use('#device=maixcam2-4g', async (page) => {
    const lines = [
      'wifi_pass=MyWifiSecret\nmaix_memory_cmm = 2048\n',
      'maix_memory_cmm=2048; wifi_pass=MyWifiSecret\n',
      'wifi_pass=MyWifiSecret maix_memory_cmm=2048\n',
      'maix_memory_cmm=2048 # MyWifiSecret\n'
    ]
    await page.click('summary:has-text("/boot/configs")')
    for (const text of lines) {
      await page.evaluate((pasted) => {
        document.querySelector('#configs-result').replaceChildren()
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', pasted)
        const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
        document.querySelector('#configs').dispatchEvent(paste)
      }, text)
      await page.waitForSelector('.readers')
      await page.waitForFunction(() => document.querySelector('#configs-result [role=status]').textContent !== '')
      assert.ok(!(await page.content()).includes('MyWifiSecret'), text)
      assert.equal(await page.inputValue('#configs'), '')
    }
  }))

test('what is unknown of a /boot/configs is no value and not fine; a captured board says which it is of', () =>
  use('', async (page) => {
    const configs = (text) => ({ name: 'configs', mimeType: 'text/plain', buffer: Buffer.from(text) })
    await page.setInputFiles('#configs-file', configs('maix_memory_cmm=1024\n'))
    await page.waitForSelector('#configs-result .verdict-unknown')
    assert.match(await page.textContent('#configs-result'), /choose it under Board/)
    assert.equal(await page.locator('.readers').count(), 0)
    await page.setInputFiles('#capture-file', capture)
    await page.waitForSelector('.readers')
    assert.match(await page.textContent('#configs-result'), /maixcam2-2g/)
    await page.waitForFunction(() => document.querySelector('#configs-result [role=status]').textContent !== '')
    assert.equal(await page.locator('#configs-result .problem').count(), 0)
    await page.setInputFiles('#configs-file', configs('maix_memory_cmm=$(size)\n'))
    await page.waitForFunction(() => document.querySelector('.readers')?.textContent.includes('Boot scriptunknown'))
  }))

test('a folder, an archive, and a manifest with its model are bundles', () =>
  use('#device=maixcam2-4g', async (page) => {
    const place = path.join(folder, 'models')
    fs.mkdirSync(place)
    fs.copyFileSync(small, path.join(place, 'a.axmodel'))
    fs.writeFileSync(
      path.join(place, 'm.mud'),
      '[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nmodel_type = yolo11\n'
    )
    const wanted = `${(native(place, '-d', 'maixcam2-4g').demand.npu_bytes / MIB).toFixed(1)} MiB`
    run('bsdtar', ['-czf', 'models.tgz', 'models'])
    run('bsdtar', ['--format=zip', '-cf', 'models.zip', 'models'])
    const inputs = [
      ['#folder', place],
      ['#files', path.join(folder, 'models.tgz')],
      ['#files', path.join(folder, 'models.zip')],
      ['#files', [path.join(place, 'm.mud'), path.join(place, 'a.axmodel')]]
    ]
    for (const [input, files] of inputs) {
      await give(page, input, files)
      await page.waitForFunction((text) => document.querySelector('.figures dd')?.textContent === text, wanted)
      while ((await page.locator('#chosen button').count()) > 0) await page.locator('#chosen button').first().click()
      await page.waitForSelector('.empty')
    }
  }))

test('a camera is judged without a model, and the address keeps the settings', () =>
  use('', async (page) => {
    await page.selectOption('#device', 'maixcam')
    await page.fill('[name=camera]', '640x480, 320x240')
    await page.waitForSelector('.verdict')
    assert.match(await verdictOf(page), /Fits/)
    const address = page.url()
    assert.match(address, /#device=maixcam&camera=640x480/)
    await page.click('#link')
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address)
    await use(new URL(address).hash, async (other) => {
      assert.equal(await other.inputValue('[name=camera]'), '640x480, 320x240')
      assert.equal(await other.inputValue('#device'), 'maixcam')
    })
  }))

test('a link to a board that is not known is no verdict on another one', () =>
  use('#device=maixcam9&camera=640x480', async (page) => {
    await page.waitForSelector('.verdict-unknown')
    assert.match(await verdictOf(page), /maixcam9/)
  }))

test('what is not valid or cannot be read is a sentence, and nothing is lost', () =>
  use('#device=maixcam2-4g', async (page) => {
    const bad = path.join(folder, 'bad.axmodel')
    fs.writeFileSync(bad, fs.readFileSync(small).subarray(0, 100))
    await give(page, '#files', bad)
    await page.waitForSelector('.verdict-unknown')
    await page.fill('[name=camera]', 'large')
    await page.waitForFunction(() => document.querySelector('.verdict')?.textContent.includes('is not a camera'))
    assert.equal(await page.locator('#chosen li').count(), 1)
    await page.fill('[name=camera]', '')
    await page.click('#chosen button')
    await page.waitForSelector('.empty')
    await give(page, '#files', small)
    await page.waitForSelector('.verdict-fits')
  }))

test('of a long archive it is said how much was read', () =>
  use('#device=maixcam2-4g', async (page) => {
    make('axmodel', 'sparse.axmodel', '--const', '250M')
    run('cp', ['--sparse=never', 'sparse.axmodel', 'long.axmodel']) // else an archive has little of it
    run('bsdtar', ['-czf', 'long.tgz', '--options', 'gzip:compression-level=0', 'long.axmodel'])
    await page.setInputFiles('#files', path.join(folder, 'long.tgz'))
    await page.waitForFunction(() => document.querySelector('#busy-text').textContent.includes('so far'))
    await page.waitForSelector('.verdict-fits')
    for (const name of ['long.axmodel', 'long.tgz']) fs.rmSync(path.join(folder, name))
  }))

test('a file that is gone is a sentence', () =>
  use('#device=maixcam2-4g', async (page) => {
    const gone = path.join(folder, 'gone.axmodel')
    fs.copyFileSync(small, gone)
    await give(page, '#files', gone)
    await page.waitForSelector('.verdict-fits')
    fs.rmSync(gone)
    await page.selectOption('#device', 'maixcam2-1g')
    await page.waitForSelector('.verdict-unknown')
    assert.match(await verdictOf(page), /gone\.axmodel/)
  }))

test('what is canceled, or stops, ends with a sentence, and the next call has a new worker', () =>
  use('', async (page) => {
    const ends = await page.evaluate(async () => {
      const { ask, cancel } = await import('./core.js')
      const ended = ask('lists', {}).catch((error) => error.message)
      cancel()
      return [await ended, (await ask('lists', {})).version]
    })
    assert.deepEqual(ends, ['canceled', await maixfit.version()])
    await page.evaluate(async () => {
      const { cancel } = await import('./core.js')
      const { postMessage } = Worker.prototype
      Worker.prototype.postMessage = function (...values) {
        Worker.prototype.postMessage = postMessage
        postMessage.apply(this, values)
        setTimeout(cancel)
      }
    })
    await page.fill('[name=camera]', '640x480')
    await page.waitForFunction(() => document.querySelector('.verdict')?.textContent.includes('Canceled'))
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.waitForSelector('.verdict-fits')
  }))

test('the line of the board is copied', () =>
  use('#device=maixcam2-1g&pool=64M', async (page) => {
    await page.evaluate(() => {
      location.hash = '#device=maixcam2-4g@before-2025-09&lang=en'
    })
    const half = ['one', 'two'].map((name) => make('axmodel', `${name}.axmodel`, '--const', '1150M'))
    await give(page, '#files', half)
    const line = native(...half, '-d', 'maixcam2-4g@before-2025-09').pool_line.setting
    assert.match(line, /^maix_memory_cmm=/)
    await page.click('.copy button')
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line)
  }))

test('of a model of 8 GiB less than 2 MiB are read', () =>
  use('#device=maixcam2-4g', async (page) => {
    const giant = make('axmodel', 'giant.axmodel', '--const', '8192M')
    await give(page, '#files', giant)
    await page.waitForSelector('.verdict-does-not-fit')
    const [, read, unit] = (await page.locator('.result .hint').last().textContent()).match(/Read ([\d.]+) (KiB|MiB) of/)
    assert.ok(unit === 'KiB' || Number(read) < 2, `${read} ${unit}`)
    fs.rmSync(giant)
  }))

// Real files, which are not in the repository: a part of them that takes seconds, or with MAIXFIT_CORPUS=all each.
test('the corpus has the verdicts of the tool', { skip: !fs.existsSync(path.join(SHARED, 'corpus')) }, () =>
  use('', async (page) => {
    const corpus = path.join(SHARED, 'corpus')
    const each = process.env.MAIXFIT_CORPUS === 'all' ? 1 : 5
    const files = ['axmodel', 'cvimodel', 'foreign']
      .flatMap((kind) =>
        fs
          .readdirSync(path.join(corpus, kind))
          .sort()
          .map((name) => path.join(corpus, kind, name))
      )
      .filter((file, i) => i % each === 0 && fs.statSync(file).isFile())
    assert.ok(files.length > 5)
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'corpus' }))
    })
    for (const file of files) {
      await page.setInputFiles('#corpus', file)
      const report = await page.evaluate(async () => {
        const { ask } = await import('./core.js')
        const [given] = document.querySelector('#corpus').files
        return (await ask('check', { models: [{ name: given.name, file: given }], board: null, options: {} })).report
      })
      const { out } = run(NATIVE, [path.basename(file), '--format', 'json'], { cwd: path.dirname(file) })
      assert.deepEqual(report, JSON.parse(out), file)
    }
  })
)

test('offline after the first visit', () =>
  use('', async (page) => {
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.context().setOffline(true)
    await page.reload()
    await idle(page)
    await give(page, '#files', small)
    await page.waitForSelector('.verdict-fits')
  }))

for (const colorScheme of ['light', 'dark'])
  for (const [language, locale] of [
    ['en', 'en-US'],
    ['zh', 'zh-CN']
  ])
    for (const width of [400, 1280])
      test(`accessible: ${colorScheme}, ${language}, ${width} pixels`, () =>
        use(
          '#device=maixcam2-512m&camera=1280x720',
          async (page) => {
            await give(page, '#files', large)
            await page.waitForSelector('.verdict')
            for (const part of await page.locator('details').all())
              await part.evaluate((node) => {
                node.open = true
              })
            await accessible(page)
            assert.equal(await page.getAttribute('html', 'lang'), language === 'zh' ? 'zh-CN' : 'en')
            assert.equal(/[\u4e00-\u9fff]/.test(await verdictOf(page)), language === 'zh')
            await keep(page, `${width}-${colorScheme}-${language}`)
          },
          { colorScheme, locale, viewport: { width, height: 900 } }
        ))

test('by keyboard alone', () =>
  use('', async (page) => {
    const reached = []
    for (let i = 0; i < 17; i++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.className)
      )
    }
    for (const name of ['skip', 'language', 'choose-files', 'choose-folder', 'address', 'device', 'camera', 'link'])
      assert.ok(reached.includes(name), name)
    await page.focus('[name=camera]')
    await page.keyboard.type('640x480')
    await page.waitForSelector('.verdict')
  }))

test('budgets: what is sent, and the time to the first verdict', async (context) => {
  const fresh = await serve()
  const start = performance.now()
  const page = await open(browser, `${fresh.url}#device=maixcam2-4g`)
  const loaded = performance.now()
  await give(page, '#files', small)
  await page.waitForSelector('.verdict-fits')
  context.diagnostic(
    `sent ${fresh.sent()} bytes; page ${Math.round(loaded - start)} ms, verdict ${Math.round(performance.now() - loaded)} ms later`
  )
  await page.evaluate(() => navigator.serviceWorker.ready)
  assert.ok(fresh.sent() < 1_200_000, `${fresh.sent()} bytes were sent`)
  await page.context().close()
  fresh.close()
})
