/** 公式アプリの受付, played: a person goes through the official page some time after they were first looked for. */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { consentToAll } from '../../../domain/consent'
import type { Consent } from '../../../domain/check'
import type { AcceptanceQuery, FoundAcceptance } from '../authority'
import type { SandboxOfficialWeb, SandboxPerson } from './person'
import type { SandboxFile } from './sandbox-file'

const Expected = v.object({ personaId: v.string(), registeredAt: v.nullable(v.number()) })

/** What a person does who is not described otherwise. */
const USUAL: SandboxOfficialWeb = { afterSeconds: 20 }

export interface SandboxAcceptances {
  find(query: AcceptanceQuery, now: number): Promise<FoundAcceptance | null>
  /** The person and their consent; undefined for an id that was never given out. */
  get(id: string): Promise<{ person: SandboxPerson; registeredAt: number } | undefined>
}

export function createAcceptances(
  file: SandboxFile,
  people: readonly SandboxPerson[],
): SandboxAcceptances {
  async function get(id: string) {
    const expected = await file.kept(id, Expected)
    const person = people.find(({ id: personaId }) => personaId === expected?.personaId)
    const registeredAt = expected?.registeredAt ?? null
    return person && registeredAt !== null ? { person, registeredAt } : undefined
  }

  return {
    get,
    async find({ facilityId, patientId, since }, now) {
      const person = people.find(({ id }) => patientId === `patient-${id}`)
      if (!person) return null
      const id = idOf([facilityId, patientId, since])
      if (!(await file.kept(id, Expected))) {
        const { afterSeconds } = person.officialWeb ?? USUAL
        const registeredAt = afterSeconds === null ? null : now + afterSeconds * 1_000
        await file.keep(id, { personaId: person.id, registeredAt })
      }
      const found = await get(id)
      if (!found || found.registeredAt > now) return null
      return {
        id,
        registeredAt: new Date(found.registeredAt).toISOString(),
        consent: consentOf(person, found.registeredAt),
      }
    },
  }
}

/** What the person registered on the official page. */
export function consentOf(person: SandboxPerson, registeredAt: number): Consent {
  const { refuses = false, prescription = 'paper' } = person.officialWeb ?? USUAL
  return {
    items: consentToAll(!refuses),
    prescription,
    decidedBy: { kind: 'patient' },
    decidedAt: new Date(registeredAt).toISOString(),
  }
}

function idOf(parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
  return `acceptance:${digest}`
}
