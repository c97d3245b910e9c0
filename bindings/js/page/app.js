// SPDX-License-Identifier: MIT
// The page: what was given and set, and what is shown of it.
import { configsView } from './configs.js'
import { ask, cancel } from './core.js'
import { byId, h, size } from './dom.js'
import { dropped, kindOf, modelsOf, sizeOf } from './files.js'
import { copy, emptyView, errorView, statusView, verdictView } from './result.js'
import { endpointsOf, hostOf, isRemote } from './maixfit/remote.js'
import * as settings from './settings.js'
import { known, preferred, texts } from './texts.js'

const APP = ['camera', 'display', 'encode', 'decode', 'audio'] // each of them can be judged without a model
const CAPTURE_MAX = 16 * 1024 * 1024
const WAIT_MS = 250
const NO_FACTS = 4 // status: facts of the board are missing

const form = byId('settings')
const state = {
  language: 'en',
  addresses: [],
  loose: [],
  folders: [],
  board: null,
  configs: null,
  poolLine: null,
  lists: null
}
let t = texts('en')
let added = 0 // addresses: one that is added again is read again
let turn = 0 // of the newest request: an older answer is not shown

const models = () => modelsOf(state.loose, state.folders)
const CORE_ENDS = new Set(['canceled', 'stopped', 'slow'])
const SAID = new Set(['MaixfitError', 'RemoteError']) // in the language of the page

function messageOf(error) {
  if (CORE_ENDS.has(error.message)) return t(error.message)
  return SAID.has(error.name) ? error.message : t('failed', error.message)
}

// What was asked and is not valid stays so; all else may come right another time.
function failureView(error) {
  const again = () => {
    byId('answer').focus()
    judge()
  }
  return errorView(messageOf(error), t, error.name === 'MaixfitError' ? {} : { again })
}

function say(text) {
  byId('status').textContent = text
}

function options() {
  return { ...settings.optionsOf(settings.read(form)), language: state.language }
}

function remember() {
  const addresses = state.addresses.map(({ address }) => address)
  history.replaceState(null, '', `#${settings.toFragment(settings.read(form), addresses, state.language)}`)
}

// Which server is asked; a mirror that is no URL is refused when it is asked.
function serverOf(address) {
  try {
    return hostOf(address, endpointsOf(settings.hubsOf(settings.read(form))))
  } catch {
    return ''
  }
}

function showChosen() {
  byId('device').options[0].textContent = t(state.board === null ? 'assumed' : 'fromCapture')
  const badge = (name, detail, remove) =>
    h(
      'li',
      {},
      h('span', { class: 'name' }, name),
      h('span', { class: 'detail' }, detail),
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          'aria-label': t('remove', name),
          onclick: () => {
            remove()
            changed()
          }
        },
        '✕'
      )
    )
  const without = (list, one) => list.filter((other) => other !== one)
  const total = (files) => files.reduce((all, file) => all + file.size, 0)
  byId('chosen').replaceChildren(
    ...state.addresses.map((one) =>
      badge(one.address, serverOf(one.address), () => {
        state.addresses = without(state.addresses, one)
      })
    ),
    ...state.folders.map((files) =>
      badge(files[0].webkitRelativePath.split('/')[0], `${t('filesIn', files.length)}, ${size(total(files))}`, () => {
        state.folders = without(state.folders, files)
      })
    ),
    ...state.loose.map((file) =>
      badge(file.name, size(file.size), () => {
        state.loose = without(state.loose, file)
      })
    ),
    ...(state.board === null
      ? []
      : [
          badge(t('captureBadge'), size(state.board.length), () => {
            state.board = null
          })
        ])
  )
}

// What the core is asked for, and how its answer is shown; null where nothing was given.
function request() {
  const files = models()
  const sources = [...state.addresses, ...files]
  const set = options()
  if (sources.length > 0 || APP.some((name) => name in set)) {
    const total = files.reduce((all, source) => all + sizeOf(source), 0)
    return {
      call: 'check',
      told: (read) => {
        byId('busy-text').textContent = t('reading', size(read))
      },
      values: { models: sources, board: state.board, options: set, hubs: settings.hubsOf(settings.read(form)) },
      view: (shown) => {
        state.poolLine = shown.report.pool_line ?? null
        say(t('verdictOf', shown.headline))
        return verdictView(shown, t, { say, total })
      }
    }
  }
  if (state.board === null) return null
  return {
    call: 'status',
    values: { board: state.board, options: { language: state.language } },
    view: (shown) => {
      say(shown.local.message)
      return statusView(shown, t)
    }
  }
}

