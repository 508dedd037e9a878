/**
 * The sandbox authority: answers for fictitious people as the national system would, keeps a record of every request
 * in a file of its own, and can be made slow or faulty.
 */
import { X509Certificate } from 'node:crypto'
import type { CardImage, RsaPrivateJwk } from '../../../domain/card-image'
import { certificateNotice } from '../../../domain/certificate'
import { dayInJapan } from '../../../domain/days'
import type { VisitSource } from '../../gateway-options'
import type { AskOutcome, Authority, AuthorityReply, EligibilityQuery } from '../authority'
import { buildReply, buildUnknownReply } from './build-reply'
import { fingerprintOf, openCards } from './cards'
import { SANDBOX_PEOPLE } from './people'
import type { SandboxPerson } from './person'
import { openSandboxFile, type SandboxRequest } from './sandbox-file'
import { visitsOf } from './visits'

/** Where a fault may strike: the request is lost before the sandbox noted it, or its reply is lost after. */
export type FaultPoint = 'beforeRecord' | 'afterRecord' | 'find'

export interface SandboxOptions {
  /** A file, or `:memory:`. */
  path: string
  now?: () => number
  /** The answer may be seen only so long after the request. */
  delayMs?: number
  /** Called at each point; what it throws is what the gateway meets. */
  fault?: (point: FaultPoint, requestId: string) => void | Promise<void>
  people?: readonly SandboxPerson[]
  /** Makes RSA keys; tests bring a few and let them be shared. */
  makeKeys?: (count: number) => Promise<RsaPrivateJwk[]>
}

export interface Sandbox extends Authority, VisitSource {
  /** The CA of the training cards, DER. */
  readonly caCertificate: Uint8Array
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

  async function strike(point: FaultPoint, requestId: string): Promise<void> {
    await options.fault?.(point, requestId)
  }

  async function reply(query: EligibilityQuery, answerAt: number): Promise<AuthorityReply> {
    const personaId = await file.personaOf(fingerprintOf(query.certificate))
    const person = personaId === undefined ? undefined : byId.get(personaId)
    if (!person) return buildUnknownReply(answerAt)
    const lastDay = dayInJapan(Date.parse(new X509Certificate(query.certificate).validTo))
    return buildReply(person, query, certificateNotice(lastDay, query.asOf).state, answerAt)
  }

  function toOutcome(request: SandboxRequest): AskOutcome {
    return request.answerAt <= now()
      ? { kind: 'answered', reply: request.reply }
      : { kind: 'pending' }
  }

  return {
    caCertificate: cards.caCertificate,
    cards: () => Promise.resolve(cards.images),
    async ask(requestId, query) {
      await strike('beforeRecord', requestId)
      const at = now()
      const request = await file.recordRequest(requestId, {
        now: at,
        answerAt: at + delayMs,
        reply: await reply(query, at + delayMs),
      })
      await strike('afterRecord', requestId)
      return toOutcome(request)
    },
    async find(requestId) {
      await strike('find', requestId)
      const request = await file.findRequest(requestId)
      return request ? toOutcome(request) : { kind: 'neverAsked' }
    },
    visitsOn: (_facilityId, day) => Promise.resolve(visitsOf(people, day)),
    askedCounts: () => file.askedCounts(),
    close: () => file.close(),
  }
}
