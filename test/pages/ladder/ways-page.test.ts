import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TROUBLES } from '../../../domain/decide'
import { isAnswerTrouble } from '../../../domain/decide/trouble'
import { failed, ok } from '../../../domain/outcome'
import type { VisitHistory } from '../../../domain/visit'
import { useOtherWaysStore } from '../../../src/stores/other-ways'
import { chooseStaffLanguage, t } from '../../../src/words/staff'
import { PREPARED, VISIT, type FakeWorld } from '../../support/fake-services'
import { openCapture, savedRow, toCard, type CaptureWorld } from '../capture/capture-world'
import { makeAnswer, makeRow } from '../seeds'

const HISTORY: VisitHistory = {
  lastCardCheckAt: '2026-10-09T01:00:00Z',
  lastVisitOn: '2026-11-06',
  continuing: false,
  lastAnswer: null,
  cardLastDay: null,
  onFile: null,
  usesDocument: false,
  consentWithdrawn: false,
}
const ON_FILE = { insurerNumber: '06132013', symbol: '1', number: '23', branch: null } as const

let at: CaptureWorld

async function open(...args: Parameters<typeof openCapture>): Promise<CaptureWorld> {
  at = await openCapture(...args)
  await at.press(t('カードが使えない'))
  return at
}

const now = () => at.page.get('[data-way-now]').text()
const address = () => at.router.currentRoute.value.fullPath
const trouble = async (value: string) => {
  await at.page.get('select').setValue(value)
  await at.settle()
}
const panel = (title: string) => {
  const found = at.page
    .findAll('section')
    .find((each) => each.find('h2').exists() && each.get('h2').text() === title)
  if (!found) throw new Error(`no panel ${title}`)
  return found
}
const hasPanel = (title: string) => at.page.findAll('h2').some((each) => each.text() === title)

afterEach(() => at.page.unmount())

