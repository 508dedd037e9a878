/** Who runs a facility, and how each signs in (docs/adr/0031). */
import type { Role } from '../../api/admin/wire'
import type { StaffMember } from '../../api/wire'
import type { AuditNote } from './audit-store'

export interface Person {
  id: string
  facilityId: string
  name: string
  role: Role
  /** What they type beside their passcode (利用者番号); not secret. */
  signIn: string
  hasPasscode: boolean
  createdAt: number
  endedAt: number | null
}

export interface NewPerson {
  id: string
  facilityId: string
  name: string
  role: Role
  signIn: string
}

export interface Passkey {
  /** The credential's id, base64url. */
  id: string
  facilityId: string
  personId: string
  /** COSE, base64url. */
  publicKey: string
  counter: number
  transports: readonly string[]
  createdAt: number
  usedAt: number | null
}

export interface Invitation {
  /** SHA-256 of the canonical code; the code itself is never kept. */
  hash: string
  expiresAt: number
}

/** What opens a session: its token's hash, and the note that belongs into the audit with it. */
export interface Opening {
  sessionHash: string
  note: AuditNote
}

export interface Session {
  facilityId: string
  personId: string
  role: Role
  createdAt: number
  seenAt: number
}

export type PasscodeTry =
  | { kind: 'unknown' }
  | { kind: 'wait'; until: number }
  /** Counted as a failure already: only a success takes it back. */
  | { kind: 'compare'; person: Person; passcode: string | null }

export type PersonChange = 'done' | 'notThere' | 'lastAdministrator'

export interface PeopleStore {
  invite(person: NewPerson, invitation: Invitation, note: AuditNote): Promise<void>
  /** A further invitation of one who is there; those before it end. False when there is no such active person. */
  inviteAgain(
    facilityId: string,
    id: string,
    invitation: Invitation,
    note: AuditNote,
  ): Promise<boolean>
  /** The active person of an unused, unexpired invitation. */
  invited(hash: string, now: number): Promise<Person | undefined>
  /**
   * Uses the invitation up, gives the person that way to sign in and opens a session: all or nothing.
   * False when the invitation is spent, expired, or its person was ended.
   */
  takeUp(
    hash: string,
    way: { passkey: Omit<Passkey, 'usedAt'> } | { passcode: string },
    opening: Opening,
  ): Promise<boolean>

  list(facilityId: string): Promise<Person[]>
  get(facilityId: string, id: string): Promise<Person | undefined>
  /** Administrators and staff who are active: whom the tablets offer. */
  staff(facilityId: string): Promise<StaffMember[]>
  change(
    facilityId: string,
    id: string,
    change: { name?: string; role?: Role },
    note: AuditNote,
  ): Promise<PersonChange>
  /** Ends the person with every session, passkey and invitation. */
  end(facilityId: string, id: string, note: AuditNote): Promise<PersonChange>

  passkey(id: string): Promise<Passkey | undefined>
  passkeys(facilityId: string, personId: string): Promise<Passkey[]>
  addPasskey(passkey: Omit<Passkey, 'usedAt'>, note: AuditNote): Promise<boolean>
  /** Never the last way to sign in: false then, and where there is no such passkey of the person. */
  removePasskey(facilityId: string, personId: string, id: string, note: AuditNote): Promise<boolean>
  /** Keeps the counter and opens a session; false when another has used the passkey with this counter, or it is gone. */
  usePasskey(passkey: Passkey, counter: number, opening: Opening): Promise<boolean>

  setPasscode(facilityId: string, id: string, hash: string, note: AuditNote): Promise<boolean>
  /** Counts a try before anything is compared, so that guesses at the same time do not outrun the count. */
  tryPasscode(signIn: string, now: number): Promise<PasscodeTry>
  /** Forgets the failures and opens a session; false when the person was ended meanwhile. */
  passcodeMatched(person: Person, opening: Opening): Promise<boolean>

  /** A session that has not ended, of a person who has not. Its last use is kept to the minute. */
  session(hash: string, now: number): Promise<Session | undefined>
  endSession(hash: string, note: AuditNote): Promise<void>
}

export const SESSION_LIFE_MS = 12 * 3_600_000
export const SESSION_IDLE_MS = 30 * 60_000
