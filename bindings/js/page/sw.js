// SPDX-License-Identifier: MIT
// Keeps the page for later visits, and for those without a network. scripts/site.sh writes what is kept, and its hash.
const CACHE = 'maixfit-@HASH@'
const FILES = ['@FILES@']

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting())
  )
})

async function takeOver() {
  for (const name of await caches.keys()) if (name.startsWith('maixfit-') && name !== CACHE) await caches.delete(name)
  await self.clients.claim()
}

self.addEventListener('activate', (event) => event.waitUntil(takeOver()))

self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || new URL(event.request.url).origin !== self.location.origin) return
  const kept = caches.open(CACHE).then((cache) => cache.match(event.request, { ignoreSearch: true }))
  event.respondWith(kept.then((answer) => answer ?? fetch(event.request)))
})
