/**
 * Numbers without the card in a real Chromium: a 資格確認書 typed, a saved PDF read, a patient asked, all without a line;
 * nothing typed stands in the clear, and when the line is back the answers come (R50–R53, R70, R71, R13).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSCODE } from '../../tools/player/nurse'
import { waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { tellAsOneStory } from '../support/one-story'
import { rowsOf, writePdf } from '../support/pdf-writer'
import { portalRows } from '../support/portal-pages'

const CERTIFICATE = 'valid-30'
const PDF = 'valid-20'
const ORAL = 'valid-10'
const WAIT = { timeout: 30_000 }

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
const button = (name: string | RegExp) => page().getByRole('button', { name })
const heading = (name: string | RegExp) => page().getByRole('heading', { name })
const text = (words: string | RegExp) => page().getByText(words).first()
const field = (label: string | RegExp) => page().getByRole('textbox', { name: label })
const radio = (name: string | RegExp) => page().getByRole('radio', { name })

/** From today's list to that screen of the check: each is an address that 別の方法 leads to. */
async function beginAt(patient: string, path: string): Promise<void> {
  const name = world.nameOf(patient).replace(/\s+/g, '\\s+')
  await button(new RegExp(`^${name} を.*確認する$`)).click(WAIT)
  await heading('確認をはじめる').waitFor(WAIT)
  await goTo(path)
}

/** Within the app, as a link does: a load would lock the tablet. */
async function goTo(path: string): Promise<void> {
  await page().evaluate((address) => {
    history.pushState({}, '', address)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}

/** By keyboard alone: the focus goes on until it stands there. */
async function tabTo(name: string | RegExp, role: 'button' | 'textbox' | 'radio'): Promise<void> {
  const wanted = page().getByRole(role, { name }).first()
  await wanted.waitFor(WAIT)
  for (let steps = 0; steps < 60; steps += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page().keyboard.press('Tab')
  }
  throw new Error(`no way by keyboard to ${name}`)
}

async function type(name: string | RegExp, words: string): Promise<void> {
  await tabTo(name, 'textbox')
  await page().keyboard.press('ControlOrMeta+a')
  await page().keyboard.type(words)
}

/** All bytes that stand on the tablet, as text. */
async function readEverything(): Promise<string> {
  return page().evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('tazune')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('no database'))
    })
    let found = ''
    for (const name of db.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const request = db.transaction(name).objectStore(name).getAll()
        request.onsuccess = () => resolve(request.result as unknown[])
        request.onerror = () => reject(request.error ?? new Error(name))
      })
      found += JSON.stringify(rows, (_, value: unknown) =>
        value instanceof ArrayBuffer || ArrayBuffer.isView(value)
          ? new TextDecoder('latin1').decode(value)
          : value,
      )
    }
    db.close()
    return found
  })
}

