/**
 * Numbers without the card in a real Chromium, by keyboard alone and without a line: every document as the ladder leads to
 * it, a saved PDF read, a patient asked. Nothing typed stands in the clear, and when the line is back the answers come
 * (R50–R53, R70, R71, R13).
 */
import { describe, expect, it } from 'vitest'
import { findNeedles } from '../../tools/player/byte-search'
import { readDatabases } from '../../tools/player/left-behind'
import { waitForTablet } from '../../tools/player/tablet-data'
import { expectNoViolations, keepPictures, lookAt } from '../support/look-at'
import { rowsOf, writePdf } from '../support/pdf-writer'
import { portalRows } from '../support/portal-pages'
import { tellStory, WAIT } from '../support/story-world'

const CERTIFICATE = 'valid-30'
const NOTICE = 'name-tsuchiyoshi'
const PORTAL = 'cert-dead'
const PDF = 'valid-20'
const ORAL = 'valid-10'

const story = tellStory()
const { page, keys, button, heading, field, radio, text, visitButton } = story

const wayNow = () => page().locator('[data-way-now]')
const SAVE = '端末に保存する'

/** From today's list to 別の方法, and on by the button of that way. */
async function takeWay(patient: string, title: string, trouble?: string): Promise<void> {
  await keys.press(visitButton(patient, '.*確認する'))
  await heading('確認をはじめる').waitFor(WAIT)
  await keys.press(button('カードが使えない'))
  await wayNow().waitFor(WAIT)
  if (trouble !== undefined) await keys.select(page().getByLabel('困っていること'), trouble)
  const now = wayNow().filter({ hasText: title })
  if (!(await now.isVisible())) {
    await keys.press(button(new RegExp(`^先にこれを試す: .*${title}`)))
  }
  await now.waitFor(WAIT)
  await keys.press(page().locator('.acts .go'))
}

async function seeSavedAndGoOn(): Promise<void> {
  await story.world.nurse.seeSaved()
  await keys.press(button('次の訪問へ'))
  await heading('今日の訪問').waitFor(WAIT)
}

