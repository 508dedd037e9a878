import { describe, expect, it } from 'vitest'
import type { EntryContext, TypedDocument } from '../../../domain/documents/document'
import { readDocument } from '../../../domain/documents/read-document'
import { compareTypings, fieldsToTypeAgain } from '../../../domain/documents/second-typing'
import { context, ELDERLY, UNION } from './entries'

const patient = { birthdate: '1980-04-01', name: '訓練 花子', nameKana: null }
const previous = [{ insurerNumber: '06139018', symbol: '1', number: '2', branch: null }]

function fields(typed: TypedDocument, changes: Partial<EntryContext> = {}) {
  const { document } = readDocument('certificate', typed, context(changes))
  return document === null ? null : fieldsToTypeAgain(document, context(changes))
}

describe('what is worth typing twice (R70)', () => {
  it('is all that nothing else could check', () => {
    expect(fields(UNION)).toEqual(['symbol', 'number', 'branch', 'birthdate'])
    expect(fields({ ...UNION, symbol: '', branch: '' })).toEqual(fields(UNION))
  })

  it('is not what the list or an earlier check knows', () => {
    expect(fields(UNION, { patient })).toEqual(['symbol', 'number', 'branch'])
    expect(fields(UNION, { previous })).toEqual(['birthdate'])
    expect(fields(UNION, { patient, previous })).toEqual([])
    const elsewhere = previous.map((known) => ({ ...known, insurerNumber: '06132013' }))
    expect(fields(UNION, { patient, previous: elsewhere })).toEqual(['symbol', 'number', 'branch'])
  })

  it('is not the number of 後期, which has a check digit', () => {
    expect(fields(ELDERLY)).toEqual(['birthdate'])
  })
})

describe('a second typing (R71)', () => {
  const differs = (second: Parameters<typeof compareTypings>[2]) =>
    compareTypings('certificate', UNION, second, context()).map(
      ({ field, code, weight }) => `${field} ${code} ${weight}`,
    )

  it('may have another form', () => {
    expect(differs({ number: '４５６７', birthdate: '1980-4-1', branch: ' 01' })).toEqual([])
    expect(differs({})).toEqual([])
    const bare = { ...UNION, symbol: '', branch: '' }
    expect(compareTypings('certificate', bare, { symbol: ' ', branch: '' }, context())).toEqual([])
  })

  it('is at fault at each field that says something else', () => {
    expect(differs({ symbol: '123', number: '4576' })).toEqual(['number TZ-N39 fault'])
    expect(differs({ symbol: '124', birthdate: '昭和55年4月2日' })).toEqual([
      'symbol TZ-N39 fault',
      'birthdate TZ-N39 fault',
    ])
  })

  it('is at fault at a field that says nothing or cannot be read, and only there', () => {
    expect(differs({ number: '', branch: '01' })).toEqual(['number TZ-N39 fault'])
    expect(differs({ branch: '' })).toEqual(['branch TZ-N39 fault'])
    expect(differs({ branch: '1', number: '4567' })).toEqual(['branch TZ-N39 fault'])
  })

  it('is at fault where the first is no document', () => {
    const faulty = { ...UNION, number: '' }
    expect(compareTypings('certificate', faulty, { number: '' }, context())).toHaveLength(1)
  })
})
