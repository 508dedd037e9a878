/** Withdrawing a consent (R34): what is captured, and what it leaves. */
import { CONSENT_ITEMS, type Consent, type ConsentItem } from './check'

/**
 * What the device says of one withdrawal. It only ever takes away: the items of all withdrawals of a consent add up, so
 * nothing depends on the order in which they arrive, nor on how often. To agree to more the card is read again.
 */
export interface ConsentWithdrawal {
  v: 1
  /** UUIDv7, made when it is captured; the idempotency key as far as the authority. */
  id: string
  facilityId: string
  deviceId: string
  /** Who handed the tablet over. */
  staffId: string
  /** The check under which the consent was given. */
  checkId: string
  patientId: string | null
  /** What must not be looked up any more; never empty. */
  items: ConsentItem[]
  decidedBy: Consent['decidedBy']
  /** ISO 8601, UTC, by the device's clock corrected with the last known offset. */
  decidedAt: string
  /** Version and language of the words that the patient read, see domain/consent-wording. */
  wording: string
}

/** The items agreed to, in the order of the screen. */
export function grantedItems(consent: Consent | null): ConsentItem[] {
  return CONSENT_ITEMS.filter((item) => consent?.items[item] === true)
}

/** What is left of these items after the withdrawals. */
export function itemsLeft(
  items: readonly ConsentItem[],
  withdrawn: readonly ConsentItem[],
): ConsentItem[] {
  return items.filter((item) => !withdrawn.includes(item))
}

/** The consent as it now stands; who decided and when stay those of the consent. */
export function afterWithdrawals(consent: Consent, withdrawn: readonly ConsentItem[]): Consent {
  const isLeft = (item: ConsentItem) => consent.items[item] && !withdrawn.includes(item)
  return {
    ...consent,
    items: {
      diagnosis: isLeft('diagnosis'),
      medication: isLeft('medication'),
      checkup: isLeft('checkup'),
      surgery: isLeft('surgery'),
    },
  }
}

/** Items named in any order and number, once each and in the order of the screen. */
export function inScreenOrder(items: readonly ConsentItem[]): ConsentItem[] {
  return CONSENT_ITEMS.filter((item) => items.includes(item))
}
