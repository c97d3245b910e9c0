// SPDX-License-Identifier: MIT
// Where the hubs are, and who a person is there, as huggingface_hub finds it
// (huggingface.co/docs/huggingface_hub/package_reference/environment_variables), and modelscope_hub (its config.py, but for
// what it keeps as a pickle).
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { endpointsOf } from './remote.js'
import { RemoteError, say } from './sentences.js'

const isSet = (value) => ['1', 'ON', 'YES', 'TRUE'].includes((value ?? '').toUpperCase())

// ModelScope calls the older of its two names a domain.
export function endpoints(environment) {
  const modelscope = environment.MODELSCOPE_ENDPOINT ? 'MODELSCOPE_ENDPOINT' : 'MODELSCOPE_DOMAIN'
  const names = { hf: 'HF_ENDPOINT', modelscope }
  return endpointsOf({ hf: environment.HF_ENDPOINT, modelscope: environment[modelscope] }, names)
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

function checked(text, form, title) {
  if (text === '') return null
  if (!form.test(text)) throw new RemoteError(say('badToken', title))
  return text
}

function huggingFaceToken(environment) {
  if (isSet(environment.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return null
  const texts = [environment.HF_TOKEN, environment.HUGGING_FACE_HUB_TOKEN]
  const [found] = texts.map((text) => (text ?? '').trim()).filter(Boolean)
  return checked(found ?? readText(tokenFile(environment)).trim(), /^[\x21-\x7e]+$/, 'Hugging Face')
}

const bearer = (token) => ({ authorization: `Bearer ${token}` })

// The headers that say who asks; they are for the hub's own host.
export function login(environment, hub) {
  if (hub === 'hf') {
    const token = huggingFaceToken(environment)
    return token && bearer(token)
  }
  // Older calls take it as a cookie, newer ones as a header.
  const token = checked((environment.MODELSCOPE_API_TOKEN ?? '').trim(), /^[\w.~+/=:-]+$/, 'ModelScope')
  return token && { ...bearer(token), cookie: `m_session_id=${token}` }
}
