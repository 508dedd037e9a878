import { describe, expect, it } from 'vitest'
import {
  cardClassificationLabel,
  LIMIT_CATEGORY_LABELS,
  LIMIT_CLASSIFICATION_LABELS,
  LOSS_REASON_LABELS,
  SEX_LABELS,
  SPECIFIC_DISEASE_LABELS,
  VALIDITY_LABELS,
} from '../../../domain/texts/codes'
import { CALL_CENTRE } from '../../../domain/texts/help'
import { TODAY } from '../answers'

describe('the words for codes', () => {
  it.each([
    ['資格有効性', VALIDITY_LABELS, 6],
    ['適用区分', LIMIT_CATEGORY_LABELS, 16],
    ['限度額適用認定証区分', LIMIT_CLASSIFICATION_LABELS, 3],
    ['特定疾病', SPECIFIC_DISEASE_LABELS, 3],
    ['資格喪失事由', LOSS_REASON_LABELS, 4],
    ['性別', SEX_LABELS, 3],
  ])('of %s are all there and all different', (_, labels, count) => {
    const words = Object.values(labels)
    expect(words).toHaveLength(count)
    expect(new Set(words).size).toBe(count)
  })

  it('name 適用区分 as the law does', () => {
    expect(LIMIT_CATEGORY_LABELS.A01).toBe('ア')
    expect(LIMIT_CATEGORY_LABELS.B01).toBe('現役並みⅢ')
    expect(LIMIT_CATEGORY_LABELS.B09).toBe('一般Ⅱ')
  })

  it('follow the renaming of 証区分 05', () => {
    expect(cardClassificationLabel('05', '2024-12-01')).toBe('被保険者資格証明書')
    expect(cardClassificationLabel('05', '2024-12-02')).toContain('特別療養費')
  })

  it('show a code that is not listed, and nothing of an object’s own', () => {
    expect(cardClassificationLabel('01', TODAY)).toBe('一般')
    expect(cardClassificationLabel('ZZ', TODAY)).toBe('区分 ZZ')
    expect(cardClassificationLabel('toString', TODAY)).toBe('区分 toString')
  })

  it('never say that somebody has no insurance', () => {
    expect(Object.values(VALIDITY_LABELS).join()).not.toMatch(/未加入|無保険/)
  })
})

describe('the call centre', () => {
  it('has a link that dials the number shown', () => {
    expect(CALL_CENTRE.href).toBe(`tel:${CALL_CENTRE.telephone.replaceAll('-', '')}`)
  })
})
