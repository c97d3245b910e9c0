// SPDX-License-Identifier: MIT
// A /boot/configs: what both readers make of it, and the mended file. Of its lines only those of the pool are shown.
import { h } from './dom.js'

const POOL_KEY = /maix_memory_cmm/
const POOL_SETTING = /maix_memory_cmm(\s*=\s*["']?[\w.+-]*["']?)?/
const POOL_PART = new RegExp(`^\\s*#?\\s*(export\\s+)?${POOL_SETTING.source}`)

const mib = (value) => (value === null || value === undefined ? '?' : `${value} MiB`)

function readers(report, t) {
  const { uboot, script } = report
  const known = (script?.pool_mib ?? null) !== null
  const place = uboot?.line ? ` (${t('lineNumber', uboot.line)})` : ''
  const rows = [
    [
      t('uboot'),
      uboot ? (uboot.accepted ? `${uboot.value}${place}` : `${uboot.value ?? '?'}${place}, ${t('refused')}`) : t('notFound'),
      `Linux ${mib(uboot?.linux_mib)}`
    ],
    [t('script'), script?.value ?? t(known ? 'notFound' : 'unknownFigure'), `${t('npu')} ${mib(script?.pool_mib)}`]
  ]
  if (report.lost_mib) rows.push([t('lost'), '', mib(report.lost_mib)])
  if (report.overlap_mib) rows.push([t('overlap'), '', mib(report.overlap_mib)])
  return h(
    'table',
    { class: 'readers' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['reader', 'takes', 'where'].map((name) => h('th', { scope: 'col' }, t(name)))
      )
    ),
    h(
      'tbody',
      {},
      rows.map(([name, ...cells]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, name),
          cells.map((cell) => h('td', {}, cell))
        )
      )
    )
  )
}

// Of a line what it says of the pool: another statement in it may hold a password.
function poolPart(line) {
  const [part] = line.match(POOL_PART) ?? line.match(POOL_SETTING)
  return part.trim().length < line.trim().length ? `${part} …` : part
}

// Lines of the pool that only one of the two texts has.
function changes(before, after) {
  const [old, now] = [before, after].map((text) => text.split('\n').filter((line) => POOL_KEY.test(line)))
  const only = (lines, others, sign) =>
    lines.filter((line) => !others.includes(line)).map((line) => `${sign} ${poolPart(line)}`)
  return [...only(old, now, '−'), ...only(now, old, '+')]
}

function download(text) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  h('a', { href: address, download: 'configs' }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

// The pool that the file has, where the models pass with it; else what is advised for them.
function usualPool(report, line) {
  const own = report.script?.pool_mib ?? null
  if (own !== null && own >= (line?.least_mib ?? 0)) return String(own)
  return String(line?.mib ?? 'auto')
}

// `line` is the pool_line of the models' verdict, or null; mend(value) returns a promise of the mended text.
export function configsView(shown, before, line, t, mend) {
  const { local: report } = shown
  const value = h('input', { value: usualPool(report, line), autocomplete: 'off', spellcheck: 'false' })
  const said = h('div', { role: 'status', 'aria-live': 'polite' })
  async function preview() {
    try {
      const after = await mend(value.value.trim())
      const lines = changes(before, after)
      said.replaceChildren(
        h('p', {}, lines.length > 0 ? t('mended') : t('unchanged')),
        lines.length > 0 ? h('pre', { tabindex: '0' }, lines.join('\n')) : ''
      )
      return after
    } catch (error) {
      said.replaceChildren(h('p', { class: 'problem' }, error.message))
      return null
    }
  }
  value.addEventListener('change', preview)
  const button = h(
    'button',
    {
      type: 'button',
      class: 'main',
      onclick: async () => {
        const after = await preview()
        if (after !== null) download(after)
      }
    },
    t('mend')
  )
  preview()
  const bad = report.findings.some((finding) => finding.severity !== 'note')
  return h(
    'article',
    { class: 'card result' },
    h(
      'div',
      { class: `verdict verdict-${bad ? 'marginal' : 'fits'}` },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, bad ? '!' : '✓'),
      h('div', {}, h('h2', {}, t('configs')), h('p', {}, report.message))
    ),
    readers(report, t),
    h('label', {}, h('span', {}, t('poolValue')), value),
    said,
    h('div', { class: 'buttons' }, button),
    h(
      'details',
      {},
      h('summary', {}, t('whole')),
      h('pre', { tabindex: '0', role: 'region', 'aria-label': t('whole') }, shown.text)
    )
  )
}
