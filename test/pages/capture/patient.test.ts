import { afterEach, describe, expect, it } from 'vitest'
import { failed, ok } from '../../../domain/outcome'
import { PREPARED } from '../../support/fake-services'
import {
  AGREE,
  enterPin,
  handOver,
  openCapture,
  savedRow,
  toCard,
  type CaptureWorld,
} from './capture-world'

let at: CaptureWorld

async function open(...args: Parameters<typeof openCapture>): Promise<CaptureWorld> {
  at = await openCapture(...args)
  return at
}

afterEach(() => at.page.unmount())

describe('the patient’s side', () => {
  it('has large text that can grow, on every screen', async () => {
    await open()
    await handOver(at)
    const shell = at.page.get('.shell')
    expect(shell.classes()).toContain('text-normal')
    await at.page.get('input[value=largest]').setValue(true)
    expect(shell.classes()).toContain('text-largest')
    await at.press(...AGREE)
    expect(at.page.get('.shell').classes()).toContain('text-largest')
  })

  it('offers to stop in two steps and hands the tablet back without opening the staff side', async () => {
    await open()
    await handOver(at)
    await at.press('やめる')
    await at.page.get('dialog .variant-primary').trigger('click')
    await at.settle()
    expect(at.capture.patientSide).toBe(true)
    expect(at.page.text()).toContain('この端末をスタッフにお返しください')
    expect(at.page.text()).not.toContain('マイナンバーカードをお取りください')
    await at.press('スタッフの方はこちら')
    expect(at.capture.patientSide).toBe(true)
    await at.press('スタッフの画面に戻る')
    expect([at.capture.patientSide, at.capture.step]).toEqual([false, 'setting'])
  })

  it('lets the patient think again after stopping', async () => {
    await open()
    await handOver(at)
    await at.press('やめる')
    await at.page.get('dialog .variant-primary').trigger('click')
    await at.press('続きに戻る')
    expect(at.capture.step).toBe('consent')
  })

  it('keeps the consent when the card fails, and does not ask it again', async () => {
    await open({ play: (world) => (world.prepares = [failed('TZ-C12'), ok(PREPARED)]) })
    await toCard(at)
    await at.press('スタッフに渡す', 'スタッフの方はこちら', 'スタッフの画面に戻る')
    expect(at.title()).toBe('別の方法')
    await at.router.push('/check')
    await at.settle()
    expect(at.title()).toBe('確認をはじめる')
    expect(at.page.text()).toContain('同意はお答え済みです')
    await at.press('確認へ進む', '患者さんがはじめる')
    expect(at.title()).toBe('暗証番号を入力してください')
  })
})

