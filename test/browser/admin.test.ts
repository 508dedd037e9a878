/** The administrator's page in a real Chromium: from the one-time link of the command line to devices, people and audit. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openAdminPage, PASSCODE } from '../support/admin-page'
import { lookAt } from '../support/look-at'

const admin = openAdminPage()
const { button, heading, link } = admin
let page: Page
let signIn = ''

beforeAll(() => {
  page = admin.page
})

describe('the administrator’s page', () => {
  it('takes up the invitation of the command line by a passkey, by keyboard', async () => {
    await admin.addAuthenticator()
    const invited = admin.invite()
    signIn = invited.signIn
    await page.goto(invited.link)
    await heading('招待を受ける').waitFor()
    expect(page.url()).not.toContain('invite')
    await page.getByText(signIn).waitFor()
    await lookAt(page, 'admin-join')
    await button('パスキーを登録する').focus()
    await page.keyboard.press('Enter')
    await heading('端末').waitFor()
    await lookAt(page, 'admin-devices-none')
  })

  it('registers a device, and shows it', async () => {
    await button('端末を登録する').click()
    await heading('登録コード').waitFor()
    await page.getByRole('img', { name: 'リンクのQRコード' }).waitFor()
    await lookAt(page, 'admin-code')
    await button('表示を終える').click()
  })

  it('shows the digits of a new 目視パスコード once', async () => {
    await button('新しい目視パスコードを出す').click()
    await button('出す').click()
    await page.getByText('数字はいま一度だけ表示しています。職員に伝えてください。').waitFor()
    await expect.poll(() => page.locator('.digits').innerText()).toMatch(/^\d{4}$/)
    await lookAt(page, 'admin-face-passcode')
    await page.reload()
    await heading('目視パスコード').waitFor()
    await expect.poll(() => page.locator('.digits').count()).toBe(0)
  })

  it('invites, changes and ends people', async () => {
    await link('人').click()
    await page.getByLabel('名前').fill('看護　三郎')
    await button('招待のリンクを作る').click()
    await heading('招待のリンク').waitFor()
    await lookAt(page, 'admin-people')
    await button('表示を終える').click()
    await page
      .getByRole('region', { name: '看護　三郎' })
      .getByRole('button', { name: '名前・役割を変える' })
      .click()
    const edited = page.getByRole('region', { name: '看護　三郎' })
    await edited.getByLabel('名前').fill('看護　史郎')
    await edited.getByLabel('役割').selectOption('readOnly')
    await lookAt(page, 'admin-people-change')
    await edited.getByRole('button', { name: '変更を保存する' }).click()
    const panel = page.getByRole('region', { name: '看護　史郎' })
    await panel.getByText('見るだけの人').waitFor()
    await panel.getByRole('button', { name: '利用を終える' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '利用を終える' }).click()
    await page.getByRole('region', { name: '利用を終えた人' }).getByText('看護　史郎').waitFor()
  })

  it('says why the last administrator stays', async () => {
    const own = page.getByRole('region', { name: '管理者', exact: true })
    await own.getByRole('button', { name: '利用を終える' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '利用を終える' }).click()
    await page.getByText('TZ-G76').waitFor()
  })

  it('shows figures and the audit with names, and exports it', async () => {
    await link('利用の数').click()
    await page.getByText('この31日には、届いた確認がありません').waitFor()
    await lookAt(page, 'admin-figures')
    await link('監査').click()
    await page.getByRole('cell', { name: '目視パスコードを出した' }).first().waitFor()
    await expect
      .poll(() => page.getByRole('cell', { name: '管理者', exact: true }).count())
      .toBeGreaterThan(2)
    await lookAt(page, 'admin-audit')
    const saved = page.waitForEvent('download')
    await button('すべて書き出す').click()
    expect((await saved).suggestedFilename()).toBe('tazune-audit.jsonl')
    expect(admin.command('--verify-audit')).toMatch(/^training-facility {2}whole, \d+ rows$/m)
  })

  it('stays readable with forty devices and names as long as they may be', async () => {
    const long =
      '訪問看護ステーションみほん・二階・第三訪問班・受付の棚の上から二段目の青い札の付いたタブレット端末その一号機'
    const states = ['active', 'away', 'revoked'] as const
    const devices = Array.from({ length: 40 }, (_, at) => ({
      ...{ id: `device-${at}`, name: at % 3 === 0 ? `${long}${at}` : `タブレット${at}` },
      ...{ state: states[at % 7 === 0 ? 1 : at % 9 === 0 ? 2 : 0], activatedAt: 1_780_000_000_000 },
      ...{ revokedAt: null, eraseOrderedAt: at % 5 === 0 ? 1_780_000_000_000 : null },
      ...{ seenAt: at === 1 ? null : 1_780_000_000_000, unsent: at % 4 === 0 ? 12 : 0 },
      appVersion: at % 3 === 0 ? '0.0.1' : at % 3 === 1 ? '0.1.0' : null,
    }))
    await page.route('**/admin/api/devices', (route) =>
      route.fulfill({ json: { devices, awayAfterHours: 72 } }),
    )
    await link('端末').click()
    await page.getByLabel('端末を名前で探す').waitFor()
    await page.setViewportSize({ width: 360, height: 740 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(360)
    await lookAt(page, 'admin-devices-many')
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.keyboard.press('Tab')
    await page.getByLabel('端末を名前で探す').fill('タブレット8')
    await page.getByText('1台', { exact: true }).waitFor()
    await page.unroute('**/admin/api/devices')
    await page.route('**/admin/api/devices', (route) => route.abort())
    await page.reload()
    await page.getByText('TZ-G82').waitFor()
    await lookAt(page, 'admin-devices-no-line')
    await page.unroute('**/admin/api/devices')
  })

  it('sets a passcode, signs out, and signs in by passkey and by passcode', async () => {
    await link('自分の設定').click()
    await page.getByLabel('新しいパスコード').fill(PASSCODE)
    await button('このパスコードにする').click()
    await page.getByText('パスコードを決めました').waitFor()
    await lookAt(page, 'admin-settings')
    await button('サインアウト').click()
    await heading('管理の画面へサインイン').waitFor()
    await lookAt(page, 'admin-sign-in')
    await button('パスキーでサインイン').click()
    await button('サインアウト').click()
    await page.getByLabel('利用者番号').fill(signIn.toLowerCase())
    await page.getByLabel('パスコード', { exact: true }).fill('間違った合言葉です')
    await button('サインイン').click()
    await page.getByText('TZ-G73').waitFor()
    await page.getByLabel('パスコード', { exact: true }).fill(PASSCODE)
    await page.keyboard.press('Enter')
    await button('サインアウト').waitFor()
  })

  it('is in English where that was chosen', async () => {
    await button('English').click()
    await heading('My settings').waitFor()
    await link('Audit').click()
    await page.getByRole('cell', { name: 'Signed out' }).first().waitFor()
  })
})
