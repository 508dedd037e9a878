/** How many taps a whole check takes, in a real Chromium: nobody at a bedside has a hand to spare. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkIds } from '../../tools/player/visit'
import { createWorld, type World } from '../../tools/player/world'

/** Besides the four digits, and what the patient chooses about consent. */
const MOST_TAPS = 8

declare global {
  interface Window {
    tazuneTaps?: string[]
  }
}

let world: World

beforeAll(async () => {
  world = await createWorld()
  // Counted by the page itself, whatever the test believes to have tapped.
  await world.chromium.context.addInitScript(() => {
    window.tazuneTaps = []
    document.addEventListener(
      'click',
      (event) => {
        if (!event.isTrusted || !(event.target instanceof Element)) return
        const tapped = event.target.closest('button, a, label, input, [role=button]')
        const name = tapped?.getAttribute('aria-label') ?? tapped?.textContent ?? ''
        window.tazuneTaps?.push(name.replace(/\s+/g, ' ').trim())
      },
      { capture: true },
    )
  })
  await world.nurse.activate(world.line.origin, world.gateway.activationCode)
  await world.nurse.seeReadyForOffline()
})

afterAll(() => world.end())

async function taps(): Promise<string[]> {
  return world.nurse.page.evaluate(() => window.tazuneTaps ?? [])
}

/** The digits and each answer about consent are the patient's own and not counted; the 確認 behind the digits is. */
const PATIENTS_OWN =
  /^([0-9]|患者さん本人.*|すべて同意する.*|同意しない.*|紙の処方箋.*|この内容で決める)$/

async function tapsOfOneCheck(persona: string): Promise<string[]> {
  const { nurse, reader } = world
  const before = await taps()
  await nurse.beginVisit(world.nameOf(persona))
  world.layCard(persona)
  await nurse.consent()
  await nurse.typePin(world.image(persona).pin ?? '')
  await nurse.seeSaved()
  const made = (await taps()).slice(before.length)
  reader.remove()
  return made
}

describe('from the first tap on 確認する to 端末に保存しました', () => {
  it(`the first check of the day, with the reader to be connected, takes at most ${MOST_TAPS} taps besides PIN and consent`, async () => {
    const made = await tapsOfOneCheck('valid-30')
    const counted = made.filter((name) => !PATIENTS_OWN.test(name))
    console.log(`${made.length} taps in all, counted ${counted.length}: ${counted.join(' → ')}`)
    expect(made.filter((name) => /^[0-9]$/.test(name))).toHaveLength(4)
    expect(counted.length).toBeGreaterThan(0)
    expect(counted.length).toBeLessThanOrEqual(MOST_TAPS)
    expect(await checkIds(world)).toHaveLength(1)
    await world.nurse.takeBack()
  })

  it(`the next one, with the reader still connected, takes fewer`, async () => {
    const made = await tapsOfOneCheck('invalid')
    const counted = made.filter((name) => !PATIENTS_OWN.test(name))
    console.log(`${made.length} taps in all, counted ${counted.length}: ${counted.join(' → ')}`)
    expect(counted.some((name) => name.includes('つなぐ'))).toBe(false)
    expect(counted.length).toBeLessThan(MOST_TAPS)
    expect(await checkIds(world)).toHaveLength(2)
  })

  it('counts what a finger taps, and nothing that a script does', async () => {
    const before = await taps()
    await world.nurse.page.evaluate(() => document.body.click())
    expect(await taps()).toEqual(before)
  })
})
