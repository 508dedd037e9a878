/** 目視 in a real Chromium: without a line, by keyboard alone, with the decoder that the worker keeps; then its answer. */
import { beforeAll, describe, expect, it } from 'vitest'
import { parseFace } from '../../src/nfc/applications/surface-face'
import { findNeedles } from '../../tools/player/byte-search'
import { readCaches, readDatabases, readFiles, readPage } from '../../tools/player/left-behind'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { expectNoViolations } from '../support/look-at'
import { named, tellStory, WAIT } from '../support/story-world'

declare global {
  interface Window {
    tazuneFaceTaps?: string[]
  }
}

const story = tellStory()
const { page, keys, button, field, radio } = story
const title = (name: string) => page().getByRole('heading', { name, exact: true }).waitFor(WAIT)
const codeOf = (persona: string) => story.world.image(persona).surface?.code ?? ''

beforeAll(async () => {
  // Counted by the page itself, whatever the test believes to have tapped.
  await story.world.chromium.context.addInitScript(() => {
    window.tazuneFaceTaps = []
    document.addEventListener(
      'click',
      (event) => {
        if (!event.isTrusted || !(event.target instanceof Element)) return
        const tapped = event.target.closest('button, a, label, input')
        const name = tapped?.getAttribute('aria-label') ?? tapped?.textContent ?? ''
        window.tazuneFaceTaps?.push(name.replace(/\s+/g, ' ').trim())
      },
      { capture: true },
    )
  })
  await story.makeReady()
})

/** That screen, and no fault on it that axe finds. */
async function see(name: string): Promise<void> {
  await title(name)
  await expectNoViolations(page())
}

async function typePrinted(code: string): Promise<void> {
  await keys.type(field(/^1 生年月日/), code.slice(0, 6))
  await keys.type(field(/^2 有効期限の年/), code.slice(6, 10))
  await keys.type(field(/^3 セキュリティコード/), code.slice(10))
  await keys.press(button('カードを読む'))
}

async function taps(): Promise<string[]> {
  return page().evaluate(() => window.tazuneFaceTaps ?? [])
}

/** The patient's own answers about consent. */
const PATIENTS_OWN = /^(患者さん本人.*|すべて同意する.*|紙の処方箋.*|この内容で決める)$/

