import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImportPreviewFacts, MorningFacts } from '../../api/admin/roster'
import { sendFile, sendFileForText } from '../../src/admin/client'
import MorningPanel from '../../src/admin/roster/morning-panel.vue'
import PatientPage from '../../src/admin/roster/patient-page.vue'
import PreviewPanel from '../../src/admin/roster/preview-panel.vue'
import {
  askedWords,
  referenceWords,
  ticketWords,
  undecidedWords,
  welfareWords,
} from '../../src/admin/roster/words'
import { ImportResult, NOT_ASKED } from '../../api/admin/roster'

type Readable = Extract<ImportPreviewFacts, { outcome: 'readable' }>

const FAULT = { line: 3, column: '生年月日', code: 'TZ-N11', weight: 'fault' } as const
const DOUBT = { line: 4, column: '生年月日', code: 'TZ-P40', weight: 'doubt' } as const

function previewOf(change: Partial<Readable> = {}): Readable {
  return {
    outcome: 'readable',
    token: 'x'.repeat(43),
    counts: { added: 1, changed: 1, same: 0, removed: 0, faulty: 0 },
    rows: [
      { line: 2, kind: 'added', columns: [] },
      { line: 5, kind: 'changed', columns: ['氏名', '枝番'] },
    ],
    findings: [],
    ignored: [],
    encoding: 'shift_jis',
    ...change,
  }
}

describe('the preview of a file', () => {
  const show = (preview: Readable, kind: 'patients' | 'visits' = 'patients') =>
    mount(PreviewPanel, { props: { preview, kind, busy: false } })
  const buttonOf = (shown: ReturnType<typeof show>, words: string) =>
    shown.findAll('button').find((each) => each.text() === words)

  it('says of each row that changes what becomes of it, and as what the file was read', () => {
    const text = show(previewOf({ ignored: ['身長'] })).text()
    expect(text).toMatch(/5行目\s*氏名 \/ 枝番/)
    expect(text).not.toContain('2行目')
    expect(text).toContain('文字コードはシフトJISとして読みました。')
    expect(text).toContain('使わない列: 身長')
  })

  it('can be taken where nothing is wrong', async () => {
    const shown = show(previewOf())
    await buttonOf(shown, 'この内容で取り込む')?.trigger('click')
    expect(shown.emitted('apply')).toEqual([[false]])
  })

  it('cannot be taken while something is to be mended, which it says by line and sentence', async () => {
    const shown = show(previewOf({ findings: [FAULT, DOUBT] }))
    expect(shown.text()).toMatch(/3行目\s*生年月日\s*この日付はありません。/)
    expect(buttonOf(shown, 'この内容で取り込む')).toBeUndefined()
    await buttonOf(shown, '直すところをファイルに保存')?.trigger('click')
    expect(shown.emitted('save')).toHaveLength(1)
  })

  it('is taken with a doubt only when somebody says that it was compared', async () => {
    const shown = show(previewOf({ findings: [DOUBT] }))
    await buttonOf(shown, 'この内容で取り込む')?.trigger('click')
    expect(shown.emitted('apply')).toBeUndefined()
    await shown.get('input[type=checkbox]').setValue(true)
    await buttonOf(shown, 'この内容で取り込む')?.trigger('click')
    expect(shown.emitted('apply')).toEqual([[true]])
  })

  it('says of visits that days are replaced, and how many go', () => {
    const text = show(previewOf(), 'visits').text()
    expect(text).toContain('なくなる')
    expect(text).toContain('このファイルの内容に置き換わります')
    expect(show(previewOf()).text()).not.toContain('なくなる')
  })

  it('shows fifty of many, and the others when asked', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => ({
      ...{ line: at + 2, kind: 'changed' as const, columns: ['氏名'] },
    }))
    const shown = show(previewOf({ rows }))
    expect(shown.text()).not.toContain('121行目')
    await buttonOf(shown, '残りの70件も見る')?.trigger('click')
    expect(shown.text()).toContain('121行目')
  })
})

