// SPDX-License-Identifier: MIT
// The command is the tool: its golden suite, and the bytes that it prints for all real models and boards.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { COMMAND, folder, make, MKMODEL, NATIVE, ROOT, run, runCommand, SHARED } from './made.js'

// WASI has no word for a pipe; and no lock, which is taken before a file or a value is looked at.
const NOT_HERE = ['bad-fifo', 'apply-fits', 'usage-config-value']

const hasShared = fs.existsSync(path.join(SHARED, 'corpus'))
const real = { skip: hasShared || process.env.CI === 'true' ? false : `${SHARED} is not here` }

function filesOf(below) {
  return fs
    .readdirSync(path.join(SHARED, below))
    .filter((name) => !/\.(md|tsv)$/.test(name))
    .sort()
    .map((name) => path.join(SHARED, below, name))
}

function same(words, options) {
  const [ours, theirs] = [runCommand(words, options), run(NATIVE, words, options)]
  assert.deepEqual(ours, theirs, words.join(' '))
  return theirs
}

test('the golden suite', () => {
  const cases = fs
    .readdirSync(path.join(ROOT, 'tests/golden/cases'), { recursive: true })
    .filter((name) => name.endsWith('.golden'))
    .map((name) => path.basename(name, '.golden'))
  const names = cases.filter((name) => !NOT_HERE.includes(name))
  assert.equal(names.length, cases.length - NOT_HERE.length)
  const suite = path.join(ROOT, 'tests/golden/run.py')
  const { status, out } = run('/usr/bin/python3', [suite, '--tool', COMMAND, '--mkmodel', MKMODEL, ...names])
  assert.equal(status, 0, out)
  assert.match(out, new RegExp(`${names.length} passed, 0 failed`))
})

test('the JSON of every real model', real, () => {
  const models = ['axmodel', 'cvimodel', 'foreign'].flatMap((kind) => filesOf(`corpus/${kind}`))
  assert.ok(models.length > 50)
  let judged = 0
  for (const model of models)
    judged += same([model, '-d', 'maixcam', '-d', 'maixcam2-4g', '-c', '640x480', '-f', 'json']).out.includes('"supply"')
  assert.ok(judged > 50)
})

test('the JSON of every captured board', real, () => {
  for (const board of [...filesOf('boards'), ...filesOf('boards/texts')])
    if (!board.endsWith('/texts')) same(['status', '--sysroot', board, '-f', 'json'])
})

test('relative paths, also upward, begin where the command is called', () => {
  make('axmodel', 'here.axmodel')
  const below = path.join(folder, 'below')
  fs.mkdirSync(below)
  fs.symlinkSync('../here.axmodel', path.join(below, 'link.axmodel'))
  for (const name of ['../here.axmodel', 'link.axmodel', './link.axmodel', '.', '..'])
    same([name, '-d', 'maixcam2-4g', '-f', 'json'], { cwd: below })
})

test('a report is written where it was named, whole or not at all', () => {
  make('axmodel', 'written.axmodel')
  const words = ['written.axmodel', '-d', 'maixcam2-4g', '-f', 'json=sub/report.json', '-f', 'line']
  assert.equal(runCommand(words).status, 2)
  fs.mkdirSync(path.join(folder, 'sub'))
  for (let i = 0; i < 2; i++) assert.equal(runCommand(words).status, 0) // the second one replaces the first
  assert.deepEqual(fs.readdirSync(path.join(folder, 'sub')), ['report.json'])
  const wanted = run(NATIVE, ['written.axmodel', '-d', 'maixcam2-4g', '-f', 'json']).out
  assert.equal(fs.readFileSync(path.join(folder, 'sub/report.json'), 'utf8'), wanted)
})

test('standard input is read, from a file and from a pipe', () => {
  const model = make('axmodel', 'input.axmodel')
  const words = ['-', '-f', 'line', '-d', 'maixcam2-4g']
  assert.match(runCommand(words, { stdio: [fs.openSync(model), 'pipe', 'pipe'] }).out, /^-: Fits/)
  assert.match(same(words, { input: fs.readFileSync(model), stdio: 'pipe' }).out, /^-: Fits/)
})

test('a report that cannot be written is no verdict', () => {
  const model = make('axmodel', 'full.axmodel')
  const { status, err } = runCommand([model, '-d', 'maixcam2-4g'], { stdio: ['ignore', fs.openSync('/dev/full', 'w'), 'pipe'] })
  assert.equal(status, 2)
  assert.match(err, /could not be written/)
})

test('names in any script', () => {
  make('axmodel', '模型 é.axmodel')
  same(['模型 é.axmodel', '-d', 'maixcam2-4g', '-f', 'json'])
})

test('no live board is read, and no /boot/configs is written', () => {
  fs.writeFileSync(path.join(folder, 'configs'), 'maix_memory_cmm=512\n')
  const { status, err } = runCommand(['config', 'set', '1024', 'configs', '-d', 'maixcam2-4g'])
  assert.equal(status, 3)
  assert.match(err, /nothing was written/)
  assert.equal(fs.readFileSync(path.join(folder, 'configs'), 'utf8'), 'maix_memory_cmm=512\n')
  assert.equal(runCommand(['capture']).status, 2)
  assert.equal(runCommand(['status']).status, 4)
})
