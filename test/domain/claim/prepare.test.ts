import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EligibilityAnswer } from '../../../domain/answer'
import { CLAIM_COLUMNS } from '../../../domain/claim/export'
import type { ClaimCheck, ClaimSource } from '../../../domain/claim/numbers-found'
import { type ClaimMaterial, prepareClaim, type PreparedClaim } from '../../../domain/claim/prepare'
import type { ClaimWork, Decided } from '../../../domain/claim/work'
import type { InsuranceDocument } from '../../../domain/documents/document'
import { answer, coverage, ticket } from '../answers'
import { declaration } from '../declaration/drafts'
import { REPERTOIRE } from './visits'

const NUMBERS = { insurerNumber: '06139018', symbol: '123', number: '456', branch: null }
const OTHER = { insurerNumber: '138057', symbol: 'みほん', number: '77', branch: null }

const decided = <T>(value: T): Decided<T> => ({
  value,
  by: '事務　花子',
  at: '2026-05-21T00:00:00Z',
})

function check(change: Partial<ClaimCheck> = {}): ClaimCheck {
  return {
    id: '01970000-0000-7000-8000-000000000000',
    setting: 'homeNursing',
    capturedAt: '2026-05-20T01:00:00Z',
    cardShown: true,
    state: change.answer ? 'answered' : 'waits',
    answer: null,
    kept: null,
    ...change,
  }
}

const answered = (change: Partial<EligibilityAnswer>): ClaimCheck =>
  check({ answer: answer(change) })

function document(change: Partial<InsuranceDocument> = {}): ClaimSource {
  return {
    kind: 'document',
    document: {
      ...NUMBERS,
      kind: 'certificate',
      name: '訓練 花子',
      nameKana: null,
      birthdate: '1980-04-01',
      percent: 30,
      validUntil: '2026-12-31',
      issuedOn: null,
      ...change,
    },
  }
}

const DECLARED = check({
  cardShown: false,
  kept: { kind: 'declaration', declaration: declaration() },
  state: 'answered',
})
const FITS: ClaimWork = {
  v: 1,
  cardShown: decided(true),
  firstVisit: decided(true),
  careDays: decided(1),
  contactedOn: decided('2026-05-21'),
}

function prepare(
  checks: readonly [ClaimCheck, ...ClaimCheck[]],
  change: Partial<ClaimMaterial> = {},
): PreparedClaim {
  return prepareClaim(
    {
      checks,
      person: { name: '訓練　花子', nameKana: 'クンレン ハナコ', birthdate: '1980-04-01' },
      onFile: null,
      work: { v: 1 },
      checksDigit: false,
      today: '2026-05-25',
      ...change,
    },
    REPERTOIRE,
  )
}

const value = (claim: PreparedClaim, label: string) =>
  claim.sheet?.rows.find((row) => row.label === label)?.value
function without(work: ClaimWork, left: keyof Omit<ClaimWork, 'v'>): ClaimWork {
  const rest = { ...work }
  Reflect.deleteProperty(rest, left)
  return rest
}
const gaps = (claim: PreparedClaim) => claim.gaps.map(({ code }) => code)

