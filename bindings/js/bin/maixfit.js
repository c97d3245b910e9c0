#!/usr/bin/env node
// SPDX-License-Identifier: MIT
import { before, GivenDisk } from '../given.js'
import { runTool } from '../module.js'
import { load } from '../node.js'
import { nodeDisk, removeUnfinished, standardStreams, workingFolder } from '../node_disk.js'
import { openNet } from '../node_net.js'
import { isRemote, Remotes } from '../remote.js'

// As the tool takes it: the last --lang, or that of the locale where its letters are UTF-8 (src/cli/language.c).
function languageOf(words, environment) {
  const options = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length)
  const at = options.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='))
  if (at >= 0) return options[at] === '--lang' ? options[at + 1] : options[at].slice('--lang='.length)
  const locale = (category) => environment.LC_ALL || environment[category] || environment.LANG || ''
  return /\.utf-?8/i.test(locale('LC_CTYPE')) ? locale('LC_MESSAGES') : 'en'
}

const columns = process.stdout.isTTY ? { COLUMNS: String(process.stdout.columns) } : {}

async function run() {
  const folder = workingFolder()
  const given = new GivenDisk(folder)
  const remotes = new Remotes(openNet)
  const words = []
  for (const word of process.argv.slice(2)) words.push(isRemote(word) ? await remotes.add(word, given) : word)
  return runTool(await load(), {
    disk: before(given, nodeDisk),
    folder,
    words,
    environment: { ...columns, ...process.env },
    streams: standardStreams()
  })
}

try {
  process.exitCode = await run()
} catch (error) {
  // What the tool cannot say itself must not look like a verdict.
  removeUnfinished()
  const text = error.textIn?.(languageOf(process.argv.slice(2), process.env)) ?? error.message
  process.stderr.write(`maixfit: ${text}\n`)
  process.exitCode = 3
}
