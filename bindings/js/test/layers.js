// SPDX-License-Identifier: MIT
// An LLM of 28 layers for ax-llm.
import fs from 'node:fs'
import path from 'node:path'
import { folder, make } from './made.js'

const tensors = (tokens, past) => ['--input', `input:BF16:1x${tokens}x1536`, '--kv', `${past}:256:${tokens}`]
const GROUPS = [...tensors(1, 1023), '--group', ...tensors(128, 1)]

// In a folder of the tests; `code` is the number of words of each piece of code.
export function makeLayers(name, code) {
  fs.mkdirSync(path.join(folder, name), { recursive: true })
  for (let i = 0; i < 28; i++)
    make('axmodel', `${name}/q_l${i}.axmodel`, '--const', '30M', '--words', code, '--workspace', '300000', ...GROUPS)
  make('axmodel', `${name}/q_post.axmodel`, '--const', '200M')
  fs.writeFileSync(
    path.join(folder, name, 'config.json'),
    JSON.stringify({
      template_filename_axmodel: 'q_l%d.axmodel',
      axmodel_num: 28,
      filename_post_axmodel: 'q_post.axmodel'
    })
  )
}
