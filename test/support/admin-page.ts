/** The administrator's page of a gateway of its own, in a real Chromium. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { startGateway, type GatewayProcess } from '../../tools/player/gateway-process'
import { closeBrowser, launchChromium, type LaunchedChromium } from './chromium'
import { freePort } from './free-port'

const DIST = process.env['TAZUNE_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url))
export const PASSCODE = 'とても長い合言葉 2026'

export interface AdminPage {
  readonly page: Page
  readonly origin: string
  /** What the built gateway prints when it is asked with that flag. */
  command(flag: string): string
  /** A new administrator of the command line. */
  invite(): { link: string; signIn: string }
  /** The browser's own authenticator, which says yes by itself. */
  addAuthenticator(): Promise<void>
  readonly button: (name: string) => Locator
  readonly link: (name: string) => Locator
  readonly heading: (name: string | RegExp) => Locator
}

export interface AdminPageOptions {
  /** Before the gateway starts on its folder. */
  prepare?: (data: string) => Promise<void> | void
  /** Before the browser is there. */
  begin?: (gateway: GatewayProcess, origin: string) => Promise<void>
}

/** Called once in a file. No script may fault and no rule of the page's policy be broken by the file's end. */
export function openAdminPage({ prepare, begin }: AdminPageOptions = {}): AdminPage {
  const data = mkdtempSync(join(tmpdir(), 'tazune-admin-page-'))
  const faults: string[] = []
  let running: {
    gateway: GatewayProcess
    chromium: LaunchedChromium
    page: Page
    origin: string
  } | null = null

  const the = () => {
    if (!running) throw new Error('the page is not there yet')
    return running
  }

  beforeAll(async () => {
    await prepare?.(data)
    const port = await freePort()
    const origin = `http://localhost:${port}`
    const gateway = await startGateway({ data, origin, more: ['--port', String(port)] })
    await begin?.(gateway, origin)
    const chromium = await launchChromium({ viewport: { width: 1280, height: 800 } })
    const page = await chromium.context.newPage()
    running = { gateway, chromium, page, origin }
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (fault) => faults.push(fault.message))
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) faults.push(line.text())
    })
  })

  afterAll(async () => {
    const { chromium, gateway } = the()
    await closeBrowser(chromium)
    await gateway.kill('SIGTERM')
    rmSync(data, { recursive: true })
    expect(faults).toEqual([])
  })

  function command(flag: string): string {
    const args = [join(DIST, 'server/main.js'), '--data', data, flag]
    return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout
  }

  return {
    get page() {
      return the().page
    },
    get origin() {
      return the().origin
    },
    command,
    invite() {
      const printed = command('--new-administrator')
      return {
        link: /(http\S+#invite=\S+)/.exec(printed)?.[1] ?? '',
        signIn: /^sign-in number\s+(\S+)$/m.exec(printed)?.[1] ?? '',
      }
    },
    async addAuthenticator() {
      const { chromium, page } = the()
      const session = await chromium.context.newCDPSession(page)
      await session.send('WebAuthn.enable')
      await session.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
          ...{ hasUserVerification: true, isUserVerified: true },
        },
      })
    },
    button: (name) => the().page.getByRole('button', { name, exact: true }),
    link: (name) => the().page.getByRole('link', { name, exact: true }),
    heading: (name) => the().page.getByRole('heading', { name, exact: true }),
  }
}
