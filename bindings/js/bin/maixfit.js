#!/usr/bin/env node
// SPDX-License-Identifier: MIT
import { before, GivenDisk } from '../given.js'
import { runTool } from '../module.js'
import { load } from '../node.js'
import { nodeDisk, removeUnfinished, standardStreams, workingFolder } from '../node_disk.js'
import { openNet } from '../node_net.js'
import { isRemote, Remotes } from '../remote.js'

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
  process.stderr.write(`maixfit: ${error.message}\n`)
  process.exitCode = 3
}
