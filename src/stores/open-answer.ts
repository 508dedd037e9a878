/** Opens an answer from its seal; the vault holds the key. */
import { answerAad, noAnswerAad } from '../../api/envelope'
import type { Sealed } from '../../api/wire'
import type { EligibilityAnswer, NoAnswerNotice } from '../../domain/answer'
import type { AnswerRecord, RefusedRecord } from '../sync/schema'
import { StoreFault } from '../sync/store-fault'
import type { UnlockedVault } from '../sync/unlocked-vault'

/** null when there will be none, when it is sealed to an earlier registration's key (it opens to nobody here), or the vault was locked meanwhile. */
export async function openAnswer(
  vault: UnlockedVault,
  { id, sealed }: Pick<AnswerRecord, 'id' | 'sealed'>,
): Promise<EligibilityAnswer | null> {
  return sealed ? openSealed<EligibilityAnswer>(vault, sealed, answerAad(id)) : null
}

/** Why no answer will come; null as with {@link openAnswer}. */
export async function openNoAnswer(
  vault: UnlockedVault,
  { id, said }: Pick<RefusedRecord, 'id' | 'said'>,
): Promise<NoAnswerNotice | null> {
  return said ? openSealed<NoAnswerNotice>(vault, said, noAnswerAad(id)) : null
}

async function openSealed<T>(
  vault: UnlockedVault,
  sealed: Sealed,
  aad: Uint8Array<ArrayBuffer>,
): Promise<T | null> {
  try {
    const opened = (await vault.openAnswer(sealed, aad)) as T
    return vault.isLocked ? null : opened
  } catch (cause) {
    if (cause instanceof StoreFault) return null
    throw cause
  }
}
