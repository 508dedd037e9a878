/** When a check was captured, as far as the gateway can vouch for it. */

/** A device corrects its clock by ours; what remains is rounding and travel. */
const TOLERANCE_MS = 10 * 60 * 1000

/**
 * Bounds the device's own time by what the gateway knows: a check cannot have been captured after it arrived, nor
 * before the challenge it answers was issued. A time outside by more than ten minutes is bounded too and marked as
 * doubtful; it is no reason to refuse a check that a card has signed.
 * @param issuedAt when the challenge was issued; null without one
 */
export function boundCaptureTime(
  stated: number,
  receivedAt: number,
  issuedAt: number | null,
): { capturedAt: number; clockDoubtful: boolean } {
  const floor = Math.min(issuedAt ?? Number.NEGATIVE_INFINITY, receivedAt)
  const capturedAt = Math.max(floor, Math.min(stated, receivedAt))
  return { capturedAt, clockDoubtful: Math.abs(stated - capturedAt) > TOLERANCE_MS }
}

/** Whether a challenge had expired when it was answered, rounding in the device's favour. */
export function hadExpired(expiresAt: number, capturedAt: number): boolean {
  return capturedAt > expiresAt + TOLERANCE_MS
}