async function judge() {
  const mine = ++turn
  const asked = request()
  state.poolLine = null
  byId('busy-text').textContent = t('busy')
  byId('busy').hidden = asked === null
  byId('answer').setAttribute('aria-busy', String(asked !== null))
  let view = emptyView(t)
  try {
    if (asked) {
      const shown = await ask(asked.call, asked.values, asked.told)
      if (mine !== turn) return
      view = asked.view(shown)
    }
  } catch (error) {
    if (mine !== turn) return
    say(messageOf(error))
    view = failureView(error)
  }
  byId('busy').hidden = true
  byId('answer').setAttribute('aria-busy', 'false')
  byId('result').replaceChildren(view)
  await showConfigs(mine)
}

async function showConfigs(mine) {
  const place = byId('configs-result')
  if (state.configs === null) return place.replaceChildren()
  const { device } = options()
  const { board } = state
  const set = { ...(device && { device }), language: state.language }
  try {
    const shown = await ask('checkConfig', { bytes: state.configs, board, options: set })
    if (mine !== turn) return
    if (shown.report.ram_mib === null) {
      const why = shown.report.status === NO_FACTS ? t('pickBoard') : shown.local.message
      place.replaceChildren(errorView(why, t, { title: t('configs') }))
      if (request() === null) say(why)
      return
    }
    const text = new TextDecoder().decode(state.configs)
    place.replaceChildren(
      configsView(shown, text, state.poolLine, t, (value) => {
        if (text.includes('\uFFFD')) throw new Error(t('notText', '/boot/configs'))
        return ask('setConfig', { text, value, board, options: set }).catch((error) => {
          throw new Error(messageOf(error))
        })
      })
    )
    if (request() === null) say(shown.local.message)
  } catch (error) {
    if (mine !== turn) return
    place.replaceChildren(errorView(messageOf(error), t, { title: t('configs') }))
  }
}

function changed() {
  showChosen()
  remember()
  return judge()
}

async function takeCapture(file) {
  if (file.size > CAPTURE_MAX) throw new Error(t('tooLarge', file.name))
  state.board = await file.text()
  byId('device').value = ''
}

async function takeConfigs(file) {
  if (file.size > CAPTURE_MAX) throw new Error(t('tooLarge', file.name))
  state.configs = new Uint8Array(await file.arrayBuffer())
  byId('configs-part').open = true
}

async function takeLoose(files) {
  const takes = {
    capture: takeCapture,
    configs: takeConfigs,
    model: async (file) => {
      state.loose = [...state.loose, file]
    }
  }
  for (const file of files) await takes[await kindOf(file)](file)
}

// On a phone the verdict stands below what was chosen.
function showAnswer() {
  if (byId('answer').getBoundingClientRect().top < innerHeight / 2) return
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  byId('answer').scrollIntoView({ behavior: still ? 'auto' : 'smooth' })
}

// Does what a person asked for; a file that cannot be read is said, and what was there stays.
async function attempt(name, act) {
  try {
    await act()
    const judged = changed()
    showAnswer() // it may take long
    await judged
    showAnswer()
  } catch (error) {
    const text = error instanceof DOMException ? t('unread', name) : error.message
    say(text)
    byId('result').prepend(errorView(text, t))
  }
}

