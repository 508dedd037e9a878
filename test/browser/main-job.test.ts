/** The main job in one run, in a real Chromium, down to the card's bytes; each step is a test, in their order. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { tellAsOneStory } from '../support/one-story'

/** Answers are promised within this of the line, ms. */
const ANSWERED_WITHIN_MS = 5_000

/** Five outcomes, each with what staff must read of it at the end. */
const VISITS = {
  valid: { persona: 'valid-30', banner: '有効' },
  invalid: { persona: 'invalid', banner: '無効' },
  newOne: { persona: 'invalid-new', banner: '新しい資格あり' },
  none: { persona: 'none', banner: '情報なし' },
  multiple: { persona: 'multiple', banner: '複数' },
} as const

let world: World
const saved: string[] = []

async function toThePin(persona: string): Promise<ReturnType<World['layCard']>> {
  await world.nurse.beginVisit(world.nameOf(persona))
  await world.nurse.consent()
  const laid = world.layCard(persona)
  await world.nurse.seePinPad()
  return laid
}

/** Types the right PIN, waits for the word, and notes which check the tablet now holds. */
async function finish(persona: string): Promise<void> {
  const before = new Set((await readTablet(world.nurse.page)).outbox)
  await world.nurse.typePin(world.image(persona).pin ?? '')
  await world.nurse.seeSaved()
  const added = (await readTablet(world.nurse.page)).outbox.filter((id) => !before.has(id))
  expect(added).toHaveLength(1)
  saved.push(...added)
  await world.nurse.takeBack()
  world.reader.remove()
}

beforeAll(async () => {
  world = await createWorld()
})

afterAll(async () => {
  const { faults } = world.rig
  await world.end()
  expect(faults).toEqual([])
})

tellAsOneStory()

describe('a day of visits without a line', () => {
  it('registers the tablet while there is a line, and has visits and challenges in advance', async () => {
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    await world.nurse.seeReadyForOffline()
    expect((await readTablet(world.nurse.page)).challenges.length).toBeGreaterThanOrEqual(5)
  })

  it('starts again without a line, and opens with the passcode', async () => {
    await world.goOffline()
    await world.nurse.page.reload()
    await world.nurse.unlock()
    await world.nurse.openVisits()
    // Chromium calls itself online after such a start; either way the bar says that it is saved here.
    await expectWords(/回線なし|サーバーに届きません/)
  })

  it('captures a check and says that it is saved on the tablet', async () => {
    await toThePin(VISITS.valid.persona)
    await finish(VISITS.valid.persona)
  })

  it('says how many tries are left after a wrong PIN, and captures with the right one', async () => {
    const { card } = await toThePin(VISITS.invalid.persona)
    await world.nurse.typePin(otherThan(world.image(VISITS.invalid.persona).pin))
    await expectWords('暗証番号が違いました')
    expect(card.triesLeft).toBe(2)
    await finish(VISITS.invalid.persona)
    expect(card.triesLeft).toBe(3)
  })

  it('sends one VERIFY for each time the digits were typed, though the card was torn off in the middle', async () => {
    const { card, putBack } = await toThePin(VISITS.newOne.persona)
    const verifies = countOf(card.log, '00200080')
    card.tearOff({ at: (header) => header === '00200080', executed: true })
    await world.nurse.typePin(world.image(VISITS.newOne.persona).pin ?? '')
    await world.nurse.seeCardLost()
    expect(countOf(card.log, '00200080')).toBe(verifies + 1)
    putBack()
    await world.nurse.seePinPad()
    // The counter was read again, by an empty VERIFY that costs nothing.
    expect(countOf(card.log, '00200080')).toBe(verifies + 2)
    await finish(VISITS.newOne.persona)
    expect(countOf(card.log, '00200080')).toBe(verifies + 3)
  })

  it('loses nothing that was said to be saved when the tab dies while the next one is being saved', async () => {
    await toThePin(VISITS.none.persona)
    await world.nurse.typePin(world.image(VISITS.none.persona).pin ?? '')
    await world.crashTab()
    await world.openTab('/visits')
    await world.nurse.unlock()
    const { outbox } = await readTablet(world.nurse.page)
    expect(outbox).toEqual(expect.arrayContaining(saved))
    const extra = outbox.filter((id) => !saved.includes(id))
    expect(extra.length).toBeLessThanOrEqual(1)
    // Whether it came through is the disk's to say; if not, the patient's decision is still there to go on from.
    if (extra.length === 1) saved.push(...extra)
    else {
      world.reader.remove()
      await world.nurse.beginVisit(world.nameOf(VISITS.none.persona))
      await world.nurse.consent()
      world.layCard(VISITS.none.persona)
      await finish(VISITS.none.persona)
    }
  })

  it('captures a fifth check of yet another outcome', async () => {
    await world.nurse.openVisits()
    await toThePin(VISITS.multiple.persona)
    await finish(VISITS.multiple.persona)
    expect(new Set(saved).size).toBe(5)
  })

  it('holds all five after the power went (SIGKILL), started without a line', async () => {
    await world.killTablet()
    await world.startTablet('/outbox')
    await world.nurse.unlock()
    const { outbox } = await readTablet(world.nurse.page)
    expect([...outbox].sort()).toEqual([...saved].sort())
    await expectWords('未送信')
  })

  it('has every answer within five seconds of the line, by itself', async () => {
    await world.goOnline()
    const ms = await waitForTablet(
      world.nurse.page,
      ({ answers }) => saved.every((id) => answers.includes(id)),
      ANSWERED_WITHIN_MS,
    )
    console.log(`five answers ${ms} ms after the line came back`)
    const { outbox, sent, refused, answers } = await readTablet(world.nurse.page)
    expect([outbox, sent, refused]).toEqual([[], [], []])
    expect([...answers].sort()).toEqual([...saved].sort())
  })

  it('asked the authority exactly once for each check', () => {
    const asked = world.asked()
    expect([...asked.keys()].sort()).toEqual([...saved].sort())
    expect(new Set(asked.values())).toEqual(new Set([1]))
  })

  it.each(Object.values(VISITS))('shows what $persona means and what to do', async (visit) => {
    const { page } = world.nurse
    await world.nurse.openVisits()
    const name = world.nameOf(visit.persona).replace(/\s+/g, '\\s+')
    await page.getByRole('link', { name: new RegExp(`^${name} の結果を見る$`) }).click()
    await expectWords(visit.banner)
    if (visit.persona !== 'valid-30') await expectWords('次にすること')
  })
})

async function expectWords(text: string | RegExp): Promise<void> {
  await world.nurse.page.getByText(text).first().waitFor({ timeout: 15_000 })
}

function countOf(log: readonly string[], header: string): number {
  return log.filter((entry) => entry === header).length
}

function otherThan(pin: string | null): string {
  return pin === '0000' ? '1111' : '0000'
}
