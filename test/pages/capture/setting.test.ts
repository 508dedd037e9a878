import { afterEach, describe, expect, it } from 'vitest'
import { failed } from '../../../domain/outcome'
import type { VisitHistory } from '../../../domain/visit'
import type { FakeWorld } from '../../support/fake-services'
import { handOver, openCapture, savedRow, type CaptureWorld } from './capture-world'

let at: CaptureWorld

async function open(...args: Parameters<typeof openCapture>): Promise<CaptureWorld> {
  at = await openCapture(...args)
  return at
}

afterEach(() => at.page.unmount())

describe('確認をはじめる', () => {
  it('is prefilled from the visit: name, reading, age, setting, channel and why', async () => {
    await open()
    expect(at.title()).toBe('確認をはじめる')
    const text = at.page.text()
    expect(text).toContain('見本　花子')
    expect(text).toContain('ミホン ハナコ')
    expect(text).toContain('76歳')
    expect(at.page.get('select').element).toHaveProperty('value', 'homeNursing')
    expect(text).toContain('居宅同意取得型')
    expect(text).toContain('患者さんが同意すれば')
  })

  it('is where a screen reader begins, though the page around it came before', async () => {
    await open()
    expect(document.activeElement?.textContent).toBe('確認をはじめる')
  })

  it('takes a walk-in without a name, and asks for the setting', async () => {
    await open({ walkIn: true })
    expect(at.page.text()).toContain('飛び込み')
    expect(at.page.text()).toContain('場面を選んでください。')
    expect(at.button('確認へ進む').attributes('aria-disabled')).toBe('true')
  })

  it('says that the counter is not this app’s work, and what to choose instead (R1)', async () => {
    await open()
    await at.page.get('select').setValue('counter')
    expect(at.page.text()).toContain('窓口の顔認証付きカードリーダーで確認します')
    expect(at.page.text()).toContain('機器の故障・操作が難しい')
    expect(at.hasButton('リーダーをつなぐ')).toBe(false)
    await at.reader.connectBluetooth()
    await at.press('確認へ進む')
    expect(at.capture.step).toBe('setting')
  })

  it('goes on only with a reader, and says so at the button', async () => {
    await open()
    const go = at.button('同意と確認へ進む')
    const reason = at.page.get(`#${go.attributes('aria-describedby') ?? ''}`)
    expect(reason.text()).toContain('リーダーかカードを用意')
    await at.press('同意と確認へ進む')
    expect(at.capture.step).toBe('setting')
    await at.press('リーダーをつなぐ')
    expect(at.page.text()).toContain('ACR1255U-J1-001234')
    await at.press('同意と確認へ進む')
    expect(at.capture.step).toBe('handOver')
  })

  it('lays a training card down in training mode', async () => {
    await open()
    const [, cards] = at.page.findAll('select')
    await cards?.setValue('valid-30')
    await at.settle()
    expect(at.reader.trainingCard).toBe('valid-30')
    await at.press('同意と確認へ進む')
    expect(at.capture.step).toBe('handOver')
  })

  it('offers no training card in production', async () => {
    await open({
      play: (world) => {
        world.info = { ...world.info, mode: 'production' }
        world.services.records.trainingCards = () => Promise.resolve([])
      },
    })
    expect(at.page.text()).not.toContain('訓練用カード')
  })

  it('shows why the reader did not connect, with what to do', async () => {
    await open({
      play: (world) => {
        world.services.card.connectBluetooth = () => Promise.resolve({ ok: false, code: 'TZ-R03' })
      },
    })
    await at.press('リーダーをつなぐ')
    expect(at.page.get('[role=alert]').text()).toContain('リーダーにつながりませんでした')
    expect(at.page.get('[role=alert]').text()).toContain('TZ-R03')
  })
})

