import { describe, expect, it } from 'vitest'
import {
  completeDeclaration,
  declarationProgress,
} from '../../../domain/declaration/check-declaration'
import {
  DECLARATION_FIELDS,
  DECLARATION_STEPS,
  type DeclarationDraft,
  type DeclarationField,
  emptyDeclaration,
} from '../../../domain/declaration/declaration'
import { neededFields } from '../../../domain/declaration/needed'
import { draft, ON_THE_DAY } from './drafts'

const VISIT = ON_THE_DAY.visitOn
const needed = (changes: Partial<DeclarationDraft>) => neededFields(draft(changes), VISIT)
const faults = (changes: Partial<DeclarationDraft>, context = ON_THE_DAY) =>
  declarationProgress(draft(changes), context).faults.map(({ field, code }) => `${field} ${code}`)
const born = (era: string, year: string, month: string, date: string) => ({
  birth: { era, year, month, date },
})

describe('what a 申立書 needs (R55)', () => {
  it('is everything but what depends on an answer', () => {
    expect(needed({ insuranceKind: null })).toEqual([
      'insured',
      'insuranceKind',
      'insurerName',
      'insuredAs',
      'name',
      'nameKana',
      'birthdate',
      'sex',
      'address',
      'signedOn',
      'signature',
      'phone',
    ])
  })

  it.each([
    ['employees', null, true],
    ['other', null, true],
    ['unknown', null, true],
    ['latterStage', null, false],
    ['national', null, false],
    ['national', false, false],
    ['national', true, true],
    // 国保組合 was ticked before the kind was changed: it no longer counts.
    ['latterStage', true, false],
  ] as const)('for %s, 国保組合 %s: a workplace %s', (insuranceKind, nationalUnion, expected) => {
    expect(needed({ insuranceKind, nationalUnion }).includes('workplace')).toBe(expected)
  })

  it('asks for 国保組合 with 国保 only', () => {
    expect(needed({ insuranceKind: 'national' })).toContain('nationalUnion')
    expect(needed({ insuranceKind: 'employees' })).not.toContain('nationalUnion')
  })

  it('has the name of the insurer, unless not even its kind is known', () => {
    expect(needed({ insuranceKind: 'other' })).toContain('insurerName')
    expect(needed({ insuranceKind: 'unknown' })).not.toContain('insurerName')
  })

  it('has a share from the month after the 70th birthday, and with 後期 (R47)', () => {
    // Born on the 1st, the month itself; born on the 2nd, the month after.
    expect(needed(born('S', '31', '5', '1'))).toContain('share')
    expect(needed(born('S', '31', '5', '2'))).not.toContain('share')
    expect(needed(born('S', '31', '4', '30'))).toContain('share')
    expect(needed({ insuranceKind: 'latterStage' })).toContain('share')
    expect(needed({})).not.toContain('share')
  })

  it('has a relation where somebody else signs', () => {
    expect(needed({ signedByOther: true })).toContain('relation')
    expect(needed({ signedByOther: false })).not.toContain('relation')
  })

  it('asks each field in one step', () => {
    const fields: DeclarationField[] = DECLARATION_STEPS.flatMap((step) => [...step.fields])
    expect(fields.toSorted()).toEqual([...DECLARATION_FIELDS].sort())
  })
})

describe('the progress of a 申立書 (R55)', () => {
  it('begins with nothing', () => {
    const progress = declarationProgress(emptyDeclaration(), ON_THE_DAY)
    expect(progress).toMatchObject({ filled: 0, needed: 12, faults: [], next: 'insurance' })
    expect(progress.missing).toHaveLength(12)
  })

  it('names what is missing and where to go on', () => {
    const half = draft({ nameKana: ' ', phone: '', signature: [] })
    const progress = declarationProgress(half, ON_THE_DAY)
    expect(progress.missing).toEqual(['nameKana', 'signature', 'phone'])
    expect(progress.next).toBe('person')
    expect(progress.needed - progress.filled).toBe(3)
    expect(declarationProgress({ ...half, nameKana: 'クンレン' }, ON_THE_DAY).next).toBe('contact')
  })

  it('is complete in the end', () => {
    expect(declarationProgress(draft(), ON_THE_DAY)).toEqual({
      filled: 13,
      needed: 13,
      missing: [],
      faults: [],
      next: null,
    })
  })

  it('misses a birthdate until all its parts are there', () => {
    expect(declarationProgress(draft(born('S', '55', '', '1')), ON_THE_DAY).missing).toEqual([
      'birthdate',
    ])
    expect(declarationProgress(draft(born('', '55', '4', '1')), ON_THE_DAY).missing).toEqual([
      'birthdate',
    ])
  })

  it('does not take a touch by mistake for a signature', () => {
    const dot = [[[500, 150] as const, [510, 150] as const]]
    expect(declarationProgress(draft({ signature: dot }), ON_THE_DAY).missing).toEqual([
      'signature',
    ])
  })
})

