// SPDX-License-Identifier: MIT
// The pool as bars, before and after, with a legend. A part has a color and a pattern, and its letter in both places.
import { h, size, svg } from './dom.js'
import { holesOf, poolOf } from './pool.js'

const WIDTH = 100 // percent
const HEIGHT = 44
const LETTER_WIDTH = 5 // percent of a part that has room for its letter
const THINNEST = 0.3
const LETTERS = {
  program: 'P',
  camera: 'C',
  display: 'D',
  encoder: 'E',
  decoder: 'V',
  audio: 'A',
  models: 'M',
  others: '+',
  inUse: '+',
  notFree: '+',
  unknown: '?',
  free: '',
  over: '!'
}

const LAST = new Set(['free', 'unknown', 'over']) // of the legend
const ABOUT_HOLES = new Set(['fragmented', 'placement', 'holes-unknown'])
const PATTERNED = new Set(['models', 'camera', 'program', 'over'])

const letterOf = (part) => (part.kind === 'owner' ? String.fromCharCode(97 + part.rank) : LETTERS[part.kind])
const classOf = (part) => `part part-${part.kind}${part.kind === 'owner' ? ` owner-${part.rank}` : ''}`
const nameOf = (part, t) => part.name ?? t(`part_${part.kind}`)

// Patterns are for whoever does not see the colors apart.
function patterns() {
  const made = (id, ...shapes) => svg('pattern', { id, width: 12, height: 12, patternUnits: 'userSpaceOnUse' }, ...shapes)
  const line = (d) => svg('path', { d, class: 'pattern-line' })
  return svg(
    'svg',
    { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      made('hatch-models', line('M-3,3 l6,-6 M0,12 l12,-12 M9,15 l6,-6')),
      made('hatch-camera', svg('circle', { cx: 6, cy: 6, r: 1.6, class: 'pattern-dot' })),
      made('hatch-program', line('M0,6 h12')),
      made('hatch-over', line('M-3,9 l6,6 M0,0 l12,12 M9,-3 l6,6'), line('M-3,3 l6,-6 M0,12 l12,-12 M9,15 l6,-6'))
    )
  )
}

const percent = (value) => `${value.toFixed(3)}%`
const box = (x, width, attributes) => svg('rect', { x: percent(x), y: 6, width: percent(width), height: HEIGHT, ...attributes })
const mark = (x) => svg('line', { class: 'end', x1: percent(x), x2: percent(x), y1: 0, y2: HEIGHT + 12 })

// `end` is where its letter's place ends: the pool's end, where the part goes on behind it.
function piece(part, x, width, end) {
  const shapes = [box(x, width, { class: classOf(part) })]
  if (PATTERNED.has(part.kind)) shapes.push(box(x, width, { fill: `url(#hatch-${part.kind})` }))
  const room = Math.min(x + width, end) - x
  if (room >= LETTER_WIDTH && letterOf(part))
    shapes.push(
      svg('text', { class: `letter letter-${part.kind}`, x: percent(x + room / 2), y: 6 + HEIGHT / 2 }, letterOf(part))
    )
  return shapes
}

// A line marks the pool's end where the bar goes on behind it, or ends there.
function bar(pool, scale, label) {
  let x = 0
  const shapes = []
  const end = pool.inside * scale
  for (const part of pool.parts) {
    const width = part.bytes * scale
    shapes.push(piece(part, x, Math.max(width, THINNEST), pool.over > 0 ? end : WIDTH))
    x += width
  }
  if (pool.over > 0)
    shapes.push(box(end, x - end, { class: 'part part-over' }), box(end, x - end, { fill: 'url(#hatch-over)' }))
  if (pool.over > 0 || (end > 0 && end < WIDTH - 1)) shapes.push(mark(end))
  return svg('svg', { class: 'bar', height: HEIGHT + 12, role: 'img', 'aria-label': label }, ...shapes.flat())
}

function described(pool, t) {
  const parts = pool.parts.map((part) => `${nameOf(part, t)} ${size(part.bytes)}`)
  return [...parts, ...(pool.over > 0 ? [`${t('part_over')} ${size(pool.over)}`] : [])].join(', ')
}

function row(title, figure, drawn) {
  return h('div', { class: 'bar-row' }, h('div', { class: 'bar-title' }, h('span', {}, title), h('span', {}, figure)), drawn)
}

function legend(pools, t) {
  const seen = new Map()
  for (const pool of pools)
    for (const part of [...pool.parts, ...(pool.over > 0 ? [{ kind: 'over', bytes: pool.over }] : [])])
      seen.set(`${part.kind}/${part.rank ?? ''}`, part)
  const last = (part) => Number(LAST.has(part.kind))
  return h(
    'ul',
    { class: 'legend' },
    [...seen.values()]
      .sort((a, b) => last(a) - last(b))
      .map((part) =>
        h(
          'li',
          {},
          h('span', { class: `swatch ${classOf(part)}`, 'aria-hidden': 'true' }, letterOf(part)),
          h('span', { class: 'legend-name' }, nameOf(part, t)),
          h('span', { class: 'legend-size' }, size(part.bytes))
        )
      )
  )
}

// Free memory as it lies, and at the same scale the block that may find no hole.
function holeRows({ supply, demand }, holes, t) {
  const scale = WIDTH / holes.reduce((total, part) => total + part.bytes, 0)
  const largest = size(supply.largest_hole)
  const whole = { parts: holes, inside: 0, over: 0 }
  const rows = [row(t('holes'), t('largestHole', largest), bar(whole, scale, t('holesLabel', supply.holes.length, largest)))]
  const block = demand?.npu_largest_block
  if (!(block > supply.largest_hole) || block * scale > WIDTH) return rows
  const alone = { parts: [{ kind: 'models', bytes: block }], inside: 0, over: 0 }
  const label = `${t('largest')} ${size(block)}`
  return [...rows, row(t('largest'), t('noHole', size(block)), bar(alone, scale, label))]
}

// Nothing where the size of the pool is unknown. Where it is about holes, a sum that has room would say the wrong thing.
export function picture(report, t) {
  const { before, after } = poolOf(report)
  if (before.inside === null) return null
  const isSum = after && !(ABOUT_HOLES.has(report.reason) && after.over === 0)
  const pools = [before, ...(isSum ? [after] : [])]
  const scale = WIDTH / Math.max(...pools.map((pool) => pool.inside + pool.over))
  const whole = t(report.supply.total === null ? 'ofFree' : 'ofPool', size(before.inside))
  const rows = [row(t('before'), whole, bar(before, scale, described(before, t)))]
  if (isSum) {
    const figure = after.over > 0 ? t('tooMuch', size(after.over)) : whole
    rows.push(row(t('after'), figure, bar(after, scale, described(after, t))))
  }
  const holes = holesOf(report.supply)
  if (holes) rows.push(...holeRows(report, holes, t))
  return h('figure', { class: 'picture' }, patterns(), ...rows, legend(pools, t))
}
