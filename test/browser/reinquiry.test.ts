/**
 * 再照会 of the day's whole list in a real Chromium: asked for without a line and by keyboard alone, cut off in the middle
 * and sent once all the same; what needs a card, and why, is on the list before (R33).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { tellAsOneStory } from '../support/one-story'

const WAIT = { timeout: 30_000 }
/** Presses of Tab within which everything on the screen has been met. */
const MOST_TABS = 120

let world: World
/** Checks of the round, in the order of the list. */
let asked: string[] = []

beforeAll(async () => {
  world = await createWorld()
})

afterAll(async () => {
  const { faults } = world.rig
  await world.end()
  expect(faults).toEqual([])
})

tellAsOneStory()

const page = () => world.nurse.page
const text = (words: string | RegExp) => page().getByText(words).first()
const sheet = () => page().getByRole('dialog')
const wholeList = () => page().getByRole('button', { name: /まとめて照会する$/ })
const visitOf = (personaId: string) =>
  page()
    .getByRole('article')
    .filter({ hasText: world.nameOf(personaId) })

/** As somebody does who has no mouse: Tab until it has the focus. */
async function tabTo(name: RegExp): Promise<void> {
  for (let pressed = 0; pressed < MOST_TABS; pressed++) {
    await page().keyboard.press('Tab')
    const words = await page().evaluate(() => {
      const focused = document.activeElement
      const label = focused?.closest('label')?.textContent ?? focused?.textContent ?? ''
      return focused?.getAttribute('aria-label') ?? label
    })
    if (name.test(words)) return
  }
  throw new Error(`Tab never came to ${name.source}`)
}

describe('再照会 of the day’s whole list', () => {
  it('is offered on a list that says what each visit needs', async () => {
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    await world.nurse.seeReadyForOffline()
    await wholeList().waitFor(WAIT)
    for (const group of [/^カード必要 \d/, /^再照会のみ \d/, /^前回 無効 \d/, /^期限 \d/]) {
      await page().getByRole('radio', { name: group }).waitFor(WAIT)
    }
    expect(await visitOf('cert-grace').innerText()).toMatch(/までは保険の確認だけできます/)
    expect(await visitOf('invalid').innerText()).toContain('保険が変わったかを尋ねます')
    expect(await visitOf('valid-30').innerText()).toContain('カード必要')
    await expectNoViolations(page())
    await keepPictures(page(), 'visits', { fullPage: false })
  })

  it('says whom it asks and whom not, without a line and by keyboard', async () => {
    await world.goOffline()
    await tabTo(/まとめて照会する/)
    await page().keyboard.press('Enter')
    await sheet().waitFor(WAIT)
    await sheet().getByText('カードでの確認が、まだありません。').first().waitFor(WAIT)
    await sheet().getByText('訪問が続いている人だけを選んでください。').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'reinquiry', { fullPage: false })
  })

  it('saves a check for each that is chosen, once the long gap is confirmed', async () => {
    const chosen = await sheet().getByRole('checkbox', { checked: true }).count()
    expect(chosen).toBeGreaterThan(3)
    await tabTo(/日たっています/)
    await page().keyboard.press('Space')
    await tabTo(/人を照会する/)
    await page().keyboard.press('Enter')
    await sheet()
      .getByText(`${chosen + 1}人を端末に保存しました`, { exact: true })
      .waitFor(WAIT)
    asked = (await readTablet(page())).outbox
    expect(asked).toHaveLength(chosen + 1)
    await expectNoViolations(page())
    await keepPictures(page(), 'reinquiry-saved', { fullPage: false })
    await tabTo(/^閉じる$/)
    await page().keyboard.press('Enter')
    await sheet().waitFor({ ...WAIT, state: 'detached' })
    expect(await wholeList().count()).toBe(0)
    expect(await text('端末に保存・未送信').count()).toBe(1)
  })

  it('asks nobody a second time after the tablet was off', async () => {
    await world.killTablet()
    await world.startTablet('/visits')
    await world.nurse.unlock()
    await text('端末に保存・未送信').waitFor(WAIT)
    expect(await wholeList().count()).toBe(0)
    expect(
      await page()
        .getByRole('button', { name: /を再照会する$/ })
        .count(),
    ).toBe(0)
    expect((await readTablet(page())).outbox).toEqual(asked)
  })

  it('is sent once, although the line is cut before the gateway’s word arrives', async () => {
    const before = world.line.requests.length
    world.line.loseReplies(1)
    await world.goOnline()
    await waitForTablet(page(), ({ outbox }) => outbox.length === 0, WAIT.timeout)
    await waitForTablet(page(), ({ answers }) => answers.length === asked.length, WAIT.timeout)
    const { refused, sent, answers } = await readTablet(page())
    expect({ refused, sent }).toEqual({ refused: [], sent: [] })
    expect(answers).toEqual(asked)
    const sends = world.line.requests.slice(before).filter((each) => each === 'POST /v1/checks')
    expect(sends.length).toBeGreaterThan(1)
    expect(asked.map((id) => world.asked().get(id))).toEqual(asked.map(() => 1))
  })

  it('shows the answers on the list, and what is left to do in 要対応', async () => {
    await visitOf('disease-dialysis').getByText('結果あり').waitFor(WAIT)
    // The patients have yet to be told, also by the list that the gateway makes anew.
    await page().getByRole('button', { name: '一覧を更新' }).click()
    await page()
      .getByRole('radio', { name: /^期限 2/ })
      .waitFor(WAIT)
    await visitOf('cert-grace')
      .getByText(/までは保険の確認だけできます/)
      .waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'visits-answered', { fullPage: false })
    await page()
      .getByRole('link', { name: /要対応/ })
      .first()
      .click()
    await text(new RegExp(world.nameOf('invalid').replace(/\s+/g, '\\s+'))).waitFor(WAIT)
    await expectNoViolations(page())
  })
})
