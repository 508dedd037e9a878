/**
 * npm run screenshots: every screen in three sizes, through the real app, gateway and emulated reader.
 * Those of the READMEs go to docs/screenshots, all of them to .tazune/screenshots.
 */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { captureCheck } from './player/visit'
import type { Locator } from 'playwright-core'
import { createWorld, type World } from './player/world'
import { waitForTablet } from './player/tablet-data'
import { FACE_PERSONA, walkFace } from './screenshots-face'
import { walkOtherWays } from './screenshots-other-ways'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const ALL = join(ROOT, '.tazune/screenshots')
const SHOWN = join(ROOT, 'docs/screenshots')

const SIZES = {
  phone: { width: 360, height: 740 },
  tablet: { width: 820, height: 1180 },
  pc: { width: 1280, height: 800 },
} as const
type Size = keyof typeof SIZES

/** Pictures of the READMEs. */
const README = new Set([
  'visits-tablet',
  'pin-phone',
  'answer-valid-30-tablet',
  'document-tablet',
  'declaration-phone',
  'medical-tablet',
])

/** Whose answers are pictured: every banner, the longest name, ●, 限度額, 医療扶助, the certificate's end. */
const ANSWERS = [
  'valid-30',
  'invalid',
  'invalid-new',
  'none',
  'multiple',
  'name-dot',
  'name-longest',
  'cert-grace',
  'welfare-alone',
] as const

async function walk(world: World, size: Size): Promise<void> {
  const take = async (name: string): Promise<void> => {
    const file = `${name}-${size}.png`
    // Fonts arrive in slices by the characters on the screen.
    await world.nurse.page.evaluate(() => document.fonts.ready)
    await world.nurse.page.waitForTimeout(250)
    await world.nurse.page.screenshot({ path: join(ALL, file) })
    if (README.has(`${name}-${size}`)) copyFileSync(join(ALL, file), join(SHOWN, file))
    process.stdout.write(`${file}\n`)
  }
  const { nurse, line, gateway } = world
  const { page } = nurse
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
  const go = async (name: string): Promise<void> => {
    await page
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .click()
    await page.getByRole('heading', { name, exact: true }).first().waitFor()
  }

  await page.goto(`${line.origin}/activate#code=${gateway.activationCode}`)
  await button('この端末を登録する').waitFor()
  await take('activate')
  await nurse.activate(line.origin, gateway.activationCode)
  await nurse.seeReadyForOffline()
  await take('visits')
  await world.goOffline()

  await nurse.openCheck(world.nameOf('valid-30'))
  await take('setting')
  await nurse.toHandOver()
  await take('hand-over')
  await button('患者さんがはじめる').click()
  await page.getByRole('button', { name: /^患者さん本人/ }).waitFor()
  await take('consent-who')
  await button(/^患者さん本人/).click()
  await button('すべて同意する').waitFor()
  await take('consent')
  await button('すべて同意する').click()
  await button(/紙の処方箋/).click()
  await button('この内容で決める').waitFor()
  await take('consent-review')
  await button('この内容で決める').click()
  await page
    .getByRole('heading', { name: /カード/ })
    .first()
    .waitFor()
  await take('place')
  const { card } = world.layCard('valid-30')
  await nurse.seePinPad()
  await page.getByRole('button', { name: '1', exact: true }).click()
  await page.getByRole('button', { name: '2', exact: true }).click()
  await take('pin')
  await button('やり直す').click()
  await nurse.typePin('0000')
  await page.getByText('暗証番号が違いました').first().waitFor()
  await take('pin-wrong')
  card.tearOff({ at: (header) => header === '00200080', executed: false })
  await nurse.typePin('1234')
  await nurse.seeCardLost()
  await take('card-lost')
  world.layCard('valid-30')
  await nurse.typePin('1234')
  await nurse.seeSaved()
  await take('saved-patient')
  await button('スタッフの方はこちら').click()
  await button('スタッフの画面に戻る').click()
  await button('次の訪問へ').waitFor()
  await take('saved')
  await button('次の訪問へ').click()
  world.reader.remove()

  await walkFace(world, take)
  for (const persona of ANSWERS.filter((id) => id !== 'valid-30' && id !== FACE_PERSONA)) {
    await captureCheck(world, persona)
  }
  await go('送信箱')
  await take('outbox-offline')
  await go('この端末')
  await take('device')
  await world.goOnline()
  await waitForTablet(page, ({ answers }) => answers.length === ANSWERS.length, 60_000)
  await go('送信箱')
  await take('outbox')
  await go('要対応')
  await take('attention')
  for (const persona of ANSWERS) {
    await go('今日の訪問')
    const name = world.nameOf(persona).replace(/\s+/g, '\\s+')
    await page.getByRole('link', { name: new RegExp(`^${name} の結果を見る$`) }).click()
    await page.getByText('負担割合').first().waitFor()
    await take(`answer-${persona}`)
  }
  await go('今日の訪問')
  await take('visits-answered')
  await walkOtherWays(world, take)
  await page.reload()
  await button('解錠する').waitFor()
  await take('unlock')
}

mkdirSync(ALL, { recursive: true })
mkdirSync(SHOWN, { recursive: true })
for (const size of Object.keys(SIZES) as Size[]) {
  const world = await createWorld({ viewport: SIZES[size] })
  try {
    await walk(world, size)
  } finally {
    await world.end()
  }
}