describe('別の方法', () => {
  it('still goes by what staff said is wrong when they come back to it', async () => {
    await open()
    await trouble('noCard')
    await at.router.push('/check')
    await at.settle()
    await at.press(t('カードが使えない'))
    expect(at.page.get('select').element.value).toBe('noCard')
  })

  it('shows the one way to try now: what, why, and what to say', async () => {
    await open()
    expect(now()).toBe('マイナポータルの資格情報を、カードと一緒に見せてもらう')
    expect(at.page.text()).toContain('前に保存したPDFでもかまいません')
    expect(at.page.findAll('.said').map((each) => each.text())).toEqual([
      expect.stringContaining('保険には影響ありません'),
      expect.stringContaining('見せていただけますか'),
    ])
    expect(at.hasButton('書類を入力する')).toBe(true)
    expect(at.hasButton('見せられない')).toBe(true)
  })

  it('has the rest in order, those closed with why, the share, the claim and the call centre', async () => {
    await open()
    const rest = panel('このあとの方法').findAll('li')
    expect(rest.map((each) => each.get('.name').text())).toEqual([
      '「資格情報のお知らせ」を見せてもらう',
      '再診なら、控えの番号から変わりがないか尋ねる',
      '初診なら、被保険者資格申立書を書いてもらう',
    ])
    expect(at.page.find('details').exists()).toBe(true)
    expect(panel('それまでの負担割合').text()).toContain('1〜3割')
    expect(panel('請求').text()).toContain('まだ決まりません')
    expect(panel('請求').find('ul').exists()).toBe(false)
    expect(at.page.get('a[href^=tel]').attributes('href')).toBe('tel:08000804583')
    expect(at.page.text()).not.toMatch(/10割/)
  })

  it('follows what staff say is wrong', async () => {
    await open()
    await trouble('noCard')
    expect(now()).toBe('資格確認書を見せてもらう')
    expect(at.page.get('details').text()).toContain(
      'マイナンバーカードを見せてもらったときの方法です',
    )
    await trouble('smartphoneOnly')
    expect(now()).toContain('その場で')
  })

  it.each(TROUBLES.filter((each) => !isAnswerTrouble(each)))(
    'is taken to its end one refusal after the other after %s, and never says 10割',
    async (value) => {
      await open()
      await trouble(value)
      for (;;) {
        const refuse = at.page.findAll('button.variant-secondary').at(-1)
        if (!refuse) break
        await refuse.trigger('click')
        await at.settle()
        expect(document.activeElement).toBe(at.page.get('[data-way-now]').element)
      }
      expect(now()).toBe('ここでできる方法はすべて試しました')
      expect(panel('それまでの負担割合').text()).toMatch(/1〜3割/)
      expect(at.page.text()).not.toMatch(/10割/)
      expect(at.page.get('a.variant-primary').attributes('href')).toBe('/visits')
    },
  )

  it('asks, when nothing is left, what the claim still depends on (R61)', async () => {
    await open()
    await at.press('見せられない', '持っていない', 'できない')
    const asked = panel('患者さんに尋ねること')
    expect(asked.findAll('legend').map((each) => each.text())).toEqual([
      '今、有効な保険がありますか',
      '初診ですか',
      '今月の診療は今日だけですか',
    ])
    for (const group of asked.findAll('fieldset')) {
      await group.get('input[value=yes]').setValue()
      await at.settle()
    }
    expect(panel('請求').text()).toContain('不詳で請求します')
    await panel('患者さんに尋ねること').get('input[value=no]').setValue()
    await at.settle()
    expect(panel('請求').text()).toContain('患者さんが言っていません')
    expect(panel('それまでの負担割合').text()).toContain('割合を尋ねてください')
  })

  it('takes back what turns out to be possible, and takes a later way first', async () => {
    await open()
    await at.press('見せられない')
    expect(now()).toContain('お知らせ')
    await at.press('やはりできる')
    expect(now()).toContain('マイナポータル')
    expect(hasPanel('できなかった方法')).toBe(false)
    const [, declaration] = at.page
      .findAll('button')
      .filter((each) => each.text() === '先にこれを試す')
      .slice(1)
    await declaration?.trigger('click')
    await at.settle()
    expect(now()).toContain('申立書')
    expect(
      panel('このあとの方法')
        .findAll('.name')
        .map((each) => each.text())[0],
    ).toContain('マイナポータル')
  })
})

describe('what was told', () => {
  it('is there when staff come back to 別の方法', async () => {
    await open()
    await at.press('見せられない')
    await at.router.push('/check')
    await at.settle()
    expect(at.title()).toBe('確認をはじめる')
    await at.press('カードが使えない')
    expect(now()).toContain('お知らせ')
  })

  it('outlives a lock: the check is taken up where it was', async () => {
    await open()
    await at.press('見せられない', '持っていない')
    const { checkId } = at.capture
    await at.capture.cancel()
    expect(at.capture.ways).toBeNull()
    expect(at.capture.hasDraft(VISIT.id)).toBe(true)
    await at.capture.resumeDraft(VISIT.id)
    await at.settle()
    expect(at.capture.checkId).toBe(checkId)
    expect(useOtherWaysStore().told?.declined).toEqual(['portal', 'notice'])
    expect(now()).toContain('再診なら')
  })

  it('does not go over to another check', async () => {
    await open()
    await at.press('見せられない')
    at.capture.begin(null)
    expect(at.capture.ways).toBeNull()
  })
})

