/** The 目視パスコード as a tablet gets it: what a typed one is checked against, sealed to the device. */
import { utf8 } from '../../api/bytes'
import { facePasscodeAad } from '../../api/envelope'
import { seal } from '../../api/seal'
import type { FacePasscodeCheck, Sealed } from '../../api/wire'
import type { Device, FacePasscodeStore, StoredFacePasscode } from '../store/store'

/** The digits of a passcode by its id, where they are known: in training only. */
export type PasscodeHint = (id: string) => string | null

/** null when the facility has none, and for a tablet that was ordered to erase its vault: it may be in other hands. */
export async function sealFacePasscode(
  { facilityId, eraseOrderedAt }: Pick<Device, 'facilityId' | 'eraseOrderedAt'>,
  answerKey: CryptoKey,
  { facePasscodes, hint }: { facePasscodes: FacePasscodeStore; hint: PasscodeHint | undefined },
): Promise<Sealed | null> {
  if (eraseOrderedAt !== null) return null
  const passcodes = await facePasscodes.list(facilityId)
  const current = passcodes.find(({ replacedAt }) => replacedAt === null)
  if (!current) return null
  const check = toCheck(current, hint?.(current.id) ?? null)
  return seal(answerKey, utf8(JSON.stringify(check)), facePasscodeAad())
}

function toCheck(
  { id, salt, iterations, digest }: StoredFacePasscode,
  hint: string | null,
): FacePasscodeCheck {
  return { v: 1, id, salt, iterations, digest, ...(hint !== null && { hint }) }
}
