/** The main job in one run, in a real Chromium, down to the card's bytes; each step is a test, in their order. */
import { describe, expect, it } from 'vitest'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import type { World } from '../../tools/player/world'
import { expectNoViolations } from '../support/look-at'
import { named, tellStory, WAIT } from '../support/story-world'

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

const story = tellStory()
const { page, keys, button, heading, link } = story
const saved: string[] = []

async function toThePin(persona: string): Promise<ReturnType<World['layCard']>> {
  await story.world.nurse.beginVisit(story.world.nameOf(persona))
  await story.world.nurse.consent()
  const laid = story.world.layCard(persona)
  await story.world.nurse.seePinPad()
  return laid
}

/** Types the right PIN, waits for the word, and notes which check the tablet now holds. */
async function finish(persona: string): Promise<void> {
  const before = new Set((await readTablet(story.world.nurse.page)).outbox)
  await story.world.nurse.typePin(story.world.image(persona).pin ?? '')
  await story.world.nurse.seeSaved()
  const added = (await readTablet(story.world.nurse.page)).outbox.filter((id) => !before.has(id))
  expect(added).toHaveLength(1)
  saved.push(...added)
  await story.world.nurse.takeBack()
  story.world.reader.remove()
}

describe('a day of visits without a line', () => {
  it('registers the tablet while there is a line, and has visits and challenges in advance', async () => {
    await story.makeReady()
    expect((await readTablet(story.world.nurse.page)).challenges.length).toBeGreaterThanOrEqual(5)
  })

  it('starts again without a line, and opens with the passcode', async () => {
    await story.world.goOffline()
    await story.world.nurse.page.reload()
    await story.world.nurse.unlock()
    await story.world.nurse.openVisits()
    // Chromium calls itself online after such a start; either way the bar says that it is saved here.
    await expectWords(/回線なし|サーバーに届きません/)
  })

  it('captures a check by keyboard alone, no screen with a fault that axe finds', async () => {
    const { persona } = VISITS.valid
    await see('今日の訪問')
    await keys.press(story.visitButton(persona, '.*確認する'))
    await see('確認をはじめる')
    await keys.press(button('リーダーをつなぐ'))
    await expectWords(/ACR1255U-J1-/)
    await keys.press(button('同意と確認へ進む'))
    await see('患者さんにお渡しください')
    await keys.press(button('患者さんがはじめる'))
    await see('どなたがお答えになりますか')
    await keys.press(button(/^患者さん本人/))
    await see('次の情報を見てもよいですか')
    await keys.press(button('すべて同意する'), button(/紙の処方箋/))
    await see('この内容でよろしいですか')
    await keys.press(button('この内容で決める'))
    await see('マイナンバーカードをここに置いてください')
    story.world.layCard(persona)
    await see('暗証番号を入力してください')
    await page().keyboard.type(story.world.image(persona).pin ?? '')
    await page().keyboard.press('Enter')
    await see('終わりました。ありがとうございました')
    await keys.press(button('スタッフの方はこちら'), button('スタッフの画面に戻る'))
    await see('端末に保存しました')
    saved.push(...(await readTablet(page())).outbox)
    expect(saved).toHaveLength(1)
    await keys.press(button('次の訪問へ'))
    await heading('今日の訪問').waitFor(WAIT)
    story.world.reader.remove()
  })

  it('says how many tries are left after a wrong PIN, and captures with the right one', async () => {
    const { card } = await toThePin(VISITS.invalid.persona)
    await story.world.nurse.typePin(otherThan(story.world.image(VISITS.invalid.persona).pin))
    await expectWords('暗証番号が違いました')
    expect(card.triesLeft).toBe(2)
    await finish(VISITS.invalid.persona)
    expect(card.triesLeft).toBe(3)
  })

  it('sends one VERIFY for each time the digits were typed, though the card was torn off in the middle', async () => {
    const { card, putBack } = await toThePin(VISITS.newOne.persona)
    const verifies = countOf(card.log, '00200080')
    card.tearOff({ at: (header) => header === '00200080', executed: true })
    await story.world.nurse.typePin(story.world.image(VISITS.newOne.persona).pin ?? '')
    await story.world.nurse.seeCardLost()
    expect(countOf(card.log, '00200080')).toBe(verifies + 1)
    putBack()
    await story.world.nurse.seePinPad()
    // The counter was read again, by an empty VERIFY that costs nothing.
    expect(countOf(card.log, '00200080')).toBe(verifies + 2)
    await finish(VISITS.newOne.persona)
    expect(countOf(card.log, '00200080')).toBe(verifies + 3)
  })

  it('loses nothing that was said to be saved when the tab dies while the next one is being saved', async () => {
    await toThePin(VISITS.none.persona)
    await story.world.nurse.typePin(story.world.image(VISITS.none.persona).pin ?? '')
    await story.world.crashTab()
    await story.world.openTab('/visits')
    await story.world.nurse.unlock()
    const { outbox } = await readTablet(story.world.nurse.page)
    expect(outbox).toEqual(expect.arrayContaining(saved))
    const extra = outbox.filter((id) => !saved.includes(id))
    expect(extra.length).toBeLessThanOrEqual(1)
    // Whether it came through is the disk's to say; if not, the patient's decision is still there to go on from.
    if (extra.length === 1) saved.push(...extra)
    else {
      story.world.reader.remove()
      await story.world.nurse.beginVisit(story.world.nameOf(VISITS.none.persona))
      await story.world.nurse.consent()
      story.world.layCard(VISITS.none.persona)
      await finish(VISITS.none.persona)
    }
  })

  it('captures a fifth check of yet another outcome', async () => {
    await story.world.nurse.openVisits()
    await toThePin(VISITS.multiple.persona)
    await finish(VISITS.multiple.persona)
    expect(new Set(saved).size).toBe(5)
  })

  it('holds all five after the power went (SIGKILL), started without a line', async () => {
    await story.world.killTablet()
    await story.world.startTablet('/outbox')
    await story.world.nurse.unlock()
    const { outbox } = await readTablet(story.world.nurse.page)
    expect([...outbox].sort()).toEqual([...saved].sort())
    await expectWords('未送信')
  })

  it('has every answer within five seconds of the line, by itself', async () => {
    await story.world.goOnline()
    const ms = await waitForTablet(
      story.world.nurse.page,
      ({ answers }) => saved.every((id) => answers.includes(id)),
      ANSWERED_WITHIN_MS,
    )
    console.log(`five answers ${ms} ms after the line came back`)
    const { outbox, sent, refused, answers } = await readTablet(story.world.nurse.page)
    expect([outbox, sent, refused]).toEqual([[], [], []])
    expect([...answers].sort()).toEqual([...saved].sort())
  })

  it('asked the authority exactly once for each check', () => {
    const asked = story.world.asked()
    expect([...asked.keys()].sort()).toEqual([...saved].sort())
    expect(new Set(asked.values())).toEqual(new Set([1]))
  })

  it.each(Object.values(VISITS))('shows what $persona means and what to do', async (visit) => {
    await story.world.nurse.openVisits()
    const name = named(story.world.nameOf(visit.persona))
    await link(new RegExp(`^${name} の結果を見る$`)).click()
    await expectWords(visit.banner)
    await expectNoViolations(page())
    if (visit.persona !== 'valid-30') await expectWords('次にすること')
  })
})

/** That screen, and no fault on it that axe finds. */
async function see(title: string): Promise<void> {
  await heading(title).waitFor(WAIT)
  await expectNoViolations(page())
}

async function expectWords(text: string | RegExp): Promise<void> {
  await story.world.nurse.page.getByText(text).first().waitFor({ timeout: 15_000 })
}

function countOf(log: readonly string[], header: string): number {
  return log.filter((entry) => entry === header).length
}

function otherThan(pin: string | null): string {
  return pin === '0000' ? '1111' : '0000'
}
