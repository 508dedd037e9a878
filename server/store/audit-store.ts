/** Who saw or changed what: rows are added, never changed. */
import type { Act } from '../../api/admin/acts'

export interface AuditNote {
  /** ms since the epoch. */
  at: number
  who: Actor
  act: Act
  /** Ids only: never a name, never a value. */
  about?: Readonly<Record<string, string>>
}

export type Actor =
  | { kind: 'person' | 'device'; id: string }
  /** One of the facility's webhooks, as the one who fetches; by the id of its destination. */
  | { kind: 'receiver'; id: string }
  /** Whoever can run commands on the gateway's machine. */
  | { kind: 'commandLine' }
  /** Nobody is known yet: a sign-in that was refused. */
  | { kind: 'unknown' }

export interface AuditRow {
  seq: number
  at: number
  who: Actor
  act: Act
  about: Readonly<Record<string, string>>
  /** SHA-256 of the row before and this one, base64url: see server/audit/chain.ts. */
  hash: string
}

export type AuditVerdict =
  | { kind: 'whole'; rows: number }
  /** The first row that is not what was written, or the place where one is missing. */
  | { kind: 'broken'; seq: number }

export interface AuditStore {
  append(facilityId: string, note: AuditNote): Promise<void>
  /** Newest first. @param before seq; rows below it only */
  list(facilityId: string, before: number | null, limit: number): Promise<AuditRow[]>
  /** Oldest first, after a seq. */
  after(facilityId: string, seq: number, limit: number): Promise<AuditRow[]>
  /** Reads the whole chain of a facility against its hashes and its sealed end. */
  verify(facilityId: string): Promise<AuditVerdict>
  facilities(): Promise<string[]>
}
