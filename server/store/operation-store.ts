/** What the one who runs the gateway must know of the database; nothing of it is a facility's. */
import type { SweptKey } from '../operation/retention/terms'

/** A key, without the key: SHA-256 of its public half, or a keyed digest of a constant; base64url. */
export interface KeyFingerprint {
  use: 'columns' | 'patients' | 'token' | 'seal'
  /** Of a seal key; empty where there is one only. */
  id: string
  fingerprint: string
}

/** What waits for the authority, of all facilities. */
export interface QueueState {
  waiting: number
  /** Of these, those the authority has or may have. */
  asked: number
  /** ms; null when nothing waits. */
  oldestReceivedAt: number | null
}

export interface OperationStore {
  /**
   * The keys that this database was written with and that are not among the given ones. When there are none the given
   * ones are noted, new seal keys too.
   */
  matchKeys(keys: readonly KeyFingerprint[], now: number): Promise<KeyFingerprint[]>
  /** The last migration that the database has been through, as it stands now. */
  schemaVersion(): Promise<number>
  queue(): Promise<QueueState>
  /**
   * After a restore, of which nobody knows what came after it. Sequences of answers go on above any that a device can have
   * seen; of each waiting check the authority's own record is looked at first; codes, invitations and sessions are over.
   */
  beginAnew(now: number): Promise<void>
}

export interface RetentionStore {
  /** Erases what ended before that time (ms, itself excluded), of all facilities; how many rows. */
  erase(key: SweptKey, before: number): Promise<number>
  /** Empties the log in which what was overwritten still stands. */
  emptyLog(): Promise<void>
}
