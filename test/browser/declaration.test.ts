/**
 * 申立書 in a real Chromium, without a line: from the failed card to 保存, by keyboard, cut off by a reload in the middle,
 * signed by hand and by keys, printed on one page, and nowhere on the device in the clear (R55).
 */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import { findNeedles } from '../../tools/player/byte-search'
import { readDatabases } from '../../tools/player/left-behind'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { expectNoViolations, lookAt } from '../support/look-at'
import { tellStory, WAIT } from '../support/story-world'

const PERSON = 'valid-20'
/** As long as the form takes, with characters that a claim cannot carry and that fonts forget. */
const longest = (start: string): string => start.padEnd(100, '字')
const NAME = longest('●見本 髙﨑')
const ADDRESS = longest('訓練県訓練市髙台１－１')
const INSURER = longest('訓練健康保険組合')
const WORKPLACE = longest('訓練商事')
const RESIDENCE = longest('訓練市居所２－２')
const RELATION = longest('施設の職員')
const PHONE = '09012345678'

const story = tellStory()
const { page, keys, heading, visitButton } = story

async function press(...names: (string | RegExp)[]): Promise<void> {
  await keys.press(...names.map(story.button))
}

/** Types into the one field of the question, and goes on by Enter. */
async function type(title: string | RegExp, text: string): Promise<void> {
  await heading(title).waitFor(WAIT)
  await keys.type(page().locator('textarea, input[type=tel]'), text)
  await page().keyboard.press('Enter')
}

async function look(title: string | RegExp, name: string): Promise<void> {
  await heading(title).waitFor(WAIT)
  await lookAt(page(), name)
}

/** Down the ladder to ④, saying of each way before it that it cannot be. */
async function declineUntilDeclaration(): Promise<void> {
  const now = page().locator('[data-way-now]')
  for (let ways = 0; ways < 9; ways += 1) {
    await now.waitFor(WAIT)
    const before = await now.innerText()
    if (before.includes('申立書')) return
    await keys.press(page().locator('.acts button'))
    await page().waitForFunction(
      (words) => document.querySelector<HTMLElement>('[data-way-now]')?.innerText !== words,
      before,
    )
  }
  throw new Error('the ladder has no 申立書')
}

/** One stroke of the mouse, in shares of the box. */
async function stroke(...points: (readonly [x: number, y: number])[]): Promise<void> {
  const box = await page().locator('canvas').boundingBox()
  if (!box) throw new Error('no box to sign in')
  const at = ([x, y]: readonly [number, number]) =>
    [box.x + x * box.width, box.y + y * box.height] as const
  const [first, ...rest] = points
  if (!first) return
  await page().mouse.move(...at(first))
  await page().mouse.down()
  for (const point of rest) await page().mouse.move(...at(point), { steps: 5 })
  await page().mouse.up()
}

/** How many pixels of the signature's box are inked. */
function ink(): Promise<number> {
  return page().evaluate(() => {
    const canvas = document.querySelector('canvas')
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return 0
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, index) => index % 4 === 3 && value > 0).length
  })
}

async function backToStaff(): Promise<void> {
  await press('スタッフの方はこちら', 'スタッフの画面に戻る')
}

