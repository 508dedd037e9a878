import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Setting } from '../../../domain/check'
import { type CardFailure, type FailureSituation, planCardFailure } from '../../../domain/decide'
import { SETTINGS } from '../../../domain/settings'
import { anyDay, TODAY } from '../answers'

const FAILURES = [
  'unreadable',
  'dead',
  'locked',
  'pinUnknown',
  'faceCard',
  'otherPerson',
  'faceUnsure',
  'invalid',
  'none',
  'smartphoneOnly',
  'noCard',
] as const satisfies readonly CardFailure[]

const situation = (
  reason: CardFailure,
  changes: Partial<FailureSituation> = {},
): FailureSituation => ({
  reason,
  setting: 'homeNursing',
  day: TODAY,
  birthdate: '1980-04-01',
  dataOnFile: true,
  boundDevice: true,
  cardHasPhoto: true,
  reinquiryAllowed: false,
  ...changes,
})
const open = (reason: CardFailure, changes: Partial<FailureSituation> = {}) =>
  planCardFailure(situation(reason, changes)).steps.map(({ id }) => id)
const closed = (reason: CardFailure, changes: Partial<FailureSituation> = {}) =>
  planCardFailure(situation(reason, changes)).closed.map(({ id }) => id)
const why = (reason: CardFailure, id: string, changes: Partial<FailureSituation> = {}) =>
  planCardFailure(situation(reason, changes)).closed.find((step) => step.id === id)

describe('a card that is shown but cannot be read, or is dead (R50)', () => {
  it.each(['unreadable', 'dead'] as const)(
    '%s: ① ② ③ for a 再診 with numbers on file',
    (reason) => {
      expect(open(reason)).toEqual(['portal', 'notice', 'knownData'])
      expect(closed(reason)).toEqual(['declaration'])
    },
  )

  it.each(['unreadable', 'dead'] as const)('%s: ① ② ④ for a 初診', (reason) => {
    expect(open(reason, { dataOnFile: false })).toEqual(['portal', 'notice', 'declaration'])
    expect(closed(reason, { dataOnFile: false })).toEqual(['knownData'])
  })

  it('keeps ③ and ④ both open where it is not known', () => {
    expect(open('unreadable', { dataOnFile: null })).toEqual([
      'portal',
      'notice',
      'knownData',
      'declaration',
    ])
  })

  it('begins with 再照会 where the relation goes on (R33), but not after the certificate is dead', () => {
    expect(open('unreadable', { reinquiryAllowed: true })[0]).toBe('reinquiry')
    expect(open('dead', { reinquiryAllowed: true })).not.toContain('reinquiry')
  })
})

describe('a photo that does not settle it (R12)', () => {
  it('of another person: their own card, then what stands without one', () => {
    expect(open('otherPerson')).toEqual(['ownCard', 'eligibilityCertificate', 'callInsurer'])
  })

  it('that cannot be told or read: the PIN, then the ladder', () => {
    expect(open('faceUnsure')).toEqual(['pin', 'portal', 'notice', 'knownData'])
  })

  it('on a card without a PIN: neither the PIN nor ① (R11)', () => {
    expect(open('faceUnsure', { cardHasPin: false })).toEqual(['notice', 'knownData'])
    expect(why('faceUnsure', 'pin', { cardHasPin: false })?.rule).toBe('R11')
    expect(why('faceUnsure', 'portal', { cardHasPin: false })?.rule).toBe('R11')
  })

  it('says why 目視 is closed in this facility, as its own plan says it', () => {
    const face = { open: false, rule: 'R12', reason: '目視パスコードがまだありません。' } as const
    expect(why('locked', 'faceCheck', { face })).toMatchObject({ rule: 'R12', reason: face.reason })
    expect(open('locked', { face: { open: true, first: true } })[0]).toBe('faceCheck')
  })
})

describe('a PIN that does not help (R10, R12)', () => {
  it.each(['locked', 'pinUnknown'] as const)('%s: 目視 first, then the ladder', (reason) => {
    expect(open(reason)).toEqual(['faceCheck', 'portal', 'notice', 'knownData'])
  })

  it('closes 目視 in an unbound app and for a card without a photo, and says why', () => {
    expect(why('locked', 'faceCheck', { boundDevice: false })?.rule).toBe('R2')
    expect(why('locked', 'faceCheck', { cardHasPhoto: false })?.rule).toBe('R12')
    expect(open('locked', { cardHasPhoto: false })[0]).toBe('portal')
  })
})

describe('a 顔認証マイナンバーカード (R11)', () => {
  it('is for 目視, and マイナポータル is closed', () => {
    expect(open('faceCard')).toEqual(['faceCheck', 'notice', 'knownData'])
    expect(why('faceCard', 'portal')?.rule).toBe('R11')
  })
})

