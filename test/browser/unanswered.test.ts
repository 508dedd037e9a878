/**
 * Production in a real Chromium, with a terminal that ends every question with an error: the tablet says which check has no answer, why,
 * in whose words, and leads on to another way. What would bring no answer is on the list before.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { waitForTablet } from '../../tools/player/tablet-data'
import { lookAt } from '../support/look-at'
import { startSimulator, type Simulator } from '../support/oqs/simulator'
import { fillRoster, patientsCsv, writeProduction } from '../support/production'
import { tellStory, WAIT } from '../support/story-world'

const INSTITUTION = '1319999999'
const ASKED = '見本 一郎'
const WITHOUT_NUMBERS = '番号 無子'

let terminal: Simulator | undefined
afterAll(() => terminal?.stop())

const story = tellStory(() => ({
  async prepare(data) {
    terminal = await startSimulator([
      '--institution',
      INSTITUTION,
      '--faults',
      'failed',
      '--rate',
      '1',
    ])
    const { root } = terminal
    await writeProduction(data, [
      { id: 'north', root, institutionCode: INSTITUTION, unconfirmed: 'use' },
    ])
    await fillRoster(data, patientsCsv(), ['patient-valid-30', 'without-numbers'])
  },
}))
const { page, button, heading, link, text } = story

const visitOf = (name: string) => page().getByRole('article').filter({ hasText: name })
const sheet = () => page().getByRole('dialog')

describe('a check that the authority ends without an answer', () => {
  it('could be known of before the visit, where the roster has no numbers', async () => {
    await story.makeReady()
    await heading('今日の訪問').waitFor(WAIT)
    const note = '名簿に保険の番号か生年月日がないため、カードだけでは照会できません。'
    await expect.poll(() => visitOf(WITHOUT_NUMBERS).innerText()).toContain(note)
    await expect.poll(() => visitOf(ASKED).innerText()).not.toContain(note)
    await lookAt(page(), 'production-visits', { fullPage: false })
  })

  it('is asked for as any other', async () => {
    await button(new RegExp(`^見本\\s+一郎 を再照会する$`)).click(WAIT)
    await sheet().getByRole('button', { name: '1人を照会する' }).click(WAIT)
    await sheet().getByText('1人を端末に保存しました', { exact: true }).waitFor(WAIT)
    await button('閉じる').click()
    await waitForTablet(page(), ({ outbox }) => outbox.length === 0, WAIT.timeout)
  })

  it('stands in 要対応 with the reason, and what the authority said in its own words', async () => {
    await page().goto(`${story.world.line.origin}/attention`)
    await story.unlockHere()
    await text('結果の届かない確認 1件').waitFor(WAIT)
    const row = visitOf(ASKED)
    await row.getByText('システムのことば').waitFor(WAIT)
    const said = await row.innerText()
    expect(said).toContain('TZ-G64')
    expect(said).toContain('結果は届きません')
    const words = terminal?.lines.flatMap((line) =>
      line.event === 'truth' && line.said.outcome === 'failed'
        ? [line.said.code, line.said.message]
        : [],
    )
    expect(words?.length).toBeGreaterThan(0)
    for (const each of words ?? []) expect(said).toContain(each)
    await lookAt(page(), 'unanswered')
    await link('送信箱').first().click()
    await text('結果の届かない確認が1件あります').waitFor(WAIT)
    await lookAt(page(), 'unanswered-outbox', { fullPage: false })
  })

  it('leaves its visit open, and leads on to another way', async () => {
    await link('要対応を開く').click()
    await button(/を別の方法で確認する$/).click(WAIT)
    await page().getByLabel('困っていること').waitFor(WAIT)
    await expect.poll(() => page().getByLabel('困っていること').inputValue()).toBe('unasked')
    await lookAt(page(), 'unanswered-ways', { fullPage: false })
  })

  it('asks for nothing any more once somebody has seen to it', async () => {
    await page().goto(`${story.world.line.origin}/attention`)
    await story.unlockHere()
    await button('対応しました').click(WAIT)
    await text('対応が必要なものはありません').waitFor(WAIT)
    await text('対応した、結果の届かない確認 1件').waitFor(WAIT)
    await lookAt(page(), 'unanswered-past', { fullPage: false })
  })
})
