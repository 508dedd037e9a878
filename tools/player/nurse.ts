/** A nurse and a patient at the screen: what they see is looked for by its words, what they do is tapped. */
import type { Page } from 'playwright-core'
import { waitForTablet } from './tablet-data'

export const PASSCODE = '訓練用パスコード2026'
const STAFF = /看護|管理|薬剤|訓練/

export interface Nurse {
  readonly page: Page
  activate(origin: string, code: string): Promise<void>
  unlock(): Promise<void>
  openVisits(): Promise<void>
  /** From today's list to 確認をはじめる; connects the reader when it is not. */
  openCheck(patient: string): Promise<void>
  /** On to 患者さんにお渡しください. */
  toHandOver(): Promise<void>
  /** From today's list to the patient's first screen, both steps. */
  beginVisit(patient: string): Promise<void>
  /** The patient decides, or the draft already has the decision. */
  consent(way?: 'すべて同意する' | '同意しない'): Promise<void>
  /** Waits for list, challenges and the service worker: what an offline day needs. */
  seeReadyForOffline(): Promise<void>
  /** The card was read and the keys are there, past whatever is said about the certificate. */
  seePinPad(): Promise<void>
  /** The screen says that the outcome of the PIN is unknown. */
  seeCardLost(): Promise<void>
  /** Waits for the keys, types and confirms. */
  typePin(digits: string): Promise<void>
  /** From 確認をはじめる to the first screen of 目視, past the patient's consent. */
  toFacePasscode(): Promise<void>
  /** Types the passcode that the training screen shows. */
  typeFacePasscode(): Promise<void>
  /** @param code 照合番号B, 14 digits as they stand on the card */
  typePrinted(code: string): Promise<void>
  /** Says whether it is the person, and goes on. */
  judgeFace(words: '同じ人です' | 'ちがう人です' | 'わからない'): Promise<void>
  /** Waits for the words that are shown only after the commit. */
  seeSaved(): Promise<void>
  /** The tablet goes back to staff, and they go on. */
  takeBack(): Promise<void>
}

const WAIT = { timeout: 30_000 }

