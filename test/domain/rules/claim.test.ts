import { describe, expect, it } from 'vitest'
import { hasCheckDigit } from '../../../domain/check-digit'
import { completeDeclaration } from '../../../domain/declaration/check-declaration'
import { needsWorkplace } from '../../../domain/declaration/needed'
import type { ClaimBlock } from '../../../domain/decide/decision'
import type { PatientFacts, Situation } from '../../../domain/decide/situation'
import { parseInsurerNumber, UNKNOWN_INSURER_NUMBERS } from '../../../domain/numbers'
import { sheetOf, unknown } from '../claim/visits'
import { draft, ON_THE_DAY } from '../declaration/drafts'
import { card, codesOf, patient, visit } from './situations'

const FAILED: Partial<Situation> = { card: card({ readable: false }), patient: patient() }

describe('R60: whose numbers', () => {
  it.each<[NonNullable<Situation['answer']>['validity'] | null, PatientFacts['numbers'], string]>([
    ['valid', 'none', 'current'],
    ['invalidNewExists', 'former', 'current'],
    [null, 'current', 'current'],
    ['none', 'current', 'current'],
    ['invalid', 'current', 'current'],
    [null, 'former', 'former'],
    ['none', 'former', 'former'],
    ['invalid', 'former', 'former'],
  ])(
    'within: after %s with numbers %s the claim carries the %s ones',
    (validity, numbers, basis) => {
      const answered = validity === null ? {} : { answer: { validity } }
      const decision = visit({ ...answered, patient: patient({ numbers }) })
      expect(decision.claim).toEqual({ basis, blockedBy: [] })
    },
  )

  it('beyond: 無効 is never 不詳, also where nothing else is known', () => {
    const decision = visit({ ...FAILED, answer: { validity: 'invalid' } })
    expect(decision.claim).toEqual({ basis: 'former', blockedBy: [] })
    expect(codesOf(decision)).toContain('claimFormer')
    expect(visit({ answer: { validity: 'invalid' } }).claim.basis).toBe('former')
  })

  it('beyond: before the answer nothing is settled', () => {
    expect(visit().claim).toEqual({ basis: 'undecided', blockedBy: ['answerAwaited'] })
    expect(visit({ patient: patient() }).claim).toEqual({
      basis: 'undecided',
      blockedBy: ['answerAwaited'],
    })
  })
})

describe('R61: when 不詳 may be', () => {
  it('within: all of it holds, after a card that failed or an answer of なし', () => {
    expect(visit(FAILED).claim).toEqual({ basis: 'unknown', blockedBy: [] })
    expect(visit({ answer: { validity: 'none' }, patient: patient() }).claim).toEqual({
      basis: 'unknown',
      blockedBy: [],
    })
  })

  it("within: a newborn's card that is registered", () => {
    const newborn = patient({ newborn: true, newbornRegistered: true })
    expect(visit({ ...FAILED, patient: newborn }).claim.basis).toBe('unknown')
  })

  it.each<[Partial<PatientFacts>, ClaimBlock]>([
    [{ saysInsured: false }, 'notSaidInsured'],
    [{ firstVisit: false }, 'notFirstVisit'],
    [{ careDaysThisMonth: 2 }, 'severalCareDays'],
    [{ newborn: true, newbornRegistered: false }, 'newbornUnregistered'],
    [{ newborn: true }, 'newbornUnregistered'],
  ])('beyond: %j alone refuses it, by the name %s', (changes, block) => {
    const decision = visit({ ...FAILED, patient: patient(changes) })
    expect(decision.claim).toEqual({ basis: 'undecided', blockedBy: [block] })
    expect(codesOf(decision)).toContain('findNumbers')
  })

  it.each(['certificate', 'smartphone'] as const)('beyond: %s is not the card', (shown) => {
    const decision = visit({ ...FAILED, presented: [shown], answer: { validity: 'none' } })
    expect(decision.claim).toEqual({ basis: 'undecided', blockedBy: ['noPhysicalCard'] })
  })

  it('beyond: what nobody asked refuses it too, each by its name', () => {
    const decision = visit({ card: card({ readable: false }), patient: { numbers: 'none' } })
    expect(decision.claim.blockedBy).toEqual([
      'saysInsuredUnknown',
      'firstVisitUnknown',
      'careDaysUnknown',
    ])
    expect(visit({ card: card({ readable: false }) }).claim.blockedBy).toContain('numbersUnknown')
  })
})

describe('R55: the declaration', () => {
  it('within: names the workplace for 社保, 国保組合, その他 and わからない', () => {
    expect(needsWorkplace('employees', false)).toBe(true)
    expect(needsWorkplace('national', true)).toBe(true)
    expect(needsWorkplace('other', false)).toBe(true)
    expect(needsWorkplace('unknown', false)).toBe(true)
  })

  it('beyond: 国保 of a municipality and 後期 have none to name', () => {
    expect(needsWorkplace('national', false)).toBe(false)
    expect(needsWorkplace('latterStage', false)).toBe(false)
  })

  it('within: it is complete with all that is needed', () => {
    expect(completeDeclaration(draft(), ON_THE_DAY)).not.toBeNull()
  })

  it('beyond: without one of them it is not', () => {
    expect(completeDeclaration(draft({ workplace: '' }), ON_THE_DAY)).toBeNull()
    expect(completeDeclaration(draft({ phone: '' }), ON_THE_DAY)).toBeNull()
  })
})

describe('R62: what 不詳 carries', () => {
  it('within: every digit is 7, or 9 at the end for software that checks it', () => {
    const insurerOn = (checksDigit: boolean) => sheetOf(unknown({ checksDigit })).rows[0]?.value
    expect(insurerOn(false)).toBe('77777777')
    expect(insurerOn(true)).toBe('77777779')
    expect(UNKNOWN_INSURER_NUMBERS.map(hasCheckDigit)).toEqual([false, true])
    expect(visit(FAILED).next).toContainEqual({ code: 'claimUnknown', rule: 'R62' })
  })

  it('within: the remarks carry all eight, the contact on the day of the visit at the earliest', () => {
    const sheet = sheetOf(unknown({ contactedOn: '2026-05-20' }))
    expect(sheet.remarks.map(({ label }) => label)).toEqual([
      '不詳',
      'カナ氏名',
      '保険種別',
      '保険者等名称',
      '事業所名',
      '住所',
      '連絡先',
      '患者への連絡を行った日',
    ])
    expect(sheet.gaps).toEqual([])
  })

  it('beyond: a missing one, or a contact before the visit, blocks the claim by its name', () => {
    for (const contactedOn of [null, '2026-05-19']) {
      const [gap, ...more] = sheetOf(unknown({ contactedOn })).gaps
      expect(gap?.text).toContain('患者への連絡を行った日')
      expect(more).toEqual([])
    }
    const undeclared = sheetOf(unknown({ declaration: null })).gaps
    expect(undeclared.map(({ text }) => text).join()).toContain('連絡先')
  })

  it('beyond: the fill is never taken for a number that somebody has', () => {
    for (const fill of UNKNOWN_INSURER_NUMBERS) {
      expect(parseInsurerNumber(fill)).toEqual({ ok: false, code: 'TZ-N03' })
    }
  })
})
