const DAY_MS = 24 * 3_600_000

/**
 * How long the withdrawal of a check that is not here yet is remembered. The check can still come: from a request on its
 * way (minutes, until its token ends) or from a page that the browser froze in the middle of sending (days).
 */
export const KEEP_UNKNOWN_WITHDRAWALS = { from: '2026-11-22', days: 90 } as const

/** @returns ms, itself excluded */
export function keepUnknownUntil(now: number): number {
  return now + KEEP_UNKNOWN_WITHDRAWALS.days * DAY_MS
}
