// SPDX-License-Identifier: MIT
// What is said of addresses, in both languages. A sentence is {key, values} on its way, between threads too, and a text where
// it is shown. A value may be a sentence itself.
const EN = {
  // addresses
  badUrl: 'is not a URL',
  notAFile: 'is not the URL of a file',
  badForm: (form) => `an address is ${form}`,
  badPercent: '% is not followed by the code of a letter',
  hasLogin: 'put no name and no password into an address',
  hubOf: (title) => `the server for ${title}`,
  badHub: (name) => `${name} is not the URL of a server`,
  hubHasLogin: (name) => `${name}: put no name and no password into an address`,
  workerOnly: 'in a browser, addresses are read in a Web Worker only; call maixfit there',

  // repositories
  noModel: (model) => `there is no model ${model}`,
  noModelForAll: (model, token) => `there is no public model ${model}; if it is private or gated, ${token}`,
  noModelOrFile: (model) => `there is no model ${model}, or no such file or revision of it`,
  noRevision: (revision) => `there is no revision ${revision}`,
  noPath: (path) => `there is no ${path} in this repository`,
  noFile: 'there is no such file',
  gated: (token) => `is gated: accept its terms on its page there, and ${token}`,
  hubNotForAll: (token) => `the hub does not show it to everybody; ${token}`,
  setToken: (variable) => `set ${variable} to a token of yours`,
  noTokenHere: (variable) => `run npx maixfit with ${variable} set to a token of yours, as a page sends none`,
  renamed: (address) => `has another name now; ask for ${address}`,
  noJson: 'the answer of the hub is not JSON',
  noList: 'the hub gives no list of its files',
  hubSays: (text) => `the hub says: ${text}`,
  longList: (pages, size) => `the list of its files does not end after ${pages} pages, ${size}`,
  listElsewhere: 'the next page of the list of its files is on another host',
  manyFiles: (most) => `the repository has more than ${most} files`,
  listsNoName: (path) => `the hub lists a file ${path}, which is not a valid name`,
  listsNoSize: (path) => `the hub lists ${path} without its size`,
  listsTwice: (path) => `the hub lists ${path} twice`,
  listsBoth: (path) => `the hub lists ${path} as a file and as a folder`,

  // answers
  status404: (status) => `there is no such file (${status})`,
  status403: (status) => `the server does not show it to everybody (${status})`,
  status429: 'the server is asked too often (429); try again later',
  statusOther: (status) => `the server answers with status ${status}`,
  moreThanAsked: (host) => `${host} sends more than what was asked for`,
  moreThan: (host, most) => `${host} sends more than ${most}`,
  noRanges: (host, most) =>
    `${host} sends no parts of files (ranges), and as a whole it has more than ${most}; download it first`,
  sizeUnknown: 'the server does not say how large it is (Content-Range), or not to a web page; nothing can be said of it',
  compressed: 'the server sends it compressed, although it was asked not to, so that no part of it can be read',
  changed: 'it changed while it was read; try again',
  shorter: (has, wanted) => `the server has ${has} bytes of it, not the ${wanted} that it should have`,
  shorterUnknown: (wanted) => `the server has fewer bytes of it than the ${wanted} that it should have`,
  otherSize: (listed, has) => `it is listed with ${listed} bytes, but has ${has}`,
  otherBytes: (from, to, count, first, last) =>
    `bytes ${from} to ${to} were asked for, and ${count} bytes from ${first} to ${last} came`,
  pointer: 'the server has only a Git LFS pointer here, not the file itself; use an address where its content is',

  // connections
  notFound: (host) => `the host ${host} is not found`,
  refused: (host) => `${host} refuses the connection`,
  ended: (host) => `${host} ends the connection before all is sent`,
  hugeHeaders: (host, most) => `${host} sends headers of more than ${most}`,
  silent: (host, seconds) => `${host}: nothing has come for ${seconds} s`,
  tooSlow: (host) => `${host} sends too slowly`,
  notWithin: (host, seconds) => `${host} has not sent it within ${seconds} s`,
  failed: (host, detail) => `${host}: ${detail}`,
  proxyFailed: (host, detail) => `the proxy ${host} cannot be used: ${detail}`,
  proxySilent: (host) => `the proxy ${host} does not answer`,
  proxyRefuses: (host, status) => `the proxy ${host} refuses with status ${status}`,
  badProxy: (variable) => `${variable} is not the URL of an HTTP proxy`,
  badToken: (title) => `the token of ${title} has a character that is not allowed`,
  redirectsNowhere: (host) => `${host} redirects to something that is not a URL`,
  redirectsAway: (host, to, from) => `${host} redirects to a URL of ${to}// behind ${from}//, which is not followed`,
  redirectsOften: (host, most) => `${host} redirects more than ${most} times`,
  unreadable: (host) =>
    `${host} cannot be reached, or does not allow web pages to read it (CORS), and a browser does not say which; ` +
    'run npx maixfit with this address, or download it',
  lengthUnknown: (host) => `${host} does not say how large it is; run npx maixfit with this address, or download it`,
  insecure: 'a page behind https:// may not read what is behind http://; run npx maixfit with this address, or download it',
  threadLost: 'the thread that reads it has not answered',
  unexpected: (detail) => detail
}

