/** One way to start, kill and restart a real Chromium on a profile that stays on disk. */
import { accessSync, constants, existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'

type ContextOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>

export interface ChromiumOptions extends ContextOptions {
  /** Kept when given; otherwise a directory is made and removed by `closeBrowser`. */
  profileDir?: string
}

export interface LaunchedChromium {
  readonly browser: Browser
  readonly context: BrowserContext
  readonly profileDir: string
  /** Process id of the browser itself; its renderers end with it. */
  readonly pid: number
  readonly options: ChromiumOptions
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-features=WebBluetooth',
]

/** @throws Error naming what was looked for, when there is no Chromium */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['CHROMIUM_PATH']
  if (named !== undefined && named !== '') return named
  const folders = ['/usr/bin', ...(environment['PATH'] ?? '').split(delimiter)]
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => isExecutable(path))
  if (found === undefined) {
    throw new Error(`no Chromium: set CHROMIUM_PATH or install one of ${names.join(', ')}`)
  }
  return found
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export async function launchChromium(options: ChromiumOptions = {}): Promise<LaunchedChromium> {
  const { profileDir = await mkdtemp(join(tmpdir(), 'tazune-chromium-')), ...rest } = options
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: findChromium(),
    headless: true,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    ...rest,
    args: [...ARGUMENTS, ...(rest.args ?? [])],
  })
  const browser = context.browser()
  if (!browser) throw new Error('a persistent context without its browser')
  return { browser, context, profileDir, pid: await readBrowserPid(browser), options }
}

/** Ends it in the orderly way; removes the profile when it was made here. */
export async function closeBrowser({
  context,
  profileDir,
  options,
}: LaunchedChromium): Promise<void> {
  await context.close()
  if (options.profileDir === undefined) await rm(profileDir, { recursive: true, force: true })
}

/** A power cut: SIGKILL, nothing is flushed and no handler runs. Resolves when it is gone. */
export async function killBrowser({ browser, pid, profileDir }: LaunchedChromium): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    if (browser.isConnected()) browser.once('disconnected', () => resolve())
    else resolve()
  })
  process.kill(pid, 'SIGKILL')
  await gone
  while (isAlive(pid)) await wait(20)
  // A killed browser leaves its locks behind, and the next one would refuse the profile.
  for (const name of await readdir(profileDir)) {
    if (name.startsWith('Singleton')) await rm(join(profileDir, name), { force: true })
  }
}

/** Starts again on the same profile, after `killBrowser` or a close of the context. */
export async function relaunch({
  profileDir,
  options,
}: LaunchedChromium): Promise<LaunchedChromium> {
  const next = await launchChromium({ ...options, profileDir })
  return { ...next, options }
}

async function readBrowserPid(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const own = processInfo.find(({ type }) => type === 'browser')
  if (!own) throw new Error('the browser does not tell its process id')
  return own.id
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
