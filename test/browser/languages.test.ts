/**
 * The patient's part of one check in Vietnamese, in a real Chromium: without a line, by keyboard alone, with nothing
 * Japanese left on a screen; then the tablet is staff's again, and Japanese.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locator } from 'playwright-core'
import { PATIENT_LANGUAGES } from '../../src/words/languages'
import { PATIENT } from '../../src/words/vi/patient'
import { readTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { tellAsOneStory } from '../support/one-story'

const PERSON = 'valid-30'
const WAIT = { timeout: 30_000 }
const MOST_TABS = 40

let world: World

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
const button = (name: string | RegExp) => page().getByRole('button', { name, exact: true })
const heading = (name: string | RegExp) => page().getByRole('heading', { name, exact: true })

/** The Vietnamese of a sentence that has one form. */
function vi(text: keyof typeof PATIENT): string {
  const said = PATIENT[text]
  if (typeof said !== 'string') throw new Error('a sentence with number forms')
  return said
}

/** Reached by Tab as by somebody without a mouse, then pressed. */
async function press(target: Locator): Promise<void> {
  await target.waitFor(WAIT)
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      await page().keyboard.press('Enter')
      return
    }
    await page().keyboard.press('Tab')
  }
  throw new Error('not reached by Tab')
}

/** Texts in Vietnamese, on screen or for a screen reader, that hold Japanese outside brackets and beside the facility's name. */
async function japaneseLeft(facility: string): Promise<string[]> {
  return page().evaluate((name) => {
    const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u
    const root = document.querySelector('.shell')
    if (!root) return ['no screen of the patient']
    const speaks = (element: Element | null): boolean => element?.closest('[lang]') === root
    const found: string[] = []
    const look = (text: string): void => {
      const rest = text.replaceAll(name, '').replace(/[(（「][^)）」]*[)）」]/gu, '')
      if (japanese.test(rest)) found.push(text.trim())
    }
    for (const element of root.querySelectorAll('*')) {
      if (!speaks(element)) continue
      for (const attribute of ['aria-label', 'title', 'alt', 'placeholder']) {
        look(element.getAttribute(attribute) ?? '')
      }
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) look(child.textContent ?? '')
      }
    }
    return found
  }, facility)
}

async function expectVietnamese(name: string): Promise<void> {
  await expect.poll(() => page().locator('.shell').getAttribute('lang')).toBe('vi')
  expect(await japaneseLeft(await facilityName())).toEqual([])
  await expectNoViolations(page())
  await pictures(name)
}

let facility: string | null = null
async function facilityName(): Promise<string> {
  const way = page().getByText(/dùng để chăm sóc bạn hôm nay/)
  if (facility === null && (await way.count()) > 0) {
    facility = (await way.innerText()).replace(' dùng để chăm sóc bạn hôm nay.', '')
  }
  return facility ?? '\u0000'
}

/** Every language, where somebody asks for pictures; ends in Vietnamese. */
async function pictures(name: string): Promise<void> {
  if (process.env.TAZUNE_PICTURES === undefined) return
  const language = page().locator('.tools select')
  for (const { id } of [...PATIENT_LANGUAGES].reverse()) {
    if (id === 'vi') continue
    await language.selectOption(id)
    await keepPictures(page(), `${name}-${id}`)
  }
  await language.selectOption('vi')
  await keepPictures(page(), `${name}-vi`)
}

describe('a patient who reads Vietnamese', () => {
  it('finds their language on the first screen, without a line', async () => {
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    await world.nurse.seeReadyForOffline()
    await world.goOffline()
    await page().reload()
    await world.nurse.unlock()
    await world.nurse.openVisits()
    await world.nurse.beginVisit(world.nameOf(PERSON))
    await heading('どなたがお答えになりますか').waitFor(WAIT)
    await press(button('Tiếng Việt'))
    await heading(vi('どなたがお答えになりますか')).waitFor(WAIT)
    await expectVietnamese('who')
    await expect.poll(() => page().locator('html').getAttribute('lang')).toBe('ja')
  })

  it('decides about every item, refusing as easily as agreeing', async () => {
    await press(button(vi('患者さん本人')))
    await heading(vi('次の情報を見てもよいですか')).waitFor(WAIT)
    await expectVietnamese('way')
    await press(button(vi('一つずつ選ぶ')))
    for (const answer of ['同意する', '同意しない', '同意する', '同意しない'] as const) {
      const agree = await button(vi('同意する')).boundingBox(WAIT)
      const refuse = await button(vi('同意しない')).boundingBox(WAIT)
      expect(refuse?.width).toBe(agree?.width)
      expect(refuse?.height).toBe(agree?.height)
      if (answer === '同意する') await expectVietnamese('item')
      await press(button(vi(answer)))
    }
    await heading(vi('薬が出るとき、処方箋はどちらがよいですか')).waitFor(WAIT)
    await expectVietnamese('prescription')
    await press(page().getByRole('button', { name: vi('紙の処方箋') }))
    await heading(vi('この内容でよろしいですか')).waitFor(WAIT)
    await expectVietnamese('review')
    await press(button(vi('この内容で決める')))
  })

  it('lays the card down and types the PIN', async () => {
    await heading(vi('マイナンバーカードをここに置いてください')).waitFor(WAIT)
    await expectVietnamese('place')
    world.layCard(PERSON)
    await heading(vi('暗証番号を入力してください')).waitFor(WAIT)
    await expectVietnamese('pin')
    await press(button(vi('わからない')))
    await heading(vi('わからなくても大丈夫です')).waitFor(WAIT)
    await expectVietnamese('forgotten')
    await press(button(vi('戻って入力する')))
    await heading(vi('暗証番号を入力してください')).waitFor(WAIT)
    await press(button(vi('やめる')))
    await page().getByRole('dialog').getByText(vi('お答えいただいた内容は残ります。')).waitFor(WAIT)
    await expectVietnamese('leaving')
    await page().keyboard.press('Escape')
    await page()
      .getByRole('dialog')
      .waitFor({ ...WAIT, state: 'hidden' })
    await heading(vi('暗証番号を入力してください')).focus()
    await page().keyboard.type(world.image(PERSON).pin ?? '')
    await page().keyboard.press('Enter')
    await heading(vi('終わりました。ありがとうございました')).waitFor(WAIT)
    await expectVietnamese('finished')
    expect((await readTablet(page())).outbox).toHaveLength(1)
  })

  it('gives the tablet back, and with it the language', async () => {
    await press(button('スタッフの方はこちら'))
    await press(button('スタッフの画面に戻る'))
    await button('次の訪問へ').waitFor(WAIT)
    await expect.poll(() => page().locator('.shell').count()).toBe(0)
    world.reader.remove()
  })

  it('has it written down in which language the consent was read', async () => {
    await page()
      .getByRole('link', { name: /要対応/ })
      .first()
      .click()
    await page()
      .getByRole('link', { name: /同意の記録/ })
      .click()
    await page()
      .getByRole('link', { name: new RegExp(world.nameOf(PERSON).slice(0, 2)) })
      .first()
      .click()
    await page().getByText('consent-1(ベトナム語)').waitFor(WAIT)
  })
})
