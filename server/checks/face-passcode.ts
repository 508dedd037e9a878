/** 目視パスコード at the gateway (R12): which of the facility's own may have been typed at the time of capture. */
import { matchesFacePasscode } from '../../api/face-passcode'
import type { CardFaceEvidence } from '../../domain/check'
import type { GatewayErrorCode } from '../../domain/errors'
import type { StoredFacePasscode } from '../store/store'

/** null when it was right. */
export type PasscodeJudge = (
  typed: CardFaceEvidence['passcode'],
  capturedAt: number,
) => Promise<GatewayErrorCode | null>

/**
 * A judge for one batch; the slow digest of one passcode is made once in it. TZ-G30 when the facility had none then,
 * TZ-G31 for any but one of those.
 * @param passcodes all of the facility's
 * @param allowanceMs how long after its replacement one may still have been typed: a tablet that was away for longer
 *   has erased its vault, and what it checked against with it
 */
export function createPasscodeJudge(
  passcodes: readonly StoredFacePasscode[],
  allowanceMs: number,
): PasscodeJudge {
  const matches = new Map<string, Promise<boolean>>()

  function isMatch(digits: string, passcode: StoredFacePasscode): Promise<boolean> {
    const name = JSON.stringify([passcode.id, digits])
    const match = matches.get(name) ?? matchesFacePasscode(digits, passcode)
    matches.set(name, match)
    return match
  }

  return async ({ id, digits }, capturedAt) => {
    const good = passcodes.filter(
      ({ replacedAt }) => replacedAt === null || capturedAt <= replacedAt + allowanceMs,
    )
    if (good.length === 0) return 'TZ-G30'
    const passcode = good.find((each) => each.id === id)
    return passcode && (await isMatch(digits, passcode)) ? null : 'TZ-G31'
  }
}
