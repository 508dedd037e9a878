/** 閲覧同意, played: what the authority itself registered for each request, and what it opens under it. */
import * as v from 'valibot'
import { CONSENT_ITEMS } from '../../../../domain/check'
import { isConsentOpen } from '../../../../domain/consent'
import { itemsLeft } from '../../../../domain/consent-withdrawal'
import { dayInJapan } from '../../../../domain/days'
import { onlyItems } from '../../../../domain/medical-information'
import type {
  AuthorityReply,
  MedicalOutcome,
  MedicalQuery,
  TellOutcome,
  WithdrawalNotice,
} from '../../authority'
import type { SandboxPerson } from '../person'
import type { SandboxFile } from '../sandbox-file'
import { medicalRecordsOf } from './records'

const Items = v.array(v.picklist(CONSENT_ITEMS))
const Registered = v.object({
  facilityId: v.string(),
  personaId: v.string(),
  items: Items,
  until: v.nullable(v.string()),
})
const Withdrawn = v.array(Items)

export interface SandboxConsents {
  /** Once for each request, with what was registered for it. */
  register(
    requestId: string,
    facilityId: string,
    reply: AuthorityReply,
    person: SandboxPerson | undefined,
  ): Promise<void>
  withdraw(notice: WithdrawalNotice): Promise<TellOutcome>
  fetchMedical(query: MedicalQuery, now: number): Promise<MedicalOutcome>
}

export function createSandboxConsents(
  file: SandboxFile,
  people: ReadonlyMap<string, SandboxPerson>,
): SandboxConsents {
  async function withdrawnFrom(checkId: string) {
    return (await file.kept(withdrawnKey(checkId), Withdrawn)) ?? []
  }

  return {
    async register(requestId, facilityId, reply, person) {
      if (!person || reply.consentedItems.length === 0) return
      const key = consentKey(requestId)
      if (await file.kept(key, Registered)) return
      await file.keep(key, {
        facilityId,
        personaId: person.id,
        items: reply.consentedItems,
        until: reply.consentUntil,
      })
    },
    async withdraw({ checkId, items }) {
      const before = await withdrawnFrom(checkId)
      await file.keep(withdrawnKey(checkId), [...before, [...items]])
      return { kind: 'told' }
    },
    async fetchMedical({ facilityId, checkId, items }, now) {
      const consent = await file.kept(consentKey(checkId), Registered)
      const person = consent && people.get(consent.personaId)
      if (!person || consent.facilityId !== facilityId || !isConsentOpen(consent.until, now)) {
        return { kind: 'refused' }
      }
      const held = itemsLeft(consent.items, (await withdrawnFrom(checkId)).flat())
      const open = held.filter((item) => items.includes(item))
      if (open.length === 0) return { kind: 'refused' }
      const records = medicalRecordsOf(person.id, dayInJapan(now))
      return { kind: 'found', records: onlyItems(records, open) }
    },
  }
}

const consentKey = (requestId: string): string => `consent:${requestId}`
const withdrawnKey = (checkId: string): string => `consent-withdrawn:${checkId}`
