#!/usr/bin/env node
// SPDX-License-Identifier: MIT
import { runTool } from '../module.js'
import { load } from '../node.js'
import { nodeDisk, standardStreams, workingFolder } from '../node_disk.js'

const columns = process.stdout.isTTY ? { COLUMNS: String(process.stdout.columns) } : {}
const settings = {
  disk: nodeDisk,
  folder: workingFolder(),
  words: process.argv.slice(2),
  environment: { ...columns, ...process.env },
  streams: standardStreams()
}

try {
  process.exitCode = runTool(await load(), settings)
} catch (error) {
  // What the tool cannot say itself must not look like a verdict.
  process.stderr.write(`maixfit: ${error.message}\n`)
  process.exitCode = 3
}
