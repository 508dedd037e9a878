/** The administrator's pages without a mouse, in a real Chromium: every control, every question, and where the focus is after it. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openAdminPage, PASSCODE } from '../support/admin-page'
import { activateDevice } from '../support/device-client'
import { createKeyboard } from '../support/keyboard'
import { expectNoViolations, lookAt } from '../support/look-at'
import { tellAsOneStory } from '../support/one-story'
import { walkByTab } from '../support/tab-walk'

const admin = openAdminPage({
  begin: async ({ activationCode }, origin) => {
    await activateDevice(activationCode.replaceAll('-', ''), { fetch, origin })
  },
})
const { button, link, heading } = admin
const keys = createKeyboard(() => admin.page)
let page: Page
let signIn = ''
beforeAll(() => {
  page = admin.page
})
tellAsOneStory()

/** What has the focus, in its own words or by its name. */
const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement
    if (at === null || at === document.body) return 'nothing'
    const title = at.matches('[data-page-title]') ? 'title ' : ''
    const named = document.getElementById(at.getAttribute('aria-labelledby') ?? '')
    const label = at instanceof HTMLInputElement ? at.labels?.[0] : null
    return title + (named ?? label ?? at).textContent.trim()
  })
const expectTitle = (words: string) => expect.poll(focused).toBe(`title ${words}`)
const expectFocus = (words: string | RegExp) => expect.poll(focused).toMatch(words)
const dialog = () => page.getByRole('dialog')

/** Enter opens it, Tab stays in it, Escape closes it and gives the focus back; then yes. */
async function answer(asked: ReturnType<typeof button>, yes: string): Promise<void> {
  await keys.press(asked)
  await dialog().waitFor()
  await expectNoViolations(page)
  for (let tabs = 0; tabs < 5; tabs += 1) {
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(() => {
      const at = document.activeElement
      return at === document.body || at?.closest('dialog') !== null
    })
    expect(inside).toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'hidden' })
  await expect
    .poll(() => asked.evaluate((element) => element === document.activeElement))
    .toBe(true)
  await page.keyboard.press('Enter')
  await keys.press(dialog().getByRole('button', { name: yes, exact: true }))
  await dialog().waitFor({ state: 'hidden' })
}

async function expectWalk(): Promise<void> {
  const { stops, visited, unseen, mouseOnly } = await walkByTab(page)
  expect(stops.length).toBeGreaterThan(1)
  expect(visited).toEqual(stops)
  expect({ unseen, mouseOnly }).toEqual({ unseen: [], mouseOnly: [] })
  // As after a change of page: once around, the focus has left the page.
  await page.locator('[data-page-title]').focus()
}

const csv = (rows: string[]) =>
  new TextEncoder().encode(['患者番号,氏名,フリガナ,生年月日', ...rows].join('\n'))
async function choose(bytes: Uint8Array): Promise<void> {
  await keys.chooseFile(page.getByLabel('ファイルを選ぶ'), { name: '患者一覧.csv', bytes })
  // It is read before anything can be done with it.
  await expect.poll(() => button('内容を確かめる').isEnabled()).toBe(true)
}

