/**
 * デジタル認証アプリ in a real Chromium: the tablet is one page, the patient's phone another, and between them stands a
 * provider that others wrote, with its own forms for login and consent.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import { birthdateOf } from '../../server/authority/sandbox/person-facts'
import { dayInJapan } from '../../domain/days'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { CLIENT_ID, playProvider, type PlayedProvider } from '../support/identity-provider'
import { expectNoViolations } from '../support/look-at'
import { tellStory } from '../support/story-world'

const WITHIN = { timeout: 20_000 }
const PERSONA = 'valid-30'
const OTHER = 'official-soon'

let provider: PlayedProvider
let phone: Page
const saved: string[] = []

const story = tellStory(() => ({
  async prepare(data, origin) {
    provider = await playProvider(`${origin}/identity/callback`)
    for (const id of [PERSONA, OTHER]) {
      const person = SANDBOX_PEOPLE.find((each) => each.id === id)
      if (!person) throw new Error(`no such person ${id}`)
      const birthdate = birthdateOf(person, dayInJapan(Date.now()))
      provider.people.set(id, { name: person.name, birthdate })
    }
    writeFileSync(join(data, 'identity-key.json'), JSON.stringify(provider.clientKey), {
      mode: 0o600,
    })
    writeFileSync(
      join(data, 'facility.json'),
      JSON.stringify({
        id: 'training-facility',
        name: '訓練訪問看護ステーション みほん',
        staff: [{ id: 'staff-nurse-1', name: '看護　花子' }],
        digitalIdentity: {
          discovery: provider.discovery.href,
          clientId: CLIENT_ID,
          keyFile: 'identity-key.json',
          redirectBase: origin,
        },
      }),
    )
  },
}))
const { page, keys, button, heading, text } = story

beforeAll(async () => {
  phone = await story.world.chromium.context.newPage()
  await phone.setViewportSize({ width: 360, height: 740 })
})

afterAll(() => provider.stop())

/** Both are pages of one browser, which slows the one that is not in front. */
const toTablet = () => page().bringToFront()
const toPhone = () => phone.bringToFront()

async function openSetting(persona: string): Promise<void> {
  await toTablet()
  await story.world.nurse.openVisits()
  await keys.press(story.visitButton(persona, '.*確認する'))
  await heading('確認をはじめる').waitFor(WITHIN)
}

/** From 確認をはじめる through the patient's consent to the code for their phone, by keyboard alone; its address. */
async function showCode(): Promise<string> {
  await keys.press(button('デジタル認証アプリで確認する'), button('患者さんがはじめる'))
  await keys.press(button(/^患者さん本人/), button('すべて同意する'))
  await keys.press(button(/紙の処方箋/), button('この内容で決める'))
  const address = await readCode()
  await expectNoViolations(page())
  return address
}

async function readCode(): Promise<string> {
  const link = page().getByRole('link', { name: 'この端末で開く' })
  await link.waitFor(WITHIN)
  return (await link.getAttribute('href')) ?? ''
}

async function logIn(address: string, login: string): Promise<void> {
  await toPhone()
  await phone.goto(address)
  await phone.getByRole('link', { name: 'デジタル認証アプリに進む' }).click()
  await phone.getByPlaceholder('Enter any login').fill(login)
  await phone.getByPlaceholder('and password').fill('any')
  await phone.getByRole('button', { name: 'Sign-in' }).click()
}

async function toStaff(): Promise<void> {
  await toTablet()
  await expectNoViolations(page())
  await keys.press(button('スタッフの方はこちら'), button('スタッフの画面に戻る'))
}

