/** The official hand-off in a real Chromium: captured without a line, accepted elsewhere, answered with its consent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { tellAsOneStory } from '../support/one-story'

/** The person accepts three seconds after being looked for; the gateway looks every three. */
const ANSWERED_WITHIN_MS = 30_000

let world: World
const saved: string[] = []

beforeAll(async () => {
  world = await createWorld()
})

afterAll(async () => {
  const { faults } = world.rig
  await world.end()
  expect(faults).toEqual([])
})

tellAsOneStory()

const button = (name: string | RegExp) => world.nurse.page.getByRole('button', { name })
const words = (text: string | RegExp) => world.nurse.page.getByText(text).first()
const heading = (name: string) => world.nurse.page.getByRole('heading', { name })
const nameOf = (persona: string) => world.nameOf(persona).replace(/\s+/g, '\\s+')

/** From today's list to the patient's side; no reader is touched. */
async function showOfficialPage(persona: string): Promise<void> {
  await world.nurse.openVisits()
  await button(new RegExp(`^${nameOf(persona)} を.*確認する$`)).click()
  await heading('確認をはじめる').waitFor()
  await button('公式アプリで受け付ける').click()
  await heading('ご自分のスマートフォンで受け付けます').waitFor()
}

async function saveAsWaiting(): Promise<void> {
  const before = new Set((await readTablet(world.nurse.page)).outbox)
  await button('スタッフの方はこちら').click()
  await button('スタッフの画面に戻る').click()
  await button('受付待ちで保存').click()
  await heading('端末に保存しました').waitFor()
  const added = (await readTablet(world.nurse.page)).outbox.filter((id) => !before.has(id))
  expect(added).toHaveLength(1)
  saved.push(...added)
  await button('次の訪問へ').click()
  await heading('今日の訪問').waitFor()
}

describe('a visit handed over to the official page', () => {
  it('has the facility’s address before the line goes', async () => {
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    await world.nurse.seeReadyForOffline()
    await world.goOffline()
    await world.nurse.page.reload()
    await world.nurse.unlock()
  })

  it('shows the patient a code and a link, drawn without a line, large enough for a phone at 30 cm', async () => {
    await showOfficialPage('official-soon')
    const { page } = world.nurse
    const code = page.getByRole('img', { name: /QRコード/ })
    const box = await code.boundingBox()
    // 96 CSS pixels to the inch: more than 5 cm.
    expect(box?.width).toBeGreaterThanOrEqual(200)
    const link = page.getByRole('link', { name: '公式のページを開く' })
    const href = await link.getAttribute('href')
    expect(href).toBe('https://zaitaku-uketsuke.example/kunren/1399999999')
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  })

  it('has the whole code in sight on a phone as well, however far staff had scrolled', async () => {
    const { page } = world.nurse
    const before = page.viewportSize()
    await button('スタッフの方はこちら').click()
    await button('スタッフの画面に戻る').click()
    await button('ほかの方法').click()
    await page.setViewportSize({ width: 360, height: 740 })
    await button('公式アプリで受け付ける').scrollIntoViewIfNeeded()
    await button('公式アプリで受け付ける').click()
    await heading('ご自分のスマートフォンで受け付けます').waitFor()
    const box = await page.getByRole('img', { name: /QRコード/ }).boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(30)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(740)
    if (before) await page.setViewportSize(before)
  })

  it('captures the check as waiting, without a line and without asking consent', async () => {
    await saveAsWaiting()
    await showOfficialPage('official-never')
    await saveAsWaiting()
    expect(new Set(saved).size).toBe(2)
    expect((await readTablet(world.nurse.page)).outbox.sort()).toEqual([...saved].sort())
  })

  it('brings answer and consent by itself once the patient has accepted', async () => {
    await world.goOnline()
    const ms = await waitForTablet(
      world.nurse.page,
      ({ answers }) => answers.includes(saved[0] ?? ''),
      ANSWERED_WITHIN_MS,
    )
    console.log(`accepted and answered ${ms} ms after the line came back`)
    await world.nurse.openVisits()
    await world.nurse.page
      .getByRole('link', { name: new RegExp(`^${nameOf('official-soon')} の結果を見る$`) })
      .click()
    await words('有効').waitFor()
    await words('公式アプリで確認').waitFor()
    await words(/診療情報.*薬剤情報/).waitFor()
    await words('電子').waitFor()
    expect(await words('電子証明書').count()).toBe(0)
  })

  it('goes on waiting for the one who does not come, in words and with its age', async () => {
    const { page } = world.nurse
    const { sent } = await readTablet(page)
    expect(sent).toEqual([saved[1]])
    await page
      .getByRole('link', { name: /送信箱/ })
      .first()
      .click()
    await page
      .getByRole('link', { name: new RegExp(`^${nameOf('official-never')} の受付待ちを見る$`) })
      .click()
    await words(/公式アプリの受付待ち(.+)/).waitFor()
    await button('もう一度QRコードを見せる').click()
    await page.getByRole('img', { name: /QRコード/ }).waitFor()
  })

  it('is taken back with a reason, and the visit is open again', async () => {
    const { page } = world.nurse
    await button('取り下げる').click()
    await page.getByLabel('理由(必須)').fill('カードで確認します')
    await page.getByRole('dialog').getByRole('button', { name: '取り下げる' }).click()
    await waitForTablet(page, ({ refused }) => refused.includes(saved[1] ?? ''), 10_000)
    await world.nurse.openVisits()
    await button(new RegExp(`^${nameOf('official-never')} を.*確認する$`)).waitFor()
  })

  it('asked the authority once about the one accepted, and never about the other', () => {
    expect([...world.asked()]).toEqual([[saved[0], 1]])
  })
})