describe('カードを置く', () => {
  it('shows where the card goes and waits without an end while there is none', async () => {
    await open({
      play: (world) =>
        (world.services.card.prepare = (show) => (
          show('searching', 0),
          new Promise(() => undefined)
        )),
    })
    await toCard(at)
    expect(at.title()).toBe('マイナンバーカードをここに置いてください')
    expect(at.page.get('svg[role=img]').attributes('aria-label')).toContain(
      'リーダーの中央に重ねる',
    )
    expect(at.page.get('[role=progressbar]').attributes('aria-valuenow')).toBeUndefined()
  })

  it('says to hold still while it reads, with how far it is', async () => {
    await open({
      play: (world) =>
        (world.services.card.prepare = (show) => (
          show('reading', 0.5),
          new Promise(() => undefined)
        )),
    })
    await toCard(at)
    expect(at.title()).toBe('そのまま、カードを離さないでください')
    expect(at.page.get('[role=progressbar]').attributes('aria-valuenow')).toBe('50')
    expect(at.page.get('[aria-current=step]').text()).toBe('カードを読む')
  })

  it.each([
    ['TZ-C06', 'マイナンバーカードではないようです', '別のカードを置いて試す'],
    ['TZ-C07', 'このカードでは確認できません', '別のカードを置いて試す'],
    ['TZ-C09', 'うまく読めませんでした', 'カードを置きました'],
    ['TZ-C12', 'このカードでは確認できません', 'スタッフに渡す'],
    ['TZ-R04', 'カードを読む機械とつながっていません', 'リーダーにつなぎ直す'],
    ['TZ-R07', 'カードを読む機械とつながっていません', 'リーダーにつなぎ直す'],
  ] as const)(
    '%s: calm words, the catalogue’s sentence, and a way on',
    async (code, title, act) => {
      await open({ play: (world) => (world.prepares = [failed(code), ok(PREPARED)]) })
      await toCard(at)
      expect(at.title()).toBe(title)
      expect(at.page.get('[role=alert]').text()).toContain(code)
      expect(at.hasButton(act)).toBe(true)
      expect(at.capture.consent?.items.medication).toBe(true)
      expect(at.feedback.lost).toHaveBeenCalled()
    },
  )

  it('reads again after the card was laid down again', async () => {
    await open({ play: (world) => (world.prepares = [failed('TZ-C09'), ok(PREPARED)]) })
    await toCard(at)
    await at.press('カードを置きました')
    expect(at.title()).toBe('暗証番号を入力してください')
  })

  it('reconnects the reader and reads on', async () => {
    await open({ play: (world) => (world.prepares = [failed('TZ-R04'), ok(PREPARED)]) })
    await toCard(at)
    await at.press('リーダーにつなぎ直す')
    expect(at.title()).toBe('暗証番号を入力してください')
  })

  it('stops before the PIN for a dead certificate and says that the insurance is not lost (R23, R24)', async () => {
    const dead = { ...PREPARED, certificateLastDay: '2026-07-31' }
    await open({ play: (world) => (world.prepares = [ok(dead)]) })
    await toCard(at)
    expect(at.title()).toBe('カードの電子証明書の期限が切れています')
    expect(at.page.text()).toContain('保険の資格がなくなったわけではありません')
    expect(at.hasButton('確認')).toBe(false)
    expect(at.world.presentedPins).toEqual([])
  })

  it('stops before the PIN for a locked card (R10) and leads to the ladder', async () => {
    await open({ play: (world) => (world.prepares = [ok({ ...PREPARED, triesLeft: 0 })]) })
    await toCard(at)
    expect(at.title()).toBe('暗証番号がロックされています')
    await at.press('スタッフに渡す', 'スタッフの方はこちら', 'スタッフの画面に戻る')
    expect(at.page.get('select').element.value).toBe('locked')
  })
})

describe('電子証明書の期限', () => {
  it('is told kindly before the PIN in the grace, with what cannot be seen (R22)', async () => {
    const grace = { ...PREPARED, certificateLastDay: '2026-10-10' }
    await open({ play: (world) => (world.prepares = [ok(grace)]) })
    await toCard(at)
    expect(at.title()).toBe('カードの電子証明書の期限が過ぎています')
    expect(at.page.text()).toContain('2027年1月31日(日)までは')
    expect(at.page.text()).toContain('診療や薬の情報は、新しくするまで見られません')
    await at.press('わかりました')
    expect(at.title()).toBe('暗証番号を入力してください')
  })

  it('is told in the alert, once (R21)', async () => {
    const alert = { ...PREPARED, certificateLastDay: '2026-12-31' }
    await open({
      play: (world) => {
        world.prepares = [ok(alert)]
        world.signs = [{ kind: 'wrongPin', triesLeft: 2 }]
      },
    })
    await toCard(at)
    expect(at.page.text()).toContain('2026年12月31日(木)まで使えます')
    await at.press('わかりました')
    await enterPin(at, '1', '1', '1', '1')
    expect(at.title()).toBe('暗証番号を入力してください')
  })

  it.each([
    ['valid', '2029-03-03', '2034-03-03', 'カードは2029年3月3日(土)まで'],
    ['alert', '2026-12-31', '2034-03-03', 'カードは2026年12月31日(木)まで'],
    ['grace', '2026-10-10', '2034-03-03', 'カードは2027年1月31日(日)まで'],
    ['valid, its card sooner', '2029-03-03', '2028-03-03', 'カードは2028年3月3日(金)まで'],
    ['valid, its card not readable', '2029-03-03', null, 'カードは2029年3月3日(土)まで'],
  ])(
    'shows the last usable day of a certificate that is %s before anything is typed (R20–R22)',
    async (_, certificateLastDay, cardExpiry, words) => {
      const card = { ...PREPARED, certificateLastDay, cardExpiry }
      await open({ play: (world) => (world.prepares = [ok(card)]) })
      await toCard(at)
      if (at.hasButton('わかりました')) await at.press('わかりました')
      expect(at.title()).toBe('暗証番号を入力してください')
      expect(at.page.text()).toContain(words)
      expect(at.world.presentedPins).toEqual([])
    },
  )

  it.each([
    ['2026-12-31', 'マイナンバーカードの期限が近づいています'],
    ['2026-10-10', 'マイナンバーカードの期限が過ぎています'],
  ])(
    'is that of the card itself where the card ends sooner (R20): %s',
    async (cardExpiry, title) => {
      const card = { ...PREPARED, certificateLastDay: '2029-03-03', cardExpiry }
      await open({ play: (world) => (world.prepares = [ok(card)]) })
      await toCard(at)
      expect(at.title()).toBe(title)
      await at.press('わかりました')
      expect(at.title()).toBe('暗証番号を入力してください')
    },
  )

  it('stops before the PIN where the card itself is long over (R20, R23)', async () => {
    const card = { ...PREPARED, certificateLastDay: '2029-03-03', cardExpiry: '2026-07-31' }
    await open({ play: (world) => (world.prepares = [ok(card)]) })
    await toCard(at)
    expect(at.page.get('[role=alert]').text()).toContain('TZ-C10')
    expect(at.hasButton('確認')).toBe(false)
  })
})

