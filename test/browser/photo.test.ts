/** The photo of a card in a real Chromium: the worker, the WebAssembly, and the gateway's own policy for both. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FACE_FILES } from '../../server/authority/sandbox/surface-drawings'
import { drawFace, FACE_HEIGHT, FACE_WIDTH, FACES } from '../../tools/training-faces'
import { closeBrowser, launchChromium, type LaunchedChromium } from '../support/chromium'
import { createTestGateway } from '../support/gateway'
import type { TazunePhoto } from '../support/photo-page'

declare global {
  var tazunePhoto: TazunePhoto
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

let folder: string
let chromium: LaunchedChromium
let page: Page
const server = createServer()
const requested: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tazune-photo-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../support', import.meta.url)),
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'es2023',
      rolldownOptions: {
        input: fileURLToPath(new URL('../support/photo-page.html', import.meta.url)),
      },
    },
  })
  const gateway = await createTestGateway()
  const health = await gateway.app.request('/health')
  const policy = health.headers.get('content-security-policy') ?? ''
  await gateway.end()
  expect(policy).toContain("worker-src 'self'")
  server.on('request', (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    requested.push(path)
    readFile(join(folder, path)).then(
      (body) => {
        response.setHeader('content-security-policy', policy)
        response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream')
        response.end(body)
      },
      () => {
        response.statusCode = 404
        response.end()
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  chromium = await launchChromium()
  page = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  const { port } = server.address() as AddressInfo
  await page.goto(`http://localhost:${port}/photo-page.html`)
  await page.waitForFunction(() => 'tazunePhoto' in globalThis)
})

afterAll(async () => {
  await closeBrowser(chromium)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

function show(file: Buffer) {
  return page.evaluate((text) => tazunePhoto(text), file.toString('base64'))
}

describe('the photo of a card', () => {
  it('loads its decoder only when there is a photo', async () => {
    expect(requested.filter((path) => path.endsWith('.wasm'))).toEqual([])
    await show(Buffer.from(FACE_FILES[0] ?? '', 'base64url'))
    expect(requested.filter((path) => path.endsWith('.wasm')).length).toBe(1)
  })

  it('is drawn as it was drawn, and then neither on the canvas nor in memory', async () => {
    const shown = await show(Buffer.from(FACE_FILES[1] ?? '', 'base64url'))
    if ('code' in shown) throw new Error(shown.code)
    expect(shown.size).toEqual([FACE_WIDTH, FACE_HEIGHT, 0, 0, 0, 0])
    const look = FACES[1]
    if (!look) throw new Error('no face')
    const drawn = drawFace(look)
    const error = shown.ink.reduce((sum, shade, at) => sum + (shade - (drawn[at] ?? 0)) ** 2, 0)
    expect(error / drawn.length).toBeLessThan(8)
  })

  it('is refused where its codestream is damaged, and the next one is shown', async () => {
    const face = Buffer.from(FACE_FILES[2] ?? '', 'base64url')
    const start = face.indexOf(Buffer.from('ff4fff51', 'hex'))
    const broken = Buffer.from(face.subarray(0, start + 60))
    broken.writeUInt32BE(0, broken.indexOf('jp2c') - 4)
    expect(await show(broken)).toEqual({ code: 'TZ-C33' })
    expect(await show(face)).toHaveProperty('size')
  })
})
