// SPDX-License-Identifier: MIT
// Nothing leaves this machine: a connection to another one ends the process.
const net = require('node:net')

const { connect } = net.Socket.prototype

net.Socket.prototype.connect = function connectHere(...words) {
  const [options] = Array.isArray(words[0]) ? words[0] : words
  if (options && typeof options === 'object' && !options.path && options.host !== '127.0.0.1') {
    process.stderr.write(`only_here: a connection to ${options.host} was begun\n`)
    process.exit(99)
  }
  return connect.apply(this, words)
}
