import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CheckStatement } from '../../../domain/check'
import { failed, ok } from '../../../domain/outcome'
import { useFaceStore } from '../../../src/stores/capture-face'
import {
  createSeenFace,
  FACE_DIGITS,
  PREPARED_FACE,
  verifiedFace,
  type FakeWorld,
} from '../../support/fake-services'
import { AGREE, openCapture, savedRow, type CaptureWorld } from './capture-world'

let at: CaptureWorld

/** The birth date of the visit's patient as printed: 昭和25年3月3日. */
const RIGHT = ['250303', '2034', '4321'] as const

async function open(play: (world: FakeWorld) => void = () => undefined): Promise<void> {
  at = await openCapture({ play })
  await at.reader.connectBluetooth()
  await at.settle()
}

afterEach(() => at.page.unmount())

/** The patient decides and gives the tablet back. */
async function toPasscode(): Promise<void> {
  await at.press('目視で確認する', '患者さんがはじめる', ...AGREE)
  await at.press('スタッフの方はこちら', 'スタッフの画面に戻る')
}

async function toPrinted(): Promise<void> {
  await toPasscode()
  await typePasscode(FACE_DIGITS)
}

async function typePasscode(digits: string): Promise<void> {
  await at.page.get('input').setValue(digits)
  await at.page.get('form').trigger('submit')
  await at.settle()
}

async function typeCode(values: readonly string[] = RIGHT): Promise<void> {
  const inputs = at.page.findAll('input')
  for (const [index, value] of values.entries()) await inputs[index]?.setValue(value)
}

/** WebCrypto works beside the event loop, so a reading takes more than some turns of it. */
async function settleCard(): Promise<void> {
  const face = useFaceStore()
  await vi.waitFor(() => expect(face.stage === 'idle' || face.phase === 'lastTry').toBe(true))
  await at.settle()
}

async function read(): Promise<void> {
  await at.page.get('form').trigger('submit')
  await settleCard()
}

async function pressAndRead(name: string): Promise<void> {
  await at.press(name)
  await settleCard()
}

async function toCompare(seen = createSeenFace()): Promise<typeof seen> {
  at.world.faces = [verifiedFace(seen)]
  await toPrinted()
  await typeCode()
  await read()
  expect(at.title()).toBe('写真とご本人を見比べる')
  return seen
}

async function judge(words: string): Promise<void> {
  const option = at.page.findAll('label').find((label) => label.text() === words)
  await option?.get('input').setValue(true)
}

describe('目視 on the patient’s side', () => {
  it('ends with the consent: the tablet goes back to staff before anything of the card', async () => {
    await open()
    await at.press('目視で確認する')
    expect(at.title()).toBe('患者さんにお渡しください')
    await at.press('患者さんがはじめる', ...AGREE)
    expect(at.capture.patientSide).toBe(true)
    expect(at.page.text()).toContain('この端末をスタッフにお返しください')
    expect(at.page.text()).not.toContain('マイナンバーカードをお取りください')
    expect(at.hasButton('やめる')).toBe(false)
  })
})

describe('a 目視パスコード that comes or goes while 確認をはじめる is open', () => {
  it('opens the way when it is issued, without leaving the screen', async () => {
    await open((world) => {
      world.passcode = { kind: 'none' }
    })
    expect(at.page.text()).toContain('目視パスコードがまだありません')
    at.world.passcode = { kind: 'open', triesLeft: 5, hint: null }
    at.world.changed()
    await at.settle()
    expect(at.page.text()).not.toContain('目視パスコードがまだありません')
    expect(at.title()).toBe('確認をはじめる')
    await at.press('目視で確認する')
    expect(at.title()).toBe('患者さんにお渡しください')
  })

  it('closes the way when it is put out of use', async () => {
    await open()
    at.world.passcode = { kind: 'none' }
    at.world.changed()
    await at.settle()
    expect(at.page.text()).toContain('目視パスコードがまだありません')
    expect(at.hasButton('目視で確認する')).toBe(false)
  })

  it('is not asked for any more once it is put out of use', async () => {
    await open()
    await toPasscode()
    at.world.passcode = { kind: 'none' }
    at.world.changed()
    await at.settle()
    expect(at.page.get('[role=alert]').text()).toContain('施設の目視パスコードがありません')
    expect(at.page.find('input').exists()).toBe(false)
    expect(at.hasButton('次へ')).toBe(false)
    await at.press('ほかの方法')
    expect(at.title()).toBe('確認をはじめる')
  })
})

