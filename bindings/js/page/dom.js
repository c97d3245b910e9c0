// SPDX-License-Identifier: MIT
// Elements and sizes.
const SVG = 'http://www.w3.org/2000/svg'
const STEP = 1024
const MIB = STEP * STEP

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else node.setAttribute(name, value === true ? '' : value)
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false))
  return node
}

export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children)
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children)
export const byId = (id) => document.getElementById(id)

// As the tool writes sizes: in MiB, one digit; what is smaller than that in KiB. Unknown is no number.
export function size(bytes, unknown = '?') {
  if (bytes === null || bytes === undefined) return unknown
  if (bytes === 0) return '0'
  if (bytes < MIB) return `${Math.max(1, Math.round(bytes / STEP))} KiB`
  return `${(bytes / MIB).toFixed(1)} MiB`
}