describe('a morning', () => {
  const result: NonNullable<MorningFacts['result']> = {
    asked: 9,
    bulk: 'taken',
    taken: { renewed: 3, same: 2, undecided: 1, unknown: 0, failed: 1 },
    consented: 'off',
    consentedTaken: null,
    welfare: null,
    references: null,
    faults: 0,
  }
  const at = Date.parse('2026-11-24T00:00:00Z')
  const text = (change: Partial<typeof result> | null, isOver = false, said = true) => {
    const morning = { begunAt: at, changedAt: at, said }
    const facts = { ...morning, result: change && { ...result, ...change } }
    return mount(MorningPanel, { props: { morning: facts, isOver } }).text()
  }

  it('that has its answer says how many were asked, answered, wrong and missing', () => {
    expect(text({})).toContain('9人について照会し、6人の結果が来ました。')
    expect(text({})).toMatch(/変わった3件変わらなかった2件人が確かめる1件エラー1件結果なし2件/)
    expect(text({})).toContain('2026年11月24日(火) 09:00に始めました。')
  })

  it.each([
    ['nobody', false, 'カードなしで先に照会できる患者さんは、いません。'],
    ['off', false, '端末から一人ずつ照会します。'],
    ['pending', false, '9人について照会しました。結果を待っています。'],
    ['asked', true, '9人について照会しましたが、結果は来ませんでした。'],
    ['failed', false, '照会はエラーで終わりました。'],
    ['over', false, '結果はもう残っていません。'],
  ] as const)('in the state %s has a sentence (day over: %s)', (bulk, isOver, words) => {
    expect(text({ bulk, taken: null }, isOver)).toContain(words)
  })

  it('says what went wrong, and whether it goes on by itself', () => {
    expect(text({ faults: 2 }, false, false)).toContain('自動でやり直します。')
    expect(text({ faults: 2 })).toContain('途中で2回うまくいきませんでした。')
    expect(text(null)).toContain('いま照会しています。')
  })

  it('says that it has not begun, and of a day that is over that nothing was asked', () => {
    const none = (isOver: boolean) =>
      mount(MorningPanel, { props: { morning: null, isOver } }).text()
    expect(none(false)).toContain('まだ照会していません。')
    expect(none(true)).toContain('この日は照会していません。')
  })

  it('tells of those who consented on the official page', () => {
    const taken = { renewed: 1, same: 1, undecided: 0, unknown: 2, failed: 0 }
    expect(text({ consented: 'taken', consentedTaken: taken })).toContain(
      '公式の受付で同意した4人の資格情報が来ました。',
    )
    expect(text({ consented: 'pending' }, true)).toContain('一覧は、来ませんでした。')
  })
})

describe('医療扶助', () => {
  const result = (state: NonNullable<MorningFacts['result']>['consented']) =>
    ({
      welfare: {
        state,
        taken: { renewed: 2, same: 1, undecided: 0, unknown: 1, failed: 0 },
      },
    }) as NonNullable<MorningFacts['result']>

  it('has a sentence for what came of its list, and none where the facility does not want it', () => {
    expect(welfareWords({ welfare: null } as NonNullable<MorningFacts['result']>, false)).toBeNull()
    expect(welfareWords(result('taken'), false)).toBe(
      '医療扶助の4人の、この月の医療券・調剤券の情報が来ました。',
    )
    expect(welfareWords(result('pending'), false)).toBe(
      '医療扶助の一覧を求めました。結果を待っています。',
    )
    expect(welfareWords(result('pending'), true)).toBe('医療扶助の一覧は、来ませんでした。')
    expect(welfareWords(result('failed'), false)).toBe('医療扶助の一覧は、エラーで終わりました。')
    expect(welfareWords(result('nobody'), true)).toBe('医療扶助の一覧は、求めていません。')
    expect(welfareWords(result('over'), true)).toBe('医療扶助の一覧は、もう残っていません。')
  })

  it('of a visit says whether a ticket covers the day, and whom to ask where none does', () => {
    expect(ticketWords(null)).toBeNull()
    expect(ticketWords('inForce')).toContain('あります。')
    expect(ticketWords('notInForce')).toContain('福祉事務所に確かめてください。')
  })
})

describe('the facility’s own numbers at the authority', () => {
  const words = (references: NonNullable<MorningFacts['result']>['references']) =>
    referenceWords({ references } as NonNullable<MorningFacts['result']>)

  it('are told where they are registered, awaited or refused, and nowhere else', () => {
    expect(words(null)).toEqual([])
    expect(words({ done: 0, waiting: 0, failed: 0 })).toEqual([])
    expect(words({ done: 3, waiting: 2, failed: 1 })).toEqual([
      '3人の照会番号が登録されています。',
      '2人の照会番号の登録を待っています。',
      '1人の照会番号は登録できませんでした。番号を確かめてください。',
    ])
  })
})

describe('words of the roster', () => {
  it('are there for each reason not to ask, each its own', () => {
    const words = [null, ...NOT_ASKED].map((reason) => askedWords(reason))
    expect(new Set(words).size).toBe(words.length)
    expect(words.every((each) => each.endsWith('。'))).toBe(true)
  })

  it('say for each undecided patient what a person does', () => {
    const all = (['severalPatients', 'severalInsurances', 'otherPerson'] as const).map(
      undecidedWords,
    )
    expect(new Set(all).size).toBe(3)
  })
})