describe('each way leads on', () => {
  it.each([
    ['unreadable', '書類を入力する', '/check/document?kind=portalLive'],
    ['noCard', '書類を入力する', '/check/document?kind=certificate'],
    ['otherPerson', 'カードで確認する', '/check'],
  ])('%s: %s to %s', async (value, label, to) => {
    await open()
    await trouble(value)
    await at.press(label)
    expect(address()).toBe(to)
  })

  it('by お知らせ, 口頭確認 and 申立書 to their own screens', async () => {
    const seen: string[] = []
    for (const [before, label] of [
      [['見せられない'], '書類を入力する'],
      [['見せられない', '持っていない'], 'お変わりないか尋ねる'],
      [['見せられない', '持っていない', 'できない'], '申立書を書いてもらう'],
    ] as const) {
      await open()
      await at.press(...before)
      await at.press(label)
      seen.push(address())
      at.page.unmount()
    }
    expect(seen).toEqual(['/check/document?kind=notice', '/check/oral', '/check/declaration'])
    await open()
  })

  it('to 目視, where the facility may', async () => {
    await open()
    await at.reader.connectBluetooth()
    await trouble('pinUnknown')
    expect(now()).toBe('目視で確認する')
    await at.press('目視で確認する')
    expect(at.capture.identity).toBe('face')
    expect(at.title()).toBe('患者さんにお渡しください')
  })

  it('to the reader first, where 目視 only lacks one', async () => {
    await open()
    await trouble('locked')
    expect(at.page.text()).toContain('先にカードリーダーをつないでください')
    await at.press('目視で確認する')
    expect(at.title()).toBe('確認をはじめる')
  })

  it('says why 目視 is closed, and opens it when the passcode comes', async () => {
    await open({
      play: (world) => {
        world.passcode = { kind: 'none' }
      },
    })
    await trouble('locked')
    expect(at.page.get('details').text()).toContain('目視パスコードがまだありません')
    expect(at.page.text()).toContain('解除は市区町村の窓口だけ')
    at.world.passcode = { kind: 'open', triesLeft: 5, hint: null }
    at.world.changed()
    await at.settle()
    expect(now()).toBe('目視で確認する')
  })

  it('to where the insurer’s telephone number stands', async () => {
    await open()
    await trouble('noCard')
    await at.press('持っていない')
    const call = at.button('保険者に電話')
    expect(call.attributes('aria-expanded')).toBe('false')
    await at.press('保険者に電話')
    expect(at.page.get('.telephone').text()).toContain('保険者の電話番号が書かれています')
  })
})

describe('再照会', () => {
  const continuing = { visit: { history: { ...HISTORY, continuing: true } } }

  it('comes first where the visits go on, and is saved like a check', async () => {
    await open(continuing)
    expect(now()).toBe('カードを使わずに再照会する')
    at.world.rows = [savedRow(at.capture.checkId)]
    await at.press('再照会する')
    expect(at.world.saved[0]?.payload.evidence).toEqual({ kind: 'reinquiry' })
    expect(at.capture.step).toBe('saved')
    expect(address()).toBe('/check')
  })

  it('stays open with the reason where it could not be saved', async () => {
    await open(continuing)
    at.world.saveResult = failed('TZ-D04')
    await at.press('再照会する')
    expect(at.title()).toBe('別の方法')
    expect(at.page.get('[role=alert]').text()).toContain('TZ-D04')
    at.world.saveResult = ok(null)
    await at.press('再照会する')
    expect(at.capture.step).toBe('saved')
  })

  it('asks to make sure after a long gap', async () => {
    await open({ visit: { history: { ...continuing.visit.history, lastVisitOn: '2026-05-01' } } })
    expect(at.page.text()).toContain('先に確かめること: 前回の訪問から日がたっています。')
  })

  it('is closed where the patient has taken the consent back', async () => {
    await open({ visit: { history: { ...continuing.visit.history, consentWithdrawn: true } } })
    expect(now()).toContain('マイナポータル')
    expect(at.page.get('details').text()).toContain('同意を取り消しています')
  })
})

