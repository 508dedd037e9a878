/** A phone on its side: nobody scrolls with a card in one hand and four digits in mind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../tools/player/world'
import { openPinPad, PIN_KEY } from '../support/pin-pad'

/** The smallest phone that is sold, on its side. */
const VIEWPORT = { width: 740, height: 360 }

let world: World

beforeAll(async () => {
  world = await openPinPad(VIEWPORT)
})

afterAll(() => world.end())

async function buttons() {
  const found = await world.nurse.page.getByRole('button').all()
  return Promise.all(
    found.map(async (button) => ({
      name: (await button.innerText()).trim(),
      box: (await button.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 },
    })),
  )
}

const ROWS = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
]
const KEYS = [...ROWS.flat(), '0', 'やり直す', '一文字消す']

describe('the keys of the PIN on a phone on its side', () => {
  async function seeAll(): Promise<void> {
    expect(await world.nurse.page.evaluate(() => window.scrollY)).toBe(0)
    const shown = (await buttons()).filter(
      ({ box }) =>
        box.width > 0 &&
        box.x >= 0 &&
        box.y >= 0 &&
        box.x + box.width <= VIEWPORT.width &&
        box.y + box.height <= VIEWPORT.height,
    )
    const names = shown.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([...KEYS, '確認', 'わからない']))
  }

  it('are all in sight, with 確認 and わからない, before anything is scrolled', seeAll)

  it('are as large as upright, and lie over nothing', async () => {
    const all = await buttons()
    for (const { box } of all.filter(({ name }) => KEYS.includes(name))) {
      expect(box.width).toBeGreaterThanOrEqual(PIN_KEY)
      expect(box.height).toBeGreaterThanOrEqual(PIN_KEY)
    }
    for (const [at, one] of all.entries()) {
      for (const other of all.slice(at + 1)) {
        const apart =
          one.box.x + one.box.width <= other.box.x ||
          other.box.x + other.box.width <= one.box.x ||
          one.box.y + one.box.height <= other.box.y ||
          other.box.y + other.box.height <= one.box.y
        expect([one.name, other.name, apart]).toEqual([one.name, other.name, true])
      }
    }
  })

  it('keep 1 to 9 in their places', async () => {
    const all = await buttons()
    const boxOf = (digit: string) => all.find(({ name }) => name === digit)?.box
    for (const row of ROWS) {
      const [left, middle, right] = row.map(boxOf)
      expect(left?.y).toBe(right?.y)
      expect(left?.x).toBeLessThan(middle?.x ?? 0)
      expect(middle?.x).toBeLessThan(right?.x ?? 0)
    }
    expect(boxOf('1')?.x).toBe(boxOf('7')?.x)
  })

  it('are still in sight beside what is said of a wrong PIN', async () => {
    await world.nurse.typePin('0000')
    await world.nurse.page.getByText('暗証番号が違いました').first().waitFor()
    await seeAll()
  })

  it('take the PIN', async () => {
    await world.nurse.typePin(world.image('valid-30').pin ?? '')
    await world.nurse.seeSaved()
  })
})