describe('目視パスコード', () => {
  it('is asked for as the facility’s, not the card’s', async () => {
    await open()
    await toPasscode()
    expect(at.title()).toBe('目視パスコード')
    expect(at.page.text()).toContain('カードの暗証番号ではありません')
    expect(at.page.get('input').attributes()).toMatchObject({
      type: 'password',
      inputmode: 'numeric',
      autocomplete: 'off',
    })
  })

  it('names what is wrong at the field, and empties it', async () => {
    await open()
    await toPasscode()
    await typePasscode('12')
    expect(at.page.get('[role=alert]').text()).toContain('数字4桁')
    at.world.passcode = { kind: 'open', triesLeft: 4, hint: null }
    await typePasscode('0000')
    expect(at.page.get('[role=alert]').text()).toContain('あと4回')
    expect(at.page.get('input').element.value).toBe('')
  })

  it('says how long it is closed, and that the PIN still works', async () => {
    await open((world) => {
      world.passcode = { kind: 'closed', waitMs: 290_000 }
    })
    await toPasscode()
    expect(at.page.text()).toContain('あと5分ほど使えません')
    expect(at.page.text()).toContain('暗証番号での確認は、いつもどおり')
    expect(at.page.find('input').exists()).toBe(false)
    at.world.passcode = { kind: 'open', triesLeft: 1, hint: null }
    await at.press('もう一度試す')
    expect(at.page.find('input').exists()).toBe(true)
  })

  it('is shown in training only, where the gateway tells it', async () => {
    await open((world) => {
      world.passcode = { kind: 'open', triesLeft: 5, hint: FACE_DIGITS }
    })
    await toPasscode()
    expect(at.page.text()).toContain(`訓練用の目視パスコードは ${FACE_DIGITS} です`)
  })
})