describe('目視 on a visit without a line', () => {
  it('has screens, face reader and decoder in the worker’s cache before the line goes', async () => {
    const cached = await page().evaluate(async () => {
      const names = await caches.keys()
      const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return keys.flat().map(({ url }) => new URL(url).pathname)
    })
    for (const part of [
      /face-check-.+\.js$/,
      /decode-photo-.+\.js$/,
      /photo-worker-.+\.js$/,
      /openjpeg.+\.wasm$/,
    ]) {
      expect(cached.filter((path) => part.test(path))).toHaveLength(1)
    }
  })

  it('leads by keyboard alone from the visit to 端末に保存しました, no screen with a fault that axe finds', async () => {
    const { nurse, reader } = story.world
    await page().reload()
    await nurse.unlock()
    await nurse.openVisits()
    await story.world.goOffline()
    const before = (await taps()).length
    await keys.press(story.visitButton('no-pin', '.*確認する'))
    await see('確認をはじめる')
    await keys.press(button('リーダーをつなぐ'))
    await page()
      .getByText(/ACR1255U-J1-/)
      .waitFor(WAIT)
    await keys.press(button(/^(同意と目視へ進む|目視へ進む)$/))
    await see('患者さんにお渡しください')
    await keys.press(button('患者さんがはじめる'), button(/^患者さん本人/))
    await keys.press(button('すべて同意する'), button(/紙の処方箋/), button('この内容で決める'))
    await keys.press(button('スタッフの方はこちら'), button('スタッフの画面に戻る'))
    await see('目視パスコード')
    const hint = await page()
      .getByText(/訓練用の目視パスコードは \d{4} です/)
      .innerText()
    await keys.type(page().getByLabel(/^目視パスコード/), /\d{4}/.exec(hint)?.[0] ?? '')
    await keys.press(button('次へ'))
    await see('カードの券面を見て入力する')
    await typePrinted(codeOf('no-pin'))
    await see('カードをリーダーに置いてください')
    story.world.layCard('no-pin')
    await see('写真とご本人を見比べる')
    const drawn = await page()
      .locator('canvas.photo')
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement
        const { data } =
          canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
        return new Set(data).size
      })
    // A face has many shades; an empty canvas has one.
    expect(drawn).toBeGreaterThan(10)
    await keys.choose(radio('同じ人です'))
    await expectNoViolations(page())
    await keys.press(button('証明して保存する'))
    await nurse.seeSaved()
    await expectNoViolations(page())
    const made = (await taps()).slice(before).filter((name) => !PATIENTS_OWN.test(name))
    console.log(
      `目視: ${made.length} taps besides what is typed and the consent: ${made.join(' → ')}`,
    )
    expect(made.length).toBeGreaterThan(0)
    expect(made.length).toBeLessThanOrEqual(11)
    expect((await readTablet(page())).outbox).toHaveLength(1)
    reader.remove()
    await keys.press(button('次の訪問へ'))
  })

  it('leaves nothing of photo, name picture and code on the tablet', async () => {
    const { surface, basicFour } = story.world.image('no-pin')
    const parsed = parseFace(Buffer.from(surface?.face ?? '', 'base64url'))
    if (!parsed.ok) throw new Error(parsed.code)
    const { photo, nameImage } = parsed.value.face
    // From their middle: the beginnings of two pictures are alike.
    const middle = (bytes: Uint8Array) =>
      Buffer.from(bytes.subarray(bytes.length / 2, bytes.length / 2 + 24))
    const places = [
      ...(await readDatabases(page())),
      ...(await readCaches(page())),
      ...(await readPage(page())),
      ...readFiles(story.world.chromium.profileDir),
    ]
    const [saved = ''] = (await readTablet(page())).outbox
    expect(findNeedles(places, [{ label: 'what must be found', value: saved }])).not.toEqual([])
    expect(
      findNeedles(places, [
        { label: 'photo', value: middle(photo) },
        { label: 'name picture', value: middle(nameImage) },
        { label: 'code', value: surface?.code ?? '' },
        { label: 'address', value: basicFour.address },
      ]),
    ).toEqual([])
  })

  it('brings the answer when the line is back, with who attested', async () => {
    await story.world.goOnline()
    await waitForTablet(page(), ({ answers }) => answers.length === 1, 60_000)
    await story.world.nurse.openVisits()
    const name = named(story.world.nameOf('no-pin'))
    await page()
      .getByRole('link', { name: new RegExp(`^${name} の結果を見る$`) })
      .click()
    await page().getByText('有効').first().waitFor()
    await page()
      .getByText(/目視\(証明: /)
      .waitFor()
    await page().getByText('カードの署名を検証済み').waitFor()
  })
})

describe('a card in trouble', () => {
  it('with an altered photo shows none, says so, and saves nothing', async () => {
    const { nurse, reader } = story.world
    await nurse.openVisits()
    await nurse.openCheck(story.world.nameOf('valid-30'))
    await nurse.toFacePasscode()
    await nurse.typeFacePasscode()
    story.world.layCard('face-altered')
    await nurse.typePrinted(codeOf('face-altered'))
    await title('カードの写真を読めませんでした')
    await page().getByText('TZ-C28').waitFor()
    expect(await page().locator('canvas').count()).toBe(0)
    await expectNoViolations(page())
    reader.remove()
    await button('別のカード').click()
    await title('カードの券面を見て入力する')
  })

  it('torn off in VERIFY has its counter read again before anything is presented', async () => {
    const { nurse } = story.world
    const { card, putBack } = story.world.layCard('valid-30')
    // The first one is empty and asks for the tries; the second brings the code.
    let verifies = 0
    card.tearOff({
      at: (header) => header === '00200080' && ++verifies === 2,
      executed: true,
    })
    await nurse.typePrinted(`${codeOf('valid-30').slice(0, 10)}0000`)
    await page().getByText('照合の途中でカードが離れました').first().waitFor()
    putBack()
    await page().getByText('1回に数えられました。あと9回試せます').waitFor()
    expect(card.codeTriesLeft).toBe(9)
  })

  it('is checked with the keyboard alone, from the printed numbers to the saved check', async () => {
    await typePrinted(codeOf('valid-30'))
    await title('写真とご本人を見比べる')
    await keys.choose(radio('同じ人です'))
    await page().getByText('次のことを証明します').waitFor()
    await keys.press(button('証明して保存する'))
    await story.world.nurse.seeSaved()
  })
})