describe('a fault in a 申立書 (R55)', () => {
  it.each<[string, Partial<DeclarationDraft>]>([
    ['insured TZ-N41', { insured: false }],
    ['birthdate TZ-N11', born('H', '55', '4', '1')],
    ['birthdate TZ-N11', born('S', '64', '1', '8')],
    ['birthdate TZ-N11', born('S', '55', '2', '30')],
    ['birthdate TZ-N11', born('X', '5', '2', '1')],
    ['birthdate TZ-N11', born('S', '五', '2', '1')],
    ['birthdate TZ-N27', born('R', '8', '5', '21')],
    ['nameKana TZ-N43', { nameKana: '訓練 花子' }],
    ['phone TZ-N40', { phone: '12345' }],
    ['phone TZ-N40', { phone: '090-1234-567' }],
    ['signedOn TZ-N42', { signedOn: '2026-05-19' }],
    ['signedOn TZ-N42', { signedOn: '2026-05-21' }],
    ['address TZ-N16', { address: 'あ'.repeat(101) }],
  ])('is named: %s %j', (finding, changes) => {
    expect(faults(changes)).toEqual([finding])
    expect(completeDeclaration(draft(changes), ON_THE_DAY)).toBeNull()
  })

  it.each(['insurerName', 'workplace', 'name', 'address', 'residence', 'phone'] as const)(
    'is a 個人番号 as %s (R13)',
    (field) => {
      expect(faults({ [field]: '1234 5678 9018' })).toEqual([`${field} TZ-N10`])
    },
  )

  it('is not looked for in a field that no longer counts', () => {
    const changed = {
      insuranceKind: 'latterStage',
      share: 10,
      workplace: 'あ'.repeat(101),
    } as const
    expect(faults(changed)).toEqual([])
    expect(completeDeclaration(draft(changed), ON_THE_DAY)?.workplace).toBeNull()
  })

  it('is a day between the visit and today that is not', () => {
    const later = { visitOn: VISIT, today: '2026-05-27' }
    expect(faults({ signedOn: VISIT }, later)).toEqual([])
    expect(faults({ signedOn: '2026-05-27' }, later)).toEqual([])
    expect(faults({ signedOn: '2026-05-28' }, later)).toEqual(['signedOn TZ-N42'])
  })
})

describe('a complete 申立書 (R55, R71)', () => {
  it('is kept in one canonical form', () => {
    expect(completeDeclaration(draft(), ON_THE_DAY)).toMatchObject({
      insuranceKind: 'employees',
      nationalUnion: false,
      insurerName: '訓練健康保険組合',
      workplace: '訓練商事',
      insuredAs: 'self',
      share: null,
      nameKana: 'クンレン ハナコ',
      birthdate: '1980-04-01',
      residence: null,
      relation: null,
      phone: '09012345678',
    })
  })

  it('may leave the insurer unnamed where the kind is not known', () => {
    const unknown = { insuranceKind: 'unknown', insurerName: '' } as const
    expect(completeDeclaration(draft(unknown), ON_THE_DAY)?.insurerName).toBeNull()
  })

  it('names who signed, if it was not the patient', () => {
    const child = { signedByOther: true, relation: '長女' }
    expect(completeDeclaration(draft(child), ON_THE_DAY)?.relation).toBe('長女')
    const patient = { signedByOther: false, relation: '長女' }
    expect(completeDeclaration(draft(patient), ON_THE_DAY)?.relation).toBeNull()
  })

  it('keeps わからない as an answer for the share', () => {
    const elderly = { insuranceKind: 'latterStage', share: 'unknown' } as const
    expect(completeDeclaration(draft(elderly), ON_THE_DAY)?.share).toBe('unknown')
    expect(completeDeclaration(draft({ ...elderly, share: null }), ON_THE_DAY)).toBeNull()
  })

  it('knows 元年', () => {
    expect(completeDeclaration(draft(born('R', '元', '5', '1')), ON_THE_DAY)?.birthdate).toBe(
      '2019-05-01',
    )
  })
})