describe('what the facility knows', () => {
  it('leaves ③ alone for a 再診 with numbers on file, and the former numbers for the claim', async () => {
    await open({ visit: { history: { ...HISTORY, onFile: ON_FILE } } })
    expect(panel('このあとの方法').text()).not.toContain('申立書')
    expect(panel('請求').text()).toContain('以前の資格の番号で請求します')
  })

  it('is joined with what the card told in this check', async () => {
    await open({
      play: (world: FakeWorld) => {
        world.prepares = [ok({ ...PREPARED, certificateLastDay: '2026-07-31' })]
      },
    })
    await at.router.push('/check')
    await at.settle()
    await toCard(at)
    await at.press('スタッフに渡す', 'スタッフの方はこちら', 'スタッフの画面に戻る')
    expect(at.title()).toBe('別の方法')
    expect(at.page.get('select').element.value).toBe('dead')
    expect(at.capture.ways?.card).toMatchObject({ certificateLastDay: '2026-07-31' })
    expect(panel('あわせてお伝えすること').text()).toContain('利用登録のやり直し')
    expect(panel('あわせてお伝えすること').text()).toContain('保険の資格はなくなりません')
  })

  it('asks a walk-in’s setting before anything else', async () => {
    await open({ walkIn: true })
    expect(at.page.find('[data-way-now]').exists()).toBe(false)
    await at.page.get('select').setValue('treatmentRoom')
    await at.settle()
    expect(now()).toContain('マイナポータル')
    expect(at.page.get('details').text()).toContain('医療機関・薬局だけ')
  })
})

describe('after an answer', () => {
  const after = async (validity: 'invalid' | 'none', value: 'invalid' | 'none' | 'multiple') => {
    at = await openCapture()
    const answer = makeAnswer('c-1', { validity, coverages: [] })
    const row = makeRow('c-1', 'answered', {}, { visitId: VISIT.id })
    await useOtherWaysStore().beginAfter(row, answer, value)
    await at.router.push('/check/ways')
    await at.settle()
  }

  it('begins with ②, says what it goes on from, and claims with the former numbers', async () => {
    await after('invalid', 'invalid')
    expect(now()).toContain('お知らせ')
    expect(at.page.text()).toContain('結果が無効')
    expect(at.page.get('details').text()).toContain('マイナポータルにも表示されません')
    expect(at.page.find('select').exists()).toBe(false)
    expect(at.page.get('a[href="/answers/c-1"]').text()).toBe('その結果を見る')
    expect(panel('請求').text()).toContain('以前の資格の番号で請求します')
  })

  it('stays what it is when a card fails afterwards', async () => {
    await after('none', 'none')
    await useOtherWaysStore().open('unreadable')
    expect(useOtherWaysStore().told?.trouble).toBe('none')
  })

  it('of several leads back to choose from it, then to the documents', async () => {
    await after('none', 'multiple')
    expect(now()).toBe('使う資格を、患者さんに尋ねて選ぶ')
    await at.press('分からない')
    expect(now()).toContain('お知らせ')
    await at.press('やはりできる', '結果から選ぶ')
    expect(address()).toBe('/answers/c-1')
  })
})

describe('in English', () => {
  const platform = {
    load: () => import('../../../src/words/en'),
    storage: () => ({ getItem: () => null, setItem: () => undefined }),
    root: () => document.documentElement,
    report: (cause: unknown) => {
      throw cause
    },
  }
  beforeEach(() => chooseStaffLanguage('en', platform))
  afterEach(() => chooseStaffLanguage('ja', platform))

  it('says why a way is closed, also where a plan of its own tells it', async () => {
    await open({
      play: (world) => {
        world.passcode = { kind: 'none' }
      },
    })
    await trouble('locked')
    const reasons = at.page.findAll('details .shut').map((each) => each.text())
    expect(reasons.join()).toContain('passcode')
    expect(reasons.join().replace('マイナ在宅受付Web', '')).not.toMatch(/[\u3040-\u30ff]/)
  })

  it('says everything but the sentence that is spoken, and that with its meaning', async () => {
    await open()
    expect(now()).toBe('The eligibility page of MynaPortal, with the card')
    const spoken = at.page.get('blockquote')
    expect(spoken.findAll('[lang=ja]').map((each) => each.text())).toHaveLength(2)
    expect(spoken.text()).toContain('見せていただけますか')
    expect(spoken.text()).toContain('May we see')
    expect(at.page.text()).toContain('10–30%')
    expect(at.hasButton('Enter document')).toBe(true)
    const rest = at.page
      .findAll('.title, .why, .name, summary, legend, button')
      .map((each) => each.text())
      .join()
    expect(rest.replace('マイナ在宅受付Web', '')).not.toMatch(/[\u3040-\u30ff]/)
  })
})