describe('numbers without the card', () => {
  it('are ready for a day without a line', async () => {
    await story.makeReady()
    await story.world.goOffline()
  })

  it('of a 資格確認書: what is shown is asked first', async () => {
    await takeWay(CERTIFICATE, '資格確認書', 'noCard')
    await heading('何を見せていただきましたか').waitFor(WAIT)
    await lookAt(page(), 'document-kind')
    await keys.choose(radio('カードか紙'))
    await keys.press(button('入力する'))
    await heading('資格確認書を入力する').waitFor(WAIT)
  })

  it('of a 資格確認書: a typing fault is named when its field is left', async () => {
    await keys.type(field('保険者番号'), '０１１３９０３１')
    await keys.type(field(/^記号/), '13990001')
    await text('保険者番号のどこかが違うようです').waitFor(WAIT)
    await keys.type(field(/^番号/), '101')
    await keys.type(field(/^枝番/), '00')
    await keys.type(field(/^生年月日$/), await birthdateOnList())
    await keys.type(field(/^有効期限$/), '2020-1-1')
    await page().keyboard.press('Tab')
    await text('この資格確認書は有効期限が切れています').waitFor(WAIT)
    await lookAt(page(), 'document-faults')
    await keys.type(field(/^有効期限$/), endOfNextYear())
    await page().keyboard.press('Tab')
    await keys.press(button('次へ'))
    await button('保険者番号').waitFor(WAIT)
    await expect
      .poll(() => field('保険者番号').evaluate((each) => each === document.activeElement))
      .toBe(true)
  })

  it('of a 資格確認書: what was typed is still there after the tablet was off', async () => {
    await story.world.killTablet()
    await story.world.startTablet('/visits')
    await story.unlockHere()
    await takeWay(CERTIFICATE, '資格確認書')
    await heading('前の入力が残っています').waitFor(WAIT)
    await expectNoViolations(page())
    await keys.press(button('続きから入力する'))
    await heading('資格確認書を入力する').waitFor(WAIT)
    await expect.poll(() => field(/^番号/).inputValue()).toBe('101')
    // A power cut may take the last keystrokes along; what was left before that stands.
    await keys.type(field(/^有効期限$/), endOfNextYear())
    await keys.type(field('保険者番号'), '01139013')
    await page().keyboard.press('Tab')
    await text('0113 9013 協会けんぽ・東京').waitFor(WAIT)
  })

  it('of a 資格確認書: new numbers are typed twice, and saved', async () => {
    await keepPictures(page(), 'document-fields')
    await keys.press(button('次へ'))
    await heading('もう一度入力する').waitFor(WAIT)
    await expectNoViolations(page())
    await keys.type(field(/^記号/), '13990001')
    await keys.type(field(/^番号/), '110')
    await keys.type(field(/^枝番/), '00')
    await text('1回目と2回目の入力が違います').waitFor(WAIT)
    await keepPictures(page(), 'document-again')
    await keys.press(button(/^1回目/), button(SAVE))
    await story.world.nurse.seeSaved()
    await expectNoViolations(page())
    await seeSavedAndGoOn()
  })

  it('of an お知らせ: an expired card in its place is refused, and numbers on file are typed once', async () => {
    await takeWay(NOTICE, 'お知らせ')
    await keys.press(button('書類を変える'))
    await keys.choose(radio(/^期限の切れた健康保険証/), radio('マイナンバーカード(実物)'))
    await text('TZ-N31').waitFor(WAIT)
    await expectNoViolations(page())
    await keys.choose(radio(/^資格情報のお知らせ/))
    await keys.press(button('入力する'))
    await heading('資格情報のお知らせを入力する').waitFor(WAIT)
    await keys.type(field('保険者番号'), '139071')
    await keys.type(field(/^記号/), 'みほん')
    await keys.type(field(/^番号/), '200603')
    await keys.type(field(/^枝番/), '01')
    await expectNoViolations(page())
    await keys.press(button(SAVE))
    await seeSavedAndGoOn()
  })

  it('of マイナポータル on the patient’s phone: the page is compared with the person, and saved', async () => {
    await takeWay(PORTAL, 'マイナポータル')
    await keys.choose(radio('スマートフォンのマイナ保険証'))
    await keys.press(button('入力する'))
    await heading('マイナポータルの画面を入力する').waitFor(WAIT)
    await keys.type(field('保険者番号'), '39139100')
    await keys.type(field('被保険者番号'), '00990044')
    await keys.choose(radio('1割'))
    await expectNoViolations(page())
    await keys.press(button(SAVE))
    await seeSavedAndGoOn()
  })

  it('of a saved PDF: read on the device, compared field by field, and saved', async () => {
    const file = page().locator('input[type=file]')
    await takeWay(PDF, 'マイナポータル')
    await keys.press(button('書類を変える'))
    await keys.choose(radio(/^マイナポータルから保存したPDF/), radio('マイナンバーカード(実物)'))
    await keys.press(button('PDFを選ぶ'))
    await heading('保存したPDFを選ぶ').waitFor(WAIT)
    await expectNoViolations(page())
    await keys.chooseFile(file, pdf(writePdf([rowsOf(portalRows())], { locked: true })))
    await text('パスワードで保護されています').waitFor(WAIT)
    await keepPictures(page(), 'document-file')
    await keys.chooseFile(file, pdf(await printPortalPage()))
    await heading('マイナポータルから保存したPDFを入力する').waitFor(WAIT)
    await expect.poll(() => field('保険者番号').inputValue()).toBe('139071')
    await expectNoViolations(page())
    await keys.press(button(SAVE))
    await text(/確かめるところが\d+か所あります/).waitFor(WAIT)
    await keys.choose(...(await page().getByRole('checkbox').all()))
    await keepPictures(page(), 'document-pdf')
    await keys.press(button(SAVE))
    await seeSavedAndGoOn()
  })

  it('of a patient who is asked: what is on file, and nothing has changed', async () => {
    await takeWay(ORAL, '再診なら')
    await heading('口頭で確かめる').waitFor(WAIT)
    await lookAt(page(), 'oral')
    expect(await page().getByText('3913 9100').count()).toBe(0)
    await keys.choose(radio('変わりない'))
    await keys.press(button('登録の番号で照会する'))
    await seeSavedAndGoOn()
  })

  it('stand nowhere in the clear, and are answered when the line is back', async () => {
    const typed = ['13990001', '01139013', '139071', '200102', '200603', '39139100', '00990010']
    const places = await readDatabases(page())
    expect(places.some(({ name }) => name.includes('tazune/vault'))).toBe(true)
    expect(
      findNeedles(
        places,
        typed.map((value) => ({ label: value, value })),
      ),
    ).toEqual([])
    await story.world.goOnline()
    await waitForTablet(page(), ({ answers }) => answers.length === 5, WAIT.timeout)
    expect([...story.world.asked().values()]).toEqual([1, 1, 1, 1, 1])
  })
})

function endOfNextYear(): string {
  return `${new Date().getFullYear() + 1}-3-31`
}

/** What the screen gives to compare with; here the document says the same. */
async function birthdateOnList(): Promise<string> {
  const known = await page().locator('[data-field="birthdate"] .known').innerText()
  const [, year = '', month = '', date = ''] = /(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(known) ?? []
  return `${year}-${month}-${date}`
}

function pdf(bytes: Uint8Array): { name: string; bytes: Uint8Array } {
  return { name: '資格情報.pdf', bytes }
}

/** A real page, printed by a real browser with its own Japanese font. */
async function printPortalPage(): Promise<Uint8Array> {
  const rows = portalRows({
    保険者名: '見本市',
    保険者番号: '139071',
    記号: 'みほん',
    番号: '200102',
    枝番: '01',
    氏名: story.world.nameOf(PDF),
    一部負担金割合: '2割',
  })
  const printer = await story.world.chromium.context.newPage()
  try {
    const cells = rows.map(([label, value]) => `<tr><th>${label}</th><td>${value}</td></tr>`)
    await printer.setContent(`<html lang="ja"><table>${cells.join('')}</table></html>`)
    return await printer.pdf({ format: 'A4' })
  } finally {
    await printer.close()
    await page().bringToFront()
  }
}