describe('a claim by the answer (R60)', () => {
  it('goes by the numbers of 有効', () => {
    const claim = prepare([answered({})])
    expect(claim).toMatchObject({ basis: 'current', gaps: [], visitOn: '2026-05-20' })
    expect(value(claim, '番号')).toBe('456')
    expect(value(claim, '本人・家族')).toBe('本人')
    expect(claim.asks).toEqual([])
  })

  it('goes by the former numbers after 無効, and never by 不詳, whatever else was written (R60)', () => {
    const invalid = answered({ validity: 'invalid', coverages: [coverage({ number: '501' })] })
    for (const checks of [[invalid], [DECLARED, invalid], [invalid, DECLARED]] as const) {
      const claim = prepare(checks, { work: FITS })
      expect(claim.basis).toBe('former')
      expect(value(claim, '番号')).toBe('501')
      expect(claim.sheet?.remarks).toEqual([])
    }
  })

  it('waits for former numbers that 無効 did not name, and is not 不詳 for want of them', () => {
    const invalid = answered({ validity: 'invalid', coverages: [] })
    const claim = prepare([DECLARED, invalid], { work: FITS })
    expect(claim).toMatchObject({ basis: 'undecided', sheet: null })
    expect(gaps(claim)).toEqual(['formerNumbers'])
    expect(claim.asks).toContain('found')
  })

  it('goes by the new insurance where the old one has ended (R42)', () => {
    const old = coverage({ number: '502', disqualifiedOn: '2026-04-01' })
    const next = coverage({ number: '60502', qualifiedOn: '2026-04-01' })
    const claim = prepare([answered({ validity: 'invalidNewExists', coverages: [old, next] })])
    expect(claim.basis).toBe('current')
    expect(value(claim, '番号')).toBe('60502')
  })

  it('waits for a person among several, then goes by the one chosen (R44)', () => {
    const choices = [coverage({ number: '1' }), coverage({ ...OTHER, number: '2' })]
    const several = answered({ validity: 'multiple', coverages: choices })
    const open = prepare([several])
    expect(open).toMatchObject({ basis: 'undecided', sheet: null, choices })
    expect(gaps(open)).toEqual(['coverageNotChosen'])
    const chosen = prepare([several], {
      work: { v: 1, coverage: decided({ ...OTHER, number: '2' }) },
    })
    expect(chosen).toMatchObject({ basis: 'current', choices })
    expect(value(chosen, '番号')).toBe('２'.normalize('NFKC'))
  })

  it('has 公費 alone, and beside an insurance (併用)', () => {
    const alone = prepare([
      answered({ validity: 'validUnregistered', coverages: [], publicExpenses: [ticket()] }),
    ])
    expect(alone).toMatchObject({ basis: 'publicExpense', gaps: [] })
    expect(value(alone, '受給者番号')).toBe('1234566')
    const both = prepare([answered({ publicExpenses: [ticket({ use: 'combined' })] })])
    expect(both.basis).toBe('current')
    expect(value(both, '受給者番号')).toBe('1234566')
  })

  it('leaves out a 公費 that does not hold on the day', () => {
    const past = ticket({ from: '2026-04-01', until: '2026-04-30' })
    expect(value(prepare([answered({ publicExpenses: [past] })]), '受給者番号')).toBeUndefined()
  })

  it('is not settled while the answer is awaited, nor where no check was accepted', () => {
    const awaited = prepare([check()], { onFile: NUMBERS })
    expect(awaited).toMatchObject({ basis: 'undecided', awaited: true })
    expect(gaps(awaited)).toEqual(['answerAwaited'])
    expect(gaps(prepare([check({ state: 'refused' })]))).toEqual(['notChecked'])
  })

  it('goes by the numbers on file where the answer names none, as former ones (R60)', () => {
    const claim = prepare([answered({ validity: 'none', coverages: [] })], { onFile: NUMBERS })
    expect(claim.basis).toBe('former')
    expect(value(claim, '番号')).toBe('456')
    expect(gaps(claim)).toEqual(['relation'])
    expect(claim.asks).toContain('insuredAs')
  })

  it('is open after 情報なし as long as no other way was tried (R51)', () => {
    const claim = prepare([answered({ validity: 'none', coverages: [] })], { work: FITS })
    expect(claim.basis).toBe('undecided')
    expect(gaps(claim)[0]).toBe('numbersUnknown')
  })

  it('takes the 本人・家族 that was asked where the answer has none', () => {
    const silent = answered({ coverages: [coverage({ relation: null })] })
    expect(gaps(prepare([silent]))).toEqual(['relation'])
    const asked = prepare([silent], { work: { v: 1, insuredAs: decided('family' as const) } })
    expect(asked.gaps).toEqual([])
    expect(value(asked, '本人・家族')).toBe('家族')
  })

  it('does not ask for it in 後期', () => {
    const latter = coverage({ insurerNumber: '39139019', symbol: null, relation: null })
    expect(prepare([answered({ coverages: [latter] })])).toMatchObject({ gaps: [], asks: [] })
  })
})

