import { describe, expect, it } from 'vitest'
import { DOCUMENT_FIELDS, type DocumentKind } from '../../../domain/documents/document'
import { fieldsOn, isNeeded } from '../../../domain/documents/fields'
import { VISIT } from './entries'

const patient = (birthdate: string) => ({ birthdate, name: '訓練 花子', nameKana: null })
const YOUNG = { day: VISIT, patient: patient('1980-04-01') }
const OLD = { day: VISIT, patient: patient('1954-04-01') }
const WALK_IN = { day: VISIT, patient: null }
const KINDS: DocumentKind[] = [
  'certificate',
  'notice',
  'portalLive',
  'portalPdf',
  'expiredInsuranceCard',
]

describe('the fields that are asked for with a document', () => {
  it('are all of an old insurance card, in the order in which they are typed', () => {
    expect(fieldsOn('expiredInsuranceCard', {}, YOUNG)).toEqual([...DOCUMENT_FIELDS])
  })

  it('leave out the share before 70, and ask for it from then on', () => {
    expect(fieldsOn('notice', {}, YOUNG)).not.toContain('share')
    expect(fieldsOn('notice', {}, OLD)).toEqual(expect.arrayContaining(['share', 'validUntil']))
    expect(fieldsOn('certificate', {}, YOUNG)).toContain('validUntil')
  })

  it('turn at the seventieth birthday itself', () => {
    const turned = { day: VISIT, patient: patient('1956-05-20') }
    const dayBefore = { day: VISIT, patient: patient('1956-05-21') }
    expect(fieldsOn('portalLive', {}, turned)).toContain('share')
    expect(fieldsOn('portalLive', {}, dayBefore)).not.toContain('share')
  })

  it('have neither 記号 nor 枝番 with 後期 (R70), unless something stands there', () => {
    const insurerNumber = '39139019'
    expect(fieldsOn('certificate', { insurerNumber }, OLD)).not.toContain('symbol')
    expect(fieldsOn('certificate', { insurerNumber, symbol: '12' }, OLD)).toContain('symbol')
  })

  it('include the birthdate of a walk-in on every document', () => {
    for (const kind of KINDS) expect(fieldsOn(kind, {}, WALK_IN)).toContain('birthdate')
    expect(fieldsOn('notice', {}, YOUNG)).not.toContain('birthdate')
  })

  it('always include all that is needed of it', () => {
    for (const kind of KINDS) {
      const needed = DOCUMENT_FIELDS.filter((field) => isNeeded(kind, field))
      expect(fieldsOn(kind, {}, WALK_IN)).toEqual(expect.arrayContaining(needed))
    }
  })

  it('keep what the PDF brought, whatever the age', () => {
    expect(fieldsOn('portalPdf', { share: '2割' }, YOUNG)).toContain('share')
  })
})
