/** デジタル認証アプリ: sessions and their bindings. */
import type { IdentityErrorCode } from '../../domain/errors'

/** How a patient's proof by デジタル認証アプリ stands: one for each check, the latest (docs/adr/0019). Nothing of the person. */
export interface IdentitySession {
  facilityId: string
  checkId: string
  /** SHA-256 of what stands in the address that the patient opens. */
  ticketHash: string
  deviceId: string
  expiresAt: number
  /** null while the patient may be at it. */
  outcome: 'proven' | IdentityErrorCode | null
}

/** What a response must fit. Kept until one comes, whichever. */
export interface KeptBinding {
  /** SHA-256 of the state. */
  stateHash: string
  nonce: string
  verifier: string
}

export interface IdentityStore {
  /**
   * Opens a session in place of the check's earlier one, whose address and state nobody knows from then on; false when
   * the check was proven already. Forgets the bindings of all that have expired.
   */
  open(session: Omit<IdentitySession, 'outcome'>, now: number): Promise<boolean>
  ofCheck(facilityId: string, checkId: string): Promise<IdentitySession | undefined>
  ofTicket(ticketHash: string): Promise<IdentitySession | undefined>
  /** Binds the session to a new request in place of an earlier one; false when it has ended or was answered. */
  bind(ticketHash: string, binding: KeptBinding): Promise<boolean>
  /**
   * Uses a state up: its binding the first time, `used` ever after, undefined when it is nobody's.
   * Of two requests at the same time one gets the binding.
   */
  take(
    stateHash: string,
  ): Promise<
    | { kind: 'taken'; session: IdentitySession; binding: Omit<KeptBinding, 'stateHash'> }
    | { kind: 'used'; session: IdentitySession }
    | undefined
  >
  /**
   * Ends the session with that ticket once and forgets its binding; false when it has ended or was replaced. With
   * `proven` the check falls due in the same transaction, whoever holds its lease: it waited for nothing else.
   */
  end(ticketHash: string, outcome: 'proven' | IdentityErrorCode, now: number): Promise<boolean>
}
