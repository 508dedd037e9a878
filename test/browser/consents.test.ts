/**
 * Consent to withdrawal in a real Chromium: agreed to with the card, answered, looked up, read without a line, taken back
 * without a line, and gone from then on, here and at the gateway (R30, R32, R34).
 */
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { tellStory, WAIT } from '../support/story-world'

const PERSON = 'valid-20'

const story = tellStory()
const { page, keys, button, link, heading, text } = story

describe('a consent and what it opens', () => {
  it('is given with the card, and answered', async () => {
    await story.makeReady()
    story.world.layCard(PERSON)
    await story.world.nurse.beginVisit(story.world.nameOf(PERSON))
    await story.world.nurse.consent('すべて同意する')
    await story.world.nurse.typePin('1234')
    await story.world.nurse.seeSaved()
    await story.world.nurse.takeBack()
    await waitForTablet(page(), ({ answers }) => answers.length === 1, WAIT.timeout)
  })

  it('is looked up from the result, and fetched when staff ask for it', async () => {
    await story.world.nurse.openVisits()
    await keys.press(link(/の結果を見る$/), link('医療情報を見る'))
    await heading('まだ取り寄せていません').or(text('まだ取り寄せていません')).first().waitFor(WAIT)
    await keys.press(button('医療情報を取り寄せる'))
    await text('同じ成分が別の医療機関からも出ています').waitFor(WAIT)
    await text('HbA1c').or(text('血圧')).first().waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'medical')
  })

  it('is read again without a line, after the device was locked', async () => {
    await story.world.goOffline()
    await page().reload()
    await story.unlockHere()
    await text('アムロジピンOD錠5mg').waitFor(WAIT)
  })

  it('is shown to the patient, with nothing of the staff’s in reach', async () => {
    await keys.press(link('同意を確かめる・取り消す'))
    await heading('いまの同意').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'consent')
    await keys.press(button('患者さんにお渡しする'))
    await heading('いまの同意の内容です').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'consent-patient')
    await expect.poll(() => page().getByRole('navigation').count()).toBe(0)
    await page().goBack()
    await heading('いまの同意の内容です').waitFor(WAIT)
  })

  it('is withdrawn by keyboard, without a line, and hidden at once', async () => {
    await keys.press(button('すべて取り消す'))
    await heading('どなたがお答えになりますか').waitFor(WAIT)
    await keys.press(button('患者さん本人'))
    await heading('次の情報を見せるのをやめます').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'consent-take-back')
    await keys.press(button('この内容で取り消す'))
    await heading('取り消しました').waitFor(WAIT)
    await expectNoViolations(page())
    expect((await readTablet(page())).outbox).toHaveLength(1)
    await keys.press(button('スタッフの方はこちら'), button('スタッフの画面に戻る'))
    await text('取り消されました').waitFor(WAIT)
    await expect.poll(() => button('患者さんにお渡しする').count()).toBe(1)
  })

  it('stays hidden after the tablet was off, still without a line', async () => {
    const { pathname } = new URL(page().url())
    await story.world.killTablet()
    await story.world.startTablet(pathname.replace('/consents/', '/medical/'))
    await story.unlockHere()
    await text('患者さんが同意を取り消しました').waitFor(WAIT)
    await expectNoViolations(page())
    await keepPictures(page(), 'medical-withdrawn')
    expect(await text('アムロジピン').count()).toBe(0)
    expect(await button(/取り寄せ/).count()).toBe(0)
    await page().reload()
    await story.unlockHere()
    await text('患者さんが同意を取り消しました').waitFor(WAIT)
  })

  it('is told to the gateway by itself when the line is back, and stays closed there', async () => {
    await story.world.goOnline()
    await waitForTablet(page(), ({ outbox }) => outbox.length === 0, WAIT.timeout)
    const { refused, sent } = await readTablet(page())
    expect({ refused, sent }).toEqual({ refused: [], sent: [] })
    const file = new Database(join(story.world.data, 'gateway.sqlite'), { readonly: true })
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