function connectFiles() {
  const picker = (button, input, take) => {
    byId(button).addEventListener('click', () => byId(input).click())
    byId(input).addEventListener('change', async () => {
      const files = [...byId(input).files]
      byId(input).value = ''
      if (files.length > 0) await attempt(files[0].name, () => take(files))
    })
  }
  picker('choose-files', 'files', takeLoose)
  picker('choose-folder', 'folder', async (files) => {
    state.folders = [...state.folders, files]
  })
  picker('choose-capture', 'capture-file', ([file]) => takeCapture(file))
  picker('choose-configs', 'configs-file', ([file]) => takeConfigs(file))
  const over = (on) => () => byId('drop').classList.toggle('over', on)
  addEventListener('dragover', (event) => {
    event.preventDefault()
    over(true)()
  })
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) over(false)()
  })
  addEventListener('drop', (event) => {
    event.preventDefault()
    over(false)()
    const given = dropped(event.dataTransfer)
    attempt(event.dataTransfer.files[0]?.name ?? '', async () => {
      const { loose, folders } = await given
      state.folders = [...state.folders, ...folders.filter((files) => files.length > 0)]
      await takeLoose(loose)
    })
  })
}

const addressOf = (address) => ({ address, number: ++added })

function connectAddress() {
  byId('address-form').addEventListener('submit', (event) => {
    event.preventDefault()
    const address = byId('address').value.trim()
    attempt(address, async () => {
      if (!isRemote(address)) throw new Error(t('badAddress'))
      state.addresses = [...state.addresses.filter((one) => one.address !== address), addressOf(address)]
      byId('address').value = ''
    })
  })
}

function connectTexts() {
  byId('use-capture').addEventListener('click', () =>
    attempt(t('capture'), async () => {
      state.board = byId('capture').value || null
    })
  )
  // What is pasted holds a password: it is taken, and not shown.
  byId('configs').addEventListener('paste', (event) => {
    event.preventDefault()
    const text = event.clipboardData.getData('text/plain')
    attempt('/boot/configs', async () => {
      state.configs = new TextEncoder().encode(text)
    })
  })
  byId('configs').addEventListener('input', () => {
    const text = byId('configs').value
    byId('configs').value = ''
    attempt('/boot/configs', async () => {
      state.configs = new TextEncoder().encode(text)
    })
  })
}

function connectSettings() {
  let timer
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, WAIT_MS)
  }
  // Half a name of a server is no server to ask.
  form.addEventListener('input', ({ target }) => target.name === settings.MIRROR || soon())
  form.addEventListener('change', ({ target }) => target.name === settings.MIRROR && changed())
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('reset', () => setTimeout(changed))
  byId('cancel').addEventListener('click', cancel)
  byId('link').addEventListener('click', async () => say(await copy(location.href, byId('link'), t)))
  byId('language').addEventListener('click', () => speak(state.language === 'en' ? 'zh' : 'en').then(changed))
  addEventListener('hashchange', () => restore().then(changed))
}

function fillLists() {
  const { devices, sensors } = state.lists
  const chosen = byId('device').value
  const title = (device) => (device.image_title ? `${device.title}: ${device.image_title}` : device.title)
  byId('device').replaceChildren(
    h('option', { value: '' }),
    ...devices.map((device) => h('option', { value: device.name ?? device.id }, `${title(device)} (${device.pool_mib} MiB)`))
  )
  settings.write(form, { ...settings.read(form), device: chosen })
  byId('sensors').replaceChildren(...[...new Set(sensors.map((sensor) => sensor.name))].map((name) => h('option', {}, name)))
  byId('version').textContent = t('version', state.lists.version)
}

async function speak(language) {
  state.language = language
  t = texts(language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = t(node.dataset.text)
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', t(node.dataset.label))
  for (const node of document.querySelectorAll('[data-placeholder]')) node.placeholder = t(node.dataset.placeholder)
  byId('language').textContent = t('other')
  byId('language').lang = language === 'zh' ? 'en' : 'zh-CN'
  state.lists = await ask('lists', { language })
  fillLists()
}

async function restore() {
  const { values, addresses, language } = settings.fromFragment(location.hash)
  await speak(known(language) ? language : preferred())
  settings.write(form, values)
  state.addresses = addresses.map(addressOf)
}

connectFiles()
connectAddress()
connectTexts()
connectSettings()
try {
  await restore()
  await changed()
} catch (error) {
  byId('result').replaceChildren(errorView(messageOf(error), t))
}
navigator.serviceWorker?.register('sw.js')
