// SPDX-License-Identifier: MIT
// What the tests are run with: the native tool, the generator of models, and a folder for what it makes.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
export const COMMAND = fileURLToPath(new URL('../bin/maixfit.js', import.meta.url))
export const NATIVE = process.env.MAIXFIT_NATIVE ?? path.join(ROOT, 'build/maixfit')
export const MKMODEL = process.env.MAIXFIT_MKMODEL ?? path.join(ROOT, 'build/tools/mkmodel')
export const SHARED = process.env.MAIXFIT_SHARED ?? path.join(ROOT, '../shared')

export const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'maixfit-js-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))

export function run(program, words, options = {}) {
  const result = spawnSync(program, words, { cwd: folder, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'], ...options })
  if (result.error) throw result.error
  return { status: result.status, out: String(result.stdout), err: String(result.stderr) }
}

export const runCommand = (words, options) => run(process.execPath, [COMMAND, ...words], options)

export function make(kind, name, ...words) {
  const made = run(MKMODEL, [kind, name, ...words])
  if (made.status !== 0) throw new Error(made.err)
  return path.join(folder, name)
}
