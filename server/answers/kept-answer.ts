/** The gateway's own copy of an answer: sealed to itself, so that a lost tablet does not take the answer with it. */
import { fromUtf8, utf8 } from '../../api/bytes'
import { unseal } from '../../api/seal'
import type { Sealed } from '../../api/wire'
import type { EligibilityAnswer } from '../../domain/answer'
import type { GatewayKeys } from '../keys/gateway-keys'

/** The copy is bound to its check. */
export function keptAnswerAad(checkId: string): Uint8Array<ArrayBuffer> {
  return utf8(`kept-answer:${checkId}`)
}

/** null when it opens under none of the gateway's keys. */
export async function openKeptAnswer(
  checkId: string,
  kept: Sealed,
  keys: Pick<GatewayKeys, 'pairs'>,
): Promise<EligibilityAnswer | null> {
  for (const pair of keys.pairs) {
    try {
      const opened = await unseal(pair, kept, keptAnswerAad(checkId))
      return JSON.parse(fromUtf8(opened)) as EligibilityAnswer
    } catch {
      // Sealed to an older key, which comes next; HPKE says no more than "it does not open".
    }
  }
  return null
}
