/** 再照会 opens what the earlier consent opens, and never more (R32–R34). */
import type { ConsentItem } from '../../domain/check'
import { decideEntry } from '../../domain/consent-entry'
import type { StoredConsent } from '../store/store'
import { toEntry } from './register'

export interface ConsentInForce {
  /** The check under which it was given. */
  checkId: string
  items: ConsentItem[]
  /** ISO 8601; null = until revoked. */
  until: string | null
}

/**
 * The patient's last consent, as far as it may still be used at that instant; null where nothing is left of it. What the
 * patient decided last counts: after a refusal an earlier consent opens nothing.
 * @param consents of one patient, in the order of capture
 * @param before a check's id: what was decided with it or later is no earlier consent
 */
export function consentInForce(
  consents: readonly StoredConsent[],
  before: string,
  at: number,
): ConsentInForce | null {
  const last = consents.filter(({ checkId }) => checkId < before).at(-1)
  if (!last) return null
  const decision = decideEntry(toEntry(last, null), at)
  return decision.allowed
    ? { checkId: last.checkId, items: decision.items, until: decision.until }
    : null
}