describe('numbers without the card', () => {
  it('are ready for a day without a line', async () => {
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    await world.nurse.seeReadyForOffline()
    await world.goOffline()
  })

  it('of a 資格確認書: what is shown is asked first, by keyboard alone', async () => {
    await beginAt(CERTIFICATE, '/check/document?kind=certificate')
    await heading('何を見せていただきましたか').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'document-kind')
    await tabTo('カードか紙', 'radio')
    await page().keyboard.press('Space')
    await tabTo('入力する', 'button')
    await page().keyboard.press('Enter')
    await heading('資格確認書を入力する').waitFor(WAIT)
  })

  it('of a 資格確認書: a typing fault is named when its field is left', async () => {
    await type('保険者番号', '０１１３９０３１')
    await type(/^記号/, '13990001')
    await text('保険者番号のどこかが違うようです').waitFor(WAIT)
    await type(/^番号/, '101')
    await type(/^枝番/, '00')
    await type(/^生年月日$/, await birthdateOnList())
    await type(/^有効期限$/, '2020-1-1')
    await page().keyboard.press('Tab')
    await text('この資格確認書は有効期限が切れています').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'document-faults')
    await type(/^有効期限$/, `${new Date().getFullYear() + 1}-3-31`)
    await page().keyboard.press('Tab')
    await tabTo('次へ', 'button')
    await page().keyboard.press('Enter')
    await button('保険者番号').waitFor(WAIT)
    expect(await field('保険者番号').evaluate((each) => each === document.activeElement)).toBe(true)
  })

  it('of a 資格確認書: what was typed is still there after the tablet was off', async () => {
    await world.killTablet()
    await world.startTablet('/visits')
    await unlockHere()
    await beginAt(CERTIFICATE, '/check/document')
    await heading('前の入力が残っています').waitFor(WAIT)
    await expectNoViolations(page())
    await button('続きから入力する').click()
    await heading('資格確認書を入力する').waitFor(WAIT)
    expect(await field(/^番号/).inputValue()).toBe('101')
    // A power cut may take the last keystrokes along; what was left before that stands.
    await type(/^有効期限$/, `${new Date().getFullYear() + 1}-3-31`)
    await type('保険者番号', '01139013')
    await page().keyboard.press('Tab')
    await text('0113 9013 協会けんぽ・東京').waitFor(WAIT)
  })

  it('of a 資格確認書: new numbers are typed twice, and saved', async () => {
    await keepPictures(page(), 'document-fields')
    await button('次へ').click()
    await heading('もう一度入力する').waitFor(WAIT)
    await expectNoViolations(page())
    await type(/^記号/, '13990001')
    await type(/^番号/, '110')
    await type(/^枝番/, '00')
    await text('1回目と2回目の入力が違います').waitFor(WAIT)
    await keepPictures(page(), 'document-again')
    await button(/^1回目/).click()
    await tabTo('端末に保存する', 'button')
    await page().keyboard.press('Enter')
    await world.nurse.seeSaved()
    await expectNoViolations(page())
    await button('次の訪問へ').click()
  })

  it('of a saved PDF: read on the device, compared field by field, and saved', async () => {
    await heading('今日の訪問').waitFor(WAIT)
    await beginAt(PDF, '/check/document?kind=portalPdf')
    await radio('マイナンバーカード(実物)').check(WAIT)
    await button('PDFを選ぶ').click()
    await heading('保存したPDFを選ぶ').waitFor(WAIT)
    await expectNoViolations(page())
    await choose(writePdf([rowsOf(portalRows())], { locked: true }))
    await text('パスワードで保護されています').waitFor(WAIT)
    await keepPictures(page(), 'document-file')
    await choose(await printPortalPage())
    await heading('マイナポータルから保存したPDFを入力する').waitFor(WAIT)
    expect(await field('保険者番号').inputValue()).toBe('139071')
    await expectNoViolations(page())
    await button('端末に保存する').click()
    await text(/確かめるところが\d+か所あります/).waitFor(WAIT)
    for (const tick of await page().getByRole('checkbox').all()) await tick.check()
    await keepPictures(page(), 'document-pdf')
    await button('端末に保存する').click()
    await world.nurse.seeSaved()
    await button('次の訪問へ').click()
  })

  it('of a patient who is asked: what is on file, and nothing has changed', async () => {
    await heading('今日の訪問').waitFor(WAIT)
    await beginAt(ORAL, '/check/oral')
    await heading('口頭で確かめる').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'oral')
    expect(await page().getByText('3913 9100').count()).toBe(0)
    await tabTo('変わりない', 'radio')
    await page().keyboard.press('Space')
    await tabTo('登録の番号で照会する', 'button')
    await page().keyboard.press('Enter')
    await world.nurse.seeSaved()
    await button('次の訪問へ').click()
  })

  it('stand nowhere in the clear, and are answered when the line is back', async () => {
    const { length } = await readEverything().then((everything) => {
      for (const typed of ['13990001', '01139013', '139071', '200102', '39139100', '00990010']) {
        expect(everything).not.toContain(typed)
      }
      return everything
    })
    expect(length).toBeGreaterThan(1_000)
    await world.goOnline()
    await waitForTablet(page(), ({ answers }) => answers.length === 3, WAIT.timeout)
    expect([...world.asked().values()]).toEqual([1, 1, 1])
  })
})

async function unlockHere(): Promise<void> {
  await heading('解錠').waitFor(WAIT)
  const staff = page().getByRole('radio')
  if ((await staff.count()) > 0) await staff.first().check()
  await page().locator('input[type=password]').fill(PASSCODE)
  await button('解錠する').click()
  await heading('今日の訪問').waitFor(WAIT)
}

/** What the screen gives to compare with; here the document says the same. */
async function birthdateOnList(): Promise<string> {
  const known = await page().locator('[data-field="birthdate"] .known').innerText()
  const [, year = '', month = '', date = ''] = /(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(known) ?? []
  return `${year}-${month}-${date}`
}

async function choose(bytes: Uint8Array): Promise<void> {
  const file = { name: '資格情報.pdf', mimeType: 'application/pdf', buffer: Buffer.from(bytes) }
  await page().locator('input[type=file]').setInputFiles(file)
}

/** A real page, printed by a real browser with its own Japanese font. */
async function printPortalPage(): Promise<Uint8Array> {
  const rows = portalRows({
    保険者名: '見本市',
    保険者番号: '139071',
    記号: 'みほん',
    番号: '200102',
    枝番: '01',
    氏名: world.nameOf(PDF),
    一部負担金割合: '2割',
  })
  const printer = await world.chromium.context.newPage()
  try {
    const cells = rows.map(([label, value]) => `<tr><th>${label}</th><td>${value}</td></tr>`)
    await printer.setContent(`<html lang="ja"><table>${cells.join('')}</table></html>`)
    return await printer.pdf({ format: 'A4' })
  } finally {
    await printer.close()
  }
}
