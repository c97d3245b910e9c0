// SPDX-License-Identifier: MIT
// What the page says itself. Verdicts, advice and errors come from the core, in the same language.
const EN = {
  skip: 'To the verdict', lead: 'Does the model fit the memory of your board?', other: '中文',
  models: 'Models', drop: 'Drop models, a folder or an archive here', chooseFiles: 'Choose files', chooseFolder: 'Choose a folder',
  private: 'axmodel, cvimodel, .mud, LLM folders, zip, tar, 7z. Nothing is uploaded: files are read here, in this page.',
  chosen: 'What is judged', remove: (name) => `Remove ${name}`, filesIn: (count) => (count === 1 ? '1 file' : `${count} files`),
  settings: 'Board and app', board: 'Board', fromCapture: 'As the captured board says', assumed: 'The usual board of the model',
  camera: 'Camera', display: 'Display', encode: 'Encoder', decode: 'Decoder', more: 'More settings', sensor: 'Sensor',
  audio: 'Audio', runner: 'Loaded by', dualBuff: 'Second buffers', aiIsp: 'AI-ISP', context: 'Context, tokens', pool: 'Pool size',
  free: 'Free memory', none: 'none', usual: 'as usual', yes: 'yes', no: 'no', on: 'on', off: 'off',
  copyLink: 'Copy a link to these settings', reset: 'Reset', copied: 'Copied', copyFailed: 'The browser does not allow to copy',
  own: 'From your board', capture: 'Memory of your board', captureBadge: 'captured board',
  captureHint: 'Paste or drop what “maixfit capture” prints, /proc/ax_proc/mem_cmm_info, the ION summary or dmesg. Models are then judged against it.',
  configs: '/boot/configs', pasteHere: 'Paste here', judge: 'Judge', chooseFile: 'Choose a file',
  configsHint: 'Paste or drop the file of a MaixCAM2: see what both of its readers make of it. It stays in this page, and its passwords are not shown.',
  busy: 'Reading and judging…', cancel: 'Cancel', canceled: 'Canceled. Nothing was lost: change a setting to judge again.',
  stopped: 'The core stopped. Nothing was lost: change a setting to judge again.',
  slow: 'This took more than two minutes and was stopped. Nothing was lost: change a setting to judge again.',
  empty: 'No verdict yet', emptyHint: 'Choose a model, or set a camera to see what the app takes without one. Boards can be compared later by changing one field.',
  unread: (name) => `${name} cannot be read`, tooLarge: (name) => `${name} is too large for a text of a board`,
  notText: (name) => `${name} is not UTF-8, so that it cannot be mended here`,
  before: 'Now', after: 'With your app', holes: 'Free memory by address', holesLabel: (n, size) => `${n} holes, the largest ${size}`,
  largestHole: (size) => `largest hole ${size}`, ofPool: (size) => `pool of ${size}`, tooMuch: (size) => `${size} too much`,
  part_program: 'app pools', part_camera: 'camera', part_display: 'display', part_encoder: 'encoder', part_decoder: 'decoder',
  part_audio: 'audio', part_models: 'models', part_others: 'others', part_inUse: 'in use', part_notFree: 'not free',
  part_unknown: 'in use or free', part_free: 'free', part_over: 'too much',
  fits: 'Fits', marginal: 'Marginal', 'does-not-fit': 'Does not fit', unknown: 'Unknown', boardRead: 'Board',
  adviceTitle: 'What to change', enough: 'enough alone', line: 'Line for /boot/configs',
  setting: 'Setting', copy: 'Copy', copyLine: (line) => `Copy ${line}`, findings: 'What to know', severity_error: 'error',
  severity_warning: 'warning', severity_note: 'note', figures: 'Figures', need: 'Needs', largest: 'Largest block',
  freeNow: 'Free now', largestHoleRow: 'Largest hole', margin: 'Should stay free', linux: 'Linux memory while loading',
  blocks: 'Blocks', blocksOf: 'Every block', owner: 'Of', block: 'Block', bytes: 'Size', where: 'Memory', npu: 'pool', user: 'Linux', whole: 'Report as text',
  readOf: (read, all) => `Read ${read} of ${all}; nothing was sent.`, unknownFigure: 'unknown', memoryTitle: 'Memory of the board',
  uboot: 'U-Boot', script: 'Boot script', reader: 'Reader', takes: 'Takes', refused: 'refused', notFound: 'no value', lost: 'Lost to both',
  overlap: 'Both Linux and the pool', poolValue: 'Pool, MiB, or auto', mend: 'Download the mended file', mended: 'Lines that change',
  unchanged: 'No line has to change.', lineNumber: (n) => `line ${n}`, pickBoard: 'Choose the MaixCAM2 that it is of, under Board.',
  footer: 'Everything runs in this page, which also works offline. A verdict counts the pool, the largest hole and Linux’s memory.',
  documents: 'Documents', schema: 'Schema of the JSON', version: (v) => `maixfit ${v}`, verdictOf: (text) => `Verdict: ${text}`
}

