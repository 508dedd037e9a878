/** One story of a file in one world: what is looked for on the screen, and what each story does on its way. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed } from 'vitest'
import { PASSCODE } from '../../tools/player/nurse'
import { createWorld, type World, type WorldOptions } from '../../tools/player/world'
import { createKeyboard, type Keyboard } from './keyboard'
import { tellAsOneStory } from './one-story'

export const WAIT = { timeout: 30_000 }

type Words = string | RegExp

export interface Story {
  /** From the first test on; it ends with the file, and the reader must have found no fault by then. */
  readonly world: World
  /** Staff's tab, which is another after the tablet was off. */
  readonly page: () => Page
  readonly keys: Keyboard
  readonly button: (name: Words) => Locator
  readonly link: (name: Words) => Locator
  readonly heading: (name: Words) => Locator
  readonly field: (label: Words) => Locator
  readonly radio: (name: Words) => Locator
  readonly tick: (name: Words) => Locator
  readonly text: (words: Words) => Locator
  /** A button of that visit on today's list: 確認する, 続きから確認する, 再照会する. */
  readonly visitButton: (personaId: string, act: string) => Locator
  /** The tablet registered, and what an offline day needs on it. */
  makeReady(): Promise<void>
  /** Stays on the screen that the lock was laid over. */
  unlockHere(): Promise<void>
}

/** Called once in a file. */
export function tellStory(options?: () => WorldOptions): Story {
  let world: World | null = null
  const the = (): World => {
    if (!world) throw new Error('the world is not there yet')
    return world
  }
  const page = (): Page => the().nurse.page
  const byRole = (role: Parameters<Page['getByRole']>[0]) => (name: Words) =>
    page().getByRole(role, { name })
  const button = byRole('button')
  const heading = byRole('heading')

  beforeAll(async () => {
    world = await createWorld(options?.())
  })
  afterAll(async () => {
    const { faults } = the().rig
    await the().end()
    expect(faults).toEqual([])
  })
  tellAsOneStory()
  beforeEach(() => {
    onTestFailed(() => sayWhatIsSeen(page()))
  })

  return {
    get world() {
      return the()
    },
    page,
    keys: createKeyboard(page),
    button,
    link: byRole('link'),
    heading,
    field: byRole('textbox'),
    radio: byRole('radio'),
    tick: byRole('checkbox'),
    text: (words) => page().getByText(words).first(),
    visitButton: (personaId, act) =>
      button(new RegExp(`^${named(the().nameOf(personaId))} を${act}$`)),
    async makeReady() {
      await the().nurse.activate(the().line.origin, the().gateway.activationCode)
      await the().nurse.seeReadyForOffline()
    },
    async unlockHere() {
      await heading('解錠').waitFor(WAIT)
      const staff = page().getByRole('radio')
      if ((await staff.count()) > 0) await staff.first().check()
      await page().locator('input[type=password]').fill(PASSCODE)
      await page().keyboard.press('Enter')
      await heading('解錠').waitFor({ ...WAIT, state: 'detached' })
    },
  }
}

/** Whoever reads of the failure elsewhere has no picture. All of the people are the sandbox's. */
async function sayWhatIsSeen(page: Page): Promise<void> {
  const seen = await page
    .locator('body')
    .innerText({ timeout: 5_000 })
    .catch((fault: unknown) => String(fault))
  process.stdout.write(`${new Date().toISOString()} ${page.url()}\n${seen.slice(0, 2_000)}\n`)
}

/** A name within a pattern: the white space of a role's name is folded, U+3000 too. */
export function named(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
}
