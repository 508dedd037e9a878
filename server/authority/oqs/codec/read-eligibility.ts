/** What a result says of one person: the body of a single result, or one unit of a bulk one. */
import type { Coverage, PublicExpense, Validity } from '../../../../domain/answer'
import { CONSENT_ITEMS, type Consent, type ConsentItem } from '../../../../domain/check'
import type { NamedPerson } from '../../../../domain/names'
import type { AuthorityReply, NoAnswer } from '../../authority'
import { CodecFault } from './fault'
import type { Fields } from './message'
import { isWelfare, readCoverage, readNamed, readSubsidies, readWelfare } from './read-coverage'
import type { ResultMessage } from './read-result'

export interface PersonResult {
  reply: AuthorityReply
  /** Of whom it is: as an insurance has them, else as 医療扶助 has them; null where nobody is named. */
  named: NamedPerson | null
  /** When the consents were registered; null where none is told. */
  consentedAt: string | null
  prescription: Consent['prescription']
  /** 照会番号: the facility's own numbers of the person. */
  referenceNumbers: string[]
  /** `ArbitraryIdentifier` of the request, echoed. */
  personIdentifier: string | null
}

/** Of a result that has ended, and of a single person. @throws CodecFault for what the interface does not have */
export function readAnswer(
  message: ResultMessage,
  now: number,
): { kind: 'answered'; person: PersonResult } | Extract<NoAnswer, { kind: 'failed' }> {
  const { body, segment, errorCode, errorMessage } = message
  if (segment === 'failed') return failure(errorCode, errorMessage)
  if (body === null) throw new CodecFault('notAMessage', 'body')
  return readPerson(body, message.executedAt ?? new Date(now).toISOString())
}

/** @param answeredAt ISO 8601, UTC */
export function readPerson(
  fields: Fields,
  answeredAt: string,
): { kind: 'answered'; person: PersonResult } | Extract<NoAnswer, { kind: 'failed' }> {
  const status = fields.code('status', 'status')
  if (status === null) throw new CodecFault('notAMessage', 'status')
  if (status === 'failed') return failure(fields.text('statusCode'), fields.text('statusMessage'))
  const list = fields.child('resultList') ?? fields
  const results = list.children('result')
  const insured = results.filter((result) => !isWelfare(result))
  const onWelfare = results.filter(isWelfare)
  const coverages = insured.map(readCoverage)
  const publicExpenses = [
    ...onWelfare.flatMap((each) => readWelfare(each, insured.length > 0)),
    ...[fields, ...results].flatMap(readSubsidies),
  ]
  const search = fields.child('searchInfo')
  return {
    kind: 'answered',
    person: {
      reply: {
        answeredAt,
        validity: validityOf(fields, coverages, publicExpenses),
        coverages,
        publicExpenses,
        ...consentsOf(results),
        message: fields.text('statusMessage'),
      },
      named: firstNamed([...insured, ...onWelfare]),
      consentedAt: consentedAt(results),
      prescription: fields.code('prescription', 'prescription'),
      referenceNumbers: [
        ...new Set([fields, ...results].flatMap((each) => each.texts('referenceNumber'))),
      ],
      personIdentifier: (search ?? fields).text('personIdentifier'),
    },
  }
}

/** What stands after the first that names somebody is not looked at, and spoils nothing. */
function firstNamed(results: readonly Fields[]): NamedPerson | null {
  for (const result of results) {
    const named = readNamed(result)
    if (named) return named
  }
  return null
}

/**
 * The authority's own word, and the one reading of it that its list forces: 有効 and nothing that is valid, or 該当なし and
 * somebody's insurance beside it, is no answer at all.
 */
function validityOf(
  fields: Fields,
  coverages: readonly Coverage[],
  publicExpenses: readonly PublicExpense[],
): Validity {
  const told = fields.code('validity', 'validity')
  if (told === null) throw new CodecFault('notAMessage', 'validity')
  const isEmpty = coverages.length === 0 && publicExpenses.length === 0
  if (isEmpty && (told === 'valid' || told === 'validUnregistered')) {
    throw new CodecFault('notAMessage', 'result')
  }
  if (!isEmpty && told === 'none') throw new CodecFault('notAMessage', 'result')
  return told
}

const CONSENT_KEYS = {
  diagnosis: ['diagnosisConsent', 'diagnosisAt', 'diagnosisUntil'],
  medication: ['medicationConsent', 'medicationAt', 'medicationUntil'],
  checkup: ['checkupConsent', 'checkupAt', 'checkupUntil'],
  surgery: ['surgeryConsent', 'surgeryAt', 'surgeryUntil'],
} as const

/** A consent is the person's: it counts where no result of theirs says otherwise, and ends with its earliest end. */
function consentsOf(results: readonly Fields[]): {
  consentedItems: ConsentItem[]
  consentUntil: string | null
} {
  const consentedItems = CONSENT_ITEMS.filter((item) => {
    const flags = results
      .map((result) => result.code(CONSENT_KEYS[item][0], 'consent'))
      .filter((flag) => flag !== null)
    return flags.length > 0 && flags.every((flag) => flag === 'yes')
  })
  const ends = consentedItems
    .flatMap((item) => results.map((result) => result.time(CONSENT_KEYS[item][2])))
    .filter((end) => end !== null)
    .sort()
  return { consentedItems, consentUntil: ends[0] ?? null }
}

function consentedAt(results: readonly Fields[]): string | null {
  const times = CONSENT_ITEMS.flatMap((item) =>
    results.map((result) => result.time(CONSENT_KEYS[item][1])),
  )
  return times.filter((time) => time !== null).sort()[0] ?? null
}

function failure(
  authorityCode: string | null,
  message: string | null,
): Extract<NoAnswer, { kind: 'failed' }> {
  return { kind: 'failed', code: 'TZ-G64', authorityCode, message }
}
