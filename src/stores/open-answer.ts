/** Opens an answer from its seal; the vault holds the key. */
import { utf8 } from '../../api/bytes'
import type { EligibilityAnswer, NoAnswerNotice } from '../../domain/answer'
import type { AnswerRecord, RefusedRecord } from '../sync/schema'
import { StoreFault } from '../sync/store-fault'
import type { UnlockedVault } from '../sync/unlocked-vault'

/** null when there will be none, when it is sealed to an earlier registration's key (it opens to nobody here), or the vault was locked meanwhile. */
export async function openAnswer(
  vault: UnlockedVault,
  { id, sealed }: Pick<AnswerRecord, 'id' | 'sealed'>,
): Promise<EligibilityAnswer | null> {
  if (sealed === null) return null
  try {
    const answer = (await vault.openAnswer(sealed, utf8(`answer:${id}`))) as EligibilityAnswer
    return vault.isLocked ? null : answer
  } catch (cause) {
    if (cause instanceof StoreFault) return null
    throw cause
  }
}

/** Why no answer will come; null as with {@link openAnswer}. */
export async function openNoAnswer(
  vault: UnlockedVault,
  { id, said }: Pick<RefusedRecord, 'id' | 'said'>,
): Promise<NoAnswerNotice | null> {
  if (said === undefined) return null
  try {
    const notice = (await vault.openAnswer(said, utf8(`no-answer:${id}`))) as NoAnswerNotice
    return vault.isLocked ? null : notice
  } catch (cause) {
    if (cause instanceof StoreFault) return null
    throw cause
  }
}