describe('暗証番号', () => {
  it('says which number is meant and how many tries are left before anything is typed (R10)', async () => {
    await open()
    await toCard(at)
    expect(at.page.text()).toContain('市区町村の窓口で決めた数字4桁')
    expect(at.page.text()).toContain('あと3回まで入力できます')
    expect(at.world.presentedPins).toEqual([])
  })

  it('presents exactly what was typed, once', async () => {
    await open()
    await toCard(at)
    await enterPin(at, '0', '4', '9', '5')
    expect(at.world.presentedPins).toEqual([[0x30, 0x34, 0x39, 0x35]])
  })

  it('says that it was wrong, how many tries are left, and lets the patient type again', async () => {
    await open({
      play: (world) => {
        world.signs = [
          { kind: 'wrongPin', triesLeft: 2 },
          { kind: 'signed', signature: 'c2ln' },
        ]
      },
    })
    await toCard(at)
    await enterPin(at, '1', '1', '1', '1')
    expect(at.page.get('[role=alert]').text()).toContain('暗証番号が違いました')
    expect(at.page.get('[role=alert]').text()).toContain('あと2回まで入力できます')
    expect(at.feedback.lost).toHaveBeenCalledTimes(1)
    await enterPin(at, '2', '2', '2', '2')
    expect(at.capture.step).toBe('saved')
  })

  it('asks before the last try, and declining leads on without spending it', async () => {
    await open({ play: (world) => (world.prepares = [ok({ ...PREPARED, triesLeft: 1 })]) })
    await toCard(at)
    expect(at.title()).toBe('入力できるのは、あと1回です')
    const choices = at.page.get('[role=group][aria-label=どうしますか]').findAll('button')
    expect(new Set(choices.map((choice) => choice.classes().join(' '))).size).toBe(1)
    await at.press('入力しない')
    expect(at.page.text()).toContain('スタッフが別の方法をご案内します')
    expect(at.world.presentedPins).toEqual([])
  })

  it('goes on with the last try when the patient wants to', async () => {
    await open({ play: (world) => (world.prepares = [ok({ ...PREPARED, triesLeft: 1 })]) })
    await toCard(at)
    await at.press('入力する')
    await enterPin(at, '1', '2', '3', '4')
    expect(at.capture.step).toBe('saved')
  })

  it('leads on from わからない without shame, and back', async () => {
    await open()
    await toCard(at)
    await at.press('わからない')
    expect(at.title()).toBe('わからなくても大丈夫です')
    await at.press('戻って入力する')
    expect(at.title()).toBe('暗証番号を入力してください')
    await at.press(
      'わからない',
      '別の方法で確認する',
      'スタッフの方はこちら',
      'スタッフの画面に戻る',
    )
    expect(at.page.get('select').element.value).toBe('pinUnknown')
  })

  it('stops when the last wrong try locked the card', async () => {
    await open({
      play: (world) => {
        world.prepares = [ok({ ...PREPARED, triesLeft: 1 })]
        world.signs = [{ kind: 'wrongPin', triesLeft: 0 }]
      },
    })
    await toCard(at)
    await at.press('入力する')
    await enterPin(at, '1', '2', '3', '4')
    expect(at.title()).toBe('暗証番号がロックされています')
    expect(at.page.get('[role=alert]').text()).toContain('TZ-C02')
  })
})

