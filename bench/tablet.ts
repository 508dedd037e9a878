/** A registered tablet in front of a real gateway process: what every benchmark starts from. */
import { mkdtempSync, rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import {
  closeBrowser,
  launchChromium,
  type ChromiumOptions,
  type LaunchedChromium,
} from '../test/support/chromium'
import { startGateway, type GatewayProcess } from '../tools/player/gateway-process'
import { createNurse } from '../tools/player/nurse'

export interface Tablet {
  readonly origin: string
  /** The gateway's data folder. */
  readonly data: string
  readonly gateway: GatewayProcess
  /** Chromium on the registered profile, or on a copy of it. */
  launch(options?: ChromiumOptions & { profileDir: string }): Promise<LaunchedChromium>
  /** Where the registered profile lies; nothing may run on it while it is copied. */
  readonly profileDir: string
  copyProfile(): Promise<string>
  end(): Promise<void>
}

export const VIEWPORT = { width: 820, height: 1180 }

/** Starts the gateway and registers a tablet in the real app, ready for a day without a line; then the browser is closed. */
export async function prepareTablet(): Promise<Tablet> {
  const folder = mkdtempSync(join(tmpdir(), 'tazune-bench-'))
  const data = join(folder, 'gateway')
  const profileDir = join(folder, 'profile')
  const port = await findFreePort()
  const origin = `http://localhost:${port}`
  const gateway = await startGateway({ data, origin, more: ['--port', String(port)] })
  const launch = (options: ChromiumOptions = {}): Promise<LaunchedChromium> =>
    launchChromium({ viewport: VIEWPORT, profileDir, ...options })
  const chromium = await launch()
  const nurse = createNurse(await firstPage(chromium))
  await nurse.activate(origin, gateway.activationCode)
  await nurse.seeReadyForOffline()
  await closeBrowser(chromium)
  let copies = 0
  return {
    origin,
    data,
    gateway,
    profileDir,
    launch,
    async copyProfile() {
      copies += 1
      const copy = join(folder, `profile-${copies}`)
      await cp(profileDir, copy, { recursive: true, filter: (path) => !/\/Singleton/.test(path) })
      return copy
    },
    async end() {
      await gateway.kill('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function firstPage({ context }: LaunchedChromium): Promise<Page> {
  return context.pages()[0] ?? (await context.newPage())
}

export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
