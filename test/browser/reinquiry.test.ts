/**
 * 再照会 of the day's whole list in a real Chromium: asked for without a line and by keyboard alone, cut off in the middle
 * and sent once all the same; what needs a card, and why, is on the list before (R33).
 */
import { describe, expect, it } from 'vitest'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { named, tellStory, WAIT } from '../support/story-world'

/** Each is asked alone: from their row of the list, and within their check. */
const FROM_ROW = 'name-toku'
const FROM_CHECK = 'welfare-combined'

const story = tellStory()
const { page, keys, button, heading, text, tick, visitButton } = story
/** Checks of all rounds, in the order in which they were asked for. */
let asked: string[] = []

const sheet = () => page().getByRole('dialog')
const wholeList = () => page().getByRole('button', { name: /まとめて照会する$/ })
const visitOf = (personaId: string) =>
  page()
    .getByRole('article')
    .filter({ hasText: story.world.nameOf(personaId) })

describe('再照会 of the day’s whole list', () => {
  it('is offered on a list that says what each visit needs', async () => {
    await story.makeReady()
    await wholeList().waitFor(WAIT)
    for (const group of [/^カード必要 \d/, /^再照会のみ \d/, /^前回 無効 \d/, /^期限 \d/]) {
      await page().getByRole('radio', { name: group }).waitFor(WAIT)
    }
    await expect
      .poll(() => visitOf('cert-grace').innerText())
      .toMatch(/までは保険の確認だけできます/)
    await expect.poll(() => visitOf('invalid').innerText()).toContain('保険が変わったかを尋ねます')
    await expect.poll(() => visitOf('valid-30').innerText()).toContain('カード必要')
    await expectNoViolations(page())
    await keepPictures(page(), 'visits', { fullPage: false })
  })

  it('says whom it asks and whom not, without a line and by keyboard', async () => {
    await story.world.goOffline()
    await keys.press(wholeList())
    await sheet().waitFor(WAIT)
    await sheet().getByText('カードでの確認が、まだありません。').first().waitFor(WAIT)
    await sheet().getByText('訪問が続いている人だけを選んでください。').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'reinquiry', { fullPage: false })
  })

  it('of one: is asked for from their row, and saved', async () => {
    await keys.press(sheet().getByRole('button', { name: 'やめる' }))
    await sheet().waitFor({ ...WAIT, state: 'detached' })
    await keys.press(visitButton(FROM_ROW, '再照会する'))
    await sheet().waitFor(WAIT)
    await expectNoViolations(page())
    await keys.press(sheet().getByRole('button', { name: '1人を照会する' }))
    await sheet().getByText('1人を端末に保存しました', { exact: true }).waitFor(WAIT)
    await keys.press(button('閉じる'))
    await sheet().waitFor({ ...WAIT, state: 'detached' })
  })

  it('of one: is asked for within their check, and saved', async () => {
    await keys.press(visitButton(FROM_CHECK, '確認する'))
    await heading('確認をはじめる').waitFor(WAIT)
    await keys.press(button('再照会する'))
    await story.world.nurse.seeSaved()
    await expectNoViolations(page())
    await keys.press(button('次の訪問へ'))
    asked = (await readTablet(page())).outbox
    expect(asked).toHaveLength(2)
    await keys.press(wholeList())
    await sheet().waitFor(WAIT)
  })

  it('saves a check for each that is chosen, once the long gap is confirmed', async () => {
    const chosen = await sheet().getByRole('checkbox', { checked: true }).count()
    expect(chosen).toBeGreaterThan(3)
    await keys.choose(tick(/日たっています/))
    await keys.press(sheet().getByRole('button', { name: /人を照会する/ }))
    await sheet()
      .getByText(`${chosen + 1}人を端末に保存しました`, { exact: true })
      .waitFor(WAIT)
    asked = (await readTablet(page())).outbox
    expect(asked).toHaveLength(2 + chosen + 1)
    await expectNoViolations(page())
    await keepPictures(page(), 'reinquiry-saved', { fullPage: false })
    await keys.press(button('閉じる'))
    await sheet().waitFor({ ...WAIT, state: 'detached' })
    await expect.poll(() => wholeList().count()).toBe(0)
    await expect.poll(() => text('端末に保存・未送信').count()).toBe(1)
  })

  it('asks nobody a second time after the tablet was off', async () => {
    await story.world.killTablet()
    await story.world.startTablet('/visits')
    await story.unlockHere()
    await text('端末に保存・未送信').waitFor(WAIT)
    await expect.poll(() => wholeList().count()).toBe(0)
    expect(
      await page()
        .getByRole('button', { name: /を再照会する$/ })
        .count(),
    ).toBe(0)
    expect((await readTablet(page())).outbox).toEqual(asked)
  })

  it('is sent once, although the line is cut before the gateway’s word arrives', async () => {
    const before = story.world.line.requests.length
    story.world.line.loseReplies(1)
    await story.world.goOnline()
    await waitForTablet(page(), ({ outbox }) => outbox.length === 0, WAIT.timeout)
    await waitForTablet(page(), ({ answers }) => answers.length === asked.length, WAIT.timeout)
    const { refused, sent, answers } = await readTablet(page())
    expect({ refused, sent }).toEqual({ refused: [], sent: [] })
    expect(answers).toEqual(asked)
    const sends = story.world.line.requests
      .slice(before)
      .filter((each) => each === 'POST /v1/checks')
    expect(sends.length).toBeGreaterThan(1)
    expect(asked.map((id) => story.world.asked().get(id))).toEqual(asked.map(() => 1))
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
    await text(new RegExp(named(story.world.nameOf('invalid')))).waitFor(WAIT)
    await expectNoViolations(page())
  })
})
