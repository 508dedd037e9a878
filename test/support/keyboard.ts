/** Somebody without a mouse at the screen: Tab, the arrows within a group of radios, and the key that does it. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'

/** More than the longest screen has places for the focus. */
const MOST_TABS = 250
const PATIENCE_MS = 30_000

export interface Keyboard {
  /** Goes on with Tab until the focus is there; within a group of radios with the arrows, which choose. */
  reach(target: Locator): Promise<void>
  /** One after the other, each with Enter. */
  press(...targets: Locator[]): Promise<void>
  /** A radio or a tick. */
  choose(...targets: Locator[]): Promise<void>
  /** Down the list of a closed select. */
  select(target: Locator, value: string): Promise<void>
  /** In place of what stands in the field. */
  type(target: Locator, words: string): Promise<void>
  /** Opens the browser's own chooser of files, and takes that one. */
  chooseFile(target: Locator, file: { name: string; bytes: Uint8Array }): Promise<void>
}

/** Where the focus is: on what is looked for, on another radio of its group, elsewhere, or on nothing. */
type Focus = 'there' | 'group' | 'elsewhere' | 'nowhere'

function focusOf(target: Element): Focus {
  const at = document.activeElement
  if (at === target) return 'there'
  if (at === null || at === document.body) return 'nowhere'
  const isGroup =
    target instanceof HTMLInputElement &&
    at instanceof HTMLInputElement &&
    target.type === 'radio' &&
    at.type === 'radio' &&
    at.name === target.name
  return isGroup ? 'group' : 'elsewhere'
}

/** @param page the one in front, which is another after the tablet was off */
export function createKeyboard(page: () => Page): Keyboard {
  /** The document that was last touched, by when it was loaded. */
  let touched: number | null = null

  /** On a screen that took the place of another the focus has a place from the first; only a load begins without one. */
  async function expectFocus(target: Locator): Promise<void> {
    const loaded = await page().evaluate(() => performance.timeOrigin)
    const isFresh = touched !== loaded
    touched = loaded
    const deadline = Date.now() + 2_000
    while (!isFresh && (await target.evaluate(focusOf)) === 'nowhere') {
      if (Date.now() > deadline) throw new Error(`the focus was lost before ${target.toString()}`)
      await wait(50)
    }
  }

  async function reach(several: Locator): Promise<void> {
    const target = several.first()
    await target.waitFor({ timeout: PATIENCE_MS })
    await expectFocus(target)
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      const focus = await target.evaluate(focusOf)
      if (focus === 'there') return
      await page().keyboard.press(focus === 'group' ? 'ArrowDown' : 'Tab')
    }
    throw new Error(`the keyboard does not come to ${target.toString()}`)
  }

  async function strike(targets: Locator[], key: string): Promise<void> {
    for (const target of targets) {
      await reach(target)
      await page().keyboard.press(key)
    }
  }

  return {
    reach,
    press: (...targets) => strike(targets, 'Enter'),
    choose: (...targets) => strike(targets, 'Space'),
    async select(target, value) {
      await reach(target)
      const { length } = await target.locator('option').all()
      for (let steps = 0; (await target.inputValue()) !== value; steps++) {
        if (steps > length) throw new Error(`${target.toString()} has no ${value}`)
        await page().keyboard.press('ArrowDown')
      }
    },
    async type(target, words) {
      await reach(target)
      await page().keyboard.press('ControlOrMeta+a')
      await page().keyboard.type(words)
    },
    async chooseFile(target, { name, bytes }) {
      const choose = async (): Promise<void> => {
        await reach(target)
        await page().keyboard.press('Enter')
      }
      // Listened for before the way there: Chromium must have heard of it when Enter is pressed.
      const opening = page().waitForEvent('filechooser', { timeout: PATIENCE_MS })
      const [chooser] = await Promise.all([opening, choose()])
      await chooser.setFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) })
    },
  }
}
