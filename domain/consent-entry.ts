/** The register of consents (同意の記録), as gateway and tablet both keep and tell it. */
import type { Channel, ConsentItem, Setting } from './check'
import type { Day, Instant } from './days'
import { medicalAllowed, type MedicalDecision } from './medical-allowed'

export interface ConsentEntry {
  /** The check under which it was given. */
  checkId: string
  /** The facility's own number; null for a walk-in. */
  patientId: string | null
  setting: Setting
  channel: Channel
  /** Agreed to, withdrawn or not; empty after a refusal. */
  items: ConsentItem[]
  withdrawn: ConsentItem[]
  /** A proxy's relation is null where only the tablet that was there knows it. */
  decidedBy: { kind: 'patient' } | { kind: 'proxy'; relation: string | null }
  /** ISO 8601, UTC. */
  decidedAt: string
  /** null: an older app did not say under which words. */
  wording: string | null
  /** ISO 8601, itself excluded; null: until revoked (R32). */
  until: string | null
  /** null: no certificate was seen here. */
  certificateLastDay: Day | null
}

/** Whether medical information may be looked up under this consent at that instant. */
export function decideEntry(entry: ConsentEntry, at: Instant): MedicalDecision {
  return medicalAllowed({ ...entry, consented: entry.items, at })
}

/** Both sides' knowledge of one consent: what either knows to be withdrawn is withdrawn, and the earlier end holds. */
export function mergeEntries(own: ConsentEntry, told: ConsentEntry): ConsentEntry {
  const ends = [own.until, told.until].filter((until) => until !== null).sort()
  return {
    ...own,
    withdrawn: [...new Set([...own.withdrawn, ...told.withdrawn])],
    until: ends[0] ?? null,
    certificateLastDay: own.certificateLastDay ?? told.certificateLastDay,
  }
}
