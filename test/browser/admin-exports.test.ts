/** 連携 on the administrator's page in a real Chromium: what stopped, why, and what a person does about it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../domain/card-image'
import type { GatewayProcess } from '../../tools/player/gateway-process'
import { openAdminPage } from '../support/admin-page'
import { activateDevice } from '../support/device-client'
import { ORCA_LOGIN, startFakeOrca, type FakeOrca } from '../support/fake-orca'
import { lookAt } from '../support/look-at'

const folder = mkdtempSync(join(tmpdir(), 'tazune-admin-exports-'))
const out = join(folder, 'out')
/** The longest that the settings allow. */
const LONG_ID = 'homecare-record-folder-of-floor2'
const PATIENTS = ['patient-valid-30', 'patient-kana-large']
let data = ''
let orca: FakeOrca

async function prepare(own: string): Promise<void> {
  data = own
  mkdirSync(out)
  mkdirSync(join(data, 'secrets'), { recursive: true })
  orca = await startFakeOrca(Date.now)
  writeFileSync(join(data, 'secrets/orca-password'), ORCA_LOGIN.password)
  const facility = {
    ...{ id: 'facility-1', name: '医療法人社団みほん会　訪問看護ステーションみほん中央' },
    staff: [{ id: 'staff-1', name: '看護　花子' }],
    destinations: [
      { id: 'rows', kind: 'csv', folder: out },
      { id: LONG_ID, kind: 'fhir', folder: join(folder, 'a-share-that-is-not-mounted', 'in') },
      {
        ...{ id: 'orca', kind: 'orca', url: orca.url.href, addresses: ['127.0.0.1'] },
        ...{ user: ORCA_LOGIN.user, password: 'orca-password' },
      },
    ],
  }
  writeFileSync(join(data, 'config.json'), JSON.stringify({ facilities: [facility] }))
}

async function sendChecks(gateway: GatewayProcess, origin: string): Promise<void> {
  const code = gateway.activationCode.replaceAll('-', '')
  const device = await activateDevice(code, { fetch, origin })
  const cards = JSON.parse(readFileSync(join(data, 'training-cards.json'), 'utf8')) as CardImage[]
  const checks = []
  for (const patientId of PATIENTS) {
    const card = cards.find(({ personaId }) => `patient-${personaId}` === patientId)
    if (!card) throw new Error('no such card')
    checks.push(await device.createCheck({ card, statement: { patientId } }))
  }
  await device.sendChecks(checks)
}

const admin = openAdminPage({ prepare, begin: sendChecks })
const { button, heading, link } = admin
let page: Page

afterAll(async () => {
  await orca.close()
  rmSync(folder, { recursive: true })
})

beforeAll(() => {
  page = admin.page
})

describe('連携', () => {
  it('shows each destination, what waits and why, and what stopped, with whom it is about', async () => {
    // ORCA has refused by the time that the page is there.
    await expect.poll(() => orca.steps.length, { timeout: 30_000 }).toBe(PATIENTS.length)
    await expect.poll(() => readdirSync(out).length, { timeout: 30_000 }).toBe(PATIENTS.length)
    await admin.addAuthenticator()
    await page.goto(admin.invite().link)
    await button('パスキーを登録する').click()
    await link('連携').click()
    await heading('人が見る必要のあるもの').waitFor()
    for (const place of ['rows', LONG_ID, 'orca']) await heading(place).waitFor()
    await page.getByText('届いていません').waitFor()
    await expect.poll(() => page.getByText('TZ-E12').count()).toBe(PATIENTS.length)
    await expect.poll(() => page.getByText('患者番号に該当する患者が存在しません').count()).toBe(2)
    await page.getByText('patient-valid-30', { exact: true }).waitFor()
    await lookAt(page, 'admin-exports')
  })

  it('sends again what stopped, once its cause is gone', async () => {
    const name = '見本　一郎'
    await heading(name).waitFor()
    orca.patients.set('patient-valid-30', {
      ...{ WholeName: name, WholeName_inKana: '', BirthDate: '', Sex: '1' as const },
      ...{ insurances: [], publicExpenses: [] },
    })
    const panel = page.getByRole('region', { name })
    await panel.getByRole('button', { name: 'もう一度送る' }).click()
    // Another birth date: nothing was written, and it says so.
    await expect
      .poll(
        async () => {
          await button('いまの状態を見る').click()
          return page.getByText('TZ-E13').count()
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(1)
    expect(orca.writes).toBe(0)
  })

  it('takes off the list what a person has done by hand, after a question', async () => {
    const settle = () => page.getByRole('button', { name: '手で済ませた', exact: true })
    await settle().first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('手で済ませたことにしますか').waitFor()
    await lookAt(page, 'admin-exports-settle', { fullPage: false })
    await page.keyboard.press('Escape')
    await expect.poll(() => settle().count()).toBe(PATIENTS.length)
    for (let left = PATIENTS.length; left > 0; left -= 1) {
      await settle().first().click()
      await dialog.getByRole('button', { name: '手で済ませた' }).click()
      await expect.poll(() => settle().count()).toBe(left - 1)
    }
    await expect.poll(() => heading('人が見る必要のあるもの').count()).toBe(0)
    await lookAt(page, 'admin-exports-none-stopped')
    await link('監査').click()
    await page.getByRole('cell', { name: '止まった送信を手で済ませた' }).first().waitFor()
  })
})