describe('a claim by a document, or by the word of the patient (R50, R60)', () => {
  it('goes by what was typed while the answer is awaited', () => {
    const claim = prepare([check({ cardShown: false, kept: document() })], {
      work: { v: 1, insuredAs: decided('self' as const) },
    })
    expect(claim).toMatchObject({ basis: 'current', gaps: [], awaited: true })
    expect(value(claim, '保険者番号')).toBe('06139018')
  })

  it('goes by the answer once there is one', () => {
    const claim = prepare([
      check({ kept: document(), answer: answer({ coverages: [coverage({ number: '9' })] }) }),
    ])
    expect(value(claim, '番号')).toBe('9')
    expect(claim.basis).toBe('current')
  })

  it('takes the numbers of an expired 保険証 for former ones', () => {
    const kept = document({ kind: 'expiredInsuranceCard' })
    expect(prepare([check({ kept, state: 'answered' })]).basis).toBe('former')
  })

  it('takes typed numbers for former ones when the answer says so of them', () => {
    const invalid = answer({ validity: 'invalid', coverages: [] })
    const claim = prepare([check({ kept: document(), answer: invalid })])
    expect(claim.basis).toBe('former')
    expect(value(claim, '番号')).toBe('456')
  })

  it('takes a new 資格確認書 for current after 無効 of the old numbers', () => {
    const invalid = answered({ validity: 'invalid', coverages: [coverage({ number: '501' })] })
    const claim = prepare([check({ kept: document(OTHER) }), invalid])
    expect(claim.basis).toBe('current')
    expect(value(claim, '保険者番号')).toBe('138057')
  })

  it('does not believe an oral 変わりない against 無効 of the same numbers', () => {
    const lost = coverage({ symbol: '１２３', number: '４５６', branch: '01' })
    const invalid = answered({ validity: 'invalid', coverages: [lost] })
    const oral = { kind: 'oral', numbers: NUMBERS, birthdate: '1980-04-01' } as const
    expect(prepare([check({ kept: oral }), invalid]).basis).toBe('former')
    expect(prepare([check({ kept: oral })]).basis).toBe('current')
  })

  it('does not count what was withdrawn', () => {
    const claim = prepare([
      check({ kept: document(), state: 'refused' }),
      answered({ validity: 'none', coverages: [] }),
    ])
    expect(claim.basis).toBe('undecided')
  })
})

describe('numbers that came to light after the visit (R60)', () => {
  it('are claimed with, whatever was found before', () => {
    const found = decided({ ...OTHER, current: true })
    const invalid = answered({ validity: 'invalid' })
    for (const checks of [[DECLARED], [invalid], [check()]] as const) {
      const claim = prepare(checks, {
        work: { ...FITS, found, insuredAs: decided('self' as const) },
      })
      expect(claim).toMatchObject({ basis: 'current', gaps: [] })
      expect(value(claim, '保険者番号')).toBe('138057')
    }
  })

  it('may be former ones', () => {
    const found = decided({ ...OTHER, current: false })
    expect(prepare([DECLARED], { work: { ...FITS, found } }).basis).toBe('former')
  })
})

describe('a claim of 不詳 (R61, R62)', () => {
  it('is open when every condition holds', () => {
    const claim = prepare([DECLARED], { work: FITS })
    expect(claim).toMatchObject({ basis: 'unknown', gaps: [] })
    expect(value(claim, '保険者番号')).toBe('77777777')
    expect(claim.sheet?.remarks).toHaveLength(8)
    expect(claim.asks).toEqual(['cardShown', 'firstVisit', 'careDays', 'contactedOn', 'found'])
  })

  it('has the fill with a check digit where the software checks it', () => {
    const claim = prepare([DECLARED], { work: FITS, checksDigit: true })
    expect(value(claim, '保険者番号')).toBe('77777779')
  })

  it('names the day of contact when it is missing', () => {
    const claim = prepare([DECLARED], { work: without(FITS, 'contactedOn') })
    expect(claim.basis).toBe('unknown')
    expect(gaps(claim)).toEqual(['contactedOn'])
    expect(claim.gaps[0]?.todo).toContain('電話')
  })

  it.each<[string, Partial<ClaimWork>, string]>([
    ['without the physical card', { cardShown: decided(false) }, 'noPhysicalCard'],
    ['at 再診', { firstVisit: decided(false) }, 'notFirstVisit'],
    ['with two days of care', { careDays: decided(2) }, 'severalCareDays'],
  ])('is closed %s', (_, change, block) => {
    const claim = prepare([DECLARED], { work: { ...FITS, ...change } })
    expect(claim).toMatchObject({ basis: 'undecided', sheet: null })
    expect(gaps(claim)).toEqual([block])
  })

  it('names everything that nobody has said yet', () => {
    expect(gaps(prepare([DECLARED]))).toEqual([
      'noPhysicalCard',
      'firstVisitUnknown',
      'careDaysUnknown',
    ])
  })

  it('does not ask for the card where it was read', () => {
    const none = answered({ validity: 'none', coverages: [] })
    const claim = prepare([DECLARED, none], { work: without(FITS, 'cardShown') })
    expect(claim.basis).toBe('unknown')
    expect(claim.asks).not.toContain('cardShown')
  })

  it('is closed to a 施術所 (R54)', () => {
    const claim = prepare([{ ...DECLARED, setting: 'treatmentRoom' }], { work: FITS })
    expect(gaps(claim)).toEqual(['notMedicalFacility'])
  })

  it('waits for the answer of a card that was read', () => {
    const claim = prepare([DECLARED, check()], { work: FITS })
    expect(claim.basis).toBe('undecided')
    expect(gaps(claim)).toContain('answerAwaited')
  })

  it('asks of a newborn whether the card is registered', () => {
    const born = declaration({ birth: { era: 'R', year: '8', month: '5', date: '1' } })
    const newborn = { ...DECLARED, kept: { kind: 'declaration', declaration: born } } as const
    const open = prepare([newborn], { work: FITS })
    expect(gaps(open)).toEqual(['newbornUnregistered'])
    expect(open.asks).toContain('newbornRegistered')
    const said = { ...FITS, newbornRegistered: decided(true) }
    expect(prepare([newborn], { work: said }).basis).toBe('unknown')
  })
})

