/** How a 目視パスコード is checked, on the tablet and at the gateway alike. */
import { fromBase64Url, toBase64Url, utf8 } from './bytes'
import type { FacePasscodeCheck } from './wire'

const DIGEST_BITS = 256

/**
 * PBKDF2-HMAC-SHA256 of the four digits: 32 bytes.
 * @param iterations `FACE_PASSCODE_ITERATIONS` for a new one, else what stands beside the digest
 */
export async function deriveFacePasscode(
  digits: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', utf8(digits), 'PBKDF2', false, ['deriveBits'])
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    key,
    DIGEST_BITS,
  )
  return new Uint8Array(bits)
}

/** Whether these are the digits. @param digits canonical, see `readFacePasscode` */
export async function matchesFacePasscode(
  digits: string,
  { salt, iterations, digest }: Pick<FacePasscodeCheck, 'salt' | 'iterations' | 'digest'>,
): Promise<boolean> {
  const derived = await deriveFacePasscode(digits, fromBase64Url(salt), iterations)
  return toBase64Url(derived) === digest
}
