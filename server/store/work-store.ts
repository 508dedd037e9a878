/** What waits for the authority, and its answers. */
import type { Sealed } from '../../api/wire'
import type { AuthorityErrorCode } from '../../domain/errors'
import type { CheckFacts, KeptEnvelope, PatientInCheck } from './check-store'
import type { StoredConsent } from './consent-store'

/** An accepted check that waits for the authority's answer, leased to one worker. */
export interface Work extends Lease {
  deviceId: string
  envelope: KeptEnvelope
  facts: CheckFacts
  /** When the intent to ask was stored; null when the authority was never asked. */
  askedAt: number | null
  attempts: number
}

/** What proves that a piece of work is still one's own. */
export interface Lease {
  facilityId: string
  id: string
  leaseToken: string
}

/** Work that meets the same other side: a facility's, or only what goes to one of its destinations. */
export interface Lane {
  facilityId: string
  destination?: string
}

export interface WorkStore {
  /** Whether several gateways may work on this database. */
  readonly isShared: boolean
  /** Takes what is due, of whichever facility whose authority is not left alone, the longest due first. */
  lease(options: {
    now: number
    leaseMs: number
    limit: number
    token: string
    /** What is left alone. */
    except?: readonly Lane[]
  }): Promise<Work[]>
  /** Stores the intent before asking; false when the lease is no longer this worker's. */
  recordIntent(lease: Lease, now: number): Promise<boolean>
  /** Gives the lease back and sets the next try; false when it was no longer this worker's. */
  retryLater(lease: Lease, nextTryAt: number): Promise<boolean>
  /**
   * Lets a piece of work that nobody holds fall due now: what it waits for has come. One that ended because nobody could read what
   * had come (TZ-G65) is taken up again.
   */
  hasten(facilityId: string, id: string, now: number): Promise<void>
  /** Ends a piece of work that has no answer; false when the lease was no longer this worker's. */
  end(lease: Lease, now: number): Promise<boolean>
  /**
   * Ends every lease at once. Only for a gateway that is certain to be alone on its store: a killed process leaves
   * leases behind, and nurses should not wait for them to run out.
   */
  releaseAll(): Promise<void>
  /**
   * Tells the other gateways on this database that this one lives, for as long as it does. Its leases bear its name before
   * a `/`. Resolves with what ends it.
   */
  announceSelf(name: string): Promise<() => Promise<void>>
  /**
   * Ends the leases of gateways that no longer live: one that was killed is not waited for. All others whose leases are found
   * are alive.
   */
  releaseDead(name: string): Promise<void>
  /** When the next piece of work falls due, but for what is left alone; null when there is none. */
  nextDueAt(except?: readonly Lane[]): Promise<number | null>
}

export interface StoredAnswer {
  seq: number
  checkId: string
  sealed: Sealed
}

/** A check that ended without an answer; `sealed` holds what the authority said of it. */
export interface StoredUnanswered extends StoredAnswer {
  code: AuthorityErrorCode
}

export interface AnswerStore {
  /**
   * Stores an answer once and ends the work in the same transaction; false when it had been answered.
   * `sealed` is for the device, `kept` for the gateway: a lost tablet must not take the answer with it.
   */
  put(answer: {
    facilityId: string
    checkId: string
    deviceId: string
    sealed: Sealed
    kept: Sealed
    /** The register's row, stored with the answer; none where no consent was asked (③). */
    consent?: Omit<StoredConsent, 'withdrawn'> | null
    /** Whose answer it is; none for a walk-in. */
    patient?: (PatientInCheck & { capturedAt: number }) | null
    /** Destinations of the facility's own software that are to be told of it, queued with it (docs/adr/0029). */
    exportTo?: readonly string[]
    now: number
  }): Promise<boolean>
  /**
   * Ends the work of a check, or of a withdrawal, to which no answer will come; false when it had ended. Durable with what the
   * device will be told, in one transaction.
   */
  putUnanswered(ended: {
    facilityId: string
    checkId: string
    deviceId: string
    code: AuthorityErrorCode
    sealed: Sealed
    now: number
  }): Promise<boolean>
  /** A device's checks that ended without an answer, after `seq`, oldest first. */
  unansweredAfter(
    facilityId: string,
    deviceId: string,
    seq: number,
    limit: number,
  ): Promise<StoredUnanswered[]>
  /** A device's answers after `seq`, oldest first. */
  after(facilityId: string, deviceId: string, seq: number, limit: number): Promise<StoredAnswer[]>
  getKept(facilityId: string, checkId: string): Promise<Sealed | undefined>
  /** Hears the device of each answer that any gateway on this database has stored, while it can. */
  listen(hear: (deviceId: string) => void): Promise<() => Promise<void>>
}