describe('what is printed on the card', () => {
  it('is asked for in the order in which it stands there, beside a drawing', async () => {
    await open()
    await toPrinted()
    expect(at.page.findAll('form label').map((label) => label.text())).toEqual([
      '1 生年月日(6桁)',
      '2 有効期限の年(西暦4桁)',
      '3 セキュリティコード(4桁)',
    ])
    expect(at.page.get('svg[role=img]').attributes('aria-label')).toContain('写真の下')
    expect(document.activeElement?.textContent).toBe('カードの券面を見て入力する')
  })

  it('marks in the drawing the field that is being typed', async () => {
    await open()
    await toPrinted()
    expect(at.page.findAll('svg .now')).toHaveLength(0)
    await at.page.findAll('input')[2]?.trigger('focusin')
    expect(at.page.get('svg .now').text()).toBe('3')
  })

  it('names a fault as soon as the field is left, before any try', async () => {
    await open()
    await toPrinted()
    const [birthdate] = at.page.findAll('input')
    await birthdate?.setValue('19500303')
    expect(at.page.find('[role=alert]').exists()).toBe(false)
    await birthdate?.trigger('focusout')
    expect(at.page.get('[role=alert]').text()).toContain('西暦ではなく')
    await birthdate?.setValue('250303')
    expect(at.page.find('[role=alert]').exists()).toBe(false)
  })

  it('asks the card nothing while a field is wrong or empty, and names every one', async () => {
    await open()
    await toPrinted()
    await typeCode(['250303', '', '43'])
    await read()
    expect(at.page.findAll('[role=alert]')).toHaveLength(2)
    expect(at.world.calls).not.toContain('prepareFace')
  })

  it('refuses a 個人番号 the moment it is typed, and does not keep it (R13)', async () => {
    await open()
    await toPrinted()
    const code = at.page.findAll('input')[2]
    await code?.setValue('123456789018')
    expect(at.page.get('[role=alert]').text()).toContain('個人番号')
    expect(code?.element.value).toBe('')
  })

  it('forgives width, and presents the fourteen digits once', async () => {
    await open()
    at.world.faces = [verifiedFace()]
    await toPrinted()
    await typeCode(['２５０３０３', ' 2034', '4321'])
    await read()
    expect(at.world.presentedCodes).toEqual(['25030320344321'])
  })

  it('stays to be corrected after a wrong code, with the tries left and the field to look at', async () => {
    await open()
    at.world.faces = [{ kind: 'wrongCode', triesLeft: 9 }]
    await toPrinted()
    await typeCode(['250304', '2034', '4321'])
    await read()
    const alert = at.page.get('[role=alert]').text()
    expect(alert).toContain('あと9回')
    expect(alert).toContain('「生年月日(6桁)」')
    expect(alert).toContain('1950年3月3日')
    expect(alert).toContain('TZ-C20')
    expect(at.page.findAll('input').map((input) => input.element.value)).toEqual([
      '250304',
      '2034',
      '4321',
    ])
  })

  it('asks before the last of ten tries, and goes back to the fields on a doubt', async () => {
    await open()
    at.world.preparedFaces = [ok({ ...PREPARED_FACE, triesLeft: 1 })]
    at.world.faces = [verifiedFace()]
    await toPrinted()
    await typeCode()
    await read()
    expect(at.title()).toBe('試せるのは、あと1回です')
    await pressAndRead('入力を見直す')
    expect(at.title()).toBe('カードの券面を見て入力する')
    expect(at.world.presentedCodes).toEqual([])
    await read()
    await pressAndRead('確かめたので、続ける')
    expect(at.title()).toBe('写真とご本人を見比べる')
  })

  it('says whether a VERIFY that was torn off has cost a try', async () => {
    await open()
    at.world.preparedFaces = [ok(PREPARED_FACE), ok({ ...PREPARED_FACE, triesLeft: 9 })]
    at.world.faces = [{ kind: 'unknown', code: 'TZ-C22' }]
    await toPrinted()
    await typeCode()
    await read()
    expect(at.page.get('[role=status]').text()).toContain('1回に数えられました。あと9回')
  })
})

describe('a card whose face cannot be read', () => {
  it.each([
    ['TZ-C21', 'ほかの方法へ'],
    ['TZ-C25', 'ほかの方法へ'],
    ['TZ-C34', 'ほかの方法へ'],
    ['TZ-C06', '別のカード'],
    ['TZ-C05', 'カードを置き直しました'],
    ['TZ-R04', 'リーダーにつなぎ直す'],
  ] as const)('%s has its sentence, that nothing is lost, and 「%s」', async (code, action) => {
    await open()
    at.world.services.card.checkFace = () => Promise.resolve({ kind: 'refused', code })
    await toPrinted()
    await typeCode()
    await read()
    expect(at.title()).toBe('カードの写真を読めませんでした')
    expect(at.page.get('[role=alert]').text()).toContain(code)
    expect(at.page.text()).toContain('患者さんのお答えは残っています')
    expect(at.hasButton(action)).toBe(true)
  })

  it('is read again with what was typed when it is laid down once more', async () => {
    await open()
    at.world.faces = [{ kind: 'refused', code: 'TZ-C05' }, verifiedFace()]
    await toPrinted()
    await typeCode()
    await read()
    await pressAndRead('カードを置き直しました')
    expect(at.title()).toBe('写真とご本人を見比べる')
  })

  it('leads to the ladder with the PIN first', async () => {
    await open()
    at.world.preparedFaces = [failed('TZ-C25')]
    await toPrinted()
    await typeCode()
    await read()
    await at.press('ほかの方法へ')
    expect(at.title()).toBe('別の方法')
    expect(at.page.text()).toContain('目視の確認は保存していません')
    expect(at.page.get('[data-way-now]').text()).toBe('暗証番号で確認する')
  })
})