export function createNurse(page: Page): Nurse {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const heading = (name: string | RegExp) => page.getByRole('heading', { name })

  async function typePasscode(): Promise<void> {
    const fields = page.locator('input[type=password]')
    await fields.first().waitFor(WAIT)
    for (let at = 0; at < (await fields.count()); at++) await fields.nth(at).fill(PASSCODE)
  }

  async function connectReader(): Promise<void> {
    const connect = button(/リーダーをつなぐ|つなぎ直す/)
    const connected = page.getByText(/ACR1255U-J1-/)
    await connect.or(connected).first().waitFor(WAIT)
    if (await connect.isVisible()) await connect.click()
    await connected.waitFor(WAIT)
  }

  async function openCheck(patient: string): Promise<void> {
    await button(new RegExp(`^${escapeForRegExp(patient)} を.*確認する$`)).click(WAIT)
    await heading('確認をはじめる').waitFor(WAIT)
    await connectReader()
  }

  async function toHandOver(): Promise<void> {
    await button(/^(同意と)?確認へ進む$/).click()
    await heading('患者さんにお渡しください').waitFor(WAIT)
  }

  async function consent(way: 'すべて同意する' | '同意しない' = 'すべて同意する'): Promise<void> {
    const first = button(/^患者さん本人/)
    const placing = heading(/カード|暗証番号/)
    await first.or(placing).first().waitFor(WAIT)
    if (!(await first.isVisible())) return
    await first.click()
    await button(way).click()
    await button(/紙の処方箋/).click()
    await button('この内容で決める').click()
  }

  async function seePinPad(): Promise<void> {
    const confirm = page.getByRole('button', { name: '確認', exact: true })
    const notice = button('わかりました')
    await confirm
      .or(notice)
      .first()
      .waitFor(WAIT)
      .catch(async (cause: unknown) => {
        const shown = await page.locator('body').innerText()
        throw new Error(`no PIN pad; the screen says:\n${shown}`, { cause })
      })
    if (await notice.isVisible()) await notice.click()
    await confirm.waitFor(WAIT)
  }

  return {
    page,
    async activate(origin, code) {
      await page.goto(`${origin}/activate#code=${code}`)
      await page.getByLabel('端末の名前').fill('訪問タブレット1')
      await button('この端末を登録する').click()
      await heading('はじめに使う人').waitFor(WAIT)
      await page.getByRole('radio', { name: STAFF }).first().check()
      await page.getByRole('radio', { name: /^パスコード/ }).check()
      await typePasscode()
      await button('登録して始める').click()
      await heading('今日の訪問').waitFor(WAIT)
    },
    async unlock() {
      await heading('解錠').waitFor(WAIT)
      const choices = page.getByRole('radio')
      if ((await choices.count()) > 0) await choices.first().check()
      await typePasscode()
      await button('解錠する').click()
      await heading(/今日の訪問|送信箱|確認する/)
        .first()
        .waitFor(WAIT)
    },
    async openVisits() {
      await page
        .getByRole('link', { name: /今日の訪問/ })
        .first()
        .click()
      await heading('今日の訪問').waitFor(WAIT)
    },
    openCheck,
    toHandOver,
    async beginVisit(patient) {
      await openCheck(patient)
      await toHandOver()
      await button('患者さんがはじめる').click()
    },
    consent,
    async seeReadyForOffline() {
      await button(/確認する$/)
        .first()
        .waitFor(WAIT)
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready
      })
      await waitForTablet(page, ({ challenges }) => challenges.length > 0, WAIT.timeout)
    },
    seePinPad,
    async seeCardLost() {
      await page.getByText('照合の途中でカードが離れました').first().waitFor(WAIT)
    },
    async typePin(digits) {
      await seePinPad()
      for (const digit of digits) {
        await page.getByRole('button', { name: digit, exact: true }).click()
      }
      await page.getByRole('button', { name: '確認', exact: true }).click()
    },
    async toFacePasscode() {
      await button(/^(目視で確認する|同意と目視へ進む|目視へ進む)$/).click()
      await button('患者さんがはじめる').click(WAIT)
      await consent()
      await button('スタッフの方はこちら').click(WAIT)
      await button('スタッフの画面に戻る').click()
      await heading('目視パスコード').waitFor(WAIT)
    },
    async typeFacePasscode() {
      const hint = await page.getByText(/訓練用の目視パスコードは \d{4} です/).innerText(WAIT)
      await page.getByLabel(/^目視パスコード/).fill(/\d{4}/.exec(hint)?.[0] ?? '')
      await button('次へ').click()
      await heading('カードの券面を見て入力する').waitFor(WAIT)
    },
    async typePrinted(code) {
      await page.getByLabel(/^1 生年月日/).fill(code.slice(0, 6))
      await page.getByLabel(/^2 有効期限の年/).fill(code.slice(6, 10))
      await page.getByLabel(/^3 セキュリティコード/).fill(code.slice(10))
      await button('カードを読む').click()
    },
    async judgeFace(words) {
      await page.getByRole('radio', { name: words }).check(WAIT)
      await button(words === '同じ人です' ? '証明して保存する' : 'ほかの方法へ').click()
    },
    async seeSaved() {
      await page.getByText('端末に保存しました').first().waitFor(WAIT)
    },
    async takeBack() {
      await heading('終わりました。ありがとうございました').waitFor(WAIT)
      await button('スタッフの方はこちら').click()
      await button('スタッフの画面に戻る').click()
      await button('次の訪問へ').click(WAIT)
      await heading('今日の訪問').waitFor(WAIT)
    },
  }
}

/** A role's name has its white space folded, U+3000 too. */
function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
}
