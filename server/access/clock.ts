import { GatewayError } from '../http/gateway-error'

/** How far a device's clock may be off before it is told so (TZ-G24); it then corrects itself and comes again. */
export const CLOCK_TOLERANCE_SECONDS = 120

/** @throws GatewayError TZ-G24 when a signed time is too far from now; the answer's `Date` says what time it is */
export function checkSignedTime(issuedAtSeconds: number, nowMs: number): void {
  if (Math.abs(nowMs / 1000 - issuedAtSeconds) > CLOCK_TOLERANCE_SECONDS) {
    throw new GatewayError('TZ-G24')
  }
}