describe('the card reader of this computer', () => {
  const bluetoothless = (world: FakeWorld): void => {
    const { card } = world.services
    const reader = card.reader()
    card.reader = () => ({ ...reader, bluetoothAvailable: false })
  }
  const type = async (code: string) => {
    await at.page.get('input[autocomplete=off]').setValue(code)
    await at.page.get('form').trigger('submit')
    await at.settle()
  }

  it('is connected or paired right here, and the check goes on as it was', async () => {
    await open({ play: bluetoothless })
    await at.page.get('select').setValue('fever')
    const { checkId } = at.capture
    await at.press('連携ソフトにつなぐ')
    expect(at.page.get('[role=alert]').text()).toContain('まだ連携していません')
    await type('7KQ3-9XTM')
    expect(at.world.calls).toContain('pairBridge 7KQ3-9XTM')
    expect(at.page.text()).toContain('Sony FeliCa Port/PaSoRi 4.0')
    expect(at.page.find('[role=alert]').exists()).toBe(false)
    await at.press('同意と確認へ進む')
    expect(at.capture).toMatchObject({ step: 'handOver', setting: 'fever', checkId })
  })

  it('is left for another way when the browser refuses it', async () => {
    await open({
      play: (world) => {
        world.services.card.connectBridge = () => Promise.resolve({ ok: false, code: 'TZ-B02' })
      },
    })
    await at.press('連携ソフトにつなぐ')
    expect(at.page.get('[role=alert]').text()).toContain('拒否されています')
    expect(at.page.text()).toContain('「許可」に変えるには')
    expect(at.hasButton('カードが使えない')).toBe(true)
    await at.press('リーダーをつなぐ')
    expect(at.page.find('[role=alert]').exists()).toBe(false)
    await at.press('同意と確認へ進む')
    expect(at.capture.step).toBe('handOver')
  })

  it('takes no blame for a Bluetooth reader that does not connect, nor that for it', async () => {
    await open({
      play: (world) => {
        const { card } = world.services
        card.connectBluetooth = () => Promise.resolve({ ok: false, code: 'TZ-R01' })
        card.connectBridge = () => Promise.resolve({ ok: false, code: 'TZ-B01' })
      },
    })
    const bridge = () => at.page.get('[aria-labelledby=bridge-way]').text()
    await at.press('連携ソフトにつなぐ')
    expect(bridge()).toContain('TZ-B01')
    await at.press('リーダーをつなぐ')
    expect(bridge()).not.toContain('TZ-')
    expect(at.page.text()).toContain('TZ-R01')
    expect(at.page.text()).not.toContain('TZ-B01')
  })

  it('is not offered where this device cannot run the bridge', async () => {
    await open({
      play: (world) => {
        const { card } = world.services
        const reader = card.reader()
        card.reader = () => ({ ...reader, bridgeAvailable: false })
      },
    })
    expect(at.page.text()).not.toContain('連携ソフト')
    expect(at.hasButton('リーダーをつなぐ')).toBe(true)
  })

  it('says why where this device has no reader at all', async () => {
    await open({
      play: (world) => {
        const { card } = world.services
        const reader = card.reader()
        card.reader = () => ({ ...reader, bluetoothAvailable: false, bridgeAvailable: false })
      },
    })
    expect(at.page.text()).toContain('このブラウザーは、Bluetoothの機器を使えません。')
    expect(at.page.text()).toContain('この端末では連携ソフトを動かせません。')
    expect(at.hasButton('リーダーをつなぐ')).toBe(false)
    expect(at.hasButton('カードが使えない')).toBe(true)
  })
})

describe('再照会', () => {
  const history: VisitHistory = {
    lastCardCheckAt: '2026-10-09T01:00:00Z',
    lastVisitOn: '2026-11-06',
    continuing: true,
    lastAnswer: null,
    cardLastDay: null,
    onFile: null,
    usesDocument: false,
    consentWithdrawn: false,
  }

  it('is offered before the reader where the visits go on, and saved with one tap (R33)', async () => {
    await open({ visit: { history } })
    at.world.rows = [savedRow(at.capture.checkId)]
    await at.press('再照会する')
    expect(at.world.saved[0]?.payload.evidence).toEqual({ kind: 'reinquiry' })
    expect(at.capture.step).toBe('saved')
  })

  it('says that the last visit is long ago', async () => {
    await open({ visit: { history: { ...history, lastVisitOn: '2026-05-01' } } })
    expect(at.page.text()).toContain('前回の訪問から')
  })

  it('stays, with the reason, where it could not be saved', async () => {
    await open({ visit: { history } })
    at.world.saveResult = failed('TZ-D04')
    await at.press('再照会する')
    expect(at.page.get('[role=alert]').text()).toContain('TZ-D04')
    expect(at.capture.step).toBe('setting')
  })

  it('is not offered in another setting, nor to somebody who is not visited continually', async () => {
    await open({ visit: { history } })
    await at.page.get('select').setValue('driveThrough')
    expect(at.hasButton('再照会する')).toBe(false)
    at.page.unmount()
    await open({ visit: { history: { ...history, continuing: false } } })
    expect(at.hasButton('再照会する')).toBe(false)
  })

  it.each<[string, boolean]>([
    ['2026-08-31', true],
    ['2026-07-31', false],
  ])('follows the list after a certificate that ended on %s (R22, R23)', async (last, offered) => {
    const lastAnswer = { validity: 'valid', certificateLastDay: last, on: '2026-10-09' } as const
    await open({ visit: { history: { ...history, lastAnswer } } })
    expect(at.hasButton('再照会する')).toBe(offered)
  })
})

