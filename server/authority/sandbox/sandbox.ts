/**
 * The sandbox authority: answers for fictitious people as the national system would, keeps a record of every request
 * in a file of its own, and can be made slow or faulty.
 */
import { X509Certificate } from 'node:crypto'
import type { CertificateState } from '../../../domain/answer'
import type { CardImage, RsaPrivateJwk } from '../../../domain/card-image'
import { certificateNotice } from '../../../domain/certificate'
import { dayInJapan } from '../../../domain/days'
import type { SurfaceAnchor } from '../../../domain/surface/issuer'
import { readSurfaceAnchor } from '../../checks/surface-anchors'
import type { VisitSource } from '../../gateway-options'
import type {
  AskOutcome,
  Authority,
  AuthorityReply,
  EligibilityQuery,
  FindOutcome,
} from '../authority'
import { createAcceptances, consentOf } from './acceptances'
import { buildReply, buildUnknownReply } from './build-reply'
import { fingerprintOf, openCards } from './cards'
import { createSandboxConsents } from './medical/consents'
import { SANDBOX_PEOPLE } from './people'
import type { SandboxPerson } from './person'
import { findByNumbers } from './find-by-numbers'
import { openSandboxFile, type SandboxRequest } from './sandbox-file'
import { visitsOf } from './visits'

/** Where a fault may strike: the request is lost before the sandbox noted it, or its reply is lost after. */
export type FaultPoint = 'beforeRecord' | 'afterRecord' | 'find' | 'findAcceptance'

export interface SandboxOptions {
  /** A file, or `:memory:`. */
  path: string
  now?: () => number
  /** The answer may be seen only so long after the request. */
  delayMs?: number
  /** Called at each point (with the patient's number at `findAcceptance`); what it throws is what the gateway meets. */
  fault?: (point: FaultPoint, requestId: string) => void | Promise<void>
  people?: readonly SandboxPerson[]
  /** Makes RSA keys; tests bring a few and let them be shared. */
  makeKeys?: (count: number) => Promise<RsaPrivateJwk[]>
}

export interface Sandbox extends Authority, VisitSource {
  find(requestId: string): Promise<FindOutcome>
  /** The CA of the training cards, DER. */
  readonly caCertificate: Uint8Array
  /** Of the training cards' faces. */
  readonly surfaceAnchors: readonly SurfaceAnchor[]
  cards(): Promise<CardImage[]>
  /** How often each request id was asked, by the sandbox's own record. */
  askedCounts(): Promise<Map<string, number>>
  close(): Promise<void>
}

export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { path, now = Date.now, delayMs = 0, people = SANDBOX_PEOPLE } = options
  const file = openSandboxFile(path)
  const cards = await openCards(file, people, dayInJapan(now()), options.makeKeys)
  const byId = new Map(people.map((person) => [person.id, person]))
  const acceptances = createAcceptances(file, people)
  const consents = createSandboxConsents(file, byId)

  async function strike(point: FaultPoint, requestId: string): Promise<void> {
    await options.fault?.(point, requestId)
  }

  async function replyToAcceptance(
    query: EligibilityQuery,
    acceptanceId: string,
    answerAt: number,
  ): Promise<AuthorityReply> {
    const found = await acceptances.get(acceptanceId)
    if (!found) return buildUnknownReply(answerAt)
    const consent = consentOf(found.person, found.registeredAt)
    // The consent lives from its registration (R32), however late it is asked about.
    const reply = buildReply(
      found.person,
      { ...query, consent },
      found.person.certificate,
      found.registeredAt,
    )
    return { ...reply, answeredAt: new Date(answerAt).toISOString() }
  }

  /** Whose card it is, by what was issued with it. */
  async function personOf(issued: Uint8Array): Promise<SandboxPerson | undefined> {
    const personaId = await file.personaOf(fingerprintOf(issued))
    return personaId === undefined ? undefined : byId.get(personaId)
  }

  /** Whom the authority takes the query to be about. */
  async function subjectOf(query: EligibilityQuery): Promise<SandboxPerson | undefined> {
    const { subject } = query
    switch (subject.kind) {
      case 'acceptance':
        return (await acceptances.get(subject.acceptanceId))?.person
      case 'certificate':
        return personOf(subject.certificate)
      case 'cardFace':
        return personOf(subject.faceDigests)
      case 'patient':
        return people.find(({ id }) => subject.patientId === `patient-${id}`)
      case 'numbers':
        return findByNumbers(people, subject, query)
    }
  }

  async function reply(query: EligibilityQuery, answerAt: number): Promise<AuthorityReply> {
    const { subject } = query
    if (subject.kind === 'acceptance') {
      return replyToAcceptance(query, subject.acceptanceId, answerAt)
    }
    const person = await subjectOf(query)
    return person
      ? buildReply(person, query, certificateOf(person, query), answerAt)
      : buildUnknownReply(answerAt)
  }

  /** Where none is shown the authority knows the person's own, and opens nothing in its grace (R22). */
  function certificateOf(
    person: SandboxPerson,
    { subject, asOf }: EligibilityQuery,
  ): CertificateState {
    if (subject.kind !== 'certificate') return person.certificate
    const lastDay = dayInJapan(Date.parse(new X509Certificate(subject.certificate).validTo))
    return certificateNotice(lastDay, asOf).state
  }

  function toOutcome(request: SandboxRequest): AskOutcome {
    return request.answerAt <= now()
      ? { kind: 'answered', reply: request.reply }
      : { kind: 'pending' }
  }

  return {
    caCertificate: cards.caCertificate,
    surfaceAnchors: surfaceAnchorsOf(cards.images),
    cards: () => Promise.resolve(cards.images),
    async ask(requestId, query) {
      await strike('beforeRecord', requestId)
      const at = now()
      const request = await file.recordRequest(requestId, {
        now: at,
        answerAt: at + delayMs,
        reply: await reply(query, at + delayMs),
      })
      await consents.register(requestId, query.facilityId, request.reply, await subjectOf(query))
      await strike('afterRecord', requestId)
      return toOutcome(request)
    },
    async find(requestId) {
      await strike('find', requestId)
      const request = await file.findRequest(requestId)
      return request ? toOutcome(request) : { kind: 'neverAsked' }
    },
    async findAcceptance(query) {
      await strike('findAcceptance', query.patientId)
      return acceptances.find(query, now())
    },
    fetchMedical: (query) => consents.fetchMedical(query, now()),
    withdrawConsent: (notice) => consents.withdraw(notice),
    visitsOn: (_facilityId, day) => Promise.resolve(visitsOf(people, day)),
    askedCounts: () => file.askedCounts(),
    close: () => file.close(),
  }
}

/** Each issuer once. */
function surfaceAnchorsOf(cards: readonly CardImage[]): SurfaceAnchor[] {
  const anchors = new Map(
    cards.flatMap(({ surface }) => (surface ? [[surface.anchor.id, surface.anchor] as const] : [])),
  )
  return [...anchors.values()].map(readSurfaceAnchor)
}
