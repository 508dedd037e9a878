/** Whom the simulator knows, and what it remembers of the facility: by numbers, 照会番号 and 受付番号. */
import { CONSENT_ITEMS } from '../../domain/check'
import { dayInJapan, type Day } from '../../domain/days'
import type { NamedPerson } from '../../domain/names'
import type { AuthorityReply, EligibilityQuery } from '../../server/authority/authority'
import { buildReply, buildUnknownReply } from '../../server/authority/sandbox/build-reply'
import { findByNumbers } from '../../server/authority/sandbox/find-by-numbers'
import { PAYERS } from '../../server/authority/sandbox/insurers'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import type { SandboxPerson } from '../../server/authority/sandbox/person'
import { birthdateOf } from '../../server/authority/sandbox/person-facts'
import type { Registered } from './results'

export interface Known {
  reply: AuthorityReply
  registered: Registered | null
  /** As the authority writes them; null for somebody unknown. */
  named: NamedPerson | null
}

/** The person of a block of a request, as of that day; somebody unknown is 該当なし. */
export function lookUp(block: ReadonlyMap<string, string>, asOf: Day, at: Date): Known {
  const person = personOf(block, asOf)
  if (!person) return { reply: buildUnknownReply(at.getTime()), registered: null, named: null }
  return { ...knownOf(person, asOf, at), registered: registeredOf(person, at) }
}

/** Everybody who has been through the facility's official page. */
export function consented(asOf: Day, at: Date): (Known & { registered: Registered })[] {
  return SANDBOX_PEOPLE.flatMap((person) => {
    const registered = registeredOf(person, at)
    return registered ? [{ ...knownOf(person, asOf, at), registered }] : []
  })
}

/** Everybody with 医療扶助 in that month. */
export function welfare(asOf: Day, at: Date): Known[] {
  return SANDBOX_PEOPLE.filter(({ record }) => record.publicExpenses).map((person) => ({
    ...knownOf(person, asOf, at),
    registered: null,
  }))
}

function personOf(block: ReadonlyMap<string, string>, asOf: Day): SandboxPerson | undefined {
  const birthdate = (block.get('Birthdate') ?? '').replace(/^(....)(..)(..)$/, '$1-$2-$3')
  const insurerNumber = (block.get('InsurerNumber') ?? '').trim()
  const number = block.get('InsuredIdentificationNumber') ?? ''
  const numbers = {
    insurerNumber,
    symbol: block.get('InsuredCardSymbol') ?? null,
    number,
    branch: block.get('InsuredBranchNumber') ?? null,
  }
  const insured = findByNumbers(SANDBOX_PEOPLE, { kind: 'numbers', numbers, birthdate }, { asOf })
  return (
    insured ??
    SANDBOX_PEOPLE.find(
      (person) =>
        birthdateOf(person, asOf) === birthdate &&
        (person.record.publicExpenses ?? []).some(
          (each) => PAYERS[each.payer].number === insurerNumber && each.recipientNumber === number,
        ),
    )
  )
}

function knownOf(
  person: SandboxPerson,
  asOf: Day,
  at: Date,
): { reply: AuthorityReply; named: NamedPerson } {
  const query: EligibilityQuery = {
    ...{ subject: { kind: 'patient', patientId: person.id }, facilityId: 'facility', asOf },
    ...{ channel: 'homeConsent', setting: 'homeNursing', consent: null },
  }
  const { name = person.name, kana: nameKana = person.kana } = person.record
  return {
    reply: buildReply(person, query, 'valid', at.getTime()),
    named: { name, nameKana, birthdate: birthdateOf(person, asOf) },
  }
}

function registeredOf(person: SandboxPerson, at: Date): Registered | null {
  const web = person.officialWeb
  if (!web || web.afterSeconds === null) return null
  // At the first second of the day, so that it is the same in every answer.
  const registeredAt = new Date(`${dayInJapan(at.getTime())}T00:00:01+09:00`)
  return {
    items: web.refuses ? [] : CONSENT_ITEMS,
    at: registeredAt,
    until: null,
    prescription: web.prescription ?? 'paper',
    referenceNumber: `patient-${person.id}`,
  }
}
