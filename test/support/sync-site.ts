/** One origin as in the field: the page, the real service worker and a real gateway, over a loopback port. */
import { getRequestListener } from '@hono/node-server'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { createTestGateway, type TestGateway } from './gateway'

export interface SyncSite {
  /** `localhost`, as an IP address is no valid name for a passkey. */
  origin: string
  gateway: TestGateway
  close(): Promise<void>
}

const HTML = '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>'

export async function openSyncSite(): Promise<SyncSite> {
  const [page, worker, gateway] = await Promise.all([
    bundle('./sync-page.ts', 'es'),
    bundle('../../src/sw/sw.ts', 'iife'),
    createTestGateway({ policy: { challengePool: 0 } }),
  ])
  gateway.worker.start()
  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', text: HTML }],
    ['/index.html', { type: 'text/html; charset=utf-8', text: HTML }],
    ['/page.js', { type: 'text/javascript', text: page }],
    ['/sw.js', { type: 'text/javascript', text: worker }],
  ])
  const api = getRequestListener((request) => gateway.app.fetch(request))
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    if (file === undefined) {
      void api(request, response)
      return
    }
    response.setHeader('content-type', file.type)
    response.end(file.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    gateway,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await gateway.end()
    },
  }
}

async function bundle(entry: string, format: 'es' | 'iife'): Promise<string> {
  const manifest = [
    { url: '/index.html', revision: '1' },
    { url: '/page.js', revision: '1' },
  ]
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: {
      'self.__WB_MANIFEST': JSON.stringify(manifest),
      'process.env.NODE_ENV': '"production"',
      __APP_VERSION__: '"0.0.0-test"',
    },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL(entry, import.meta.url)),
        formats: [format],
        name: 'tazune',
        fileName: 'bundle',
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(built) ? built : []
  const [chunk] = output?.output ?? []
  if (chunk?.type !== 'chunk') throw new Error('nothing was bundled')
  return chunk.code
}