const ZH = {
  skip: '跳到结论', lead: '模型放得进开发板的内存吗？', other: 'English',
  models: '模型', drop: '把模型、文件夹或压缩包拖到这里', chooseFiles: '选择文件', chooseFolder: '选择文件夹',
  private: 'axmodel、cvimodel、.mud、LLM 文件夹、zip、tar、7z。不会上传任何内容：文件只在本页面中读取。',
  chosen: '要判断的内容', remove: (name) => `移除 ${name}`, filesIn: (count) => `${count} 个文件`,
  settings: '开发板和应用', board: '开发板', fromCapture: '按采集到的开发板', assumed: '按模型的常用开发板',
  camera: '摄像头', display: '显示', encode: '编码器', decode: '解码器', more: '更多设置', sensor: '传感器', audio: '音频',
  runner: '加载程序', dualBuff: '双缓冲', aiIsp: 'AI-ISP', context: '上下文（token）', pool: '内存池大小', free: '空闲内存',
  none: '无', usual: '默认', yes: '是', no: '否', on: '开', off: '关',
  copyLink: '复制这些设置的链接', reset: '重置', copied: '已复制', copyFailed: '浏览器不允许复制',
  own: '来自你的开发板', capture: '开发板的内存', captureBadge: '采集到的开发板',
  captureHint: '粘贴或拖入 maixfit capture 的输出、/proc/ax_proc/mem_cmm_info、ION 摘要或 dmesg，之后模型会按它来判断。',
  configs: '/boot/configs', pasteHere: '粘贴到这里', judge: '判断', chooseFile: '选择文件',
  configsHint: '粘贴或拖入 MaixCAM2 的这个文件，查看它的两个读取者各自怎样理解它。内容只留在本页面，其中的密码不会显示。',
  busy: '正在读取和判断……', cancel: '取消', canceled: '已取消，内容没有丢失：更改任一设置即可重新判断。',
  stopped: '核心程序已停止，内容没有丢失：更改任一设置即可重新判断。',
  slow: '用时超过两分钟，已停止。内容没有丢失：更改任一设置即可重新判断。',
  empty: '还没有结论', emptyHint: '请选择一个模型；也可以只设置摄像头，查看没有模型时应用占用多少。',
  unread: (name) => `无法读取 ${name}`, tooLarge: (name) => `${name} 太大，不像是开发板的文本`,
  notText: (name) => `${name} 不是 UTF-8，无法在这里修正`,
  before: '现在', after: '运行应用时', holes: '空闲内存（按地址）', holesLabel: (n, size) => `${n} 个空洞，最大 ${size}`,
  largestHole: (size) => `最大空洞 ${size}`, ofPool: (size) => `内存池 ${size}`, tooMuch: (size) => `超出 ${size}`,
  part_program: '应用内存池', part_camera: '摄像头', part_display: '显示', part_encoder: '编码器', part_decoder: '解码器',
  part_audio: '音频', part_models: '模型', part_others: '其他', part_inUse: '已用', part_notFree: '不空闲',
  part_unknown: '已用或空闲', part_free: '空闲', part_over: '超出',
  fits: '放得下', marginal: '勉强放得下', 'does-not-fit': '放不下', unknown: '未知', boardRead: '开发板',
  adviceTitle: '怎样更改', enough: '只需这一项', line: '写入 /boot/configs 的一行',
  setting: '设置', copy: '复制', copyLine: (line) => `复制 ${line}`, findings: '须知', severity_error: '错误',
  severity_warning: '警告', severity_note: '说明', figures: '数据', need: '需要', largest: '最大内存块',
  freeNow: '现在空闲', largestHoleRow: '最大空洞', margin: '应保留空闲', linux: '加载时的 Linux 内存',
  blocks: '内存块', blocksOf: '全部内存块', owner: '属于', block: '内存块', bytes: '大小', where: '内存', npu: '内存池', user: 'Linux', whole: '文本报告',
  readOf: (read, all) => `读取了 ${all} 中的 ${read}；没有发送任何内容。`, unknownFigure: '未知', memoryTitle: '开发板的内存',
  uboot: 'U-Boot', script: '启动脚本', reader: '读取者', takes: '读到', refused: '拒绝', notFound: '没有值', lost: '双方都用不到',
  overlap: 'Linux 与内存池重叠', poolValue: '内存池（MiB 或 auto）', mend: '下载修正后的文件', mended: '要更改的行',
  unchanged: '没有需要更改的行。', lineNumber: (n) => `第 ${n} 行`, pickBoard: '请在“开发板”中选择它所属的 MaixCAM2。',
  footer: '一切都在本页面中运行，离线也能使用。结论考虑了内存池、最大空洞和 Linux 的内存。',
  documents: '文档（英文）', schema: 'JSON 的 schema', version: (v) => `maixfit ${v}`, verdictOf: (text) => `结论：${text}`
}

const LANGUAGES = { en: EN, zh: ZH }

export const known = (language) => language in LANGUAGES
export const preferred = () => (navigator.languages?.[0] ?? navigator.language ?? '').toLowerCase().startsWith('zh') ? 'zh' : 'en'

// A function (name, ...values) => text.
export function texts(language) {
  const table = LANGUAGES[language]
  return (name, ...values) => {
    const text = table[name]
    if (text === undefined) throw new Error(`no text ${name}`)
    return typeof text === 'function' ? text(...values) : text
  }
}
