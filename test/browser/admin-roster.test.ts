/** The roster on the administrator's page in a real Chromium: a file is imported, patients are found and erased, a day is seen. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays, dayInJapan } from '../../domain/days'
import { patientOf } from '../server/roster/sample-roster'
import { openAdminPage, PASSCODE } from '../support/admin-page'
import { lookAt } from '../support/look-at'
import { onStore } from '../support/production'

const admin = openAdminPage({ prepare: putOnWelfare })
const { button, heading, link } = admin
let page: Page
/** As long as names are, and with what the national system writes for a character it does not have. */
const LONG = '勅使河原・フォン・シュヴァルツェンベルク 寿限無五劫之擦切海砂利水魚'
const LONG_KANA = 'テシガワラ・フォン・シュヴァルツェンベルク　ジュゲムゴコウノスリキレ'
const today = dayInJapan(Date.now())
const HEADER =
  '患者番号,氏名,フリガナ,生年月日,保険者番号,記号,番号,枝番,カード確認日,継続,担当者の覚え'
const patientsCsv = (name: string) =>
  [
    HEADER,
    `00209,${name},ミホン イチロウ,昭和25年4月1日,01130012,7890,501,01,令和8年10月1日,はい,`,
    `00210,${LONG},${LONG_KANA},1938-12-31,,,,,,,`,
    '00211,●田　●子,マスダ　マルコ,1944-02-29,,,,,,いいえ,',
    ...Array.from(
      { length: 60 },
      (_, at) =>
        `1${String(at).padStart(4, '0')},見本 太郎,ミホン タロウ,19${30 + at}-05-05,,,,,,,`,
    ),
  ].join('\r\n')
/** Of training. */
const FACILITY = 'training-facility'
const OFFICE = 'みほん県見本郡練習町および周辺町村福祉事務組合　生活支援課医療扶助担当'

/** As the lists of earlier mornings left them. */
async function putOnWelfare(data: string): Promise<void> {
  const ticket = {
    ...{ payerNumber: '12139127', recipientNumber: '1000017', payerName: OFFICE },
    ...{ use: 'combined' as const, selfPayAmount: 12_500 },
  }
  const welfare = (from: string, until: string) => ({
    expenses: [{ ...ticket, from, until }],
    ...{ on: from, at: `${from}T00:00:00Z` },
  })
  await onStore(data, async (store) => {
    await store.facilities.put({ id: FACILITY, name: '見本', staff: [] })
    await store.roster.change(FACILITY, async (rows) => {
      const person = { current: null, continuing: true, cardCheckedOn: addDays(today, -10) }
      const held = { ...person, patientId: '00301', name: '扶助 券子', nameKana: 'フジョ ケンコ' }
      const none = { ...person, patientId: '00302', name: '扶助 未着', nameKana: 'フジョ ミチャク' }
      const now = { welfare: welfare(addDays(today, -5), addDays(today, 5)) }
      const before = { welfare: welfare(addDays(today, -40), addDays(today, -8)) }
      await rows.put(patientOf({ ...held, ...now }), 1)
      await rows.put(patientOf({ ...none, ...before }), 1)
    })
  })
}

const VISITS = [
  '訪問日,時刻,患者番号,訪問区分,備考',
  `${today},9:30,00209,訪問診療,`,
  `${today},午後1時,00210,訪問看護,裏の門から入る。犬がいるので、呼び鈴を二度鳴らしてから入ること`,
  `${today},15:00,00211,往診,`,
  `${today},16:00,00301,訪問診療,`,
  `${today},17:00,00302,訪問診療,`,
].join('\n')

async function choose(text: string | Buffer): Promise<void> {
  const buffer = typeof text === 'string' ? Buffer.from(text) : text
  await page
    .getByLabel('ファイルを選ぶ')
    .setInputFiles({ name: '患者一覧.csv', mimeType: 'text/csv', buffer })
  await page.getByText('患者一覧.csv').waitFor()
  await button('内容を確かめる').click()
}

beforeAll(() => {
  page = admin.page
})