describe('any visit', () => {
  const anyAnswer = fc.constantFrom<EligibilityAnswer | null>(
    null,
    answer({}),
    answer({ coverages: [] }),
    answer({ validity: 'invalid' }),
    answer({ validity: 'invalid', coverages: [] }),
    answer({ validity: 'invalidNewExists', coverages: [] }),
    answer({ validity: 'none', coverages: [] }),
    answer({ validity: 'multiple', coverages: [coverage(), coverage(OTHER)] }),
    answer({ validity: 'multiple', coverages: [] }),
    answer({ validity: 'validUnregistered', coverages: [], publicExpenses: [ticket()] }),
  )
  const anyKept = fc.constantFrom<ClaimSource | null>(
    null,
    document(),
    document({ kind: 'expiredInsuranceCard' }),
    { kind: 'oral', numbers: NUMBERS, birthdate: '1980-04-01' },
    { kind: 'declaration', declaration: declaration() },
  )
  const anyCheck = fc
    .record({
      answer: anyAnswer,
      kept: anyKept,
      cardShown: fc.boolean(),
      state: fc.constantFrom<ClaimCheck['state']>('waits', 'answered', 'refused'),
    })
    .map((change) => check(change))
  const anyWork = fc.record(
    {
      v: fc.constant(1 as const),
      cardShown: fc.constant(decided(true)),
      firstVisit: fc.constant(decided(true)),
      careDays: fc.constantFrom(decided(1), decided(2)),
      contactedOn: fc.constant(decided('2026-05-21')),
      coverage: fc.constant(decided(OTHER)),
      insuredAs: fc.constant(decided('self' as const)),
    },
    { requiredKeys: ['v'] },
  )

  it('is never 不詳 after 無効 nor without the physical card, and complete exactly without gaps', () => {
    fc.assert(
      fc.property(anyCheck, fc.array(anyCheck, { maxLength: 2 }), anyWork, (one, more, work) => {
        const checks = [one, ...more] as const
        const claim = prepare(checks, { work })
        const counted = checks.filter(({ state }) => state !== 'refused')
        if (claim.basis === 'unknown') {
          expect(counted.some((each) => each.answer?.validity.startsWith('invalid'))).toBe(false)
          const seen = counted.some(({ cardShown }) => cardShown)
          expect(seen || work.cardShown?.value === true).toBe(true)
          expect(claim.declaration).not.toBeNull()
        }
        expect(claim.sheet === null).toBe(claim.basis === 'undecided')
        if (claim.sheet === null) expect(claim.gaps).not.toEqual([])
        else expect(claim.gaps).toEqual(claim.sheet.gaps)
        for (const row of claim.sheet?.rows ?? []) expect(CLAIM_COLUMNS).toContain(row.label)
      }),
      { numRuns: 500 },
    )
  })
})
