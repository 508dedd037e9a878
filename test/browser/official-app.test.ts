/** The official hand-off in a real Chromium: captured without a line, accepted elsewhere, answered with its consent. */
import { describe, expect, it } from 'vitest'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { expectNoViolations } from '../support/look-at'
import { named, tellStory } from '../support/story-world'

/** The person accepts three seconds after being looked for; the gateway looks every three. */
const ANSWERED_WITHIN_MS = 30_000

const story = tellStory()
const { page, keys, button, heading, text } = story
const saved: string[] = []

const nameOf = (persona: string) => named(story.world.nameOf(persona))

/** From today's list to the patient's side by keyboard alone; no reader is touched. */
async function showOfficialPage(persona: string): Promise<void> {
  await heading('今日の訪問').waitFor()
  await keys.press(story.visitButton(persona, '.*確認する'))
  await heading('確認をはじめる').waitFor()
  await keys.press(button('公式アプリで受け付ける'))
  await heading('ご自分のスマートフォンで受け付けます').waitFor()
  await expectNoViolations(page())
}

async function saveAsWaiting(): Promise<void> {
  const before = new Set((await readTablet(page())).outbox)
  await keys.press(button('スタッフの方はこちら'), button('スタッフの画面に戻る'))
  await button('受付待ちで保存').waitFor()
  await expectNoViolations(page())
  await keys.press(button('受付待ちで保存'))
  await heading('端末に保存しました').waitFor()
  await expectNoViolations(page())
  const added = (await readTablet(page())).outbox.filter((id) => !before.has(id))
  expect(added).toHaveLength(1)
  saved.push(...added)
  await keys.press(button('次の訪問へ'))
  await heading('今日の訪問').waitFor()
}

describe('a visit handed over to the official page', () => {
  it('has the facility’s address before the line goes', async () => {
    await story.makeReady()
    await story.world.goOffline()
    await page().reload()
    await story.world.nurse.unlock()
  })

  it('shows the patient a code and a link, drawn without a line, large enough for a phone at 30 cm', async () => {
    await showOfficialPage('official-soon')
    const code = page().getByRole('img', { name: /QRコード/ })
    const box = await code.boundingBox()
    // 96 CSS pixels to the inch: more than 5 cm.
    expect(box?.width).toBeGreaterThanOrEqual(200)
    const link = page().getByRole('link', { name: '公式のページを開く' })
    const href = await link.getAttribute('href')
    expect(href).toBe('https://zaitaku-uketsuke.example/kunren/1399999999')
    await expect.poll(() => link.getAttribute('rel')).toBe('noopener noreferrer')
  })

  it('has the whole code in sight on a phone as well, however far staff had scrolled', async () => {
    const before = page().viewportSize()
    await button('スタッフの方はこちら').click()
    await button('スタッフの画面に戻る').click()
    await button('ほかの方法').click()
    await page().setViewportSize({ width: 360, height: 740 })
    await button('公式アプリで受け付ける').scrollIntoViewIfNeeded()
    await button('公式アプリで受け付ける').click()
    await heading('ご自分のスマートフォンで受け付けます').waitFor()
    const box = await page()
      .getByRole('img', { name: /QRコード/ })
      .boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(30)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(740)
    if (before) await page().setViewportSize(before)
  })

  it('captures the check as waiting, without a line and without asking consent', async () => {
    await saveAsWaiting()
    await showOfficialPage('official-never')
    await saveAsWaiting()
    expect(new Set(saved).size).toBe(2)
    expect((await readTablet(page())).outbox.sort()).toEqual([...saved].sort())
  })

  it('brings answer and consent by itself once the patient has accepted', async () => {
    await story.world.goOnline()
    const ms = await waitForTablet(
      page(),
      ({ answers }) => answers.includes(saved[0] ?? ''),
      ANSWERED_WITHIN_MS,
    )
    console.log(`accepted and answered ${ms} ms after the line came back`)
    await story.world.nurse.openVisits()
    await page()
      .getByRole('link', { name: new RegExp(`^${nameOf('official-soon')} の結果を見る$`) })
      .click()
    await text('有効').waitFor()
    await text('公式アプリで確認').waitFor()
    await text(/診療情報.*薬剤情報/).waitFor()
    await text('電子').waitFor()
    expect(await text('電子証明書').count()).toBe(0)
  })

  it('goes on waiting for the one who does not come, in words and with its age', async () => {
    const { sent } = await readTablet(page())
    expect(sent).toEqual([saved[1]])
    await page()
      .getByRole('link', { name: /送信箱/ })
      .first()
      .click()
    await page()
      .getByRole('link', { name: new RegExp(`^${nameOf('official-never')} の受付待ちを見る$`) })
      .click()
    await text(/公式アプリの受付待ち(.+)/).waitFor()
    await button('もう一度QRコードを見せる').click()
    await page()
      .getByRole('img', { name: /QRコード/ })
      .waitFor()
  })

  it('is taken back with a reason, and the visit is open again', async () => {
    await button('取り下げる').click()
    await page().getByLabel('理由(必須)').fill('カードで確認します')
    await page().getByRole('dialog').getByRole('button', { name: '取り下げる' }).click()
    await waitForTablet(page(), ({ refused }) => refused.includes(saved[1] ?? ''), 10_000)
    await story.world.nurse.openVisits()
    await button(new RegExp(`^${nameOf('official-never')} を.*確認する$`)).waitFor()
  })

  it('asked the authority once about the one accepted, and never about the other', () => {
    expect([...story.world.asked()]).toEqual([[saved[0], 1]])
  })
})
