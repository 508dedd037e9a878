/** A patient's number as the store may hold it: equal for equal patients, and without the gateway's key nobody's. */
import { toBase64Url, utf8 } from '../../api/bytes'

/** HMAC-SHA256 (RFC 2104) over facility ‖ 0x00 ‖ number, base64url: 43 characters. */
export async function patientRef(
  key: CryptoKey,
  facilityId: string,
  patientId: string,
): Promise<string> {
  const digest = await crypto.subtle.sign('HMAC', key, utf8(`${facilityId}\0${patientId}`))
  return toBase64Url(new Uint8Array(digest))
}
