// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import * as maixfit from '../node.js'
import { hostPath, workingFolder } from '../node_disk.js'
import { folder, make, NATIVE, ROOT, run } from './made.js'

const TEXTS = new Set(['name', 'owner', 'source', 'title', 'text', 'message'])
const axmodel = make('axmodel', 'a.axmodel')
const cvimodel = make('cvimodel', 'b.cvimodel')
const bytes = fs.readFileSync(axmodel)

function native(...words) {
  return JSON.parse(run(NATIVE, [...words, '--format', 'json']).out)
}

function refused(call, expected) {
  return assert.rejects(call, { name: 'MaixfitError', message: expected })
}

test('a path, and each kind of what stands for one, has the verdict of the native tool', async () => {
  const options = { device: 'maixcam2-4g', camera: '640x480' }
  const wanted = native('a.axmodel', '-d', options.device, '-c', options.camera)
  const reader = {
    name: 'a.axmodel',
    size: bytes.length,
    read: (at, length) => new Uint8Array(bytes).subarray(at, at + length)
  }
  const text = await maixfit.check({ name: 'a.axmodel', bytes }, options)
  assert.deepEqual(text, wanted)
  assert.deepEqual(await maixfit.check(reader, options), wanted)
  assert.deepEqual(await maixfit.check(new File([bytes], 'a.axmodel'), options), wanted)
  assert.deepEqual(await maixfit.check({ name: 'a.axmodel', bytes: new Uint8Array(bytes).buffer }, options), wanted)
  const byPath = await maixfit.check(axmodel, options)
  assert.deepEqual(byPath.demand, wanted.demand)
  assert.equal(byPath.models[0].path, axmodel)
})

test('settings are those of the library', async () => {
  const one = await maixfit.check(axmodel, { device: 'maixcam2-4g', dualBuff: false })
  const two = await maixfit.check(axmodel, { device: 'maixcam2-4g', dualBuff: true })
  assert.ok(one.demand.npu_bytes < two.demand.npu_bytes)
  assert.equal((await maixfit.check(axmodel, { maxNeed: '1M', device: 'maixcam2-4g' })).reason, 'over-budget')
  assert.equal((await maixfit.check(axmodel, { noAssume: true })).reason, 'assumed')
  assert.equal((await maixfit.check(axmodel, { aiIsp: true, device: 'maixcam2-4g' })).verdict, 'fits')
})

test('a size is a text or two numbers', async () => {
  const request = async (camera) => (await maixfit.check(axmodel, { device: 'maixcam2-4g', camera })).request
  assert.deepEqual(await request([640, 480]), await request('640x480'))
  const two = [
    [640, 480],
    [320, 240]
  ]
  assert.deepEqual(await request(two), await request(['640x480', '320x240']))
  assert.deepEqual(await request(['640x480', [320, 240]]), await request(two))
})

test('of several models with one name both are judged', async () => {
  const given = { name: 'a.axmodel', bytes }
  const verdict = await maixfit.check([given, given], { device: 'maixcam2-4g' })
  assert.deepEqual(
    verdict.models.map((model) => model.path),
    ['a.axmodel', '2/a.axmodel']
  )
})

test('a folder is judged by what it holds, and by nothing beside it', async () => {
  const mud = { name: 'm.mud', text: '[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nmodel_type = yolo11\n' }
  const whole = await maixfit.check({ name: 'models', files: [mud, { name: 'a.axmodel', bytes }] })
  assert.equal(whole.verdict, 'fits')
  fs.mkdirSync(path.join(folder, 'models'), { recursive: true })
  fs.copyFileSync(axmodel, path.join(folder, 'models/a.axmodel'))
  const before = process.cwd()
  process.chdir(folder) // a file of the disk must not stand in for the one that is missing
  try {
    const part = await maixfit.check({ name: 'models', files: [mud] })
    assert.equal(part.reason, 'missing-file')
  } finally {
    process.chdir(before)
  }
})

test('names lead out of no folder', async () => {
  for (const name of ['../../a.axmodel', '/a.axmodel', './/a.axmodel', 'x/../a.axmodel'])
    assert.equal((await maixfit.check({ name, bytes })).verdict, 'fits', name)
  assert.equal((await maixfit.check({ bytes })).models[0].path, 'model')
})

