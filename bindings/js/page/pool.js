// SPDX-License-Identifier: MIT
// The pool in parts, of a report's JSON: the data of the bar in the text report (src/report/bar.c), before and after.
const OWNERS = 5
const PAGE = 4096

const sum = (values) => values.reduce((total, value) => total + value, 0)
const pages = (bytes) => Math.ceil(bytes / PAGE) * PAGE

// Who holds it now: the largest by name and one part for all others; where names do not add up, one part.
function inUse(supply) {
  if (supply.total === null || supply.free === null) return []
  const used = Math.max(0, supply.total - supply.free)
  if (used === 0) return []
  const owners = [...supply.owners].sort((a, b) => b.bytes - a.bytes)
  if (sum(owners.map((owner) => owner.bytes)) !== used)
    return [{ kind: supply.origin === 'option' ? 'notFree' : 'inUse', bytes: used }]
  const count = owners.length === OWNERS + 1 ? OWNERS + 1 : OWNERS
  const parts = owners
    .slice(0, count)
    .map((owner, rank) => ({ kind: 'owner', rank, name: owner.name || '?', bytes: owner.bytes }))
  const others = sum(owners.slice(count).map((owner) => owner.bytes))
  return others > 0 ? [...parts, { kind: 'others', bytes: others }] : parts
}

const KIND_OF = {
  program: 'program',
  sensor: 'camera',
  camera: 'camera',
  display: 'display',
  encoder: 'encoder',
  decoder: 'decoder',
  audio: 'audio'
}

// What the app will take, its models last.
function needed(report) {
  if (!report.demand) return []
  const parts = new Map()
  for (const pipeline of report.pipelines) {
    const bytes = sum(pipeline.blocks.filter((block) => block.pool === 'npu').map((block) => pages(block.bytes)))
    const kind = KIND_OF[pipeline.name]
    parts.set(kind, (parts.get(kind) ?? 0) + bytes)
  }
  const models = report.demand.npu_bytes - sum(parts.values())
  const list = [...parts].map(([kind, bytes]) => ({ kind, bytes }))
  if (models > 0) {
    const name = report.models.length === 1 ? report.models[0].path.split('/').pop() : undefined
    list.push({ kind: 'models', name, bytes: models })
  }
  return list.filter((part) => part.bytes > 0)
}

// Parts from the pool's start to its end; the rest is free, or nobody knows. `over` stands behind the end.
function closed(parts, supply) {
  const held = sum(parts.map((part) => part.bytes))
  const inside = supply.total ?? supply.free
  if (inside === null) return { parts, inside: null, over: 0 }
  const rest = inside - held
  if (rest < 0) return { parts, inside, over: -rest }
  const kind = supply.free === null ? 'unknown' : 'free'
  return { parts: rest > 0 ? [...parts, { kind, bytes: rest }] : parts, inside, over: 0 }
}

export function poolOf(report) {
  const now = inUse(report.supply)
  return {
    before: closed(now, report.supply),
    after: report.demand ? closed([...now, ...needed(report)], report.supply) : null
  }
}

// Holes and what lies between them, in the order of their addresses; null where there is no more than one hole.
export function holesOf({ holes }) {
  if (!holes || holes.length < 2) return null
  const pieces = []
  let end = null
  for (const hole of [...holes].sort((a, b) => a.start - b.start)) {
    if (end !== null && hole.start > end) pieces.push({ kind: 'inUse', bytes: hole.start - end })
    pieces.push({ kind: 'free', bytes: hole.bytes })
    end = hole.start + hole.bytes
  }
  return pieces
}
