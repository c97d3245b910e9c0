// SPDX-License-Identifier: MIT
// The calls of the package, over a module and a disk.
import { before, GivenDisk } from './given.js'
import { Library } from './module.js'

const OK = 0
const USAGE = 2
const FILES = new Set(['sysroot', 'profile', 'baseline']) // options whose values name files

export class MaixfitError extends Error {
  name = 'MaixfitError'
}

const listOf = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value])
const optionName = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const ON_OFF = new Set(['aiIsp'])

function optionText(name, value) {
  if (typeof value !== 'boolean') return String(value)
  return ON_OFF.has(name) ? (value ? 'on' : 'off') : value ? 'yes' : 'no'
}

// load() returns a promise of the compiled module, folder() where relative paths begin; without a disk, paths lead nowhere.
export function makeApi({ load, disk, folder }) {
  // A handle with all that was set, in memory of its own.
  async function prepare(models, options) {
    const here = folder()
    const given = new GivenDisk(here)
    const place = (source) => (typeof source === 'string' ? source : given.add(source))
    const settings = []
    for (const model of listOf(models)) settings.push(['model', await place(model)])
    for (const [name, values] of Object.entries(options))
      for (const value of listOf(values))
        settings.push([optionName(name), FILES.has(name) ? await place(value) : optionText(name, value)])
    const library = new Library(await load(), disk ? before(given, disk) : given, here)
    const fit = library.call('maixfit_new')
    for (const [name, value] of settings) {
      if (library.call('maixfit_set_named', fit, name, value) !== OK) refuse(library, fit, `${name}: `)
    }
    return { library, fit }
  }

  function refuse(library, fit, lead = '') {
    throw new MaixfitError(lead + library.text(library.call('maixfit_message', fit)))
  }

  function report({ library, fit }, name) {
    const json = library.number('format', 'json')
    return library.text(library.call('maixfit_report_text', fit, library.number('report', name), json))
  }

  async function ask(call, reportName, models, options = {}) {
    const run = await prepare(models, options)
    if (run.library.call(call, run.fit) === USAGE) refuse(run.library, run.fit)
    return JSON.parse(report(run, reportName))
  }

  return {
    async check(models, options = {}) {
      if (listOf(options.device).length > 1 || options.each === true || options.each === 'yes')
        throw new MaixfitError('several boards, and each, have a verdict each; checkAll gives them')
      return ask('maixfit_evaluate', 'verdict', models, options)
    },
    inspect: (models, options) => ask('maixfit_inspect', 'inspect', models, options),
    status: (board, options) => ask('maixfit_probe', 'status', [], { ...options, ...(board && { sysroot: board }) }),

    async checkAll(models, options = {}) {
      const run = await prepare(models, options)
      const parts = []
      const judged = run.library.judged((_user, fit) => {
        if (parts.length === 0) parts.push(report({ ...run, fit }, 'head'))
        parts.push(report({ ...run, fit }, 'item'))
      })
      if (run.library.call('maixfit_evaluate_all', run.fit, judged, 0) === USAGE) refuse(run.library, run.fit)
      if (parts.length === 0) parts.push(report(run, 'head'))
      return JSON.parse(parts.join('') + report(run, 'tail'))
    },

    async devices(options = {}) {
      return JSON.parse(report(await prepare([], options), 'devices'))
    },

    async sensors(options = {}) {
      return JSON.parse(report(await prepare([], options), 'sensors'))
    },

    async checkConfig(file, options = {}) {
      const given = { name: 'configs', ...(typeof file === 'string' ? { text: file } : { bytes: file }) }
      const run = await prepare([given], options)
      if (run.library.call('maixfit_config_check', run.fit, 'configs') === USAGE) refuse(run.library, run.fit)
      return JSON.parse(report(run, 'config'))
    },

    async setConfig(text, value, options = {}) {
      const { library, fit } = await prepare([], options)
      const out = library.room(4)
      if (library.call('maixfit_config_text', fit, String(value), text, out) !== OK) refuse(library, fit)
      return library.text(library.pointer(out))
    },

    async version() {
      const library = new Library(await load(), new GivenDisk('/'), '/')
      return library.text(library.call('maixfit_version'))
    }
  }
}
