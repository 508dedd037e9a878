/** Serves one TypeScript file, bundled, as a page on 127.0.0.1: a secure context for a browser. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const PAGE = `<!doctype html>
<script type="module">
  await navigator.serviceWorker.register('/sw.js')
  await import('/page.js')
</script>`

/** Answers from what it stored at its installation, so that the page opens without a line. */
const WORKER = `
  addEventListener('install', (event) => {
    event.waitUntil(caches.open('page').then((cache) => cache.addAll(['/', '/page.js'])))
    skipWaiting()
  })
  addEventListener('activate', (event) => event.waitUntil(clients.claim()))
  addEventListener('fetch', (event) => {
    event.respondWith(caches.match(event.request).then((hit) => hit ?? fetch(event.request)))
  })`

export interface ServedPage {
  readonly url: string
  close(): Promise<void>
}

/** @param entry path beside this file */
export async function servePage(entry: string): Promise<ServedPage> {
  const script = await bundle(fileURLToPath(new URL(entry, import.meta.url)))
  const scripts = new Map([
    ['/page.js', script],
    ['/sw.js', WORKER],
  ])
  const server = createServer((request, response) => {
    const found = scripts.get(request.url ?? '')
    const type = found === undefined ? 'text/html' : 'text/javascript'
    response.setHeader('content-type', `${type}; charset=utf-8`)
    response.end(found ?? PAGE)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => closeServer(server) }
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'page' } },
  })
  const [output] = Array.isArray(built) ? built : []
  const [chunk] = output?.output ?? []
  if (chunk?.type !== 'chunk') throw new Error('the page was not bundled')
  return chunk.code
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}
