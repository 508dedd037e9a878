/** What the sandbox answers about a person: its record, told for the day that was asked about. */
import type { Coverage, DaySpan, PublicExpense } from '../../../domain/answer'
import { consentUntil, effectiveItems } from '../../../domain/consent'
import { addMonths, lastDayOfMonth, splitDay, startOfDay, type Day } from '../../../domain/days'
import type { CertificateState } from '../../../domain/answer'
import type { AuthorityReply, EligibilityQuery } from '../authority'
import { INSURERS, PAYERS } from './insurers'
import type { SandboxCoverage, SandboxPerson, SandboxPublicExpense } from './person'
import { birthdateOf } from './person-facts'

/**
 * @param certificate the state of the certificate on `query.asOf`; in its grace nothing medical is opened (R22)
 * @param answeredAt milliseconds; the consent is registered then (R32)
 */
export function buildReply(
  person: SandboxPerson,
  query: EligibilityQuery,
  certificate: CertificateState,
  answeredAt: number,
): AuthorityReply {
  const { record } = person
  const consentedItems = effectiveItems(query.consent, query.channel, certificate)
  return {
    answeredAt: new Date(answeredAt).toISOString(),
    validity: record.validity,
    coverages: record.coverages.map((coverage) => toCoverage(person, coverage, query.asOf)),
    publicExpenses: (record.publicExpenses ?? []).map((each) => toExpense(each, query.asOf)),
    consentedItems,
    consentUntil: consentedItems.length === 0 ? null : consentUntil(query.setting, answeredAt),
    message: record.message ?? null,
  }
}

/** What the authority says of a certificate it does not know: nothing on record, and no reason (R43). */
export function buildUnknownReply(answeredAt: number): AuthorityReply {
  return {
    answeredAt: new Date(answeredAt).toISOString(),
    validity: 'none',
    coverages: [],
    publicExpenses: [],
    consentedItems: [],
    consentUntil: null,
    message: '該当する資格情報がありません。',
  }
}

/** A coverage as the authority tells it on that day. */
export function toCoverage(person: SandboxPerson, coverage: SandboxCoverage, day: Day): Coverage {
  const insurer = INSURERS[coverage.insurer]
  const { record } = person
  return {
    insurerNumber: insurer.number,
    insurerName: insurer.name,
    symbol: coverage.symbol,
    number: coverage.number,
    branch: coverage.branch,
    cardClassification: '01',
    relation: coverage.relation,
    name: record.name ?? person.name,
    nameKana: record.kana ?? person.kana,
    sex: person.sex,
    birthdate: birthdateOf(person, day),
    address: record.address === undefined ? person.address : record.address,
    qualifiedOn: addMonths(day, -coverage.qualifiedMonthsAgo),
    disqualifiedOn: coverage.lost ? addMonths(day, -coverage.lost.monthsAgo) : null,
    burdenPercent: coverage.burdenPercent ?? null,
    elderlyRecipient:
      coverage.elderlyRecipientPercent === undefined
        ? null
        : { ...insuranceYear(day), burdenPercent: coverage.elderlyRecipientPercent },
    preschool: coverage.preschool ?? false,
    limit: coverage.limit ? { ...insuranceYear(day), ...coverage.limit } : null,
    specificDiseases: coverage.specificDisease
      ? [{ ...insuranceYear(day), until: null, ...coverage.specificDisease }]
      : [],
    lossReason: coverage.lost?.reason ?? null,
  }
}

function toExpense(expense: SandboxPublicExpense, day: Day): PublicExpense {
  const payer = PAYERS[expense.payer]
  return {
    from: `${day.slice(0, 7)}-01`,
    until: lastDayOfMonth(day),
    payerNumber: payer.number,
    payerName: payer.name,
    recipientNumber: expense.recipientNumber,
    use: expense.use,
    selfPayAmount: expense.selfPayAmount,
  }
}

/** Certificates of this kind run from 1 August to 31 July. */
function insuranceYear(day: Day): DaySpan {
  const { year, month } = splitDay(day)
  const first = month >= 8 ? year : year - 1
  return { from: `${first}-08-01`, until: `${first + 1}-07-31` }
}

/** The instant of a time `HH:MM` on a day in Japan, ISO 8601 in UTC. */
export function instantOf(day: Day, time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return new Date(Date.parse(startOfDay(day)) + (hours * 60 + minutes) * 60_000).toISOString()
}
