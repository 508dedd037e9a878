/**
 * 同意取得済み: who went through the facility's official page (OQSmuhvq). One list serves everybody who waits; it is asked for anew when it
 * has grown old, and only while somebody waits.
 */
import { CONSENT_ITEMS, type Consent, type Setting } from '../../../domain/check'
import { dayInJapan, type Day } from '../../../domain/days'
import { dayForInterface } from '../../../domain/interface-form'
import { canonicalNumbers, welfareNumbers } from '../../visits/canonical-numbers'
import { isSameNumbers } from '../../visits/same-numbers'
import type { AcceptanceQuery, AuthorityReply, FoundAcceptance, RosterEntry } from '../authority'
import type { PersonResult } from './codec/read-eligibility'
import type { ExchangeClient } from './folder/exchange-client'
import { LIST_PREFIX } from './journal'
import type { FilledOptions } from './options'
import { peopleOf, type BulkPerson } from './outcome'

export interface ConsentedList {
  /** @throws Error when the list could not be had */
  find(query: AcceptanceQuery): Promise<FoundAcceptance | null>
  /** What the authority said with an acceptance; null when its list has been erased. */
  replyOf(acceptanceId: string): Promise<AuthorityReply | null>
}

/** Visits and オンライン診療 have lists of their own. */
interface ListOf {
  since: Day
  setting: Setting | undefined
}

interface Since {
  /** The list being waited for. */
  waiting: { id: string; startedAt: number } | null
  done: { id: string; startedAt: number } | null
}

/** A list that never comes is asked for again. */
const GIVE_UP_MS = 30 * 60_000
const KEPT_LISTS = 8

export function createConsentedList(options: FilledOptions, client: ExchangeClient): ConsentedList {
  const { layout, now, roster } = options
  const lists = new Map<string, Since>()
  const people = new Map<string, BulkPerson[]>()
  let turn: Promise<unknown> = Promise.resolve()

  async function read(id: string): Promise<BulkPerson[] | null | 'pending'> {
    const kept = people.get(id)
    if (kept) return kept
    const looked = await client.look(id)
    if (!looked) return null
    const settled = peopleOf(looked, layout)
    switch (settled.kind) {
      case 'pending':
        return 'pending'
      case 'unknown':
        return null
      case 'failed':
        throw new Error(
          `the list of consented patients failed: ${settled.authorityCode ?? settled.code}`,
        )
      case 'listed':
        people.set(id, settled.people)
        for (const old of [...people.keys()].slice(0, -KEPT_LISTS)) people.delete(old)
        return settled.people
    }
  }

  async function ask({ since, setting }: ListOf): Promise<{ id: string; startedAt: number }> {
    const startedAt = now()
    const day = dayInJapan(startedAt)
    const isOnline = setting === 'onlineCare'
    const kind = isOnline ? 'muonq' : 'muhvq'
    const id = `${LIST_PREFIX}${kind}:${since}:${startedAt}`
    const { homeVisit, online } = layout.codes.treatment.values
    await client.start({
      requestId: id,
      kind,
      header: {},
      items: [
        {
          consentFrom: dayForInterface(since),
          consentTo: dayForInterface(day < since ? since : day),
          treatmentFlag: isOnline ? online : homeVisit,
        },
      ],
    })
    return { id, startedAt }
  }

  /** Moves the list of that day on by a step, and gives the latest that is there. */
  async function latest(of: ListOf): Promise<{ id: string; people: BulkPerson[] } | null> {
    const key = `${of.setting === 'onlineCare'}:${of.since}`
    const list = lists.get(key) ?? { waiting: null, done: null }
    lists.set(key, list)
    if (list.waiting) {
      const { waiting } = list
      if (now() - waiting.startedAt > GIVE_UP_MS) list.waiting = null
      // Cleared first: a list that failed is asked for anew the next time.
      else {
        list.waiting = null
        if ((await read(waiting.id)) === 'pending') list.waiting = waiting
        else list.done = waiting
      }
    }
    const age = list.done === null ? Infinity : now() - list.done.startedAt
    if (!list.waiting && age >= options.listEveryMs) list.waiting = await ask(of)
    if (list.done === null) return null
    const found = await read(list.done.id)
    return Array.isArray(found) ? { id: list.done.id, people: found } : null
  }

  return {
    async find({ facilityId, patientId, since, setting }) {
      // One after the other, so that one list is asked for and not as many as there are waiting.
      const mine = turn.then(() => latest({ since, setting }))
      turn = mine.catch(() => undefined)
      const list = await mine
      if (!list) return null
      const entry = await roster(facilityId, patientId)
      const index = list.people.findIndex(
        (each) =>
          each.kind === 'answered' &&
          isPatient(each.person, patientId, entry) &&
          (each.person.consentedAt === null || dayInJapan(each.person.consentedAt) >= since),
      )
      const found = list.people[index]
      return found?.kind === 'answered' ? toAcceptance(`${list.id}#${index}`, found.person) : null
    },
    async replyOf(acceptanceId) {
      const [id = '', index = ''] = acceptanceId.split('#')
      const found = await read(id)
      const person = Array.isArray(found) ? found[Number(index)] : undefined
      return person?.kind === 'answered' ? person.person.reply : null
    },
  }
}

/** By the 照会番号 that the facility registered; without any, by every number and the birth date. */
function isPatient(person: PersonResult, patientId: string, entry: RosterEntry | null): boolean {
  if (person.referenceNumbers.length > 0) return person.referenceNumbers.includes(patientId)
  if (entry === null) return false
  const { coverages, publicExpenses } = person.reply
  const told = [
    ...coverages.map((each) => ({ ...each, numbers: canonicalNumbers(each) })),
    ...publicExpenses.map((each) => ({ ...person.named, numbers: welfareNumbers(each) })),
  ]
  return told.some(
    ({ numbers, birthdate }) =>
      numbers !== null && birthdate === entry.birthdate && isSameNumbers(numbers, entry.numbers),
  )
}

function toAcceptance(id: string, person: PersonResult): FoundAcceptance {
  const registeredAt = person.consentedAt ?? person.reply.answeredAt
  const { consentedItems } = person.reply
  const items = Object.fromEntries(
    CONSENT_ITEMS.map((item) => [item, consentedItems.includes(item)]),
  ) as Consent['items']
  return {
    id,
    registeredAt,
    consent: {
      items,
      prescription: person.prescription,
      decidedBy: { kind: 'patient' },
      decidedAt: registeredAt,
    },
  }
}
