// SPDX-License-Identifier: MIT
// What is said of addresses is said in both languages, and nothing else is said of them.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import { KEYS, RemoteError, say, textOf } from '../sentences.js'

const PACKAGE = new URL('..', import.meta.url)
const CHINESE = /[\u4e00-\u9fff]/
const sources = fs
  .readdirSync(PACKAGE)
  .filter((name) => name.endsWith('.js') && name !== 'sentences.js')
  .map((name) => fs.readFileSync(new URL(name, PACKAGE), 'utf8'))
  .join('')

test('each sentence stands in both languages, with all its values', () => {
  for (const key of KEYS) {
    const values = ['<0>', '<1>', '<2>', '<3>', '<4>']
    const [english, chinese] = ['en', 'zh'].map((language) => textOf(say(key, ...values), language))
    assert.match(chinese, CHINESE, key)
    assert.doesNotMatch(english, CHINESE, key)
    const named = (text) => values.filter((value) => text.includes(value))
    assert.deepEqual(named(chinese), named(english), key)
    assert.ok(
      named(english).every((value, i) => value === values[i]),
      key
    )
  }
})

test('each key that is said is there, and each that is there is said', () => {
  const said = [...sources.matchAll(/\bsay\('(\w+)'/g)].map(([, key]) => key)
  assert.ok(said.length > 40)
  assert.deepEqual(
    [...new Set(said)].filter((key) => !KEYS.includes(key)),
    []
  )
  assert.deepEqual(
    KEYS.filter((key) => !sources.includes(`'${key}'`)),
    []
  )
})

test('names of languages and locales are those of the core', () => {
  const isChinese = (language) => CHINESE.test(textOf(say('noFile'), language))
  for (const language of ['zh', 'ZH', 'zh-CN', 'zh_CN.UTF-8', 'zh@x', 'zh.UTF-8']) assert.ok(isChinese(language), language)
  for (const language of [undefined, '', 'en', 'C', 'zhx', 'de_DE.UTF-8']) assert.ok(!isChinese(language), language)
})

test('an error speaks English first, and no server moves a cursor by it', () => {
  const error = new RemoteError(say('gated', say('setToken', 'HF_TOKEN')), 'hf://me/\u202eone')
  assert.equal(error.key, 'gated')
  assert.match(error.message, /^hf:\/\/me\/\?one: is gated: .* set HF_TOKEN to a token of yours$/)
  assert.match(error.textIn('zh'), /^hf:\/\/me\/\?one: 需要授权.*HF_TOKEN/)
  assert.equal(textOf(say('hubSays', 'a\u009b2J\u001b[m\u2028')), 'the hub says: a?2J?[m?')
})