describe('an answer of 無効 or なし (R51)', () => {
  it.each(['invalid', 'none'] as const)(
    '%s: the ladder without ①, which cannot show it',
    (reason) => {
      expect(open(reason)).toEqual(['notice', 'knownData'])
      expect(open(reason, { dataOnFile: false })).toEqual(['notice', 'declaration'])
      expect(why(reason, 'portal')?.rule).toBe('R51')
    },
  )
})

describe('only a smartphone (R52)', () => {
  it('is ① live on the spot, or the physical card, and nothing else', () => {
    for (const dataOnFile of [true, false, null]) {
      expect(open('smartphoneOnly', { dataOnFile })).toEqual(['portal', 'physicalCard'])
      expect(closed('smartphoneOnly', { dataOnFile })).toEqual([
        'notice',
        'knownData',
        'declaration',
      ])
    }
  })

  it('does not accept a saved PDF', () => {
    const [portal] = planCardFailure(situation('smartphoneOnly')).steps
    expect(portal?.title).toContain('その場で')
    expect(portal?.reason).toContain('PDFではなく')
  })
})

describe('no マイナ保険証 (R53)', () => {
  it('is the 資格確認書, asked online by its numbers; else the insurer', () => {
    expect(open('noCard')).toEqual(['eligibilityCertificate', 'callInsurer'])
    expect(closed('noCard')).toEqual(['portal', 'notice', 'knownData', 'declaration'])
  })

  it('took an お知らせ alone until 31 March 2026', () => {
    expect(open('noCard', { day: '2026-03-31' })).toContain('notice')
    expect(why('noCard', 'notice', { day: '2026-04-01' })?.reason).toContain('2026年3月31日(火)')
  })

  it('tells whether the patient should have a 資格確認書 by age (R72)', () => {
    const reasonAt = (birthdate: string, day: string) =>
      planCardFailure(situation('noCard', { birthdate, day })).steps[0]?.reason
    expect(reasonAt('1945-01-01', '2026-07-31')).toContain('届いているはず')
    expect(reasonAt('1945-01-01', '2026-08-01')).toContain('届いていることが')
    expect(reasonAt('1980-01-01', '2026-08-01')).not.toContain('届いて')
  })
})

describe('a 施術所 (R54)', () => {
  const treatmentRoom = { setting: 'treatmentRoom' as const, dataOnFile: false }

  it('has ① ② and the insurer’s telephone number', () => {
    expect(open('unreadable', treatmentRoom)).toEqual(['portal', 'notice', 'callInsurer'])
    expect(open('none', treatmentRoom)).toEqual(['notice', 'callInsurer'])
    expect(why('unreadable', 'declaration', treatmentRoom)?.rule).toBe('R54')
  })

  it('is the only one to be sent to the insurer while a card is there', () => {
    expect(open('unreadable', { setting: 'paperClaim' })).not.toContain('callInsurer')
  })
})

describe('every failure', () => {
  const anySituation = fc.record({
    reason: fc.constantFrom(...FAILURES),
    setting: fc.constantFrom(...(Object.keys(SETTINGS) as Setting[])),
    day: anyDay,
    birthdate: fc.option(anyDay),
    dataOnFile: fc.option(fc.boolean()),
    boundDevice: fc.boolean(),
    cardHasPhoto: fc.boolean(),
    reinquiryAllowed: fc.boolean(),
  })

  it('leaves at least one way open, and no way both open and closed', () => {
    fc.assert(
      fc.property(anySituation, (any) => {
        const plan = planCardFailure(any)
        expect(plan.steps.length).toBeGreaterThan(0)
        const ids = [...plan.steps, ...plan.closed].map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  it('never offers ④ or ③ to a 施術所, nor ① after 無効 or なし', () => {
    fc.assert(
      fc.property(anySituation, (any) => {
        const ids = planCardFailure(any).steps.map(({ id }) => id)
        if (any.setting === 'treatmentRoom') {
          expect(ids).not.toContain('declaration')
          expect(ids).not.toContain('knownData')
        }
        if (any.reason === 'invalid' || any.reason === 'none') expect(ids).not.toContain('portal')
      }),
    )
  })

  it('has the normal share meanwhile, whole sentences, and never 10割', () => {
    fc.assert(
      fc.property(anySituation, (any) => {
        const plan = planCardFailure(any)
        expect([10, 20, 30]).toContain(plan.share.percent ?? 30)
        expect(plan.say).toMatch(/[。]$/)
        const words = JSON.stringify(plan)
        expect(words).not.toMatch(/(10|１０|十)割/)
        expect(words).not.toMatch(/未加入|無保険|DV/)
        for (const { reason } of [...plan.steps, ...plan.closed]) expect(reason).toMatch(/。$/)
      }),
    )
  })
})
