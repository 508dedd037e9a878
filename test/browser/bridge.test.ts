/** The page from a public address, the bridge's own process on this computer, and the browser's permission between. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import 'reflect-metadata'
import { X509CertificateGenerator } from '@peculiar/x509'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { build } from 'vite'
import { closeBrowser, launchChromium, type LaunchedChromium } from '../support/chromium'
import { issueTestCard } from '../support/card-fixtures'
import { bytesOf } from '../support/card-transport'
import type { BridgeHarness } from './harness/bridge-page'

declare global {
  var bridge: BridgeHarness
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const HOST = 'app.example'
const PIN = [0x31, 0x32, 0x33, 0x34]

let folder: string
let app: Server
let appPort: number
let origin: string
let chromium: LaunchedChromium
let page: Page
let running: RunningBridge

interface RunningBridge {
  port: number
  code: string
  text(): string
  /** @returns the exit code */
  end(signal: NodeJS.Signals): Promise<number | null>
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tazune-bridge-'))
  writeFileSync(join(folder, 'card.json'), JSON.stringify(await issueTestCard()))
  const script = await bundlePage()
  app = createServer(await selfSigned(), (request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>',
    )
  })
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  appPort = (app.address() as AddressInfo).port
  origin = `https://${HOST}:${appPort}`
})

afterAll(async () => {
  app.closeAllConnections()
  await new Promise((resolve) => app.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  running = await startBridge(origin, mkdtempSync(join(folder, 'state-')))
  chromium = await launchChromium({
    args: [
      `--ip-address-space-overrides=127.0.0.1:${appPort}=public`,
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
      '--ignore-certificate-errors',
    ],
  })
  page = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  await openPage(page)
})

afterEach(async () => {
  await closeBrowser(chromium)
  await running.end('SIGTERM')
})

async function openPage(tab: Page): Promise<void> {
  await tab.goto(`${origin}/?port=${running.port}`)
  await tab.waitForFunction(() => 'bridge' in globalThis)
}

/** The session stays open: the browser takes the permission back with it. */
async function permit(): Promise<void> {
  const session = await chromium.browser.newBrowserCDPSession()
  await session.send('Browser.grantPermissions', { permissions: ['loopbackNetwork'], origin })
}

const connect = (tab: Page) => tab.evaluate(() => bridge.connect())
const pair = (tab: Page, code: string) => tab.evaluate((text) => bridge.pair(text), code)
const check = (tab: Page) => tab.evaluate((pin) => bridge.check(pin), PIN)

describe('a page from the network and the bridge of this computer', () => {
  it('finds itself not permitted, and says so', async () => {
    expect(await connect(page)).toBe('TZ-B02')
    expect(running.text()).not.toContain('つながりました')
  })

  it('pairs, reads and signs once it is permitted, and needs no code after a reload', async () => {
    await permit()
    expect(await connect(page)).toBe('TZ-B03')
    expect(await pair(page, running.code)).toBe('paired')
    expect(await connect(page)).toBe('Software Reader')
    expect(await check(page)).toBe('signed')
    await page.reload()
    await page.waitForFunction(() => 'bridge' in globalThis)
    await vi.waitFor(async () => expect(await connect(page)).toBe('Software Reader'))
    expect(await check(page)).toBe('signed')
    const forbidden = [...bytesOf('00B0810000')]
    expect(await page.evaluate((command) => bridge.transmit(command), forbidden)).toBe('TZ-B10')
  })

  it('gives the readers to one tab, and to the next when that is closed', async () => {
    await permit()
    await pair(page, running.code)
    expect(await connect(page)).toBe('Software Reader')
    const second = await chromium.context.newPage()
    await openPage(second)
    expect(await connect(second)).toBe('TZ-B06')
    await page.close()
    await vi.waitFor(async () => expect(await connect(second)).toBe('Software Reader'))
  })

  it('tells a bridge that has ended from one that is not permitted', async () => {
    await permit()
    await pair(page, running.code)
    await connect(page)
    await check(page)
    expect(await running.end('SIGINT')).toBe(0)
    expect(running.text()).toMatch(/^calls: .* reset close$/m)
    expect(await connect(page)).toBe('TZ-B01')
  })
})

async function startBridge(allowed: string, state: string): Promise<RunningBridge> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'test/bridge/bridge-process.ts'],
      ...['--card', join(folder, 'card.json')],
      ...['--origin', allowed, '--port', '0', '--state', state],
    ],
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  await vi.waitFor(() => expect(text).toMatch(/連携番号 {2}\S+/), { timeout: 20_000 })
  return {
    port: Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]),
    code: /連携番号 {2}(\S+)/.exec(text)?.[1] ?? '',
    text: () => text,
    end: (signal) => endChild(child, signal),
  }
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null) {
    const ended = once(child, 'close')
    child.kill(signal)
    await ended
  }
  return child.exitCode
}

async function bundlePage(): Promise<string> {
  const entry = fileURLToPath(new URL('./harness/bridge-page.ts', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'page' } },
  })
  const [chunk] = (Array.isArray(built) ? built : []).flatMap(({ output }) => output)
  if (chunk?.type !== 'chunk') throw new Error('the page was not bundled')
  return chunk.code
}

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${HOST}`,
    keys,
    signingAlgorithm: algorithm,
    notAfter: new Date(Date.now() + 86_400_000),
  })
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const lines = pkcs8.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
    cert: certificate.toString('pem'),
  }
}
