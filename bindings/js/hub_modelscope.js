// SPDX-License-Identifier: MIT
// ModelScope (the calls that its Python package makes: modelscope/hub/api.py).
import { parsed, statusText } from './hub.js'
import { say } from './sentences.js'

function refusal({ status }, { owner, name }, net) {
  if (status === 404) return say('noModelOrFile', `${owner}/${name}`)
  if (status === 401 || status === 403) return say('hubNotForAll', net.withToken('MODELSCOPE_API_TOKEN'))
  return statusText(status)
}

function list(net, place, refuse) {
  const revision = encodeURIComponent(place.revision || 'master')
  const api = `${net.endpoints.modelscope}/api/v1/models/${place.owner}/${place.name}`
  const url = `${api}/repo/files?Revision=${revision}&Recursive=true`
  const [answer] = net.ask([{ url, range: null, limit: 32 * 1024 * 1024, hub: 'modelscope' }])
  if (answer.failure) refuse(answer.failure)
  if (answer.status !== 200) refuse(refusal(answer, place, net))
  const { Success, Message, Data } = parsed(answer, refuse)
  if (Success === false) refuse(say('hubSays', JSON.stringify(String(Message).slice(0, 200))))
  if (!Array.isArray(Data?.Files)) refuse(say('noList'))
  const files = Data.Files.filter((file) => file?.Type === 'blob').map(({ Path, Size }) => ({ path: Path, size: Size }))
  return { files, url: (path) => `${api}/repo?Revision=${revision}&FilePath=${encodeURIComponent(path)}` }
}

// /models/OWNER/NAME, with what a page of it has behind that
function placeOfPage(path) {
  const [, owner, name, revision = '', inside = ''] =
    /^\/models\/([\w.-]+)\/([\w.-]+)(?:\/resolve\/([^/]+)\/(.+)|\/(?:summary|files))?\/?$/s.exec(path) ?? []
  return owner === undefined ? null : { owner, name, revision: decodeURIComponent(revision), path: decodeURIComponent(inside) }
}

export const modelScope = {
  scheme: 'modelscope',
  title: 'ModelScope',
  home: 'https://www.modelscope.cn',
  list,
  refusal,
  placeOfPage
}
