import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeDeclaration } from '../../../domain/declaration/check-declaration'
import type { DeclarationDraft } from '../../../domain/declaration/declaration'
import {
  answerQuestion,
  beginEntry,
  birthOf,
  type DeclarationEntry,
  type DeclarationQuestion,
  faultOf,
  nextQuestion,
  noteAnswer,
  openQuestions,
  questionsOf,
  stepOf,
} from '../../../domain/declaration/questions'
import { draft, ON_THE_DAY } from './drafts'

const KNOWN = { name: '訓練 花子', nameKana: 'クンレン ハナコ', birthdate: '1980-04-01' }
const asked = (changes: Partial<DeclarationDraft>) =>
  questionsOf({ v: 1, draft: draft(changes), settled: [] }, ON_THE_DAY)

/** Answers every open question as the filled form has it. */
function answerAll(entry: DeclarationEntry, full: DeclarationDraft): DeclarationEntry {
  let next: DeclarationEntry = entry
  let question = nextQuestion(next, null, ON_THE_DAY)
  for (let turns = 0; question !== null && turns < 40; turns += 1) {
    const { relation, signedByOther, signedOn } = full
    const change: Partial<DeclarationDraft> =
      question === 'signer'
        ? { relation, signedByOther }
        : question === 'birthdate'
          ? { birth: full.birth }
          : { [question]: full[question], ...(question === 'signature' && { signedOn }) }
    next = answerQuestion(next, question, change)
    question = nextQuestion(next, question, ON_THE_DAY)
  }
  return next
}

describe('the questions of a 申立書 (R55)', () => {
  it('come in the order of the form, the signature last', () => {
    expect(asked({})).toEqual([
      'insured',
      'insuranceKind',
      'insurerName',
      'workplace',
      'insuredAs',
      'name',
      'nameKana',
      'birthdate',
      'sex',
      'address',
      'residence',
      'phone',
      'signer',
      'signature',
    ])
  })

  it('ask for 国保組合 with 国保, and for a workplace only where the insurance has one', () => {
    expect(asked({ insuranceKind: 'national', nationalUnion: false })).toContain('nationalUnion')
    expect(asked({ insuranceKind: 'national', nationalUnion: false })).not.toContain('workplace')
    expect(asked({ insuranceKind: 'national', nationalUnion: true })).toContain('workplace')
    expect(asked({ insuranceKind: 'employees' })).not.toContain('nationalUnion')
  })

  it('ask for the share from 70 on and with 後期, not before', () => {
    expect(asked({})).not.toContain('share')
    expect(asked({ insuranceKind: 'latterStage' })).toContain('share')
    const old = { birth: { era: 'S', year: '20', month: '1', date: '1' } }
    expect(asked(old)).toContain('share')
  })

  it('do not ask whose insurance 後期 is, for nobody is a dependant there', () => {
    expect(asked({ insuranceKind: 'latterStage' })).not.toContain('insuredAs')
    const latter = answerQuestion(beginEntry(null), 'insuranceKind', {
      insuranceKind: 'latterStage',
    })
    expect(latter.draft.insuredAs).toBe('self')
    const other = answerQuestion(latter, 'insuranceKind', { insuranceKind: 'employees' })
    expect(other.draft.insuredAs).toBeNull()
    expect(openQuestions(other, ON_THE_DAY)).toContain('insuredAs')
  })

  it('each belong to a step of the form', () => {
    const steps = asked({ insuranceKind: 'latterStage' }).map(stepOf)
    expect([...new Set(steps)]).toEqual(['insurance', 'person', 'contact', 'signature'])
    expect(steps.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))).toEqual(steps)
  })
})

const ORDER = ['insurance', 'person', 'contact', 'signature']

