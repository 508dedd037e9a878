/** What the national system says of a person, as elements: from the training people's own records. */
import type { Coverage, DaySpan, PublicExpense } from '../../domain/answer'
import type { ConsentItem } from '../../domain/check'
import type { NamedPerson } from '../../domain/names'
import type { AuthorityReply } from '../../server/authority/authority'
import { halfWidth } from './kana'
import { dotted, type Element, type Encoding } from './xml'

const VALIDITY = {
  valid: 1,
  invalid: 2,
  invalidNewExists: 3,
  none: 4,
  multiple: 5,
  validUnregistered: 6,
} as const
const SEX = { male: 1, female: 2, unset: 3 } as const
const CONSENT_NAMES: Readonly<Record<ConsentItem, string>> = {
  diagnosis: 'DiagnosisInfo',
  medication: 'PharmacistsInfo',
  checkup: 'SpecificHealthCheckupsInfo',
  surgery: 'OperationInfo',
}

/** What the facility's own page registered of a person. */
export interface Registered {
  items: readonly ConsentItem[]
  at: Date
  /** null: until revoked. */
  until: Date | null
  prescription: 'electronic' | 'paper' | null
  referenceNumber: string
}

/** The same reply as a system that registers in CP932 has it. */
export function asRegistered(reply: AuthorityReply, encoding: Encoding): AuthorityReply {
  if (encoding === 'utf-8') return reply
  return {
    ...reply,
    coverages: reply.coverages.map((coverage) => ({
      ...coverage,
      name: dotted(coverage.name),
      address: coverage.address === null ? null : dotted(coverage.address),
    })),
  }
}

/** Status, validity, message and results: the body of a single result, or a unit of a bulk one. */
export function replyElements(
  reply: AuthorityReply,
  { registered, named }: { registered: Registered | null; named: NamedPerson | null },
  wrap: 'ResultList' | null,
): Element[] {
  const results: Element[] = [
    ...reply.coverages.map((each) => resultElement(coverageElements(each), registered)),
    ...reply.publicExpenses.map((each) => resultElement(welfareElements(each, named), registered)),
  ]
  return [
    ['ProcessingResultStatus', 1],
    ['ProcessingResultMessage', reply.message],
    ['QualificationValidity', VALIDITY[reply.validity]],
    ...(registered?.prescription
      ? ([['PrescriptionIssueSelect', registered.prescription === 'electronic' ? 1 : 2]] as const)
      : []),
    ...(wrap ? [[wrap, results] as const] : results),
  ]
}

/** yyyyMMdd */
export function day(text: string | null): string | null {
  return text === null ? null : text.replaceAll('-', '')
}

/** yyyyMMddHHmmss, in Japan. */
export function time(at: Date): string {
  return new Date(at.getTime() + 9 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
}

function resultElement(elements: readonly Element[], registered: Registered | null): Element {
  return ['ResultOfQualificationConfirmation', [...elements, ...consentElements(registered)]]
}

function coverageElements(coverage: Coverage): Element[] {
  const { elderlyRecipient, limit } = coverage
  return [
    ['InsuredCardClassification', coverage.cardClassification],
    ['InsurerNumber', coverage.insurerNumber.padStart(8)],
    ['InsurerName', coverage.insurerName],
    ['InsuredCardSymbol', coverage.symbol],
    ['InsuredIdentificationNumber', coverage.number],
    ['InsuredBranchNumber', coverage.branch],
    ['PersonalFamilyClassification', relationCode(coverage)],
    ['Name', coverage.name],
    ['NameKana', coverage.nameKana === null ? null : halfWidth(coverage.nameKana)],
    ['Sex1', SEX[coverage.sex]],
    ['Birthdate', day(coverage.birthdate)],
    ['Address', coverage.address],
    ['QualificationDate', day(coverage.qualifiedOn)],
    ['DisqualificationDate', day(coverage.disqualifiedOn)],
    ['InsuredPartialContributionRatio', ratio(coverage.burdenPercent)],
    ['PreschoolClassification', coverage.preschool ? 1 : null],
    ['ReasonOfLoss', coverage.lossReason],
    [
      'ElderlyRecipientCertificateInfo',
      elderlyRecipient && [
        ...span('ElderlyRecipient', elderlyRecipient),
        ['ElderlyRecipientContributionRatio', ratio(elderlyRecipient.burdenPercent)],
      ],
    ],
    [
      'LimitApplicationCertificateRelatedInfo',
      limit && [
        ...span('LimitApplicationCertificate', limit),
        ['LimitApplicationCertificateClassification', limit.classification],
        ['LimitApplicationCertificateClassificationFlag', limit.category],
      ],
    ],
    [
      'SpecificDiseasesCertificateList',
      coverage.specificDiseases.map((disease) => [
        'SpecificDiseasesCertificateInfo',
        [
          ...span('SpecificDiseases', disease),
          ['SpecificDiseasesDiseaseCategory', disease.category],
          ['SpecificDiseasesSelfPay', disease.selfPayLimit],
        ],
      ]),
    ],
  ]
}

function welfareElements(expense: PublicExpense, named: NamedPerson | null): Element[] {
  return [
    ['InsuredCardClassification', 'A1'],
    ['InsurerNumber', expense.payerNumber],
    ['InsurerName', expense.payerName],
    ['InsuredIdentificationNumber', expense.recipientNumber],
    ['Name', named?.name ?? null],
    ['NameKana', named?.nameKana ? halfWidth(named.nameKana) : null],
    ['Birthdate', day(named?.birthdate ?? null)],
    [
      'PublicExpenseResultList',
      [
        [
          'MedicalTicketInfo',
          [
            ['TicketType', '01'],
            ['MedicalTicketValidDate', day(expense.from)],
            ['MedicalTicketExpirationDate', day(expense.until)],
            ['SingleOrCombinedUse', expense.use === 'alone' ? '01' : '02'],
            ['SelfPayAmount', expense.selfPayAmount],
          ],
        ],
      ],
    ],
  ]
}

function consentElements(registered: Registered | null): Element[] {
  if (registered === null) return []
  const { items, at, until } = registered
  return [
    ['ReferenceNumber', registered.referenceNumber],
    ...Object.entries(CONSENT_NAMES).flatMap(([item, name]): Element[] => {
      const given = items.some((each) => each === item)
      return [
        [`${name}ConsFlg`, given ? 1 : 0],
        [`${name}ConsTime`, time(at)],
        [`${name}AvailableTime`, given && until ? time(until) : null],
      ]
    }),
  ]
}

function relationCode({ relation }: Coverage): number | null {
  if (relation === null) return null
  return relation === 'self' ? 1 : 2
}

function span(name: string, { from, until }: DaySpan): Element[] {
  return [
    [`${name}ValidStartDate`, day(from)],
    [`${name}ValidEndDate`, day(until)],
  ]
}

function ratio(percent: number | null): string | null {
  return percent === null ? null : `0${percent}`
}
