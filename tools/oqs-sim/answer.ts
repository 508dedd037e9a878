/** What each interface answers to a request: header, body, and in plain words what was said. */
import { addDays, dayInJapan, type Day } from '../../domain/days'
import type { AuthorityReply } from '../../server/authority/authority'
import { consented, lookUp, welfare, type Known } from './register'
import { asRegistered, replyElements, time } from './results'
import { dotted, type Element, type Encoding, type ReadRequest } from './xml'

/** What was said, in the words of a reply: the truth that a test compares. */
export type Said =
  | { outcome: 'answered'; reply: AuthorityReply }
  | { outcome: 'failed'; code: string; message: string }
  | { outcome: 'listed'; people: { id: string | null; reply: AuthorityReply }[] }
  | { outcome: 'received'; receptionNumber: string }
  | { outcome: 'processing' }
  | { outcome: 'told' }

export interface Answer {
  /** OQSCD003 */
  segment: 1 | 2 | 9
  header: readonly Element[]
  body: readonly Element[]
  said: Said
}

export interface Reception {
  kind: string
  identifier: string
  request: ReadRequest
  /** How often 処理中 is still to be said. */
  processing: number
}

const DAY = /^(\d{4})(\d{2})(\d{2})$/

export function failure(code: string, message: string): Answer {
  return {
    segment: 9,
    header: [
      ['ErrorCode', code],
      ['ErrorMessage', message],
    ],
    body: [],
    said: { outcome: 'failed', code, message },
  }
}

/** An error of the one person who was asked about. */
export function personFailure(code: string, message: string): Answer {
  return {
    segment: 1,
    header: [],
    body: [
      ['ProcessingResultStatus', 2],
      ['ProcessingResultCode', code],
      ['ProcessingResultMessage', message],
    ],
    said: { outcome: 'failed', code, message },
  }
}

export function processing(): Answer {
  return { segment: 2, header: [], body: [], said: { outcome: 'processing' } }
}

/** siquc01 and sihvq01. */
export function eligibility(
  request: ReadRequest,
  at: Date,
  encoding: Encoding,
  withConsents: boolean,
): Answer {
  const [block = new Map<string, string>()] = request.blocks
  const known = lookUp(block, confirmationDay(request, at), at)
  const registered = withConsents ? known.registered : null
  const { reply, named } = said({ ...known, registered }, at, encoding)
  return {
    segment: 1,
    header: [['ReferenceClassification', 2]],
    body: [
      ...replyElements(reply, { registered, named }, 'ResultList'),
      ['QualificationConfirmSearchInfo', [...block]],
    ],
    said: { outcome: 'answered', reply },
  }
}

/** siimm01 and sihvd01. */
export function acknowledgement(request: ReadRequest): Answer {
  const number = request.blocks[0]?.get('ReferenceNumber') ?? null
  return {
    segment: 1,
    header: [],
    body: [
      ['ProcessingResultStatus', 1],
      ['ReferenceNumber', number],
    ],
    said: { outcome: 'told' },
  }
}

export function reception(receptionNumber: string, at: Date): Answer {
  return {
    segment: 1,
    header: [],
    body: [
      ['ReceptionNumber', receptionNumber],
      ['ReceptionDateTime', time(at)],
    ],
    said: { outcome: 'received', receptionNumber },
  }
}

/** The download of muquc, muhvq or mutic. */
export function list(
  { kind, request }: Reception,
  receptionNumber: string,
  at: Date,
  encoding: Encoding,
): Answer {
  const people = entriesOf(kind, request, at).map(({ block, ...known }) => ({
    block,
    ...said(known, at, encoding),
  }))
  return {
    segment: 1,
    header: [
      ['ReceptionNumber', receptionNumber],
      ['NumberOfProcessingResult', people.length],
      ['NumberOfNormalProcessing', people.length],
      ['NumberOfError', 0],
    ],
    body: people.map(({ block, reply, ...of }) => [
      'BulkConfirmUnit',
      [
        ...replyElements(reply, of, null),
        ['QualificationConfirmSearchInfo', block ? [...block] : null],
      ],
    ]),
    said: {
      outcome: 'listed',
      people: people.map(({ block, registered, reply }) => ({
        id: block?.get('ArbitraryIdentifier') ?? registered?.referenceNumber ?? null,
        reply,
      })),
    },
  }
}

interface Entry extends Known {
  block: ReadonlyMap<string, string> | null
}

function entriesOf(kind: string, request: ReadRequest, at: Date): Entry[] {
  const asOf = confirmationDay(request, at)
  if (kind === 'muquc') {
    return request.blocks.map((block) => ({ ...lookUp(block, asOf, at), registered: null, block }))
  }
  const [block] = request.blocks
  if (kind === 'mutic') return welfare(asOf, at).map((known) => ({ ...known, block: null }))
  const from = dayOf(block?.get('ConsentDateFrom')) ?? addDays(asOf, 1)
  const to = dayOf(block?.get('ConsentDateTo')) ?? asOf
  return consented(asOf, at)
    .filter(({ registered }) => {
      const consentDay = dayInJapan(registered.at.getTime())
      return from <= consentDay && consentDay <= to
    })
    .map((known) => ({ ...known, block: null }))
}

/** As the person is told of, with the consents of the official page. */
function said({ reply, registered, named }: Known, at: Date, encoding: Encoding): Known {
  const isDotted = named !== null && encoding === 'cp932'
  return {
    reply: {
      ...asRegistered(reply, encoding),
      answeredAt: new Date(Math.floor(at.getTime() / 1_000) * 1_000).toISOString(),
      consentedItems: [...(registered?.items ?? [])],
      consentUntil: registered?.until?.toISOString() ?? null,
    },
    registered,
    named: isDotted ? { ...named, name: dotted(named.name) } : named,
  }
}

function confirmationDay({ header }: ReadRequest, at: Date): Day {
  return dayOf(header.get('QualificationConfirmationDate')) ?? dayInJapan(at.getTime())
}

function dayOf(text: string | undefined): Day | null {
  const [, year, month, date] = DAY.exec(text ?? '') ?? []
  return year === undefined ? null : `${year}-${month}-${date}`
}
