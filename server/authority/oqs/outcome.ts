/** What an exchange says, to whoever asked. */
import type { AuthorityReply, NoAnswer } from '../authority'
import { CodecFault } from './codec/fault'
import { readAnswer, readPerson, type PersonResult } from './codec/read-eligibility'
import { readMessage } from './codec/read-result'
import type { Looked } from './folder/exchange-client'
import type { Layout } from './layout/layout'

export type Failed = Extract<NoAnswer, { kind: 'failed' }>

/** A person of a bulk result; one that nobody can read spoils no other. */
export type BulkPerson = { kind: 'answered'; person: PersonResult } | Failed

/** `unknown`: it was asked, and what came has been erased since. */
export type Settled<T> = T | Failed | { kind: 'pending' } | { kind: 'unknown' }

export const UNREADABLE: Failed = {
  kind: 'failed',
  code: 'TZ-G65',
  authorityCode: null,
  message: null,
}

export function eligibilityOf(
  looked: Looked,
  layout: Layout,
): Settled<{ kind: 'answered'; reply: AuthorityReply }> {
  return settle(looked, (text, at) => {
    const answer = readAnswer(readMessage(text, layout), at)
    return answer.kind === 'failed' ? answer : { kind: 'answered', reply: answer.person.reply }
  })
}

export function peopleOf(
  looked: Looked,
  layout: Layout,
): Settled<{ kind: 'listed'; people: BulkPerson[] }> {
  return settle(looked, (text, at) => {
    const message = readMessage(text, layout)
    if (message.segment === 'failed') {
      const { errorCode, errorMessage } = message
      return { kind: 'failed', code: 'TZ-G64', authorityCode: errorCode, message: errorMessage }
    }
    const answeredAt = message.executedAt ?? new Date(at).toISOString()
    const units = message.body?.children('unit') ?? []
    return {
      kind: 'listed',
      people: units.map((unit) => readable(() => readPerson(unit, answeredAt))),
    }
  })
}

/** Of a request that changes something: done only where the result says so in as many words. */
export function actOf(looked: Looked, layout: Layout): Settled<{ kind: 'told' }> {
  return settle(looked, (text) => {
    const { segment, errorCode, errorMessage, body } = readMessage(text, layout)
    const status = body?.code('status', 'status') ?? null
    if (segment === 'done' && status === 'done') return { kind: 'told' }
    if (segment === 'done' && status === null) return UNREADABLE
    return {
      kind: 'failed',
      code: 'TZ-G64',
      authorityCode: errorCode ?? body?.text('statusCode') ?? null,
      message: errorMessage ?? body?.text('statusMessage') ?? null,
    }
  })
}

function settle<T>(
  { exchange, unreadable }: Looked,
  read: (text: string, openedAt: number) => T | Failed,
): Settled<T> {
  if (exchange.state !== 'done') return unreadable ? UNREADABLE : { kind: 'pending' }
  const { result, openedAt } = exchange
  if (result === null) return { kind: 'unknown' }
  return readable(() => read(result, openedAt))
}

/** What the interface does not have is no answer; the text stays in the journal, should the layout be put right. */
function readable<T>(read: () => T): T | Failed {
  try {
    return read()
  } catch (fault) {
    if (fault instanceof CodecFault) return UNREADABLE
    throw fault
  }
}