describe('the roster', () => {
  it('is reached from the administrator’s page', async () => {
    await page.goto(admin.invite().link)
    await page.getByLabel('新しいパスコード').fill(PASSCODE)
    await button('パスコードを決める').click()
    await link('名簿').click()
    await heading('患者さんをさがす').waitFor()
    await lookAt(page, 'roster-empty')
  })

  it('says of a file what is to be mended, line by line, and takes nothing of it', async () => {
    await link('ファイルの取り込み').click()
    await choose(
      `${HEADER}\n00209,,ミホン,32/1/1,,,,,,,\n00210,${LONG},${LONG_KANA},S13.12.31,,,,,,,`,
    )
    await heading('直すところ 2件').waitFor()
    await page.getByText('2行目').first().waitFor()
    await page.getByText('TZ-P20').waitFor()
    await expect.poll(() => button('この内容で取り込む').count()).toBe(0)
    await lookAt(page, 'roster-import-faults')
    const saved = page.waitForEvent('download')
    await button('直すところをファイルに保存').click()
    expect((await saved).suggestedFilename()).toBe('tazune-import.csv')
  })

  it('says why a file is refused as a whole', async () => {
    await choose('名前,住所\n見本,どこか')
    await page.getByText('TZ-P03').waitFor()
    await page.getByText('列: 患者番号').waitFor()
    await lookAt(page, 'roster-import-refused')
  })

  it('takes a file that was looked at, by keyboard', async () => {
    await choose(patientsCsv('見本 一郎'))
    await page.getByText('文字コードはUTF-8として読みました。').waitFor()
    await page.getByText('使わない列: 担当者の覚え').waitFor()
    await lookAt(page, 'roster-import-preview')
    await button('この内容で取り込む').focus()
    await page.keyboard.press('Enter')
    await page.getByText('新しく入った63件、変わった0件、なくなった0件。').waitFor()
    await lookAt(page, 'roster-import-done')
  })

  it('has a person compare what is doubtful before it is taken', async () => {
    await choose(`${HEADER}\n00209,見本 一郎,ミホン イチロウ,昭和26年4月1日,,,,,,,`)
    await heading('確かめるところ 1件').waitFor()
    await page.getByText('生年月日', { exact: true }).last().waitFor()
    await expect.poll(() => button('この内容で取り込む').getAttribute('aria-disabled')).toBe('true')
    await page.getByLabel('確かめるところを、すべて院内の記録と見比べました').check()
    await lookAt(page, 'roster-import-doubt')
    await button('この内容で取り込む').click()
    await page.getByText('新しく入った0件、変わった1件、なくなった0件。').waitFor()
  })

  it('takes the visits of the day, whose morning and reasons it shows', async () => {
    await page.getByLabel('訪問の予定').check()
    await choose(VISITS)
    await button('この内容で取り込む').click()
    await page.getByText('新しく入った5件').waitFor()
    await link('一日の訪問').click()
    await heading(/の訪問 5件$/).waitFor()
    await page.getByText('再照会で確認できます。').first().waitFor()
    await page.getByText('医療扶助の医療券・調剤券があります。').waitFor()
    await page.getByText(/まだ来ていません。福祉事務所に確かめてください。$/).waitFor()
    await page.getByText('カードでの確認が、まだありません。').waitFor()
    await page.getByText('この場面では、毎回カードで確認します。').waitFor()
    await heading('訪問前の照会').waitFor()
    await lookAt(page, 'roster-day')
    await button('次の日').click()
    await page.getByText(/の訪問は、取り込まれていません$/).waitFor()
    await lookAt(page, 'roster-day-none')
  })

  it('finds patients page by page, by the beginning of the kana', async () => {
    await link('患者さんの一覧').click()
    await button('さがす').click()
    await page.getByText('65人のうち、1人目から50人目').waitFor()
    await lookAt(page, 'roster-list')
    await button('次の50人').click()
    await page.getByText('65人のうち、51人目から65人目').waitFor()
    await page.getByLabel('カナのはじめ').fill('てしがわら')
    await page.keyboard.press('Enter')
    await page.getByText('1人のうち、1人目から1人目').waitFor()
    expect(page.url()).toBe(`${admin.origin}/admin/roster`)
  })

  it('shows one patient, with the focus on the name', async () => {
    await page.getByRole('button', { name: LONG }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('使えるとわかっている番号は、ありません。').waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent.trim()))
      .toBe(LONG)
    expect(page.url()).toBe(`${admin.origin}/admin/roster`)
    await lookAt(page, 'roster-patient-long')
    await button('一覧に戻る').click()
    await page.getByLabel('カナのはじめ').fill('ミホン イチ')
    await button('さがす').click()
    await page.getByRole('button', { name: /見本 一郎/ }).click()
    await heading('いまの保険の番号').waitFor()
    await lookAt(page, 'roster-patient')
  })

  it('shows what is known of a patient’s 医療扶助', async () => {
    await button('一覧に戻る').click()
    await page.getByLabel('カナのはじめ').fill('フジョ ケ')
    await button('さがす').click()
    await page.getByRole('button', { name: /扶助 券子/ }).click()
    await heading('公費').waitFor()
    await page.getByText(OFFICE).waitFor()
    await page.getByText('12,500円').waitFor()
    await lookAt(page, 'roster-patient-welfare')
    await button('一覧に戻る').click()
    await page.getByLabel('カナのはじめ').fill('ミホン イチ')
    await button('さがす').click()
    await page.getByRole('button', { name: /見本 一郎/ }).click()
    await heading('いまの保険の番号').waitFor()
  })

  it('erases a patient after a question that says what stays', async () => {
    await button('この患者さんを名簿から消す').click()
    await page.getByText(/同意の記録、監査の記録は、決められた期間残ります/).waitFor()
    await lookAt(page, 'roster-erase', { fullPage: false })
    await page.getByRole('dialog').getByRole('button', { name: '名簿から消す' }).click()
    await page.getByText('見本 一郎さんを名簿から消しました。').waitFor()
    await page.getByText('合う患者さんはいません').waitFor()
    await link('監査').click()
    await page.getByRole('cell', { name: '患者を一覧から消した' }).waitFor()
    expect(await page.getByText(/見本|00209/).count()).toBe(0)
  })

  it('is in English where that was chosen', async () => {
    await link('自分の設定').click()
    await button('English').click()
    await link('Roster').click()
    await heading('Find patients').waitFor()
    await link('Visits of a day').click()
    await heading('Asked before the rounds').waitFor()
  })
})
