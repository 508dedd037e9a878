/** 目視 in a real Chromium: without a line, by keyboard alone, with the decoder that the worker keeps; then its answer. */
import AxeBuilder from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFace } from '../../src/nfc/applications/surface-face'
import { findNeedles } from '../../tools/player/byte-search'
import { readCaches, readDatabases, readFiles, readPage } from '../../tools/player/left-behind'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { tellAsOneStory } from '../support/one-story'

declare global {
  interface Window {
    tazuneFaceTaps?: string[]
  }
}

let world: World

const button = (name: string | RegExp) => world.nurse.page.getByRole('button', { name })
const title = (name: string) =>
  world.nurse.page.getByRole('heading', { name, exact: true }).waitFor({ timeout: 30_000 })
const codeOf = (persona: string) => world.image(persona).surface?.code ?? ''

beforeAll(async () => {
  world = await createWorld()
  // Counted by the page itself, whatever the test believes to have tapped.
  await world.chromium.context.addInitScript(() => {
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
  await world.nurse.activate(world.line.origin, world.gateway.activationCode)
  await world.nurse.seeReadyForOffline()
})

afterAll(async () => {
  const { faults } = world.rig
  await world.end()
  expect(faults).toEqual([])
})

tellAsOneStory()

/** What a check-up of accessibility finds on the screen as it stands. */
async function faults(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: world.nurse.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

async function taps(): Promise<string[]> {
  return world.nurse.page.evaluate(() => window.tazuneFaceTaps ?? [])
}

/** The patient's own answers about consent. */
const PATIENTS_OWN = /^(患者さん本人.*|すべて同意する.*|紙の処方箋.*|この内容で決める)$/

describe('目視 on a visit without a line', () => {
  it('has screens, face reader and decoder in the worker’s cache before the line goes', async () => {
    const cached = await world.nurse.page.evaluate(async () => {
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

  it('leads from the visit to 端末に保存しました, every screen clean of faults that axe finds', async () => {
    const { nurse, reader } = world
    await nurse.page.reload()
    await nurse.unlock()
    await nurse.openVisits()
    await world.goOffline()
    const before = (await taps()).length
    await nurse.openCheck(world.nameOf('no-pin'))
    expect(await faults()).toEqual([])
    await nurse.toFacePasscode()
    expect(await faults()).toEqual([])
    await nurse.typeFacePasscode()
    expect(await faults()).toEqual([])
    await nurse.typePrinted(codeOf('no-pin'))
    await title('カードをリーダーに置いてください')
    expect(await faults()).toEqual([])
    world.layCard('no-pin')
    await title('写真とご本人を見比べる')
    const drawn = await nurse.page.locator('canvas.photo').evaluate((element) => {
      const canvas = element as HTMLCanvasElement
      const { data } =
        canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
      return new Set(data).size
    })
    // A face has many shades; an empty canvas has one.
    expect(drawn).toBeGreaterThan(10)
    expect(await faults()).toEqual([])
    await nurse.page.getByRole('radio', { name: '同じ人です' }).check()
    expect(await faults()).toEqual([])
    await button('証明して保存する').click()
    await nurse.seeSaved()
    expect(await faults()).toEqual([])
    const made = (await taps()).slice(before).filter((name) => !PATIENTS_OWN.test(name))
    console.log(
      `目視: ${made.length} taps besides what is typed and the consent: ${made.join(' → ')}`,
    )
    expect(made.length).toBeGreaterThan(0)
    expect(made.length).toBeLessThanOrEqual(11)
    expect((await readTablet(nurse.page)).outbox).toHaveLength(1)
    reader.remove()
    await button('次の訪問へ').click()
  })

  it('leaves nothing of photo, name picture and code on the tablet', async () => {
    const { surface, basicFour } = world.image('no-pin')
    const parsed = parseFace(Buffer.from(surface?.face ?? '', 'base64url'))
    if (!parsed.ok) throw new Error(parsed.code)
    const { photo, nameImage } = parsed.value.face
    // From their middle: the beginnings of two pictures are alike.
    const middle = (bytes: Uint8Array) =>
      Buffer.from(bytes.subarray(bytes.length / 2, bytes.length / 2 + 24))
    const { page } = world.nurse
    const places = [
      ...(await readDatabases(page)),
      ...(await readCaches(page)),
      ...(await readPage(page)),
      ...readFiles(world.chromium.profileDir),
    ]
    const [saved = ''] = (await readTablet(page)).outbox
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
    await world.goOnline()
    const { page } = world.nurse
    await waitForTablet(page, ({ answers }) => answers.length === 1, 60_000)
    await world.nurse.openVisits()
    const name = world.nameOf('no-pin').replace(/\s+/g, '\\s+')
    await page.getByRole('link', { name: new RegExp(`^${name} の結果を見る$`) }).click()
    await page.getByText('有効').first().waitFor()
    await page.getByText(/目視\(証明: /).waitFor()
    await page.getByText('カードの署名を検証済み').waitFor()
  })
})

describe('a card in trouble', () => {
  it('with an altered photo shows none, says so, and saves nothing', async () => {
    const { nurse, reader } = world
    await nurse.openVisits()
    await nurse.openCheck(world.nameOf('valid-30'))
    await nurse.toFacePasscode()
    await nurse.typeFacePasscode()
    world.layCard('face-altered')
    await nurse.typePrinted(codeOf('face-altered'))
    await title('カードの写真を読めませんでした')
    await nurse.page.getByText('TZ-C28').waitFor()
    expect(await nurse.page.locator('canvas').count()).toBe(0)
    expect(await faults()).toEqual([])
    reader.remove()
    await button('別のカード').click()
    await title('カードの券面を見て入力する')
  })

  it('torn off in VERIFY has its counter read again before anything is presented', async () => {
    const { nurse } = world
    const { card, putBack } = world.layCard('valid-30')
    // The first one is empty and asks for the tries; the second brings the code.
    let verifies = 0
    card.tearOff({
      at: (header) => header === '00200080' && ++verifies === 2,
      executed: true,
    })
    await nurse.typePrinted(`${codeOf('valid-30').slice(0, 10)}0000`)
    await nurse.page.getByText('照合の途中でカードが離れました').first().waitFor()
    putBack()
    await nurse.page.getByText('1回に数えられました。あと9回試せます').waitFor()
    expect(card.codeTriesLeft).toBe(9)
  })

  it('is checked with the keyboard alone, from the printed numbers to the saved check', async () => {
    const { nurse } = world
    const { page } = nurse
    const code = codeOf('valid-30')
    const press = async (key: string, times = 1): Promise<void> => {
      for (let time = 0; time < times; time++) await page.keyboard.press(key)
    }
    await page.getByLabel(/^1 生年月日/).focus()
    for (const part of [code.slice(0, 6), code.slice(6, 10), code.slice(10)]) {
      await press('Control+a')
      await page.keyboard.type(part)
      await press('Tab')
    }
    await press('Shift+Tab')
    await press('Enter')
    await title('写真とご本人を見比べる')
    await press('Tab')
    await press('Space')
    await page.getByText('次のことを証明します').waitFor()
    await press('Tab')
    await press('Enter')
    await nurse.seeSaved()
  })
})