describe('a 申立書 under way', () => {
  it('begins with what the facility knows, to be confirmed', () => {
    const entry = beginEntry(KNOWN)
    expect(entry.draft).toMatchObject({
      name: '訓練 花子',
      nameKana: 'クンレン ハナコ',
      birth: { era: 'S', year: '55', month: '4', date: '1' },
    })
    expect(openQuestions(entry, ON_THE_DAY)).toEqual(
      expect.arrayContaining(['name', 'nameKana', 'birthdate']),
    )
  })

  it('begins empty for somebody who is on no list, and knows no day before the eras', () => {
    expect(beginEntry(null).draft.name).toBe('')
    expect(birthOf('1860-01-01')).toEqual({ era: '', year: '', month: '', date: '' })
    expect(birthOf('no day')).toEqual({ era: '', year: '', month: '', date: '' })
  })

  it.each<Partial<DeclarationDraft>>([
    {},
    { insuranceKind: 'national', nationalUnion: true },
    { insuranceKind: 'latterStage', insuredAs: 'self', share: 10 },
    { insuranceKind: 'unknown', insurerName: '', workplace: 'なし' },
    { signedByOther: true, relation: '長女', residence: '訓練市２－２' },
  ])('is complete when nothing is open any more: %j', (changes) => {
    const full = draft(changes)
    const done = answerAll(beginEntry(null), full)
    expect(openQuestions(done, ON_THE_DAY)).toEqual([])
    expect(completeDeclaration(done.draft, ON_THE_DAY)).toEqual(
      completeDeclaration(full, ON_THE_DAY),
    )
  })

  it('goes back to the share when the birthdate, asked later, makes it needed', () => {
    const entry = answerAll(beginEntry(null), draft())
    const older = answerQuestion(entry, 'birthdate', {
      birth: { era: 'S', year: '20', month: '1', date: '1' },
    })
    expect(nextQuestion(older, 'birthdate', ON_THE_DAY)).toBe('signature')
    expect(openQuestions(older, ON_THE_DAY)).toEqual(['share', 'signature'])
    const unsigned = { ...entry, settled: entry.settled.filter((each) => each !== 'phone') }
    expect(nextQuestion(unsigned, 'signature', ON_THE_DAY)).toBe('phone')
  })

  it('keeps open what is wrong, even where it was answered', () => {
    const entry = answerQuestion(answerAll(beginEntry(null), draft()), 'phone', { phone: '12' })
    expect(openQuestions(entry, ON_THE_DAY)).toEqual(['phone', 'signature'])
  })

  it('keeps what is typed without taking it for an answer', () => {
    const entry = noteAnswer(beginEntry(null), 'address', { address: '訓練県' })
    expect(entry.draft.address).toBe('訓練県')
    expect(entry.settled).toEqual([])
  })

  it('never keeps what may be a 個人番号, not even while it is typed (R13)', () => {
    const entry = noteAnswer(beginEntry(null), 'address', { address: '訓練県' })
    expect(noteAnswer(entry, 'address', { address: '訓練県 1234-5678-9018' })).toBe(entry)
    expect(faultOf(entry, 'address', { address: '1234 5678 9018' }, ON_THE_DAY)).toBe('TZ-N10')
  })

  it('names what is wrong with an answer before it is given', () => {
    const entry = beginEntry(null)
    expect(faultOf(entry, 'phone', { phone: '' }, ON_THE_DAY)).toBe('missing')
    expect(faultOf(entry, 'phone', { phone: '123' }, ON_THE_DAY)).toBe('TZ-N40')
    expect(faultOf(entry, 'phone', { phone: '03-1234-5678' }, ON_THE_DAY)).toBeNull()
    expect(faultOf(entry, 'residence', { residence: '' }, ON_THE_DAY)).toBeNull()
    const other = { signedByOther: true, relation: '' }
    expect(faultOf(entry, 'signer', other, ON_THE_DAY)).toBe('missing')
  })

  it('is signed anew after a change, and stays signed where nothing changed', () => {
    const signed = answerAll(beginEntry(null), draft())
    expect(openQuestions(signed, ON_THE_DAY)).toEqual([])
    const confirmed = answerQuestion(signed, 'sex', { sex: signed.draft.sex })
    expect(openQuestions(confirmed, ON_THE_DAY)).toEqual([])
    const changes: [DeclarationQuestion, Partial<DeclarationDraft>][] = [
      ['sex', { sex: 'male' }],
      ['signer', { signedByOther: true, relation: '子' }],
    ]
    for (const [question, change] of changes) {
      const changed = answerQuestion(signed, question, change)
      expect(changed.draft).toMatchObject({ signature: [], signedOn: null })
      expect(openQuestions(changed, ON_THE_DAY)).toEqual(['signature'])
    }
  })
})

describe('whatever is answered, in whatever order', () => {
  const anyDraft = fc.record({
    insuranceKind: fc.constantFrom('employees', 'national', 'latterStage', 'other', 'unknown'),
    nationalUnion: fc.boolean(),
    insuredAs: fc.constantFrom('self', 'family'),
    share: fc.constantFrom(10, 20, 30, 'unknown'),
    insurerName: fc.constantFrom('わからない', '訓練市', '', '1234 5678 9018'),
    workplace: fc.constantFrom('なし', '訓練商事', ''),
    residence: fc.constantFrom('', '訓練市２－２'),
    birth: fc.constantFrom(
      { era: 'S', year: '20', month: '1', date: '1' },
      { era: 'H', year: '1', month: '1', date: '8' },
      { era: 'S', year: '64', month: '1', date: '8' },
    ),
    phone: fc.constantFrom('090-1234-5678', '0312345678', '12'),
    signedByOther: fc.boolean(),
    relation: fc.constantFrom('子', ''),
  }) as fc.Arbitrary<Partial<DeclarationDraft>>

  it('the form is complete exactly when no question is open', () => {
    fc.assert(
      fc.property(anyDraft, anyDraft, (first, then) => {
        // Answered once, and then changed.
        const changed = answerAll(answerAll(beginEntry(KNOWN), draft(first)), draft(then))
        const open = openQuestions(changed, ON_THE_DAY)
        const complete = completeDeclaration(changed.draft, ON_THE_DAY)
        expect(complete !== null).toBe(open.length === 0)
        expect(nextQuestion(changed, null, ON_THE_DAY)).toBe(open[0] ?? null)
      }),
      { numRuns: 100 },
    )
  })
})
