import { describe, expect, it } from 'vitest'
import type { LadderCode } from '../../../domain/decide/decision'
import type { PatientFacts, Presented, Situation } from '../../../domain/decide/situation'
import { card, codesOf, facility, patient, visit } from './situations'

const UNREADABLE = card({ readable: false })
const RETURNING = patient({ firstVisit: false, numbers: 'former' })

function ladder(changes: Partial<Situation>): LadderCode[] {
  return visit(changes).ladder
}

describe('R50: a card that was shown and does not work', () => {
  it('within: ① ② ④ for a first visit, ① ② ③ for a returning patient', () => {
    expect(ladder({ card: UNREADABLE, patient: patient() })).toEqual([
      'portal',
      'notice',
      'declaration',
    ])
    expect(ladder({ card: UNREADABLE, patient: RETURNING })).toEqual(['portal', 'notice', 'oral'])
  })

  it('within: both ③ and ④ while it is not known which', () => {
    expect(ladder({ card: UNREADABLE })).toEqual(['portal', 'notice', 'oral', 'declaration'])
  })

  it('within: ③ needs data on file, and ④ is not for 再診', () => {
    const nothingOnFile = patient({ firstVisit: false, numbers: 'none' })
    expect(ladder({ card: UNREADABLE, patient: nothingOnFile })).toEqual(['portal', 'notice'])
  })

  it.each<[Presented[], PatientFacts['numbers'], LadderCode[]]>([
    [['card', 'portalPdf'], 'none', ['notice', 'declaration']],
    [['card', 'portalLive', 'notice'], 'none', ['declaration']],
    [['card', 'notice'], 'none', ['portal', 'declaration']],
    [['card', 'notice'], 'current', []],
    [['card', 'certificate'], 'none', []],
  ])('within: shown %j with numbers %s leaves %j', (presented, numbers, left) => {
    const changes = { presented, card: UNREADABLE, patient: patient({ numbers }) }
    expect(ladder(changes)).toEqual(left)
  })

  it('beyond: a card that works needs no ladder', () => {
    expect(ladder({})).toEqual([])
    expect(ladder({ presented: ['card'] })).toEqual([])
  })
})

describe('R51: 無効 or なし', () => {
  it.each(['invalid', 'none'] as const)('within: after %s it begins with ②', (validity) => {
    expect(ladder({ answer: { validity }, patient: patient() })).toEqual(['notice', 'declaration'])
    expect(ladder({ answer: { validity }, patient: RETURNING })).toEqual(['notice', 'oral'])
    expect(visit({ answer: { validity } }).next).toContainEqual({ code: 'tryLadder', rule: 'R51' })
  })

  it('within: ② with the card is tried when it was shown', () => {
    const presented: Presented[] = ['card', 'notice']
    const changes = { presented, answer: { validity: 'none' as const } }
    expect(ladder({ ...changes, patient: patient() })).toEqual(['declaration'])
  })

  it('beyond: before the answer ① is there', () => {
    expect(ladder({ card: UNREADABLE, patient: patient() })).toContain('portal')
  })

  it.each(['valid', 'invalidNewExists', 'multiple'] as const)(
    'beyond: after %s there is none',
    (validity) => {
      expect(ladder({ answer: { validity } })).toEqual([])
    },
  )
})

describe('R52: a smartphone alone', () => {
  it('within: ① live on the spot, or the physical card, and nothing else', () => {
    expect(ladder({ presented: ['smartphone'], card: UNREADABLE })).toEqual([
      'portal',
      'physicalCard',
    ])
    expect(visit({ presented: ['smartphone'], card: UNREADABLE }).next).toContainEqual({
      code: 'tryLadder',
      rule: 'R52',
    })
  })

  it('within: a saved PDF does not stand for a live login', () => {
    const of = (shown: Presented) => ladder({ presented: ['smartphone', shown], card: UNREADABLE })
    expect(of('portalPdf')).toEqual(['portal', 'physicalCard'])
    expect(of('portalLive')).toEqual(['physicalCard'])
  })

  it('within: after 無効 the physical card is left', () => {
    const answered = {
      presented: ['smartphone'] as const,
      answer: { validity: 'invalid' } as const,
    }
    expect(ladder(answered)).toEqual(['physicalCard'])
  })

  it('beyond: with the card itself the ladder is that of the card', () => {
    const changes = { presented: ['smartphone', 'card'] as const, card: UNREADABLE }
    expect(ladder({ ...changes, patient: patient() })).toEqual(['portal', 'notice', 'declaration'])
  })

  it('beyond: one that works needs none', () => {
    expect(ladder({ presented: ['smartphone'] })).toEqual([])
  })
})