const ZH = {
  badUrl: '不是 URL',
  notAFile: '不是文件的 URL',
  badForm: (form) => `地址的格式是 ${form}`,
  badPercent: '% 后面不是字符的编码',
  hasLogin: '请不要在地址中写入用户名和密码',
  hubOf: (title) => `${title} 的服务器`,
  badHub: (name) => `“${name}”不是服务器的 URL`,
  hubHasLogin: (name) => `${name}：请不要在地址中写入用户名和密码`,
  workerOnly: '在浏览器中，地址只能在 Web Worker 中读取；请在那里调用 maixfit',

  noModel: (model) => `没有模型 ${model}`,
  noModelForAll: (model, token) => `没有公开的模型 ${model}；如果它是私有的或需要授权，${token}`,
  noModelOrFile: (model) => `没有模型 ${model}，或其中没有这个文件或版本`,
  noRevision: (revision) => `没有版本 ${revision}`,
  noPath: (path) => `这个仓库里没有 ${path}`,
  noFile: '没有这个文件',
  gated: (token) => `需要授权：请先在它的页面上接受条款；${token}`,
  hubNotForAll: (token) => `模型站没有公开它；${token}`,
  setToken: (variable) => `请把 ${variable} 设为你的访问令牌`,
  noTokenHere: (variable) => `请把 ${variable} 设为你的访问令牌，再运行 npx maixfit，因为网页不发送令牌`,
  renamed: (address) => `现在已改名；请使用 ${address}`,
  noJson: '模型站返回的不是 JSON',
  noList: '模型站没有给出文件列表',
  hubSays: (text) => `模型站的回答：${text}`,
  longList: (pages, size) => `文件列表在 ${pages} 页（${size}）之后仍未结束`,
  listElsewhere: '文件列表的下一页在另一台主机上',
  manyFiles: (most) => `仓库里的文件超过 ${most} 个`,
  listsNoName: (path) => `模型站列出的文件 ${path} 不是合法的文件名`,
  listsNoSize: (path) => `模型站列出了 ${path}，但没有给出大小`,
  listsTwice: (path) => `模型站把 ${path} 列出了两次`,
  listsBoth: (path) => `模型站把 ${path} 同时列为文件和文件夹`,

  status404: (status) => `没有这个文件（${status}）`,
  status403: (status) => `服务器没有公开它（${status}）`,
  status429: '对服务器的请求太频繁（429）；请稍后再试',
  statusOther: (status) => `服务器返回状态 ${status}`,
  moreThanAsked: (host) => `${host} 发送的内容比请求的多`,
  moreThan: (host, most) => `${host} 发送的内容超过 ${most}`,
  noRanges: (host, most) => `${host} 不能只发送文件的一部分（range），而整个文件超过 ${most}；请先下载它`,
  sizeUnknown: '服务器没有说明它有多大（Content-Range），或没有让网页看到；因此无法判断',
  compressed: '尽管请求了不压缩，服务器仍发送压缩后的内容，因此无法读取其中的一部分',
  changed: '读取期间它被修改了；请重试',
  shorter: (has, wanted) => `服务器上它只有 ${has} 字节，而不是应有的 ${wanted} 字节`,
  shorterUnknown: (wanted) => `服务器上它不足应有的 ${wanted} 字节`,
  otherSize: (listed, has) => `列表中它有 ${listed} 字节，实际是 ${has} 字节`,
  otherBytes: (from, to, count, first, last) =>
    `请求了第 ${from} 到 ${to} 字节，收到的却是第 ${first} 到 ${last} 字节，共 ${count} 字节`,
  pointer: '服务器上只有 Git LFS 指针，没有文件本身；请使用存有其内容的地址',

  notFound: (host) => `找不到主机 ${host}`,
  refused: (host) => `${host} 拒绝连接`,
  ended: (host) => `${host} 在发送完之前断开了连接`,
  hugeHeaders: (host, most) => `${host} 发送的响应头超过 ${most}`,
  silent: (host, seconds) => `${host}：${seconds} 秒内没有收到任何内容`,
  tooSlow: (host) => `${host} 发送得太慢`,
  notWithin: (host, seconds) => `${host} 没有在 ${seconds} 秒内发送完`,
  failed: (host, detail) => `无法读取 ${host}：${detail}`,
  proxyFailed: (host, detail) => `无法使用代理 ${host}：${detail}`,
  proxySilent: (host) => `代理 ${host} 没有回应`,
  proxyRefuses: (host, status) => `代理 ${host} 拒绝请求，状态 ${status}`,
  badProxy: (variable) => `${variable} 不是 HTTP 代理的 URL`,
  badToken: (title) => `${title} 的访问令牌中有不允许的字符`,
  redirectsNowhere: (host) => `${host} 重定向到的不是 URL`,
  redirectsAway: (host, to, from) => `${host} 从 ${from}// 重定向到 ${to}// 的 URL，这里不会跟随`,
  redirectsOften: (host, most) => `${host} 重定向超过 ${most} 次`,
  unreadable: (host) =>
    `无法连接 ${host}，或它不允许网页读取（CORS），浏览器不说明是哪一种；请用这个地址运行 npx maixfit，或先下载`,
  lengthUnknown: (host) => `${host} 没有说明它有多大；请用这个地址运行 npx maixfit，或先下载`,
  insecure: 'https:// 的网页不能读取 http:// 的内容；请用这个地址运行 npx maixfit，或先下载',
  threadLost: '读取它的线程没有回应',
  unexpected: (detail) => `意外的错误：${detail}`
}

export const KEYS = Object.keys(EN)

export const say = (key, ...values) => ({ key, values })

// As the core takes the name of a language or of a locale: zh, zh_CN.UTF-8.
const tableOf = (language) => (/^zh(?![^-_.@])/i.test(language ?? '') ? ZH : EN)

// Names and texts of servers may hold what moves a terminal's cursor, or turns the direction of letters.
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

export function textOf({ key, values }, language) {
  const text = tableOf(language)[key]
  const shown = values.map((value) => (value?.key ? textOf(value, language) : String(value).replace(UNSEEN, '?')))
  return typeof text === 'function' ? text(...shown) : text
}

// An address, or a file behind it, that cannot be read. `said` is a sentence, and `subject` what it is about.
export class RemoteError extends Error {
  name = 'RemoteError'
  #subject
  constructor(said, subject = '') {
    super()
    this.said = said
    this.#subject = subject
    this.message = this.textIn('en')
  }
  get key() {
    return this.said.key
  }
  textIn(language) {
    const text = textOf(this.said, language)
    return this.#subject === '' ? text : `${this.#subject.replace(UNSEEN, '?')}: ${text}`
  }
}
