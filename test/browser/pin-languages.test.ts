/** 暗証番号 on the smallest phone, upright, in every language: nobody scrolls with a card in one hand and four digits in mind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../tools/player/world'
import { PATIENT_LANGUAGES } from '../../src/words/languages'
import { openPinPad, PIN_KEY } from '../support/pin-pad'

const VIEWPORT = { width: 360, height: 740 }
const EVERY_LANGUAGE = PATIENT_LANGUAGES.map(({ id }) => id)

let world: World

beforeAll(async () => {
  world = await openPinPad(VIEWPORT)
})

afterAll(() => world.end())

const page = () => world.nurse.page

/** What would have to be scrolled for, and what is too small; nothing where all is well. */
async function faultsIn(language: string): Promise<string[]> {
  const select = page().locator('.tools select')
  await select.selectOption(language)
  // It shows the language once its words are here.
  await expect.poll(() => select.inputValue()).toBe(language)
  await select.blur()
  return page().evaluate((key) => {
    const { scrollHeight, scrollWidth } = document.documentElement
    const found: string[] = []
    if (scrollHeight > innerHeight) found.push(`${scrollHeight - innerHeight} px too high`)
    if (scrollWidth > innerWidth) found.push(`${scrollWidth - innerWidth} px too wide`)
    for (const button of document.querySelectorAll('.keys button, .acts button')) {
      const { bottom, right, width, height } = button.getBoundingClientRect()
      const isKey = button.closest('.keys') !== null
      if (bottom > innerHeight || right > innerWidth) found.push(`${button.textContent} outside`)
      if (isKey && (width < key || height < key)) found.push(`${button.textContent} too small`)
    }
    return found
  }, PIN_KEY)
}

describe('the keys of the PIN on a phone', () => {
  it.each(EVERY_LANGUAGE)('are all in sight without scrolling in %s', async (language) => {
    expect(await faultsIn(language)).toEqual([])
  })

  it('are so when a digit was typed, and said to be', async () => {
    await page().keyboard.press('1')
    for (const language of EVERY_LANGUAGE) {
      await page().keyboard.press('2')
      expect([language, await faultsIn(language)]).toEqual([language, []])
    }
    await page().keyboard.press('Escape')
  })

  it('are so beside what is said of a wrong PIN, in every language', async () => {
    await page().locator('.tools select').selectOption('ja')
    await world.nurse.typePin('0000')
    await page().getByText('暗証番号が違いました').first().waitFor()
    for (const language of EVERY_LANGUAGE) {
      expect([language, await faultsIn(language)]).toEqual([language, []])
    }
  })
})