describe('R53: no マイナ保険証', () => {
  const without: Partial<Situation> = { relation: { continuing: false } }
  const onDay = (day: string, presented: Presented[]) =>
    visit({ ...without, at: `${day}T10:00:00+09:00`, presented })

  it('within: with nothing to show it is the 資格確認書', () => {
    expect(ladder({ ...without, presented: [] })).toEqual(['certificate'])
  })

  it('within: one that is shown is enough, and is still asked online by its numbers', () => {
    const decision = visit({ ...without, presented: ['certificate'] })
    expect(decision.ladder).toEqual([])
    expect(decision.identity).toEqual([])
    expect(decision.next).toContainEqual({ code: 'askByNumbers', rule: 'R53' })
  })

  it.each<Presented>(['notice', 'expiredInsuranceCard'])(
    'within: %s alone was enough to 31 March 2026',
    (shown) => {
      const decision = onDay('2026-03-31', [shown])
      expect(decision.ladder).toEqual([])
      expect(decision.next).toContainEqual({ code: 'acceptNoticeAlone', rule: 'R53' })
    },
  )

  it.each<Presented>(['notice', 'expiredInsuranceCard', 'portalPdf'])(
    'beyond: %s alone is not enough from 1 April 2026',
    (shown) => {
      expect(onDay('2026-04-01', [shown]).ladder).toEqual(['certificate'])
    },
  )

  it('beyond: one who has a notice may have the card with it', () => {
    expect(codesOf(onDay('2026-04-01', ['notice']))).toContain('showCardWithNotice')
    expect(codesOf(onDay('2026-04-01', ['expiredInsuranceCard']))).not.toContain(
      'showCardWithNotice',
    )
  })
})

describe('R54: a 施術所', () => {
  const room = (kind: 'judo' | 'acupuncture' | 'clinic', setting: Situation['setting']) => ({
    facility: facility({ kind }),
    setting,
    card: UNREADABLE,
    patient: patient(),
  })

  it.each(['judo', 'acupuncture'] as const)(
    "within: %s has ① ② and the insurer's telephone, and no 不詳",
    (kind) => {
      const decision = visit(room(kind, 'treatment'))
      expect(decision.ladder).toEqual(['portal', 'notice', 'insurerTelephone'])
      expect(decision.claim).toEqual({ basis: 'undecided', blockedBy: ['notMedicalFacility'] })
    },
  )

  it('within: is not asked for the other conditions of 不詳', () => {
    const { patient: nobody, ...rest } = room('judo', 'treatment')
    expect(nobody.numbers).toBe('none')
    expect(visit(rest).claim.blockedBy).toEqual(['notMedicalFacility'])
  })

  it('within: after 無効 ② and the telephone', () => {
    const changes = { ...room('judo', 'treatment'), answer: { validity: 'invalid' } as const }
    expect(ladder(changes)).toEqual(['notice', 'insurerTelephone'])
  })

  it('within: a facility that only checks up or delivers has no ④ either', () => {
    const checkup = { ...room('clinic', 'checkup'), facility: facility({ kind: 'checkup' }) }
    expect(ladder(checkup)).toEqual(['portal', 'notice'])
  })

  it('beyond: a clinic has ④ and may have 不詳, one of paper claims too', () => {
    expect(ladder(room('clinic', 'homeVisit'))).toEqual(['portal', 'notice', 'declaration'])
    const paper = { ...room('clinic', 'counter'), facility: facility({ kind: 'paperClaim' }) }
    expect(visit(paper).claim.basis).toBe('unknown')
  })
})

describe('R72: who has a 資格確認書 by age', () => {
  const codesFor = (birthDate: string, day: string) =>
    codesOf(
      visit({
        at: `${day}T10:00:00+09:00`,
        presented: [],
        relation: { continuing: false },
        patient: patient({ birthDate }),
      }),
    )

  it('within: to 31 July 2026 everybody from 75', () => {
    expect(codesFor('1951-07-31', '2026-07-31')).toContain('certificateAtHome')
    expect(codesFor('1951-08-01', '2026-07-31')).not.toContain('certificateAtHome')
  })

  it('beyond: from 1 August 2026 everybody from 85, and below it some', () => {
    expect(codesFor('1941-08-01', '2026-08-01')).toContain('certificateAtHome')
    expect(codesFor('1941-08-02', '2026-08-01')).toContain('certificateMaybeAtHome')
    expect(codesFor('1951-08-02', '2026-08-01')).not.toContain('certificateMaybeAtHome')
  })
})