describe('離さないでください', () => {
  it('shows the steps as they happen, and no way to stop in the middle', async () => {
    await open({
      play: (world) =>
        (world.services.card.sign = (_pin, _input, _confirmed, show) => (
          show('signing', 0.6),
          new Promise(() => undefined)
        )),
    })
    await toCard(at)
    await enterPin(at, '1', '2', '3', '4')
    expect(at.title()).toBe('そのまま、カードを離さないでください')
    expect(at.page.get('[aria-current=step]').text()).toBe('署名する')
    expect(at.page.get('[role=progressbar]').attributes('aria-valuenow')).toBe('60')
    expect(at.page.find('.leave').exists()).toBe(false)
  })

  it.each([
    [2, '途中で離れた入力は、1回に数えられました'],
    [3, '残りの回数は減っていません'],
  ])('after a card torn off says what %s tries left mean', async (triesLeft, words) => {
    await open({
      play: (world) => {
        world.prepares = [ok(PREPARED), failed('TZ-R08'), ok({ ...PREPARED, triesLeft })]
        world.signs = [{ kind: 'unknown', code: 'TZ-C04' }]
      },
    })
    await toCard(at)
    await enterPin(at, '1', '2', '3', '4')
    expect(at.title()).toBe('もう一度カードを置いてください')
    expect(at.page.text()).toContain('暗証番号が数えられたかは、まだ分かりません')
    await expect.poll(() => at.title(), { timeout: 5_000 }).toBe('暗証番号を入力してください')
    expect(at.page.text()).toContain(words)
    expect(at.world.presentedPins).toHaveLength(1)
  })

  it('saves again without card and PIN when the device had no room', async () => {
    await open({ play: (world) => (world.saveResult = failed('TZ-D04')) })
    await toCard(at)
    await enterPin(at, '1', '2', '3', '4')
    expect(at.title()).toBe('まだ保存できていません')
    expect(at.page.text()).toContain('カードと暗証番号は、もう要りません')
    expect(at.feedback.done).not.toHaveBeenCalled()
    at.world.saveResult = ok(null)
    await at.press('もう一度保存する')
    expect(at.title()).toContain('終わりました')
    expect(at.world.presentedPins).toHaveLength(1)
    expect(at.world.saved).toHaveLength(1)
  })

  describe('with no room for longer', () => {
    async function backWithStaff(): Promise<void> {
      await open({ play: (world) => (world.saveResult = failed('TZ-D04')) })
      await toCard(at)
      await enterPin(at, '1', '2', '3', '4')
      await at.press('スタッフの方はこちら', 'スタッフの画面に戻る')
    }

    it('lets staff take the tablet back and save once they have made room', async () => {
      await backWithStaff()
      expect(at.capture.patientSide).toBe(false)
      expect(at.title()).toBe('まだ保存できていません')
      expect(at.page.get('[role=alert]').text()).toContain('TZ-D04')
      at.world.saveResult = ok(null)
      await at.press('もう一度保存する')
      expect(at.title()).toBe('端末に保存しました')
      expect(at.world.saved).toHaveLength(1)
    })

    it('gives the check up only after asking', async () => {
      await backWithStaff()
      await at.press('保存せずにやめる', '戻る')
      expect(at.capture.step).toBe('hold')
      await at.press('保存せずにやめる')
      await at.page.get('dialog[open]').get('.variant-danger').trigger('click')
      await at.settle()
      expect(at.capture.step).toBe('idle')
    })
  })

  it.each([
    ['has no signature on the disk yet', 'hold', true],
    ['is on the disk', 'saved', false],
  ])('asks before the page is left when the check %s', async (_state, step, asks) => {
    await open({
      play: (world) => (world.saveResult = step === 'hold' ? failed('TZ-D04') : ok(null)),
    })
    await toCard(at)
    await enterPin(at, '1', '2', '3', '4')
    expect(at.capture.step).toBe(step)
    const leaving = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(leaving)
    expect(leaving.defaultPrevented).toBe(asks)
  })

  it('does not say that the answers stay when the device could not keep them', async () => {
    await open({
      play: (world) => (world.services.records.putDraft = () => Promise.resolve(failed('TZ-D04'))),
    })
    await toCard(at)
    await at.press('やめる')
    expect(at.page.get('dialog').text()).toContain('端末に残せませんでした')
    await at.page.get('dialog[open]').get('.variant-primary').trigger('click')
    await at.settle()
    expect(at.page.text()).not.toContain('お答えいただいた内容は残っています')
  })
})