describe('the administrator’s pages by keyboard alone', () => {
  it('are entered with an invitation and a passcode', async () => {
    const invited = admin.invite()
    signIn = invited.signIn
    await page.goto(invited.link)
    await heading('招待を受ける').waitFor()
    await expectWalk()
    await keys.type(page.getByLabel('新しいパスコード'), PASSCODE)
    await page.keyboard.press('Enter')
    await heading('端末').waitFor()
    await expectTitle('端末')
    await expect.poll(() => page.title()).toMatch(/^端末 - /)
  })

  it('show a code to whoever asked for it, and go on at the title when it is put away', async () => {
    await keys.press(button('端末を登録する'))
    await expectFocus('登録コード')
    await keys.press(button('表示を終える'))
    await expectTitle('端末')
  })

  it('rename a device with Enter, and keep the focus on it', async () => {
    await keys.press(button('名前を変える'))
    await expectFocus('名前')
    await keys.type(page.getByLabel('名前'), '玄関の台')
    await page.keyboard.press('Enter')
    await heading('玄関の台').waitFor()
    await expectFocus('名前を変える')
    await page.keyboard.press('Enter')
    await keys.press(button('やめる'))
    await expectFocus('名前を変える')
  })

  it('ask before what cannot be undone, and give the focus back', async () => {
    await answer(button('消去を命じる'), '消去を命じる')
    await page.getByText('消去を命じた日').waitFor()
    await expectTitle('端末')
    await answer(button('登録を終える'), '登録を終える')
    await page.getByText('登録を終えた端末 1台').waitFor()
    await expectTitle('端末')
    await answer(button('新しい目視パスコードを出す'), '出す')
    await page.locator('.digits').waitFor()
    await expectFocus('新しい目視パスコードを出す')
    await expectWalk()
    await lookAt(page, 'keyboard-devices')
  })

  it('invite, change and end people', async () => {
    await keys.press(link('人'))
    await expectTitle('人')
    await keys.type(page.getByLabel('名前'), '看護　三郎')
    await page.keyboard.press('Enter')
    await expectFocus('招待のリンク')
    await expectWalk()
    const panel = page.getByRole('region', { name: '看護　三郎' })
    await keys.press(panel.getByRole('button', { name: '名前・役割を変える' }))
    await expectFocus('名前')
    await keys.select(panel.getByLabel('役割'), 'readOnly')
    await keys.press(panel.getByRole('button', { name: '変更を保存する' }))
    await panel.getByText('見るだけの人').waitFor()
    await expectFocus('名前・役割を変える')
    await answer(panel.getByRole('button', { name: '利用を終える' }), '利用を終える')
    await page.getByRole('region', { name: '利用を終えた人' }).waitFor()
    await expectTitle('人')
  })

  it('say why something was not done in sight of where it was asked for, and say it aloud', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    const own = page.getByRole('region', { name: '管理者', exact: true })
    await answer(own.getByRole('button', { name: '利用を終える' }), '利用を終える')
    const said = page.getByRole('alert').filter({ hasText: 'TZ-G76' })
    await expect.poll(async () => (await said.boundingBox())?.y ?? -1).toBeGreaterThanOrEqual(0)
    await expectFocus('利用を終える')
    await lookAt(page, 'keyboard-refused', { fullPage: false })
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('import a file, show the rest of a long list from its first new row', async () => {
    await keys.press(link('名簿'), link('ファイルの取り込み'))
    await expectTitle('名簿')
    await choose(csv(Array.from({ length: 60 }, (_, at) => `${at + 1},,ミホン,1950-01-01`)))
    await keys.press(button('内容を確かめる'))
    await heading('直すところ 60件').waitFor()
    await keys.press(button('残りの10件も見る'))
    await expectFocus(/^52行目/)
    await expectWalk()
    await choose(
      csv(['00209,見本 一郎,ミホン イチロウ,1950-04-01', '00210,●田 ●子,マスダ マルコ,1944-02-29']),
    )
    await keys.press(button('内容を確かめる'), button('この内容で取り込む'))
    await page.getByText('新しく入った2件').waitFor()
    await expectTitle('名簿')
    await expectWalk()
  })

  it('find a patient, and come back to the row', async () => {
    await keys.press(link('患者さんの一覧'))
    await keys.type(page.getByLabel('カナのはじめ'), 'ま')
    await page.keyboard.press('Enter')
    const row = page.getByRole('button', { name: /●田 ●子/ })
    await keys.press(row)
    await expectTitle('●田 ●子')
    await expectWalk()
    await keys.press(button('一覧に戻る'))
    await expectFocus(/●田 ●子/)
    await expectWalk()
    await keys.press(row)
    await answer(button('この患者さんを名簿から消す'), '名簿から消す')
    await page.getByText('●田 ●子さんを名簿から消しました。').waitFor()
    await expectTitle('名簿')
  })

  it('go from day to day', async () => {
    await keys.press(link('一日の訪問'), button('次の日'))
    await page.getByText(/の訪問は、取り込まれていません$/).waitFor()
    await expectFocus('次の日')
    await expectWalk()
  })

  it('settle what stopped, one after the other', async () => {
    const stopped = ['orca', 'gone'].map((destination) => ({
      ...{ id: `check:${destination}`, destination, stoppedAt: 1_780_000_000_000, code: 'TZ-E15' },
      ...{ said: { code: 'E50', message: '保険・公費にエラーがあります。' }, capturedAt: null },
      patient: { number: '00030', name: `見本　${destination}` },
    }))
    const orca = { id: 'orca', kind: 'orca', place: 'orca.example', waiting: 0, stopped: 1 }
    const destinations = [{ ...orca, doneAt: null, code: null, nextTryAt: null }]
    await page.route('**/admin/api/exports', (route) => route.fulfill({ json: { destinations } }))
    await page.route('**/admin/api/exports/stopped', (route) =>
      route.fulfill({ json: { exports: stopped, isAll: true } }),
    )
    await page.route('**/admin/api/exports/*/*', (route) => {
      stopped.shift()
      return route.fulfill({ json: { done: true } })
    })
    await keys.press(link('連携'))
    await expectTitle('連携')
    await page.getByText('送り先「gone」は、もう設定にありません。').waitFor()
    await expectWalk()
    await lookAt(page, 'keyboard-exports')
    await keys.press(button('もう一度送る'))
    await expect.poll(() => button('もう一度送る').count()).toBe(0)
    await expectTitle('連携')
    await answer(button('手で済ませた'), '手で済ませた')
    await expect.poll(() => button('手で済ませた').count()).toBe(0)
    await expectTitle('連携')
    await keys.press(button('いまの状態を見る'))
    await expectFocus('いまの状態を見る')
  })

  it('read the figures and the audit', async () => {
    const days = Array.from({ length: 31 }, (_, at) => ({
      ...{ day: `2026-05-${String(at + 1).padStart(2, '0')}`, received: 40 + at, answered: 38 },
      ...{ unanswered: 1, withdrawn: 0, rejected: 1, devices: 4 },
    }))
    await page.route('**/admin/api/figures*', (route) => route.fulfill({ json: { days } }))
    await keys.press(link('利用の数'))
    await expectTitle('利用の数')
    await page.getByText('一日に届いた確認').waitFor()
    await expectWalk()
    await lookAt(page, 'keyboard-figures')
    await keys.press(link('監査'))
    await expectTitle('監査')
    await page.getByRole('cell', { name: '端末の登録を終えた' }).first().waitFor()
    await expectWalk()
    await lookAt(page, 'keyboard-audit')
  })

  it('open again when the line is back', async () => {
    await page.route('**/admin/api/me', (route) => route.abort())
    await page.reload()
    await page.getByText('TZ-G82').waitFor()
    await lookAt(page, 'keyboard-no-line')
    await page.unroute('**/admin/api/me')
    await keys.press(button('もう一度つなぐ'))
    await expectTitle('監査')
  })

  it('sign out, say what was wrong, and sign in again', async () => {
    await keys.press(link('自分の設定'))
    await expectTitle('自分の設定')
    await expectWalk()
    await keys.press(button('サインアウト'))
    await expectTitle('管理の画面へサインイン')
    await expectWalk()
    await keys.type(page.getByLabel('利用者番号'), signIn)
    await keys.type(page.getByLabel('パスコード', { exact: true }), '間違った合言葉です')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'TZ-G73' }).waitFor()
    await expectFocus('パスコード')
    await lookAt(page, 'keyboard-sign-in-wrong')
    await keys.type(page.getByLabel('パスコード', { exact: true }), PASSCODE)
    await page.keyboard.press('Enter')
    await heading('自分の設定').waitFor()
    await expectTitle('自分の設定')
  })
})