describe('カードが使えない', () => {
  it('is never hidden, whatever the setting', async () => {
    await open()
    for (const setting of ['homeNursing', 'treatmentRoom', 'counter', 'fever']) {
      await at.page.get('select').setValue(setting)
      expect(at.hasButton('カードが使えない')).toBe(true)
    }
  })

  it('leads to 別の方法 of this check, and back to it', async () => {
    await open()
    const { checkId } = at.capture
    await at.press('カードが使えない')
    expect(at.title()).toBe('別の方法')
    expect(at.page.get('select').element.value).toBe('unreadable')
    await at.page.get('a.back').trigger('click')
    await at.settle()
    expect(at.title()).toBe('確認をはじめる')
    expect(at.capture.checkId).toBe(checkId)
  })

  it('is not what a card without a PIN begins with: 目視 is (R11)', async () => {
    await open({ visit: { cardHasPin: false } })
    expect(at.page.text()).toContain('先にカードリーダーをつないでください')
    expect(at.page.find('blockquote').exists()).toBe(false)
    await at.reader.connectBluetooth()
    await at.settle()
    await at.press('同意と目視へ進む')
    expect([at.capture.step, at.capture.identity]).toEqual(['handOver', 'face'])
    expect(at.page.findAll('ol li').map((act) => act.text())).toEqual(['情報を見てよいかを決める'])
    expect(at.page.text()).not.toContain('暗証番号')
  })
})

describe('患者さんにお渡しください', () => {
  it('says what the patient will be asked, and that staff do not type the PIN', async () => {
    await open()
    await at.reader.connectBluetooth()
    await at.settle()
    await at.press('同意と確認へ進む')
    expect(at.title()).toBe('患者さんにお渡しください')
    expect(at.page.findAll('ol li').map((act) => act.text())).toEqual([
      '情報を見てよいかを決める',
      'カードをリーダーに置く',
      '暗証番号4桁を入力する',
    ])
    expect(at.page.text()).toContain('代わりに入力したりしないでください')
    expect(document.activeElement?.textContent).toBe('患者さんにお渡しください')
  })

  it('goes back without loss', async () => {
    await open()
    await at.reader.connectBluetooth()
    await at.settle()
    await at.press('同意と確認へ進む', '戻る')
    expect(at.title()).toBe('確認をはじめる')
    expect(at.capture.visit?.name).toBe('見本　花子')
  })

  it('leads to the patient’s first question, without any staff control beside it', async () => {
    await open()
    await handOver(at)
    expect(at.capture.patientSide).toBe(true)
    expect(at.title()).toBe('どなたがお答えになりますか')
    expect(at.page.text()).not.toContain('見本　花子')
  })

  it('skips consent in ③: no consent screen at all (R4)', async () => {
    await open()
    await at.reader.connectBluetooth()
    await at.page.get('select').setValue('treatmentRoom')
    expect(at.page.text()).toContain('同意の画面はありません')
    await at.press('確認へ進む')
    expect(at.page.text()).not.toContain('情報を見てよいか')
    await at.press('患者さんがはじめる')
    expect(at.page.text()).not.toContain('同意')
    expect(['place', 'pin']).toContain(at.capture.step)
  })
})

describe('やめる', () => {
  it('asks first, and 続ける changes nothing', async () => {
    await open()
    await at.press('やめる')
    expect(at.page.get('dialog').text()).toContain('確認をやめますか')
    await at.press('続ける')
    expect(at.capture.step).toBe('setting')
  })

  it('ends the check on the staff side', async () => {
    await open()
    await at.press('やめる')
    await at.page.get('dialog .variant-primary').trigger('click')
    await at.settle()
    expect(at.capture.step).toBe('idle')
  })
})
