// SPDX-License-Identifier: MIT
// Where the hubs are, and who a person is there, as huggingface_hub finds it
// (huggingface.co/docs/huggingface_hub/package_reference/environment_variables).
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const isSet = (value) => ['1', 'ON', 'YES', 'TRUE'].includes((value ?? '').toUpperCase())

function endpoint(value, fallback, name) {
  const text = (value ?? '').trim() || fallback
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new Error(`${name} is no URL of a server`)
  if (url.username || url.password) throw new Error(`${name}: put no name and no password into an address`)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

export function endpoints(environment) {
  const domain = (environment.MODELSCOPE_DOMAIN ?? '').trim()
  return {
    hf: endpoint(environment.HF_ENDPOINT, 'https://huggingface.co', 'HF_ENDPOINT'),
    modelscope: endpoint(domain && (domain.includes('://') ? domain : `https://${domain}`), 'https://www.modelscope.cn',
      'MODELSCOPE_DOMAIN')
  }
}

function tokenFile(environment) {
  const home = environment.HOME || os.homedir()
  const expand = (name) => name.replace(/^~(?=\/|$)/, home)
  if (environment.HF_TOKEN_PATH) return expand(environment.HF_TOKEN_PATH)
  if (environment.HF_HOME) return path.join(expand(environment.HF_HOME), 'token')
  return path.join(expand(environment.XDG_CACHE_HOME || path.join(home, '.cache')), 'huggingface', 'token')
}

function readText(name) {
  try {
    return fs.readFileSync(name, 'utf8')
  } catch {
    return ''
  }
}

// null: there is none.
export function token(environment) {
  if (isSet(environment.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return null
  const texts = [environment.HF_TOKEN, environment.HUGGING_FACE_HUB_TOKEN]
  const [found] = texts.map((text) => (text ?? '').trim()).filter(Boolean)
  const text = found ?? readText(tokenFile(environment)).trim()
  if (text === '') return null
  if (!/^[\x21-\x7e]+$/.test(text)) throw new Error('the token of Hugging Face has a character that no token has')
  return text
}
