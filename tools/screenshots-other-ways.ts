/** The screens beside the card's: consents and medical information, claims, the ladder, documents, a 申立書. */
import { captureCheck } from './player/visit'
import { waitForTablet } from './player/tablet-data'
import type { World } from './player/world'

/** Drugs of two institutions and values of four years. */
const MEDICAL_PERSONA = 'valid-20'
/** Her first visit here: every way of the ladder is still open. */
const LADDER_PERSONA = 'address-empty'
const MOST_WAYS = 9

/** Begins with answers on the tablet and a line; ends on the patient's side, in the middle of a 申立書. */
export async function walkOtherWays(
  world: World,
  take: (name: string) => Promise<void>,
): Promise<void> {
  const { nurse } = world
  const { page } = nurse
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
  const link = (name: string | RegExp) => page.getByRole('link', { name }).first()
  const title = (name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor()
  const now = page.locator('[data-way-now]')

  /** Within the app, as a link does: a load would lock the tablet. */
  async function goTo(path: string): Promise<void> {
    await page.evaluate((address) => {
      history.pushState({}, '', address)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
  }

  /** Says of each way before it that it cannot be. */
  async function declineUntil(way: string): Promise<void> {
    for (let ways = 0; ways < MOST_WAYS; ways += 1) {
      await now.waitFor()
      const before = await now.innerText()
      if (before.includes(way)) return
      await page.locator('.acts button').first().click()
      await page.waitForFunction(
        (words) => document.querySelector<HTMLElement>('[data-way-now]')?.innerText !== words,
        before,
      )
    }
    throw new Error(`the ladder has no ${way}`)
  }

  await nurse.openVisits()
  const id = await captureCheck(world, MEDICAL_PERSONA)
  await waitForTablet(page, ({ answers }) => answers.includes(id), 60_000)
  await nurse.openVisits()
  const name = world.nameOf(MEDICAL_PERSONA).replace(/\s+/g, '\\s+')
  await link(new RegExp(`^${name} の結果を見る$`)).click()
  await link('医療情報を見る').click()
  await button('医療情報を取り寄せる').click()
  await page.getByText('同じ成分が別の医療機関からも出ています').first().waitFor()
  await take('medical')
  await link('同意を確かめる・取り消す').click()
  await title('いまの同意')
  await take('consent-in-force')
  await goTo('/consents')
  await title('同意の記録')
  await take('consents')

  await goTo('/claims')
  await page.locator('[data-claim]').first().waitFor()
  await take('claims')
  await page.locator('[data-claim]').first().click()
  await title('請求メモ')
  await take('claim')

  await nurse.openVisits()
  await nurse.openCheck(world.nameOf(LADDER_PERSONA))
  await button('カードが使えない').click()
  await now.waitFor()
  await take('ways')
  await goTo('/check/document?kind=certificate')
  await title('何を見せていただきましたか')
  await take('document-kind')
  await page.getByRole('radio', { name: 'カードか紙' }).check()
  await button('入力する').click()
  await title('資格確認書を入力する')
  await page.getByRole('textbox', { name: '保険者番号' }).fill('01139031')
  await page.getByRole('textbox', { name: /^記号/ }).fill('13990001')
  await page.getByText('保険者番号のどこかが違うようです').first().waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  await take('document')
  await goTo('/check/ways')
  await declineUntil('申立書')
  await page.locator('.acts button').last().click()
  await title('申立書を書いてもらう')
  await take('declaration-start')
  await button('患者さんがはじめる').click()
  await title(/^被保険者資格申立書/)
  await take('declaration-welcome')
  await button('はじめる').click()
  await button('はい、入っています').click()
  await title('どの健康保険ですか')
  await take('declaration')
}
