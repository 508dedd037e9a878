/** What the stores ask of デジタル認証アプリ, which the gateway is party to (docs/adr/0019). */
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'

export type IdentityStanding =
  { state: 'none' } | { state: 'open' } | { state: 'proven' } | { state: 'ended'; code: ErrorCode }

export type IdentityStart =
  { state: 'open'; address: string } | Exclude<IdentityStanding, { state: 'none' | 'open' }>

export interface IdentityPort {
  /** A session for a check that the gateway has, in place of an earlier one. */
  start(checkId: string): Promise<Result<IdentityStart>>
  /** How it stands: at once, or held open while the patient is at it. */
  standing(
    checkId: string,
    wait: 'atOnce' | 'held',
    signal: AbortSignal,
  ): Promise<Result<IdentityStanding>>
  end(checkId: string): Promise<Result<IdentityStanding>>
}
