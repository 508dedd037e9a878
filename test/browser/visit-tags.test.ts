/** Visit tags in a real Chromium, over a fake of its NFC: written, locked, and tapped without a line. In their order. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSCODE } from '../../tools/player/nurse'
import { createWorld, type World } from '../../tools/player/world'
import {
  blankTag,
  cardWithoutNdef,
  installFakeNdef,
  urlTag,
  type FakeNfc,
  type FakeTag,
} from '../support/fake-ndef'
import { tellAsOneStory } from '../support/one-story'

const WAIT = { timeout: 30_000 }
const PERSONA = 'valid-30'

let world: World
/** The sticker, as it lies on the patient's file. */
let tag: FakeTag = blankTag()

const page = () => world.nurse.page
const name = (): string => world.nameOf(PERSONA).replace(/\s+/g, '\\s+')
const tap = (label: string): Promise<void> =>
  page().getByRole('button', { name: label, exact: true }).click(WAIT)
const seeWords = (words: string | RegExp): Promise<void> =>
  page().getByText(words).first().waitFor(WAIT)

/** Holds a tag to the tablet once something waits for one. */
async function hold(held: FakeTag): Promise<FakeTag> {
  await page().waitForFunction(() => {
    const { fakeNfc } = globalThis as unknown as { fakeNfc: FakeNfc }
    return fakeNfc.pending !== null || fakeNfc.scans > 0
  })
  return page().evaluate(
    (given) => (globalThis as unknown as { fakeNfc: FakeNfc }).fakeNfc.tap(given),
    held,
  )
}

const addressOf = (held: FakeTag): string =>
  new TextDecoder().decode(new Uint8Array(held.records[0]?.data ?? []))

/** The check of that patient has begun. */
async function seeVisit(): Promise<void> {
  await page().getByRole('heading', { name: '確認をはじめる' }).waitFor(WAIT)
  await seeWords(new RegExp(name()))
}

/** Wherever the lock then leads. */
async function unlock(): Promise<void> {
  await page().locator('input[type=password]').fill(PASSCODE, WAIT)
  await tap('解錠する')
}

async function openLocked(path: string): Promise<void> {
  await page().goto(world.line.origin + path)
  await page().getByRole('button', { name: '解錠する' }).waitFor(WAIT)
}

beforeAll(async () => {
  world = await createWorld()
  await world.chromium.context.addInitScript(installFakeNdef)
  await world.nurse.activate(world.line.origin, world.gateway.activationCode)
  await world.nurse.seeReadyForOffline()
})

afterAll(() => world.end())

tellAsOneStory()

describe('a visit tag', () => {
  it('is written without a line, and holds nothing but an address with a random id', async () => {
    await world.goOffline()
    await page().getByRole('link', { name: 'この端末' }).first().click()
    await page().getByRole('link', { name: 'タグを作る' }).click(WAIT)
    const option = page().locator('option', { hasText: new RegExp(name()) })
    await page()
      .locator('select')
      .selectOption((await option.first().getAttribute('value')) ?? '')
    await tap('タグに書き込む')
    await seeWords('書き込むタグをかざしてください')
    await page().waitForFunction(
      () => (globalThis as unknown as { fakeNfc: FakeNfc }).fakeNfc.pending === 'write',
    )
    tag = await hold(tag)
    await seeWords('訪問タグに書き込みました')
    await seeWords('回線が戻ると自動で伝わります')
    expect(tag.records).toHaveLength(1)
    const { pathname, origin, search, hash } = new URL(addressOf(tag))
    expect([origin, search, hash]).toEqual([world.line.origin, '', ''])
    expect(pathname).toMatch(/^\/v\/[\w-]{22}$/)
  })

  it('is locked after two questions, and only the one that was written', async () => {
    await tap('タグをロックする')
    await tap('次へ')
    await tap('ロックする')
    const other = await hold(urlTag(`${world.line.origin}/v/BBBBBBBBBBBBBBBBBBBBBB`))
    await seeWords('別のタグがかざされました')
    expect(other.readOnly).toBe(false)
    await tap('タグをロックする')
    await tap('次へ')
    await tap('ロックする')
    tag = await hold(tag)
    await seeWords('このタグはもう書き換えられません')
    expect(tag.readOnly).toBe(true)
  })

  it('opens its visit by a tap after a restart without a line', async () => {
    await page().reload()
    await unlock()
    await world.nurse.openVisits()
    await page().getByRole('link', { name: 'タグで開く' }).click(WAIT)
    await tap('タグを待ち受ける')
    await hold(tag)
    await seeVisit()
  })

  it('opens it from its address, through the lock, without a line', async () => {
    await openLocked(new URL(addressOf(tag)).pathname)
    expect(await page().getByText(new RegExp(name())).count()).toBe(0)
    await unlock()
    await seeVisit()
  })

  it('says of a tag that is on no list of today what to do instead', async () => {
    await openLocked('/v/BBBBBBBBBBBBBBBBBBBBBB')
    await unlock()
    await seeWords('今日の一覧にありません')
    await page().getByRole('link', { name: '今日の訪問から選ぶ' }).waitFor(WAIT)
  })

  it('leads on from a マイナンバーカード that is held there, and from foreign content', async () => {
    await tap('タグを待ち受ける')
    await hold(cardWithoutNdef())
    await seeWords('マイナンバーカードは、端末のNFCでは読み取れません')
    await page().getByRole('link', { name: '確認する', exact: true }).first().waitFor(WAIT)
    await hold(urlTag('https://elsewhere.example/v/AAAAAAAAAAAAAAAAAAAAAA'))
    await seeWords('この施設のタグではありません')
  })

  it('is known to the gateway when the line is back, and then by the day’s list', async () => {
    await world.goOnline()
    await world.nurse.openVisits()
    await page().reload()
    await unlock()
    await world.nurse.openVisits()
    await seeWords(/に更新/)
    await world.goOffline()
    await openLocked(new URL(addressOf(tag)).pathname)
    await unlock()
    await seeVisit()
  })
})