describe('one patient', () => {
  const FACTS = {
    ...{ patientId: '00209', name: '●田　●子', nameKana: 'マスダ マルコ', birthdate: '1944-02-29' },
    ...{ sex: 'female', cardCheckedOn: null, continuing: true, usesDocument: false },
    authorityName: { name: '増田　○子', nameKana: null, asOf: '2026-11-01' },
    current: {
      ...{ insurerNumber: '01130012', symbol: null, number: '501', branch: null },
      ...{ asOf: '2026-11-01', source: 'bulk' },
    },
    ...{ former: [], lastAnswer: { validity: 'valid', on: '2026-11-01', at: 'x' } },
    welfare: {
      expenses: [
        {
          ...{ payerNumber: '12139127', payerName: 'みほん市福祉事務所' },
          ...{ recipientNumber: '1000017', use: 'combined', selfPayAmount: 2_500 },
          ...{ from: '2026-11-01', until: '2026-11-30' },
        },
      ],
      ...{ on: '2026-11-03', at: 'x' },
    },
    ...{ pinless: false, undecided: { why: 'otherPerson', on: '2026-11-02' }, mark: 'abc' },
  }
  let asked: [string, unknown][]
  beforeEach(() => {
    asked = []
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      asked.push([path, JSON.parse(init.body as string)])
      const body = path.endsWith('/erase') ? { done: true } : FACTS
      return Promise.resolve(Response.json(body))
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  async function open(canErase: boolean) {
    const shown = mount(PatientPage, {
      props: { patientId: '00209', canErase },
      attachTo: document.body,
      global: { stubs: { RouterLink: true } },
    })
    await flushPromises()
    return shown
  }

  it('is asked for by a number that stands in no address', async () => {
    const shown = await open(false)
    expect(asked).toEqual([['/admin/api/roster/patient', { patientId: '00209' }]])
    for (const words of ['●田　●子', '増田　○子', '501', '訪問前の照会', '1944年2月29日', 'abc']) {
      expect(shown.text()).toContain(words)
    }
    expect(shown.text()).toContain('結果が別の方のものでした。')
    shown.unmount()
  })

  it('is shown with their 医療扶助, and the day it was told', async () => {
    const shown = await open(false)
    for (const words of ['12139127', '1000017', 'みほん市福祉事務所', '2,500円', '併用']) {
      expect(shown.text()).toContain(words)
    }
    expect(shown.text()).toMatch(/医療扶助を確認した日\s*2026年11月3日/)
    shown.unmount()
  })

  it('is erased by an administrator only, after a question that says what stays', async () => {
    const reader = await open(false)
    expect(reader.text()).not.toContain('名簿から消す')
    reader.unmount()
    const shown = await open(true)
    const button = (words: string) => shown.findAll('button').find((each) => each.text() === words)
    await button('この患者さんを名簿から消す')?.trigger('click')
    expect(shown.text()).toContain('監査の記録は、決められた期間残ります。')
    expect(asked).toHaveLength(2)
    await button('名簿から消す')?.trigger('click')
    await flushPromises()
    expect(asked[2]).toEqual(['/admin/api/roster/erase', { patientId: '00209' }])
    expect(shown.emitted('erased')).toEqual([['●田　●子']])
    shown.unmount()
  })
})

describe('a file on its way to the gateway', () => {
  const bytes = new Uint8Array([0x8a, 0xb3])

  it('goes as its bytes are', async () => {
    const sent: RequestInit[] = []
    const fetch = (_: RequestInfo | URL, init?: RequestInit) => {
      if (init) sent.push(init)
      return Promise.resolve(Response.json({ outcome: 'notApplied', code: 'TZ-P09' }))
    }
    const reply = await sendFile('/roster/import/apply', ImportResult, bytes, { fetch })
    expect(reply).toEqual({ ok: true, value: { outcome: 'notApplied', code: 'TZ-P09' } })
    expect(sent[0]).toMatchObject({ body: bytes, headers: { 'Content-Type': 'text/csv' } })
  })

  it('that does not arrive is said so', async () => {
    const fetch = () => Promise.reject(new TypeError('no line'))
    const sent = await sendFile('/x', ImportResult, bytes, { fetch })
    expect(sent).toEqual({ ok: false, code: 'TZ-G78' })
    // It is only looked at.
    const looked = await sendFileForText('/x', bytes, { fetch })
    expect(looked).toEqual({ ok: false, code: 'TZ-G82' })
  })
})
