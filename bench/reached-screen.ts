/** Screens that only a person at the tablet reaches: measured from the tap that leads to them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type { CardImage } from '../domain/card-image'
import { SANDBOX_PEOPLE } from '../server/authority/sandbox/people'
import { createSoftwareCard } from '../src/nfc/emulator/software-card'
import type { LaunchedChromium } from '../test/support/chromium'
import type { ReaderEmulator } from '../test/support/reader-emulator'
import { PASSCODE, type Nurse } from '../tools/player/nurse'
import { valueOf, type Lighthouse, type LighthouseReport, type Metric } from './lighthouse'
import type { Awaited, ScreenMarks, ScreenTimes } from './screen-marks'
import type { Tablet } from './tablet'

export interface ScreenWorld {
  tablet: Tablet
  chromium: LaunchedChromium
  page: Page
  nurse: Nurse
  lighthouse: Lighthouse
  reader: ReaderEmulator
}

export interface ReachedScreen {
  /** 0–100. */
  performance: number
  accessibility: LighthouseReport
  values: Record<Metric, number>
}

declare global {
  var screenMarks: ScreenMarks
}

/** From the tap on 解錠する, the passcode's hash and what the gateway sends included, to the list of the day. */
export async function measureVisits(world: ScreenWorld, marks: string): Promise<ReachedScreen> {
  const { page, tablet, nurse } = world
  await page.goto(`${tablet.origin}/unlock`)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const choice = page.getByRole('radio').first()
  if (await choice.isVisible()) await choice.check()
  await page.locator('input[type=password]').fill(PASSCODE)
  const awaited = { leaving: '解錠', content: 'main ol li', words: '' }
  const unlock = page.getByRole('button', { name: '解錠する' })
  const reached = await measureReached(world, marks, awaited, unlock)
  await nurse.seeReadyForOffline()
  return reached
}

/** Patients of the day's list whose card can be read; each round takes another, as a decided consent is not asked for twice. */
export const PATIENTS = ['valid-30', 'invalid', 'invalid-new', 'none', 'multiple'] as const

export type Patient = (typeof PATIENTS)[number]

/**
 * From the patient's last answer, past the reading of the card, to the keys. That the next screen shows is counted from the
 * tap; that the keys are there is counted from the card's last answer, as how long a card takes is no work of the screen.
 */
export async function measurePin(
  world: ScreenWorld,
  marks: string,
  patient: Patient,
): Promise<ReachedScreen> {
  const { page, tablet, nurse, reader } = world
  await page.goto(tablet.origin)
  await nurse.unlock()
  const card = createSoftwareCard(readImage(tablet.data, patient))
  let readAt = 0
  reader.insert({
    atr: card.atr,
    reset: () => card.reset(),
    async respond(command) {
      const answer = await card.respond(command)
      readAt = Date.now()
      return answer
    },
  })
  await nurse.beginVisit(nameOf(patient))
  await page.getByRole('button', { name: /^患者さん本人/ }).click()
  await page.getByRole('button', { name: 'すべて同意する' }).click()
  await page.getByRole('button', { name: /紙の処方箋/ }).click()
  const last = page.getByRole('button', { name: 'この内容で決める' })
  await last.waitFor()
  const leaving = await page.evaluate(() => document.querySelector('h1')?.textContent.trim() ?? '')
  const awaited = { leaving, content: 'button', words: '確認' }
  const reached = await measureReached(
    world,
    marks,
    awaited,
    last,
    ({ contentAt }) => contentAt - readAt,
  )
  reader.remove()
  return reached
}

async function measureReached(
  { page, lighthouse }: ScreenWorld,
  marks: string,
  awaited: Awaited,
  target: Locator,
  contentMs: (times: ScreenTimes) => number = ({ content }) => content,
): Promise<ReachedScreen> {
  await page.evaluate(marks)
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (box === null) throw new Error('nothing to tap')
  const seen: { times?: ScreenTimes } = {}
  const report = await lighthouse.during(async () => {
    await page.evaluate((what) => screenMarks.watch(what), awaited)
    // By its place: looking for it by its words would be work of the page's thread and count against the screen.
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    seen.times = await page.evaluate(() => screenMarks.taken())
  })
  const { times } = seen
  if (times === undefined) throw new Error('the screen was not reached')
  const values: Record<Metric, number> = {
    'first-contentful-paint': times.first,
    // No film is taken of a screen that is reached by a tap; that it is complete with its content is the worst case.
    'speed-index': contentMs(times),
    'largest-contentful-paint': contentMs(times),
    'total-blocking-time': valueOf(report, 'total-blocking-time'),
    'cumulative-layout-shift': valueOf(report, 'cumulative-layout-shift'),
  }
  return {
    performance: await lighthouse.score(values),
    accessibility: await lighthouse.look(),
    values,
  }
}

function nameOf(personaId: string): string {
  const person = SANDBOX_PEOPLE.find(({ id }) => id === personaId)
  if (!person) throw new Error(`no such person ${personaId}`)
  return person.name
}

function readImage(data: string, patient: Patient): CardImage {
  const images = JSON.parse(readFileSync(join(data, 'training-cards.json'), 'utf8')) as CardImage[]
  const image = images.find(({ personaId }) => personaId === patient)
  if (!image) throw new Error(`no training card ${patient}`)
  return image
}