describe('終わりました', () => {
  async function finish(withChallenge = true): Promise<void> {
    await open()
    await toCard(at)
    at.world.rows = [savedRow(at.capture.checkId, withChallenge)]
    await enterPin(at, '1', '2', '3', '4')
  }

  async function backToStaff(): Promise<void> {
    await at.press('スタッフの方はこちら', 'スタッフの画面に戻る')
  }

  it('gives card and tablet back, with a signal', async () => {
    await finish()
    expect(at.feedback.done).toHaveBeenCalledTimes(1)
    expect(at.page.findAll('ol li').map((step) => step.text())).toEqual([
      'マイナンバーカードをお取りください。',
      'この端末をスタッフにお返しください。',
    ])
  })

  it('opens the staff side only by two deliberate acts, the first of which can be taken back', async () => {
    await finish()
    expect(at.hasButton('スタッフの画面に戻る')).toBe(false)
    await at.press('スタッフの方はこちら', 'まだです')
    expect(at.hasButton('スタッフの画面に戻る')).toBe(false)
    await backToStaff()
    expect(at.capture.patientSide).toBe(false)
    expect(at.title()).toBe('端末に保存しました')
  })

  it('shows where the check stands, live, to the answer', async () => {
    await finish()
    await backToStaff()
    const line = (): string[] => at.page.findAll('ol li').map((stop) => stop.text())
    expect(line()).toEqual(['端末に保存しました(未送信)10:00', '送信はまだ', '結果はまだ'])
    expect(at.page.text()).toContain('自動で送ります')
    const [row] = at.world.rows
    if (!row) throw new Error('no row')
    at.world.rows = [{ ...row, state: 'accepted', acceptedAt: row.savedAt + 60_000 }]
    at.world.changed()
    await at.settle()
    expect(line()).toEqual(['端末に保存しました10:00', '送信済み10:01', '結果はまだ'])
    at.world.rows = [
      {
        ...row,
        state: 'answered',
        acceptedAt: row.savedAt + 60_000,
        answeredAt: row.savedAt + 120_000,
      },
    ]
    at.world.changed()
    await at.settle()
    expect(line()[2]).toBe('結果あり10:02')
    expect(at.page.get('a').attributes('href')).toBe(`/answers/${row.id}`)
  })

  it('says what the visit can go on with, and no 10割', async () => {
    await finish()
    await backToStaff()
    expect(at.page.text()).toContain('訪問はこのまま続けられます')
    expect(at.page.text()).toContain('それまでの負担割合: 1〜3割')
    expect(at.page.text()).not.toContain('10割')
  })

  it('says plainly when no challenge was left, and is silent otherwise', async () => {
    await finish(false)
    await backToStaff()
    expect(at.page.text()).toContain('確かさの低い確認として送ります')
    at.page.unmount()
    await finish(true)
    await backToStaff()
    expect(at.page.text()).not.toContain('確かさの低い')
  })

  it('shows a refusal with its reason and that nothing is gone', async () => {
    await finish()
    await backToStaff()
    const [row] = at.world.rows
    if (!row) throw new Error('no row')
    at.world.rows = [{ ...row, state: 'rejected', code: 'TZ-G18' }]
    at.world.changed()
    await at.settle()
    expect(at.page.text()).toContain('消えてはいません')
    expect(at.page.get('[role=alert]').text()).toContain('TZ-G18')
  })

  it('goes on to the next visit', async () => {
    await finish()
    await backToStaff()
    await at.press('次の訪問へ')
    expect(at.capture.step).toBe('idle')
    expect(at.router.currentRoute.value.path).toBe('/visits')
  })
})

describe('what is spoken', () => {
  it('is never a name, on any of the patient’s screens', async () => {
    await open()
    await handOver(at)
    for (const name of AGREE) {
      expect(at.page.text()).not.toContain('花子')
      await at.press(name)
    }
    expect(at.page.text()).not.toContain('花子')
  })
})

describe('a draft', () => {
  it('is taken up where the patient left it, under the same id', async () => {
    await open()
    await handOver(at)
    await at.press(...AGREE)
    const id = at.capture.checkId
    await at.capture.cancel()
    await at.capture.resumeDraft('visit-1')
    await at.settle()
    expect(at.page.text()).toContain('同意はお答え済みです')
    expect(at.capture.checkId).toBe(id)
    await at.press('確認へ進む', '患者さんがはじめる')
    expect(at.title()).toBe('暗証番号を入力してください')
  })
})