describe('a 申立書 without a line', () => {
  it('is reached from a card that cannot be used', async () => {
    await story.makeReady()
    await story.world.goOffline()
    await keys.press(visitButton(PERSON, '.*確認する'))
    await press('カードが使えない')
    await declineUntilDeclaration()
    await keys.press(page().locator('.acts .go'))
    await look('申立書を書いてもらう', 'declaration-start')
  })

  it('asks the patient one question a screen, with nothing of staff in reach', async () => {
    await press('患者さんがはじめる')
    await look(/^被保険者資格申立書/, 'declaration-welcome')
    await expect.poll(() => page().getByRole('navigation').count()).toBe(0)
    await press('はじめる')
    await look('いま、健康保険に入っていますか', 'declaration-insured')
    await press('はい、入っています')
    await look('どの健康保険ですか', 'declaration-kind')
    await press(/^会社などの健康保険/)
    await heading('保険の名前を教えてください').waitFor(WAIT)
    await press('次へ')
    await page().getByText('ここに入れてください。').waitFor(WAIT)
    await look('保険の名前を教えてください', 'declaration-insurer')
    await type('保険の名前を教えてください', INSURER)
    await type('お勤め先の名前を教えてください', WORKPLACE)
    await heading('ご自分の保険ですか、ご家族の保険ですか').waitFor(WAIT)
  })

  it('is taken up after a reload where it stopped, by whoever unlocks', async () => {
    await page().reload()
    await story.unlockHere()
    await look('書きかけの申立書', 'declaration-unfinished')
    await press(/の続きから$/, '続きを書いてもらう')
    await heading('ご自分の保険ですか、ご家族の保険ですか').waitFor(WAIT)
  })

  it('has what is known confirmed, and the rest typed', async () => {
    await press(/^自分の保険/)
    const share = heading('窓口で払うのは、何割ですか')
    const known = heading('お名前は、これで合っていますか')
    await share.or(known).first().waitFor(WAIT)
    if (await share.isVisible()) await press('わからない')
    await look('お名前は、これで合っていますか', 'declaration-name')
    await press('いいえ、直します')
    await type('お名前を教えてください', NAME)
    await press('いいえ、直します')
    await type('お名前の読み方を教えてください', 'ク'.repeat(40))
    await look('生年月日は、これで合っていますか', 'declaration-birthdate')
    await press('いいえ、直します')
    await look('生まれた年の年号を選んでください', 'declaration-era')
    await press(/^昭和/)
    await heading('生まれた日を入れてください').waitFor(WAIT)
    for (const [part, digits] of Object.entries({ 年: '55', 月: '4', 日: '1' })) {
      await keys.type(story.field(part), digits)
    }
    await look('生まれた日を入れてください', 'declaration-date')
    await press('次へ', /^女/)
    await type(/^マイナンバーカードに書いてある住所/, ADDRESS)
    await press(/^いいえ、ほかの所/)
    await type('いま住んでいる所の住所を教えてください', RESIDENCE)
    await look('連絡のつく電話番号を教えてください', 'declaration-phone')
    await type('連絡のつく電話番号を教えてください', PHONE)
    await press('患者さん本人')
    await look('この内容でよろしいですか', 'declaration-review')
  })

  it('is signed with the mouse, and the name stays when the tablet is turned', async () => {
    await press('よい。署名へ進む')
    await heading('署名をお願いします').waitFor(WAIT)
    await stroke([0.1, 0.3], [0.4, 0.3], [0.25, 0.8])
    await stroke([0.5, 0.2], [0.5, 0.8])
    await look('署名をお願いします', 'declaration-signature')
    const drawn = await ink()
    expect(drawn).toBeGreaterThan(500)
    await page().setViewportSize({ width: 1180, height: 820 })
    await expect.poll(ink).toBeGreaterThan(500)
    await page().setViewportSize({ width: 820, height: 1180 })
    await press('一つ前に戻す')
    await expect.poll(ink).toBeLessThan(drawn)
    await press('書きました')
    await look(/^書き終わりました/, 'declaration-done')
    await backToStaff()
    await look('申立書を確かめる', 'declaration-preview')
  })

  it('is signed anew by keys alone after a change', async () => {
    await press('患者さんに直してもらう', '署名する方を直す', /^家族など/)
    await look('署名する方は、患者さんから見てどなたですか', 'declaration-relation')
    await press('そのほかの方')
    await type('患者さんとのご関係を教えてください', RELATION)
    await press('よい。署名へ進む')
    await heading('署名をお願いします').waitFor(WAIT)
    await keys.reach(page().locator('canvas'))
    const strokes = [' ', ...Array<string>(9).fill('Shift+ArrowRight'), 'Shift+ArrowDown', ' ']
    for (const key of strokes) await page().keyboard.press(key)
    expect(await ink()).toBeGreaterThan(100)
    await press('書きました')
    await backToStaff()
  })

  it('is printed on one page of A4 with the longest that it takes', async () => {
    await heading('申立書を確かめる').waitFor(WAIT)
    const pdf = await page().pdf({ preferCSSPageSize: true })
    // Our own face, with the characters of names in it, also without a line.
    expect(pdf.toString('latin1')).toContain('BIZUDPGothic')
    const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
    const sheet = await task.promise
    expect(sheet.numPages).toBe(1)
    const printed = await sheet.getPage(1)
    const [, , width = 0, height = 0] = printed.view
    expect([Math.round(width), Math.round(height)]).toEqual([595, 842])
    const content = await printed.getTextContent()
    const items = content.items.filter((item) => 'str' in item)
    // What the page cannot hold is outside it, or on a second one.
    for (const { transform, width: wide } of items) {
      const [x, y] = [Number(transform[4]), Number(transform[5])]
      expect(x >= 0 && x + wide <= width && y >= 0 && y <= height).toBe(true)
    }
    const text = items
      .map(({ str }) => str)
      .join('')
      .replace(/\s/g, '')
    for (const value of [NAME, ADDRESS, INSURER, WORKPLACE, RESIDENCE, RELATION]) {
      expect(text).toContain(value.replace(/\s/g, ''))
    }
    expect(text).toContain('被保険者資格申立書')
    expect(text).toContain('090-1234-5678')
    expect(text).not.toContain('この申立書を保存する')
    await task.destroy()
  })

  it('is saved on the device, and stands nowhere in the clear', async () => {
    await press('この申立書を保存する')
    await story.world.nurse.seeSaved()
    await expectNoViolations(page())
    expect((await readTablet(page())).outbox).toHaveLength(1)
    const draft = (await readDatabases(page())).some(({ bytes }) => bytes.includes('entry:'))
    expect(draft).toBe(false)
    const needles = { NAME, ADDRESS, INSURER, WORKPLACE, RESIDENCE, RELATION, PHONE }
    const places = await readDatabases(page())
    expect(places.some(({ name }) => name.includes('tazune/vault'))).toBe(true)
    const found = findNeedles(
      places,
      Object.entries(needles).map(([label, value]) => ({ label, value: value.slice(0, 11) })),
    )
    expect(found).toEqual([])
  })

  it('is taken by the gateway when the line is back', async () => {
    await story.world.goOnline()
    await waitForTablet(page(), ({ outbox }) => outbox.length === 0, WAIT.timeout)
    const { refused } = await readTablet(page())
    expect(refused).toEqual([])
  })
})
