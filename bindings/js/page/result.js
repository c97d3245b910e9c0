// SPDX-License-Identifier: MIT
// A verdict, or a board's memory, as parts of the page. It shows what the report says and computes nothing.
import { h, size } from './dom.js'
import { picture } from './picture.js'

const SIGNS = { fits: '✓', marginal: '!', 'does-not-fit': '✕', unknown: '?' }
const SEVERITIES = ['error', 'warning', 'note']

export async function copy(text, button, t) {
  const label = button.textContent
  let done = 'copied'
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    done = 'copyFailed'
  }
  button.textContent = t(done)
  setTimeout(() => {
    button.textContent = label
  }, 2000)
  return t(done)
}

// The verdict's word stands as the title: the sentence goes on behind it.
function headline({ local: report, headline: text }, t) {
  const word = t(report.verdict)
  const rest = text.startsWith(word) ? text.slice(word.length).replace(/^[:：]\s*/, '') : text
  const sentence = rest.replace(/^[a-z]+ /, (first) => first[0].toUpperCase() + first.slice(1))
  return h(
    'div',
    { class: `verdict verdict-${report.verdict}` },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[report.verdict]),
    h('div', {}, h('h2', {}, word), h('p', {}, sentence))
  )
}

// The line that the board takes, where the verdict has one that differs from what it rests on.
function poolLine(shown, t, say) {
  const { pool_line: line, verdict } = shown.local
  if (!line?.setting || verdict === 'fits') return null
  const button = h(
    'button',
    {
      type: 'button',
      'aria-label': t('copyLine', line.setting),
      onclick: async () => say(await copy(line.setting, button, t))
    },
    t('copy')
  )
  return h(
    'div',
    { class: 'line' },
    h('h3', {}, t(line.setting.startsWith('maix_memory') ? 'line' : 'setting')),
    h('div', { class: 'copy' }, h('code', {}, line.setting), button),
    shown.poolLine ? h('p', { class: 'hint' }, shown.poolLine) : null
  )
}

const section = (title, content) => h('section', {}, h('h3', {}, title), content)

function advice(report, t) {
  if (report.advice.length === 0) return null
  return section(
    t('adviceTitle'),
    h(
      'ol',
      { class: 'advice' },
      report.advice.map((step) =>
        h('li', {}, step.text, step.enough ? h('span', { class: 'tag tag-good' }, t('enough')) : null)
      )
    )
  )
}

function findings({ findings: all }, t) {
  if (all.length === 0) return null
  const sorted = SEVERITIES.flatMap((severity) => all.filter((finding) => finding.severity === severity))
  return section(
    t('findings'),
    h(
      'ul',
      { class: 'findings' },
      sorted.map((finding) =>
        h(
          'li',
          { class: `finding-${finding.severity}` },
          h('span', { class: 'tag' }, t(`severity_${finding.severity}`)),
          h('span', {}, finding.path ? `${finding.path}: ${finding.text}` : finding.text)
        )
      )
    )
  )
}

function figures(report, t) {
  const rows = [
    ['need', report.demand?.npu_bytes],
    ['largest', report.demand?.npu_largest_block],
    ['freeNow', report.supply.free],
    ['largestHoleRow', report.supply.largest_hole],
    ['margin', report.demand?.margin_bytes],
    ['linux', report.demand?.user_peak_bytes]
  ].filter(([, bytes]) => bytes !== undefined)
  return section(
    t('figures'),
    h(
      'dl',
      { class: 'figures' },
      rows.map(([name, bytes]) => h('div', {}, h('dt', {}, t(name)), h('dd', {}, size(bytes, t('unknownFigure')))))
    )
  )
}

function blocks(report, t) {
  const all = [
    ...report.models.flatMap((model) => [...model.blocks, ...(model.members ?? []).flatMap((member) => member.blocks)]),
    ...report.pipelines.flatMap((pipeline) => pipeline.blocks)
  ]
  if (all.length === 0) return null
  const MOST = 500
  const rows = [...all].sort((a, b) => b.bytes - a.bytes).slice(0, MOST)
  return h(
    'details',
    {},
    h('summary', {}, `${t('blocksOf')} (${all.length})`),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('blocks') },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['owner', 'block', 'where', 'bytes'].map((name) => h('th', { scope: 'col' }, t(name)))
          )
        ),
        h(
          'tbody',
          {},
          rows.map((block) =>
            h(
              'tr',
              {},
              h('td', {}, block.owner),
              h('td', {}, block.name),
              h('td', {}, t(block.pool)),
              h('td', { class: 'number' }, size(block.bytes))
            )
          )
        )
      )
    )
  )
}

function whole(shown, t) {
  return h(
    'details',
    {},
    h('summary', {}, t('whole')),
    h('pre', { tabindex: '0', role: 'region', 'aria-label': t('whole') }, shown.text)
  )
}

export function verdictView(shown, t, { say, total }) {
  const { local: report } = shown
  return h(
    'article',
    { class: 'card result' },
    headline(shown, t),
    picture(report, t),
    poolLine(shown, t, say),
    advice(report, t),
    findings(report, t),
    figures(report, t),
    blocks(report, t),
    whole(shown, t),
    total > 0 ? h('p', { class: 'hint' }, t('readOf', size(shown.read), size(total))) : null,
    shown.remote ? h('p', { class: 'hint' }, t('readFrom', size(shown.remote.read), shown.remote.hosts)) : null
  )
}

export function statusView(shown, t) {
  return h(
    'article',
    { class: 'card result' },
    h('h2', {}, t('memoryTitle')),
    h('p', {}, shown.local.message),
    picture(shown.local, t),
    findings(shown.local, t),
    whole(shown, t)
  )
}

export const errorView = (message, t, { title = t('unknown'), again } = {}) =>
  h(
    'article',
    { class: 'card result' },
    h(
      'div',
      { class: 'verdict verdict-unknown' },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, '?'),
      h('div', {}, h('h2', {}, title), h('p', {}, message))
    ),
    again ? h('div', { class: 'buttons' }, h('button', { type: 'button', onclick: again }, t('again'))) : null
  )

export const emptyView = (t) =>
  h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, t('empty')), h('p', {}, t('emptyHint')))