test('each model on each board', async () => {
  const all = await maixfit.checkAll([axmodel, cvimodel], { each: true, device: ['maixcam', 'maixcam2-1g'] })
  const wanted = native(axmodel, cvimodel, '--each', '-d', 'maixcam', '-d', 'maixcam2-1g')
  assert.deepEqual(all, wanted)
  assert.equal(all.results.length, 4)
  await refused(maixfit.check(axmodel, { device: ['maixcam', 'maixcam2-1g'] }), /checkAll/)
  await refused(maixfit.check(axmodel, { each: true }), /checkAll/)
})

test('inspect, status, devices, sensors', async () => {
  const board = path.join(ROOT, 'tests/boards', fs.readdirSync(path.join(ROOT, 'tests/boards'))[0])
  const captured = run(NATIVE, ['capture', '--sysroot', board]).out
  assert.deepEqual((await maixfit.inspect(axmodel)).models, native('inspect', axmodel).models)
  assert.deepEqual(await maixfit.status(board), native('status', '--sysroot', board))
  assert.equal(
    (await maixfit.status({ name: 'board', text: captured })).supply.total,
    native('status', '--sysroot', board).supply.total
  )
  assert.equal((await maixfit.status()).status, 4)
  assert.deepEqual(await maixfit.devices(), native('devices'))
  assert.deepEqual(await maixfit.sensors(), native('sensors'))
})

test('what is shown to people are the sentences of the report, in their language', async () => {
  const options = { device: 'maixcam2-512m', camera: '3840x2160', display: true }
  const large = make('axmodel', 'shown.axmodel', '--const', '300M')
  const { report, ...shown } = await maixfit.show.check(large, options)
  assert.deepEqual(report, await maixfit.check(large, options))
  assert.ok(report.advice.length > 1 && report.findings.length > 3)
  assert.deepEqual(shown.local, report)
  assert.ok(shown.text.replace(/\s+/g, ' ').startsWith(shown.headline))
  const chinese = await maixfit.show.check(large, { ...options, language: 'zh' })
  assert.deepEqual(chinese.report, report)
  const { message, advice, findings, pipelines, supply } = chinese.local
  const names = pipelines.flatMap(({ blocks }) => blocks.map(({ owner }) => owner)).concat(supply.owners[0].name)
  for (const text of [chinese.headline, message, ...[...advice, ...findings].map((one) => one.text), ...names])
    assert.match(text, /[\u4e00-\u9fff]/)
  // Nothing but names and sentences is another word, and no name of a person's is.
  const words = (one) => JSON.stringify(one, (key, value) => (TEXTS.has(key) ? null : value))
  assert.equal(words(chinese.local), words(report))
  const named = { name: 'output.axmodel', bytes: fs.readFileSync(make('axmodel', 'n.axmodel', '--input', 'output:U8:9x9')) }
  const { local } = await maixfit.show.check(named, { language: 'zh', device: 'maixcam2-4g' })
  assert.ok(local.models[0].blocks.some(({ name }) => name.includes('output')))
  assert.equal(local.models[0].blocks[0].owner, 'output.axmodel')
  const { devices } = await maixfit.show.devices({ language: 'zh' })
  assert.ok(devices.some(({ title }) => title === 'MaixCAM2，4 GiB'))
  const board = path.join(ROOT, 'tests/boards/cmm-2g-fragmented')
  assert.deepEqual((await maixfit.show.status(board)).report, await maixfit.status(board))
  const configs = await maixfit.show.checkConfig('maix_memory_cmm = 1024\n', { device: 'maixcam2-4g', language: 'zh' })
  assert.match(configs.text, /[\u4e00-\u9fff]/)
})

