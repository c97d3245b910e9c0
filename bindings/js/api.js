// SPDX-License-Identifier: MIT
// The calls of the package, over a module and a disk.
import { before, GivenDisk } from './given.js'
import { Library } from './module.js'
import { isRemote, RemoteError, Remotes } from './remote.js'

const OK = 0
const USAGE = 2
const WIDEST = '400' // columns of a text report
const FILES = new Set(['sysroot', 'profile', 'baseline']) // options whose values name files

export class MaixfitError extends Error {
  name = 'MaixfitError'
}

const listOf = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value])
const isPicture = (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isInteger)
const valuesOf = (value) =>
  isPicture(value) ? [value.join('x')] : Array.isArray(value) ? value.flatMap(valuesOf) : listOf(value)
const optionName = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const ON_OFF = new Set(['aiIsp'])

function optionText(name, value) {
  if (typeof value !== 'boolean') return String(value)
  return ON_OFF.has(name) ? (value ? 'on' : 'off') : value ? 'yes' : 'no'
}

// The language first: what is wrong with another option is said in it.
const inOrder = ({ language, ...options }) => Object.entries({ ...(language !== undefined && { language }), ...options })

// What an address comes to is said in the language of the call, as the core does it with all else.
async function speaking({ language }, act) {
  try {
    return await act()
  } catch (error) {
    if (error instanceof RemoteError) error.message = error.textIn(language)
    throw error
  }
}

// load() returns a promise of the compiled module, folder() where relative paths begin; without a disk, paths lead nowhere.
// openNet() returns a net of remote.js, or a promise of one.
export function makeApi({ load, disk, folder, openNet }) {
  const prepare = (models, options) => speaking(options, () => prepared(models, options))

  // A handle with all that was set, in memory of its own.
  async function prepared(models, options) {
    const here = folder()
    const given = new GivenDisk(here)
    const remote = new Remotes(openNet)
    async function place(source) {
      if (isRemote(source)) return remote.add(source, given)
      return typeof source === 'string' ? source : given.add(source)
    }
    const settings = []
    for (const model of listOf(models)) settings.push(['model', await place(model)])
    for (const [name, values] of inOrder(options))
      for (const value of valuesOf(values))
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

  function report({ library, fit }, name, format = 'json') {
    const [report, as] = [library.number('report', name), library.number('format', format)]
    return library.text(library.call('maixfit_report_text', fit, report, as))
  }

  // Calls a function that evaluates; a file behind an address is read here.
  async function evaluate(made, options, call, ...values) {
    const status = await speaking(options, () => made.library.call(call, made.fit, ...values))
    if (status === USAGE) refuse(made.library, made.fit)
    return made
  }

  const run = async (call, models, options, ...values) => evaluate(await prepare(models, options), options, call, ...values)

  // A report as an object, its names and sentences in the handle's language.
  const local = ({ library, fit }, name) =>
    JSON.parse(library.text(library.call('maixfit_host_shown', fit, library.number('report', name))))

  // For people. In the widest text the headline is one line.
  function shown(made, name) {
    const { library, fit } = made
    const answer = {
      report: JSON.parse(report(made, name)),
      local: local(made, name),
      text: report(made, name, 'text'),
      poolLine: library.text(library.call('maixfit_pool_line_message', fit))
    }
    library.call('maixfit_set_named', fit, 'width', WIDEST)
    return { ...answer, headline: report(made, name, 'text').split('\n', 1)[0] }
  }

  async function ask(call, reportName, models, options = {}) {
    return JSON.parse(report(await run(call, models, options), reportName))
  }

  const boardOf = (board, options) => ({ ...options, ...(board && { sysroot: board }) })
  const configsOf = (file) => ({ name: 'configs', ...(typeof file === 'string' ? { text: file } : { bytes: file }) })

  return {
    async check(models, options = {}) {
      if (listOf(options.device).length > 1 || options.each === true || options.each === 'yes')
        throw new MaixfitError('several boards, and each, have a verdict each; checkAll gives them')
      return ask('maixfit_evaluate', 'verdict', models, options)
    },
    inspect: (models, options) => ask('maixfit_inspect', 'inspect', models, options),
    status: (board, options) => ask('maixfit_probe', 'status', [], boardOf(board, options)),

    show: {
      check: async (models, options = {}) => shown(await run('maixfit_evaluate', models, options), 'verdict'),
      status: async (board, options) => shown(await run('maixfit_probe', [], boardOf(board, options)), 'status'),
      checkConfig: async (file, options = {}) =>
        shown(await run('maixfit_config_check', [configsOf(file)], options, 'configs'), 'config'),
      devices: async (options = {}) => local(await prepare([], options), 'devices')
    },

    async checkAll(models, options = {}) {
      const made = await prepare(models, options)
      const parts = []
      const judged = made.library.judged((_user, fit) => {
        if (parts.length === 0) parts.push(report({ ...made, fit }, 'head'))
        parts.push(report({ ...made, fit }, 'item'))
      })
      await evaluate(made, options, 'maixfit_evaluate_all', judged, 0)
      if (parts.length === 0) parts.push(report(made, 'head'))
      return JSON.parse(parts.join('') + report(made, 'tail'))
    },

    async devices(options = {}) {
      return JSON.parse(report(await prepare([], options), 'devices'))
    },

    async sensors(options = {}) {
      return JSON.parse(report(await prepare([], options), 'sensors'))
    },

    async checkConfig(file, options = {}) {
      return JSON.parse(report(await run('maixfit_config_check', [configsOf(file)], options, 'configs'), 'config'))
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
