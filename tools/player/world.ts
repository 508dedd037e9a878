/** Everything a visit needs, for real: gateway process, line, Chromium with a profile on disk, reader and cards. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import type { CardImage } from '../../domain/card-image'
import {
  createSoftwareCard,
  type SoftwareCard,
  type SoftwareCardKnobs,
} from '../../src/nfc/emulator/software-card'
import { attachBleReader, type BleRig } from '../../test/support/ble-chromium'
import {
  closeBrowser,
  killBrowser,
  launchChromium,
  relaunch,
  type LaunchedChromium,
} from '../../test/support/chromium'
import { createReaderEmulator, type ReaderEmulator } from '../../test/support/reader-emulator'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import { startGateway, type GatewayProcess } from './gateway-process'
import { openLine, type Line } from './line'
import { createNurse, type Nurse } from './nurse'

export interface World {
  readonly data: string
  readonly line: Line
  readonly reader: ReaderEmulator
  gateway: GatewayProcess
  chromium: LaunchedChromium
  nurse: Nurse
  rig: BleRig
  /** Lays a fresh card of that person on the reader; a tear takes it off. */
  layCard(personaId: string, knobs?: SoftwareCardKnobs): LaidCard
  image(personaId: string): CardImage
  /** As today's list shows it. */
  nameOf(personaId: string): string
  /** Commands that reached a card so far. */
  apdus(): number
  /** How often the authority was asked for each check. */
  asked(): Map<string, number>
  goOffline(): Promise<void>
  goOnline(): Promise<void>
  killGateway(): Promise<void>
  restartGateway(): Promise<void>
  /** A power cut of the tablet. */
  killTablet(): Promise<void>
  /** The tablet on again, the app opened at that address. */
  startTablet(path: string): Promise<void>
  /** The renderer dies; the browser and its profile stay. */
  crashTab(): Promise<void>
  /** A new tab of the app at that address. */
  openTab(path: string): Promise<void>
  end(): Promise<void>
}

export interface LaidCard {
  readonly card: SoftwareCard
  /** On the reader again, after it was torn or taken off. */
  readonly putBack: () => void
}

export interface WorldOptions {
  viewport?: { width: number; height: number }
  /** More flags for the gateway. */
  gateway?: string[]
  /** Fills the data folder before the gateway starts; `origin` is how devices will reach it. */
  prepare?: (data: string, origin: string) => Promise<void>
}

export async function createWorld({
  viewport = { width: 820, height: 1180 },
  gateway: more = [],
  prepare,
}: WorldOptions = {}): Promise<World> {
  const data = mkdtempSync(join(tmpdir(), 'tazune-world-'))
  const line = await openLine()
  const start = (): Promise<GatewayProcess> => startGateway({ data, origin: line.origin, more })
  await prepare?.(data, line.origin)
  const gateway = await start()
  line.setGateway(gateway.port)
  const reader = createReaderEmulator()
  const chromium = await launchChromium({ viewport })
  const cards: SoftwareCard[] = []

  const firstPage = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  const world: World = {
    data,
    line,
    reader,
    gateway,
    chromium,
    nurse: createNurse(firstPage),
    rig: await attachBleReader(chromium.browser, chromium.context, firstPage, reader),
    image: (personaId) => readImage(data, personaId),
    nameOf,
    layCard(personaId, knobs) {
      const card = createSoftwareCard(readImage(data, personaId), knobs)
      cards.push(card)
      const putBack = (): void =>
        reader.insert({
          atr: card.atr,
          reset: () => card.reset(),
          async respond(command) {
            try {
              return await card.respond(command)
            } catch (cause) {
              reader.remove()
              throw cause
            }
          },
        })
      putBack()
      return { card, putBack }
    },
    apdus: () => cards.reduce((sum, card) => sum + card.log.length, 0),
    asked: () => readAsked(data),
    async goOffline() {
      line.quality = 'off'
      await world.chromium.context.setOffline(true)
    },
    async goOnline() {
      line.quality = 'good'
      await world.chromium.context.setOffline(false)
    },
    killGateway: () => world.gateway.kill('SIGKILL'),
    async restartGateway() {
      world.gateway = await start()
      line.setGateway(world.gateway.port)
    },
    async killTablet() {
      await killBrowser(world.chromium)
    },
    async startTablet(path) {
      world.chromium = await relaunch(world.chromium)
      const { browser, context } = world.chromium
      if (line.quality === 'off') await context.setOffline(true)
      const page = context.pages()[0] ?? (await context.newPage())
      world.rig = await attachBleReader(browser, context, page, reader)
      world.nurse = createNurse(page)
      await page.goto(line.origin + path)
    },
    async crashTab() {
      const { page } = world.nurse
      const crashed = new Promise<void>((resolve) => page.once('crash', () => resolve()))
      const session = await world.chromium.context.newCDPSession(page)
      // Never answered: whoever would answer is gone.
      session.send('Page.crash').catch(() => undefined)
      await crashed
      await page.close()
    },
    async openTab(path) {
      const page = await world.chromium.context.newPage()
      world.nurse = createNurse(page)
      await page.goto(line.origin + path)
    },
    async end() {
      if (world.chromium.browser.isConnected()) await closeBrowser(world.chromium)
      await line.close()
      await world.gateway.kill('SIGTERM')
      rmSync(data, { recursive: true, force: true })
      rmSync(world.chromium.profileDir, { recursive: true, force: true })
    },
  }
  return world
}

function nameOf(personaId: string): string {
  const person = SANDBOX_PEOPLE.find(({ id }) => id === personaId)
  if (!person) throw new Error(`no such person ${personaId}`)
  return person.name
}

function readImage(data: string, personaId: string): CardImage {
  const images = JSON.parse(readFileSync(join(data, 'training-cards.json'), 'utf8')) as CardImage[]
  const image = images.find((candidate) => candidate.personaId === personaId)
  if (!image) throw new Error(`no training card ${personaId}`)
  return image
}

/** Read from the sandbox's own file: it keeps count of what it was asked, whatever the gateway believes. */
function readAsked(data: string): Map<string, number> {
  const file = new Database(join(data, 'sandbox.sqlite'), { readonly: true })
  try {
    const rows = file.prepare('SELECT request_id AS id, asked FROM requests').all() as {
      id: string
      asked: number
    }[]
    return new Map(rows.map(({ id, asked }) => [id, asked]))
  } finally {
    file.close()
  }
}