test('/boot/configs as a text', async () => {
  const board = { device: 'maixcam2-4g' }
  assert.match(await maixfit.setConfig('a=1\nmaix_memory_cmm=512\n', 1024, board), /^maix_memory_cmm=1024$/m)
  assert.equal((await maixfit.checkConfig('maix_memory_cmm=1024\n', board)).status, 0)
  const file = 'maix_memory_cmm = 1024\nwifi="a b"\n'
  fs.writeFileSync(path.join(folder, 'configs'), file)
  assert.deepEqual(
    await maixfit.checkConfig(Buffer.from(file), board),
    native('config', 'check', 'configs', '-d', board.device)
  )
  await refused(maixfit.setConfig('', 999999, board), /legal value/)
})

test('what is not valid is refused with a sentence', async () => {
  await refused(maixfit.check(axmodel, { camera: 'large' }), /^camera: `large` is not a camera/)
  await refused(maixfit.show.check(axmodel, { camera: 'large', language: 'zh' }), /^camera: .*[\u4e00-\u9fff]/)
  await refused(maixfit.check(axmodel, { colour: 'red' }), /there is no option `colour`/)
  await refused(maixfit.check([]), /neither a model nor a camera/)
  for (const nothing of [{}, 3, null, { name: 'a', size: -1, read: () => bytes }, { name: 'a', size: 1.5, read: () => bytes }])
    await assert.rejects(maixfit.check([nothing]), TypeError)
})

test('a reader that breaks its word makes no verdict', async () => {
  for (const read of [
    () => 'text',
    () => new Uint8Array(1 << 20),
    () => undefined,
    () => {
      throw new TypeError('gone')
    }
  ])
    await assert.rejects(maixfit.check({ name: 'a.axmodel', size: bytes.length, read }), TypeError)
  const short = await maixfit.check({ name: 'a.axmodel', size: bytes.length, read: () => new Uint8Array() })
  assert.equal(short.verdict, 'unknown')
  const failed = {
    name: 'a.axmodel',
    size: bytes.length,
    read: () => {
      throw Object.assign(new Error(), { code: 'EIO' })
    }
  }
  assert.equal((await maixfit.check(failed)).verdict, 'unknown')
})

test('a failure of the reader is the verdict of that call alone', async () => {
  assert.equal((await maixfit.check({ name: 'a.axmodel', bytes: bytes.subarray(0, 100) })).verdict, 'unknown')
  const answers = await Promise.all([1, 2, 3].map(() => maixfit.check({ name: 'a.axmodel', bytes })))
  assert.deepEqual(
    answers.map((answer) => answer.verdict),
    ['fits', 'fits', 'fits']
  )
})

test('of a model of 8 GiB less than 2 MiB are read', async () => {
  const large = make('axmodel', 'large.axmodel', '--const', '8192M')
  const file = fs.openSync(large)
  const { size } = fs.fstatSync(file)
  let read = 0
  const verdict = await maixfit.check(
    {
      name: 'large.axmodel',
      size,
      read(offset, length) {
        const part = Buffer.alloc(length)
        read += length
        return part.subarray(0, fs.readSync(file, part, 0, length, offset))
      }
    },
    { device: 'maixcam2-4g' }
  )
  fs.closeSync(file)
  fs.rmSync(large)
  assert.ok(size > 2 ** 33)
  assert.equal(verdict.verdict, 'does-not-fit')
  assert.ok(read < 2 << 20, `${read} bytes were read`)
})

test('a path of Windows is a path below the root', () => {
  assert.equal(workingFolder('win32', 'C:\\Users\\me'), '/C:/Users/me')
  assert.equal(hostPath('/C:/Users/me/a.axmodel', 'win32'), 'C:/Users/me/a.axmodel')
  assert.equal(hostPath('/C:/Users/me/D:\\models\\a.axmodel', 'win32'), 'D:\\models\\a.axmodel')
  assert.equal(hostPath('/C:', 'win32'), 'C:/')
  assert.equal(hostPath('/C:/x', 'linux'), '/C:/x')
})

test('the version is that of the header', async () => {
  const header = fs.readFileSync(path.join(ROOT, 'src/maixfit.h'), 'utf8')
  const [, wanted] = header.match(/MAIXFIT_VERSION "(.*)"/)
  const packaged = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url)))
  assert.equal(await maixfit.version(), wanted)
  assert.equal(packaged.version, wanted)
})