describe('写真と、目の前の方', () => {
  it('are compared with the card’s own words beside, and the visit’s', async () => {
    await open()
    const seen = await toCompare()
    expect(seen.drawn()).toBe(1)
    const text = at.page.text()
    expect(text).toContain('1950年3月3日')
    expect(text).toContain('昭和25年3月3日')
    expect(text).toContain('予定の患者さんと同じです')
    expect(text).toContain('見本　花子')
    expect(at.button('証明して保存する').attributes('aria-disabled')).toBe('true')
  })

  it('warns where the card is of another birth date than the visit', async () => {
    await open()
    await toCompare(createSeenFace({ birthdate: '1980-02-17' }))
    expect(at.page.text()).toContain('カードの生年月日が、予定の患者さんと違います')
  })

  it('shows a birthday that no calendar has as the card holds it', async () => {
    await open()
    await toCompare(createSeenFace({ birthdate: '1950-00-00' }))
    expect(at.page.text()).toContain('1950-00-00')
  })

  it('are attested in a sentence, by name and time, and saved', async () => {
    await open()
    const seen = await toCompare()
    await judge('同じ人です')
    expect(at.page.text()).toContain('同じ方であることを確かめました')
    expect(at.page.text()).toContain('看護　太郎')
    expect(at.page.text()).toContain('10:00')
    at.world.rows = [savedRow(at.capture.checkId)]
    await at.press('証明して保存する')
    expect(at.capture.step).toBe('saved')
    const statement = JSON.parse(at.world.saved[0]?.payload.statement ?? '{}') as CheckStatement
    expect(statement.staffId).toBe('staff-1')
    expect(seen.forgotten()).toBe(1)
    expect(at.page.findAll('canvas')).toHaveLength(0)
  })

  it.each([
    ['ちがう人です', 'ご本人のマイナンバーカードを出してもらう'],
    ['わからない', '暗証番号で確認する'],
  ])('「%s」 saves no check and says the next step', async (words, next) => {
    await open()
    const seen = await toCompare()
    await judge(words)
    expect(at.page.text()).toContain('目視の確認は保存しません')
    await at.press('ほかの方法へ')
    expect(at.world.saved).toEqual([])
    expect(seen.forgotten()).toBe(1)
    expect(at.page.get('[data-way-now]').text()).toBe(next)
  })

  it('say it plainly where nobody vouches for the issuer, before and after it is saved', async () => {
    await open()
    await toCompare(createSeenFace({ issuer: 'noAnchor' }))
    expect(at.page.text()).toContain('発行元までは確かめていません')
    expect(at.page.text()).not.toMatch(/本物と|本物を確認/)
    await judge('同じ人です')
    const row = savedRow(at.capture.checkId)
    at.world.rows = [{ ...row, note: { ...row.note, way: 'cardFace', faceIssuer: 'noAnchor' } }]
    await at.press('証明して保存する')
    expect(at.title()).toBe('端末に保存しました')
    expect(at.page.text()).toContain('発行元までは確かめていません')
    expect(at.page.text()).toContain('目視で確認しました(証明: 看護　太郎)')
  })

  it('leave no photo when the screen goes, and begin at the card’s numbers when it comes back', async () => {
    await open()
    const seen = await toCompare()
    const canvas = at.page.get('canvas').element as HTMLCanvasElement
    canvas.width = 240
    at.page.unmount()
    expect([seen.forgotten(), canvas.width]).toEqual([1, 0])
    expect(at.capture.step).toBe('face')
  })

  it('are told with the sound of done, and a fault with that of lost', async () => {
    await open()
    await toCompare()
    expect(at.feedback.done).toHaveBeenCalledOnce()
    at.page.unmount()
    await open()
    at.world.faces = [{ kind: 'wrongCode', triesLeft: 9 }]
    await toPrinted()
    await typeCode()
    await read()
    expect(at.feedback.lost).toHaveBeenCalledOnce()
  })

  it('wait on the staff’s side when there is no room on the disk', async () => {
    await open()
    await toCompare()
    at.world.saveResult = failed('TZ-D04')
    await judge('同じ人です')
    await at.press('証明して保存する')
    expect(at.title()).toBe('まだ保存できていません')
    await at.press('保存せずにやめる')
    const asked = at.page.findAll('dialog').map((dialog) => dialog.text())
    expect(asked.join()).toContain('カードと写真の見比べが必要です')
  })
})
