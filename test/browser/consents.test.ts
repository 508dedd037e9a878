/**
 * Consent to withdrawal in a real Chromium: agreed to with the card, answered, looked up, read without a line, taken back
 * without a line, and gone from then on, here and at the gateway (R30, R32, R34).
 */
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSCODE } from '../../tools/player/nurse'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { tellAsOneStory } from '../support/one-story'

const PERSON = 'valid-20'
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
const link = (name: string | RegExp) => page().getByRole('link', { name })
const heading = (name: string | RegExp) => page().getByRole('heading', { name })
const text = (words: string | RegExp) => page().getByText(words).first()

/** Back to the screen that the lock was laid over. */
async function unlockHere(): Promise<void> {
  await heading('解錠').waitFor(WAIT)
  const staff = page().getByRole('radio')
  if ((await staff.count()) > 0) await staff.first().check()
  await page().locator('input[type=password]').fill(PASSCODE)
  await button('解錠する').click()
  await heading('解錠').waitFor({ ...WAIT, state: 'detached' })
}

describe('a consent and what it opens', () => {
  it('is given with the card, and answered', async () => {
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    await world.nurse.seeReadyForOffline()
    world.layCard(PERSON)
    await world.nurse.beginVisit(world.nameOf(PERSON))
    await world.nurse.consent('すべて同意する')
    await world.nurse.typePin('1234')
    await world.nurse.seeSaved()
    await world.nurse.takeBack()
    await waitForTablet(page(), ({ answers }) => answers.length === 1, WAIT.timeout)
  })

  it('is looked up from the result, and fetched when staff ask for it', async () => {
    await world.nurse.openVisits()
    await link(/の結果を見る$/)
      .first()
      .click()
    await link('医療情報を見る').click()
    await heading('まだ取り寄せていません').or(text('まだ取り寄せていません')).first().waitFor(WAIT)
    await button('医療情報を取り寄せる').click()
    await text('同じ成分が別の医療機関からも出ています').waitFor(WAIT)
    await text('HbA1c').or(text('血圧')).first().waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'medical')
  })

  it('is read again without a line, after the device was locked', async () => {
    await world.goOffline()
    await page().reload()
    await unlockHere()
    await text('アムロジピンOD錠5mg').waitFor(WAIT)
  })

  it('is shown to the patient, with nothing of the staff’s in reach', async () => {
    await link('同意を確かめる・取り消す').click()
    await heading('いまの同意').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'consent')
    await button('患者さんにお渡しする').click()
    await heading('いまの同意の内容です').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'consent-patient')
    expect(await page().getByRole('navigation').count()).toBe(0)
    await page().goBack()
    await heading('いまの同意の内容です').waitFor(WAIT)
  })

  it('is withdrawn by keyboard, without a line, and hidden at once', async () => {
    await button('すべて取り消す').focus()
    await page().keyboard.press('Enter')
    await heading('どなたがお答えになりますか').waitFor(WAIT)
    await button('患者さん本人').focus()
    await page().keyboard.press('Enter')
    await heading('次の情報を見せるのをやめます').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'consent-take-back')
    await button('この内容で取り消す').focus()
    await page().keyboard.press('Enter')
    await heading('取り消しました').waitFor(WAIT)
    await expectNoViolations(page())
    expect((await readTablet(page())).outbox).toHaveLength(1)
    await button('スタッフの方はこちら').click()
    await button('スタッフの画面に戻る').click()
    await text('取り消されました').waitFor(WAIT)
    expect(await button('患者さんにお渡しする').count()).toBe(1)
  })

  it('stays hidden after the tablet was off, still without a line', async () => {
    const { pathname } = new URL(page().url())
    await world.killTablet()
    await world.startTablet(pathname.replace('/consents/', '/medical/'))
    await unlockHere()
    await text('患者さんが同意を取り消しました').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'medical-withdrawn')
    expect(await text('アムロジピン').count()).toBe(0)
    expect(await button(/取り寄せ/).count()).toBe(0)
    await page().reload()
    await unlockHere()
    await text('患者さんが同意を取り消しました').waitFor(WAIT)
  })

  it('is told to the gateway by itself when the line is back, and stays closed there', async () => {
    await world.goOnline()
    await waitForTablet(page(), ({ outbox }) => outbox.length === 0, WAIT.timeout)
    const { refused, sent } = await readTablet(page())
    expect({ refused, sent }).toEqual({ refused: [], sent: [] })
    const file = new Database(join(world.data, 'gateway.sqlite'), { readonly: true })
    try {
      const withdrawals = file.prepare('SELECT items FROM consent_withdrawals').all()
      expect(withdrawals).toEqual([
        { items: JSON.stringify(['diagnosis', 'medication', 'checkup', 'surgery']) },
      ])
      const copies = file.prepare('SELECT enc, ciphertext, code FROM medical_copies').all()
      expect(copies).toEqual([{ enc: null, ciphertext: null, code: 'TZ-G43' }])
    } finally {
      file.close()
    }
  })
})
