// SPDX-License-Identifier: MIT
// The library by its path, which is packed with this one: a browser knows no names of packages.
export { Fd, WASI, wasi } from './node_modules/@bjorn3/browser_wasi_shim/dist/index.js'