describe('a patient who proves who they are on their own phone', () => {
  it('is offered the way once the gateway has it, and not without a line', async () => {
    await toTablet()
    await story.makeReady()
    await openSetting(PERSONA)
    await button('デジタル認証アプリで確認する').waitFor(WITHIN)
    await story.world.goOffline()
    await text('回線がないため').waitFor(WITHIN)
    expect(await button('デジタル認証アプリで確認する').count()).toBe(0)
    await story.world.goOnline()
    await button('デジタル認証アプリで確認する').waitFor({ timeout: 60_000 })
  })

  it('decides first, and then sees the whole code on a phone-sized screen as well', async () => {
    const before = page().viewportSize()
    await page().setViewportSize({ width: 360, height: 740 })
    const address = await showCode()
    expect(address).toMatch(new RegExp(`^${story.world.line.origin}/identity/[\\w-]{22}$`))
    const box = await page()
      .getByRole('img', { name: /デジタル認証アプリのQRコード/ })
      .boundingBox()
    expect(box?.width).toBeGreaterThanOrEqual(200)
    expect(box?.y).toBeGreaterThanOrEqual(30)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(740)
    if (before) await page().setViewportSize(before)
    await waitForTablet(page(), ({ sent }) => sent.length === 1, WITHIN.timeout)
    saved.push(...(await readTablet(page())).sent)
  })

  it('is told by the gateway’s own page what comes, though the app’s worker serves this origin', async () => {
    await toPhone()
    await phone.goto(await readCode())
    await phone.getByText('訓練訪問看護ステーション みほん').waitFor(WITHIN)
    await phone.getByText('心当たりのない方').waitFor(WITHIN)
    expect(await phone.locator('script').count()).toBe(0)
  })

  it('logs in and agrees at the provider, and the tablet shows it without a touch', async () => {
    await logIn(await readCode(), PERSONA)
    await phone.getByRole('button', { name: 'Continue' }).click()
    await phone.getByRole('heading', { name: '確認できました' }).waitFor(WITHIN)
    await toTablet()
    await heading(/^確認できました/).waitFor(WITHIN)
  })

  it('has the answer brought to the tablet, with the consent taken there', async () => {
    await toStaff()
    await heading('結果が届きました').waitFor({ timeout: 30_000 })
    await expectNoViolations(page())
    await keys.press(story.link('結果を見る'))
    await text('有効').waitFor(WITHIN)
    await text('デジタル認証アプリで本人を確認').waitFor(WITHIN)
    await text(/診療情報.*薬剤情報/).waitFor(WITHIN)
    expect([...story.world.asked()]).toEqual([[saved[0], 1]])
  })
})

describe('a patient with whom it does not work', () => {
  it('who ends it at the provider is told that nothing is lost, and so is the tablet', async () => {
    await openSetting(OTHER)
    const address = await showCode()
    await toPhone()
    await phone.goto(address)
    await phone.getByRole('link', { name: 'デジタル認証アプリに進む' }).click()
    await phone.getByRole('link', { name: /Cancel/ }).click()
    await phone.getByRole('heading', { name: '確認をやめました' }).waitFor(WITHIN)
    await toTablet()
    await heading('アプリでは確認できませんでした').waitFor(WITHIN)
    await toStaff()
    await text('TZ-I02').waitFor(WITHIN)
  })

  it('is somebody else: neither page says who, and staff read what to look at', async () => {
    await button('もう一度QRコードを出す').click()
    await logIn(await readCode(), PERSONA)
    const agree = phone.getByRole('button', { name: 'Continue' })
    const result = phone.getByRole('heading', { name: '確かめられませんでした' })
    await agree.or(result).first().waitFor(WITHIN)
    if (await agree.isVisible()) await agree.click()
    await result.waitFor(WITHIN)
    expect(await phone.locator('body').innerText()).not.toContain(story.world.nameOf(PERSONA))
    await toTablet()
    await text('TZ-I09').waitFor(WITHIN)
  })

  it('goes on with another way, and the answers are kept', async () => {
    await button('別の方法で確認する').click()
    await heading('確認をはじめる').waitFor(WITHIN)
    await text('同意はお答え済みです').waitFor(WITHIN)
    expect([...story.world.asked()]).toEqual([[saved[0], 1]])
  })
})
