/** What a coverage is certified for: 限度額, 特定疾病, 高齢受給者, 未就学, as items of a CoverageEligibilityResponse. */
import type { Coverage, DaySpan } from '../../../domain/answer'
import { periodOf } from './coverage'
import { OWN_SYSTEMS } from './systems'
import type { BenefitItem, CodeableConcept, Extension } from './types'

const CERTIFICATES = {
  '01': '限度額適用認定証',
  '02': '限度額適用・標準負担額減額認定証',
  '03': '標準負担額減額認定証',
} as const

const DISEASES = {
  '1': '人工透析を要する慢性腎不全',
  '2': '先天性血液凝固因子障害',
  '3': '血液凝固因子製剤によるHIV感染症',
} as const

export function benefitItems(coverage: Coverage): BenefitItem[] {
  const { limit, specificDiseases, elderlyRecipient, preschool } = coverage
  return [
    ...(limit
      ? [
          {
            ...certified(limit),
            category: benefit('limit', CERTIFICATES[limit.classification]),
            benefit: [
              {
                type: {
                  coding: [{ system: OWN_SYSTEMS.limitCategory, code: limit.category }],
                  text: '適用区分',
                },
                allowedString: limit.category,
              },
            ],
          },
        ]
      : []),
    ...specificDiseases.map((disease) => ({
      ...certified(disease),
      category: benefit('disease', '特定疾病療養受療証'),
      benefit: [
        {
          type: {
            coding: [{ system: OWN_SYSTEMS.disease, code: disease.category }],
            text: DISEASES[disease.category],
          },
          ...(disease.selfPayLimit !== null && {
            allowedMoney: { value: disease.selfPayLimit, currency: 'JPY' as const },
          }),
        },
      ],
    })),
    ...(elderlyRecipient
      ? [
          {
            ...certified(elderlyRecipient),
            category: benefit('elderly', '高齢受給者証'),
            benefit: [
              {
                type: { text: '一部負担金の割合' },
                allowedString: `${elderlyRecipient.burdenPercent}%`,
              },
            ],
          },
        ]
      : []),
    ...(preschool
      ? [{ category: benefit('preschool', '未就学'), benefit: [{ type: { text: '未就学' } }] }]
      : []),
  ]
}

function benefit(code: string, text: string): CodeableConcept {
  return { coding: [{ system: OWN_SYSTEMS.benefit, code }], text }
}

function certified({ from, until }: DaySpan): { extension?: Extension[] } {
  const valuePeriod = periodOf(from, until)
  return valuePeriod ? { extension: [{ url: OWN_SYSTEMS.benefitPeriod, valuePeriod }] } : {}
}
